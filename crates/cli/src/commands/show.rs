//! `morgue show`.

use clap::Args;
use morgue_query::document::word_count;

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Show one article: its text as printed, and all that is known of it with its basis.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue show 1a2b3c4d
  morgue show 1a2b3c4d --lit '\"harbour bridge\"'
  morgue show 1a2b3c4d --json")]
pub(crate) struct ShowArgs {
    /// The article's id, or as much of its beginning as is unique (8 digits or more), or the id
    /// its source gave it
    id: String,
    /// Light what this query matches
    #[arg(long, value_name = "QUERY")]
    lit: Option<String>,
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &ShowArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let article = asker.article(&args.id)?;
    if args.json {
        session.output.data(|out| morgue_present::article_json(out, &article))?;
        return Ok(code::OK);
    }
    let lit = match &args.lit {
        Some(words) => asker.lit(words, &article)?,
        None => Default::default(),
    };
    let words = word_count(&article);
    session.output.page(|out, look| morgue_present::show(out, &article, words, &lit, look))?;
    Ok(code::OK)
}

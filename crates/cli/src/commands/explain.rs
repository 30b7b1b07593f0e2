//! `morgue explain`.

use clap::Args;

use crate::args::AskArgs;
use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Explain a query: how it was read, and what each part of it finds.
///
/// Every part stands with the number of articles it finds by itself under the same filters; below
/// a word stand the words of the index that it takes in. Where nothing is found, the part that
/// empties the result is marked. With `--article` it says why one article was found or not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue explain climate change -football
  morgue explain 'bank* /s (launder* OR \"shell compan*\")' --from 2016
  morgue explain strike --article 1a2b3c4d")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// Explain the place of this article: its id, or a unique beginning of it
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &ExplainArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let asker = Asker::open(session)?;
    let article = match &args.article {
        Some(id) => Some(asker.article(id)?),
        None => None,
    };
    let explained = asker.explain(&args.ask.request(words), article.as_ref())?;
    asker.tell(&explained.query.notices);
    if args.json {
        session.output.data(|out| morgue_present::json_value(out, &explained))?;
    } else {
        session.output.page(|out, look| morgue_present::explain(out, &explained, look))?;
    }
    Ok(match explained.total {
        Some(total) if total.value > 0 => code::OK,
        Some(_) => code::NOTHING,
        // What could not be answered as a whole: the parts say why.
        None => code::USAGE,
    })
}

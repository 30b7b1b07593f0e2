//! `morgue similar`.

use clap::Args;
use morgue_query::similar;

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Find the articles most like one: the same story elsewhere, what came before and after it.
///
/// They are compared by the words that mark the article off from all others. The same text in
/// another place is marked as a copy.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue similar 1a2b3c4d
  morgue similar 1a2b3c4d -n 50 --json")]
pub(crate) struct SimilarArgs {
    /// The article's id, or as much of its beginning as is unique (8 digits or more), or the id
    /// its source gave it
    id: String,
    /// How many
    #[arg(short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,
    /// At most so many passages of each
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &SimilarArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let article = asker.article(&args.id)?;
    let limit = args.limit.clamp(1, asker.all());
    let found =
        similar(asker.engine(), &article, Vec::new(), limit, args.snippets, &session.control)?;
    if args.json {
        session.output.data(|out| morgue_present::json_value(out, &found))?;
    } else {
        let mut found = found.clone();
        found.hits.iter_mut().for_each(|hit| super::search::from_here(&mut hit.hit.origin));
        session.output.page(|out, look| morgue_present::similar(out, &found, look))?;
        session.output.say(match found.hits.len() {
            0 => "no other article has a word that marks this one off".to_string(),
            n => morgue_present::plural(n as u64, "article", "articles"),
        });
    }
    Ok(if found.hits.is_empty() { code::NOTHING } else { code::OK })
}

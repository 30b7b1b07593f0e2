//! `morgue rebuild`.

use clap::Args;

use crate::failure::code;
use crate::progress::Progress;
use crate::session::Session;

/// Build the index anew from itself: after an update of this program, without the files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue rebuild
  morgue rebuild --index ~/archive/index-data")]
pub(crate) struct RebuildArgs {}

pub(crate) fn run(_: &RebuildArgs, session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    let progress = Progress::new(session.output.progress);
    let now = crate::clock::now();
    let rebuilt = crate::engine::rebuild(&place, now, &session.control, &progress);
    progress.done();
    let articles = morgue_present::plural(rebuilt?.articles, "article", "articles");
    session.output.say(format_args!("rebuilt {}: {articles}", place.shown()));
    Ok(code::OK)
}

//! `morgue verify`.

use clap::Args;

use crate::failure::code;
use crate::progress::Progress;
use crate::session::Session;

/// Check that the index is whole: checksums, counts, and that every article can be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue verify
  morgue verify --index ~/archive/index-data

Exit code: 0 whole, 4 damaged or missing.")]
pub(crate) struct VerifyArgs {}

pub(crate) fn run(_: &VerifyArgs, session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    let progress = Progress::new(session.output.progress);
    let verified = crate::engine::verify(&place, &session.control, &progress);
    progress.done();
    let verified = verified?;
    let name = place.shown();
    if verified.problems.is_empty() {
        let articles = morgue_present::plural(verified.articles, "article", "articles");
        let sources = morgue_present::plural(verified.sources, "source file", "source files");
        session.output.data(|out| writeln!(out, "{name} is whole: {articles}, {sources}"))?;
        return Ok(code::OK);
    }
    session
        .output
        .data(|out| verified.problems.iter().try_for_each(|line| writeln!(out, "{line}")))?;
    session.output.say(format_args!(
        "morgue: {name} is damaged: `morgue rebuild` makes it anew from the articles it stores; where \
         that fails, delete `{name}/morgue.json` and run `morgue index --index {name} FOLDER` to \
         read the files again"
    ));
    Ok(code::INDEX)
}

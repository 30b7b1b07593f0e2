//! `morgue recheck`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use morgue_query::{About, recheck};

use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Repeat a search that `export --about` wrote down: what came, what went, what changed.
///
/// The search is made as of its day: `last:7d` still ends then.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue recheck strikes.about.json
  morgue recheck strikes.about.json --json

Exit code: 0 it finds what it found, 1 it does not, 2 the file or its query cannot be read, 4 no
usable index.")]
pub(crate) struct RecheckArgs {
    /// The file that `export --about` wrote
    file: PathBuf,
    /// One JSON object with every article
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &RecheckArgs, session: &Session) -> anyhow::Result<u8> {
    let name = args.file.display().to_string();
    let text = crate::ask::read_file(&args.file, "the search")?;
    let about = About::read(&text).map_err(|error| Failure::usage(format!("`{name}`: {error}")))?;
    let asker = Asker::open(session)?;
    let found = recheck(asker.engine(), &about, &asker.context(), &session.control)
        .map_err(|error| crate::ask::failed(&about.request.q, error))
        .with_context(|| format!("the search in `{name}` cannot be repeated"))?;
    session.output.talk(|out, look| morgue_present::notices(out, &found.notices, look));
    if args.json {
        session.output.data(|out| morgue_present::json_value(out, &found))?;
    } else {
        session.output.page(|out, look| morgue_present::rechecked(out, &found, look))?;
    }
    Ok(if found.is_same() { code::OK } else { code::NOTHING })
}

//! `morgue stats`.

use clap::Args;

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Say what the index holds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue stats
  morgue stats --json --index ~/archive/index-data")]
pub(crate) struct StatsArgs {
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &StatsArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let stats = asker.stats();
    if args.json {
        session.output.data(|out| morgue_present::json_value(out, stats))?;
    } else {
        let name = session.place()?.shown();
        session.output.page(|out, look| morgue_present::stats(out, &name, stats, look))?;
    }
    Ok(code::OK)
}

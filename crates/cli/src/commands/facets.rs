//! `morgue facets`.

use clap::Args;
use morgue_query::Request;

use crate::args::{AskArgs, CountArgs};
use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Count articles by outlet, year, section, language and other values.
///
/// Without words all articles are counted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue facets
  morgue facets climate --facets outlet:50,country --from 2016
  morgue facets strike --json")]
pub(crate) struct FacetsArgs {
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    counts: CountArgs,
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// The lists unless others are asked for.
const LISTS: &str = "outlet,section,lang,country,author,year";

pub(crate) fn run(args: &FacetsArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let asker = Asker::open(session)?;
    let usual = || crate::args::facets(LISTS).expect("the usual lists are known");
    let request = Request {
        facets: args.counts.facets.clone().unwrap_or_else(usual).0,
        interval: args.counts.interval.and_then(|step| step.0),
        ..args.ask.request(words)
    };
    let answer = asker.ask(&request)?;
    asker.tell_notices(&answer);
    if args.json {
        session.output.data(|out| morgue_present::json(out, &answer))?;
    } else {
        session.output.page(|out, look| morgue_present::counted(out, &answer, look))?;
        session.output.say(morgue_present::tally(&answer));
    }
    let found = answer.total.is_some_and(|total| total.value > 0);
    Ok(if found { code::OK } else { code::NOTHING })
}

//! `morgue timeline`.

use clap::Args;
use morgue_query::Request;
use morgue_query::plan::Interval;

use crate::args::{AskArgs, CountArgs};
use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Count articles by time, as bars.
///
/// Steps without articles are shown, too, and articles whose date is not known to the step are
/// counted apart, so that everything adds up.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue timeline 'climate change'
  morgue timeline strike --interval month --from 1926 --to 1926
  morgue timeline harbour --json")]
pub(crate) struct TimelineArgs {
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    counts: CountArgs,
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &TimelineArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let asker = Asker::open(session)?;
    let step = args.counts.interval.and_then(|step| step.0);
    let request = Request {
        facets: args.counts.facets.clone().map(|facets| facets.0).unwrap_or_default(),
        interval: Some(step.unwrap_or(Interval::Auto)),
        ..args.ask.request(words)
    };
    let answer = asker.ask(&request)?;
    asker.tell_notices(&answer);
    if args.json {
        session.output.data(|out| morgue_present::json(out, &answer))?;
    } else {
        session.output.page(|out, look| match &answer.timeline {
            Some(timeline) => morgue_present::bars(out, timeline, look),
            None => Ok(()),
        })?;
        session.output.say(morgue_present::tally(&answer));
    }
    let found = answer.total.is_some_and(|total| total.value > 0);
    Ok(if found { code::OK } else { code::NOTHING })
}

//! `morgue timeline`.

use clap::Args;
use morgue_present::Methods;
use morgue_query::plan::Interval;
use morgue_query::{CompareRequest, Comparison, MOST_QUERIES};

use crate::args::{AskArgs, CountArgs};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Count articles by time, as bars: one query, or up to five beside each other.
///
/// Steps without articles are shown, too; what is dated only by a file's name or a copyright line
/// is drawn apart, and what is not known to the step is counted apart, so that everything adds up.
/// Where the index holds nothing for a time, that is said: nothing found there is not silence.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue timeline 'climate change'
  morgue timeline strike --interval month --from 1926 --to 1926
  morgue timeline forest fire --vs flood OR storm --vs drought --share
  morgue timeline strike --share --methods --csv > strikes.csv")]
pub(crate) struct TimelineArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// Another query beside it: all words up to the next option (repeatable, up to four)
    #[arg(long, value_name = "QUERY")]
    vs: Vec<String>,
    /// Shares of all articles of each step under the same filters
    #[arg(long)]
    share: bool,
    /// Write the three sentences for a footnote: what was counted, how, in what
    #[arg(long)]
    methods: bool,
    #[command(flatten)]
    counts: CountArgs,
    #[command(flatten)]
    form: FormArgs,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, Default, Args)]
#[group(multiple = false)]
struct FormArgs {
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
    /// A table as CSV: a line for every query and step
    #[arg(long, help_heading = "Output")]
    csv: bool,
}

pub(crate) fn run(args: &TimelineArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let queries: Vec<String> = [&words].into_iter().chain(&args.vs).cloned().collect();
    if queries.len() > MOST_QUERIES {
        let message =
            format!("{} queries are too many to compare: at most {MOST_QUERIES}", queries.len());
        return Err(Failure::usage(message));
    }
    let asker = Asker::open(session)?;
    let mut base = args.ask.request(words);
    base.facets = args.counts.facets.clone().map(|facets| facets.0).unwrap_or_default();
    base.interval = match args.counts.interval {
        None => Some(Interval::Auto),
        Some(step) if step.0.is_none() => {
            return Err(Failure::usage("a timeline has steps: `--interval none` is for searches"));
        }
        Some(step) => step.0,
    };
    let request = CompareRequest { queries, base, share: args.share };
    let counted = asker.compare(&request)?;
    tell(&counted, session);
    let about = Methods {
        program: crate::PROGRAM,
        analysis: asker.stats().analysis,
        today: crate::clock::today(),
        articles: asker.stats().articles,
        request: &request.base,
    };
    let methods = args.methods.then(|| morgue_present::methods(&counted, &about));
    write(args.form, &counted, methods.as_deref(), session)?;
    let found = counted.lines.iter().any(|line| line.total.value > 0);
    Ok(if found { code::OK } else { code::NOTHING })
}

/// Says how the queries were read, and what an empty step may mean.
fn tell(counted: &Comparison, session: &Session) {
    let mut notices = Vec::new();
    for notice in counted.lines.iter().flat_map(|line| &line.query.notices) {
        if !notices.contains(notice) {
            notices.push(notice.clone());
        }
    }
    if counted.lines.iter().any(|line| line.total.value > 0) {
        notices.extend(counted.notices());
    }
    session.output.talk(|out, look| morgue_present::notices(out, &notices, look));
}

fn write(
    form: FormArgs,
    counted: &Comparison,
    methods: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    let output = &session.output;
    if form.json {
        #[derive(serde::Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            counted: &'a Comparison,
            notices: Vec<morgue_query::Notice>,
            #[serde(skip_serializing_if = "Option::is_none")]
            methods: Option<&'a str>,
        }
        let whole = Whole { counted, notices: counted.notices(), methods };
        output.data(|out| morgue_present::json_value(out, &whole))?;
        return Ok(());
    }
    if form.csv {
        output.data(|out| morgue_present::comparison_csv(out, counted))?;
    } else {
        output.page(|out, look| morgue_present::comparison(out, counted, look))?;
    }
    output.say(morgue_present::comparison_tally(counted));
    match methods {
        // A table stays one: the footnote goes beside it.
        Some(methods) if form.csv => output.say(methods),
        Some(methods) => output.page(|out, look| morgue_present::paragraph(out, methods, look))?,
        None => {}
    }
    Ok(())
}

//! `morgue kwic`.

use clap::{Args, ValueEnum};
use morgue_query::{KwicOptions, KwicSort, Request};

use crate::args::{AskArgs, Limit};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Show every occurrence with the words around it: a concordance.
///
/// What matches stands in one column. Sort by what stands left or right of it to see how a word is
/// used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue kwic strike
  morgue kwic '\"prime minister\"' --sort right -C 5
  morgue kwic harbour --from 1900 --to 1950 --sort oldest -n all --csv > harbour.csv")]
pub(crate) struct KwicArgs {
    #[command(flatten)]
    ask: AskArgs,

    /// Words on either side
    #[arg(short = 'C', long, value_name = "N", default_value_t = 8, help_heading = "Lines")]
    width: u16,
    /// The order of lines; `left` goes by the nearest word before, then the next
    #[arg(long, value_name = "ORDER", default_value = "relevance", help_heading = "Lines")]
    sort: KwicSortArg,
    /// How many lines: a number or `all`
    #[arg(short = 'n', value_name = "N|all", default_value = "50", help_heading = "Lines")]
    limit: Limit,
    /// How many of the articles found are read: a number or `all`
    #[arg(long, value_name = "N|all", default_value = "10000", help_heading = "Lines")]
    articles: Limit,
    #[command(flatten)]
    form: FormArgs,
}

/// The form of the output; at most one of them.
#[derive(Debug, Clone, Default, Args)]
#[group(multiple = false)]
struct FormArgs {
    /// One JSON object
    #[arg(long, help_heading = "Output")]
    json: bool,
    /// JSON lines, each with its `type`
    #[arg(long, help_heading = "Output")]
    jsonl: bool,
    /// A table as CSV
    #[arg(long, help_heading = "Output")]
    csv: bool,
}

/// An order of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KwicSortArg {
    /// Best article first
    Relevance,
    /// Latest first, undated last
    #[value(alias = "date")]
    Newest,
    /// Earliest first, undated last
    Oldest,
    /// By the words before
    Left,
    /// By what matches
    Match,
    /// By the words behind
    Right,
    /// By outlet
    Outlet,
}

impl From<KwicSortArg> for KwicSort {
    fn from(arg: KwicSortArg) -> Self {
        match arg {
            KwicSortArg::Relevance => Self::Relevance,
            KwicSortArg::Newest => Self::Newest,
            KwicSortArg::Oldest => Self::Oldest,
            KwicSortArg::Left => Self::Left,
            KwicSortArg::Match => Self::Match,
            KwicSortArg::Right => Self::Right,
            KwicSortArg::Outlet => Self::Outlet,
        }
    }
}

pub(crate) fn run(args: &KwicArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    if words.trim().is_empty() {
        return Err(Failure::usage("which words? `morgue kwic WORDS`"));
    }
    let asker = Asker::open(session)?;
    let most = |limit| match limit {
        Limit::All => usize::MAX,
        Limit::To(n) => n,
    };
    let options = KwicOptions {
        width: args.width.into(),
        sort: args.sort.into(),
        limit: most(args.limit),
        articles: most(args.articles),
    };
    let request = Request { explain: true, ..args.ask.request(words) };
    let kwic = asker.kwic(&request, &options)?;
    asker.tell(&kwic.query.notices);
    let output = &session.output;
    match &args.form {
        FormArgs { json: true, .. } => {
            output.data(|out| morgue_present::json_value(out, &kwic))?;
        }
        FormArgs { jsonl: true, .. } => {
            output.data(|out| morgue_present::kwic_json_lines(out, &kwic))?;
        }
        FormArgs { csv: true, .. } => output.data(|out| morgue_present::kwic_csv(out, &kwic))?,
        _ => output.page(|out, look| morgue_present::kwic(out, &kwic, look))?,
    }
    if !args.form.json && !args.form.jsonl {
        output.say(morgue_present::kwic_tally(&kwic));
    }
    if let Some(help) = &kwic.help {
        output.talk(|out, look| morgue_present::help(out, "kwic", help, look));
    }
    Ok(if kwic.occurrences.value > 0 { code::OK } else { code::NOTHING })
}

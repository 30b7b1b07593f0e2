//! `morgue search`.

use std::path::{Path, PathBuf};

use clap::Args;
use morgue_present::Column;
use morgue_query::plan::{FacetField, Interval, Sort, WantFacet, WantTotal};
use morgue_query::{Answer, OriginView, Request};

use crate::args::{AskArgs, CountArgs, Limit, SortArg};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Find articles: ranked, with the passages that match and counts by outlet and date.
///
/// The words need no quotes around them, and `-football` among them means "not football"; quotes
/// for a phrase need quotes of the shell. `morgue help query` explains the language.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue search climate change -football
  morgue search '\"prime minister\"' resign* --from 2016-06 --outlet reuters
  morgue search harbour --in ~/clippings
  morgue search strike --sort oldest -n all --csv > strikes.csv
  morgue search --queries topics.tsv --run > run.txt

Exit code: 0 found, 1 nothing found, 2 the query or an option is wrong, 4 no usable index.")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// Bring the index up to date with this file or folder first, and search only it (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    within: Vec<PathBuf>,
    /// Widen the query by words of the articles it finds first: for all on one event, not for one
    /// known article
    #[arg(long)]
    related: bool,
    /// Many queries: a line `id TAB words` each; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    queries: Option<PathBuf>,

    /// The order of hits [default: relevance, newest without words]
    #[arg(long, value_name = "ORDER", help_heading = "Hits")]
    sort: Option<SortArg>,
    /// How many hits: a number or `all` [default: 20, 1000 in a run]
    #[arg(short = 'n', value_name = "N|all", help_heading = "Hits")]
    limit: Option<Limit>,
    /// At most so many passages a hit [default: 3]
    #[arg(long, value_name = "N", help_heading = "Hits")]
    snippets: Option<usize>,
    #[command(flatten)]
    counts: CountArgs,
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
    /// A table as CSV with these columns: `date_earliest,headline,path`
    #[arg(long, value_name = "NAMES", value_parser = columns, help_heading = "Output")]
    columns: Option<Columns>,
    /// The ids of articles
    #[arg(long, help_heading = "Output")]
    ids: bool,
    /// The files that hold them
    #[arg(short = 'l', help_heading = "Output")]
    list: bool,
    /// Only how many there are
    #[arg(short = 'c', long, help_heading = "Output")]
    count: bool,
    /// A TREC run: `query Q0 id rank score tag`
    #[arg(long, help_heading = "Output")]
    run: bool,
}

#[derive(Debug, Clone)]
struct Columns(Vec<Column>);

fn columns(text: &str) -> Result<Columns, morgue_present::ColumnError> {
    text.split(',').map(str::parse).collect::<Result<_, _>>().map(Columns)
}

/// What the form of output means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Page,
    Json,
    JsonLines,
    Csv(Vec<Column>),
    Ids,
    Paths,
    Count,
    Run,
}

impl FormArgs {
    fn form(&self) -> Form {
        match self {
            Self { json: true, .. } => Form::Json,
            Self { jsonl: true, .. } => Form::JsonLines,
            Self { columns: Some(columns), .. } => Form::Csv(columns.0.clone()),
            Self { csv: true, .. } => Form::Csv(Column::DEFAULT.into()),
            Self { ids: true, .. } => Form::Ids,
            Self { list: true, .. } => Form::Paths,
            Self { count: true, .. } => Form::Count,
            Self { run: true, .. } => Form::Run,
            _ => Form::Page,
        }
    }
}

const HITS: usize = 20;
const HITS_OF_A_RUN: usize = 1000;
const SNIPPETS: usize = 3;
/// Values of a list on a page.
const VALUES: usize = 8;
/// The tag of our runs.
pub(super) const TAG: &str = "morgue";

pub(crate) fn run(args: &SearchArgs, session: &Session) -> anyhow::Result<u8> {
    let form = args.form.form();
    let words = match &args.queries {
        Some(_) => None,
        None => Some(crate::ask::words(&args.ask.words)?),
    };
    if args.queries.is_none() && args.ask.words.is_empty() && !args.narrows() {
        return Err(Failure::usage(
            "what is to be found? `morgue search WORDS`; `morgue help query` explains the language",
        ));
    }
    let within = super::index::update_within(&args.within, session)?;
    let asker = Asker::open(session)?;
    let prepare = |q: String| -> anyhow::Result<Request> {
        let mut request = args.request(q, &form, &asker)?;
        request.keep.extend(within.iter().map(|path| (FacetField::Path, path.clone())));
        Ok(request)
    };
    let Some(words) = words else {
        let path = args.queries.as_deref().expect("no words, so a file of queries");
        return super::queries::many(path, &form, &asker, prepare, session);
    };
    let answer = asker.ask(&prepare(words)?)?;
    asker.tell(&answer.query.notices);
    one(&form, &answer, session)?;
    // A list that ends before all was found says so; JSON does by itself, a run is cut by design.
    let cut = answer.total.is_some_and(|total| total.value > answer.hits.len() as u64);
    let list = matches!(form, Form::Csv(_) | Form::Ids | Form::Paths);
    if form == Form::Page || (list && cut) {
        session.output.say(morgue_present::tally(&answer));
    }
    if let Some(help) = answer.help.as_ref().filter(|_| form == Form::Page) {
        session.output.talk(|out, look| morgue_present::help(out, "search", help, look));
    }
    Ok(found(&answer))
}

impl SearchArgs {
    /// Whether the arguments ask for something without words: a filter, an order, a folder.
    fn narrows(&self) -> bool {
        let request = self.ask.request(String::new());
        let dates = request.from.is_some() || request.to.is_some();
        let filters = !request.keep.is_empty() || !request.exclude.is_empty();
        dates || filters || !self.within.is_empty() || self.sort.is_some()
    }

    fn request(&self, q: String, form: &Form, asker: &Asker) -> anyhow::Result<Request> {
        let page = *form == Form::Page;
        let whole = matches!(form, Form::Page | Form::Json | Form::JsonLines);
        let usual = if *form == Form::Run { HITS_OF_A_RUN } else { HITS };
        let limit = match self.limit {
            None if *form == Form::Count => 0,
            None => usual,
            Some(Limit::To(n)) => n,
            Some(Limit::All) => asker.all(),
        };
        let facets = match &self.counts.facets {
            Some(facets) => facets.0.clone(),
            None if page => {
                let fields = [FacetField::Outlet, FacetField::Section, FacetField::Year];
                fields.map(|field| WantFacet { field, limit: VALUES }).into()
            }
            None => Vec::new(),
        };
        let interval = match self.counts.interval {
            Some(step) => step.0,
            None => page.then_some(Interval::Auto),
        };
        let shows_snippets =
            whole || matches!(form, Form::Csv(columns) if columns.contains(&Column::Snippet));
        Ok(Request {
            sort: self.sort.map_or(Sort::default(), Sort::from),
            limit,
            facets: if whole { facets } else { Vec::new() },
            interval: interval.filter(|_| whole),
            total: if *form == Form::Run { WantTotal::AtLeast(1) } else { WantTotal::Exact },
            bare: matches!(form, Form::Run | Form::Ids | Form::Paths),
            // Of many queries each has its own line, and what would help would be many more.
            explain: whole && self.queries.is_none(),
            related: self.related,
            snippets: if shows_snippets { self.snippets.unwrap_or(SNIPPETS) } else { 0 },
            ..self.ask.request(q)
        })
    }
}

/// The exit code of an answer.
pub(super) fn found(answer: &Answer) -> u8 {
    let total = answer.total.map_or(0, |total| total.value);
    if total > 0 || !answer.hits.is_empty() { code::OK } else { code::NOTHING }
}

fn one(form: &Form, answer: &Answer, session: &Session) -> anyhow::Result<()> {
    let output = &session.output;
    match form {
        Form::Page => {
            let mut answer = answer.clone();
            answer.hits.iter_mut().for_each(|hit| from_here(&mut hit.origin));
            output.page(|out, look| morgue_present::page(out, &answer, look))?;
        }
        Form::Json => output.data(|out| morgue_present::json(out, answer))?,
        Form::JsonLines => output.data(|out| morgue_present::json_lines(out, answer))?,
        Form::Csv(columns) => output.data(|out| morgue_present::csv(out, answer, columns))?,
        Form::Ids => output.data(|out| morgue_present::ids(out, answer))?,
        Form::Paths => output.data(|out| morgue_present::paths(out, answer))?,
        Form::Count => output.data(|out| morgue_present::count(out, answer))?,
        Form::Run => output.data(|out| morgue_present::trec(out, "1", TAG, answer))?,
    }
    Ok(())
}

/// Paths as a person would type them from this folder.
pub(crate) fn from_here(origins: &mut [OriginView]) {
    if let Ok(here) = std::env::current_dir() {
        for origin in origins {
            if let Ok(below) = Path::new(&origin.path).strip_prefix(&here) {
                origin.path = below.display().to_string();
            }
        }
    }
}

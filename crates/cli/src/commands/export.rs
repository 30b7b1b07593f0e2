//! `morgue export`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use morgue_present::{Column, ExportEnd, HitTable};
use morgue_query::plan::Sort;
use morgue_query::{About, Export, Exported, export};

use crate::args::{AskArgs, SortArg};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Write everything a query finds, however much it is: a table, JSON lines, or whole articles.
///
/// Without words all articles are written. Without an order they come by id. JSON lines end with a
/// line that says they are whole; a file named by -o is there when it is whole, and not before.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue export strike --from 1926 --to 1926 -o strikes.csv
  morgue export strike --sort oldest --columns date_earliest,outlet,headline
  morgue export --outlet 'Harbour Post' --full -o harbour-post.jsonl
  morgue export strike --about strikes.about.json -o strikes.csv

Whole articles (--full) can be indexed again, here or elsewhere: their ids stay. What --about
writes is repeated by `morgue recheck`.

Exit code: 0 found, 1 nothing found, 2 the query or an option is wrong, 4 no usable index, or it
was changed meanwhile.")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// The order: by id unless given
    #[arg(long, value_name = "ORDER")]
    sort: Option<SortArg>,
    /// Write to this file instead of standard output, in one step when all is there
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write what was asked and found to this file, for `morgue recheck`
    #[arg(long, value_name = "FILE")]
    about: Option<PathBuf>,
    #[command(flatten)]
    form: FormArgs,
}

/// The form of the output; at most one of them.
#[derive(Debug, Clone, Default, Args)]
#[group(multiple = false)]
struct FormArgs {
    /// A table as CSV [default]
    #[arg(long, help_heading = "Output")]
    csv: bool,
    /// A table as CSV with these columns: `date_earliest,headline,path`
    #[arg(long, value_name = "NAMES", value_parser = columns, help_heading = "Output")]
    columns: Option<Columns>,
    /// A line of JSON for each article: what a search says of it
    #[arg(long, help_heading = "Output")]
    jsonl: bool,
    /// A line of JSON for each article: all of it, its text too
    #[arg(long, help_heading = "Output")]
    full: bool,
}

#[derive(Debug, Clone)]
struct Columns(Vec<Column>);

fn columns(text: &str) -> Result<Columns, morgue_present::ColumnError> {
    text.split(',').map(str::parse).collect::<Result<_, _>>().map(Columns)
}

pub(crate) fn run(args: &ExportArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let order = args.sort.map(Sort::from);
    let columns = args.form.columns.as_ref().map_or(Column::DEFAULT.to_vec(), |it| it.0.clone());
    if columns.contains(&Column::Score) && order != Some(Sort::Relevance) {
        return Err(Failure::usage("the column `score` needs `--sort relevance`"));
    }
    let asker = Asker::open(session)?;
    let request = args.ask.request(words);
    let (engine, context) = (asker.engine(), asker.context());
    let found = export(engine, &request, order, &context, &session.control)
        .map_err(|error| crate::ask::failed(&request.q, error))?;
    let notices = &found.query.notices;
    session.output.talk(|out, look| morgue_present::notices(out, notices, look));
    let mut about = About::new(crate::PROGRAM, &request, context.today, &found);
    let total = found.total;
    let wanted = args.about.is_some();
    let form = Form { full: args.form.full, jsonl: args.form.jsonl, columns: &columns };
    let mut keep = |exported: &Exported| {
        if wanted {
            let article = &exported.article;
            about.articles.insert(article.id, article.content_hash());
        }
    };
    match &args.output {
        None => write(&mut session.output.stream(), found, &form, &mut keep)?,
        Some(path) => whole_file(path, |out| write(out, found, &form, &mut keep))?,
    }
    if let Some(path) = &args.about {
        whole_file(path, |out| Ok(morgue_present::json_value(out, &about)?))?;
    }
    session.output.say(morgue_present::plural(total, "article", "articles"));
    Ok(if total > 0 { code::OK } else { code::NOTHING })
}

/// The form of the output.
struct Form<'a> {
    full: bool,
    jsonl: bool,
    columns: &'a [Column],
}

/// Writes all that is found, telling `keep` of each article.
fn write(
    out: &mut dyn Write,
    found: Export<'_>,
    form: &Form<'_>,
    keep: &mut dyn FnMut(&Exported),
) -> anyhow::Result<()> {
    let end = ExportEnd { articles: found.total, fingerprint: found.fingerprint.to_string() };
    let mut viewer = found.viewer();
    if form.full {
        for exported in found {
            let exported = exported?;
            morgue_present::article_json(out, &exported.article)?;
            keep(&exported);
        }
        morgue_present::export_end(out, &end)?;
    } else if form.jsonl {
        for exported in found {
            let exported = exported?;
            morgue_present::hit_json(out, &viewer.view(&exported, 0))?;
            keep(&exported);
        }
        morgue_present::export_end(out, &end)?;
    } else {
        let passages = usize::from(form.columns.contains(&Column::Snippet));
        let mut table = HitTable::begin(out, form.columns)?;
        for exported in found {
            let exported = exported?;
            table.add(&viewer.view(&exported, passages))?;
            keep(&exported);
        }
        table.end()?;
    }
    out.flush()?;
    Ok(())
}

/// Writes a file beside the one that is meant and puts it in its place when it is whole.
fn whole_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let failed = || format!("cannot write `{}`", path.display());
    let mut name = path.file_name().ok_or_else(|| Failure::usage(failed()))?.to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let file = fs::OpenOptions::new().write(true).create_new(true).open(&part);
    let mut out = io::BufWriter::new(file.with_context(failed)?);
    let written = write(&mut out).and_then(|()| {
        out.flush().with_context(failed)?;
        out.get_ref().sync_all().with_context(failed)?;
        fs::rename(&part, path).with_context(failed)
    });
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

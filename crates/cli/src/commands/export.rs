//! `morgue export`.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use morgue_present::{AboutWriter, Column, ExportFailure, ExportForm, ExportFormat, write_export};
use morgue_query::plan::Sort;
use morgue_query::{About, Exported, export};

use crate::args::{AskArgs, SortArg};
use crate::ask::Asker;
use crate::failure::{Failure, code};
use crate::session::Session;
use crate::target::{Sink, Target};

/// Write everything a query finds, however much it is: a table, JSON lines, whole articles, plain
/// texts, or records for a reference manager.
///
/// Without words all articles are written. Without an order they come by id. A file named by -o is
/// there when it is whole, and not before, with a record of the search beside it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue export strike --from 1926 --to 1926 -o strikes.csv
  morgue export strike --sort oldest --columns date_earliest,outlet,headline
  morgue export strike --format ris > strikes.ris
  morgue export --outlet 'Harbour Post' --full -o harbour-post.jsonl
  morgue export strike -o strikes.zip

The form follows the file's name (.csv .jsonl .zip .ris .bib .json) unless it is given. Whole
articles (--full) can be indexed again, here or elsewhere: their ids stay. Beside -o NAME.csv stands
NAME.about.json, which `morgue recheck` repeats.

Exit code: 0 found, 1 nothing found, 2 the query or an option is wrong, 4 no usable index, or it
was changed meanwhile.")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// The order: by id unless given
    #[arg(long, value_name = "ORDER")]
    sort: Option<SortArg>,
    /// Write to this file instead of standard output, in one step when all is there; a device or a
    /// pipe is written to as it is, `-` is standard output
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write what was asked and found to this file, for `morgue recheck` [default with -o NAME.csv:
    /// NAME.about.json]
    #[arg(long, value_name = "FILE")]
    about: Option<PathBuf>,
    #[command(flatten)]
    form: FormArgs,
}

/// The form of the output.
#[derive(Debug, Clone, Default, Args)]
struct FormArgs {
    /// `csv`, `jsonl`, `bundle` (a zip file of plain texts), `ris`, `bibtex` or `csl-json`
    /// [default: by the file's name, else csv]
    #[arg(long, value_name = "FORM", help_heading = "Output")]
    format: Option<ExportFormat>,
    /// A table as CSV: the same as `--format csv`
    #[arg(long, help_heading = "Output")]
    csv: bool,
    /// A table as CSV with these columns: `date_earliest,headline,path`
    #[arg(long, value_name = "NAMES", value_parser = columns, help_heading = "Output")]
    columns: Option<Columns>,
    /// A table as CSV that a spreadsheet can open: it is marked as UTF-8, and what would be taken
    /// for a formula has an apostrophe before it
    #[arg(long, help_heading = "Output")]
    excel: bool,
    /// A line of JSON for each article, what a search says of it: the same as `--format jsonl`
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

impl FormArgs {
    /// The form these options and the file's name mean.
    fn form(&self, output: Option<&Path>) -> anyhow::Result<ExportForm> {
        use ExportFormat::{Csv, Jsonl};
        let said = [
            (self.csv, Csv, "--csv"),
            (self.columns.is_some(), Csv, "--columns"),
            (self.excel, Csv, "--excel"),
            (self.jsonl, Jsonl, "--jsonl"),
            (self.full, Jsonl, "--full"),
        ];
        let said: Vec<_> = said.into_iter().filter(|(said, ..)| *said).collect();
        let implied = said.first().map(|(_, format, _)| *format);
        let format = match self.format.or(implied) {
            Some(format) => format,
            None => output.map_or(Ok(Csv), by_name)?,
        };
        if let Some((_, _, option)) = said.iter().find(|(_, implied, _)| *implied != format) {
            let name = format.name();
            return Err(Failure::usage(format!("{option} has no meaning in the form `{name}`")));
        }
        let usual = ExportForm::new(format);
        Ok(ExportForm {
            columns: self.columns.as_ref().map_or(usual.columns, |columns| columns.0.clone()),
            excel: self.excel,
            full: self.full,
            ..ExportForm::new(format)
        })
    }
}

/// The form of a file with this name; of one without an ending a table.
fn by_name(path: &Path) -> anyhow::Result<ExportFormat> {
    let Some(ending) = path.extension() else { return Ok(ExportFormat::Csv) };
    let ending = ending.to_string_lossy();
    ExportFormat::of_ending(&ending).ok_or_else(|| {
        let known = ExportFormat::ALL.map(|format| format!(".{}", format.ending())).join(", ");
        Failure::usage(format!("`.{ending}` is no form of export: --format says which ({known})"))
    })
}

pub(crate) fn run(args: &ExportArgs, session: &Session) -> anyhow::Result<u8> {
    let words = crate::ask::words(&args.ask.words)?;
    let order = args.sort.map(Sort::from);
    let form = args.form.form(args.output.as_deref())?;
    let (output, beside) = args.targets()?;
    if form.columns.contains(&Column::Score) && order != Some(Sort::Relevance) {
        return Err(Failure::usage("the column `score` needs `--sort relevance`"));
    }
    let to_stdout = output == Target::Stdout;
    if form.format == ExportFormat::Bundle && to_stdout && session.output.terminal {
        return Err(Failure::usage("a zip file is not for a terminal: name a file with -o"));
    }
    let asker = Asker::open(session)?;
    let request = args.ask.request(words);
    // One commit for all of it, whatever is indexed meanwhile.
    let pinned = asker.engine().pin()?;
    let context = asker.context();
    let found = export(&*pinned.engine, &request, order, &context, &session.control)
        .map_err(|error| crate::ask::failed(&request.q, error))?;
    let notices = &found.query.notices;
    session.output.talk(|out, look| morgue_present::notices(out, notices, look));
    let about = About::new(crate::PROGRAM, &request, context.today, &found);
    let mut record = Record::begin(beside.as_ref(), &about, session)?;
    let total = found.total;
    let mut seen = |exported: &Exported| record.add(exported);
    let mut sink = output.open(&session.output)?;
    write_export(&mut sink, found, &form, &mut seen).map_err(cause).with_context(|| {
        let name = args.output.as_deref().unwrap_or(Path::new("-"));
        format!("`{}` was not written", name.display())
    })?;
    sink.finish()?;
    record.end()?;
    session.output.say(morgue_present::plural(total, "article", "articles"));
    Ok(if total > 0 { code::OK } else { code::NOTHING })
}

impl ExportArgs {
    /// Where the export goes, and its record: beside a file unless told.
    fn targets(&self) -> anyhow::Result<(Target, Option<Target>)> {
        let output = self.output.as_deref().map_or(Ok(Target::Stdout), Target::of)?;
        let about = match (&self.about, &self.output, &output) {
            (Some(about), ..) => Some(Target::of(about)?),
            (None, Some(name), Target::Whole(_)) => {
                Some(Target::of(&name.with_extension("about.json"))?)
            }
            _ => None,
        };
        match &about {
            Some(about) if about.is_same(&output) => Err(Failure::usage(
                "--about and the export would be written to the same place: give them two names",
            )),
            _ => Ok((output, about)),
        }
    }
}

/// The error itself, by which the exit code is found.
fn cause(failure: ExportFailure) -> anyhow::Error {
    match failure {
        ExportFailure::Io(error) => error.into(),
        ExportFailure::Engine(error) => error.into(),
    }
}

/// The record of the search, where there is to be one.
struct Record(Option<AboutWriter<Sink>>);

impl Record {
    fn begin(target: Option<&Target>, about: &About, session: &Session) -> anyhow::Result<Self> {
        let Some(target) = target else { return Ok(Self(None)) };
        Ok(Self(Some(AboutWriter::begin(target.open(&session.output)?, about)?)))
    }

    fn add(&mut self, exported: &Exported) -> io::Result<()> {
        match &mut self.0 {
            Some(writer) => writer.add(&exported.article),
            None => Ok(()),
        }
    }

    fn end(self) -> anyhow::Result<()> {
        match self.0 {
            Some(writer) => writer.end()?.finish(),
            None => Ok(()),
        }
    }
}

//! All that was found in one form, written article by article: the same bytes from the command line
//! and over HTTP, in memory that does not grow with it.

mod about;
mod bundle;
mod spreadsheet;
mod zip;

use std::io::{self, Write};
use std::str::FromStr;

use morgue_article::Article;
use morgue_query::{EngineError, Export, Exported, HitView, Origins, Viewer};

pub use about::AboutWriter;

use crate::csv::{Column, HitTable};
use crate::json::{ExportEnd, article_json, export_end, hit_json};
use crate::{Citations, CiteStyle};

/// A kind of file that an export can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// A table.
    Csv,
    /// A line of JSON for each article.
    Jsonl,
    /// A zip file of plain texts.
    Bundle,
    /// RIS.
    Ris,
    /// BibTeX.
    Bibtex,
    /// CSL-JSON.
    CslJson,
}

/// A name that is no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a form of export; there are {known}")]
pub struct ExportFormatError {
    /// What was written.
    pub name: String,
    /// What could have been.
    pub known: String,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 6] =
        [Self::Csv, Self::Jsonl, Self::Bundle, Self::Ris, Self::Bibtex, Self::CslJson];

    /// Its name in flags and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Bundle => "bundle",
            Self::Ris => "ris",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Bundle => "zip",
            Self::Ris => "ris",
            Self::Bibtex => "bib",
            Self::CslJson => "json",
        }
    }

    /// The format of files with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "ndjson" => Some(Self::Jsonl),
            _ => Self::ALL.into_iter().find(|format| format.ending() == ending),
        }
    }

    /// What it is sent as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Jsonl => "application/x-ndjson",
            Self::Bundle => "application/zip",
            Self::Ris => CiteStyle::Ris.media_type(),
            Self::Bibtex => CiteStyle::Bibtex.media_type(),
            Self::CslJson => CiteStyle::CslJson.media_type(),
        }
    }
}

impl FromStr for ExportFormat {
    type Err = ExportFormatError;

    fn from_str(name: &str) -> Result<Self, ExportFormatError> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name.trim());
        found.ok_or_else(|| ExportFormatError {
            name: name.chars().take(60).collect(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

impl ExportFormat {
    /// Whether what is written ends with what says that it is whole.
    pub fn says_its_end(self) -> bool {
        !matches!(self, Self::Csv | Self::Ris)
    }
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportForm {
    /// The kind of file.
    pub format: ExportFormat,
    /// The columns of a table.
    pub columns: Vec<Column>,
    /// Whether a table is for a spreadsheet: it begins with a mark that says that it is UTF-8, and an
    /// apostrophe stands before what would be taken for a formula.
    pub excel: bool,
    /// Whether lines of JSON are whole articles, which can be indexed again.
    pub full: bool,
    /// How much is told of the files that articles were read from.
    pub origins: Origins,
}

impl ExportForm {
    /// The usual form of this format.
    pub fn new(format: ExportFormat) -> Self {
        let columns = Column::DEFAULT.to_vec();
        Self { format, columns, excel: false, full: false, origins: Origins::Whole }
    }
}

/// Why an export is not whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    /// It could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The engine failed, or the index was changed meanwhile.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Writes all that is found, telling `seen` of each article, and ends with what says that it is
/// whole where the form has a place for that: a last line of JSON, a zip file's last entry, a
/// comment of BibTeX, the bracket that closes a list.
///
/// # Errors
/// Writing or reading failed: what was written is not whole, and does not say that it is.
pub fn write_export(
    out: &mut dyn Write,
    found: Export<'_>,
    form: &ExportForm,
    seen: &mut dyn FnMut(&Exported) -> io::Result<()>,
) -> Result<(), ExportFailure> {
    let end = ExportEnd { articles: found.total, fingerprint: found.fingerprint.to_string() };
    let interpreted = found.query.interpreted.clone();
    let mut viewer = found.viewer();
    let mut each =
        |found: Export<'_>, write: &mut dyn FnMut(&Exported) -> Result<(), ExportFailure>| {
            for exported in found {
                let exported = exported?;
                write(&exported)?;
                seen(&exported)?;
            }
            Ok::<_, ExportFailure>(())
        };
    match form.format {
        ExportFormat::Jsonl if form.full => {
            each(found, &mut |exported| match form.origins {
                Origins::Whole => Ok(article_json(out, &exported.article)?),
                origins => {
                    let mut article = exported.article.clone();
                    origins.tell_article(&mut article);
                    Ok(article_json(out, &article)?)
                }
            })?;
            export_end(out, &end)?;
        }
        ExportFormat::Jsonl => {
            each(found, &mut |exported| Ok(hit_json(out, &hit(&mut viewer, exported, 0, form)?)?))?;
            export_end(out, &end)?;
        }
        ExportFormat::Csv => {
            let passages = usize::from(form.columns.contains(&Column::Snippet));
            if form.excel {
                out.write_all(spreadsheet::MARK.as_bytes())?;
            }
            let mut table = HitTable::begin(out, &form.columns)?;
            each(found, &mut |exported| {
                let hit = hit(&mut viewer, exported, passages, form)?;
                Ok(table.add(&if form.excel { spreadsheet::defused_hit(hit) } else { hit })?)
            })?;
            table.end()?;
        }
        ExportFormat::Bundle => {
            let mut bundle = bundle::Bundle::begin(out);
            each(found, &mut |exported| Ok(bundle.add(&exported.article)?))?;
            bundle.end(&interpreted, &end)?;
        }
        ExportFormat::Ris => {
            let mut list = Citations::begin(out, CiteStyle::Ris)?;
            each(found, &mut |exported| Ok(list.add(&exported.article)?))?;
            list.end()?;
        }
        ExportFormat::CslJson => {
            let mut list = Citations::begin(out, CiteStyle::CslJson)?;
            each(found, &mut |exported| Ok(list.add(&exported.article)?))?;
            list.end()?;
        }
        ExportFormat::Bibtex => {
            let mut list = Citations::begin(out, CiteStyle::Bibtex)?;
            each(found, &mut |exported| Ok(list.add(&exported.article)?))?;
            list.end()?;
            let ExportEnd { articles, fingerprint } = &end;
            writeln!(out, "\n@comment{{whole: {articles} articles, fingerprint {fingerprint}}}")?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The article as answers show it, with what may be told of its files.
fn hit(
    viewer: &mut Viewer,
    exported: &Exported,
    passages: usize,
    form: &ExportForm,
) -> Result<HitView, EngineError> {
    let mut hit = viewer.view(exported, passages)?;
    form.origins.tell(&mut hit.origin);
    Ok(hit)
}

/// The headline, or what stands for it.
fn headline(article: &Article) -> &str {
    article.headline.as_deref().unwrap_or("untitled")
}

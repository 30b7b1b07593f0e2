//! CSV (RFC 4180): a line for each hit.

use std::io::{self, Write};
use std::str::FromStr;

use morgue_article::Precision;
use morgue_query::{Answer, HitView};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The article's id.
    Id,
    /// The first day it can be of.
    DateEarliest,
    /// The last day it can be of.
    DateLatest,
    /// How precisely the date is known.
    Precision,
    /// Where the date came from.
    Basis,
    /// The outlet's name.
    Outlet,
    /// The outlet's id.
    OutletId,
    /// The headline.
    Headline,
    /// The byline as printed.
    Byline,
    /// The dateline as printed.
    Dateline,
    /// The number of words.
    Words,
    /// The address.
    Url,
    /// The first file it was read from.
    Path,
    /// The line in that file.
    Line,
    /// The source's own id.
    SourceId,
    /// The score.
    Score,
    /// The best passage.
    Snippet,
}

/// A name that is no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a column; there are {known}")]
pub struct ColumnError {
    /// What was written.
    pub name: String,
    /// What could have been.
    pub known: String,
}

impl Column {
    /// The columns of a table unless others are asked for.
    pub const DEFAULT: [Self; 11] = [
        Self::Id,
        Self::DateEarliest,
        Self::DateLatest,
        Self::Precision,
        Self::Basis,
        Self::Outlet,
        Self::Headline,
        Self::Byline,
        Self::Words,
        Self::Url,
        Self::Path,
    ];

    /// Every column.
    pub const ALL: [Self; 17] = [
        Self::Id,
        Self::DateEarliest,
        Self::DateLatest,
        Self::Precision,
        Self::Basis,
        Self::Outlet,
        Self::OutletId,
        Self::Headline,
        Self::Byline,
        Self::Dateline,
        Self::Words,
        Self::Url,
        Self::Path,
        Self::Line,
        Self::SourceId,
        Self::Score,
        Self::Snippet,
    ];

    /// Its name in the first line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::DateEarliest => "date_earliest",
            Self::DateLatest => "date_latest",
            Self::Precision => "precision",
            Self::Basis => "basis",
            Self::Outlet => "outlet",
            Self::OutletId => "outlet_id",
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Words => "words",
            Self::Url => "url",
            Self::Path => "path",
            Self::Line => "line",
            Self::SourceId => "source_id",
            Self::Score => "score",
            Self::Snippet => "snippet",
        }
    }

    fn value(self, hit: &HitView) -> String {
        let date = hit.published.as_ref();
        let origin = hit.origin.first();
        let value = match self {
            Self::Id => Some(hit.id.to_string()),
            Self::DateEarliest => date.map(|date| date.earliest.to_string()),
            Self::DateLatest => date.map(|date| date.latest.to_string()),
            Self::Precision => date.map(|date| precision(date.precision).to_string()),
            Self::Basis => date.map(|date| date.basis.clone()),
            Self::Outlet => hit.outlet.as_ref().map(|outlet| outlet.name.clone()),
            Self::OutletId => hit.outlet.as_ref().map(|outlet| outlet.id.clone()),
            Self::Headline => hit.headline.clone(),
            Self::Byline => hit.byline.clone(),
            Self::Dateline => hit.dateline.clone(),
            Self::Words => Some(hit.words.to_string()),
            Self::Url => hit.url.clone(),
            Self::Path => origin.map(|origin| origin.path.clone()),
            Self::Line => origin.and_then(|origin| origin.line).map(|line| line.to_string()),
            Self::SourceId => hit.origin.iter().find_map(|origin| origin.source_id.clone()),
            Self::Score => Some(hit.score.to_string()),
            Self::Snippet => hit.snippets.first().map(|snippet| snippet.text.clone()),
        };
        value.unwrap_or_default()
    }
}

impl FromStr for Column {
    type Err = ColumnError;

    fn from_str(name: &str) -> Result<Self, ColumnError> {
        let found = Self::ALL.into_iter().find(|column| column.name() == name.trim());
        found.ok_or_else(|| ColumnError {
            name: name.to_string(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

/// The hits as a table with a first line of names.
///
/// # Errors
/// Writing failed.
pub fn csv(out: &mut dyn Write, answer: &Answer, columns: &[Column]) -> io::Result<()> {
    let mut table = HitTable::begin(out, columns)?;
    answer.hits.iter().try_for_each(|hit| table.add(hit))?;
    table.end()
}

/// A table of hits that grows line by line.
pub struct HitTable<'a> {
    table: ::csv::Writer<&'a mut dyn Write>,
    columns: &'a [Column],
}

impl<'a> HitTable<'a> {
    /// Writes the line of names.
    ///
    /// # Errors
    /// Writing failed.
    pub fn begin(out: &'a mut dyn Write, columns: &'a [Column]) -> io::Result<Self> {
        let mut table =
            ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        let names = columns.iter().map(|column| column.name());
        table.write_record(names).map_err(io_error)?;
        Ok(Self { table, columns })
    }

    /// Writes a hit.
    ///
    /// # Errors
    /// Writing failed.
    pub fn add(&mut self, hit: &HitView) -> io::Result<()> {
        let values = self.columns.iter().map(|column| column.value(hit));
        self.table.write_record(values).map_err(io_error)
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// Writing failed.
    pub fn end(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

/// The error of writing itself, so that a closed pipe is known as one.
pub(crate) fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(crate) fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Range => "range",
        Precision::Decade => "decade",
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
        Precision::Second => "second",
    }
}

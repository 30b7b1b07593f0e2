//! Many queries: a table with a line for each.

use std::io::{self, Write};

use morgue_query::{Answer, Relation};

use crate::theme::Look;
use crate::wrap::{clipped, padded};
use crate::{grouped, safe};

/// One of many queries and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct QueryRow<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its words.
    pub words: &'a str,
    /// The answer, or why there is none.
    pub answer: Result<&'a Answer, &'a str>,
}

/// How wide the columns of the table are.
#[derive(Debug, Clone, Copy)]
pub struct QueryTable {
    /// The ids.
    pub ids: usize,
    /// The counts.
    pub counts: usize,
}

/// The heads of the columns.
const ARTICLES: &str = "articles";
/// Ids longer than this are cut.
const ID: usize = 24;

impl QueryTable {
    /// Wide enough for these ids and for so many articles.
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>, articles: u64) -> Self {
        let ids = ids.map(|id| safe(id).chars().count()).max().unwrap_or(0).clamp(2, ID);
        Self { ids, counts: (grouped(articles).len() + 1).max(ARTICLES.len()) }
    }

    /// The line of heads.
    ///
    /// # Errors
    /// Writing failed.
    pub fn head(&self, out: &mut dyn Write, look: &Look) -> io::Result<()> {
        let label = look.theme.label;
        let counts = self.counts;
        writeln!(out, "{label}{}  {ARTICLES:>counts$}  query{label:#}", padded("id", self.ids))
    }

    /// A query with its count and the form it was read as; a `!` where there are notices. A query
    /// that was refused has no count.
    ///
    /// # Errors
    /// Writing failed.
    pub fn row(&self, out: &mut dyn Write, row: &QueryRow<'_>, look: &Look) -> io::Result<()> {
        let theme = &look.theme;
        let (id, counts) = (padded(&clipped(row.id, self.ids), self.ids), self.counts);
        match row.answer {
            Ok(answer) => {
                let noticed = !answer.query.notices.is_empty();
                let (style, mark) = (theme.notice, if noticed { "! " } else { "" });
                let count = count(answer);
                let query = safe(&answer.query.interpreted);
                writeln!(out, "{id}  {count:>counts$}  {style}{mark}{style:#}{query}")
            }
            Err(_) => {
                let (style, words) = (theme.error, safe(row.words));
                writeln!(out, "{id}  {:>counts$}  {style}refused:{style:#} {words}", "–")
            }
        }
    }
}

fn count(answer: &Answer) -> String {
    match answer.total {
        None => grouped(answer.hits.len() as u64),
        Some(total) if total.relation == Relation::Exact => grouped(total.value),
        Some(total) => format!("{}+", grouped(total.value)),
    }
}

/// The heads of the same table as CSV.
///
/// # Errors
/// Writing failed.
pub fn query_csv_head(out: &mut dyn Write) -> io::Result<()> {
    record(
        out,
        ["id", "query", "interpreted", "articles", "relation", "overlapping", "notices", "error"],
    )
}

/// A query as a line of CSV (RFC 4180).
///
/// # Errors
/// Writing failed.
pub fn query_csv(out: &mut dyn Write, row: &QueryRow<'_>) -> io::Result<()> {
    let answer = match row.answer {
        Ok(answer) => answer,
        Err(error) => return record(out, [row.id, row.words, "", "", "", "", "", error]),
    };
    let total = answer.total;
    let relation = total.map_or("", |total| match total.relation {
        Relation::Exact => "exact",
        Relation::AtLeast => "atleast",
    });
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let notices: Vec<&str> = answer.query.notices.iter().map(|n| n.message.as_str()).collect();
    let fields = [
        row.id,
        row.words,
        &answer.query.interpreted,
        &number(total.map(|total| total.value)),
        relation,
        &number(total.map(|total| total.overlapping)),
        &notices.join("; "),
        "",
    ];
    record(out, fields)
}

fn record(out: &mut dyn Write, fields: [&str; 8]) -> io::Result<()> {
    let mut table =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    table.write_record(fields).map_err(crate::csv::io_error)?;
    table.flush()
}

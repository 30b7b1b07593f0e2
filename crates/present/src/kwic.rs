//! Key words in context: what matches in one column, what stands around it on both sides.

use std::io::{self, Write};

use morgue_article::Precision;
use morgue_query::{Kwic, KwicLine, Relation, ShownDate};
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::csv::precision;
use crate::json::typed;
use crate::page::SHORT_ID;
use crate::theme::Look;
use crate::wrap::{Passage, clipped, padded, write_cells};
use crate::{grouped, plural, safe};

/// Columns of a short date.
const DATE: usize = 10;
/// The longest name of an outlet that is shown whole, where there is room.
const OUTLET: usize = 16;
/// The same where there is not.
const OUTLET_NARROW: usize = 10;

/// A line for each occurrence: id, date, outlet, what stands before, what matches, what stands
/// behind.
///
/// # Errors
/// Writing failed.
pub fn kwic(out: &mut dyn Write, kwic: &Kwic, look: &Look) -> io::Result<()> {
    let names = kwic.lines.iter().filter_map(|line| line.outlet.as_ref());
    let widest = names.map(|outlet| safe(&outlet.name).width()).max().unwrap_or(0);
    let most = if look.width < 100 { OUTLET_NARROW } else { OUTLET };
    let outlet = widest.min(most);
    let gaps = if outlet > 0 { 6 } else { 4 };
    let room = look.width.saturating_sub(SHORT_ID + DATE + outlet + gaps).max(20);
    let columns = Columns { outlet, left: room * 2 / 5, right: room - room * 2 / 5 };
    kwic.lines.iter().try_for_each(|line| write_line(out, line, columns, look))
}

/// How much of the occurrences is shown: `50 of 812 occurrences in 302 articles`.
pub fn kwic_tally(kwic: &Kwic) -> String {
    if kwic.total.value == 0 {
        return "nothing found".to_string();
    }
    let shown = kwic.lines.len() as u64;
    let found = &kwic.occurrences;
    let partly = found.relation == Relation::AtLeast;
    let bound = if partly { "at least " } else { "" };
    let articles = plural(kwic.total.value, "article", "articles");
    let of = if shown < found.value { format!("{} of ", grouped(shown)) } else { String::new() };
    let occurrences = plural(found.value, "occurrence", "occurrences");
    let mut text = format!("{of}{bound}{occurrences} in {articles}");
    if shown < found.value {
        text += "; -n all for the rest";
    }
    if partly {
        text += &format!(
            "; only {} were read: --articles all reads every one",
            grouped(found.articles)
        );
    }
    text
}

#[derive(Clone, Copy)]
struct Columns {
    outlet: usize,
    left: usize,
    right: usize,
}

fn write_line(
    out: &mut dyn Write,
    line: &KwicLine,
    columns: Columns,
    look: &Look,
) -> io::Result<()> {
    let theme = &look.theme;
    let (dim, name) = (theme.dim, theme.outlet);
    write!(out, "{dim}{}{dim:#}  ", line.id.short(SHORT_ID))?;
    let date = line.published.as_ref().map_or("undated".into(), short_date);
    write!(out, "{}  ", padded(&safe(&date), DATE))?;
    if columns.outlet > 0 {
        let outlet = line.outlet.as_ref().map_or("", |outlet| outlet.name.as_str());
        let outlet = padded(&clipped(outlet, columns.outlet), columns.outlet);
        write!(out, "{name}{}{name:#}  ", apart(&outlet))?;
    }
    let (left, used) = clipped_start(&line.left, columns.left);
    write!(out, "{:fill$}{}", "", apart(&left), fill = columns.left - used)?;
    let matched = clipped(&line.matched, columns.right);
    let base = anstyle::Style::default();
    let passage = Passage { text: &matched, lit: &line.highlights, base, light: theme.lit };
    let (open, close) = if from_right(&matched) { ("\u{2068}", "\u{2069}") } else { ("", "") };
    write!(out, "{open}")?;
    write_cells(out, &passage)?;
    write!(out, "{close}")?;
    let rest = columns.right.saturating_sub(matched.width());
    if rest > 1 {
        write!(out, "{}", apart(clipped(&line.right, rest).trim_end()))?;
    }
    writeln!(out)
}

/// The end of a text that fits into `width` columns, with `…` where something went before it, and
/// how many it takes.
fn clipped_start(text: &str, width: usize) -> (String, usize) {
    let text = safe(text);
    if text.width() <= width {
        return (text.to_string(), text.width());
    }
    let mut from = text.len();
    let mut used = 1; // for the ellipsis
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        if used + grapheme.width() > width {
            break;
        }
        (from, used) = (at, used + grapheme.width());
    }
    (format!("…{}", &text[from..]), used)
}

/// Text written from right to left between marks that keep it to its place among the columns.
fn apart(text: &str) -> String {
    if from_right(text) { format!("\u{2068}{text}\u{2069}") } else { text.to_string() }
}

/// Whether a text holds letters that are written from right to left.
fn from_right(text: &str) -> bool {
    let letter = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    text.chars().any(letter)
}

/// A date as short as it is known: `1871`, `1871-03`, `1871-03-02`, `1870s`, `1914..1918`.
fn short_date(date: &ShownDate) -> String {
    let (first, last) = (date.earliest, date.latest);
    let (year, month, _) = first.ymd();
    match date.precision {
        Precision::Range => format!("{}..{}", first.year(), last.year()),
        Precision::Decade => format!("{year}s"),
        Precision::Year => year.to_string(),
        Precision::Month => format!("{year:04}-{month:02}"),
        Precision::Day | Precision::Second => first.to_string(),
    }
}

/// JSON lines, each with its `type`: `query`, `line`…, `help`, `end`. The last says that all is there.
///
/// # Errors
/// Writing failed.
pub fn kwic_json_lines(out: &mut dyn Write, kwic: &Kwic) -> io::Result<()> {
    let Kwic { v, query, fingerprint, took_ms, total, occurrences, lines, help } = kwic;
    let head = json!({
        "v": v, "query": query, "fingerprint": fingerprint, "total": total,
        "occurrences": occurrences
    });
    typed(out, "query", &head)?;
    lines.iter().try_for_each(|line| typed(out, "line", line))?;
    help.iter().try_for_each(|help| typed(out, "help", help))?;
    typed(out, "end", &json!({"lines": lines.len(), "took_ms": took_ms}))
}

/// The lines as CSV (RFC 4180) with a first line of names.
///
/// # Errors
/// Writing failed.
pub fn kwic_csv(out: &mut dyn Write, kwic: &Kwic) -> io::Result<()> {
    let mut table =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    table
        .write_record([
            "id",
            "date_earliest",
            "date_latest",
            "precision",
            "outlet",
            "headline",
            "field",
            "left",
            "match",
            "right",
            "path",
        ])
        .map_err(crate::csv::io_error)?;
    for line in &kwic.lines {
        let date = line.published.as_ref();
        let day = |day: Option<morgue_article::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        table
            .write_record([
                line.id.to_string().as_str(),
                &day(date.map(|date| date.earliest)),
                &day(date.map(|date| date.latest)),
                date.map_or("", |date| precision(date.precision)),
                line.outlet.as_ref().map_or("", |outlet| &outlet.name),
                line.headline.as_deref().unwrap_or_default(),
                &line.field,
                &line.left,
                &line.matched,
                &line.right,
                line.origin.first().map_or("", |origin| &origin.path),
            ])
            .map_err(crate::csv::io_error)?;
    }
    table.flush()
}

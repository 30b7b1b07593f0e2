//! The terminal page of a search.

use std::io::{self, Write};

use morgue_query::{Answer, FacetList, HitView, OriginView, Relation, Snippet};

use crate::theme::Look;
use crate::wrap::{Passage, write_cells, write_wrapped};
use crate::{bars, date, facets, grouped, plural, safe, sparkline};

/// Digits of an id that a page shows.
pub(crate) const SHORT_ID: usize = 8;
/// How far text stands in below its headline.
const INDENT: &str = "    ";
/// Lines longer than this are hard to read, however wide the terminal is.
const READABLE: usize = 100;

/// Hits, then counts, then a small timeline.
///
/// # Errors
/// Writing failed.
pub fn page(out: &mut dyn Write, answer: &Answer, look: &Look) -> io::Result<()> {
    let mut gap = "";
    for hit in &answer.hits {
        write!(out, "{gap}")?;
        write_hit(out, hit, look)?;
        gap = "\n";
    }
    let counted = lists(answer);
    if !counted.is_empty() && total(answer) > 0 {
        write!(out, "{gap}")?;
        facets(out, &counted, look)?;
        gap = "\n";
    }
    if let Some(timeline) = answer.timeline.as_ref().filter(|line| !line.buckets.is_empty()) {
        write!(out, "{gap}")?;
        sparkline(out, timeline, look)?;
    }
    Ok(())
}

/// Lists of counts and bars by time, without hits.
///
/// # Errors
/// Writing failed.
pub fn counted(out: &mut dyn Write, answer: &Answer, look: &Look) -> io::Result<()> {
    let lists = lists(answer);
    facets(out, &lists, look)?;
    let Some(timeline) = &answer.timeline else { return Ok(()) };
    if !lists.is_empty() {
        writeln!(out)?;
    }
    bars(out, timeline, look)
}

/// The lists that hold anything.
fn lists(answer: &Answer) -> Vec<FacetList> {
    answer.facets.iter().filter(|list| !list.values.is_empty()).cloned().collect()
}

/// A paragraph of running text, an empty line before it.
///
/// # Errors
/// Writing failed.
pub fn paragraph(out: &mut dyn Write, text: &str, look: &Look) -> io::Result<()> {
    let text = safe(text);
    let plain = Default::default();
    writeln!(out)?;
    let passage = Passage { text: &text, lit: &[], base: plain, light: plain };
    write_wrapped(out, &passage, "", 0, look.width.min(READABLE))
}

fn total(answer: &Answer) -> u64 {
    answer.total.map_or(answer.hits.len() as u64, |total| total.value)
}

/// How much of what was found is shown: `20 of 4,312 articles; -n all for the rest`, and what lies
/// across the border of the dates asked for.
pub fn tally(answer: &Answer) -> String {
    let shown = answer.hits.len() as u64;
    let Some(total) = answer.total else { return plural(shown, "article", "articles") };
    let bound = if total.relation == Relation::AtLeast { "at least " } else { "" };
    let mut text = match total.value {
        0 => "nothing found".to_string(),
        n if n == shown => plural(n, "article", "articles"),
        n if shown == 0 => format!("{bound}{}", plural(n, "article", "articles")),
        n => format!(
            "{} of {bound}{}; -n all for the rest",
            grouped(shown),
            plural(n, "article", "articles")
        ),
    };
    if total.overlapping > 0 {
        text += &format!(
            " (+{} whose date is too wide to be sure: date~: finds them)",
            grouped(total.overlapping)
        );
    }
    text
}

pub(crate) fn write_hit(out: &mut dyn Write, hit: &HitView, look: &Look) -> io::Result<()> {
    let theme = &look.theme;
    let width = look.width.min(READABLE);
    let untitled = hit.headline.is_none();
    let headline = Passage {
        text: hit.headline.as_deref().unwrap_or("(no headline)"),
        lit: &hit.headline_highlights,
        base: if untitled { theme.dim } else { theme.headline },
        light: theme.lit,
    };
    write_wrapped(out, &headline, "  ", 0, width)?;
    write!(out, "{INDENT}")?;
    write_about(out, hit, look)?;
    writeln!(out)?;
    for snippet in &hit.snippets {
        write_snippet(out, snippet, look, width)?;
    }
    let dim = theme.dim;
    write!(out, "{INDENT}{dim}{}", hit.id.short(SHORT_ID))?;
    if let Some(first) = hit.origin.first() {
        write!(out, "  {}", safe(&place(first)))?;
        if hit.origin.len() > 1 {
            write!(out, " +{}", hit.origin.len() - 1)?;
        }
    }
    writeln!(out, "{dim:#}")
}

/// Outlet, date, byline: as much of them as is known; that there is no date is said.
fn write_about(out: &mut dyn Write, hit: &HitView, look: &Look) -> io::Result<()> {
    let (outlet, dim) = (look.theme.outlet, look.theme.dim);
    if let Some(known) = &hit.outlet {
        write!(out, "{outlet}{}{outlet:#} · ", safe(&known.name))?;
    }
    match &hit.published {
        Some(published) => write!(out, "{}", safe(&date(published)))?,
        None => write!(out, "{dim}undated{dim:#}")?,
    }
    match &hit.byline {
        Some(byline) => {
            write!(out, " · ")?;
            let (base, light) = (Default::default(), look.theme.lit);
            write_cells(out, &Passage { text: byline, lit: &hit.byline_highlights, base, light })
        }
        None => Ok(()),
    }
}

fn write_snippet(
    out: &mut dyn Write,
    snippet: &Snippet,
    look: &Look,
    width: usize,
) -> io::Result<()> {
    let theme = &look.theme;
    let base = Default::default();
    let passage = Passage { text: &snippet.text, lit: &snippet.highlights, base, light: theme.lit };
    let dim = theme.dim;
    write!(out, "{INDENT}")?;
    let mut first = 0;
    if snippet.field != "body" {
        write!(out, "{dim}{}:{dim:#} ", snippet.field)?;
        first = snippet.field.len() + 2;
    }
    write_wrapped(out, &passage, INDENT, first, width)
}

/// Where an article stands, as editors open it: `clippings/1871.jsonl:40`, `a.zip!b.html`.
pub fn place(origin: &OriginView) -> String {
    let mut text = origin.path.clone();
    if let Some(entry) = &origin.entry {
        text = format!("{text}!{entry}");
    }
    match origin.line {
        Some(line) => format!("{text}:{line}"),
        None => text,
    }
}

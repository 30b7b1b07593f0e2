//! Counts by time of several queries beside each other, as numbers or as shares.

use std::io::{self, Write};

use morgue_query::{Comparison, CountLine};
use unicode_width::UnicodeWidthStr;

use crate::theme::Look;
use crate::timeline::{horizontal, name};
use crate::wrap::{clipped, padded};
use crate::{facets, grouped, plural, safe};

/// The longest bar.
const BAR: usize = 60;
/// The shortest bar, on however narrow a page.
const SHORTEST: usize = 4;
/// What of a bar is dated on a weak basis.
const WEAK: &str = "░";

/// A bar for every step and query, the empty ones too; what is dated weakly is drawn apart, and
/// what has no place in any step is said.
///
/// # Errors
/// Writing failed.
pub fn comparison(out: &mut dyn Write, counted: &Comparison, look: &Look) -> io::Result<()> {
    let (dim, label) = (look.theme.dim, look.theme.label);
    let several = counted.lines.len() > 1;
    if several {
        for (letter, line) in ('A'..).zip(&counted.lines) {
            let found = plural(line.total.value, "article", "articles");
            let room = look.width.saturating_sub(found.width() + 5).max(8);
            let query = clipped(&safe(&line.query.interpreted), room);
            writeln!(out, "{label}{letter}{label:#}  {query}  {dim}{found}{dim:#}")?;
        }
        writeln!(out)?;
    }
    let page = Page::of(counted, look);
    page.write(out, look)?;
    for (letter, line) in ('A'..).zip(&counted.lines) {
        if let Some(rest) = rest(line, name(counted.interval)) {
            let letter = if several { format!("{letter}: ") } else { String::new() };
            writeln!(out, "{dim}{letter}{rest}{dim:#}")?;
        }
    }
    if counted.lines.iter().any(|line| line.weak.iter().any(|&weak| weak > 0)) {
        let why = "dated only by a file or folder name, a copyright line or a file's time";
        writeln!(out, "{dim}{WEAK} {why}{dim:#}")?;
    }
    for (letter, line) in ('A'..).zip(&counted.lines) {
        let lists: Vec<_> =
            line.facets.iter().filter(|list| !list.values.is_empty()).cloned().collect();
        if !lists.is_empty() {
            let title = if several { format!("{label}{letter}{label:#}\n") } else { String::new() };
            write!(out, "\n{title}")?;
            facets(out, &lists, look)?;
        }
    }
    Ok(())
}

/// A table of cells: what is written beside each bar, and how wide each column is.
struct Page<'a> {
    counted: &'a Comparison,
    names: Vec<String>,
    cells: Vec<Vec<String>>,
    /// Room for a bar and for what is beside it.
    bar: usize,
    widths: Vec<usize>,
    most: f64,
}

impl<'a> Page<'a> {
    fn of(counted: &'a Comparison, look: &Look) -> Self {
        let first = counted.lines.first().map_or(&[][..], |line| &line.timeline.buckets);
        let names: Vec<String> =
            first.iter().map(|step| counted.interval.name_of(step.first)).collect();
        let alone = counted.lines.len() == 1;
        let cells: Vec<Vec<String>> =
            counted.lines.iter().map(|l| texts(counted, l, alone)).collect();
        let widths: Vec<usize> = cells
            .iter()
            .map(|column| column.iter().map(|text| text.width()).max().unwrap_or(0))
            .collect();
        let wide = names.iter().map(|name| name.width()).max().unwrap_or(0);
        let taken = wide + widths.iter().map(|width| width + 3).sum::<usize>();
        let lines = counted.lines.len().max(1);
        let bar = (look.width.saturating_sub(taken) / lines).clamp(SHORTEST, BAR);
        let values = |line| (0..names.len()).map(move |step| value(counted, line, step));
        let most = counted.lines.iter().flat_map(values).fold(0.0, f64::max);
        Self { counted, names, cells, bar, widths, most }
    }

    fn write(&self, out: &mut dyn Write, look: &Look) -> io::Result<()> {
        let (dim, bar) = (look.theme.dim, look.theme.bar);
        let wide = self.names.iter().map(|name| name.width()).max().unwrap_or(0);
        if self.counted.lines.len() > 1 && !self.names.is_empty() {
            let label = look.theme.label;
            let letters = ('A'..)
                .zip(&self.widths)
                .map(|(letter, width)| padded(&letter.to_string(), self.bar + 1 + width));
            let letters: Vec<String> = letters.collect();
            let head = format!("{:wide$}  {}", "", letters.join("  "));
            writeln!(out, "{label}{}{label:#}", head.trim_end())?;
        }
        for (step, name) in self.names.iter().enumerate() {
            write!(out, "{dim}{}{dim:#}", padded(name, wide))?;
            let mut gap = 2;
            for (i, line) in self.counted.lines.iter().enumerate() {
                let drawn = self.bar(line, step);
                let text = &self.cells[i][step];
                let space = if drawn.is_empty() { "" } else { " " };
                write!(out, "{:gap$}{bar}{drawn}{bar:#}{space}{text}", "")?;
                let used = drawn.width() + space.len() + text.width();
                gap = 2 + (self.bar + 1 + self.widths[i]).saturating_sub(used);
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// The bar of a step, its weakly dated part drawn apart.
    fn bar(&self, line: &CountLine, step: usize) -> String {
        let value = value(self.counted, line, step);
        if value <= 0.0 || self.most <= 0.0 {
            return String::new();
        }
        let weak = line.weak.get(step).copied().unwrap_or(0);
        let count = line.timeline.buckets[step].count.max(1);
        let scale = |part: f64| (part / self.most * 8.0 * self.bar as f64).round() as u64;
        let all = scale(value).max(1);
        if weak == 0 {
            return horizontal(all, 8 * self.bar as u64, self.bar);
        }
        // At least one column, so that it is seen.
        let columns = all.div_ceil(8).max(1);
        let faint = (columns * weak).div_ceil(count).min(columns);
        "█".repeat((columns - faint) as usize) + &WEAK.repeat(faint as usize)
    }
}

/// How high a step is: a number, or a share of all articles.
fn value(counted: &Comparison, line: &CountLine, step: usize) -> f64 {
    let count = line.timeline.buckets.get(step).map_or(0, |bucket| bucket.count) as f64;
    match &counted.all {
        None => count,
        Some(all) => match all.timeline.buckets.get(step).map_or(0, |bucket| bucket.count) {
            0 => 0.0,
            of => count / of as f64,
        },
    }
}

/// What is beside the bars of a line: `312`, or `2.5%  3 of 120`, or `-` where there is nothing
/// that it could be a share of.
fn texts(counted: &Comparison, line: &CountLine, alone: bool) -> Vec<String> {
    let buckets = line.timeline.buckets.iter();
    let Some(all) = &counted.all else {
        return buckets.map(|bucket| grouped(bucket.count)).collect();
    };
    let shares = buckets.enumerate().map(|(step, bucket)| {
        let of = all.timeline.buckets.get(step).map_or(0, |bucket| bucket.count);
        let share = if of == 0 { "-".to_string() } else { percent(bucket.count, of) };
        if alone { format!("{share}  {} of {}", grouped(bucket.count), grouped(of)) } else { share }
    });
    shares.collect()
}

/// `0%`, `0.04%`, `2.5%`, `37%`, `100%`: two digits that say something.
pub(crate) fn percent(part: u64, of: u64) -> String {
    let share = part as f64 * 100.0 / of as f64;
    match share {
        s if part == 0 || s >= 9.95 => format!("{s:.0}%"),
        s if s >= 0.95 => format!("{s:.1}%"),
        s if s >= 0.095 => format!("{s:.2}%"),
        s => format!("{s:.3}%"),
    }
}

/// What of a line lies in no step.
fn rest(line: &CountLine, step: &str) -> Option<String> {
    let (imprecise, undated) = (line.timeline.imprecise, line.timeline.undated);
    let mut parts = Vec::new();
    if imprecise > 0 {
        parts.push(format!("{} not known to the {step}", grouped(imprecise)));
    }
    if undated > 0 {
        parts.push(format!("{} undated", grouped(undated)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What was found by every query: `9 articles`, or `A 9, B 4 articles`.
pub fn comparison_tally(counted: &Comparison) -> String {
    let wide = |line: &CountLine| match line.total.overlapping {
        0 => String::new(),
        n => format!(" (+{} whose date is too wide to be sure: date~: finds them)", grouped(n)),
    };
    match counted.lines.as_slice() {
        [line] if line.total.value == 0 => format!("nothing found{}", wide(line)),
        [line] => plural(line.total.value, "article", "articles") + &wide(line),
        lines => {
            let one = |(letter, line): (char, &CountLine)| {
                format!("{letter} {}{}", grouped(line.total.value), wide(line))
            };
            format!("{} articles", ('A'..).zip(lines).map(one).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The numbers as a table (RFC 4180): a line for every query and step, and for what lies in none,
/// so that each query's counts add up to its total.
///
/// # Errors
/// Writing failed.
pub fn comparison_csv(out: &mut dyn Write, counted: &Comparison) -> io::Result<()> {
    let mut table =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    let head = ["query", "step", "first", "last", "count", "weakly_dated", "all", "share"];
    let columns = if counted.all.is_some() { head.len() } else { head.len() - 2 };
    table.write_record(&head[..columns]).map_err(crate::csv::io_error)?;
    for line in &counted.lines {
        for row in rows(counted, line) {
            let share = row.of.filter(|&of| of > 0).map(|of| row.count as f64 / of as f64);
            let cells = [
                line.query.interpreted.clone(),
                row.step,
                row.first,
                row.last,
                row.count.to_string(),
                row.weak.map_or_else(String::new, |weak| weak.to_string()),
                row.of.map_or_else(String::new, |of| of.to_string()),
                share.map_or_else(String::new, |share| format!("{share:.6}")),
            ];
            table.write_record(&cells[..columns]).map_err(crate::csv::io_error)?;
        }
    }
    table.flush()
}

struct Row {
    step: String,
    first: String,
    last: String,
    count: u64,
    weak: Option<u64>,
    of: Option<u64>,
}

fn rows(counted: &Comparison, line: &CountLine) -> Vec<Row> {
    let all = counted.all.as_ref().map(|all| &all.timeline);
    let buckets = line.timeline.buckets.iter().enumerate();
    let mut rows: Vec<Row> = buckets
        .map(|(i, bucket)| Row {
            step: counted.interval.name_of(bucket.first),
            first: bucket.first.to_string(),
            last: bucket.last.to_string(),
            count: bucket.count,
            weak: line.weak.get(i).copied(),
            of: all.and_then(|all| all.buckets.get(i)).map(|bucket| bucket.count),
        })
        .collect();
    let apart = [
        ("imprecise", line.timeline.imprecise, all.map(|all| all.imprecise)),
        ("undated", line.timeline.undated, all.map(|all| all.undated)),
    ];
    rows.extend(apart.map(|(step, count, of)| Row {
        step: step.to_string(),
        first: String::new(),
        last: String::new(),
        count,
        weak: None,
        of,
    }));
    rows
}

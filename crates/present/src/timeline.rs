//! Counts by time as bars.

use std::io::{self, Write};

use morgue_query::plan::Interval;
use morgue_query::{Bucket, Timeline};
use unicode_width::UnicodeWidthStr;

use crate::theme::Look;
use crate::wrap::padded;
use crate::{grouped, plural};

/// A bar for every step, the empty ones too, and what has no place in any.
///
/// # Errors
/// Writing failed.
pub fn bars(out: &mut dyn Write, timeline: &Timeline, look: &Look) -> io::Result<()> {
    let theme = &look.theme;
    let most = timeline.buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0);
    let labels: Vec<String> =
        timeline.buckets.iter().map(|bucket| label(bucket, timeline.interval)).collect();
    let wide = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let room = look.width.saturating_sub(wide + 4 + grouped(most).len()).clamp(4, 60);
    for (bucket, label) in timeline.buckets.iter().zip(labels) {
        let (dim, bar) = (theme.dim, theme.bar);
        let drawn = horizontal(bucket.count, most, room);
        let gap = if drawn.is_empty() { "" } else { " " };
        let count = grouped(bucket.count);
        writeln!(out, "{dim}{}{dim:#}  {bar}{drawn}{bar:#}{gap}{count}", padded(&label, wide))?;
    }
    rest(out, timeline, look)
}

/// The same in one line, for the foot of a page: a column of one to eight eighths for each step, a
/// dot for an empty one.
///
/// # Errors
/// Writing failed.
pub fn sparkline(out: &mut dyn Write, timeline: &Timeline, look: &Look) -> io::Result<()> {
    let theme = &look.theme;
    if let (Some(first), Some(last)) = (timeline.buckets.first(), timeline.buckets.last()) {
        let ends = [first, last].map(|bucket| label(bucket, timeline.interval));
        let room = look.width.saturating_sub(ends[0].width() + ends[1].width() + 2).max(8);
        // More steps than columns: neighbours share one.
        let share = timeline.buckets.len().div_ceil(room);
        let columns: Vec<u64> =
            timeline.buckets.chunks(share).map(|c| c.iter().map(|b| b.count).sum()).collect();
        let most = columns.iter().copied().max().unwrap_or(0);
        let drawn: String = columns.iter().map(|&count| vertical(count, most)).collect();
        let (dim, bar) = (theme.dim, theme.bar);
        let [from, to] = ends;
        write!(out, "{dim}{from}{dim:#} {bar}{drawn}{bar:#}")?;
        if timeline.buckets.len() > 1 {
            write!(out, " {dim}{to}{dim:#}")?;
        }
        writeln!(out)?;
    }
    rest(out, timeline, look)
}

/// What lies in no bucket is said, so that the sum is right.
fn rest(out: &mut dyn Write, timeline: &Timeline, look: &Look) -> io::Result<()> {
    let dim = look.theme.dim;
    let empty = || timeline.buckets.is_empty().then(|| plural(0, "article", "articles"));
    match outside(timeline).or_else(empty) {
        Some(rest) => writeln!(out, "{dim}{rest}{dim:#}"),
        None => Ok(()),
    }
}

/// What lies in no bucket: `2 not known to the year, 1 undated`. `None` where nothing does.
pub fn outside(timeline: &Timeline) -> Option<String> {
    let mut parts = Vec::new();
    if timeline.imprecise > 0 {
        let step = name(timeline.interval);
        parts.push(format!("{} not known to the {step}", grouped(timeline.imprecise)));
    }
    if timeline.undated > 0 {
        parts.push(format!("{} undated", grouped(timeline.undated)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(crate) fn label(bucket: &Bucket, interval: Interval) -> String {
    interval.name_of(bucket.first)
}

/// What one step is called: `day`, `week`, …
pub fn name(interval: Interval) -> &'static str {
    match interval {
        Interval::Auto | Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Year => "year",
        Interval::Decade => "decade",
    }
}

pub(crate) fn horizontal(count: u64, most: u64, room: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 || most == 0 {
        return String::new();
    }
    // At least one eighth, so that one article among a million is still seen.
    let eighths = (count as f64 / most as f64 * room as f64 * 8.0).round().max(1.0) as usize;
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

fn vertical(count: u64, most: u64) -> char {
    const PARTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if count == 0 || most == 0 {
        return '·';
    }
    let eighths = (count as f64 / most as f64 * 8.0).ceil() as usize;
    PARTS[eighths.clamp(1, 8) - 1]
}

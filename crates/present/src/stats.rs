//! What an index holds.

use std::io::{self, Write};

use morgue_query::Stats;

use crate::theme::Look;
use crate::wrap::{clipped, padded};
use crate::{bytes, grouped, plural};

/// Outlets and languages that are listed; the rest is counted.
const LISTED: usize = 20;

/// All figures of an index.
///
/// # Errors
/// Writing failed.
pub fn stats(out: &mut dyn Write, name: &str, stats: &Stats, look: &Look) -> io::Result<()> {
    let dim = look.theme.dim;
    let line = |out: &mut dyn Write, name: &str, value: String| {
        writeln!(out, "{dim}{}{dim:#}{value}", padded(name, 16))
    };
    line(out, "index", crate::safe(name).into_owned())?;
    line(out, "articles", grouped(stats.articles))?;
    line(out, "words", grouped(stats.words))?;
    line(out, "years", years(stats).unwrap_or_else(|| "none".into()))?;
    line(out, "undated", grouped(stats.undated))?;
    line(out, "without outlet", grouped(stats.without_outlet))?;
    line(out, "source files", grouped(stats.sources))?;
    line(out, "older versions", grouped(stats.versions))?;
    line(out, "withdrawn", grouped(stats.tombstones))?;
    line(out, "on disk", format!("{} in {}", bytes(stats.bytes), pieces(stats.segments)))?;
    line(out, "analysis", format!("version {}", stats.analysis))?;
    line(out, "commit", stats.commit.clone())?;
    line(out, "fingerprint", stats.fingerprint.clone())?;
    let outlets = stats.outlets.iter().map(|o| (o.name.as_str(), o.articles));
    list(out, "outlets", outlets.collect(), look)?;
    let languages = stats.languages.iter().map(|l| (l.code.as_str(), l.articles));
    list(out, "languages", languages.collect(), look)
}

/// The same in one sentence or two: what bare `morgue` says.
///
/// # Errors
/// Writing failed.
pub fn overview(out: &mut dyn Write, name: &str, stats: &Stats, look: &Look) -> io::Result<()> {
    let headline = look.theme.headline;
    writeln!(out, "{headline}{}{headline:#} holds {}.", crate::safe(name), holdings(stats))
}

/// `65 articles of 12 outlets, 1871 to 2025`.
pub fn holdings(stats: &Stats) -> String {
    let mut text = plural(stats.articles, "article", "articles");
    if !stats.outlets.is_empty() {
        text += " of ";
        text += &plural(stats.outlets.len() as u64, "outlet", "outlets");
    }
    if let Some(years) = years(stats) {
        text += &format!(", {years}");
    }
    text
}

/// The years of all articles. The first and last days may be the ends of what is known by its year
/// only, so they are not shown as days.
fn years(stats: &Stats) -> Option<String> {
    let (first, last) = (stats.earliest?.year(), stats.latest?.year());
    Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
}

fn pieces(segments: u64) -> String {
    plural(segments, "segment", "segments")
}

fn list(out: &mut dyn Write, title: &str, values: Vec<(&str, u64)>, look: &Look) -> io::Result<()> {
    let (label, dim) = (look.theme.label, look.theme.dim);
    if values.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{label}{title}{label:#}")?;
    let most = values.iter().map(|(_, count)| grouped(*count).len()).max().unwrap_or(0);
    for (name, count) in values.iter().take(LISTED) {
        let name = clipped(name, look.width.saturating_sub(most + 4).max(8));
        writeln!(out, "{:>most$}  {name}", grouped(*count))?;
    }
    if values.len() > LISTED {
        let more = grouped((values.len() - LISTED) as u64);
        writeln!(out, "{dim}{:most$}  + {more} more{dim:#}", "")?;
    }
    Ok(())
}

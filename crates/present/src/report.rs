//! How an index run went.

use std::io::{self, Write};

use serde::Serialize;

use crate::theme::Look;
use crate::{grouped, plural, safe};

/// How often something came up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What: a format, a reason.
    pub what: String,
    /// How often.
    pub count: u64,
    /// Where it came up first, if that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// The figures of a run: what `morgue index` ends with and `--report` writes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that were read.
    pub read: u64,
    /// Files that were as the index knows them.
    pub unchanged: u64,
    /// Files under another name than before.
    pub moved: u64,
    /// Files that are gone.
    pub removed: u64,
    /// Articles by format.
    pub formats: Vec<Tally>,
    /// Files that hold no articles, by reason: not errors.
    pub skipped: Vec<Tally>,
    /// Files and records that should have been readable and were not, by reason.
    pub failed: Vec<Tally>,
    /// Decisions about whole roots: `kept: …`.
    pub remarks: Vec<String>,
    /// Articles new in the index.
    pub added: u64,
    /// Articles with another content than before.
    pub changed: u64,
    /// Articles that were read and were held already: read before, or from another source.
    pub repeated: u64,
    /// Articles that went.
    pub withdrawn: u64,
    /// Articles the index holds now.
    pub articles: u64,
    /// Of these, undated ones.
    pub undated: u64,
    /// Of these, ones without an outlet.
    pub without_outlet: u64,
    /// Whether the run was broken off; what is whole was kept.
    pub interrupted: bool,
}

/// The figures as lines, and at the end what is weak.
///
/// # Errors
/// Writing failed.
pub fn report(out: &mut dyn Write, report: &Report, look: &Look) -> io::Result<()> {
    let mut files = vec![format!("{} read", plural(report.read, "file", "files"))];
    for (count, what) in [
        (report.unchanged, "unchanged"),
        (report.moved, "moved"),
        (report.removed, "gone"),
        (report.skipped.iter().map(|tally| tally.count).sum(), "skipped"),
    ] {
        if count > 0 {
            files.push(format!("{} {what}", grouped(count)));
        }
    }
    writeln!(out, "{}", files.join(", "))?;
    table(out, "read as", &report.formats, look)?;
    table(out, "skipped", &report.skipped, look)?;
    table(out, "could not be read", &report.failed, look)?;
    for remark in &report.remarks {
        writeln!(out, "{}", safe(remark))?;
    }
    let repeated = match report.repeated {
        0 => String::new(),
        count => format!(", {} held already", grouped(count)),
    };
    writeln!(
        out,
        "{} new, {} changed, {} gone{repeated}: the index holds {}",
        grouped(report.added),
        grouped(report.changed),
        grouped(report.withdrawn),
        plural(report.articles, "article", "articles")
    )?;
    weak(out, report)?;
    if report.interrupted {
        writeln!(out, "interrupted: what is whole was kept; run it again for the rest")?;
    }
    Ok(())
}

fn table(out: &mut dyn Write, title: &str, tallies: &[Tally], look: &Look) -> io::Result<()> {
    let (label, dim) = (look.theme.label, look.theme.dim);
    if tallies.is_empty() {
        return Ok(());
    }
    writeln!(out, "{label}{title}{label:#}")?;
    let most = tallies.iter().map(|tally| grouped(tally.count).len()).max().unwrap_or(0);
    for tally in tallies {
        write!(out, "  {:>most$}  {}", grouped(tally.count), safe(&tally.what))?;
        if let Some(example) = &tally.example {
            write!(out, "  {dim}{}{dim:#}", safe(example))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What a reader of this archive will miss, and how to see it.
fn weak(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let mut parts = Vec::new();
    if report.undated > 0 {
        parts.push(format!("{} undated", grouped(report.undated)));
    }
    if report.without_outlet > 0 {
        parts.push(format!("{} without outlet", grouped(report.without_outlet)));
    }
    if parts.is_empty() {
        return Ok(());
    }
    let query = if report.undated > 0 { ": morgue search 'datebasis:none'" } else { "" };
    writeln!(out, "{}{query}", parts.join(", "))
}

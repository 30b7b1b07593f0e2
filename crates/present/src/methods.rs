//! How numbers were come by, as three sentences for a footnote.

use morgue_article::Day;
use morgue_query::{Comparison, CountLine, Match, Mode, Request};

use crate::date::day;
use crate::timeline::name;
use crate::{grouped, plural};

/// What stands in a footnote besides the numbers.
#[derive(Debug, Clone, Copy)]
pub struct Methods<'a> {
    /// The program and its version: `morgue 0.1.0`.
    pub program: &'a str,
    /// The version of the analysis.
    pub analysis: u32,
    /// The day of the search.
    pub today: Day,
    /// Articles of the index.
    pub articles: u64,
    /// Filters and how the words are read.
    pub request: &'a Request,
}

/// Three sentences: what was asked of what, what was counted and what could not be, and by what it
/// can be checked.
pub fn methods(counted: &Comparison, about: &Methods<'_>) -> String {
    let queries: Vec<String> =
        counted.lines.iter().map(|line| format!("`{}`", line.query.interpreted)).collect();
    let filters = filters(about.request);
    let asked = format!(
        "Articles that match {}{} were counted by the {} of publication{} in an archive of {}.",
        listed(&queries),
        combined(about.request.mode),
        name(counted.interval),
        if filters.is_empty() { String::new() } else { format!(", {},", filters.join(", ")) },
        plural(about.articles, "article", "articles"),
    );
    let lines: Vec<String> = counted.lines.iter().map(|line| outcome(counted, line)).collect();
    let share = match &counted.all {
        None => String::new(),
        Some(all) => format!(
            "; shares are of all articles under the same filters that are dated to the same {}, {} \
             in all steps together",
            name(counted.interval),
            grouped(all.timeline.buckets.iter().map(|bucket| bucket.count).sum()),
        ),
    };
    let checked = format!(
        "The search was made with {} (analysis {}) on {}; the archive's fingerprint was {}.",
        about.program,
        about.analysis,
        day(about.today),
        counted.fingerprint,
    );
    format!("{asked} {}{share}. {checked}", lines.join("; "))
}

/// What became of the articles of a line.
fn outcome(counted: &Comparison, line: &CountLine) -> String {
    let step = name(counted.interval);
    let placed: u64 = line.timeline.buckets.iter().map(|bucket| bucket.count).sum();
    let weak: u64 = line.weak.iter().sum();
    let of = match counted.lines.len() {
        1 => String::new(),
        _ => format!(" for `{}`", line.query.interpreted),
    };
    let weakly = match weak {
        0 => String::new(),
        n => format!(
            " ({} by a file or folder name, a copyright line or a file's time only)",
            grouped(n)
        ),
    };
    let wide = match line.total.overlapping {
        0 => String::new(),
        n => format!(
            "; {} not counted, as the date is known too roughly to lie in the time asked for",
            plural(n, "more was", "more were")
        ),
    };
    format!(
        "{} found{of}: {} dated to one {step}{weakly}, {} less precisely and {} not at all{wide}",
        plural(line.total.value, "article was", "articles were"),
        grouped(placed),
        grouped(line.timeline.imprecise),
        grouped(line.timeline.undated),
    )
}

/// How the words of a query were combined, where it is not the usual way.
fn combined(mode: Mode) -> String {
    let all = match mode.matching {
        Match::All => "",
        Match::Most => "as many of their words as any article has",
        Match::Any => "any of their words enough",
    };
    let plain = if mode.plain { "signs and operators read as plain text" } else { "" };
    match [all, plain].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>() {
        said if said.is_empty() => String::new(),
        said => format!(" ({})", said.join("; ")),
    }
}

/// The filters as a person would say them.
fn filters(request: &Request) -> Vec<String> {
    let mut out = Vec::new();
    match (&request.from, &request.to) {
        (Some(from), Some(to)) => out.push(format!("published from {from} to {to}")),
        (Some(from), None) => out.push(format!("published from {from} on")),
        (None, Some(to)) => out.push(format!("published until {to}")),
        (None, None) => {}
    }
    for (list, word) in [(&request.keep, "only"), (&request.exclude, "without")] {
        let mut fields: Vec<_> = list.iter().map(|(field, _)| *field).collect();
        fields.dedup();
        for field in fields {
            let values = list.iter().filter(|(other, _)| *other == field);
            let values: Vec<String> = values.map(|(_, value)| value.clone()).collect();
            out.push(format!("{word} {} {}", crate::facets::title(field), either(&values)));
        }
    }
    out
}

fn listed(names: &[String]) -> String {
    joined(names, "and")
}

fn either(names: &[String]) -> String {
    joined(names, "or")
}

fn joined(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

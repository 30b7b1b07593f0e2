//! Plain lists: ids, paths, counts. One thing a line.

use std::collections::HashSet;
use std::io::{self, Write};

use morgue_query::{Answer, Relation};

/// The full id of every hit.
///
/// # Errors
/// Writing failed.
pub fn ids(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    answer.hits.iter().try_for_each(|hit| writeln!(out, "{}", hit.id))
}

/// The file of every hit, each file once, in order of the hits.
///
/// # Errors
/// Writing failed.
pub fn paths(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let mut seen = HashSet::new();
    for origin in answer.hits.iter().flat_map(|hit| &hit.origin) {
        if seen.insert(&origin.path) {
            writeln!(out, "{}", origin.path)?;
        }
    }
    Ok(())
}

/// The number of articles found; `n+` where it is a lower bound.
///
/// # Errors
/// Writing failed.
pub fn count(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    writeln!(out, "{}", number(answer))
}

/// A line `id TAB count` for each of many queries.
///
/// # Errors
/// Writing failed.
pub fn counts(out: &mut dyn Write, query: &str, answer: &Answer) -> io::Result<()> {
    writeln!(out, "{query}\t{}", number(answer))
}

/// The same of a query that was refused: its id is there, a number is not.
///
/// # Errors
/// Writing failed.
pub fn refused_count(out: &mut dyn Write, query: &str) -> io::Result<()> {
    writeln!(out, "{query}\trefused")
}

fn number(answer: &Answer) -> String {
    match answer.total {
        None => answer.hits.len().to_string(),
        Some(total) if total.relation == Relation::Exact => total.value.to_string(),
        Some(total) => format!("{}+", total.value),
    }
}

//! TREC runs: what evaluation programs read.

use std::collections::HashSet;
use std::io::{self, Write};

use morgue_query::Answer;

/// A line `query Q0 id rank score tag` for each `source_id` of each hit, in order of reading, with
/// the hit's score; an article without one has its own id. An id that was ranked already is not
/// ranked again, as evaluation programs refuse that.
///
/// # Errors
/// Writing failed.
pub fn trec(out: &mut dyn Write, query: &str, tag: &str, answer: &Answer) -> io::Result<()> {
    let mut seen = HashSet::new();
    for hit in &answer.hits {
        let mut names: Vec<String> =
            hit.origin.iter().filter_map(|origin| origin.source_id.as_deref()).map(word).collect();
        if names.is_empty() {
            names.push(hit.id.to_string());
        }
        for name in names {
            if !seen.contains(&name) {
                let rank = seen.len() + 1;
                writeln!(out, "{} Q0 {name} {rank} {} {}", word(query), hit.score, word(tag))?;
                seen.insert(name);
            }
        }
    }
    Ok(())
}

/// Columns are split at white space, so a name has none.
fn word(name: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    name.chars().map(|c| if blank(c) { '_' } else { c }).collect()
}

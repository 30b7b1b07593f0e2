//! The query side: the same words as articles have, for one run of query text.

use crate::fold::fold;
use crate::words::{Word, Words};
use crate::written::{cut, lower_into};

/// What one link of a run gives: a word, or parts at consecutive positions with their joined form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryUnit {
    /// Its parts, one for each position; never empty.
    pub parts: Vec<QueryPart>,
    /// The parts written as one: where hyphens, slashes or `&` link several.
    pub joined: Option<QueryPart>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPart {
    /// In small letters, accents kept: what is stemmed.
    pub lower: String,
    /// Folded: what is compared with [`Token::form`](crate::Token::form).
    pub folded: String,
    /// Whether it holds `*` or `?` as wildcards.
    pub wild: bool,
    /// Whether it is a character of a script without spaces.
    pub character: bool,
    /// Where it begins in the run, in bytes.
    pub start: usize,
    /// Where it ends in the run, in bytes.
    pub end: usize,
}

/// The words of a run of query text, as articles are cut into theirs. Units follow one another in
/// position. With `wildcards`, `*` and `?` count as letters.
///
/// ```
/// let units = morgue_analysis::query_run("e-mail*", true);
/// assert_eq!(units[0].parts[1].folded, "mail*");
/// assert_eq!(units[0].joined.as_ref().unwrap().folded, "email*");
/// ```
pub fn query_run(run: &str, wildcards: bool) -> Vec<QueryUnit> {
    let mut units = Vec::new();
    let mut parts = Vec::new();
    for word in Words::new(run, wildcards) {
        parts.push(part(run, word, wildcards));
        if !word.joins {
            let parts = std::mem::take(&mut parts);
            units.push(QueryUnit { joined: joined(&parts), parts });
        }
    }
    units
}

fn part(run: &str, word: Word, wildcards: bool) -> QueryPart {
    let mut lower = String::new();
    lower_into(&run[word.start..word.end], word.simple, &mut lower);
    let mut folded = fold(&lower);
    cut(&mut folded);
    let wild = wildcards && folded.contains(['*', '?']);
    let Word { start, end, character, .. } = word;
    QueryPart { lower, folded, wild, character, start, end }
}

fn joined(parts: &[QueryPart]) -> Option<QueryPart> {
    let (first, last) = (parts.first()?, parts.last()?);
    if parts.len() < 2 {
        return None;
    }
    let mut lower: String = parts.iter().map(|part| part.lower.as_str()).collect();
    let folded: String = parts.iter().map(|part| part.folded.as_str()).collect();
    // Once more: letters of two parts may compose.
    let mut folded = fold(&folded);
    cut(&mut lower);
    cut(&mut folded);
    Some(QueryPart {
        lower,
        folded,
        wild: parts.iter().any(|part| part.wild),
        character: false,
        start: first.start,
        end: last.end,
    })
}

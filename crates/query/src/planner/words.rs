//! A run of the query → the words analysis makes of it.

use morgue_analysis::QueryPart;

use crate::plan::Term;

/// How a word is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By stem or by its folded form.
    Bare,
    /// By its folded form.
    Exact,
    /// Within a distance of it.
    Fuzzy(u8),
    /// By its folded form and its capitals.
    Cased(bool),
}

/// The term a word of a run stands for.
pub(super) fn term(part: &QueryPart, how: How) -> Term {
    let folded = part.folded.clone();
    match how {
        _ if part.wild => Term::Wild { pattern: folded },
        // A character is its own stem.
        _ if part.character => Term::Exact { folded },
        How::Bare => Term::Bare { lower: part.lower.clone(), folded },
        How::Exact => Term::Exact { folded },
        How::Fuzzy(distance) => Term::Fuzzy { folded, distance },
        How::Cased(all) => Term::Cased { folded, all },
    }
}

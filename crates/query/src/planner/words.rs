//! A run of the query → the words analysis makes of it.

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

/// A stretch of a run that stands together in an article too.
pub(super) struct Unit {
    pub(super) parts: Vec<Part>,
    pub(super) joined: Option<Part>,
}

/// One word of it.
pub(super) struct Part {
    lower: String,
    folded: String,
    wild: bool,
    character: bool,
}

impl Part {
    pub(super) fn term(&self, how: How) -> Term {
        let folded = self.folded.clone();
        match how {
            _ if self.wild => Term::Wild { pattern: folded },
            // A character is its own stem.
            _ if self.character => Term::Exact { folded },
            How::Bare => Term::Bare { lower: self.lower.clone(), folded },
            How::Exact => Term::Exact { folded },
            How::Fuzzy(distance) => Term::Fuzzy { folded, distance },
            How::Cased(all) => Term::Cased { folded, all },
        }
    }
}

/// The words of a run, as they stand in articles.
pub(super) fn units(run: &str, wildcards: bool) -> Vec<Unit> {
    // A stand-in until analysis splits runs of queries itself.
    let inner =
        |c: char| c.is_alphanumeric() || "-/&'’".contains(c) || (wildcards && "*?".contains(c));
    run.split(|c: char| !inner(c)).filter_map(|unit| stand_in(unit, wildcards)).collect()
}

fn stand_in(unit: &str, wildcards: bool) -> Option<Unit> {
    let word = |text: &str| {
        let lower: String = text.to_lowercase().chars().filter(|c| !"'’".contains(*c)).collect();
        let folded = morgue_analysis::fold(&lower);
        Part { folded, wild: wildcards && text.contains(['*', '?']), lower, character: false }
    };
    let texts: Vec<&str> = unit.split(['-', '/', '&']).filter(|part| !part.is_empty()).collect();
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joins = texts
        .windows(2)
        .all(|pair| !(digits(pair[0].chars().last()) && digits(pair[1].chars().next())));
    let joined = (texts.len() > 1 && joins).then(|| word(&texts.concat()));
    let parts: Vec<Part> = texts.into_iter().map(word).filter(|p| !p.folded.is_empty()).collect();
    (!parts.is_empty()).then_some(Unit { parts, joined })
}

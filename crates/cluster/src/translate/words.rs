//! A word of a query as tokens of the index (`query-language.md`, "Words and languages").

use morgue_query::EngineError;
use morgue_query::plan::{Term, TextField};
use serde_json::{Value, json};

use super::Translator;
use crate::mapping::{EXACT, WORDS, places};
use crate::tokens::{cased, exact, joined, stem, unstemmed};

/// Terms that a misspelling may stand for: the cluster's own default is 50.
const MOST: u32 = 10_000;

/// The query of one token.
pub(super) fn token(field: &str, token: &str) -> Value {
    json!({ "term": { field: { "value": token } } })
}

/// The query of all values of a field that fit a pattern of ours behind a beginning.
pub(super) fn wild(field: &str, beginning: &str, pattern: &str) -> Value {
    // Only `*` and `?` say more than they are.
    let pattern = pattern.replace('\\', "\\\\");
    json!({ "wildcard": { field: { "value": format!("{beginning}{pattern}") } } })
}

/// The query of all tokens that are spelt much like this one.
fn fuzzy(field: &str, beginning: &str, folded: &str, distance: u8) -> Value {
    json!({ "fuzzy": { field: {
        "value": format!("{beginning}{folded}"),
        "fuzziness": distance,
        "prefix_length": beginning.chars().count(),
        "max_expansions": MOST,
        "transpositions": true,
        "rewrite": "constant_score",
    } } })
}

impl Translator<'_> {
    /// The tokens of a word in a field of places, those of one position; `None` for a pattern.
    pub(super) fn slot(&self, term: &Term) -> Result<Option<Vec<String>>, EngineError> {
        Ok(Some(match term {
            Term::Bare { lower, folded } => {
                let (mut tokens, differs) = self.bare(lower, folded)?;
                tokens.extend(differs.then(|| exact(folded)));
                tokens
            }
            Term::Exact { folded } => vec![exact(folded)],
            Term::Cased { folded, all } => vec![cased(folded, *all)],
            Term::Wild { .. } | Term::Fuzzy { .. } => return Ok(None),
        }))
    }

    /// The tokens of a bare word in the list of stems, and whether it must be looked up among the
    /// exact forms as well: with accents its stem is another than that of the word without, which
    /// folding alone must find.
    fn bare(&self, lower: &str, folded: &str) -> Result<(Vec<String>, bool), EngineError> {
        let stems = self.snapshot.stems(lower, self.control)?;
        let differs = lower != folded && stems != self.snapshot.stems(folded, self.control)?;
        let mut tokens: Vec<String> = stems.iter().map(|(lang, found)| stem(lang, found)).collect();
        tokens.push(unstemmed(folded));
        Ok((tokens, differs))
    }

    /// The queries of a word in headline, body and captions, any of which finds it.
    pub(super) fn word(&self, term: &Term) -> Result<Vec<Value>, EngineError> {
        Ok(match term {
            Term::Bare { lower, folded } => {
                let (tokens, differs) = self.bare(lower, folded)?;
                let mut any: Vec<Value> = tokens.iter().map(|it| token(WORDS, it)).collect();
                any.extend(differs.then(|| token(EXACT, folded)));
                any
            }
            Term::Exact { folded } => vec![token(EXACT, folded)],
            Term::Wild { pattern } => vec![wild(EXACT, "", pattern)],
            Term::Fuzzy { folded, distance } => vec![fuzzy(EXACT, "", folded, *distance)],
            Term::Cased { .. } => {
                let mut any = Vec::new();
                for field in TextField::DEFAULT {
                    any.extend(self.word_in(places(field), term)?);
                }
                any
            }
        })
    }

    /// The queries of a word in a field of places, any of which finds it.
    pub(super) fn word_in(&self, field: &str, term: &Term) -> Result<Vec<Value>, EngineError> {
        // A joined form is the same word over several positions.
        let beginnings = [exact(""), joined(&exact(""))];
        Ok(match term {
            Term::Wild { pattern } => {
                beginnings.iter().map(|beginning| wild(field, beginning, pattern)).collect()
            }
            Term::Fuzzy { folded, distance } => {
                let any = beginnings.iter();
                any.map(|beginning| fuzzy(field, beginning, folded, *distance)).collect()
            }
            Term::Bare { .. } | Term::Exact { .. } | Term::Cased { .. } => {
                let tokens = self.slot(term)?.unwrap_or_default();
                let both = tokens.iter().flat_map(|it| [it.clone(), joined(it)]);
                both.map(|it| token(field, &it)).collect()
            }
        })
    }
}

//! Conditions on whole values: exact fields and ids.

use morgue_article::ArticleId;
use morgue_query::EngineError;
use morgue_query::plan::ValueMatch;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query, TermSetQuery};
use tantivy::schema::Field;

use super::{AnyOf, Translator, term_query, unscored};
use crate::error::engine_error;
use crate::snapshot::{Ids, Snapshot};
use crate::wild::Pattern;

/// The fewest digits an article may be called by.
const SHORTEST_PREFIX: usize = 8;

impl Translator<'_> {
    pub(super) fn value(&self, field: Field, wanted: &ValueMatch) -> Result<AnyOf, EngineError> {
        match wanted {
            ValueMatch::Is(value) => {
                Ok(vec![unscored(term_query(Term::from_field_text(field, value)))])
            }
            ValueMatch::Wild(pattern) => {
                let terms = fitting(self.snapshot, field, pattern)
                    .map_err(|error| engine_error("look up values", error))?;
                Ok(vec![unscored(Box::new(TermSetQuery::new(terms)))])
            }
        }
    }

    /// The articles that an id names, each step only if the one before found none.
    pub(super) fn id(&self, id: &str) -> Result<AnyOf, EngineError> {
        let fields = self.snapshot.fields;
        let digits = id.to_lowercase();
        let exact = [
            Term::from_field_text(fields.id, &digits),
            Term::from_field_text(fields.source_id, id),
        ];
        let mut terms = Vec::new();
        for term in exact {
            if !self.snapshot.articles_with(&term)?.is_empty() {
                terms.push(term);
            }
        }
        if terms.is_empty() && digits.len() >= SHORTEST_PREFIX && is_hexadecimal(&digits) {
            terms = beginning(self.snapshot, &digits, usize::MAX)
                .map_err(|error| engine_error("look up ids", error))?;
        }
        let named: Box<dyn Query> = Box::new(TermSetQuery::new(terms));
        let both = BooleanQuery::intersection(vec![named, self.all()]);
        Ok(vec![unscored(Box::new(both))])
    }
}

fn is_hexadecimal(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The values of a field that fit a pattern.
fn fitting(snapshot: &Snapshot, field: Field, pattern: &str) -> tantivy::Result<Vec<Term>> {
    let mut terms = Vec::new();
    let Some(automaton) = Pattern::new(pattern) else { return Ok(terms) };
    for (_, segment) in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(automaton.clone()).into_stream()?;
        while stream.advance() {
            if let Ok(value) = std::str::from_utf8(stream.key()) {
                terms.push(Term::from_field_text(field, value));
            }
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

/// The id terms that begin with these digits, in order, those of articles that went included.
fn beginning(snapshot: &Snapshot, digits: &str, most: usize) -> tantivy::Result<Vec<Term>> {
    let field = snapshot.fields.id;
    let mut terms = Vec::new();
    for (_, segment) in snapshot.segments() {
        let index = segment.inverted_index(field)?;
        // `g` comes after every hexadecimal digit.
        let range = index.terms().range().ge(digits).lt(format!("{digits}g"));
        let mut stream = range.into_stream()?;
        let mut taken = 0;
        while taken < most && stream.advance() {
            if let Ok(id) = std::str::from_utf8(stream.key()) {
                terms.push(Term::from_field_text(field, id));
                taken += 1;
            }
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

/// The current articles whose id begins so, or that a source calls so; by id, at most `limit`.
pub(crate) fn resolve(
    snapshot: &Snapshot,
    id: &str,
    limit: usize,
) -> Result<Vec<ArticleId>, EngineError> {
    let failed = |error| engine_error("look up an id", error);
    let digits = id.to_lowercase();
    let mut found = Vec::new();
    let own = Term::from_field_text(snapshot.fields.source_id, id);
    for address in snapshot.articles_with(&own)? {
        let segment = snapshot.searcher.segment_reader(address.segment_ord);
        found.push(Ids::of(segment, snapshot.fields).map_err(failed)?.get(address.doc_id));
    }
    if is_hexadecimal(&digits) {
        // Articles that went are among the terms: take more until enough are current.
        let mut most = limit.saturating_mul(2).max(16);
        loop {
            let terms = beginning(snapshot, &digits, most).map_err(failed)?;
            let whole = terms.len() < most;
            let mut named = Vec::new();
            for term in terms {
                if named.len() == limit {
                    break;
                }
                if !snapshot.articles_with(&term)?.is_empty() {
                    named.extend(term.value().as_str().and_then(|id| id.parse::<ArticleId>().ok()));
                }
            }
            if whole || named.len() >= limit {
                found.extend(named);
                break;
            }
            most = most.saturating_mul(4);
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(limit);
    Ok(found)
}

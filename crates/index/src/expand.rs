//! The words of the index that a pattern stands for.

use std::collections::BTreeMap;

use morgue_query::{EngineError, EngineErrorKind, TermCount};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::error::engine_error;
use crate::snapshot::Snapshot;
use crate::terms::split_length;
use crate::wild::Pattern;

/// The terms of a list of exact forms that fit a pattern and stand in current articles: those of
/// each word together.
pub(crate) fn expand(
    snapshot: &Snapshot,
    field: Field,
    pattern: &str,
    limit: usize,
) -> Result<Vec<Term>, EngineError> {
    let words = fitting(snapshot, field, pattern)?;
    if words.len() > limit {
        return Err(too_many(pattern, words.len(), limit));
    }
    let terms = words.into_values().flatten();
    Ok(terms.map(|term| Term::from_field_text(field, &term)).collect())
}

/// The words that fit a pattern with the number of current articles that hold each, most first.
pub(crate) fn count(
    snapshot: &Snapshot,
    field: Field,
    pattern: &str,
    limit: usize,
) -> Result<Vec<TermCount>, EngineError> {
    let words = fitting(snapshot, field, pattern)?;
    if words.len() > limit {
        return Err(too_many(pattern, words.len(), limit));
    }
    let mut counts = Vec::with_capacity(words.len());
    for (word, terms) in words {
        let mut articles = 0;
        for (_, segment) in snapshot.segments() {
            articles += holding(segment, field, &terms)
                .map_err(|error| engine_error("count the articles of a word", error))?;
        }
        counts.push(TermCount { word, articles });
    }
    counts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    Ok(counts)
}

fn too_many(pattern: &str, count: usize, limit: usize) -> EngineError {
    let message = format!(
        "`{pattern}` stands for {count} words, at most {limit} are allowed: write more letters"
    );
    EngineError::new(EngineErrorKind::TooManyExpansions, message)
}

/// Words that fit, each with its terms (joined forms are terms of their own).
fn fitting(
    snapshot: &Snapshot,
    field: Field,
    pattern: &str,
) -> Result<BTreeMap<String, Vec<String>>, EngineError> {
    let failed = |error| engine_error("look up the words of a pattern", error);
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(automaton) = Pattern::new(pattern) else { return Ok(words) };
    for (_, segment) in snapshot.segments() {
        let index = segment.inverted_index(field).map_err(failed)?;
        let stream = index.terms().search(automaton.clone()).into_stream();
        let mut stream = stream.map_err(|error| failed(error.into()))?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let (word, _) = split_length(term);
            let known = words.get(word).is_some_and(|terms| terms.iter().any(|t| t == term));
            if known {
                continue;
            }
            // A word of deleted articles only stays in the dictionary until they are merged away.
            let one = [term.to_string()];
            if segment.has_deletes() && holding(segment, field, &one).map_err(failed)? == 0 {
                continue;
            }
            words.entry(word.to_string()).or_default().extend(one);
        }
    }
    Ok(words)
}

/// How many articles of a segment that are not deleted hold one of these terms.
fn holding(segment: &SegmentReader, field: Field, terms: &[String]) -> tantivy::Result<u64> {
    let index = segment.inverted_index(field)?;
    let mut lists = Vec::new();
    for term in terms {
        let term = Term::from_field_text(field, term);
        lists.extend(index.read_postings(&term, IndexRecordOption::Basic)?);
    }
    let mut count = 0;
    loop {
        let doc = lists.iter().map(|list| list.doc()).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return Ok(count);
        }
        count += u64::from(!segment.is_deleted(doc));
        for list in lists.iter_mut().filter(|list| list.doc() == doc) {
            list.advance();
        }
    }
}

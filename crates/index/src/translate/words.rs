//! A word of a query as terms of the index (`query-language.md`, "Words and languages").

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use morgue_query::plan::{Term as Word, TextField};
use morgue_query::{EngineError, EngineErrorKind};
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::Translator;
use crate::error::engine_error;
use crate::expand::{Dictionary, Words};
use crate::marks::{CAPITAL, CAPITALS, form_mark, prefix};
use crate::rank::ListFiles;
use crate::schema::{Fields, SEPARATOR};
use crate::snapshot::Snapshot;
use crate::terms::{push_stem, push_unstemmed, split_length};

/// Terms that all patterns of a query may stand for together: their lists take some kilobytes each.
const MOST_EXPANDED: usize = 20_000;

/// Which positional lists a field is searched in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    /// Headline, body and captions in one.
    Main,
    Byline,
    Dateline,
}

impl List {
    pub(crate) fn of(field: TextField) -> Self {
        match field {
            TextField::Byline => Self::Byline,
            TextField::Dateline => Self::Dateline,
            TextField::Headline | TextField::Lead | TextField::Body | TextField::Caption => {
                Self::Main
            }
        }
    }

    /// The list of stems.
    pub(crate) fn words(self, fields: Fields) -> Field {
        match self {
            Self::Main => fields.words,
            Self::Byline => fields.byline_words,
            Self::Dateline => fields.dateline_words,
        }
    }

    /// The list of exact forms.
    pub(crate) fn exact(self, fields: Fields) -> Field {
        match self {
            Self::Main => fields.exact,
            Self::Byline => fields.byline_exact,
            Self::Dateline => fields.dateline_exact,
        }
    }
}

/// The terms of the index that one word of a query stands for. Empty: it is nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The terms, each with the number of positions it takes.
    pub(crate) terms: Vec<(Term, u32)>,
    /// Where the list of each is, by segment.
    pub(crate) places: Vec<Arc<[Option<TermInfo>]>>,
    /// The number of articles that hold one of them, at most: what makes the word rare or common.
    pub(crate) articles: u64,
    /// Of a word in capitals, where else it counts.
    pub(crate) marked: Option<Marked>,
}

/// Words of a snapshot that were looked up lately.
#[derive(Debug, Default)]
pub(crate) struct KnownWords(Mutex<[HashMap<Word, Slot>; 3]>);

/// The most words of a list that are kept.
const KEPT: usize = 1024;

impl KnownWords {
    fn get(&self, word: &Word, list: List) -> Option<Slot> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known[list as usize].get(word).cloned()
    }

    fn keep(&self, word: &Word, list: List, slot: &Slot) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = &mut known[list as usize];
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(word.clone(), slot.clone());
    }
}

/// A word that counts where there is a mark at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The word.
    pub(crate) word: [(Term, u32); 1],
    /// The marks, any of which will do.
    pub(crate) marks: Vec<(Term, u32)>,
}

impl Slot {
    /// Whether the word is nowhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.marked.is_none()
    }

    /// The lists of its terms in a segment of the snapshot that it was looked up in, each with the
    /// number of positions its term takes.
    pub(crate) fn lists(
        &self,
        files: &ListFiles,
        segment: &SegmentReader,
    ) -> tantivy::Result<Vec<(SegmentPostings, u32)>> {
        let mut lists = Vec::with_capacity(self.terms.len());
        let Some(at) = files.ordinal(segment) else { return Ok(lists) };
        for ((term, length), places) in self.terms.iter().zip(&self.places) {
            let Some(info) = places.get(at).and_then(Option::as_ref) else { continue };
            let index = segment.inverted_index(term.field())?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            lists.push((index.read_postings_from_terminfo(info, option)?, *length));
        }
        Ok(lists)
    }
}

impl Translator<'_> {
    /// Every term's lists are open at a time: many patterns that stand for much are too much
    /// together.
    fn count_expanded(&self, words: &Words) -> Result<(), EngineError> {
        let terms = words.values().map(Vec::len).sum();
        let all = self.expanded.fetch_add(terms, Ordering::Relaxed) + terms;
        if all <= MOST_EXPANDED {
            return Ok(());
        }
        let message = format!(
            "the patterns and misspellings of this query stand for {all} words together, at most \
             {MOST_EXPANDED} are allowed: write more letters, or fewer of them"
        );
        Err(EngineError::new(EngineErrorKind::TooManyExpansions, message))
    }

    /// Looks up a word. Those that were looked up lately are known: a page of results asks for the
    /// same few again and again.
    pub(super) fn slot(&self, word: &Word, list: List) -> Result<Slot, EngineError> {
        if !matches!(word, Word::Bare { .. } | Word::Exact { .. }) {
            return self.look_up(word, list);
        }
        if let Some(known) = self.snapshot.words.get(word, list) {
            return Ok(known);
        }
        let slot = self.look_up(word, list)?;
        self.snapshot.words.keep(word, list, &slot);
        Ok(slot)
    }

    fn look_up(&self, word: &Word, list: List) -> Result<Slot, EngineError> {
        let fields = self.snapshot.fields;
        let exact = list.exact(fields);
        let dictionary =
            Dictionary { snapshot: self.snapshot, field: exact, control: self.control };
        let mut slot = Lookup { snapshot: self.snapshot, slot: Slot::default() };
        match word {
            Word::Bare { lower, folded } => {
                let stems = self.snapshot.stems(lower);
                let differs = lower != folded && stems != self.snapshot.stems(folded);
                let mut text = String::new();
                for (lang, stem) in stems {
                    push_stem(&lang, &stem, &mut text);
                    slot.add(list.words(fields), &text)?;
                    text.clear();
                }
                push_unstemmed(folded, &mut text);
                slot.add(list.words(fields), &text)?;
                // With accents the query's stem is another than that of the word without, which
                // folding alone must find.
                if differs {
                    slot.add(exact, folded)?;
                }
            }
            Word::Exact { folded } => slot.add(exact, folded)?,
            Word::Wild { pattern } => {
                let words = dictionary.wild(pattern, self.limits.expansions)?;
                self.count_expanded(&words)?;
                slot.push_all(exact, words)?;
            }
            Word::Fuzzy { folded, distance } => {
                let words = dictionary.near(folded, *distance, self.limits.expansions)?;
                self.count_expanded(&words)?;
                slot.push_all(exact, words)?;
            }
            Word::Cased { folded, all } => slot.add_cased(list, folded, *all)?,
        }
        let mut slot = slot.slot;
        slot.articles = slot.articles.min(self.snapshot.written.max(1));
        Ok(slot)
    }
}

/// Collects the terms of a word.
struct Lookup<'a> {
    snapshot: &'a Snapshot,
    slot: Slot,
}

impl Lookup<'_> {
    /// Adds a text with its joined forms, as far as they are in the index.
    fn add(&mut self, field: Field, text: &str) -> Result<(), EngineError> {
        let failed = |error| engine_error("look up a word", error);
        // The joined forms follow the text itself in the dictionary: no sign of a text sorts before
        // the separator.
        let end = format!("{text}{}", char::from(SEPARATOR as u8 + 1));
        let segments = self.snapshot.searcher.segment_readers();
        let mut found: Vec<(Term, Vec<Option<TermInfo>>)> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let index = segment.inverted_index(field).map_err(failed)?;
            let range = index.terms().range().ge(text).lt(&end).into_stream();
            let mut stream = range.map_err(|error| failed(error.into()))?;
            while stream.advance() {
                let Ok(key) = std::str::from_utf8(stream.key()) else { continue };
                let known = |(term, _): &&mut (Term, _)| term.value().as_str() == Some(key);
                let places = match found.iter_mut().find(known) {
                    Some((_, places)) => places,
                    None => {
                        found.push((Term::from_field_text(field, key), vec![None; segments.len()]));
                        &mut found.last_mut().expect("just pushed").1
                    }
                };
                places[at] = Some(stream.value().clone());
            }
        }
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().for_each(|(term, places)| self.take(term, places));
        Ok(())
    }

    /// Adds a word where it is written with capitals (see `marks.rs`).
    fn add_cased(&mut self, list: List, folded: &str, all: bool) -> Result<(), EngineError> {
        let fields = self.snapshot.fields;
        let marks: &[&str] = if all { &[CAPITALS] } else { &[CAPITAL, CAPITALS] };
        for mark in marks {
            self.add(fields.marks, &form_mark(prefix(list), mark, folded))?;
        }
        let word = Term::from_field_text(list.exact(fields), folded);
        let articles = self.snapshot.searcher.doc_freq(&word);
        let articles = articles.map_err(|error| engine_error("look up a word", error))?;
        if articles > 0 {
            let mark =
                |mark| Term::from_field_text(fields.marks, &format!("{}{mark}", prefix(list)));
            let marks = marks.iter().map(|name| (mark(name), 1)).collect();
            self.slot.marked = Some(Marked { word: [(word, 1)], marks });
            self.slot.articles += articles;
        }
        Ok(())
    }

    /// Adds the terms of words of a list.
    fn push_all(&mut self, field: Field, words: Words) -> Result<(), EngineError> {
        let mut terms = words.into_values().flatten();
        terms.try_for_each(|term| self.push(Term::from_field_text(field, &term)))
    }

    /// Adds a term, if an article has it.
    fn push(&mut self, term: Term) -> Result<(), EngineError> {
        let look = |segment: &SegmentReader| {
            tantivy::Result::Ok(segment.inverted_index(term.field())?.get_term_info(&term)?)
        };
        let segments = self.snapshot.searcher.segment_readers();
        let places: tantivy::Result<Vec<_>> = segments.iter().map(look).collect();
        let places = places.map_err(|error| engine_error("look up a word", error))?;
        self.take(term, places);
        Ok(())
    }

    /// Adds a term that was looked up, if an article has it.
    fn take(&mut self, term: Term, places: Vec<Option<TermInfo>>) {
        let articles: u64 = places.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if articles > 0 {
            let length = term.value().as_str().map_or(1, |text| split_length(text).1);
            self.slot.articles += articles;
            self.slot.terms.push((term, length));
            self.slot.places.push(places.into());
        }
    }
}

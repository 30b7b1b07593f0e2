//! A word of a query as terms of the index (`query-language.md`, "Words and languages").

use std::sync::atomic::Ordering;

use morgue_query::plan::{Term as Word, TextField};
use morgue_query::{EngineError, EngineErrorKind};
use tantivy::Term;
use tantivy::query::{EnableScoring, Query, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};

use super::Translator;
use crate::error::engine_error;
use crate::expand::{Dictionary, Words};
use crate::marks::{CAPITAL, CAPITALS, form_mark, prefix};
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
    /// The number of articles that hold one of them, at most: what makes the word rare or common.
    pub(crate) articles: u64,
    /// Of a word in capitals, where else it counts.
    pub(crate) marked: Option<Marked>,
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

    /// Looks up a word.
    pub(super) fn slot(&self, word: &Word, list: List) -> Result<Slot, EngineError> {
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
        self.push(Term::from_field_text(field, text))?;
        let first = format!("{text}{SEPARATOR}");
        let end = format!("{text}{}", char::from(SEPARATOR as u8 + 1));
        let mut joined: Vec<Term> = Vec::new();
        for (_, segment) in self.snapshot.segments() {
            let index = segment.inverted_index(field).map_err(failed)?;
            let range = index.terms().range().ge(&first).lt(&end).into_stream();
            let mut stream = range.map_err(|error| failed(error.into()))?;
            while stream.advance() {
                if let Ok(text) = std::str::from_utf8(stream.key()) {
                    joined.push(Term::from_field_text(field, text));
                }
            }
        }
        joined.sort_unstable();
        joined.dedup();
        joined.into_iter().try_for_each(|term| self.push(term))
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
        let articles = self.snapshot.searcher.doc_freq(&term);
        let articles = articles.map_err(|error| engine_error("look up a word", error))?;
        if articles > 0 {
            let length = term.value().as_str().map_or(1, |text| split_length(text).1);
            self.slot.articles += articles;
            self.slot.terms.push((term, length));
        }
        Ok(())
    }
}

/// One term of a word, as rare as the whole word is. A plain term query to tantivy, which it
/// prunes by blocks.
#[derive(Debug, Clone)]
pub(super) struct WordQuery {
    pub(super) term: Term,
    pub(super) articles: u64,
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let query = TermQuery::new(self.term.clone(), IndexRecordOption::WithFreqs);
        match scoring {
            EnableScoring::Enabled { searcher, statistics_provider } => {
                let statistics = WordStatistics { under: statistics_provider, word: self.articles };
                query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, searcher))
            }
            EnableScoring::Disabled { .. } => query.weight(scoring),
        }
    }
}

/// The statistics of an index in which every term is as frequent as one word.
struct WordStatistics<'a> {
    under: &'a dyn tantivy::query::Bm25StatisticsProvider,
    word: u64,
}

impl tantivy::query::Bm25StatisticsProvider for WordStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.under.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.under.total_num_docs()
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.word)
    }
}

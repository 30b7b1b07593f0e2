//! The words of the index that a term of a query stands for.

use std::cell::Cell;
use std::collections::BTreeMap;

use morgue_analysis::shared_prefix;
use morgue_query::plan::Term as Word;
use morgue_query::{Control, EngineError, EngineErrorKind, TermCount};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};
use tantivy_fst::Automaton;

use crate::error::engine_error;
use crate::fuzzy::Near;
use crate::snapshot::Snapshot;
use crate::terms::{push_stem, split_length};
use crate::wild::Pattern;

/// After how many words the clock is looked at.
const CHECK_EVERY: usize = 1024;

/// Words that are stemmed at most to list the forms of one: in a language whose stemmer changes
/// beginnings every word of the index may be a form.
const MAX_STEMMED: usize = 50_000;

/// A word's stem in a language in which an article has it.
struct HeldStem {
    lang: String,
    stem: String,
    /// Its terms in the stemmed list: joined forms are terms of their own.
    terms: Vec<String>,
}

/// Words of the index, each with its terms: joined forms are terms of their own.
pub(crate) type Words = BTreeMap<String, Vec<String>>;

/// The dictionary of one list of exact forms.
#[derive(Clone, Copy)]
pub(crate) struct Dictionary<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) field: Field,
    pub(crate) control: &'a Control,
}

impl Dictionary<'_> {
    /// The words that fit a pattern and stand in current articles.
    ///
    /// # Errors
    /// [`EngineErrorKind::TooManyExpansions`] when there are more than `limit`.
    pub(crate) fn wild(self, pattern: &str, limit: usize) -> Result<Words, EngineError> {
        let Some(automaton) = Pattern::new(pattern) else { return Ok(Words::new()) };
        let words = self.fitting(automaton, |_| true)?;
        few(words, limit, || format!("`{pattern}`"), "write more letters")
    }

    /// The words within a distance of a spelling, likewise.
    pub(crate) fn near(
        self,
        folded: &str,
        distance: u8,
        limit: usize,
    ) -> Result<Words, EngineError> {
        let words = self.fitting(Near::new(folded, distance), |_| true)?;
        let typed = || format!("`{}`", fuzzy_as_typed(folded, distance));
        let advice = if distance > 1 { "ask for fewer changes" } else { "take the `~` away" };
        few(words, limit, typed, advice)
    }

    /// The forms that a bare word takes in, with the articles that hold each: the word itself
    /// anywhere, and others in articles of a language in which their stem is its own.
    fn forms(self, lower: &str, folded: &str) -> Result<Vec<TermCount>, EngineError> {
        let stems = self.held(lower)?;
        let looked_at = Cell::new(0);
        let mut words = self.fitting(Exactly(folded), |_| true)?;
        let mut prefixes: Vec<&str> =
            stems.iter().map(|of| shared_prefix(&of.lang, folded, &of.stem)).collect();
        prefixes.sort_unstable();
        prefixes.dedup_by(|longer, shorter| longer.starts_with(&**shorter));
        for prefix in prefixes {
            let same = |form: &str| {
                looked_at.set(looked_at.get() + 1);
                looked_at.get() <= MAX_STEMMED && stems.iter().any(|of| self.gives(of, form))
            };
            words.extend(self.fitting(Beginning(prefix), same)?);
        }
        if looked_at.get() > MAX_STEMMED {
            let message = format!(
                "more than {MAX_STEMMED} words would have to be stemmed to list the forms of \
                 `{lower}`"
            );
            return Err(EngineError::new(EngineErrorKind::TooManyExpansions, message));
        }
        let mut counts = Vec::with_capacity(words.len());
        for (word, terms) in words {
            self.control.check()?;
            let articles = if word == folded {
                self.holding(&terms)?
            } else {
                let stems = stems.iter().filter(|of| self.gives(of, &word));
                let stems: Vec<String> = stems.flat_map(|of| of.terms.clone()).collect();
                self.holding_both(&terms, &stems)?
            };
            counts.push(TermCount { word, articles });
        }
        Ok(counts)
    }

    /// The stems of a word in the languages in which an article has it.
    fn held(self, lower: &str) -> Result<Vec<HeldStem>, EngineError> {
        let list = Dictionary { field: self.snapshot.fields.words, ..self };
        let mut held = Vec::new();
        for (lang, stem) in self.snapshot.stems(lower) {
            let mut term = String::new();
            push_stem(&lang, &stem, &mut term);
            let found = list.fitting(Exactly(&term), |_| true)?;
            let terms: Vec<String> = found.into_values().flatten().collect();
            if !terms.is_empty() {
                held.push(HeldStem { lang, stem, terms });
            }
        }
        Ok(held)
    }

    /// Whether a form has this stem.
    fn gives(self, of: &HeldStem, form: &str) -> bool {
        self.snapshot.stem(&of.lang, form).is_some_and(|stem| stem == of.stem)
    }

    /// How many current articles hold one of these terms.
    fn holding(self, terms: &[String]) -> Result<u64, EngineError> {
        let mut articles = 0;
        for (_, segment) in self.snapshot.segments() {
            articles += holding(segment, self.field, terms).map_err(counting)?;
        }
        Ok(articles)
    }

    /// How many current articles hold one of these terms and one of these stems.
    fn holding_both(self, terms: &[String], stems: &[String]) -> Result<u64, EngineError> {
        let mut articles = 0;
        for (_, segment) in self.snapshot.segments() {
            let of = |field, terms| articles_with(segment, field, terms).map_err(counting);
            let (forms, stems) = (of(self.field, terms)?, of(self.snapshot.fields.words, stems)?);
            articles += forms.iter().filter(|doc| stems.binary_search(doc).is_ok()).count() as u64;
        }
        Ok(articles)
    }

    /// The words that a term stands for, with the number of current articles that hold each, most
    /// first.
    pub(crate) fn count(self, term: &Word, limit: usize) -> Result<Vec<TermCount>, EngineError> {
        let words = match term {
            Word::Bare { lower, folded } => {
                let counts = most_first(self.forms(lower, folded)?);
                let advice = "write the forms that are meant";
                check(counts.len(), limit, || format!("`{lower}`"), advice)?;
                return Ok(counts);
            }
            Word::Exact { folded } | Word::Cased { folded, .. } => {
                self.fitting(Exactly(folded), |_| true)?
            }
            Word::Wild { pattern } => self.wild(pattern, limit)?,
            Word::Fuzzy { folded, distance } => self.near(folded, *distance, limit)?,
        };
        let mut counts = Vec::with_capacity(words.len());
        for (number, (word, terms)) in words.into_iter().enumerate() {
            if number.is_multiple_of(CHECK_EVERY) {
                self.control.check()?;
            }
            counts.push(TermCount { word, articles: self.holding(&terms)? });
        }
        Ok(most_first(counts))
    }

    /// The words that an automaton and a test let through.
    fn fitting<A: Automaton + Clone>(
        self,
        automaton: A,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Words, EngineError>
    where
        A::State: Clone,
    {
        let failed = |error| engine_error("look up the words of a query", error);
        let mut words = Words::new();
        let mut seen = 0usize;
        for (_, segment) in self.snapshot.segments() {
            let index = segment.inverted_index(self.field).map_err(failed)?;
            let stream = index.terms().search(automaton.clone()).into_stream();
            let mut stream = stream.map_err(|error| failed(error.into()))?;
            while stream.advance() {
                if seen.is_multiple_of(CHECK_EVERY) {
                    self.control.check()?;
                }
                seen += 1;
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let (word, _) = split_length(term);
                let known = words.get(word).is_some_and(|terms| terms.iter().any(|t| t == term));
                if known || !fits(word) {
                    continue;
                }
                // A word of deleted articles only stays in the dictionary until they are merged
                // away.
                let one = [term.to_string()];
                if segment.has_deletes() && holding(segment, self.field, &one).map_err(failed)? == 0
                {
                    continue;
                }
                words.entry(word.to_string()).or_default().extend(one);
            }
        }
        Ok(words)
    }
}

/// A fuzzy word as it is typed.
fn fuzzy_as_typed(folded: &str, distance: u8) -> String {
    if distance == 1 { format!("{folded}~") } else { format!("{folded}~{distance}") }
}

/// An error where there are too many words.
fn few(
    words: Words,
    limit: usize,
    typed: impl FnOnce() -> String,
    advice: &str,
) -> Result<Words, EngineError> {
    check(words.len(), limit, typed, advice)?;
    Ok(words)
}

fn check(
    words: usize,
    limit: usize,
    typed: impl FnOnce() -> String,
    advice: &str,
) -> Result<(), EngineError> {
    if words <= limit {
        return Ok(());
    }
    let message =
        format!("{} stands for {words} words, at most {limit} are allowed: {advice}", typed());
    Err(EngineError::new(EngineErrorKind::TooManyExpansions, message))
}

/// The words that an article holds, most articles first.
fn most_first(mut counts: Vec<TermCount>) -> Vec<TermCount> {
    counts.retain(|count| count.articles > 0);
    counts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    counts
}

fn counting(error: tantivy::TantivyError) -> EngineError {
    engine_error("count the articles of a word", error)
}

/// How many articles of a segment that are not deleted hold one of these terms.
fn holding(segment: &SegmentReader, field: Field, terms: &[String]) -> tantivy::Result<u64> {
    let index = segment.inverted_index(field)?;
    if let ([term], false) = (terms, segment.has_deletes()) {
        return Ok(u64::from(index.doc_freq(&Term::from_field_text(field, term))?));
    }
    Ok(articles_with(segment, field, terms)?.len() as u64)
}

/// The articles of a segment that are not deleted and hold one of these terms, in order.
fn articles_with(
    segment: &SegmentReader,
    field: Field,
    terms: &[String],
) -> tantivy::Result<Vec<DocId>> {
    let index = segment.inverted_index(field)?;
    let mut found = Vec::new();
    for term in terms {
        let term = Term::from_field_text(field, term);
        let Some(mut list) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while list.doc() != TERMINATED {
            if !segment.is_deleted(list.doc()) {
                found.push(list.doc());
            }
            list.advance();
        }
    }
    if terms.len() > 1 {
        found.sort_unstable();
        found.dedup();
    }
    Ok(found)
}

/// The words with this beginning.
#[derive(Clone, Copy)]
struct Beginning<'a>(&'a str);

/// This word and its joined forms.
#[derive(Clone, Copy)]
struct Exactly<'a>(&'a str);

/// How many bytes fit; `None` once one did not.
type Fitted = Option<usize>;

impl Automaton for Beginning<'_> {
    type State = Fitted;

    fn start(&self) -> Fitted {
        Some(0)
    }

    fn is_match(&self, fitted: &Fitted) -> bool {
        *fitted == Some(self.0.len())
    }

    fn can_match(&self, fitted: &Fitted) -> bool {
        fitted.is_some()
    }

    fn accept(&self, fitted: &Fitted, byte: u8) -> Fitted {
        let at = (*fitted)?;
        match self.0.as_bytes().get(at) {
            None => Some(at),
            Some(wanted) => (*wanted == byte).then_some(at + 1),
        }
    }
}

impl Automaton for Exactly<'_> {
    type State = Fitted;

    fn start(&self) -> Fitted {
        Some(0)
    }

    fn is_match(&self, fitted: &Fitted) -> bool {
        fitted.is_some_and(|at| at >= self.0.len())
    }

    fn can_match(&self, fitted: &Fitted) -> bool {
        fitted.is_some()
    }

    fn accept(&self, fitted: &Fitted, byte: u8) -> Fitted {
        let at = (*fitted)?;
        let wanted = match self.0.as_bytes().get(at) {
            Some(wanted) => *wanted == byte,
            // Behind the word comes the mark of a joined form, then its digits.
            None if at == self.0.len() => u32::from(byte) == u32::from(crate::schema::SEPARATOR),
            None => true,
        };
        wanted.then_some(at + 1)
    }
}

//! Which of a query's words a token is: one look into a table for most tokens.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use morgue_analysis::{Analyzer, Dull, Token, damerau_within, matches_wild};

use crate::plan::Term;

/// The words of a query, each once.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    terms: Vec<Term>,
    forms: Table,
    /// Terms that stand for words of a pattern: every token is tried.
    open: Vec<usize>,
}

/// Stems of a query's bare words in one language.
#[derive(Debug, Default)]
pub(super) struct Stems(Table);

impl Lookup {
    /// The number of a term.
    pub(super) fn add(&mut self, term: &Term) -> usize {
        if let Some(known) = self.terms.iter().position(|known| known == term) {
            return known;
        }
        let number = self.terms.len();
        match term {
            Term::Bare { folded, .. } | Term::Exact { folded } | Term::Cased { folded, .. } => {
                self.forms.insert(folded, number);
            }
            Term::Wild { .. } | Term::Fuzzy { .. } => self.open.push(number),
        }
        self.terms.push(term.clone());
        number
    }

    /// How many different terms there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// What the bare words are in a language.
    pub(super) fn stems(&self, analyzer: &mut Analyzer) -> Stems {
        let mut stems = Table::default();
        for (number, term) in self.terms.iter().enumerate() {
            if let Term::Bare { lower, .. } = term
                && let Some(stem) = analyzer.stem(lower)
            {
                stems.insert(&stem, number);
            }
        }
        Stems(stems)
    }

    /// The words that are surely none of these, by their first letters where those tell.
    pub(super) fn dull(&self, stems: &Stems, analyzer: &Analyzer) -> Dull {
        let mut first: Vec<u8> = Vec::new();
        for &number in &self.open {
            match &self.terms[number] {
                Term::Wild { pattern } if !pattern.starts_with(['*', '?']) => {
                    first.extend(pattern.bytes().next());
                }
                _ => return Dull::new(),
            }
        }
        if !stems.0.words.is_empty() && !analyzer.keeps_first_letter() {
            return Dull::new();
        }
        let words = self.forms.words.keys().chain(stems.0.words.keys());
        first.extend(words.filter_map(|word| word.bytes().next()));
        Dull::but_with_first(first)
    }

    /// Calls `each` with every term that a token is a word of; a term may come twice. `None` stands
    /// for a term that it would be a word of with other capitals.
    pub(super) fn of(&self, token: &Token<'_>, stems: &Stems, mut each: impl FnMut(Option<usize>)) {
        for &number in self.forms.get(token.form) {
            let fits = match &self.terms[number] {
                Term::Cased { all: true, .. } => token.case.all,
                Term::Cased { all: false, .. } => token.case.first,
                _ => true,
            };
            each(fits.then_some(number));
        }
        if let Some(stem) = token.stem {
            stems.0.get(stem).iter().for_each(|&number| each(Some(number)));
        }
        for &number in &self.open {
            let fits = match &self.terms[number] {
                Term::Wild { pattern } => matches_wild(pattern, token.form),
                Term::Fuzzy { folded, distance } => damerau_within(folded, token.form, *distance),
                _ => false,
            };
            if fits {
                each(Some(number));
            }
        }
    }
}

/// Terms by word.
#[derive(Debug)]
struct Table {
    /// Whether a word begins with this byte: most tokens end here.
    first: [bool; 256],
    words: HashMap<String, Vec<usize>, BuildHasherDefault<WordHasher>>,
}

impl Default for Table {
    fn default() -> Self {
        Self { first: [false; 256], words: HashMap::default() }
    }
}

impl Table {
    fn insert(&mut self, word: &str, number: usize) {
        if let Some(&byte) = word.as_bytes().first() {
            self.first[usize::from(byte)] = true;
            self.words.entry(word.to_string()).or_default().push(number);
        }
    }

    fn get(&self, word: &str) -> &[usize] {
        match word.as_bytes().first() {
            Some(&byte) if self.first[usize::from(byte)] => {
                self.words.get(word).map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
    }
}

/// FNV-1a: the keys are a query's few words, so nobody gains by making them collide.
struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

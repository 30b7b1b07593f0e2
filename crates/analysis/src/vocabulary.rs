//! The words an analyzer has met: folded form and stem of each, so that neither is made twice.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use frostem::Stemmer;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::fold::fold;
use crate::written::cut;

/// Words kept before the memory is emptied.
const MAX_WORDS: usize = 1 << 16;

/// What is known of a word in small letters.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its folded form; `None` where it is the word itself.
    folded: Option<Box<str>>,
    /// Its folded stem; `None` without a stemmer.
    pub(crate) stem: Option<Box<str>>,
    /// Whether stem and folding disagree (see `Token::odd`).
    pub(crate) odd: bool,
}

impl Entry {
    /// The folded form of the word this entry is of.
    pub(crate) fn form<'a>(&'a self, lower: &'a str) -> &'a str {
        self.folded.as_deref().unwrap_or(lower)
    }
}

/// A stemmer and the words it has met.
pub(crate) struct Vocabulary {
    stemmer: Option<Stemmer>,
    places: HashMap<Box<str>, u32, WordHashes>,
    entries: Vec<Entry>,
}

impl Vocabulary {
    pub(crate) fn new(stemmer: Option<Stemmer>) -> Self {
        Self { stemmer, places: HashMap::with_hasher(WordHashes::new()), entries: Vec::new() }
    }

    /// Whether words have stems here.
    pub(crate) fn has_stems(&self) -> bool {
        self.stemmer.is_some()
    }

    /// What is known of a word, given in small letters.
    pub(crate) fn entry(&mut self, lower: &str) -> &Entry {
        let place = match self.places.get(lower) {
            Some(&place) => place as usize,
            None => self.learn(lower),
        };
        &self.entries[place]
    }

    fn learn(&mut self, lower: &str) -> usize {
        if self.entries.len() >= MAX_WORDS {
            self.entries.clear();
            self.places.clear();
        }
        let mut folded = fold(lower);
        cut(&mut folded);
        let stem = self.folded_stem(lower);
        let odd = folded != lower && stem != self.folded_stem(&folded);
        let folded = (folded != lower).then(|| folded.into_boxed_str());
        let place = self.entries.len();
        self.entries.push(Entry { folded, stem, odd });
        self.places.insert(lower.into(), place as u32);
        place
    }

    fn folded_stem(&self, lower: &str) -> Option<Box<str>> {
        let stemmer = self.stemmer.as_ref()?;
        let mut stem = fold(&stemmer.stem(lower));
        cut(&mut stem);
        Some(stem.into_boxed_str())
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = self.stemmer.map(Stemmer::algorithm);
        let words = self.entries.len();
        f.debug_struct("Vocabulary").field("stemmer", &algorithm).field("words", &words).finish()
    }
}

/// Fast hashes of short words, with a seed of their own so that no text can be made to collide.
struct WordHashes(u64);

impl WordHashes {
    fn new() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for WordHashes {
    type Hasher = WordHash;

    fn build_hasher(&self) -> WordHash {
        WordHash(self.0)
    }
}

struct WordHash(u64);

impl Hasher for WordHash {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u8(&mut self, _: u8) {
        // The mark that ends a `str`: there is only one in a key.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

//! The words an analyzer has met: folded form and stem of each, so that neither is made twice.
//!
//! Nearly every word of a text is found here, so this decides how fast texts are read. The letters
//! of all words lie in one string in order of their first use: frequent words come early and stay
//! together in the processor's cache.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use frostem::Stemmer;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::fold::fold;
use crate::written::cut;

/// Words kept before the memory is emptied.
const MAX_WORDS: usize = 1 << 16;

/// What is known of a word in small letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Its folded form.
    pub(crate) form: &'a str,
    /// Its folded stem; `None` without a stemmer.
    pub(crate) stem: Option<&'a str>,
    /// Whether stem and folding disagree (see `Token::odd`).
    pub(crate) odd: bool,
}

/// A stemmer and the words it has met.
pub(crate) struct Vocabulary {
    stemmer: Option<Stemmer>,
    /// A table with open addressing; its length is a power of two, at most half of it is in use.
    slots: Vec<Slot>,
    records: Vec<Record>,
    letters: String,
    /// Differs for every vocabulary, so that no text can be made to collide.
    seed: u64,
}

/// Half of a word's hash, and where its record is plus one; 0 is an empty slot.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    tag: u32,
    place: u32,
}

/// Where a word's letters begin: the word, its folded form (left out where it is the word itself)
/// and its stem, one behind the other, none longer than 200 bytes.
#[derive(Debug, Clone, Copy)]
struct Record {
    start: u32,
    word: u8,
    folded: u8,
    stem: u8,
    odd: bool,
}

impl Vocabulary {
    pub(crate) fn new(stemmer: Option<Stemmer>) -> Self {
        let seed = RandomState::new().build_hasher().finish();
        Self { stemmer, slots: Vec::new(), records: Vec::new(), letters: String::new(), seed }
    }

    /// Whether words have stems here.
    pub(crate) fn has_stems(&self) -> bool {
        self.stemmer.is_some()
    }

    /// What is known of a word, given in small letters and cut to the length of a form.
    pub(crate) fn entry(&mut self, lower: &str) -> Entry<'_> {
        let hash = xxh3_64_with_seed(lower.as_bytes(), self.seed);
        let record = match self.find(lower, hash) {
            Some(record) => record,
            None => self.learn(lower, hash),
        };
        self.read(record)
    }

    fn find(&self, lower: &str, hash: u64) -> Option<Record> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            let record = *self.records.get((slot.place as usize).checked_sub(1)?)?;
            if slot.tag == (hash >> 32) as u32 && self.word(record) == lower.as_bytes() {
                return Some(record);
            }
            at = (at + 1) & mask;
        }
    }

    fn word(&self, record: Record) -> &[u8] {
        let start = record.start as usize;
        &self.letters.as_bytes()[start..start + usize::from(record.word)]
    }

    fn read(&self, record: Record) -> Entry<'_> {
        let word = record.start as usize;
        let folded = word + usize::from(record.word);
        let stem = folded + usize::from(record.folded);
        let end = stem + usize::from(record.stem);
        let form = if record.folded == 0 { word..folded } else { folded..stem };
        Entry {
            form: &self.letters[form],
            stem: self.has_stems().then(|| &self.letters[stem..end]),
            odd: record.odd,
        }
    }

    fn learn(&mut self, lower: &str, hash: u64) -> Record {
        if self.records.len() >= MAX_WORDS {
            self.records.clear();
            self.letters.clear();
            self.slots.fill(Slot::default());
        }
        let mut folded = fold(lower);
        cut(&mut folded);
        let stem = self.folded_stem(lower);
        let odd = folded != lower && stem != self.folded_stem(&folded);
        if folded == lower {
            folded.clear();
        }
        let length = |text: &str| u8::try_from(text.len()).expect("cut to 200 bytes");
        let record = Record {
            start: u32::try_from(self.letters.len()).expect("65,536 words of 600 bytes at most"),
            word: length(lower),
            folded: length(&folded),
            stem: length(&stem),
            odd,
        };
        self.letters.extend([lower, &folded, &stem]);
        self.records.push(record);
        if self.records.len() * 2 > self.slots.len() {
            self.grow();
        } else {
            self.place(self.records.len(), hash);
        }
        record
    }

    fn folded_stem(&self, lower: &str) -> String {
        let mut stem = self.stemmer.map_or_else(String::new, |stemmer| fold(&stemmer.stem(lower)));
        cut(&mut stem);
        stem
    }

    /// Puts a record, counted from 1, into the first free slot of its hash.
    fn place(&mut self, place: usize, hash: u64) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].place != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot { tag: (hash >> 32) as u32, place: place as u32 };
    }

    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(256);
        self.slots = vec![Slot::default(); slots];
        for place in 1..=self.records.len() {
            let hash = xxh3_64_with_seed(self.word(self.records[place - 1]), self.seed);
            self.place(place, hash);
        }
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = self.stemmer.map(Stemmer::algorithm);
        let words = self.records.len();
        f.debug_struct("Vocabulary").field("stemmer", &algorithm).field("words", &words).finish()
    }
}

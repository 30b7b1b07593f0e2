//! The words an analyzer has met: folded form and stem of each, so that neither is made twice.
//!
//! Nearly every word of a text is found here, so this decides how fast texts are read, and what
//! takes the time is waiting for memory. So a word is known by a hash of 128 bits with a secret
//! seed, not by its letters, and a form or stem that can be cut out of the word is not kept:
//! most words are found in one place of the table and nowhere else.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use frostem::Stemmer;
use xxhash_rust::xxh3::xxh3_128_with_seed;

use crate::fold::fold;
use crate::written::cut;

/// Words kept before those that were met only once are forgotten.
const MAX_WORDS: usize = 1 << 16;

/// What is known of a word in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    words: usize,
    /// Forms and stems that cannot be cut out of their words.
    letters: String,
    /// Differs for every vocabulary, so that no text can be made to collide.
    seed: u64,
}

/// What is known of a word, beside its hash.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    hash: [u64; 2],
    /// Where the form's letters are, and behind them the stem's; each unless a flag says that the
    /// word has them. Neither is longer than 200 bytes.
    start: u32,
    form: u8,
    stem: u8,
    flags: u8,
}

/// The slot holds a word.
const USED: u8 = 1;
/// `Entry::odd`.
const ODD: u8 = 2;
/// The form is the word.
const SAME_FORM: u8 = 4;
/// The stem is what the word begins with.
const STEM_IN_WORD: u8 = 8;
/// The word was met again.
const AGAIN: u8 = 16;

impl Slot {
    fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Bytes of it in `Vocabulary::letters`.
    fn kept(self) -> usize {
        let form = if self.has(SAME_FORM) { 0 } else { self.form };
        let stem = if self.has(STEM_IN_WORD) { 0 } else { self.stem };
        usize::from(form) + usize::from(stem)
    }
}

impl Vocabulary {
    pub(crate) fn new(stemmer: Option<Stemmer>) -> Self {
        let seed = RandomState::new().build_hasher().finish();
        Self { stemmer, slots: Vec::new(), words: 0, letters: String::new(), seed }
    }

    /// Whether words have stems here.
    pub(crate) fn has_stems(&self) -> bool {
        self.stemmer.is_some()
    }

    /// What is known of a word, given in small letters and cut to the length of a form.
    pub(crate) fn entry<'a>(&'a mut self, lower: &'a str) -> Entry<'a> {
        let hash = xxh3_128_with_seed(lower.as_bytes(), self.seed);
        let hash = [hash as u64, (hash >> 64) as u64];
        let slot = match self.find(hash) {
            Some(slot) => slot,
            None => self.learn(lower, hash),
        };
        let start = slot.start as usize;
        let form =
            if slot.has(SAME_FORM) { "" } else { &self.letters[start..][..slot.form.into()] };
        let stem = match slot.has(STEM_IN_WORD) {
            true => &lower[..slot.stem.into()],
            false => &self.letters[start + form.len()..][..slot.stem.into()],
        };
        Entry {
            form: if slot.has(SAME_FORM) { lower } else { form },
            stem: self.has_stems().then_some(stem),
            odd: slot.has(ODD),
        }
    }

    fn find(&mut self, hash: [u64; 2]) -> Option<Slot> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash[0] as usize & mask;
        loop {
            let slot = &mut self.slots[at];
            if slot.hash == hash && slot.has(USED) {
                slot.flags |= AGAIN;
                return Some(*slot);
            }
            if !slot.has(USED) {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    fn learn(&mut self, lower: &str, hash: [u64; 2]) -> Slot {
        if self.words >= MAX_WORDS {
            self.forget();
        }
        let mut form = fold(lower);
        cut(&mut form);
        let stem = self.folded_stem(lower);
        let mut flags = USED;
        if form != lower && stem != self.folded_stem(&form) {
            flags |= ODD;
        }
        // A word of nothing but marks folds to nothing, and stays what it is.
        if form == lower || form.is_empty() {
            flags |= SAME_FORM;
        }
        if lower.starts_with(&stem) {
            flags |= STEM_IN_WORD;
        }
        let length = |text: &str| u8::try_from(text.len()).expect("cut to 200 bytes");
        let start = u32::try_from(self.letters.len()).expect("65,536 words of 400 bytes at most");
        let slot = Slot { hash, start, form: length(&form), stem: length(&stem), flags };
        for (text, flag) in [(&form, SAME_FORM), (&stem, STEM_IN_WORD)] {
            if !slot.has(flag) {
                self.letters.push_str(text);
            }
        }
        if (self.words + 1) * 2 > self.slots.len() {
            self.resize((self.slots.len() * 2).max(256), |slot| slot.has(USED));
        }
        self.place(slot);
        slot
    }

    fn folded_stem(&self, lower: &str) -> String {
        let mut stem = self.stemmer.map_or_else(String::new, |stemmer| fold(&stemmer.stem(lower)));
        cut(&mut stem);
        stem
    }

    /// Puts a word that the table does not have into the first free slot of its hash.
    fn place(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.hash[0] as usize & mask;
        while self.slots[at].has(USED) {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
        self.words += 1;
    }

    /// Gives the table another length and takes over the words that `keeps` names.
    fn resize(&mut self, length: usize, keeps: impl Fn(&Slot) -> bool) {
        self.words = 0;
        let slots = std::mem::replace(&mut self.slots, vec![Slot::default(); length]);
        slots.into_iter().filter(|slot| keeps(slot)).for_each(|slot| self.place(slot));
    }

    /// Forgets what was met only once since the last time, or all where that is little.
    fn forget(&mut self) {
        self.resize(self.slots.len(), |slot| slot.has(AGAIN));
        if self.words > MAX_WORDS / 2 {
            self.resize(self.slots.len(), |_| false);
        }
        let letters = std::mem::take(&mut self.letters);
        for slot in self.slots.iter_mut().filter(|slot| slot.has(USED)) {
            let start = slot.start as usize;
            slot.start = self.letters.len() as u32;
            slot.flags &= !AGAIN;
            self.letters.push_str(&letters[start..start + slot.kept()]);
        }
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = self.stemmer.map(Stemmer::algorithm);
        f.debug_struct("Vocabulary")
            .field("stemmer", &algorithm)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use frostem::Algorithm;

    use super::*;

    fn known(vocabulary: &mut Vocabulary, word: &str) -> (String, Option<String>, bool) {
        let entry = vocabulary.entry(word);
        (entry.form.to_string(), entry.stem.map(str::to_string), entry.odd)
    }

    #[test]
    fn a_word_is_the_same_when_met_again_and_when_forgotten() {
        let mut vocabulary = Vocabulary::new(Some(Stemmer::new(Algorithm::English)));
        let words = ["mill", "happy", "police", "résumé", "naïve", "dying", "x", "\u{301}"];
        let first = words.map(|word| known(&mut vocabulary, word));
        assert_eq!(first[1], ("happy".into(), Some("happi".into()), false));
        assert_eq!(first[3].0, "resume");
        for round in 0..3 {
            for (word, first) in words.iter().zip(&first) {
                assert_eq!(&known(&mut vocabulary, word), first, "{word} in round {round}");
            }
            // More words than are kept, every third of them often.
            for n in 0..MAX_WORDS {
                let word = format!("ville{n}{round}");
                assert_eq!(vocabulary.entry(&word).form, word);
                let often = format!("étage{}", n % (MAX_WORDS / 3));
                assert_eq!(vocabulary.entry(&often).form, often.replace('é', "e"));
            }
            assert!(vocabulary.words <= MAX_WORDS, "{}", vocabulary.words);
        }
    }
}

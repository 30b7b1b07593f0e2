//! Words that a reader of tokens has no use for: most words of most texts, and always the same.

/// Slots of the table; a power of two. Some thousand words make up nine tenths of a text.
const SLOTS: usize = 1 << BITS;
const BITS: u32 = 12;
/// Letters of a word that is kept.
const LETTERS: usize = 16;

/// Words whose tokens were of no use to a caller of
/// [`Analyzer::tokens_of_use`](crate::Analyzer::tokens_of_use), so that they are not made again.
/// Belongs to one analyzer and to one use.
#[derive(Debug)]
pub struct Dull {
    /// A bit for every small letter and digit that a word of use may begin with.
    first: u128,
    /// Each word at the place its hash gives, the last one met; 0 is none.
    words: Vec<u128>,
}

impl Default for Dull {
    fn default() -> Self {
        Self { first: u128::MAX, words: Vec::new() }
    }
}

impl Dull {
    /// No word yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// All words of ASCII letters and digits but those that begin with one of these small letters
    /// and digits.
    pub fn but_with_first(letters: impl IntoIterator<Item = u8>) -> Self {
        let ascii = letters.into_iter().filter(u8::is_ascii);
        let first = ascii.fold(0, |first, letter| first | 1 << letter.to_ascii_lowercase());
        Self { first, words: Vec::new() }
    }

    /// Whether the word of ASCII letters and digits from `start` to `end` is known to be of no use.
    pub(crate) fn has(&self, text: &str, start: usize, end: usize) -> bool {
        // The bit that small letters have and capitals have not; digits have it.
        let first = text.as_bytes().get(start).map_or(0, |letter| (letter | 0x20) & 0x7f);
        if self.first >> first & 1 == 0 {
            return true;
        }
        match small_letters(text, start, end) {
            Some(word) => self.words.get(place(word)) == Some(&word),
            None => false,
        }
    }

    /// Keeps such a word.
    pub(crate) fn add(&mut self, text: &str, start: usize, end: usize) {
        if let Some(word) = small_letters(text, start, end) {
            if self.words.is_empty() {
                self.words = vec![0; SLOTS];
            }
            self.words[place(word)] = word;
        }
    }
}

/// A word of ASCII letters and digits in small letters as one number, if it is short.
fn small_letters(text: &str, start: usize, end: usize) -> Option<u128> {
    let length = end - start;
    if length == 0 || length > LETTERS {
        return None;
    }
    let bytes = text.as_bytes();
    let letters =
        match bytes.get(start..start + LETTERS).and_then(|b| <[u8; LETTERS]>::try_from(b).ok()) {
            Some(letters) => letters,
            None => {
                let mut letters = [0; LETTERS];
                letters[..length].copy_from_slice(&bytes[start..end]);
                letters
            }
        };
    let small = u128::from_le_bytes(letters) | u128::from_le_bytes([0x20; LETTERS]);
    Some(small & (u128::MAX >> (8 * (LETTERS - length))))
}

fn place(word: u128) -> usize {
    let mixed = (word as u64 ^ (word >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_in_any_case_and_place_and_only_as_a_whole() {
        let mut dull = Dull::new();
        assert!(!dull.has("the", 0, 3));
        dull.add("The storm, the storm", 0, 3);
        dull.add("B2", 0, 2);
        for (text, start, end, known) in [
            ("the", 0, 3, true),
            ("they saw THE sea and nothing else", 9, 12, true),
            ("they saw the sea and nothing else", 0, 4, false),
            ("th", 0, 2, false),
            ("a b2 b", 2, 4, true),
            ("internationalisation", 0, 20, false),
        ] {
            assert_eq!(dull.has(text, start, end), known, "{text}");
        }
        let but = Dull::but_with_first(*b"s1");
        for (word, known) in
            [("Storm", false), ("1912", false), ("sea", false), ("the", true), ("2", true)]
        {
            assert_eq!(but.has(word, 0, word.len()), known, "{word}");
        }
        dull.add("internationalisation", 0, 20);
        assert!(!dull.has("internationalisation", 0, 20), "too long to be kept");
    }
}

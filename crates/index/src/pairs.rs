//! Two very common words side by side: a list of its own for each such pair, without positions.
//!
//! `of` and `the` stand in every article, and to learn where they stand side by side would be to
//! read the positions of both in all of them. So where both words are [`COMMON`] the pair is a
//! term, counted as the ranking counts an occurrence in headline, lead and text. The answers are
//! those of the positions; the pairs are in a field that no wildcard looks at. The set of words is
//! part of the index's format.

use morgue_analysis::Token;
use tantivy::Term;
use tantivy::schema::Field;

use crate::terms::{TokenText, split_length};
use crate::translate::Slot;

/// The words, in order: the most frequent of the languages most news is in, in folded form.
const COMMON: [&str; 62] = [
    "a", "al", "and", "are", "as", "at", "be", "been", "by", "da", "das", "de", "del", "dem",
    "den", "der", "des", "di", "die", "do", "du", "e", "een", "el", "en", "et", "for", "from",
    "had", "has", "have", "he", "het", "his", "il", "im", "in", "is", "it", "la", "las", "le",
    "les", "los", "mit", "not", "o", "of", "on", "que", "said", "that", "the", "to", "und", "van",
    "von", "was", "were", "will", "with", "y",
];

/// Letters of the longest of them.
const LONGEST: usize = 4;

/// Places of [`TABLE`].
const PLACES: usize = 256;

/// Every token of every article is asked for, so the words are found by their letters as one
/// number: at its [`place`] or one of the next, the letters and the number of the word; no letters
/// where no word stands.
const TABLE: [(u32, u8); PLACES] = {
    let mut table = [(0, 0); PLACES];
    let mut number = 0;
    while number < COMMON.len() {
        let letters = letters(COMMON[number].as_bytes());
        let mut at = place(letters);
        while table[at].0 != 0 {
            at = (at + 1) % PLACES;
        }
        table[at] = (letters, number as u8);
        number += 1;
    }
    table
};

/// The bytes of a word of at most [`LONGEST`] as one number.
const fn letters(word: &[u8]) -> u32 {
    let mut number = 0;
    let mut at = 0;
    while at < word.len() {
        number = number << 8 | word[at] as u32;
        at += 1;
    }
    number
}

const fn place(letters: u32) -> usize {
    (letters.wrapping_mul(0x9E37_79B9) >> 24) as usize
}

/// The number of a common word.
fn common(form: &str) -> Option<usize> {
    if form.len() > LONGEST {
        return None;
    }
    let letters = letters(form.as_bytes());
    let mut at = place(letters);
    while TABLE[at].0 != 0 {
        let number = usize::from(TABLE[at].1);
        // A word that begins with NUL would have the letters of a shorter one.
        if TABLE[at].0 == letters && COMMON[number].len() == form.len() {
            return Some(number);
        }
        at = (at + 1) % PLACES;
    }
    None
}

/// Writes the pairs of one article.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    text: TokenText,
    /// Common words that end where the next may begin: number, first position, end.
    before: Vec<(usize, u32, u32)>,
}

impl Pairs {
    /// Takes the pairs out, and begins anew.
    pub(crate) fn take(&mut self) -> String {
        self.before.clear();
        self.text.take()
    }

    /// To be asked for every token of the default text in turn. `weigh` says how much an
    /// occurrence from one position to another in this field counts.
    pub(crate) fn see(&mut self, token: &Token<'_>, weigh: impl Fn(u32, u32) -> u32) {
        let Some(number) = common(token.form) else { return };
        let (start, end) = (token.position, token.position + token.length);
        self.before.retain(|&(_, _, before)| before >= start);
        for &(first, from, _) in self.before.iter().filter(|&&(_, _, before)| before == start) {
            self.text.push(0, weigh(from, end), |out| write(first, number, out));
        }
        self.before.push((number, start, end));
    }
}

fn write(first: usize, second: usize, out: &mut String) {
    out.push_str(COMMON[first]);
    out.push(' ');
    out.push_str(COMMON[second]);
}

/// The term of two words, if they are a pair that has a list: each looked up by its exact form
/// `in` this field alone.
pub(crate) fn term(first: &Slot, second: &Slot, exact: Field, pairs: Field) -> Option<Term> {
    let (first, second) = (number(first, exact)?, number(second, exact)?);
    let mut text = String::new();
    write(first, second, &mut text);
    Some(Term::from_field_text(pairs, &text))
}

/// The common word that a slot stands for, in whatever letters.
fn number(slot: &Slot, exact: Field) -> Option<usize> {
    if slot.marked.is_some() {
        return None;
    }
    let mut numbers = slot.terms.iter().map(|(term, _)| {
        let text = term.value().as_str().filter(|_| term.field() == exact)?.to_string();
        common(split_length(&text).0)
    });
    let first = numbers.next()??;
    numbers.all(|number| number == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_letters() {
        assert!(COMMON.is_sorted() && COMMON.iter().all(|word| word.len() <= LONGEST));
        for (number, word) in COMMON.into_iter().enumerate() {
            assert_eq!(common(word), Some(number), "{word}");
        }
        for other in ["", "b", "thee", "thes", "het ", "abcde", "\0a", "\0\0\0a", "ü"] {
            assert_eq!(common(other), None, "{other}");
        }
    }
}

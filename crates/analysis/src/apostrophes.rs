//! The bare form of a word: without `'s`, without an elided article.

use std::ops::Range;

use crate::scripts::{Class, class};

/// The part of a word (as written) that is its bare form, if it has one. The two ends are told
/// apart: a joined form takes the start from its first part and the end from its last.
pub(crate) struct Bare {
    /// Where the word begins without its elided article; 0 where there is none.
    pub(crate) start: usize,
    /// Where the word ends without its `'s`; the word's end where there is none.
    pub(crate) end: usize,
}

impl Bare {
    /// Looks for an elided article and a `'s`.
    pub(crate) fn of(word: &str, elided: &[&str]) -> Self {
        let start = elision(word, elided).unwrap_or(0);
        let end = possessive(word).filter(|&end| end > start).unwrap_or(word.len());
        Self { start, end }
    }

    /// The range, where it is not the whole word.
    pub(crate) fn range(&self, word: &str) -> Option<Range<usize>> {
        (self.start > 0 || self.end < word.len()).then_some(self.start..self.end)
    }
}

/// Where an apostrophe and a last `s` begin.
fn possessive(word: &str) -> Option<usize> {
    let stem = word.strip_suffix(['s', 'S', 'ｓ', 'Ｓ'])?;
    let stem = stem.trim_end_matches(|c| class(c) == Class::Ignorable);
    let (at, c) = stem.char_indices().next_back()?;
    (class(c) == Class::Apostrophe && at > 0).then_some(at)
}

/// A word without the article that has lost its vowel before it, where a language has such articles.
///
/// ```
/// assert_eq!(morgue_analysis::without_elided("l'orchestre", "fr"), Some("orchestre"));
/// assert_eq!(morgue_analysis::without_elided("l'orchestre", "en"), None);
/// ```
pub fn without_elided<'w>(word: &'w str, lang: &str) -> Option<&'w str> {
    elision(word, crate::languages::elided(lang)).and_then(|start| word.get(start..))
}

/// Where the word after an elided article begins.
fn elision(word: &str, elided: &[&str]) -> Option<usize> {
    // The longest article has six letters.
    let (at, c) = word.char_indices().take(8).find(|&(_, c)| class(c) == Class::Apostrophe)?;
    let article = &word[..at];
    elided.iter().any(|known| article.eq_ignore_ascii_case(known)).then_some(at + c.len_utf8())
}

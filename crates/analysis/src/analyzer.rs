//! From a text to its tokens.

use std::fmt;

use frostem::Stemmer;

use crate::apostrophes::Bare;
use crate::dull::Dull;
use crate::fold::fold;
use crate::languages::{algorithm, elided, keeps_first_letter};
use crate::token::{Case, Form, Token};
use crate::vocabulary::Vocabulary;
use crate::words::{Word, Words};
use crate::written::{MAX_FORM, boundary, cut, lower_into};

/// Makes tokens of texts in one language. Keeps buffers and a cache of stems: make one a thread
/// and use it for many texts.
pub struct Analyzer {
    lang: String,
    elided: &'static [&'static str],
    vocabulary: Vocabulary,
    lower: String,
    joined: Joined,
    chain: Vec<Word>,
}

/// The buffers of a joined form.
#[derive(Debug, Default)]
struct Joined {
    lower: String,
    form: String,
}

/// Which words need not be made into tokens.
trait Skips {
    fn skips(&self, text: &str, word: Word) -> bool;
    fn note(&mut self, text: &str, word: Word, used: bool);
}

/// Every word is of use.
struct NoneDull;

impl Skips for NoneDull {
    fn skips(&self, _: &str, _: Word) -> bool {
        false
    }

    fn note(&mut self, _: &str, _: Word, _: bool) {}
}

impl Skips for Dull {
    fn skips(&self, text: &str, word: Word) -> bool {
        word.simple && self.has(text, word.start, word.end)
    }

    fn note(&mut self, text: &str, word: Word, used: bool) {
        if word.simple && !used {
            self.add(text, word.start, word.end);
        }
    }
}

impl Analyzer {
    /// For this language code (ISO 639-1, with or without a region). A language without a
    /// stemmer, or an unknown one, gives tokens without stems.
    pub fn new(lang: &str) -> Self {
        Self {
            lang: lang.to_string(),
            elided: elided(lang),
            vocabulary: Vocabulary::new(algorithm(lang).map(Stemmer::new)),
            lower: String::new(),
            joined: Joined::default(),
            chain: Vec::new(),
        }
    }

    /// The language code it was made for.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Calls `each` for every token of a text, positions from `first` on, in order of position
    /// (at one position: main, bare, joined). Returns the position after the last.
    ///
    /// Of a text over 4 GiB only that much is read.
    pub fn tokens(&mut self, text: &str, first: u32, mut each: impl FnMut(&Token<'_>)) -> u32 {
        self.walk(text, first, &mut NoneDull, &mut |token| {
            each(token);
            true
        })
    }

    /// The same for a caller that looks for few words: `each` says whether a token was of use, and
    /// of words of ASCII letters the tokens that were of none are not shown again. That must not
    /// depend on where a word stands, nor on its capitals.
    pub fn tokens_of_use(
        &mut self,
        text: &str,
        first: u32,
        dull: &mut Dull,
        mut each: impl FnMut(&Token<'_>) -> bool,
    ) -> u32 {
        self.walk(text, first, dull, &mut each)
    }

    fn walk(
        &mut self,
        text: &str,
        first: u32,
        dull: &mut impl Skips,
        each: &mut impl FnMut(&Token<'_>) -> bool,
    ) -> u32 {
        let text = &text[..boundary(text, u32::MAX as usize)];
        let mut position = first;
        let mut chain = std::mem::take(&mut self.chain);
        for word in Words::new(text, false) {
            if word.joins || !chain.is_empty() {
                chain.push(word);
                if !word.joins {
                    let mut each = |token: &Token<'_>| _ = each(token);
                    position = self.emit_chain(text, &chain, position, &mut each);
                    chain.clear();
                }
                continue;
            }
            if !dull.skips(text, word) {
                let mut used = false;
                self.emit_word(text, word, position, &mut |token| used |= each(token));
                dull.note(text, word, used);
            }
            position = position.saturating_add(1);
        }
        debug_assert!(chain.is_empty(), "a word that joins has a word to join with");
        self.chain = chain;
        position
    }

    /// The folded stem of one word in this language, given in small letters with its accents;
    /// `None` where the language has no stemmer.
    pub fn stem(&mut self, lower: &str) -> Option<String> {
        let lower = &lower[..boundary(lower, MAX_FORM)];
        self.vocabulary.entry(lower).stem.map(str::to_string)
    }

    /// Whether the stem of a word of ASCII letters begins as the word does, whatever the word.
    pub fn keeps_first_letter(&self) -> bool {
        keeps_first_letter(&self.lang)
    }

    /// A word's main form and, if it has one, its bare form.
    fn emit_word(
        &mut self,
        text: &str,
        word: Word,
        position: u32,
        each: &mut impl FnMut(&Token<'_>),
    ) {
        let written = &text[word.start..word.end];
        self.emit(written, word.start, word, Form::Main, position, each);
        if word.apostrophe
            && let Some(bare) = Bare::of(written, self.elided).range(written)
        {
            let start = word.start + bare.start;
            self.emit(&written[bare], start, word, Form::Bare, position, each);
        }
    }

    fn emit(
        &mut self,
        written: &str,
        start: usize,
        word: Word,
        kind: Form,
        position: u32,
        each: &mut impl FnMut(&Token<'_>),
    ) {
        lower_into(written, word.simple, &mut self.lower);
        let lower = self.lower.as_str();
        let known = self.vocabulary.has_stems() && !word.character;
        let entry = (known || !lower.is_ascii()).then(|| self.vocabulary.entry(lower));
        let case = if word.simple { Case::of_ascii(written.as_bytes()) } else { Case::of(written) };
        each(&Token {
            form: entry.map_or(lower, |entry| entry.form),
            stem: entry.filter(|_| known).and_then(|entry| entry.stem),
            odd: known && entry.is_some_and(|entry| entry.odd),
            kind,
            position,
            length: 1,
            start: start as u32,
            end: (start + written.len()) as u32,
            case,
            character: word.character,
        });
    }

    /// Words linked by hyphens, slashes or `&`: each at its position, and all of them as one at
    /// the first.
    fn emit_chain(
        &mut self,
        text: &str,
        chain: &[Word],
        first: u32,
        each: &mut impl FnMut(&Token<'_>),
    ) -> u32 {
        let mut position = first;
        for &word in chain {
            self.emit_word(text, word, position, each);
            if position == first && chain.len() > 1 {
                self.emit_joined(text, chain, first, each);
            }
            position = position.saturating_add(1);
        }
        position
    }

    fn emit_joined(
        &mut self,
        text: &str,
        chain: &[Word],
        position: u32,
        each: &mut impl FnMut(&Token<'_>),
    ) {
        let (Some(head), Some(tail)) = (chain.first(), chain.last()) else { return };
        self.emit_joined_from(text, chain, (head.start, tail.end), position, each);
        let head_written = &text[head.start..head.end];
        let tail_written = &text[tail.start..tail.end];
        let start = match head.apostrophe {
            true => head.start + Bare::of(head_written, self.elided).start,
            false => head.start,
        };
        let end = match tail.apostrophe {
            true => tail.start + Bare::of(tail_written, &[]).end,
            false => tail.end,
        };
        if (start, end) != (head.start, tail.end) {
            self.emit_joined_from(text, chain, (start, end), position, each);
        }
    }

    /// The joined form of the stretch of a chain from `start` to `end`.
    fn emit_joined_from(
        &mut self,
        text: &str,
        chain: &[Word],
        (start, end): (usize, usize),
        position: u32,
        each: &mut impl FnMut(&Token<'_>),
    ) {
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        for word in chain {
            if joined.is_full() {
                break;
            }
            let part = &text[word.start.max(start)..word.end.min(end)];
            lower_into(part, word.simple, &mut self.lower);
            joined.push(&self.lower);
        }
        joined.finish();
        let stems = self.vocabulary.has_stems();
        let entry = stems.then(|| self.vocabulary.entry(&joined.lower));
        each(&Token {
            form: &joined.form,
            stem: entry.and_then(|entry| entry.stem),
            odd: entry.is_some_and(|entry| entry.odd),
            kind: Form::Joined,
            position,
            length: chain.len() as u32,
            start: start as u32,
            end: end as u32,
            case: Case::of(&text[start..end]),
            character: false,
        });
        self.joined = joined;
    }
}

impl fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Analyzer")
            .field("lang", &self.lang)
            .field("vocabulary", &self.vocabulary)
            .finish_non_exhaustive()
    }
}

impl Joined {
    fn clear(&mut self) {
        self.lower.clear();
        self.form.clear();
    }

    fn is_full(&self) -> bool {
        // More than is kept: what composes at the end grows shorter.
        self.lower.len().min(self.form.len()) >= 5 * MAX_FORM
    }

    fn push(&mut self, lower: &str) {
        self.lower.push_str(lower);
        if lower.is_ascii() {
            self.form.push_str(lower);
        } else {
            self.form.push_str(&fold(lower));
        }
    }

    fn finish(&mut self) {
        cut(&mut self.lower);
        if !self.form.is_ascii() {
            // Letters of two parts may compose.
            self.form = fold(&self.form);
        }
        cut(&mut self.form);
    }
}

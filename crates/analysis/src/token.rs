//! SKELETON: signatures fixed, bodies to be replaced by the real analysis.

use std::ops::Range;

/// One form of a word at its place in a text. A word gives one token or several: its main form,
/// further forms at the same position, and a joined form over several positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The folded exact form: small letters, no accents, compatibility forms dissolved. At most
    /// 200 bytes.
    pub form: &'a str,
    /// The folded stem in the analyzer's language; `None` where the language has no stemmer.
    pub stem: Option<&'a str>,
    /// Whether the stem of this word as written differs from the stem of its folded form
    /// (`résumé`): a bare word without accents may then fit by folding alone.
    pub odd: bool,
    /// Which form it is.
    pub kind: Form,
    /// Its first position.
    pub position: u32,
    /// How many positions it takes: 1, or the number of parts for a joined form.
    pub length: u32,
    /// Where it begins in the text, in bytes.
    pub start: u32,
    /// Where it ends in the text, in bytes.
    pub end: u32,
    /// Which of its letters are capitals.
    pub case: Case,
    /// Whether it is a character of a script without spaces.
    pub character: bool,
}

impl Token<'_> {
    /// Whether it is the first, main form at its position.
    pub fn is_main(&self) -> bool {
        self.kind == Form::Main
    }
}

/// Which form of a word a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The word. There is exactly one for every position.
    Main,
    /// A form without `'s`, a final `'` or an elided article, at the same position.
    Bare,
    /// The parts on both sides of hyphens, slashes or `&` written as one.
    Joined,
}

/// Capitals of a word as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Case {
    /// The first letter is a capital.
    pub first: bool,
    /// Every letter is a capital, and there are two or more.
    pub all: bool,
}

/// Makes tokens of texts in one language. Keeps buffers and a cache of stems: make one a thread
/// and use it for many texts.
#[derive(Debug)]
pub struct Analyzer {
    lang: String,
}

impl Analyzer {
    /// For this language code (ISO 639-1). A language without a stemmer, or an unknown one, gives
    /// tokens without stems.
    pub fn new(lang: &str) -> Self {
        Self { lang: lang.to_string() }
    }

    /// The language code it was made for.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Calls `each` for every token of a text, positions from `first` on, in order of position
    /// (at one position: main, bare, joined). Returns the position after the last.
    pub fn tokens(&mut self, text: &str, first: u32, mut each: impl FnMut(&Token<'_>)) -> u32 {
        let mut position = first;
        let base = text.as_ptr() as usize;
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let start = word.as_ptr() as usize - base;
            let form = fold(word);
            let case = Case::default();
            each(&Token {
                form: &form,
                stem: None,
                odd: false,
                kind: Form::Main,
                position,
                length: 1,
                start: start as u32,
                end: (start + word.len()) as u32,
                case,
                character: false,
            });
            position += 1;
        }
        position
    }

    /// The folded stem of one word in this language, given in small letters with its accents;
    /// `None` where the language has no stemmer.
    pub fn stem(&mut self, lower: &str) -> Option<String> {
        let _ = lower;
        None
    }
}

/// Folds a text for comparison: compatibility forms dissolved (NFKD), accents and other marks of
/// Latin, Greek and Cyrillic letters taken off, small letters, `ß` as `ss`, `ſ` as `s`, soft
/// hyphens and zero-width characters dropped.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The sentences of a text in order, each with the white space that follows it left out.
/// Abbreviations (`U.S.`, `Mr.`, initials) do not end one.
pub fn sentences(text: &str, lang: &str) -> Vec<Range<usize>> {
    let _ = lang;
    if text.is_empty() { Vec::new() } else { vec![0..text.len()] }
}

//! What analysis makes of a text: tokens.

use crate::scripts::traits;

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
    /// The parts on both sides of hyphens, slashes or `&` written as one. Where the first part has
    /// an elided article or the last a `'s`, a second one without them follows (`AT&T's` gives
    /// `atts` and `att`).
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

impl Case {
    /// The capitals of a word as it stands in the text.
    pub(crate) fn of(written: &str) -> Self {
        let mut first = None;
        let mut letters = 0usize;
        let mut capitals = 0usize;
        for c in written.chars().map(traits).filter(|c| c.alphabetic) {
            first.get_or_insert(c.capital);
            letters += 1;
            capitals += usize::from(c.capital);
        }
        Self { first: first == Some(true), all: letters >= 2 && letters == capitals }
    }

    /// The same for letters and digits of ASCII, where most words end at their first bytes.
    pub(crate) fn of_ascii(written: &[u8]) -> Self {
        let Some(at) = written.iter().position(u8::is_ascii_alphabetic) else {
            return Self::default();
        };
        let first = written[at].is_ascii_uppercase();
        let rest = &written[at + 1..];
        let all = first
            && !rest.iter().any(u8::is_ascii_lowercase)
            && rest.iter().any(u8::is_ascii_uppercase);
        Self { first, all }
    }
}

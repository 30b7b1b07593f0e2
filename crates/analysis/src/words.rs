//! Where words begin and end, and which of them are linked to the next.

use crate::scripts::{ASCII, Class, ascii_classes, class};

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends, in bytes.
    pub(crate) end: usize,
    /// Only letters and digits of ASCII.
    pub(crate) simple: bool,
    /// Has an apostrophe inside.
    pub(crate) apostrophe: bool,
    /// A character of a script without spaces.
    pub(crate) character: bool,
    /// Whether a hyphen, slash or `&` links it to the next word.
    pub(crate) joins: bool,
}

/// The words of a text, in order.
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    wildcards: bool,
}

/// The letters between two dots: a dot joins single letters only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Component {
    Empty,
    Single,
    Longer,
}

/// How a word goes on at a sign.
enum Sign {
    /// The sign and what follows belong to the word.
    Inside(Class),
    /// The word ends; a joining sign ends at this place.
    Joins(usize),
    /// The word ends.
    Ends,
}

/// What a byte is to a word of ASCII alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Word,
    /// Ends a word whatever follows.
    Space,
    /// Ends a word where a space follows.
    Sign,
    /// Links words.
    Join,
    /// Has to be looked at closely.
    Other,
}

static PLAIN: [Plain; 256] = plain();

const fn plain() -> [Plain; 256] {
    let classes = ascii_classes();
    let mut table = [Plain::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match classes[byte] {
            Class::Letter | Class::Digit => Plain::Word,
            Class::Other => Plain::Space,
            Class::Dot | Class::Comma | Class::Apostrophe => Plain::Sign,
            Class::Join => Plain::Join,
            _ => Plain::Other,
        };
        byte += 1;
    }
    table
}

impl<'a> Words<'a> {
    /// The words of a text. With `wildcards`, `*` and `?` are letters.
    pub(crate) fn new(text: &'a str, wildcards: bool) -> Self {
        Self { text, at: 0, wildcards }
    }

    fn class(&self, c: char) -> Class {
        if self.wildcards && matches!(c, '*' | '?') { Class::Letter } else { class(c) }
    }

    /// The character at a place and its class.
    fn peek(&self, at: usize) -> Option<(char, Class)> {
        let c = self.text[at..].chars().next()?;
        Some((c, self.class(c)))
    }

    /// The first character at or after a place that is not invisible, and where it is.
    fn peek_visible(&self, mut at: usize) -> Option<(usize, char, Class)> {
        loop {
            match self.peek(at)? {
                (c, Class::Ignorable) => at += c.len_utf8(),
                (c, class) => return Some((at, c, class)),
            }
        }
    }

    /// Goes to the next place where a word begins.
    fn skip_to_word(&mut self) -> Option<Class> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte < 0x80 && !self.wildcards {
                let class = ASCII[usize::from(byte)];
                if class.is_word() {
                    return Some(class);
                }
                self.at += 1;
                continue;
            }
            let (c, class) = self.peek(self.at)?;
            if class.is_word() || class == Class::Character {
                return Some(class);
            }
            self.at += c.len_utf8();
        }
        None
    }

    /// A word of ASCII letters and digits with a plain sign, a space or nothing behind it, which
    /// most words are, at the next place where a word begins; `None` where what stands there has
    /// to be looked at closely.
    fn plain(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let class = |at: usize| bytes.get(at).map(|&byte| PLAIN[usize::from(byte)]);
        while matches!(class(self.at), Some(Plain::Space | Plain::Sign | Plain::Join)) {
            self.at += 1;
        }
        let (start, mut end) = (self.at, self.at);
        while class(end) == Some(Plain::Word) {
            end += 1;
        }
        let ends = match class(end) {
            None | Some(Plain::Space) => true,
            Some(Plain::Sign) => matches!(class(end + 1), None | Some(Plain::Space)),
            Some(Plain::Join | Plain::Word | Plain::Other) => false,
        };
        if start == end || !ends {
            return None;
        }
        self.at = end;
        Some(Word { start, end, simple: true, apostrophe: false, character: false, joins: false })
    }

    /// One character with its marks.
    fn character(&mut self) -> Word {
        let start = self.at;
        let mut end = start;
        while let Some((c, class)) = self.peek(self.at) {
            match class {
                Class::Character if self.at == start => {}
                Class::Mark | Class::Ignorable => {}
                _ => break,
            }
            self.at += c.len_utf8();
            if class != Class::Ignorable {
                end = self.at;
            }
        }
        Word { start, end, simple: false, apostrophe: false, character: true, joins: false }
    }

    fn word(&mut self) -> Word {
        let start = self.at;
        let mut word = Word {
            start,
            end: start,
            simple: true,
            apostrophe: false,
            character: false,
            joins: false,
        };
        let mut component = Component::Empty;
        let mut last = Class::Letter;
        let mut dotted = false;
        loop {
            component = self.letters(&mut word, component, &mut last);
            if dotted && component == Component::Single {
                self.final_dot(&mut word);
            }
            match self.sign(word.end, last, component) {
                Sign::Inside(sign) => {
                    word.simple = false;
                    word.apostrophe |= sign == Class::Apostrophe;
                    dotted |= sign == Class::Dot && last == Class::Letter;
                    let start_anew = sign == Class::Dot;
                    component = if start_anew { Component::Empty } else { Component::Longer };
                }
                Sign::Joins(after) => {
                    self.at = after;
                    word.joins = true;
                    return word;
                }
                Sign::Ends => return word,
            }
        }
    }

    /// Takes letters, digits, their marks and what is invisible among them.
    fn letters(&mut self, word: &mut Word, before: Component, last: &mut Class) -> Component {
        let bytes = self.text.as_bytes();
        let mut component = before;
        loop {
            match bytes.get(self.at) {
                Some(&byte) if byte < 0x80 && ASCII[usize::from(byte)].is_word() => {
                    *last = ASCII[usize::from(byte)];
                    self.at += 1;
                    word.end = self.at;
                }
                Some(&byte) if byte < 0x80 && !(self.wildcards && matches!(byte, b'*' | b'?')) => {
                    return component;
                }
                None => return component,
                Some(_) => {
                    let Some((c, class)) = self.peek(self.at) else { return component };
                    match class {
                        Class::Letter | Class::Digit => *last = class,
                        Class::Mark | Class::Ignorable => {}
                        _ => return component,
                    }
                    self.at += c.len_utf8();
                    word.simple = false;
                    if class == Class::Ignorable {
                        continue;
                    }
                    word.end = self.at;
                    if class == Class::Mark {
                        continue;
                    }
                }
            }
            component = match component {
                Component::Empty => Component::Single,
                _ => Component::Longer,
            };
        }
    }

    /// The last dot of `U.S.` belongs to it.
    fn final_dot(&mut self, word: &mut Word) {
        let Some((at, c, Class::Dot)) = self.peek_visible(self.at) else { return };
        let after = at + c.len_utf8();
        if !matches!(self.peek_visible(after), Some((_, _, class)) if class.is_word()) {
            self.at = after;
            word.end = after;
        }
    }

    /// What the sign behind the letters means. Goes behind it where the word goes on.
    fn sign(&mut self, end: usize, last: Class, component: Component) -> Sign {
        let Some((at, sign, class)) = self.peek_visible(self.at) else { return Sign::Ends };
        let after = at + sign.len_utf8();
        if class == Class::Join {
            return self.join(after, sign, last);
        }
        // The usual end of a word: a space, a sign that never joins.
        if !matches!(class, Class::Apostrophe | Class::Interpunct | Class::Dot | Class::Comma) {
            return self.line_end(end, sign);
        }
        let Some((next_at, next, next_class)) = self.peek_visible(after) else {
            return Sign::Ends;
        };
        let digits = last == Class::Digit && next_class == Class::Digit;
        let inside = match class {
            Class::Apostrophe => next_class == Class::Letter,
            Class::Interpunct => {
                let before = self.text[..end].chars().next_back();
                before.is_some_and(|c| matches!(c, 'l' | 'L')) && matches!(next, 'l' | 'L')
            }
            Class::Comma => digits,
            _ => {
                digits
                    || (component == Component::Single
                        && last == Class::Letter
                        && next_class == Class::Letter
                        && self.ends_after(next_at + next.len_utf8()))
            }
        };
        if !inside {
            return Sign::Ends;
        }
        self.at = next_at;
        Sign::Inside(class)
    }

    /// A hyphen, slash or `&` joins what stands on both sides, unless both are digits.
    fn join(&self, after: usize, sign: char, last: Class) -> Sign {
        match self.peek_visible(after) {
            Some((next_at, _, next)) if next.is_word() => {
                let digits = last == Class::Digit && next == Class::Digit;
                if digits { Sign::Ends } else { Sign::Joins(next_at) }
            }
            _ if matches!(sign, '-' | '\u{2010}') => self.broken_line(after),
            _ => Sign::Ends,
        }
    }

    /// A soft hyphen that a line ends with is a hyphen there.
    fn line_end(&self, end: usize, sign: char) -> Sign {
        let soft = matches!(sign, '\n' | '\r') && self.text[end..self.at].ends_with('\u{AD}');
        if soft { self.broken_line(self.at) } else { Sign::Ends }
    }

    /// A word broken over two lines, as scans have it: a line feed, then a small letter.
    fn broken_line(&self, after: usize) -> Sign {
        let rest = &self.text[after..];
        let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
        let Some(line) = line else { return Sign::Ends };
        let small =
            line.chars().next().is_some_and(|c| c.is_lowercase() && self.class(c) == Class::Letter);
        if small { Sign::Joins(self.text.len() - line.len()) } else { Sign::Ends }
    }

    /// Whether no letter or digit follows, marks left aside.
    fn ends_after(&self, mut at: usize) -> bool {
        while let Some((c, class)) = self.peek(at) {
            match class {
                Class::Mark | Class::Ignorable => at += c.len_utf8(),
                class => return !class.is_word(),
            }
        }
        true
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if !self.wildcards
            && let Some(word) = self.plain()
        {
            return Some(word);
        }
        Some(match self.skip_to_word()? {
            Class::Character => self.character(),
            _ => self.word(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words found by looking at every one closely.
    fn closely(text: &str) -> Vec<Word> {
        let mut words = Words::new(text, false);
        std::iter::from_fn(|| {
            Some(match words.skip_to_word()? {
                Class::Character => words.character(),
                _ => words.word(),
            })
        })
        .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_finds_the_same(text in "([ab1é東]{0,2}[ .,'’\"\n\r\u{AD}\u{200d}&-]{0,2}){0,12}") {
            prop_assert_eq!(Words::new(&text, false).collect::<Vec<_>>(), closely(&text));
        }
    }
}

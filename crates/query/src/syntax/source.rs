//! The text as the parser sees it: full-width forms as their ASCII twins, every quotation mark as
//! `"`, every space as ` `. One character stands for one of the text, so places are kept.

use std::ops::Range;

/// The characters of a query and where each begins.
#[derive(Debug)]
pub(super) struct Source<'t> {
    /// The text as typed.
    pub(super) text: &'t str,
    /// Its characters, normalised.
    pub(super) chars: Vec<char>,
    offsets: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let raw: Vec<char> = text.chars().collect();
        let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        offsets.push(text.len());
        Self { text, chars: normalise(&raw), offsets }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The place of these characters in bytes.
    pub(super) fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        self.offsets[chars.start.min(self.len())]..self.offsets[chars.end.min(self.len())]
    }

    /// The place of these bytes in characters.
    pub(super) fn places(&self, bytes: Range<usize>) -> Range<usize> {
        let at = |byte| self.offsets.partition_point(|&offset| offset < byte).min(self.len());
        at(bytes.start)..at(bytes.end)
    }

    /// Normalised characters as text.
    pub(super) fn slice(&self, chars: Range<usize>) -> String {
        self.chars[chars].iter().collect()
    }

    /// The text with one stretch of characters replaced: another query to offer. Not for texts so
    /// long that nobody would read it, and not where nothing would be left.
    pub(super) fn with(&self, chars: Range<usize>, new: &str) -> Option<String> {
        const READABLE: usize = 1000;
        let bytes = self.bytes(chars);
        if self.text.len() + new.len() > READABLE {
            return None;
        }
        let text = format!("{}{new}{}", &self.text[..bytes.start], &self.text[bytes.end..]);
        Some(text.trim().to_string()).filter(|text| !text.is_empty())
    }
}

fn normalise(raw: &[char]) -> Vec<char> {
    let mut out: Vec<char> = raw.iter().map(|&c| twin(c)).collect();
    let mut in_quotes = false;
    let mut may_close = true; // a single quote may still be closed further on
    let mut close_at = None;
    for (at, c) in out.iter_mut().enumerate() {
        match *c {
            '"' => in_quotes = !in_quotes,
            '‘' | '’' if close_at == Some(at) => {
                *c = '"';
                close_at = None;
            }
            '‘' | '‚' | '‛' if !in_quotes && close_at.is_none() && may_close && opens(raw, at) =>
            {
                close_at = (at + 2..raw.len()).find(|&end| closes(raw, end));
                may_close = close_at.is_some();
                *c = if may_close { '"' } else { '\'' };
            }
            '‘' | '‛' | '’' => *c = '\'',
            '‚' => *c = ',',
            _ => {}
        }
    }
    out
}

/// Whether a single quote here stands where one opens: not after a letter.
fn opens(raw: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| raw[i]);
    let touches = raw.get(at + 1).is_some_and(|c| c.is_alphanumeric());
    touches && before.is_none_or(|c| c.is_whitespace() || "([|:-+=".contains(c))
}

/// Whether a single quote here stands where one closes: not before a letter.
fn closes(raw: &[char], at: usize) -> bool {
    matches!(raw[at], '’' | '‘')
        && !raw[at - 1].is_whitespace()
        && raw.get(at + 1).is_none_or(|c| !c.is_alphanumeric())
}

fn twin(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xff01 + 0x21).expect("the twins are ASCII")
        }
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '〝' | '〞' | '〟' => '"',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_apostrophes_are_told_apart() {
        let read = |text: &str| Source::new(text).chars.iter().collect::<String>();
        assert_eq!(read("“a b” „c d“ «e f» ‹g h›"), r#""a b" "c d" "e f" "g h""#);
        assert_eq!(read("‘a b’ x"), r#""a b" x"#);
        assert_eq!(read("O’Brien ‘tis boys’"), r#"O'Brien "tis boys""#);
        assert_eq!(read("‘it’s late’"), r#""it's late""#);
        assert_eq!(read("‘tis late"), "'tis late");
        assert_eq!(read("ＡＮＤ（ａ｜ｂ）　ｃ＊"), "AND(a|b) c*");
    }
}

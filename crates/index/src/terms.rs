//! Tokens as terms: how analysed words are written into the index, and the tokenizer by which
//! tantivy reads what our analysis made (`design.md`, rule 9: analysis happens once, in our code).
//!
//! A field's tokens travel as one text: each term with a mark before it. [`SAME`] puts it at the
//! position of the term before, [`NEXT`] one further, [`JUMP`] at the position written in decimal
//! digits behind the mark and ended by [`SAME`]. Analysis never gives control characters.

use morgue_analysis::Token;
use tantivy::tokenizer::{Token as TantivyToken, TokenStream, Tokenizer};

use crate::schema::SEPARATOR;

/// The name under which the tokenizer is registered.
pub(crate) const TOKENS: &str = "morgue-tokens";

const SAME: u8 = 1;
const NEXT: u8 = 2;
const JUMP: u8 = 3;

/// Appends a stem's term: `en:polic`.
pub(crate) fn push_stem(lang: &str, stem: &str, out: &mut String) {
    out.push_str(lang);
    out.push(':');
    out.push_str(stem);
}

/// Appends the term of a form that only folding can match in the stemmed list: `:form`.
pub(crate) fn push_unstemmed(form: &str, out: &mut String) {
    out.push(':');
    out.push_str(form);
}

/// Appends how many positions a joined form takes: nothing for one.
pub(crate) fn push_length(length: u32, out: &mut String) {
    if length > 1 {
        out.push(SEPARATOR);
        out.push_str(itoa(length).as_str());
    }
}

/// Splits a term into its text and the number of positions it takes.
pub(crate) fn split_length(term: &str) -> (&str, u32) {
    match term.rsplit_once(SEPARATOR) {
        Some((text, length)) => (text, length.parse().unwrap_or(1)),
        None => (term, 1),
    }
}

fn itoa(number: u32) -> String {
    number.to_string()
}

/// Writes the tokens of one field.
#[derive(Debug, Default)]
pub(crate) struct TokenText {
    text: String,
    position: Option<u32>,
    count: u32,
}

impl TokenText {
    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes the text out and begins a new one.
    pub(crate) fn take(&mut self) -> String {
        self.position = None;
        self.count = 0;
        std::mem::take(&mut self.text)
    }

    /// How many tokens were written, those written several times counted so.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// The term written by `write` stands at `position`, `times` times over.
    pub(crate) fn push(&mut self, position: u32, times: u32, write: impl FnOnce(&mut String)) {
        match self.position {
            Some(at) if at == position => self.text.push(char::from(SAME)),
            Some(at) if at.checked_add(1) == Some(position) => self.text.push(char::from(NEXT)),
            None if position == 0 => self.text.push(char::from(NEXT)),
            _ => {
                self.text.push(char::from(JUMP));
                self.text.push_str(itoa(position).as_str());
                self.text.push(char::from(SAME));
            }
        }
        self.position = Some(position);
        self.count += times.max(1);
        let start = self.text.len();
        write(&mut self.text);
        let end = self.text.len();
        for _ in 1..times {
            self.text.push(char::from(SAME));
            self.text.extend_from_within(start..end);
        }
    }

    /// Writes a token's exact form.
    pub(crate) fn push_exact(&mut self, token: &Token<'_>) {
        self.push(token.position, 1, |out| {
            out.push_str(token.form);
            push_length(token.length, out);
        });
    }

    /// Writes what a bare word of a query finds the token by.
    pub(crate) fn push_words(&mut self, token: &Token<'_>, lang: &str, times: u32) {
        if let Some(stem) = token.stem {
            self.push(token.position, times, |out| {
                push_stem(lang, stem, out);
                push_length(token.length, out);
            });
        }
        if token.stem.is_none() || token.odd {
            self.push(token.position, times, |out| {
                push_unstemmed(token.form, out);
                push_length(token.length, out);
            });
        }
    }
}

/// Reads what [`TokenText`] wrote.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenReader {
    token: TantivyToken,
}

impl Tokenizer for TokenReader {
    type TokenStream<'a> = Tokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        self.token.reset();
        self.token.position = usize::MAX;
        Tokens { rest: text, token: &mut self.token }
    }
}

/// The tokens of one text.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    token: &'a mut TantivyToken,
}

impl TokenStream for Tokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(&mark) = self.rest.as_bytes().first() else { return false };
        self.rest = &self.rest[1..];
        match mark {
            NEXT => self.token.position = self.token.position.wrapping_add(1),
            JUMP => {
                let end = self.rest.bytes().position(|b| b == SAME).unwrap_or(self.rest.len());
                self.token.position = self.rest[..end].parse().unwrap_or(0);
                self.rest = self.rest.get(end + 1..).unwrap_or_default();
            }
            _ => {}
        }
        let end = self.rest.bytes().position(|b| b <= JUMP).unwrap_or(self.rest.len());
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        true
    }

    fn token(&self) -> &TantivyToken {
        self.token
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_written_and_read_back() {
        let mut text = TokenText::default();
        text.push(0, 1, |out| out.push('a'));
        text.push(0, 2, |out| out.push_str("b\u{1f}2"));
        text.push(1, 1, |out| out.push('ß'));
        text.push(300, 3, |out| out.push('d'));
        let mut reader = TokenReader::default();
        let written = text.take();
        let mut stream = reader.token_stream(&written);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("a", 0), ("b\u{1f}2", 0), ("b\u{1f}2", 0), ("ß", 1)];
        let tail = [("d", 300); 3];
        let all: Vec<(String, usize)> =
            expected.iter().chain(&tail).map(|&(t, p)| (t.to_string(), p)).collect();
        assert_eq!(seen, all);
        assert_eq!(split_length("b\u{1f}2"), ("b", 2));
        assert_eq!(split_length("b"), ("b", 1));
    }
}

//! What is known of words beside their spelling: capitals, and where sentences and paragraphs
//! begin. One positional list, without lengths, that costs nothing where it is not asked.
//!
//! A mark is a term at a position of the list of words it belongs to. `c` (its first letter is a
//! capital) and `a` (every letter is) speak of every form of one position there. Where two forms
//! differ (`US's` and `US`), and for joined forms, the form itself is the mark: `a=us`,
//! `c=anglofrench␟2`. `s` and `p` begin a sentence inside a paragraph and a paragraph. Marks of the
//! byline and the dateline have a letter before them.

use morgue_analysis::{Case, Form, Token};
use morgue_query::document::{Border, Borders, Passage};
use morgue_query::plan::TextField;

use crate::terms::{TokenText, push_length};
use crate::translate::List;

/// The mark of a word whose first letter is a capital, but not every letter.
pub(crate) const CAPITAL: &str = "c";
/// The mark of a word in capitals.
pub(crate) const CAPITALS: &str = "a";
/// The mark of a word that begins a sentence inside a paragraph.
pub(crate) const SENTENCE: &str = "s";
/// The mark of a word that begins a paragraph.
pub(crate) const PARAGRAPH: &str = "p";

/// What stands before the marks of a list.
pub(crate) fn prefix(list: List) -> &'static str {
    match list {
        List::Main => "",
        List::Byline => "b",
        List::Dateline => "d",
    }
}

/// Writes the marks of one article, word by word.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    text: TokenText,
    borders: Borders,
    /// The word whose other forms may still come.
    last: Last,
}

#[derive(Debug, Default)]
struct Last {
    prefix: &'static str,
    position: u32,
    /// Its mark, if it has one.
    mark: Option<&'static str>,
    /// Its form, where it is marked.
    form: String,
    /// Whether nothing is waiting to be written.
    written: bool,
}

impl Marks {
    /// Sees the next token of [`words`](morgue_query::document::words).
    pub(crate) fn see(&mut self, passage: &Passage<'_>, lang: &str, token: &Token<'_>) {
        let prefix = prefix(List::of(passage.field));
        let mark = mark(token.case);
        match token.kind {
            Form::Main => {
                self.write_last();
                self.last.prefix = prefix;
                self.last.position = token.position;
                self.last.mark = mark;
                self.last.written = false;
                if mark.is_some() {
                    self.last.form.clear();
                    self.last.form.push_str(token.form);
                }
                self.border(passage, lang, token);
            }
            Form::Bare if mark == self.last.mark => {}
            Form::Bare => {
                if let Some(own) = self.last.mark {
                    let Last { prefix, position, form, .. } = &self.last;
                    push_form(&mut self.text, *position, (prefix, own), form, 1);
                }
                self.last.written = true;
                if let Some(mark) = mark {
                    push_form(&mut self.text, token.position, (prefix, mark), token.form, 1);
                }
            }
            Form::Joined => {
                if let Some(mark) = mark {
                    let (form, length) = (token.form, token.length);
                    push_form(&mut self.text, token.position, (prefix, mark), form, length);
                }
            }
        }
    }

    fn border(&mut self, passage: &Passage<'_>, lang: &str, token: &Token<'_>) {
        // The byline and the dateline are one sentence each.
        if matches!(passage.field, TextField::Byline | TextField::Dateline) {
            return;
        }
        let mark = match self.borders.see(passage, lang, token) {
            Some(Border::Paragraph) => PARAGRAPH,
            Some(Border::Sentence) => SENTENCE,
            None => return,
        };
        self.text.push(token.position, 1, |out| out.push_str(mark));
    }

    /// Writes what the word before is known by.
    fn write_last(&mut self) {
        let Last { prefix, position, mark, written, .. } = &mut self.last;
        if let (Some(mark), false) = (*mark, *written) {
            self.text.push(*position, 1, |out| {
                out.push_str(prefix);
                out.push_str(mark);
            });
        }
        *written = true;
    }

    /// The marks of the article, as a text of tokens; begins anew.
    pub(crate) fn take(&mut self) -> String {
        self.write_last();
        self.borders = Borders::new();
        self.last.mark = None;
        self.text.take()
    }
}

fn mark(case: Case) -> Option<&'static str> {
    match case {
        Case { all: true, .. } => Some(CAPITALS),
        Case { first: true, .. } => Some(CAPITAL),
        _ => None,
    }
}

/// The mark of one form of a word.
pub(crate) fn form_mark(prefix: &str, mark: &str, form: &str) -> String {
    format!("{prefix}{mark}={form}")
}

fn push_form(
    text: &mut TokenText,
    position: u32,
    (prefix, mark): (&str, &str),
    form: &str,
    length: u32,
) {
    text.push(position, 1, |out| {
        out.push_str(prefix);
        out.push_str(mark);
        out.push('=');
        out.push_str(form);
        push_length(length, out);
    });
}

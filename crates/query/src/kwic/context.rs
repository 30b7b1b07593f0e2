//! So many words on either side of an occurrence.

use std::collections::HashMap;
use std::ops::Range;

use morgue_analysis::Analyzer;

use crate::highlight::code_points;
use crate::matcher::Occurrence;

/// Languages whose analysers are kept at a time.
const LANGUAGES: usize = 64;
/// Bytes of text that are looked at for each word wanted, at most: longer words are cut off.
const BYTES_A_WORD: usize = 48;

/// An occurrence with its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Around {
    pub(super) left: String,
    pub(super) matched: String,
    pub(super) right: String,
    /// Ranges of code points of `matched`.
    pub(super) highlights: Vec<(usize, usize)>,
    /// The folded words before, the nearest first.
    pub(super) before: Vec<String>,
    /// The folded words behind, the nearest first.
    pub(super) behind: Vec<String>,
}

/// Finds words in texts. Keeps analysers.
#[derive(Debug, Default)]
pub(super) struct Reader {
    analyzers: HashMap<String, Analyzer>,
}

/// A word: where it stands, and its folded form.
type Word = (Range<usize>, String);

impl Reader {
    pub(super) fn read(
        &mut self,
        text: &str,
        found: &Occurrence,
        width: usize,
        lang: &str,
    ) -> Around {
        let core = found.range.clone();
        let bytes = width.saturating_add(2).saturating_mul(BYTES_A_WORD);
        let from = window_start(text, core.start.saturating_sub(bytes), core.start);
        let to = window_end(text, core.end.saturating_add(bytes), core.end);
        let before = self.words(text, from..core.start, lang);
        let behind = self.words(text, core.end..to, lang);
        let first = before.len().saturating_sub(width);
        let start = match before.get(first) {
            _ if width == 0 => core.start,
            Some((word, _)) => opened(text, word.start, from),
            None => opened(text, core.start, from),
        };
        let last = behind.get(..width.min(behind.len())).and_then(<[Word]>::last);
        let end = match last {
            _ if width == 0 => core.end,
            Some((word, _)) => closed(text, word.end, to),
            None => closed(text, core.end, to),
        };
        let matched = one_line(&text[core.clone()]);
        let lit: Vec<Range<usize>> =
            found.lit.iter().map(|lit| lit.start - core.start..lit.end - core.start).collect();
        let forms = |words: &[Word]| words.iter().map(|(_, form)| form.clone()).collect();
        Around {
            left: one_line(&text[start..core.start]),
            highlights: points(&text[core.clone()], &lit),
            matched,
            right: one_line(&text[core.end..end]),
            before: before[first..].iter().rev().map(|(_, form)| form.clone()).collect(),
            behind: forms(&behind[..width.min(behind.len())]),
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>, lang: &str) -> Vec<Word> {
        if self.analyzers.len() >= LANGUAGES && !self.analyzers.contains_key(lang) {
            self.analyzers.clear();
        }
        let analyzer =
            self.analyzers.entry(lang.to_string()).or_insert_with(|| Analyzer::new(lang));
        let mut out: Vec<Word> = Vec::new();
        analyzer.tokens(&text[range.clone()], 0, |token| {
            if token.is_main() {
                let word = range.start + token.start as usize..range.start + token.end as usize;
                out.push((word, token.form.to_string()));
            }
        });
        out.sort_by_key(|(word, _)| word.start);
        out
    }
}

/// Where a window before an occurrence may begin: at a word, where there is a space near to tell; in
/// scripts without spaces the next one may be a paragraph away.
fn window_start(text: &str, mut at: usize, end: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    if at == 0 {
        return 0;
    }
    let space = text[at..end].find(char::is_whitespace);
    space.filter(|&space| space <= BYTES_A_WORD).map_or(at, |space| at + space)
}

fn window_end(text: &str, at: usize, start: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if at == text.len() {
        return at;
    }
    let space = text[start..at].rfind(char::is_whitespace).map(|space| start + space);
    space.filter(|&space| at - space <= BYTES_A_WORD).unwrap_or(at)
}

/// With the opening quotes and brackets that touch the word.
fn opened(text: &str, at: usize, from: usize) -> usize {
    let signs = text[from..at].chars().rev().take_while(|&c| is_sign(c));
    at - signs.map(char::len_utf8).sum::<usize>()
}

/// With the stops, quotes and brackets that touch the word.
fn closed(text: &str, at: usize, to: usize) -> usize {
    let signs = text[at..to].chars().take_while(|&c| is_sign(c));
    at + signs.map(char::len_utf8).sum::<usize>()
}

fn is_sign(c: char) -> bool {
    !c.is_whitespace() && !c.is_alphanumeric()
}

/// The text with every run of white space that breaks a line as one space.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut breaking = false;
    for c in text.chars() {
        let line_break = matches!(c, '\n' | '\r');
        if !line_break {
            out.push(c);
        } else if !breaking {
            out.push(' ');
        }
        breaking = line_break;
    }
    out
}

/// Ranges of bytes of a text as ranges of code points of [`one_line`] of it, in order, as few as
/// possible.
fn points(text: &str, lit: &[Range<usize>]) -> Vec<(usize, usize)> {
    let at = |byte: usize| one_line(&text[..byte]).len();
    let mut shown: Vec<Range<usize>> = Vec::with_capacity(lit.len());
    for range in lit {
        let range = at(range.start)..at(range.end);
        match shown.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => shown.push(range),
        }
    }
    code_points(&one_line(text), &shown)
}

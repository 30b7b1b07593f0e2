//! The sentences of a text.

use std::ops::Range;

use crate::abbreviations::{Dots, dots, has};
use crate::languages::primary;
use crate::stops::{blank, closers, is_stop, is_stop_or_line, is_wide_stop, openers};

/// The sentences of a text in order, each with the white space that follows it left out.
/// Abbreviations (`U.S.`, `Mr.`, initials) do not end one; an empty line always does.
///
/// ```
/// let text = "Mr. Vane left the U.S. on Jan. 3. “Why?” they asked. He smiled.";
/// let found = morgue_analysis::sentences(text, "en");
/// let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found.len(), 3);
/// assert_eq!(found[0], "Mr. Vane left the U.S. on Jan. 3.");
/// ```
pub fn sentences(text: &str, lang: &str) -> Vec<Range<usize>> {
    let splitter = Splitter { text, dots: dots(&primary(lang)) };
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(end) = splitter.next_end(start, at) {
        push_trimmed(text, start..end.end, &mut out);
        start = end.end;
        at = end.resume;
    }
    push_trimmed(text, start..text.len(), &mut out);
    out
}

fn push_trimmed(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let sentence = &text[range.clone()];
    let start = range.start + (sentence.len() - sentence.trim_start().len());
    let end = range.start + sentence.trim_end().len();
    if start < end {
        out.push(start..end);
    }
}

/// Where a sentence ends, and where to look on.
struct End {
    end: usize,
    resume: usize,
}

struct Splitter<'a> {
    text: &'a str,
    dots: &'static Dots,
}

/// What ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// One full stop.
    Dot,
    /// `!`, `?` and their like.
    Strong,
    /// Several dots.
    Ellipsis,
    /// A sign of a script that needs no space behind it.
    Wide,
}

impl Splitter<'_> {
    /// The next end of a sentence that began at `start`, searched from `at` on.
    fn next_end(&self, start: usize, mut at: usize) -> Option<End> {
        loop {
            let found = at + self.text[at..].find(is_stop_or_line)?;
            if self.text.as_bytes()[found] == b'\n' {
                let after = found + 1;
                let space = blank(&self.text[after..]);
                at = after + space;
                if self.text[after..at].contains('\n') {
                    return Some(End { end: found, resume: at });
                }
                continue;
            }
            let (stop, stop_end) = self.stop(found);
            let end = stop_end + closers(&self.text[stop_end..]);
            let after = end + blank(&self.text[end..]);
            if self.ends(start, found, stop, end, after) {
                return Some(End { end, resume: after });
            }
            at = end;
        }
    }

    /// The signs that stop a sentence at a place, all of them.
    fn stop(&self, at: usize) -> (Stop, usize) {
        let run = &self.text[at..];
        let len = run.find(|c| !is_stop(c)).unwrap_or(run.len());
        let run = &run[..len];
        let stop = if run.contains(is_wide_stop) {
            Stop::Wide
        } else if run == "." {
            Stop::Dot
        } else if run.chars().all(|c| matches!(c, '.' | '…')) {
            Stop::Ellipsis
        } else {
            Stop::Strong
        };
        (stop, at + len)
    }

    /// Whether the sentence ends at a stop. `end` is behind it and its closing quotes, `after`
    /// behind the white space that follows.
    fn ends(&self, start: usize, found: usize, stop: Stop, end: usize, after: usize) -> bool {
        if stop == Stop::Wide {
            // Inside a quotation that goes on: 「…。」と述べた.
            return end == found + self.stop_len(found) || !self.goes_on_wide(end);
        }
        if after == self.text.len() {
            return true;
        }
        if after == end {
            return false; // no space: a number, an address, an abbreviation
        }
        if self.text[end..after].matches('\n').count() > 1 {
            return true;
        }
        let opened = openers(&self.text[after..]);
        let next = &self.text[after + opened..];
        let Some(first) = next.chars().next() else { return true };
        // `. . .` is an ellipsis set wide.
        if first.is_lowercase() || (is_stop(first) && opened == 0) {
            return false;
        }
        if stop != Stop::Dot || end > found + 1 || opened > 0 {
            // A quotation mark on either side leaves no doubt, but for titles.
            return stop != Stop::Dot || !self.is_title(start, found);
        }
        self.dot_ends(start, found, next)
    }

    fn stop_len(&self, at: usize) -> usize {
        self.stop(at).1 - at
    }

    /// Whether what follows a closing quote in a script without spaces belongs to its sentence:
    /// a particle, as in 「…。」と.
    fn goes_on_wide(&self, end: usize) -> bool {
        let next = self.text[end..].chars().next();
        next.is_some_and(|c| {
            matches!(c, 'と' | 'な' | 'の' | 'を' | 'が' | 'は' | 'に' | 'で' | 'も' | '、' | '，')
        })
    }

    /// Whether a title stands before a dot: a name follows it.
    fn is_title(&self, start: usize, dot: usize) -> bool {
        let word = self.word_before(start, dot).to_lowercase();
        has(self.dots.never, &word)
    }

    /// The word before a dot, with the dots inside it. Only as long as abbreviations are.
    fn word_before(&self, start: usize, dot: usize) -> &str {
        let before = &self.text[start..dot];
        let mut from = before.len();
        for (at, c) in before.char_indices().rev().take(24) {
            if !(c.is_alphanumeric() || matches!(c, '.' | '\u{AD}')) {
                break;
            }
            from = at;
        }
        &before[from..]
    }

    /// Whether a sign links the word before a dot to another: the last letter of `AT&T.` is no
    /// initial.
    fn is_joined(&self, start: usize, dot: usize, word: &str) -> bool {
        let before = self.text[start..dot - word.len()].chars().next_back();
        before.is_some_and(|c| matches!(c, '&' | '/' | '+'))
    }

    /// Whether one full stop before a space ends a sentence. `next` is what follows.
    fn dot_ends(&self, start: usize, dot: usize, next: &str) -> bool {
        let word = self.word_before(start, dot);
        let small = word.to_lowercase();
        let small = small.trim_start_matches('.');
        let number_next = next.starts_with(|c: char| c.is_numeric());
        if small.is_empty() {
            return true;
        }
        if has(self.dots.never, small) && !is_shouted(word, next) {
            return false;
        }
        if number_next && has(self.dots.before_number, small) {
            return false;
        }
        if word.chars().all(char::is_numeric) {
            return self.number_ends(start, dot, word, next);
        }
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let initial = capital && letters.next().is_none() && !self.is_joined(start, dot, word);
        let abbreviated = initial
            || is_acronym(small)
            || has(self.dots.rarely, small)
            || (capital && has(self.dots.rarely_names, small));
        if abbreviated {
            return !number_next && self.starts_sentence(next);
        }
        true
    }

    /// A number with a dot: an ordinal, the number of a list's item, or the end.
    fn number_ends(&self, start: usize, dot: usize, word: &str, next: &str) -> bool {
        if word.chars().count() > 2 {
            return true;
        }
        let listed = self.text[start..dot].trim_start().len() == word.len();
        let ordinal = self.dots.ordinals && !self.starts_sentence(next);
        !(listed || ordinal)
    }

    /// Whether a usual first word of a sentence follows.
    fn starts_sentence(&self, next: &str) -> bool {
        let len = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
        // No word of the table is longer; a letter with a dot is an initial.
        len <= 40
            && !next[len..].starts_with('.')
            && has(self.dots.starts, &next[..len].to_lowercase())
    }
}

/// Whether a word stands in capitals and the next does not: `MS.` is then no title.
fn is_shouted(word: &str, next: &str) -> bool {
    let capitals = |text: &str| {
        let mut letters = text.chars().take_while(|c| c.is_alphabetic());
        let first_two = (letters.next(), letters.next());
        matches!(first_two, (Some(a), Some(b)) if a.is_uppercase() && b.is_uppercase())
    };
    capitals(word) && !capitals(next)
}

/// Single letters between dots: `u.s`, `j.k`; also `ph.d`.
fn is_acronym(small: &str) -> bool {
    small.contains('.')
        && small.split('.').all(|part| part.chars().count() <= 2)
        && small.chars().all(|c| c == '.' || c.is_alphabetic())
}

//! Where a passage begins and ends.

use std::ops::Range;

use morgue_article::Article;

use super::LENGTH;
use crate::request::Snippet;

/// Bytes on each side of a match in which sentence borders are looked for: more than a passage of
/// four-byte characters takes.
const AROUND: usize = 1_200;
/// A passage shorter than this takes sentences before it too.
const SHORT: usize = 120;

/// A passage: a stretch of text, and whether it is cut inside a sentence.
pub(super) struct Cut {
    pub(super) range: Range<usize>,
    before: bool,
    after: bool,
}

/// The passage around `core` within its block. Without a language the block is one sentence.
pub(super) fn cut(text: &str, core: Range<usize>, lang: Option<&str>) -> Cut {
    let block = block(text, &core);
    let from = floor(text, core.start.saturating_sub(AROUND)).max(block.start);
    let to = ceil(text, core.end + AROUND).min(block.end);
    let mut sentences: Vec<Range<usize>> = match lang {
        Some(lang) => morgue_analysis::sentences(&text[from..to], lang)
            .into_iter()
            .map(|sentence| from + sentence.start..from + sentence.end)
            .collect(),
        None => Vec::new(),
    };
    if sentences.is_empty() {
        sentences.push(from..to);
    }
    let first = sentences.partition_point(|s| s.start <= core.start).saturating_sub(1);
    let last = sentences.partition_point(|s| s.end < core.end).clamp(first, sentences.len() - 1);
    let whole = sentences[first].start.min(core.start)..sentences[last].end.max(core.end);
    if count(text, &whole) <= LENGTH {
        let range = grow(text, &sentences, first, last, whole);
        return Cut { range, before: false, after: false };
    }
    shorten(text, &core, whole)
}

/// Takes in whole sentences behind, then before if there is still little.
fn grow(
    text: &str,
    sentences: &[Range<usize>],
    first: usize,
    last: usize,
    mut range: Range<usize>,
) -> Range<usize> {
    for sentence in &sentences[last + 1..] {
        let longer = range.start..sentence.end;
        if count(text, &longer) > LENGTH {
            break;
        }
        range = longer;
    }
    for sentence in sentences[..first].iter().rev() {
        let longer = sentence.start..range.end;
        if count(text, &range) >= SHORT || count(text, &longer) > LENGTH {
            break;
        }
        range = longer;
    }
    range
}

/// Cuts a long sentence at word borders: a third of what is left before the match.
fn shorten(text: &str, core: &Range<usize>, whole: Range<usize>) -> Cut {
    let spare = LENGTH.saturating_sub(count(text, core));
    let left = count(text, &(whole.start..core.start));
    let right = count(text, &(core.end..whole.end));
    let take_left = (spare / 3).max(spare.saturating_sub(right)).min(left);
    let take_right = (spare - take_left).min(right);
    let mut range = core.clone();
    range.start = whole.start;
    if take_left < left {
        let at = back(text, core.start, take_left);
        let space = text[at..core.start].find(char::is_whitespace);
        range.start = space.map_or(at, |space| at + space);
        range.start += leading_space(&text[range.start..core.start]);
    }
    range.end = whole.end;
    if take_right < right {
        let at = forward(text, core.end, take_right);
        let space = text[core.end..at].rfind(char::is_whitespace);
        range.end = space.map_or(at, |space| core.end + space);
    }
    // A match longer than a passage is itself cut.
    if count(text, core) > LENGTH {
        range.end = forward(text, range.start, LENGTH);
    }
    Cut { before: range.start > whole.start, after: range.end < whole.end, range }
}

impl Cut {
    /// The passage with what lights in it. A line break or a border of blocks becomes a space.
    pub(super) fn snippet(&self, field: &str, text: &str, lit: &[Range<usize>]) -> Snippet {
        let mut out = String::new();
        let mut points = 0;
        let mut push = |c: char| {
            out.push(c);
            points += 1;
            points
        };
        if self.before {
            push('…');
        }
        let mut at = usize::from(self.before);
        let inside = lit
            .iter()
            .map(|range| range.start.max(self.range.start)..range.end.min(self.range.end));
        let inside: Vec<Range<usize>> = inside.filter(|range| range.start < range.end).collect();
        let mut highlights: Vec<(usize, usize)> = vec![(0, 0); inside.len()];
        let (mut starts, mut ends) = (0, 0);
        let mut breaking = false;
        for (byte, c) in text[self.range.clone()].char_indices() {
            let byte = self.range.start + byte;
            while ends < inside.len() && inside[ends].end <= byte {
                highlights[ends].1 = at;
                ends += 1;
            }
            while starts < inside.len() && inside[starts].start <= byte {
                highlights[starts].0 = at;
                starts += 1;
            }
            let line_break = matches!(c, '\n' | '\r');
            if !(line_break && breaking) {
                at = push(if line_break { ' ' } else { c });
            }
            breaking = line_break;
        }
        highlights[ends..].iter_mut().for_each(|highlight| highlight.1 = at);
        if self.after {
            push('…');
        }
        highlights.retain(|(start, end)| start < end);
        Snippet { field: field.to_string(), text: out, highlights }
    }
}

/// The block that holds a stretch; several blocks where it crosses their borders.
fn block(text: &str, core: &Range<usize>) -> Range<usize> {
    let gap = Article::BLOCK_GAP;
    let start = text[..core.start].rfind(gap).map_or(0, |at| at + gap.len());
    let end = text[core.end..].find(gap).map_or(text.len(), |at| core.end + at);
    start..end
}

fn count(text: &str, range: &Range<usize>) -> usize {
    text[range.clone()].chars().count()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// So many characters before a place.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let before = text[..at].char_indices().rev().take(chars).last();
    before.map_or(at, |(byte, _)| byte)
}

/// So many characters after a place.
fn forward(text: &str, at: usize, chars: usize) -> usize {
    text[at..].char_indices().nth(chars).map_or(text.len(), |(byte, _)| at + byte)
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

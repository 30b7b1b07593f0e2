//! Breaking text into lines of a width, with its matches lit.

use std::io::{self, Write};

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::safe::{safe, safe_char};

/// Text to be laid out.
pub(crate) struct Passage<'a> {
    /// The text as it is; it is made safe here.
    pub(crate) text: &'a str,
    /// Ranges of code points to light, in order, not overlapping.
    pub(crate) lit: &'a [(usize, usize)],
    /// The style of the rest.
    pub(crate) base: Style,
    /// The style of what is lit.
    pub(crate) light: Style,
}

/// What a reader sees as one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell<'a> {
    text: &'a str,
    width: usize,
    lit: bool,
    space: bool,
}

/// Writes a passage in lines of at most `width` columns, each after `indent`; the first line
/// begins at `first` columns (a label stands there already).
pub(crate) fn write_wrapped(
    out: &mut dyn Write,
    passage: &Passage<'_>,
    indent: &str,
    first: usize,
    width: usize,
) -> io::Result<()> {
    let room = width.saturating_sub(indent.width()).max(8);
    let text = safe(passage.text);
    let cells = cells(&text, passage.lit);
    for (i, line) in lines(&cells, first, room).into_iter().enumerate() {
        if i > 0 {
            write!(out, "{indent}")?;
        }
        write_line(out, line, passage)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes a passage without breaking it.
pub(crate) fn write_cells(out: &mut dyn Write, passage: &Passage<'_>) -> io::Result<()> {
    write_line(out, &cells(&safe(passage.text), passage.lit), passage)
}

/// The cells of a text that is safe.
fn cells<'a>(text: &'a str, lit: &[(usize, usize)]) -> Vec<Cell<'a>> {
    let mut lit = lit.iter().peekable();
    let mut is_lit = |at: usize, end: usize| {
        while lit.next_if(|(_, stop)| *stop <= at).is_some() {}
        lit.peek().is_some_and(|(start, stop)| *start < end && at < *stop)
    };
    if text.is_ascii() {
        let cell = |at: usize| {
            let text = &text[at..at + 1];
            Cell { text, width: 1, lit: is_lit(at, at + 1), space: text == " " }
        };
        return (0..text.len()).map(cell).collect();
    }
    let mut at = 0;
    let cell = |text: &'a str| {
        let end = at + text.chars().count();
        let lit = is_lit(at, end);
        at = end;
        let space = text.chars().all(|c| c.is_whitespace() && c != '\u{a0}');
        Cell { text, width: text.width(), lit, space }
    };
    text.graphemes(true).map(cell).collect()
}

/// Cuts cells into lines: at spaces, between wide characters, and inside a word only when it is
/// longer than a line.
fn lines<'a, 'b>(cells: &'b [Cell<'a>], first: usize, room: usize) -> Vec<&'b [Cell<'a>]> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut used = first;
    let mut breakable = None; // the last place of this line where the next may begin
    let mut i = 0;
    while i < cells.len() {
        if i > start && may_break(&cells[i - 1], &cells[i]) {
            breakable = Some(i);
        }
        if used + cells[i].width > room && i > start && !cells[i].space {
            let end = breakable.unwrap_or(i);
            out.push(trim_end(&cells[start..end]));
            start = end;
            used = cells[start..i].iter().map(|cell| cell.width).sum();
            breakable = None;
        }
        used += cells[i].width;
        i += 1;
    }
    if start < cells.len() || out.is_empty() {
        out.push(trim_end(&cells[start..]));
    }
    out
}

fn may_break(before: &Cell<'_>, after: &Cell<'_>) -> bool {
    const CLOSING: &str = "。、，．！？：；）」』】〉》”’·ー";
    const OPENING: &str = "（「『【〈《“‘";
    if after.space {
        return false;
    }
    let wide = before.width > 1 || after.width > 1;
    before.space || wide && !CLOSING.contains(after.text) && !OPENING.contains(before.text)
}

fn trim_end<'a, 'b>(cells: &'b [Cell<'a>]) -> &'b [Cell<'a>] {
    let spaces = cells.iter().rev().take_while(|cell| cell.space).count();
    &cells[..cells.len() - spaces]
}

fn write_line(out: &mut dyn Write, line: &[Cell<'_>], passage: &Passage<'_>) -> io::Result<()> {
    for run in line.chunk_by(|a, b| a.lit == b.lit) {
        let style = if run[0].lit { passage.light } else { passage.base };
        let text: String = run.iter().map(|cell| cell.text).collect();
        write!(out, "{style}{text}{style:#}")?;
    }
    Ok(())
}

/// The text cut to `width` columns, with `…` where something went.
pub(crate) fn clipped(text: &str, width: usize) -> String {
    let safe: String = text.chars().map(safe_char).collect();
    if safe.width() <= width {
        return safe;
    }
    let mut out = String::new();
    let mut used = 1; // for the ellipsis
    for grapheme in safe.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

/// The text and spaces behind it up to `width` columns.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{text}{:fill$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, lit: &[(usize, usize)], width: usize) -> String {
        let light = Style::new().bold();
        let mut out = Vec::new();
        let passage = Passage { text, lit, base: Style::new(), light };
        write_wrapped(&mut out, &passage, "", 0, width).unwrap();
        let out = String::from_utf8(out).unwrap();
        out.replace("\u{1b}[1m", "[").replace("\u{1b}[0m", "]")
    }

    #[test]
    fn lines_break_at_spaces_and_matches_stay_lit() {
        let text = "the quick brown fox jumps";
        assert_eq!(wrapped(text, &[(4, 15)], 12), "the [quick]\n[brown] fox\njumps\n");
        assert_eq!(wrapped("ab", &[(0, 1)], 12), "[a]b\n");
        assert_eq!(wrapped("", &[], 12), "\n");
    }

    #[test]
    fn wide_characters_count_two_and_break_anywhere_but_before_a_stop() {
        assert_eq!(wrapped("東京東京東京東京", &[(1, 3)], 10), "東[京東]京東\n京東京\n");
        assert_eq!(wrapped("東京東京東。", &[], 10), "東京東京\n東。\n");
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(wrapped("aaaaaaaaaaaa b", &[], 8), "aaaaaaaa\naaaa b\n");
    }

    #[test]
    fn an_accent_of_its_own_stays_with_its_letter() {
        assert_eq!(wrapped("e\u{301}a", &[(1, 2)], 8), "[e\u{301}]a\n");
    }

    #[test]
    fn clipping_says_that_it_clipped() {
        assert_eq!(clipped("東京都庁", 6), "東京…");
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(padded("東", 4), "東  ");
    }
}

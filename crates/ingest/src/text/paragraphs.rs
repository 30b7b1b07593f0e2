//! Lines to paragraphs and subheads.

use morgue_article::{Block, BlockKind};

use super::{begins_small, collapse, ends_sentence};

/// The longest line of a text that was wrapped by hand or by a teleprinter.
const WRAP: usize = 130;

/// The paragraphs of a text: by empty lines, by indents, or one a line; wrapped lines joined.
pub(crate) fn paragraphs(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let width = wrapped_at(&lines);
    let wrapped = width.is_some();
    let mut blocks: Vec<Block> = Vec::new();
    let mut current = String::new();
    let usual = width.unwrap_or(0);
    let mut before = "";
    for line in lines {
        let empty = line.trim().is_empty();
        // An indent begins a paragraph; in a text whose lines all stand alone every line does.
        let indented =
            line.starts_with([' ', '\t', '\u{3000}']) && !before.starts_with([' ', '\t']);
        let short = || before.chars().count() * 4 < usual * 3;
        let ended = wrapped && ends_sentence(before) && short() && !begins_small(line);
        if empty || !wrapped || indented || ended {
            finish(&mut blocks, &mut current);
        }
        if !empty {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(line);
        }
        before = line;
    }
    finish(&mut blocks, &mut current);
    blocks
}

fn finish(blocks: &mut Vec<Block>, current: &mut String) {
    let text = collapse(current);
    let heading = text.trim_start_matches('#');
    if heading.len() < text.len() && heading.starts_with(' ') {
        blocks.push(Block::subhead(heading.trim()));
    } else if text.chars().any(char::is_alphanumeric) {
        blocks.push(Block::paragraph(text));
    }
    current.clear();
}

/// The width that lines were broken to fit, if they were: neighbours without an empty line
/// between, most of them nearly as long as the longest, few ending a sentence.
fn wrapped_at(lines: &[&str]) -> Option<usize> {
    let length = |line: &str| line.trim_end().chars().count();
    let pairs = || lines.windows(2).filter(|pair| pair.iter().all(|line| !line.trim().is_empty()));
    // A paragraph on a line of its own says nothing about the width of the others.
    let longest = pairs().map(|pair| length(pair[0])).max().unwrap_or(0);
    if !(30..=WRAP).contains(&longest) {
        return None;
    }
    let (mut inside, mut broken) = (0, 0);
    for pair in pairs() {
        inside += 1;
        let nearly = length(pair[0]) * 3 >= longest * 2;
        broken += usize::from(nearly && !ends_sentence(pair[0]) || begins_small(pair[1]));
    }
    (broken * 2 > inside).then_some(longest)
}

/// Short lines without an end between long paragraphs are subheads.
pub(crate) fn mark_subheads(blocks: &mut [Block]) {
    let longer_than = |text: &str, length: usize| text.chars().nth(length).is_some();
    let long = |block: &Block| longer_than(&block.text, 80);
    for at in 1..blocks.len().saturating_sub(1) {
        let text = &blocks[at].text;
        if longer_than(text, 60) {
            continue;
        }
        let first = text.chars().next();
        let plain = first.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
        let ends = ends_sentence(text) && !text.ends_with('?') || text.ends_with([',', '-', '—']);
        if plain
            && !ends
            && text.split_whitespace().count() <= 10
            && long(&blocks[at + 1])
            && (long(&blocks[at - 1]) && ends_sentence(&blocks[at - 1].text))
        {
            blocks[at].kind = BlockKind::Subhead;
        }
    }
}

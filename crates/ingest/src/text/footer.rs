//! What agencies and publishers print below a text: rights, not body.

use std::sync::LazyLock;

use morgue_article::Block;
use regex::Regex;

/// Lines that are about the text's rights wherever they stand at its end.
static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\s*(?:
            the[-\s]cnn[-\s]wire | the-[\p{L}\d-]{1,40}-wire\b.{0,3}[™©] | ™\s*&\s*© | ©\s*\S | \(c\)\s*(?:copyright\s+)?\d{4} |
            copyright\s*(?:©|\(c\)|\d{4}|by\b|the\b|[:,]) | \(?copyright\b.{0,80}\b\d{4}\b | ℗ |
            all\ rights\ reserved | alle\ rechte\ vorbehalten | tous\ droits\ r[ée]serv[ée]s |
            todos\ los\ derechos\ reservados | todos\ os\ direitos\ reservados |
            tutti\ i\ diritti\ riservati | 版权所有 |
            this\ material\ may\ not\ be\ (?:published|reproduced) |
            distributed\ by\ \S+
        )",
    )
    .expect("the pattern is a constant")
});

/// A year beside a copyright sign: the last one of a range.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:©|\(c\)|copyright|℗)[^\d\n]{0,40}(\d{4})(?:\s*[-–/,]\s*(\d{4}))?")
        .expect("the pattern is a constant")
});

/// The holder named behind the year.
static HOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:©|\(c\)|copyright)[^\p{L}\d\n]{0,5}(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?(\p{L}[^.,;|\n]{1,60})")
        .expect("the pattern is a constant")
});

/// Takes the footers off the end of a body.
pub(crate) fn take(blocks: &mut Vec<Block>) -> Option<String> {
    let mut lines = Vec::new();
    // At most six lines, and never the whole text.
    while blocks.len() > 1 && lines.len() < 6 {
        let Some(last) = blocks.last() else { break };
        if last.text.len() > 600 || !RIGHTS.is_match(&last.text) {
            break;
        }
        lines.extend(blocks.pop().map(|block| block.text));
    }
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// The year a copyright line names.
pub(crate) fn year(rights: &str) -> Option<i32> {
    let found = YEAR.captures(rights)?;
    found.get(2).or(found.get(1))?.as_str().parse().ok()
}

/// Who holds the rights.
pub(crate) fn holder(rights: &str) -> Option<&str> {
    HOLDER.captures(rights)?.get(1).map(|holder| holder.as_str().trim())
}

//! Pasted text: words, and no operator at all.
//!
//! Where any word is enough (`--match any`), the parts of a compound are words of their own: as a
//! phrase a rare `all-time` would outweigh everything else that was pasted.

use morgue_analysis::query_run;

use super::Parsed;
use super::ast::{Kind, Node, Query, Word};
use super::error::SyntaxError;
use super::notice::Code;
use super::run::{searchable, tame};
use super::source::Source;
use crate::plan::Limits;
use crate::request::{Match, Mode};

/// Reads words. Signs of the language become `;`, which separates as they do.
pub(super) fn parse(text: &str, mode: Mode, limits: &Limits) -> Result<Parsed, SyntaxError> {
    let src = Source::new(text);
    let mut items = Vec::new();
    let mut typed = false;
    let mut at = 0;
    while at < src.len() {
        at = src.skip_spaces(at);
        let end = (at..src.len()).find(|&i| src.chars[i] == ' ').unwrap_or(src.len());
        typed |= at < end;
        let run = tame(&src.slice(at..end).replace(is_sign, ";").replace("&&", ";"));
        if searchable(&run) {
            let words = match mode.matching {
                Match::Any => apart(&run).unwrap_or_else(|| vec![run]),
                Match::All | Match::Most => vec![run],
            };
            let node = |word| Node::new(Kind::Word(Word::bare(word)), src.bytes(at..end));
            items.extend(words.into_iter().map(node));
        }
        at = end;
    }
    if items.len() > limits.clauses {
        let message = format!(
            "the text has {} words, and at most {} are searched",
            items.len(),
            limits.clauses
        );
        let span = items[limits.clauses].span.clone();
        return Err(SyntaxError::new(Code::TooManyClauses, message, span));
    }
    let emptied = typed && items.is_empty();
    Ok(Parsed { query: Query { items, emptied }, notices: Vec::new() })
}

/// The parts of a compound; `None` for a single word, for an address, and for scripts without spaces,
/// where only the whole says something. Its joined form is left out: every article with the compound
/// has the parts, and a rare `alltime` beside them would again outweigh the rest.
fn apart(run: &str) -> Option<Vec<String>> {
    let units = query_run(run, false);
    let parts = || units.iter().flat_map(|unit| &unit.parts);
    if parts().count() < 2 || parts().any(|part| part.character) || is_address(run) {
        return None;
    }
    let words: Vec<String> = parts().map(|part| tame(&part.lower)).collect();
    words.iter().all(|word| searchable(word)).then_some(words)
}

/// Whether a run is an address or a name of the net: `https://…`, `paper.example/story`.
fn is_address(run: &str) -> bool {
    let names = run.split(|c: char| !c.is_alphanumeric() && c != '.');
    let dotted = |name: &str| {
        let mut labels = name.split('.').filter(|label| !label.is_empty());
        labels.clone().count() > 1 && labels.any(|label| label.chars().nth(1).is_some())
    };
    run.contains("://") || names.map(|name| name.trim_matches('.')).any(dotted)
}

fn is_sign(c: char) -> bool {
    "()\"|^~*?!:=+[]{}<>".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_come_apart_and_addresses_do_not() {
        let words = |run| apart(run).unwrap_or_default().join(" ");
        for (run, expected) in [
            ("all-time", "all time"),
            ("Rail/Sail", "rail sail"),
            ("U.S.-Quay", "us quay"),
            ("harbour", ""),
            ("https://paper.example/a-b", ""),
            ("paper.example/story", ""),
            ("東京都", ""),
        ] {
            assert_eq!(words(run), expected, "{run}");
        }
    }
}

//! Pasted text: words, and no operator at all.

use super::Parsed;
use super::ast::{Kind, Node, Query, Word};
use super::error::SyntaxError;
use super::notice::Code;
use super::run::{searchable, tame};
use super::source::Source;
use crate::plan::Limits;
use crate::request::Mode;

/// Reads words. Signs of the language become `;`, which separates as they do.
pub(super) fn parse(text: &str, _mode: Mode, limits: &Limits) -> Result<Parsed, SyntaxError> {
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
            items.push(Node::new(Kind::Word(Word::bare(run)), src.bytes(at..end)));
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

fn is_sign(c: char) -> bool {
    "()\"|^~*?!:=+[]{}<>".contains(c)
}

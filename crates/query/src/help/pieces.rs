//! What a query that is one part is made of.

use crate::syntax::{Kind, Node, PhrasePart, Word};

/// The parts of a connector, a count, a phrase, alternatives: each in the field of the whole. None
/// where there is nothing smaller.
pub(super) fn pieces(node: &Node) -> Vec<Node> {
    let each = |of: &[Node]| of.to_vec();
    match &node.kind {
        Kind::Boost(of, _) | Kind::Require(of) => pieces(of),
        Kind::Field { field, overlap, of } => {
            let wrap = |piece: Node| {
                let span = piece.span.clone();
                let of = Box::new(piece);
                Node::new(Kind::Field { field: *field, overlap: *overlap, of }, span)
            };
            pieces(of).into_iter().map(wrap).collect()
        }
        Kind::All(of) | Kind::And(of) | Kind::Or(of) => each(of),
        Kind::Near { left, right, .. } => vec![(**left).clone(), (**right).clone()],
        Kind::AtLeast { of, .. } => vec![(**of).clone()],
        Kind::Phrase(phrase) if phrase.parts.len() > 1 => {
            let mut out: Vec<Node> = Vec::new();
            for part in &phrase.parts {
                let PhrasePart::Word(word) = part else { continue };
                let exact = !word.is_wild() && word.fuzzy.is_none();
                let kind = Kind::Word(Word { exact, ..word.clone() });
                if out.iter().all(|known| known.kind != kind) {
                    out.push(Node::new(kind, node.span.clone()));
                }
            }
            out
        }
        _ => Vec::new(),
    }
}

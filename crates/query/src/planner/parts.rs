//! A query taken apart: each of its parts as a query of its own, with the clause it stands for.

use super::{PlanContext, Planner, Plans};
use crate::plan::{Clause, Limits};
use crate::request::Match;
use crate::syntax::{Field, Kind, Node, PhrasePart, Query, Word};

/// A part of a query that stands for something by itself.
#[derive(Debug, Clone)]
pub(crate) struct PlannedPart {
    /// The part with the field it stands in, so that it can be asked alone.
    pub(crate) node: Node,
    /// What it stands for.
    pub(crate) clause: Clause,
    /// The parts it is made of.
    pub(crate) parts: Vec<PlannedPart>,
}

/// The items of a query with their parts, for a query that has been planned as a whole already: its
/// limits are kept.
pub(crate) fn planned_parts(query: &Query, context: &PlanContext<'_>) -> Plans<Vec<PlannedPart>> {
    let limits = Limits { clauses: usize::MAX, ..context.limits };
    let context = PlanContext { limits, matching: Match::All, ..*context };
    query.items.iter().map(|item| part(item, None, &context)).collect()
}

/// A field and whether overlap is enough (`date~:`).
type Scope = Option<(Field, bool)>;

fn part(node: &Node, scope: Scope, context: &PlanContext<'_>) -> Plans<PlannedPart> {
    let whole = scoped(node, scope);
    let mut planner = Planner::new(None, context);
    let clause = planner.node(&whole, None)?;
    let (below, scope) = below(node, scope);
    let parts = below.iter().map(|node| part(node, scope, context)).collect::<Plans<_>>()?;
    Ok(PlannedPart { node: whole, clause, parts })
}

/// A node inside the field it stands in.
fn scoped(node: &Node, scope: Scope) -> Node {
    match scope {
        Some((field, overlap)) if !matches!(node.kind, Kind::Field { .. }) => {
            let of = Box::new(node.clone());
            Node::new(Kind::Field { field, overlap, of }, node.span.clone())
        }
        _ => node.clone(),
    }
}

/// The parts of a node, and the field they stand in. What only says how its one part is meant (a
/// field, a boost, a `+`) is passed through.
fn below(node: &Node, scope: Scope) -> (Vec<Node>, Scope) {
    match &node.kind {
        Kind::Field { field, overlap, of } => below(of, Some((*field, *overlap))),
        Kind::Require(of) | Kind::Boost(of, _) => below(of, scope),
        Kind::Phrase(phrase) if phrase.parts.len() > 1 => {
            let words = phrase.parts.iter().filter_map(|part| in_phrase(part, node));
            (words.collect(), scope)
        }
        _ => (node.children().into_iter().cloned().collect(), scope),
    }
}

/// A word of a phrase, as it is compared there.
fn in_phrase(part: &PhrasePart, phrase: &Node) -> Option<Node> {
    let word = |word: &Word| {
        let exact = !word.is_wild() && word.fuzzy.is_none();
        Node::new(Kind::Word(Word { exact, ..word.clone() }), phrase.span.clone())
    };
    Some(match part {
        PhrasePart::Any => return None,
        PhrasePart::Word(one) => word(one),
        PhrasePart::OneOf(words) => {
            Node::new(Kind::Or(words.iter().map(word).collect()), phrase.span.clone())
        }
    })
}

//! What a tree must hold to before it can be planned: the sides of connectors and of `atleast`
//! are words, phrases and connectors in one field.

use super::ast::{Connector, Kind, Node};
use super::error::SyntaxError;
use super::field::{Field, FieldKind};
use super::lexer::Op;
use super::notice::{Code, Mistake};
use super::parser::{Parser, Read, in_field};
use super::precedence::join;
use super::print::print_node;
use crate::plan::Limits;

/// Refuses trees so deep that walking them could end the stack.
pub(super) fn height(items: &[Node], limits: &Limits) -> Read<()> {
    let most = limits.nesting * 4;
    let mut todo: Vec<(&Node, usize)> = items.iter().map(|node| (node, 1)).collect();
    while let Some((node, height)) = todo.pop() {
        if height > most {
            let message = "operators and brackets stand too deep in each other here; search for \
                           the parts one by one";
            return Err(SyntaxError::new(Code::TooDeep, message, node.span.clone()));
        }
        todo.extend(node.children().into_iter().map(|child| (child, height + 1)));
    }
    Ok(())
}

/// Brings all items into the form that can be planned.
pub(super) fn settle_all(items: Vec<Node>, parser: &mut Parser<'_, '_>) -> Read<Vec<Node>> {
    items.into_iter().map(|node| settle(node, parser)).collect()
}

fn settle(node: Node, parser: &mut Parser<'_, '_>) -> Read<Node> {
    let span = node.span;
    let of_all = |nodes, parser: &mut _| settle_all(nodes, parser);
    let kind = match node.kind {
        Kind::All(of) => return Ok(rejoin(Op::Space, of_all(of, parser)?, span)),
        Kind::And(of) => return Ok(rejoin(Op::And, of_all(of, parser)?, span)),
        Kind::Or(of) => return Ok(rejoin(Op::Or, of_all(of, parser)?, span)),
        Kind::Not(of) => match settle(*of, parser)? {
            Node { kind: Kind::Not(inner), .. } => return Ok(*inner),
            Node { kind: Kind::Require(inner), .. } => Kind::Not(inner),
            of => Kind::Not(Box::new(of)),
        },
        Kind::Require(of) => match settle(*of, parser)? {
            // `+(NOT a)`, `+(+a)`: a NOT is binding anyway.
            of @ Node { kind: Kind::Not(_) | Kind::Require(_), .. } => return Ok(of),
            of => Kind::Require(Box::new(of)),
        },
        Kind::Boost(of, by) => match settle(*of, parser)? {
            Node { kind: Kind::Boost(inner, earlier), .. } => {
                Kind::Boost(inner, (by * earlier).min(1000.0))
            }
            of => Kind::Boost(Box::new(of), by),
        },
        Kind::Field { field, overlap, of } => {
            let of = settle(*of, parser)?;
            return Ok(in_field(field, overlap, of, span));
        }
        Kind::Near { left, right, connector } => {
            let (left, right) = (settle(*left, parser)?, settle(*right, parser)?);
            return near(left, right, connector, parser);
        }
        Kind::AtLeast { count, of } => {
            let of = settle(*of, parser)?;
            return at_least(count, Node::new(of.kind, span), parser);
        }
        kind => kind,
    };
    Ok(Node::new(kind, span))
}

fn rejoin(op: Op, nodes: Vec<Node>, span: std::ops::Range<usize>) -> Node {
    let joined = join(op, nodes).map(|node| node.kind);
    Node::new(joined.expect("a list of two or more stays one of at least one"), span)
}

/// Whether a node is a set of occurrences.
fn is_span(node: &Node) -> bool {
    match &node.kind {
        Kind::Word(_) | Kind::Phrase(_) | Kind::Cased { .. } => true,
        Kind::Or(of) => of.iter().all(is_span),
        Kind::Near { left, right, .. } => is_span(left) && is_span(right),
        _ => false,
    }
}

/// A side without its fields, boosts and `+`; the fields are collected.
fn bare(node: Node, fields: &mut Vec<Field>, boosted: &mut bool) -> Node {
    let span = node.span;
    let kind = match node.kind {
        Kind::Field { field, of, .. } => {
            fields.push(field);
            return bare(*of, fields, boosted);
        }
        Kind::Boost(of, _) => {
            *boosted = true;
            return bare(*of, fields, boosted);
        }
        Kind::Require(of) => return bare(*of, fields, boosted),
        Kind::Or(of) => {
            let of = of.into_iter().map(|node| bare(node, fields, boosted)).collect();
            return rejoin(Op::Or, of, span);
        }
        Kind::All(of) => Kind::All(of.into_iter().map(|n| bare(n, fields, boosted)).collect()),
        Kind::And(of) => Kind::And(of.into_iter().map(|n| bare(n, fields, boosted)).collect()),
        kind => kind,
    };
    Node::new(kind, span)
}

/// A connector between two settled sides.
fn near(left: Node, right: Node, by: Connector, parser: &mut Parser<'_, '_>) -> Read<Node> {
    let span = left.span.start..right.span.end;
    let mut fields = Vec::new();
    let mut boosted = false;
    let sides = (
        bare(left.clone(), &mut fields, &mut boosted),
        bare(right.clone(), &mut fields, &mut boosted),
    );
    fields.sort_by_key(|field| field.name());
    fields.dedup();
    let place = parser.src.places(span.clone());
    if boosted {
        let message = Mistake::new("a boost inside a connector has no effect", "it is left out");
        parser.repair(Code::BoostInside, place.clone(), message, None)?;
    }
    let text = fields.iter().all(|field| field.kind() == FieldKind::Text);
    if !text || fields.len() > 1 {
        let message = if text {
            format!(
                "a connector holds within one field, not across `{}` and `{}`",
                fields[0].name(),
                fields[1].name()
            )
        } else {
            "a connector stands between words, not values".to_string()
        };
        let node = both(left, right, by, span);
        let instead = parser.src.with(place.clone(), &print_node(&node));
        let message = Mistake::new(message, "it is read as AND");
        parser.repair(Code::ConnectorFields, place, message, instead)?;
        return Ok(node);
    }
    let (left, right) = sides;
    let node = if is_span(&left) && is_span(&right) {
        connect(left, right, by)
    } else {
        let mut budget = 64;
        let node = distribute(&left, &right, by, &mut budget)
            .unwrap_or_else(|| both(left, right, by, span.clone()));
        let message = Mistake::new(
            "a side of a connector cannot hold AND, NOT, `atleast` or words side by side (words \
             that belong together go in quotes)",
            "it is read for each of them",
        );
        let instead = parser.src.with(place.clone(), &format!("({})", print_node(&node)));
        parser.repair(Code::ConnectorSide, place, message, instead)?;
        parser.leaf(64 - budget)?;
        node
    };
    Ok(match fields.first() {
        Some(&field) => in_field(field, false, node, span),
        None => Node::new(node.kind, span),
    })
}

fn connect(left: Node, right: Node, connector: Connector) -> Node {
    let span = left.span.start.min(right.span.start)..right.span.end.max(left.span.end);
    Node::new(Kind::Near { left: Box::new(left), right: Box::new(right), connector }, span)
}

fn not(node: Node) -> Node {
    let span = node.span.clone();
    Node::new(Kind::Not(Box::new(node)), span)
}

/// Both sides without the connector: its nearest meaning where it can have none.
fn both(left: Node, right: Node, by: Connector, span: std::ops::Range<usize>) -> Node {
    let right = match right {
        Node { kind: Kind::Not(inner), .. } if by.negated => *inner,
        right if by.negated => not(right),
        right => right,
    };
    rejoin(Op::And, vec![left, right], span)
}

/// `a W/5 (b AND NOT c)` → `(a W/5 b) AND (a NOT W/5 c)`; `None` when it becomes too much.
fn distribute(left: &Node, right: &Node, by: Connector, budget: &mut usize) -> Option<Node> {
    *budget = budget.checked_sub(1)?;
    let span = left.span.start.min(right.span.start)..right.span.end.max(left.span.end);
    if !is_span(left) {
        return match &left.kind {
            Kind::All(of) | Kind::And(of) | Kind::Or(of) => {
                let op = if matches!(left.kind, Kind::Or(_)) { Op::Or } else { Op::And };
                let parts = of.iter().map(|side| distribute(side, right, by, budget));
                Some(rejoin(op, parts.collect::<Option<Vec<_>>>()?, span))
            }
            Kind::Not(of) => Some(match distribute(of, right, by, budget)? {
                Node { kind: Kind::Not(inner), .. } => *inner,
                node => not(node),
            }),
            Kind::AtLeast { of, .. } => {
                let near = distribute(of, right, by, budget)?;
                Some(rejoin(Op::And, vec![near, left.clone()], span))
            }
            _ => None,
        };
    }
    match &right.kind {
        _ if is_span(right) => Some(connect(left.clone(), right.clone(), by)),
        Kind::All(of) | Kind::And(of) | Kind::Or(of) => {
            let op = if matches!(right.kind, Kind::Or(_)) { Op::Or } else { Op::And };
            let parts = of.iter().map(|side| distribute(left, side, by, budget));
            Some(rejoin(op, parts.collect::<Option<Vec<_>>>()?, span))
        }
        Kind::Not(of) => {
            let opposite = Connector { negated: !by.negated, ..by };
            distribute(left, of, opposite, budget)
        }
        Kind::AtLeast { of, .. } => {
            let near = distribute(left, of, by, budget)?;
            Some(rejoin(Op::And, vec![near, right.clone()], span))
        }
        _ => None,
    }
}

/// `atleast` over a settled node.
fn at_least(count: u32, of: Node, parser: &mut Parser<'_, '_>) -> Read<Node> {
    let place = parser.src.places(of.span.clone());
    let simple = match &of.kind {
        Kind::Field { field, of, .. } => field.kind() == FieldKind::Text && is_span(of),
        _ => is_span(&of),
    };
    let node = counted(count, &of);
    if !simple {
        let message = Mistake::new(
            "`atleast` counts words, phrases and connectors of one field",
            "it is read for each part by itself",
        );
        let instead = parser.src.with(place.clone(), &format!("({})", print_node(&node)));
        parser.repair(Code::AtLeastInside, place, message, instead)?;
    }
    Ok(node)
}

/// `atleast` moved in to where it can stand.
fn counted(count: u32, node: &Node) -> Node {
    let span = node.span.clone();
    if is_span(node) {
        return Node::new(Kind::AtLeast { count, of: Box::new(node.clone()) }, span);
    }
    let all = |of: &[Node]| of.iter().map(|node| counted(count, node)).collect();
    match &node.kind {
        Kind::All(of) | Kind::And(of) => rejoin(Op::And, all(of), span),
        Kind::Or(of) => rejoin(Op::Or, all(of), span),
        Kind::Field { field, overlap, of } if field.kind() == FieldKind::Text => {
            in_field(*field, *overlap, counted(count, of), span)
        }
        Kind::Boost(of, by) => Node::new(Kind::Boost(Box::new(counted(count, of)), *by), span),
        Kind::Require(of) => counted(count, of),
        _ => node.clone(),
    }
}

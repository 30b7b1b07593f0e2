//! From operands and operators side by side to a tree, and the other tree they could have meant.

use std::ops::Range;

use super::ast::{Kind, Node, Phrase, PhrasePart};
use super::lexer::Op;

/// What stands between two operators.
#[derive(Debug, Clone)]
pub(super) struct Operand {
    /// Under NOT.
    pub(super) negated: bool,
    /// Under `+`.
    pub(super) required: bool,
    /// What it is; `None` where it was dropped.
    pub(super) node: Option<Node>,
    /// From its signs to its end, in bytes.
    pub(super) span: Range<usize>,
}

impl Operand {
    /// A word or phrase without a sign.
    fn is_bare(&self) -> bool {
        let plain = |node: &Node| matches!(node.kind, Kind::Word(_) | Kind::Phrase(_));
        !self.negated && !self.required && self.node.as_ref().is_some_and(plain)
    }
}

/// Everything between two brackets: operands, and the operator after each but the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) operands: Vec<Operand>,
    pub(super) ops: Vec<Op>,
}

/// An order in which operators bind, the loosest first.
type Order = [fn(&Op) -> bool; 4];

/// Field, connector, NOT, AND, OR, juxtaposition.
const OURS: Order = [is_space, is_or, is_and, is_near];
/// As Lexis reads: OR binds tightest.
const OR_FIRST: Order = [is_space, is_and, is_near, is_or];
/// Words side by side belong together.
const SPACE_FIRST: Order = [is_or, is_and, is_near, is_space];

fn is_space(op: &Op) -> bool {
    *op == Op::Space
}

fn is_or(op: &Op) -> bool {
    *op == Op::Or
}

fn is_and(op: &Op) -> bool {
    *op == Op::And
}

fn is_near(op: &Op) -> bool {
    matches!(op, Op::Near(_))
}

impl Level {
    /// The items of the level's juxtaposition, as the language reads them.
    pub(super) fn items(&self) -> Vec<Node> {
        let parts = split(0..self.operands.len(), &self.ops, is_space);
        parts.into_iter().filter_map(|part| self.tree(part, &OURS[1..])).collect()
    }

    /// The other reading, where the level mixes kinds of operators so that there is one.
    pub(super) fn other_reading(&self, spaces_matter: bool) -> Option<Node> {
        let has = |kind: fn(&Op) -> bool| self.ops.iter().any(kind);
        let (or, near) = (has(is_or), has(is_near));
        let words = self.words_beside_operators();
        let mixed = (or && (near || has(is_and) || words))
            || (near && words)
            || (spaces_matter && has(is_and) && words);
        if !mixed || self.operands.iter().any(|operand| operand.node.is_none()) {
            return None;
        }
        let all = 0..self.operands.len();
        let ours = self.tree(all.clone(), &OURS);
        let signs_lead = |order: &Order| self.signs_survive(order);
        [&OR_FIRST, &SPACE_FIRST]
            .into_iter()
            .filter(|order| signs_lead(order))
            .map(|order| self.tree(all.clone(), order))
            .find(|other| *other != ours)
            .flatten()
    }

    /// Whether bare words stand side by side, or a word and something under NOT, one of them beside
    /// an operator too.
    fn words_beside_operators(&self) -> bool {
        let joined = |i: usize| self.ops.get(i).is_some_and(|op| !is_space(op));
        (0..self.ops.len()).any(|i| {
            let (left, right) = (&self.operands[i], &self.operands[i + 1]);
            is_space(&self.ops[i])
                && ((left.is_bare() && right.is_bare())
                    || (left.is_bare() && right.negated)
                    || (left.negated && right.is_bare()))
                && ((i > 0 && joined(i - 1)) || joined(i + 1))
        })
    }

    /// Whether the signs mean something in an order of operators: no `+` stands in a group that
    /// this order makes, and no sign in a side of a connector, where none can be.
    fn signs_survive(&self, order: &Order) -> bool {
        let tightest = order[3];
        let near = |i: usize| self.ops.get(i).is_some_and(is_near);
        let inside = |op: usize| {
            // The group round this operator, and whether a connector is beside it.
            let first = (0..op).rev().take_while(|&i| tightest(&self.ops[i])).last().unwrap_or(op);
            let last = (op..self.ops.len()).take_while(|&i| tightest(&self.ops[i])).last();
            (first > 0 && near(first - 1)) || near(last.unwrap_or(op) + 1)
        };
        (0..self.ops.len()).filter(|&i| tightest(&self.ops[i])).all(|i| {
            let sides = [&self.operands[i], &self.operands[i + 1]];
            !sides.iter().any(|side| side.required || side.negated && inside(i))
        })
    }

    fn tree(&self, range: Range<usize>, order: &[fn(&Op) -> bool]) -> Option<Node> {
        if range.len() == 1 {
            let operand = &self.operands[range.start];
            return sign(operand.node.clone(), operand);
        }
        let (&loosest, tighter) = order.split_first()?;
        if std::ptr::fn_addr_eq(loosest, is_near as fn(&Op) -> bool) {
            return self.chain(range, tighter);
        }
        let parts = split(range.clone(), &self.ops, loosest);
        if parts.len() == 1 {
            return self.tree(range, tighter);
        }
        let op = self.ops[parts[0].end - 1];
        // Words side by side in a side of a connector can only be a phrase.
        let phrase = tighter.is_empty() && is_space(&op) && self.near_beside(&range);
        // Where OR binds tightest, a NOT before the first side stands before all of them.
        let first = &self.operands[range.start];
        let rest = &self.operands[range.start + 1..range.end];
        let whole = tighter.is_empty()
            && is_or(&op)
            && first.negated
            && rest.iter().all(|operand| !operand.negated);
        if whole {
            let sides = self.operands[range].iter();
            let sides = sides.filter_map(|operand| operand.node.clone()).collect();
            return sign(join(op, sides), first);
        }
        let nodes = parts.into_iter().filter_map(|part| self.tree(part, tighter)).collect();
        if phrase { as_phrase(nodes) } else { join(op, nodes) }
    }

    fn near_beside(&self, range: &Range<usize>) -> bool {
        let near = |i: usize| self.ops.get(i).is_some_and(is_near);
        (range.start > 0 && near(range.start - 1)) || near(range.end - 1)
    }

    /// Connectors from left to right; the signs of the first operand are those of the chain.
    fn chain(&self, range: Range<usize>, tighter: &[fn(&Op) -> bool]) -> Option<Node> {
        let parts = split(range.clone(), &self.ops, is_near);
        if parts.len() == 1 {
            return self.tree(range, tighter); // no connector
        }
        let first = &self.operands[range.start];
        let mut left: Option<Node> = None;
        for part in parts {
            let before = part.start.checked_sub(1).filter(|_| part.start > range.start);
            let node = if part.len() == 1 {
                self.operands[part.start].node.clone()
            } else {
                self.tree(part, tighter)
            };
            left = match (left, node, before.map(|i| self.ops[i])) {
                (Some(left), Some(right), Some(Op::Near(connector))) => {
                    let span = left.span.start..right.span.end;
                    let (left, right) = (Box::new(left), Box::new(right));
                    Some(Node::new(Kind::Near { left, right, connector }, span))
                }
                (left, right, _) => left.or(right),
            };
        }
        sign(left, first)
    }
}

/// Stretches of operands between operators of a kind.
fn split(range: Range<usize>, ops: &[Op], kind: fn(&Op) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let between = ops.get(range.start..range.end.saturating_sub(1)).unwrap_or_default();
    for (i, op) in (range.start..).zip(between) {
        if kind(op) {
            parts.push(start..i + 1);
            start = i + 1;
        }
    }
    if start < range.end {
        parts.push(start..range.end);
    }
    parts
}

fn sign(node: Option<Node>, operand: &Operand) -> Option<Node> {
    let node = node?;
    let span = operand.span.start.min(node.span.start)..node.span.end;
    Some(match (operand.negated, operand.required) {
        (true, _) => Node::new(Kind::Not(Box::new(node)), span),
        (false, true) => Node::new(Kind::Require(Box::new(node)), span),
        (false, false) => node,
    })
}

/// Nodes under one operator. One alone is itself; an AND in an AND, an OR in an OR is one.
pub(super) fn join(op: Op, nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (op, node.kind) {
            (Op::And, Kind::And(inner)) | (Op::Or, Kind::Or(inner)) => flat.extend(inner),
            (_, kind) => flat.push(Node::new(kind, node.span)),
        }
    }
    if flat.len() < 2 {
        return flat.pop();
    }
    let span = flat[0].span.start..flat[flat.len() - 1].span.end;
    let kind = match op {
        Op::And => Kind::And(flat),
        Op::Or => Kind::Or(flat),
        Op::Space | Op::Near(_) => Kind::All(flat),
    };
    Some(Node::new(kind, span))
}

fn as_phrase(nodes: Vec<Node>) -> Option<Node> {
    let mut parts = Vec::new();
    let span = nodes.first()?.span.start..nodes.last()?.span.end;
    for node in nodes {
        match node.kind {
            Kind::Word(word) => parts.push(PhrasePart::Word(word)),
            Kind::Phrase(phrase) => parts.extend(phrase.parts),
            _ => return None,
        }
    }
    Some(Node::new(Kind::Phrase(Phrase { parts, slop: None }), span))
}

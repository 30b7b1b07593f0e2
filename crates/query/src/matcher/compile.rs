//! A clause made ready for many articles: its words in one table, its texts numbered.

use super::lookup::Lookup;
use crate::plan::{Clause, Filter, Span, TextClause, TextField, Within};
use crate::spans::{Node, Pair};

/// A clause and filters made ready.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) condition: Condition,
    pub(super) filters: Vec<Filter>,
    /// The conditions on text, in order.
    pub(super) leaves: Vec<Leaf>,
    pub(super) lookup: Lookup,
    /// Whether the place of every word must be known, not only of those asked for: where a phrase
    /// has a gap, or a part of which it is not said with which word it begins and ends.
    pub(super) places: bool,
    /// Whether borders of sentences and paragraphs must be known.
    pub(super) borders: bool,
    /// Whether it must be known which words are the lead.
    pub(super) lead: bool,
    /// Whether anything but text is looked at.
    pub(super) facts: bool,
}

/// A condition on text.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) fields: Vec<TextField>,
    pub(super) node: Node,
    /// How often it must occur, where that is asked.
    pub(super) count: Option<u32>,
}

/// [`Clause`] with its texts replaced by numbers of leaves.
#[derive(Debug)]
pub(super) enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    AtLeastOf(usize, Vec<Condition>),
    Prefer(Box<Condition>, Vec<Condition>),
    Not(Box<Condition>),
    Boost(Box<Condition>, f32),
    Text(usize),
    /// A condition that looks at no text.
    Fact(Clause),
}

impl Program {
    pub(super) fn of(clause: &Clause, filters: &[Filter]) -> Self {
        let mut program = Self {
            condition: Condition::And(Vec::new()),
            filters: filters.to_vec(),
            leaves: Vec::new(),
            lookup: Lookup::default(),
            places: false,
            borders: false,
            lead: false,
            facts: !filters.is_empty(),
        };
        program.condition = program.condition(clause);
        program
    }

    fn condition(&mut self, clause: &Clause) -> Condition {
        let mut each = |clauses: &[Clause]| -> Vec<Condition> {
            clauses.iter().map(|clause| self.condition(clause)).collect()
        };
        match clause {
            Clause::And(all) => Condition::And(each(all)),
            Clause::Or(any) => Condition::Or(each(any)),
            Clause::AtLeastOf { min, of } => Condition::AtLeastOf(*min, each(of)),
            Clause::Prefer { must, should } => {
                let must = Box::new(self.condition(must));
                let should = should.iter().map(|clause| self.condition(clause)).collect();
                Condition::Prefer(must, should)
            }
            Clause::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Clause::Boost(inner, boost) => {
                Condition::Boost(Box::new(self.condition(inner)), *boost)
            }
            Clause::Text(text) => self.leaf(text, None),
            Clause::AtLeast { count, text } => self.leaf(text, Some(*count)),
            Clause::All
            | Clause::Nothing
            | Clause::Value(..)
            | Clause::Outlet(_)
            | Clause::Date { .. }
            | Clause::DateBasis(_)
            | Clause::Length(_)
            | Clause::Path(_)
            | Clause::Id(_)
            | Clause::Url(_) => {
                self.facts |= !matches!(clause, Clause::All | Clause::Nothing);
                Condition::Fact(clause.clone())
            }
        }
    }

    fn leaf(&mut self, text: &TextClause, count: Option<u32>) -> Condition {
        let node = self.node(&text.span);
        let mut fields = text.fields.clone();
        fields.sort_unstable();
        fields.dedup();
        self.lead |= fields.contains(&TextField::Lead);
        self.leaves.push(Leaf { fields, node, count });
        Condition::Text(self.leaves.len() - 1)
    }

    fn node(&mut self, span: &Span) -> Node {
        match span {
            Span::Term(term) => Node::Word(self.lookup.add(term)),
            Span::Gap => {
                self.places = true;
                Node::Gap
            }
            Span::Seq(items) => {
                let items: Vec<Node> = items.iter().map(|item| self.node(item)).collect();
                self.places |= !items.iter().all(has_words_at_ends);
                Node::Seq(items)
            }
            Span::Or(sides) => Node::Or(sides.iter().map(|side| self.node(side)).collect()),
            Span::Sloppy { items, slop } => {
                Node::Sloppy(items.iter().map(|item| self.node(item)).collect(), *slop)
            }
            Span::Near { left, right, within, ordered } => {
                Node::Near(self.pair(left, right, *within, *ordered))
            }
            Span::NotNear { left, right, within, ordered } => {
                Node::NotNear(self.pair(left, right, *within, *ordered))
            }
        }
    }

    fn pair(&mut self, left: &Span, right: &Span, within: Within, ordered: bool) -> Box<Pair> {
        self.borders |= !matches!(within, Within::Words(_));
        Box::new(Pair { left: self.node(left), right: self.node(right), within, ordered })
    }
}

/// Whether the occurrences of a span begin and end with words of terms.
fn has_words_at_ends(node: &Node) -> bool {
    match node {
        Node::Word(_) => true,
        Node::Or(items) | Node::Seq(items) => items.iter().all(has_words_at_ends),
        Node::Gap | Node::Sloppy(..) | Node::Near(_) | Node::NotNear(_) => false,
    }
}

//! Text conditions: words and phrases in fields.

use std::collections::BTreeSet;

use morgue_query::EngineError;
use morgue_query::plan::{Span, Term as Word, TextClause, TextField};
use morgue_query::spans::{Node as SpanNode, Pair};

use super::words::{List, Slot};
use super::{AnyOf, Translator};
use crate::error::unsupported;
use crate::positional::{Node, PositionalQuery, Within};
use crate::rank::WordQuery;
use crate::spans::{SpanQuery, Wanted};

impl Translator<'_> {
    /// Articles in which a span occurs in one of some fields.
    pub(super) fn text(&self, text: &TextClause) -> Result<AnyOf, EngineError> {
        let mut any = Vec::new();
        for (list, within) in places(&text.fields) {
            self.occurs(&text.span, list, within, &mut any)?;
        }
        Ok(any)
    }

    fn occurs(
        &self,
        span: &Span,
        list: List,
        within: Within,
        any: &mut AnyOf,
    ) -> Result<(), EngineError> {
        self.control.check()?;
        match span {
            Span::Or(sides) => {
                sides.iter().try_for_each(|side| self.occurs(side, list, within, any))
            }
            Span::Seq(items) if items.len() == 1 => self.occurs(&items[0], list, within, any),
            Span::Term(word) if within == Within::ANYWHERE && is_phrase(span) => {
                let slot = self.slot(word, list)?;
                let articles = slot.articles;
                for ((term, _), places) in slot.terms.into_iter().zip(slot.places) {
                    let similarity = self.snapshot.similarity(term.field(), &[articles]);
                    let similarity = similarity.boosted(self.boost).on(&self.grid);
                    let files = self.snapshot.lists.clone();
                    any.push(Box::new(WordQuery { term, places, similarity, files, articles }));
                }
                Ok(())
            }
            span if !is_phrase(span) => {
                any.extend(self.spans(span, (list, within), None)?);
                Ok(())
            }
            _ => {
                if let Some(root) = self.node(span, list)? {
                    let query = PositionalQuery::new(self.snapshot, list, within, root);
                    any.push(Box::new(query.scored(self.boost, &self.grid)));
                }
                Ok(())
            }
        }
    }

    /// A span with its words looked up; `None` where it cannot occur in this index.
    fn node(&self, span: &Span, list: List) -> Result<Option<Node>, EngineError> {
        self.control.check()?;
        Ok(match span {
            Span::Term(word) => {
                let slot = self.slot(word, list)?;
                (!slot.terms.is_empty()).then_some(Node::Word(slot))
            }
            Span::Gap => Some(Node::Gap),
            Span::Seq(items) => {
                let mut nodes = Vec::with_capacity(items.len());
                for item in items {
                    match self.node(item, list)? {
                        Some(node) => nodes.push(node),
                        None => return Ok(None),
                    }
                }
                (!nodes.is_empty()).then_some(Node::Seq(nodes))
            }
            Span::Or(sides) => {
                let mut nodes = Vec::with_capacity(sides.len());
                for side in sides {
                    nodes.extend(self.node(side, list)?);
                }
                (!nodes.is_empty()).then_some(Node::Or(nodes))
            }
            Span::Sloppy { .. } | Span::Near { .. } | Span::NotNear { .. } => {
                return Err(unsupported("a connector in a phrase"));
            }
        })
    }

    /// Articles in which a span occurs so often in some fields together.
    pub(super) fn at_least(&self, count: u32, text: &TextClause) -> Result<AnyOf, EngineError> {
        match places(&text.fields).as_slice() {
            [place] if count > 0 => self.spans(&text.span, *place, Some(count)),
            [] => Ok(Vec::new()),
            // The language has no way to say it.
            _ => Err(unsupported("atleast over byline, dateline and text together")),
        }
    }

    /// The search for occurrences that no list of tantivy gives.
    fn spans(
        &self,
        span: &Span,
        place: (List, Within),
        count: Option<u32>,
    ) -> Result<AnyOf, EngineError> {
        let mut slots = Vec::new();
        let Some(node) = self.span_node(span, place.0, &mut slots)? else { return Ok(Vec::new()) };
        let wanted = Wanted { node, slots, count };
        let query = SpanQuery::new(self.snapshot, place, wanted, self.guard.clone());
        Ok(vec![Box::new(query.scored(self.boost, &self.grid))])
    }

    /// A span with its words in a table; `None` where it cannot occur in this index.
    fn span_node(
        &self,
        span: &Span,
        list: List,
        slots: &mut Vec<Slot>,
    ) -> Result<Option<SpanNode>, EngineError> {
        self.control.check()?;
        let mut all = |items: &[Span]| -> Result<Option<Vec<SpanNode>>, EngineError> {
            let mut nodes = Vec::with_capacity(items.len());
            for item in items {
                match self.span_node(item, list, slots)? {
                    Some(node) => nodes.push(node),
                    None => return Ok(None),
                }
            }
            Ok((!nodes.is_empty()).then_some(nodes))
        };
        Ok(match span {
            Span::Term(word) => {
                let slot = self.slot(word, list)?;
                if slot.is_empty() {
                    return Ok(None);
                }
                slots.push(slot);
                Some(SpanNode::Word(slots.len() - 1))
            }
            Span::Gap => Some(SpanNode::Gap),
            Span::Seq(items) => all(items)?.map(SpanNode::Seq),
            Span::Sloppy { items, slop } => all(items)?.map(|items| SpanNode::Sloppy(items, *slop)),
            Span::Or(sides) => {
                let mut nodes = Vec::with_capacity(sides.len());
                for side in sides {
                    nodes.extend(self.span_node(side, list, slots)?);
                }
                (!nodes.is_empty()).then_some(SpanNode::Or(nodes))
            }
            Span::Near { left, right, within, ordered } => {
                let Some(left) = self.span_node(left, list, slots)? else { return Ok(None) };
                let Some(right) = self.span_node(right, list, slots)? else { return Ok(None) };
                let (within, ordered) = (*within, *ordered);
                Some(SpanNode::Near(Box::new(Pair { left, right, within, ordered })))
            }
            Span::NotNear { left, right, within, ordered } => {
                let Some(left) = self.span_node(left, list, slots)? else { return Ok(None) };
                Some(match self.span_node(right, list, slots)? {
                    Some(right) => {
                        let (within, ordered) = (*within, *ordered);
                        SpanNode::NotNear(Box::new(Pair { left, right, within, ordered }))
                    }
                    None => left,
                })
            }
        })
    }
}

/// Whether a span is made of nothing but words, as they are spelt, and phrases.
fn is_phrase(span: &Span) -> bool {
    match span {
        Span::Term(Word::Cased { .. }) => false,
        Span::Term(_) | Span::Gap => true,
        Span::Seq(items) | Span::Or(items) => items.iter().all(is_phrase),
        Span::Sloppy { .. } | Span::Near { .. } | Span::NotNear { .. } => false,
    }
}

/// The lists in which fields are searched, and where in each.
fn places(fields: &[TextField]) -> Vec<(List, Within)> {
    let lists: BTreeSet<List> = fields.iter().map(|&field| List::of(field)).collect();
    let within = |list| match list {
        List::Main => Within::of(fields),
        List::Byline | List::Dateline => Within::ANYWHERE,
    };
    lists.into_iter().map(|list| (list, within(list))).collect()
}

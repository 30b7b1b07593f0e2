//! Text conditions: words and phrases in fields.

use std::collections::BTreeSet;

use morgue_query::EngineError;
use morgue_query::plan::{Span, TextClause, TextField};
use tantivy::query::Query;

use super::words::{List, WordQuery};
use super::{AnyOf, Translator};
use crate::error::unsupported;
use crate::positional::{Node, PositionalQuery, Within};

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
            Span::Term(word) if within == Within::ANYWHERE => {
                let slot = self.slot(word, list)?;
                any.extend(slot.terms.into_iter().map(|(term, _)| {
                    Box::new(WordQuery { term, articles: slot.articles }) as Box<dyn Query>
                }));
                Ok(())
            }
            _ => {
                if let Some(root) = self.node(span, list)? {
                    any.push(Box::new(PositionalQuery::new(self.snapshot, list, within, root)));
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
            Span::Sloppy { slop, .. } => return Err(unsupported(&format!("\"…\"~{slop}"))),
            Span::Near { ordered, within, .. } => {
                return Err(unsupported(&connector(*ordered, *within)));
            }
            Span::NotNear { ordered, within, .. } => {
                return Err(unsupported(&format!("NOT {}", connector(*ordered, *within))));
            }
        })
    }
}

/// A connector as it is written.
fn connector(ordered: bool, within: morgue_query::plan::Within) -> String {
    use morgue_query::plan::Within;
    match within {
        Within::Words(n) => format!("{}/{n}", if ordered { "PRE" } else { "W" }),
        Within::Sentence => "W/S".to_string(),
        Within::Paragraph => "W/P".to_string(),
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

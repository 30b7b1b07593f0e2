//! `match=any` and `match=most`: which items may be missing.

use super::{one, same_text};
use crate::plan::Clause;
use crate::syntax::{FieldKind, Kind, Node};

/// A query's outermost items, told apart by whether one may be missing.
///
/// The least number of items that must hold is 1, or 0 where a `+` item holds in their place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Loosened {
    /// What must hold: NOT, fields of exact values, dates.
    pub binding: Vec<Clause>,
    /// What must hold by a `+`.
    pub required: Vec<Clause>,
    /// The bare items.
    pub items: Vec<Clause>,
}

impl Loosened {
    pub(super) fn add(&mut self, item: &Node, clause: Clause) {
        let list = match item.kind {
            Kind::Require(_) => &mut self.required,
            Kind::Not(_) => &mut self.binding,
            _ if has_words(item) => &mut self.items,
            _ => &mut self.binding,
        };
        if !list.iter().any(|earlier| same_text(earlier, &clause)) {
            list.push(clause);
        }
    }

    /// The least number of items that must hold.
    pub fn fewest(&self) -> usize {
        usize::from(self.required.is_empty() && !self.items.is_empty())
    }

    /// The clause under which every item holds.
    pub fn all(&self) -> Clause {
        self.at_least(self.items.len())
    }

    /// The clause under which at least `least` items hold.
    pub fn at_least(&self, least: usize) -> Clause {
        let mut must: Vec<Clause> = self.required.iter().chain(&self.binding).cloned().collect();
        let items = self.items.clone();
        if least >= items.len() {
            must.extend(items);
            return one(must, Clause::And);
        }
        if least == 0 {
            let must = Box::new(one(must, Clause::And));
            return Clause::Prefer { must, should: items };
        }
        must.push(match least {
            1 => Clause::Or(items),
            min => Clause::AtLeastOf { min, of: items },
        });
        one(must, Clause::And)
    }

    /// The clauses to be asked one after another until one finds something, the strictest first:
    /// that in which all hold is left out.
    pub fn tries(&self) -> impl Iterator<Item = Clause> + '_ {
        (self.fewest()..self.items.len()).rev().map(|least| self.at_least(least))
    }
}

/// Whether a node asks for words; values and dates do not.
fn has_words(node: &Node) -> bool {
    match &node.kind {
        Kind::Field { field, .. } => field.kind() == FieldKind::Text,
        Kind::Not(_) | Kind::Value(_) | Kind::Range(_) => false,
        Kind::Word(_) | Kind::Phrase(_) | Kind::Cased { .. } => true,
        _ => node.children().into_iter().any(has_words),
    }
}

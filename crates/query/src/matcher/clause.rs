//! A whole clause over one article.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use morgue_article::Article;

use super::collect::Found;
use super::compile::{Condition, Leaf, Program};
use super::light::Wanted;
use super::scope::{Field, Scope};
use super::{FieldMatches, Lit, MOST_LIT, Matching, WORK};
use crate::Control;
use crate::facts::{ArticleFacts, id_fits};
use crate::plan::{Clause, TextField};
use crate::spans::{Work, most_apart};

/// One article under evaluation.
pub(super) struct Evaluation<'a> {
    pub(super) program: &'a Program,
    article: &'a Article,
    found: &'a Found,
    facts: &'a ArticleFacts,
    work: Work,
    control: &'a Control,
    /// Whether something that lights was left out.
    cut: Cell<bool>,
    /// What is known of each leaf.
    held: RefCell<Vec<Option<bool>>>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(
        program: &'a Program,
        article: &'a Article,
        found: &'a Found,
        facts: &'a ArticleFacts,
        control: &'a Control,
    ) -> Self {
        let held = RefCell::new(vec![None; program.leaves.len()]);
        let (work, cut) = (Work::new(WORK), Cell::new(false));
        Self { program, article, found, facts, work, control, cut, held }
    }

    pub(super) fn run(self) -> Matching {
        let holds = self.all_holds();
        let mut lit: Vec<(TextField, Lit)> = Vec::new();
        if holds {
            self.light(&self.program.condition, 1.0, &mut lit);
        }
        lit.sort_by(|a, b| {
            let key = |(field, lit): &(TextField, Lit)| {
                (*field, lit.range.start, lit.range.end, lit.clause)
            };
            key(a).cmp(&key(b))
        });
        lit.dedup_by(|b, a| a.0 == b.0 && a.1.range == b.1.range && a.1.clause == b.1.clause);
        let mut fields: Vec<FieldMatches> = Vec::new();
        for (field, lit) in lit {
            match fields.last_mut() {
                Some(last) if last.field == field => last.lit.push(lit),
                _ => fields.push(FieldMatches { field, lit: vec![lit] }),
            }
        }
        let words = self.found.zones.words;
        Matching { holds, capped: self.work.was_cut() || self.cut.get(), words, fields }
    }

    /// Whether the condition holds, and every filter.
    pub(super) fn all_holds(&self) -> bool {
        let kept = |filter: &crate::plan::Filter| self.facts.passes(&filter.test) != filter.exclude;
        self.program.filters.iter().all(kept) && self.holds(&self.program.condition)
    }

    /// The numbers of the conditions on text that hold and stand under no NOT.
    pub(super) fn positive(&self, condition: &Condition, out: &mut Vec<usize>) {
        if !self.holds(condition) {
            return;
        }
        match condition {
            Condition::And(of) | Condition::Or(of) | Condition::AtLeastOf(_, of) => {
                of.iter().for_each(|one| self.positive(one, out));
            }
            Condition::Prefer(must, should) => {
                self.positive(must, out);
                should.iter().for_each(|one| self.positive(one, out));
            }
            Condition::Not(_) | Condition::Fact(_) => {}
            Condition::Boost(inner, _) => self.positive(inner, out),
            Condition::Text(leaf) => out.push(*leaf),
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::And(all) => all.iter().all(|one| self.holds(one)),
            Condition::Or(any) => any.iter().any(|one| self.holds(one)),
            Condition::AtLeastOf(min, of) => {
                of.iter().filter(|one| self.holds(one)).take(*min).count() >= *min
            }
            Condition::Prefer(must, _) => self.holds(must),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Boost(inner, _) => self.holds(inner),
            Condition::Text(leaf) => self.leaf_holds(*leaf),
            Condition::Fact(clause) => fact_holds(clause, self.article, self.facts),
        }
    }

    /// Whether the caller is to stop: a leaf of a long text takes a tenth of a second.
    pub(super) fn is_stopped(&self) -> bool {
        let stopped = self.control.check().is_err();
        self.cut.set(self.cut.get() || stopped);
        stopped
    }

    fn leaf_holds(&self, number: usize) -> bool {
        if let Some(known) = self.held.borrow()[number] {
            return known;
        }
        if self.is_stopped() {
            return false;
        }
        let leaf = &self.program.leaves[number];
        let holds = match leaf.count {
            None => leaf.fields.iter().any(|&field| self.scope(field).spans().occurs(&leaf.node)),
            Some(count) => {
                let fields = fields_once(leaf);
                let in_field = |field| most_apart(self.scope(field).spans().tight(&leaf.node));
                fields.map(in_field).sum::<u32>() >= count
            }
        };
        self.held.borrow_mut()[number] = Some(holds);
        holds
    }

    pub(super) fn scope(&self, field: TextField) -> Scope<'_> {
        let (stream, zone) = self.found.field(field);
        Scope { field: Field { stream, zone }, work: &self.work }
    }

    /// Collects what lights for a condition that holds.
    fn light(&self, condition: &Condition, boost: f32, out: &mut Vec<(TextField, Lit)>) {
        match condition {
            Condition::And(of) | Condition::Or(of) | Condition::AtLeastOf(_, of) => {
                self.light_holding(of, boost, out);
            }
            Condition::Prefer(must, should) => {
                self.light(must, boost, out);
                self.light_holding(should, boost, out);
            }
            Condition::Not(_) | Condition::Fact(_) => {}
            Condition::Boost(inner, factor) => self.light(inner, boost * factor, out),
            Condition::Text(leaf) => self.light_leaf(*leaf, boost, out),
        }
    }

    fn light_holding(&self, of: &[Condition], boost: f32, out: &mut Vec<(TextField, Lit)>) {
        of.iter().filter(|one| self.holds(one)).for_each(|one| self.light(one, boost, out));
    }

    fn light_leaf(&self, number: usize, boost: f32, out: &mut Vec<(TextField, Lit)>) {
        if self.is_stopped() {
            return;
        }
        let leaf = &self.program.leaves[number];
        let mut ranges: Vec<(TextField, Range<u32>)> = Vec::new();
        for field in fields_once(leaf) {
            let mut bytes = Vec::new();
            self.scope(field).light(&leaf.node, Wanted::All, &mut bytes);
            let shown = if field == TextField::Lead { TextField::Body } else { field };
            ranges.extend(bytes.into_iter().map(|range| (shown, range)));
        }
        let phrase = 1.0 + 0.5 * leaf.node.words().saturating_sub(1).min(6) as f32;
        let weight = boost * phrase / (1.0 + (ranges.len().max(1) as f32).ln());
        // No leaf takes all that may light from those after it.
        let room = (MOST_LIT.saturating_sub(out.len()) / 2).max(LEAST_LIT);
        self.cut.set(self.cut.get() || ranges.len() > room);
        ranges.sort_unstable_by_key(|(field, range)| (*field, range.start));
        out.extend(ranges.into_iter().take(room).map(|(field, range)| {
            let range = range.start as usize..range.end as usize;
            (field, Lit { range, clause: number, weight })
        }));
    }
}

/// Stretches that every leaf may light, however many others do.
const LEAST_LIT: usize = 64;

/// A leaf's fields without the lead where the body is searched too: the lead's text is in it.
pub(super) fn fields_once(leaf: &Leaf) -> impl Iterator<Item = TextField> + '_ {
    let body = leaf.fields.contains(&TextField::Body);
    leaf.fields.iter().copied().filter(move |&field| !(body && field == TextField::Lead))
}

/// Conditions that look at no text.
fn fact_holds(clause: &Clause, article: &Article, facts: &ArticleFacts) -> bool {
    match clause {
        Clause::All => true,
        Clause::Value(field, wanted) => facts.has_value(*field, wanted),
        Clause::Outlet(ids) => facts.outlet.as_ref().is_some_and(|own| ids.contains(own)),
        Clause::Date { field, range, overlap } => facts.date_fits(*field, *range, *overlap),
        Clause::DateBasis(wanted) => crate::facts::value_fits(&facts.date_basis, wanted),
        Clause::Length(range) => range.contains(&facts.words),
        Clause::Path(path) => facts.below(path),
        Clause::Id(id) => id_fits(article.id, &facts.source_ids, id),
        Clause::Url(url) => facts.has_url(url),
        Clause::Nothing
        | Clause::And(_)
        | Clause::Or(_)
        | Clause::AtLeastOf { .. }
        | Clause::Prefer { .. }
        | Clause::Not(_)
        | Clause::Boost(..)
        | Clause::Text(_)
        | Clause::AtLeast { .. } => false,
    }
}

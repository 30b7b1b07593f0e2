//! Occurrences one by one, as a concordance lists them.

use std::cmp::Reverse;
use std::ops::Range;

use super::clause::{Evaluation, fields_once};
use super::light::Wanted;
use super::scope::Scope;
use crate::plan::TextField;
use crate::spans::{Node, Stretch};

/// One occurrence of what a clause asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The field; the lead's are in the body.
    pub field: TextField,
    /// From its first word to its last, in bytes of
    /// [`field_text`](crate::document::field_text).
    pub range: Range<usize>,
    /// The words of it that light, in order.
    pub lit: Vec<Range<usize>>,
}

impl Evaluation<'_> {
    /// The occurrences of all that holds and stands under no NOT, by field and place; none where
    /// the clause does not hold. One that lies within another is part of it, and of choices that
    /// overlap (`a W/5 b`) the shortest from the left are taken.
    pub(super) fn occurrences(&self) -> Vec<Occurrence> {
        if !self.all_holds() {
            return Vec::new();
        }
        let mut leaves = Vec::new();
        self.positive(&self.program.condition, &mut leaves);
        let (mut found, mut room) = (Vec::new(), FEW);
        for leaf in leaves.into_iter().map(|number| &self.program.leaves[number]) {
            if self.is_stopped() {
                return Vec::new();
            }
            for field in fields_once(leaf) {
                let shown = if field == TextField::Lead { TextField::Body } else { field };
                let mut each = Vec::new();
                self.scope(field).one_by_one(&leaf.node, &mut each);
                found.extend(each.into_iter().filter_map(|lit| occurrence(shown, lit)));
            }
            // Many connectors find much that lies within each other.
            if found.len() > room {
                found = outermost(found);
                room = found.len() * 2 + FEW;
            }
        }
        outermost(found)
    }
}

/// Occurrences that are kept before those within others are left out.
const FEW: usize = 1024;

/// In order of field and place, without those that lie within another.
fn outermost(mut found: Vec<Occurrence>) -> Vec<Occurrence> {
    found.sort_by_key(|one| (one.field, one.range.start, Reverse(one.range.end)));
    let mut reached: Option<(TextField, usize)> = None;
    found.retain(|one| {
        let end = one.range.end;
        if reached.is_some_and(|(field, last)| field == one.field && end <= last) {
            return false;
        }
        reached = Some((one.field, end));
        true
    });
    found
}

fn occurrence(field: TextField, mut lit: Vec<Range<u32>>) -> Option<Occurrence> {
    lit.sort_by_key(|range| (range.start, range.end));
    lit.dedup();
    let start = lit.first()?.start as usize;
    let end = lit.iter().map(|range| range.end).max()? as usize;
    let lit = lit.into_iter().map(|range| range.start as usize..range.end as usize).collect();
    Some(Occurrence { field, range: start..end, lit })
}

impl Scope<'_> {
    /// The bytes that light, for each occurrence by itself.
    fn one_by_one(&self, node: &Node, out: &mut Vec<Vec<Range<u32>>>) {
        match node {
            Node::Word(term) => {
                let whole = |range: Range<u32>| std::iter::once(range).collect();
                out.extend(self.hits(*term).map(|hit| whole(hit.start_byte..hit.end_byte)));
            }
            Node::Or(sides) => sides.iter().for_each(|side| self.one_by_one(side, out)),
            Node::Gap | Node::Seq(_) => {
                let each = self.spans().occurrences(node).into_iter();
                out.extend(each.filter_map(|at| Some(vec![self.bytes(node, at)?])));
            }
            Node::Sloppy(..) | Node::Near(_) | Node::NotNear(_) => {
                for at in apart(self.spans().tight(node)) {
                    let mut lit = Vec::new();
                    self.light(node, Wanted::These(&[at]), &mut lit);
                    out.push(lit);
                }
            }
        }
    }
}

/// The shortest stretches, from the left, so that none overlaps another.
fn apart(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable_by_key(|at| (at.1, Reverse(at.0)));
    let mut free = 0;
    stretches.retain(|at| {
        let fits = at.0 >= free;
        if fits {
            free = at.1;
        }
        fits
    });
    stretches
}

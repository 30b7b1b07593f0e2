//! Which words make the occurrences: from the top of a span down to its words.

use std::ops::Range;

use super::scope::Scope;
use crate::spans::{Judged, Node, Pair, Stretch, hull};

/// The occurrences that are to light: all, or these, in order.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    All,
    These(&'a [Stretch]),
}

impl Wanted<'_> {
    fn has(self, at: Stretch) -> bool {
        match self {
            Self::All => true,
            Self::These(these) => these.binary_search(&at).is_ok(),
        }
    }
}

impl Scope<'_> {
    /// Adds the bytes that light for the wanted occurrences of a span.
    pub(super) fn light(&self, node: &Node, wanted: Wanted<'_>, out: &mut Vec<Range<u32>>) {
        match node {
            Node::Word(term) => {
                let hits = self.hits(*term).filter(|hit| wanted.has((hit.at, hit.end)));
                out.extend(hits.map(|hit| hit.start_byte..hit.end_byte));
            }
            Node::Or(sides) => sides.iter().for_each(|side| self.light(side, wanted, out)),
            Node::Gap | Node::Seq(_) => {
                for at in self.spans().occurrences(node).into_iter().filter(|&at| wanted.has(at)) {
                    out.extend(self.bytes(node, at));
                }
            }
            Node::Sloppy(items, slop) => {
                let mut kept = vec![Vec::new(); items.len()];
                self.spans().sloppy(&self.spans().each(items), *slop, &mut |chosen| {
                    if wanted.has(hull(chosen)) {
                        kept.iter_mut().zip(chosen).for_each(|(kept, &at)| kept.push(at));
                    }
                    true
                });
                for (item, kept) in items.iter().zip(kept) {
                    self.light_these(item, kept, out);
                }
            }
            Node::Near(pair) => self.light_pair(pair, wanted, out),
            Node::NotNear(pair) => {
                let kept = self.spans().occurrences(node).into_iter().filter(|&at| wanted.has(at));
                self.light_these(&pair.left, kept.collect(), out);
            }
        }
    }

    fn light_pair(&self, pair: &Pair, wanted: Wanted<'_>, out: &mut Vec<Range<u32>>) {
        let (left, right) = match wanted {
            Wanted::All => {
                let near = |side: Vec<Judged>| -> Vec<Stretch> {
                    side.into_iter().filter(|(_, near)| *near).map(|(at, _)| at).collect()
                };
                let (left, right) = self.spans().partners(pair);
                (near(left), near(right))
            }
            Wanted::These(_) => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                let sides = self.spans().sides(pair);
                self.spans().pairs(&sides.0, &sides.1, pair, &mut |a, b| {
                    if wanted.has(hull(&[a, b])) {
                        left.push(a);
                        right.push(b);
                    }
                });
                (left, right)
            }
        };
        self.light_these(&pair.left, left, out);
        self.light_these(&pair.right, right, out);
    }

    fn light_these(&self, node: &Node, mut these: Vec<Stretch>, out: &mut Vec<Range<u32>>) {
        these.sort_unstable();
        these.dedup();
        self.light(node, Wanted::These(&these), out);
    }

    /// The text from the first to the last word of an occurrence.
    pub(super) fn bytes(&self, node: &Node, at: Stretch) -> Option<Range<u32>> {
        let place = |position: u32| {
            let places = &self.stream.places;
            let found = places.binary_search_by_key(&position, |place| place.at).ok()?;
            Some(places[found])
        };
        let start = self.first_byte(node, at.0).or_else(|| place(at.0).map(|p| p.start_byte))?;
        let end = self.last_byte(node, at.1).or_else(|| place(at.1 - 1).map(|p| p.end_byte))?;
        (start < end).then_some(start..end)
    }

    /// Where the word that begins an occurrence of `node` at this position begins.
    fn first_byte(&self, node: &Node, position: u32) -> Option<u32> {
        match node {
            Node::Word(term) => {
                let hits = &self.stream.hits[*term];
                let first = hits.partition_point(|hit| hit.at < position);
                hits.get(first).filter(|hit| hit.at == position).map(|hit| hit.start_byte)
            }
            Node::Or(sides) => sides.iter().filter_map(|s| self.first_byte(s, position)).min(),
            Node::Seq(items) => items.first().and_then(|item| self.first_byte(item, position)),
            _ => None,
        }
    }

    /// Where the word that ends an occurrence of `node` before this position ends.
    fn last_byte(&self, node: &Node, position: u32) -> Option<u32> {
        match node {
            Node::Word(term) => {
                let hits = &self.stream.hits[*term];
                let after = hits.partition_point(|hit| hit.at < position);
                let within = |parts: u32| {
                    let near = hits[..after].iter().rev();
                    let near = near.take_while(move |hit| hit.at.saturating_add(parts) >= position);
                    near.filter(|hit| hit.end == position).map(|hit| hit.end_byte).max()
                };
                within(PARTS).or_else(|| within(self.stream.longest))
            }
            Node::Or(sides) => sides.iter().filter_map(|s| self.last_byte(s, position)).max(),
            Node::Seq(items) => items.last().and_then(|item| self.last_byte(item, position)),
            _ => None,
        }
    }
}

/// Parts of a joined word that are looked back over first: few have more.
const PARTS: u32 = 16;

//! Occurrences of spans: stretches of positions.

use super::collect::{Hit, Stream};
use super::compile::Node;
use super::work::{Share, Work};

/// The first position of an occurrence and the one after its last.
pub(super) type Stretch = (u32, u32);

/// One field of an article: occurrences lie within it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) stream: &'a Stream,
    pub(super) zone: (u32, u32),
    pub(super) work: &'a Work,
}

impl<'a> Scope<'a> {
    /// A term's words in this field.
    pub(super) fn hits(&self, term: usize) -> impl Iterator<Item = &'a Hit> + use<'a> {
        let hits = &self.stream.hits[term];
        let from = hits.partition_point(|hit| hit.at < self.zone.0);
        let to = hits.partition_point(|hit| hit.at < self.zone.1);
        let end = self.zone.1;
        hits[from..to.max(from)].iter().filter(move |hit| hit.end <= end)
    }

    fn places(&self) -> &'a [Hit] {
        let places = &self.stream.places;
        let from = places.partition_point(|place| place.at < self.zone.0);
        let to = places.partition_point(|place| place.at < self.zone.1);
        &places[from..to.max(from)]
    }

    /// Whether there is an occurrence.
    pub(super) fn occurs(&self, node: &Node) -> bool {
        match node {
            Node::Term(term) => self.hits(*term).next().is_some(),
            Node::Gap => !self.places().is_empty(),
            Node::Or(sides) => sides.iter().any(|side| self.occurs(side)),
            Node::Near(pair) => self.partners(pair).0.iter().any(|(_, near)| *near),
            Node::Sloppy(items, slop) => {
                let mut found = false;
                self.sloppy(&self.each(items), *slop, &mut |_| {
                    found = true;
                    false
                });
                found
            }
            Node::Seq(_) | Node::NotNear(_) => !self.occurrences(node).is_empty(),
        }
    }

    /// Every occurrence, each stretch once, in order.
    pub(super) fn occurrences(&self, node: &Node) -> Vec<Stretch> {
        let mut out: Vec<Stretch> = match node {
            Node::Term(term) => self.hits(*term).map(|hit| (hit.at, hit.end)).collect(),
            Node::Gap => self.places().iter().map(|place| (place.at, place.end)).collect(),
            Node::Or(sides) => sides.iter().flat_map(|side| self.occurrences(side)).collect(),
            Node::Seq(items) => self.sequence(items),
            Node::Sloppy(items, slop) => {
                let mut out = Vec::new();
                self.sloppy(&self.each(items), *slop, &mut |chosen| {
                    out.push(hull(chosen));
                    true
                });
                out
            }
            Node::Near(pair) => {
                let (left, right) = self.sides(pair);
                let mut out = Vec::new();
                self.pairs(&left, &right, pair, &mut |a, b| out.push(hull(&[a, b])));
                out
            }
            Node::NotNear(pair) => self.clear(pair),
        };
        out.sort_unstable();
        out.dedup();
        out
    }

    pub(super) fn each(&self, items: &[Node]) -> Vec<Vec<Stretch>> {
        items.iter().map(|item| self.occurrences(item)).collect()
    }

    fn sequence(&self, items: &[Node]) -> Vec<Stretch> {
        let Some((first, rest)) = items.split_first() else { return Vec::new() };
        let mut so_far = self.occurrences(first);
        for item in rest {
            if so_far.is_empty() {
                break;
            }
            let mut longer = Vec::with_capacity(so_far.len());
            if let Node::Gap = item {
                let places = self.places();
                let word = |at: &u32| places.binary_search_by_key(at, |place| place.at).is_ok();
                longer.extend(so_far.iter().filter(|s| word(&s.1)).map(|s| (s.0, s.1 + 1)));
            } else {
                let next = self.occurrences(item);
                let share = self.work.share();
                for &(start, end) in &so_far {
                    let from = next.partition_point(|next| next.0 < end);
                    for following in next[from..].iter().take_while(|next| next.0 == end) {
                        if !share.step() {
                            break;
                        }
                        longer.push((start, following.1));
                    }
                }
            }
            longer.sort_unstable();
            longer.dedup();
            so_far = longer;
        }
        so_far
    }

    /// Calls `found` with every choice of one occurrence of each item that lies near enough, until
    /// it answers no. An item's place in the phrase comes after all words chosen before it.
    pub(super) fn sloppy(
        &self,
        lists: &[Vec<Stretch>],
        slop: u32,
        found: &mut dyn FnMut(&[Stretch]) -> bool,
    ) {
        if !lists.is_empty() && lists.iter().all(|list| !list.is_empty()) {
            let choice = Choice { offset: 0, low: i64::MAX, high: i64::MIN };
            let search = Search { lists, slop: i64::from(slop), share: self.work.share() };
            search.choose(choice, &mut Vec::new(), found);
        }
    }
}

/// The search for all choices of a sloppy phrase.
struct Search<'a> {
    lists: &'a [Vec<Stretch>],
    slop: i64,
    share: Share<'a>,
}

impl Search<'_> {
    fn choose(
        &self,
        so_far: Choice,
        chosen: &mut Vec<Stretch>,
        found: &mut dyn FnMut(&[Stretch]) -> bool,
    ) -> bool {
        let Some(list) = self.lists.get(chosen.len()) else { return found(chosen) };
        let (from, to) = match chosen.is_empty() {
            true => (i64::MIN, i64::MAX),
            false => {
                (so_far.high - self.slop + so_far.offset, so_far.low + self.slop + so_far.offset)
            }
        };
        let first = list.partition_point(|at| i64::from(at.0) < from);
        for &at in list[first..].iter().take_while(|at| i64::from(at.0) <= to) {
            if !self.share.step() {
                return false;
            }
            if chosen.iter().any(|&other| overlap(at, other)) {
                continue;
            }
            let shift = i64::from(at.0) - so_far.offset;
            let next = Choice {
                offset: so_far.offset + i64::from(at.1 - at.0),
                low: so_far.low.min(shift),
                high: so_far.high.max(shift),
            };
            chosen.push(at);
            let go_on = self.choose(next, chosen, found);
            chosen.pop();
            if !go_on {
                return false;
            }
        }
        true
    }
}

/// What has been chosen of a sloppy phrase: words so far, and the least and greatest shift.
#[derive(Clone, Copy)]
struct Choice {
    offset: i64,
    low: i64,
    high: i64,
}

/// From the first to the last position of some stretches.
pub(super) fn hull(stretches: &[Stretch]) -> Stretch {
    let grow = |all: Stretch, one: &Stretch| (all.0.min(one.0), all.1.max(one.1));
    stretches.iter().fold((u32::MAX, 0), grow)
}

/// The greatest number of stretches that do not overlap.
pub(super) fn most_apart(mut stretches: Vec<Stretch>) -> u32 {
    stretches.sort_unstable_by_key(|at| at.1);
    let mut free = 0;
    let mut count = 0;
    for (start, end) in stretches {
        if start >= free {
            (free, count) = (end, count + 1);
        }
    }
    count
}

fn overlap(a: Stretch, b: Stretch) -> bool {
    a.0 < b.1 && b.0 < a.1
}

//! Occurrences of spans: stretches of positions.

use std::cell::Cell;

use super::collect::{Hit, Stream};
use super::compile::{Node, Pair};
use crate::plan::Within;

/// The first position of an occurrence and the one after its last.
pub(super) type Stretch = (u32, u32);

/// An occurrence, and whether it qualifies.
pub(super) type Judged = (Stretch, bool);

/// Steps that are left for enumerating choices.
#[derive(Debug)]
pub(super) struct Work {
    left: Cell<u32>,
    cut: Cell<bool>,
}

impl Work {
    pub(super) fn new(steps: u32) -> Self {
        Self { left: Cell::new(steps), cut: Cell::new(false) }
    }

    /// What one enumeration may take: a quarter of what is left, so that none leaves nothing for
    /// those that build on it.
    fn share(&self) -> Share<'_> {
        Share { work: self, steps: Cell::new(self.left.get() / 4) }
    }

    /// Whether an enumeration was cut short.
    pub(super) fn was_cut(&self) -> bool {
        self.cut.get()
    }
}

/// What is left for one enumeration.
struct Share<'a> {
    work: &'a Work,
    steps: Cell<u32>,
}

impl Share<'_> {
    /// Takes one step, if one is left.
    fn step(&self) -> bool {
        let steps = self.steps.get();
        if steps == 0 {
            self.work.cut.set(true);
            return false;
        }
        self.steps.set(steps - 1);
        self.work.left.set(self.work.left.get() - 1);
        true
    }
}

/// One field of an article: occurrences lie within it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) stream: &'a Stream,
    pub(super) zone: (u32, u32),
    pub(super) work: &'a Work,
}

/// How far the later of two may go.
#[derive(Clone, Copy)]
struct Reach {
    /// The last position it may begin at.
    start: u32,
    /// The last end it may have.
    end: u32,
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

    pub(super) fn sides(&self, pair: &Pair) -> (Vec<Stretch>, Vec<Stretch>) {
        (self.occurrences(&pair.left), self.occurrences(&pair.right))
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

    /// Every pair of a connector's sides that stands near enough, left one first.
    pub(super) fn pairs(
        &self,
        left: &[Stretch],
        right: &[Stretch],
        pair: &Pair,
        each: &mut dyn FnMut(Stretch, Stretch),
    ) {
        self.following(left, right, pair.within, each);
        if !pair.ordered {
            self.following(right, left, pair.within, &mut |b, a| each(a, b));
        }
    }

    fn following(
        &self,
        first: &[Stretch],
        later: &[Stretch],
        within: Within,
        each: &mut dyn FnMut(Stretch, Stretch),
    ) {
        let share = self.work.share();
        for &a in first {
            let Some(reach) = self.reach(a, within) else { continue };
            let from = later.partition_point(|b| b.0 < a.1);
            for &b in later[from..].iter().take_while(|b| b.0 <= reach.start) {
                if !share.step() {
                    return;
                }
                if b.1 <= reach.end {
                    each(a, b);
                }
            }
        }
    }

    /// Of each side of a connector, which occurrences have one of the other side near enough.
    /// Takes no enumeration of pairs.
    pub(super) fn partners(&self, pair: &Pair) -> (Vec<Judged>, Vec<Judged>) {
        let (left, right) = self.sides(pair);
        let (mut first, mut later) = self.half(&left, &right, pair.within);
        if !pair.ordered {
            let (more_later, more_first) = self.half(&right, &left, pair.within);
            first.iter_mut().zip(more_first).for_each(|(near, more)| *near |= more);
            later.iter_mut().zip(more_later).for_each(|(near, more)| *near |= more);
        }
        (left.into_iter().zip(first).collect(), right.into_iter().zip(later).collect())
    }

    /// For `first` and `later`: which of them stand near enough in that order.
    fn half(&self, first: &[Stretch], later: &[Stretch], within: Within) -> (Vec<bool>, Vec<bool>) {
        // Only a stretch that lies in one sentence can be in the same sentence as another.
        let whole: Vec<usize> =
            (0..later.len()).filter(|&i| self.reach(later[i], within).is_some()).collect();
        let mut opens = vec![0_i64; whole.len() + 1];
        let mut near_first = vec![false; first.len()];
        for (near, &a) in near_first.iter_mut().zip(first) {
            let Some(reach) = self.reach(a, within) else { continue };
            let from = whole.partition_point(|&i| later[i].0 < a.1);
            let to = whole.partition_point(|&i| later[i].0 <= reach.start);
            if from < to {
                *near = true;
                opens[from] += 1;
                opens[to] -= 1;
            }
        }
        let mut near_later = vec![false; later.len()];
        let mut open = 0;
        for (&i, opened) in whole.iter().zip(opens) {
            open += opened;
            near_later[i] = open > 0;
        }
        (near_first, near_later)
    }

    /// Occurrences of the left side that have none of the right over or near them.
    fn clear(&self, pair: &Pair) -> Vec<Stretch> {
        let (left, right) = self.sides(pair);
        let mut ends: Vec<u32> = right.iter().map(|b| b.1).collect();
        ends.sort_unstable();
        let (near, _) = self.half(&left, &right, pair.within);
        let before = match pair.ordered {
            true => vec![false; left.len()],
            false => self.half(&right, &left, pair.within).1,
        };
        let touched = |a: &Stretch| {
            let begun = right.partition_point(|b| b.0 < a.1);
            let ended = ends.partition_point(|&end| end <= a.0);
            begun > ended
        };
        let clear = |&(i, a): &(usize, &Stretch)| !near[i] && !before[i] && !touched(a);
        left.iter().enumerate().filter(clear).map(|(_, &a)| a).collect()
    }

    /// How far a stretch reaches for one that follows it; `None` where it lies across a border.
    fn reach(&self, a: Stretch, within: Within) -> Option<Reach> {
        let starts = match within {
            Within::Words(n) => {
                return Some(Reach { start: a.1 - 1 + u32::from(n), end: u32::MAX });
            }
            Within::Sentence => &self.stream.sentences,
            Within::Paragraph => &self.stream.paragraphs,
        };
        let next = starts.partition_point(|&start| start <= a.0);
        let end = starts.get(next).copied().unwrap_or(u32::MAX);
        (a.1 <= end).then_some(Reach { start: end - 1, end })
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

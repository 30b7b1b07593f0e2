//! `"a b c"~n`: one place for every word, none twice, none too far from where the phrase has it.

use std::collections::HashMap;

use super::work::Share;
use super::{Node, Positions, Scope, Stretch, overlap};

impl<P: Positions> Scope<'_, P> {
    /// Calls `found` with every choice of one occurrence of each item that lies near enough, until
    /// it answers no. An item's place in the phrase comes after all words chosen before it.
    pub fn sloppy(
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

    /// The occurrences of the rarest item that are part of a choice: the first, or as
    /// many as say how often it occurs.
    pub(super) fn sloppy_anchors(
        &self,
        items: &[Node],
        slop: u32,
        one: bool,
    ) -> std::vec::IntoIter<Stretch> {
        let lists = self.each(items);
        let rarest = (0..lists.len()).min_by_key(|&item| lists[item].len());
        let Some(rarest) = rarest.filter(|&item| !lists[item].is_empty()) else {
            return Vec::new().into_iter();
        };
        let mut found = Vec::new();
        if lists.iter().flatten().all(|at| at.1 == at.0 + 1) {
            let phrase = Phrase::new(&lists, slop, rarest);
            let share = self.work.share();
            for &anchor in &lists[rarest] {
                match phrase.holds_with(anchor.0, &share) {
                    None => break,
                    Some(true) => found.push(anchor),
                    Some(false) => {}
                }
                if !found.is_empty() && (one || share.taken() > ENOUGH) {
                    break;
                }
            }
        } else {
            self.sloppy(&lists, slop, &mut |chosen| {
                found.push(chosen[rarest]);
                !one
            });
            found.sort_unstable();
            found.dedup();
        }
        found.into_iter()
    }
}

/// Steps after which the occurrences found say well enough how often a phrase occurs.
const ENOUGH: u32 = 50_000;

/// A phrase whose words all take one position. Where word i stands at p, its shift is p − i; all
/// shifts of a choice lie within n of each other.
struct Phrase<'a> {
    lists: &'a [Vec<Stretch>],
    slop: i64,
    rarest: usize,
    /// Whether two items may want one position: they share a word.
    contended: bool,
}

impl<'a> Phrase<'a> {
    fn new(lists: &'a [Vec<Stretch>], slop: u32, rarest: usize) -> Self {
        let mut all: Vec<u32> = lists.iter().flatten().map(|at| at.0).collect();
        all.sort_unstable();
        let contended = all.windows(2).any(|two| two[0] == two[1]);
        Self { lists, slop: i64::from(slop), rarest, contended }
    }

    /// Whether there is a choice with the rarest word here; `None` where work ran out.
    fn holds_with(&self, anchor: u32, share: &Share<'_>) -> Option<bool> {
        let own = i64::from(anchor) - index(self.rarest);
        // Whatever is chosen, its least shift is one of these.
        let mut lows = Vec::new();
        for (item, list) in self.lists.iter().enumerate() {
            let near = self.in_window(item, own - self.slop, 2 * self.slop);
            if near.is_empty() {
                return Some(false);
            }
            let shifts = near.map(|at| i64::from(list[at].0) - index(item));
            lows.extend(shifts.take_while(|&shift| shift <= own));
            share.step().then_some(())?;
        }
        lows.sort_unstable();
        lows.dedup();
        for low in lows {
            if self.fits(low, anchor, share)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The occurrences of an item with a shift from `low` to `low + width`, by their numbers.
    fn in_window(&self, item: usize, low: i64, width: i64) -> std::ops::Range<usize> {
        let list = &self.lists[item];
        let first = low + index(item);
        let from = list.partition_point(|at| i64::from(at.0) < first);
        let to = list.partition_point(|at| i64::from(at.0) <= first + width);
        from..to
    }

    /// Whether every item finds a position of its own with a shift from `low` to `low + n`, the
    /// rarest the anchor.
    fn fits(&self, low: i64, anchor: u32, share: &Share<'_>) -> Option<bool> {
        let mut wanted: Vec<Range> = Vec::with_capacity(self.lists.len());
        for item in 0..self.lists.len() {
            share.step().then_some(())?;
            let near = self.in_window(item, low, self.slop);
            if near.is_empty() {
                return Some(false);
            }
            wanted.push(near);
        }
        if !self.contended {
            return Some(true);
        }
        let mut taken = HashMap::from([(anchor, self.rarest)]);
        for item in (0..self.lists.len()).filter(|&item| item != self.rarest) {
            if !self.place(item, &wanted, &mut taken, share)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Finds a position for an item, moving others away where that helps: along a shortest path of
    /// moves to a free position.
    fn place(
        &self,
        item: usize,
        wanted: &[Range],
        taken: &mut HashMap<u32, usize>,
        share: &Share<'_>,
    ) -> Option<bool> {
        // Which item would move to a position, by position, in the order in which they were tried.
        let mut comes_from: HashMap<u32, usize> = HashMap::new();
        let mut place_of: HashMap<usize, u32> = HashMap::new();
        let mut queue = std::collections::VecDeque::from([item]);
        while let Some(mover) = queue.pop_front() {
            for at in wanted[mover].clone() {
                share.step().then_some(())?;
                let position = self.lists[mover][at].0;
                if comes_from.contains_key(&position) {
                    continue;
                }
                match taken.get(&position) {
                    // The anchor stays.
                    Some(&holder) if holder == self.rarest => {}
                    Some(&holder) => {
                        comes_from.insert(position, mover);
                        place_of.insert(holder, position);
                        queue.push_back(holder);
                    }
                    None => {
                        let (mut free, mut mover) = (position, mover);
                        loop {
                            taken.insert(free, mover);
                            let Some(&left) = place_of.get(&mover).filter(|_| mover != item) else {
                                return Some(true);
                            };
                            free = left;
                            mover = comes_from[&left];
                        }
                    }
                }
            }
        }
        Some(false)
    }
}

type Range = std::ops::Range<usize>;

/// The number of an item among positions.
fn index(item: usize) -> i64 {
    i64::try_from(item).unwrap_or(i64::MAX)
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

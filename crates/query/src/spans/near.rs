//! Connectors: which occurrences of two sides stand near enough.

use super::{Pair, Positions, Scope, Stretch, hull, in_order};
use crate::plan::Within;

/// An occurrence, and whether it qualifies.
pub type Judged = (Stretch, bool);

/// How far the later of two may go.
#[derive(Clone, Copy)]
struct Reach {
    /// The last position it may begin at.
    start: u32,
    /// The last end it may have.
    end: u32,
}

impl<P: Positions> Scope<'_, P> {
    /// Every pair of a connector's sides that stands near enough, left one first.
    pub fn pairs(
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
    pub fn partners(&self, pair: &Pair) -> (Vec<Judged>, Vec<Judged>) {
        let (left, right) = self.sides(pair);
        let (near_left, near_right) = self.judge(&left, &right, pair);
        (left.into_iter().zip(near_left).collect(), right.into_iter().zip(near_right).collect())
    }

    /// The same for occurrences that are known.
    pub(super) fn judge(
        &self,
        left: &[Stretch],
        right: &[Stretch],
        pair: &Pair,
    ) -> (Vec<bool>, Vec<bool>) {
        if left.is_empty() || right.is_empty() {
            return (vec![false; left.len()], vec![false; right.len()]);
        }
        let (mut first, mut later) = self.half(left, right, pair.within);
        if !pair.ordered {
            let (more_later, more_first) = self.half(right, left, pair.within);
            first.iter_mut().zip(more_first).for_each(|(near, more)| *near |= more);
            later.iter_mut().zip(more_later).for_each(|(near, more)| *near |= more);
        }
        (first, later)
    }

    /// For every occurrence of a side, what it makes with the one of the other side that ends
    /// first of those that follow it near enough: every pair has one of these in it.
    pub(super) fn nearest(&self, left: &[Stretch], right: &[Stretch], pair: &Pair) -> Vec<Stretch> {
        let mut found = Vec::new();
        self.nearest_after(left, right, pair.within, &mut found);
        if !pair.ordered {
            self.nearest_after(right, left, pair.within, &mut found);
        }
        in_order(found)
    }

    fn nearest_after(
        &self,
        first: &[Stretch],
        later: &[Stretch],
        within: Within,
        found: &mut Vec<Stretch>,
    ) {
        let share = self.work.share();
        for &a in first {
            let Some(reach) = self.reach(a, within) else { continue };
            let from = later.partition_point(|b| b.0 < a.1);
            let mut best: Option<Stretch> = None;
            for &b in later[from..].iter().take_while(|b| b.0 <= reach.start) {
                // What begins no earlier than the best one ends cannot end before it.
                if best.is_some_and(|best| b.0 >= best.1) || !share.step() {
                    break;
                }
                if b.1 <= reach.end && best.is_none_or(|best| b.1 < best.1) {
                    best = Some(b);
                }
            }
            found.extend(best.map(|b| hull(&[a, b])));
        }
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
    pub(super) fn clear(&self, pair: &Pair) -> Vec<Stretch> {
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
            Within::Sentence => self.positions.sentences(),
            Within::Paragraph => self.positions.paragraphs(),
        };
        let next = starts.partition_point(|&start| start <= a.0);
        let end = starts.get(next).copied().unwrap_or(u32::MAX);
        (a.1 <= end).then_some(Reach { start: end - 1, end })
    }
}

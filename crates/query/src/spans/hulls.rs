//! The stretches that the pairs of a `W/n` cover, each once, without going through every pair: in a
//! nest of connectors over common words there are many more pairs than stretches.

use super::Stretch;
use super::work::Share;

/// Calls `each` with every stretch from the first position of one of `first` to the end of one of
/// `later` that begins behind it, at most `n` positions after its end. Both are in order; a stretch
/// may be told more than once. It ends early where no step is left.
pub(super) fn hulls_after(
    first: &[Stretch],
    later: &[Stretch],
    n: u32,
    share: &Share<'_>,
    each: &mut dyn FnMut(Stretch),
) {
    let ends = later.iter().map(|b| b.1);
    let (Some(least), Some(most)) = (ends.clone().min(), ends.max()) else { return };
    let mut window = Window {
        later,
        from: 0,
        to: 0,
        base: least,
        counts: vec![0; (most - least) as usize + 1],
        most: least,
    };
    for group in first.chunk_by(|a, b| a.0 == b.0) {
        let start = group[0].0;
        for (low, high) in reaches(group, n) {
            if !window.slide(low, high, share)
                || !window.ends(low, share, &mut |end| each((start, end)))
            {
                return;
            }
        }
    }
}

/// Where what follows stretches of one start may begin: stretches that end near each other share
/// one range.
fn reaches(group: &[Stretch], n: u32) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for &(_, end) in group {
        let (low, high) = (end, (end - 1).saturating_add(n));
        match out.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = high,
            _ => out.push((low, high)),
        }
    }
    out
}

/// The stretches of a side that begin in a range, by their ends.
struct Window<'a> {
    later: &'a [Stretch],
    from: usize,
    to: usize,
    /// The least end there is.
    base: u32,
    /// How many of the window end at each position from there on.
    counts: Vec<u32>,
    /// No end in the window is greater.
    most: u32,
}

impl Window<'_> {
    /// Moves to the stretches that begin from `low` to `high`; false where no step is left.
    fn slide(&mut self, low: u32, high: u32, share: &Share<'_>) -> bool {
        let from = self.later.partition_point(|b| b.0 < low);
        let to = self.later.partition_point(|b| b.0 <= high).max(from);
        if to <= self.from || from >= self.to {
            for at in self.from..self.to {
                let slot = self.slot(at);
                self.counts[slot] -= 1;
            }
            (self.from, self.to, self.most) = (from, from, self.base);
        }
        while self.to < to {
            if !self.take(self.to, share) {
                return false;
            }
            self.to += 1;
        }
        while self.from > from {
            if !self.take(self.from - 1, share) {
                return false;
            }
            self.from -= 1;
        }
        while self.from < from {
            let slot = self.slot(self.from);
            self.counts[slot] -= 1;
            self.from += 1;
        }
        while self.to > to {
            self.to -= 1;
            let slot = self.slot(self.to);
            self.counts[slot] -= 1;
        }
        true
    }

    fn slot(&self, at: usize) -> usize {
        (self.later[at].1 - self.base) as usize
    }

    fn take(&mut self, at: usize, share: &Share<'_>) -> bool {
        let slot = self.slot(at);
        self.counts[slot] += 1;
        self.most = self.most.max(self.later[at].1);
        share.step()
    }

    /// The ends in the window, all behind `low`; false where no step is left.
    fn ends(&self, low: u32, share: &Share<'_>, each: &mut dyn FnMut(u32)) -> bool {
        /// To look at so many positions costs as much as to find one.
        const LOOKED_AT: u32 = 32;
        if self.from == self.to {
            return true;
        }
        for end in (low + 1).max(self.base)..=self.most {
            let held = self.counts[(end - self.base) as usize] > 0;
            if (held || end.is_multiple_of(LOOKED_AT)) && !share.step() {
                return false;
            }
            if held {
                each(end);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::Work;
    use super::*;

    #[test]
    fn every_pair_is_covered_and_nothing_else() {
        let mut state = 11u64;
        let mut random = move |below: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as u32 % below
        };
        for round in 0..400 {
            let mut side = |longest: u32| -> Vec<Stretch> {
                let all = (0..random(40)).map(|_| {
                    let start = random(60);
                    (start, start + 1 + random(longest))
                });
                all.collect::<BTreeSet<_>>().into_iter().collect()
            };
            let (first, later) = (side(1 + round % 30), side(1 + round % 7 * 9));
            for n in [1, 4, 20, 255] {
                let mut expected = BTreeSet::new();
                for a in &first {
                    let near = later.iter().filter(|b| a.1 <= b.0 && b.0 < a.1 + n);
                    expected.extend(near.map(|b| (a.0, b.1)));
                }
                let work = Work::new(u32::MAX);
                let mut found = BTreeSet::new();
                hulls_after(&first, &later, n, &work.share(), &mut |at| {
                    found.insert(at);
                });
                assert_eq!(found, expected, "{first:?} {later:?} W/{n}");
                assert!(!work.was_cut());
            }
        }
    }

    #[test]
    fn it_ends_where_no_step_is_left() {
        let all: Vec<Stretch> = (0..500).map(|at| (at, at + 1)).collect();
        let work = Work::all_or_nothing(1_000);
        let mut found = 0;
        hulls_after(&all, &all, 255, &work.share(), &mut |_| found += 1);
        assert!(work.was_cut() && found < 1_000, "{found}");
    }
}

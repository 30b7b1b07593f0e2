//! The best hits by score; their dates and ids, which few need, are looked up late.

use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use tantivy::DocAddress;

use super::rank::Rank;

/// How many hits that score like the worst wait to be ordered by date.
const CROWD: usize = 4096;

/// The hits that may be among the best `limit`: the lower a number, the better the score.
pub(super) struct ByScore {
    limit: usize,
    /// The worst on top.
    heap: BinaryHeap<(u64, DocAddress)>,
    /// What scores like the worst of a full heap: dates will tell.
    ties: Vec<DocAddress>,
}

impl ByScore {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, heap: BinaryHeap::new(), ties: Vec::new() }
    }

    /// The worst that is among the best, where there are enough.
    pub(super) fn worst(&self) -> Option<u64> {
        self.heap.peek().filter(|_| self.heap.len() >= self.limit).map(|&(number, _)| number)
    }

    /// Takes a hit in that is as good as the worst or better.
    pub(super) fn push(&mut self, number: u64, address: DocAddress) {
        if self.heap.len() < self.limit {
            self.heap.push((number, address));
            return;
        }
        let Some(mut top) = self.heap.peek_mut() else { return };
        let worst = top.0;
        if number > worst {
            return;
        }
        if number == worst {
            drop(top);
            self.ties.push(address);
            return;
        }
        let (_, out) = std::mem::replace(&mut *top, (number, address));
        drop(top);
        if self.worst() == Some(worst) {
            self.ties.push(out);
        } else {
            self.ties.clear();
        }
    }

    /// Whether so many score alike that they are to be ordered now.
    pub(super) fn is_crowded(&self) -> bool {
        self.ties.len() >= CROWD
    }

    /// Orders what scores like the worst, and keeps those that there is room for.
    pub(super) fn settle(&mut self, rank: impl Fn(u64, DocAddress) -> Rank) {
        let Some(worst) = self.worst() else { return };
        let mut alike: Vec<DocAddress> = std::mem::take(&mut self.ties);
        while let Some(top) = self.heap.peek_mut() {
            if top.0 != worst {
                break;
            }
            alike.push(PeekMut::pop(top).1);
        }
        alike.sort_by_cached_key(|&address| rank(worst, address));
        alike.truncate(self.limit - self.heap.len());
        self.heap.extend(alike.into_iter().map(|address| (worst, address)));
    }

    /// The best, in order.
    pub(super) fn into_sorted(
        mut self,
        rank: impl Fn(u64, DocAddress) -> Rank,
    ) -> Vec<(Rank, DocAddress)> {
        if !self.ties.is_empty() {
            self.settle(&rank);
        }
        let ranked =
            self.heap.into_iter().map(|(number, address)| (rank(number, address), address));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_unstable_by_key(|&(rank, _)| rank);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever comes in whatever order, the best are those of a full sort.
    #[test]
    fn the_best_are_those_of_a_full_sort() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        let rank = |number, address: DocAddress| Rank::test(number, u64::from(address.doc_id) % 97);
        for limit in [1, 2, 10, 50] {
            for scores in [1, 3, 40, 100_000] {
                let all: Vec<(u64, DocAddress)> =
                    (0..10_000).map(|doc| (next(scores), DocAddress::new(0, doc))).collect();
                let mut best = ByScore::new(limit);
                for &(number, address) in &all {
                    if best.worst().is_none_or(|worst| number <= worst) {
                        best.push(number, address);
                    }
                    if best.is_crowded() {
                        best.settle(rank);
                    }
                }
                assert!(best.ties.len() <= CROWD);
                let mut expected: Vec<Rank> =
                    all.iter().map(|&(number, address)| rank(number, address)).collect();
                expected.sort_unstable();
                expected.truncate(limit);
                let found: Vec<Rank> =
                    best.into_sorted(rank).into_iter().map(|(rank, _)| rank).collect();
                assert_eq!(found, expected, "{limit} of {scores} scores");
            }
        }
    }
}

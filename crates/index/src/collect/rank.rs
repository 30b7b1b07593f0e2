//! Orders of hits, and the best of them in bounded memory.

use std::collections::BinaryHeap;

use morgue_article::ArticleId;
use morgue_query::plan::{Place, Sort};
use tantivy::{DocAddress, Score};

/// A place in an order as numbers: the smaller comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    first: u64,
    second: u64,
    id: u128,
}

impl Rank {
    /// The rank of a place under a sort.
    pub(super) fn of(sort: Sort, place: &Place) -> Self {
        let id = place.id.as_u128();
        match sort {
            Sort::Relevance => {
                Self { first: best_first(place.score), second: latest_first(place.key), id }
            }
            Sort::Newest | Sort::Added => Self { first: latest_first(place.key), second: 0, id },
            Sort::Oldest => Self { first: earliest_first(place.key), second: 0, id },
        }
    }
}

/// Scores as numbers, the greatest first.
fn best_first(score: Score) -> u64 {
    let bits = score.to_bits();
    // Floating-point numbers in their total order are sign and magnitude.
    let ascending = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    u64::from(!ascending)
}

fn latest_first(key: Option<i64>) -> u64 {
    !key.map_or(0, ascending)
}

fn earliest_first(key: Option<i64>) -> u64 {
    key.map_or(u64::MAX, ascending)
}

fn ascending(key: i64) -> u64 {
    key as u64 ^ 1 << 63
}

/// A score without the last bits, which depend on the order in which terms were added up: so that
/// articles that match alike score alike, in whatever segments they lie.
pub(crate) fn round(score: Score) -> Score {
    const DROPPED: u32 = 10;
    let bits = score.to_bits();
    Score::from_bits(bits.saturating_add(1 << (DROPPED - 1)) & !((1 << DROPPED) - 1))
}

/// The lowest score that can still round to this one.
fn floor_of(rounded: Score) -> Score {
    if rounded <= 0.0 { Score::MIN } else { rounded * (1.0 - 1.0 / 4096.0) }
}

/// A hit before its article is read.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) place: Place,
    pub(super) address: DocAddress,
}

/// The best hits so far.
pub(super) struct Best {
    sort: Sort,
    limit: usize,
    after: Option<Rank>,
    /// The worst on top.
    heap: BinaryHeap<(Rank, Entry)>,
}

/// What a rank does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    score: u32,
    key: Option<i64>,
    address: DocAddress,
}

impl Best {
    pub(super) fn new(sort: Sort, limit: usize, after: Option<&Place>) -> Self {
        let after = after.map(|place| Rank::of(sort, place));
        Self { sort, limit, after, heap: BinaryHeap::new() }
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// Whether no score below this one can enter any more.
    pub(super) fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some((_, worst)) if self.heap.len() >= self.limit => {
                floor_of(Score::from_bits(worst.score))
            }
            _ => Score::MIN,
        }
    }

    /// Whether a hit of this score could enter, before its date and id are looked up.
    pub(super) fn may_enter(&self, score: Score) -> bool {
        if self.limit == 0 {
            return false;
        }
        let worst = self.heap.peek().filter(|_| self.heap.len() >= self.limit);
        self.sort != Sort::Relevance
            || worst.is_none_or(|(rank, _)| best_first(score) <= rank.first)
    }

    /// Takes a hit in if it is among the best.
    pub(super) fn push(
        &mut self,
        score: Score,
        key: Option<i64>,
        id: impl FnOnce() -> ArticleId,
        address: DocAddress,
    ) {
        if self.limit == 0 {
            return;
        }
        let worst =
            self.heap.peek().filter(|_| self.heap.len() >= self.limit).map(|(rank, _)| *rank);
        let lowest = Place { score, key, id: ArticleId::from_u128(0) };
        if worst.is_some_and(|worst| Rank::of(self.sort, &lowest) > worst) {
            return;
        }
        let rank = Rank::of(self.sort, &Place { id: id(), ..lowest });
        if self.after.is_some_and(|after| rank <= after) || worst.is_some_and(|w| rank >= w) {
            return;
        }
        self.heap.push((rank, Entry { score: score.to_bits(), key, address }));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    /// The best, in order.
    pub(super) fn into_candidates(self) -> Vec<Candidate> {
        let sorted = self.heap.into_sorted_vec().into_iter();
        let candidates = sorted.map(|(rank, entry)| {
            let id = ArticleId::from_u128(rank.id);
            let place = Place { score: Score::from_bits(entry.score), key: entry.key, id };
            Candidate { place, address: entry.address }
        });
        candidates.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_score_then_date_then_id() {
        let place = |score, key, id| {
            Rank::of(Sort::Relevance, &Place { score, key, id: ArticleId::from_u128(id) })
        };
        let ordered = [
            place(2.0, None, 9),
            place(1.0, Some(5), 3),
            place(1.0, Some(5), 4),
            place(1.0, Some(-7), 0),
            place(1.0, None, 0),
            place(0.0, Some(9), 0),
            place(-1.0, Some(9), 0),
        ];
        assert!(ordered.is_sorted());
        let old =
            |key| Rank::of(Sort::Oldest, &Place { score: 0.0, key, id: ArticleId::from_u128(0) });
        assert!(old(Some(-7)) < old(Some(3)) && old(Some(3)) < old(None));
    }

    #[test]
    fn scores_that_differ_by_the_order_of_adding_are_one() {
        let a = (0.1f32 + 7.3) + 2.7;
        let b = (2.7f32 + 7.3) + 0.1;
        assert_eq!(round(a), round(b));
        assert!(round(3.0) < round(3.01));
        assert_eq!(round(0.0), 0.0);
        assert!(floor_of(round(5.0)) < 5.0);
    }
}

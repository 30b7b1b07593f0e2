//! Orders of hits, and the best of them in bounded memory.

use std::collections::BinaryHeap;

use morgue_article::ArticleId;
use morgue_query::plan::{Place, Sort};
use tantivy::{DocAddress, Score};

use super::scores::ByScore;

/// A place in an order as numbers: the smaller comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    first: u64,
    second: u64,
    id: u128,
}

impl Rank {
    #[cfg(test)]
    pub(super) fn test(first: u64, second: u64) -> Self {
        Self { first, second, id: 0 }
    }

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

/// The score of a number of [`best_first`].
fn score_of(number: u64) -> Score {
    let ascending = !(number as u32);
    let bits = if ascending >> 31 == 1 { ascending & !(1 << 31) } else { !ascending };
    Score::from_bits(bits)
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

/// Where what orders a hit beside its score is looked up.
pub(super) trait Look {
    /// A time: of publication or of arrival.
    fn key(&self, address: DocAddress) -> Option<i64>;
    fn id(&self, address: DocAddress) -> ArticleId;
}

/// The best hits so far.
pub(super) struct Best {
    sort: Sort,
    limit: usize,
    after: Option<Rank>,
    kept: Kept,
}

enum Kept {
    /// The worst on top.
    Ranked(BinaryHeap<(Rank, DocAddress)>),
    Scored(ByScore),
}

impl Best {
    pub(super) fn new(sort: Sort, limit: usize, after: Option<&Place>) -> Self {
        let after = after.map(|place| Rank::of(sort, place));
        let kept = match sort {
            Sort::Relevance => Kept::Scored(ByScore::new(limit)),
            Sort::Newest | Sort::Oldest | Sort::Added => Kept::Ranked(BinaryHeap::new()),
        };
        Self { sort, limit, after, kept }
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// Whether no score below this one can enter any more.
    pub(super) fn threshold(&self) -> Score {
        match &self.kept {
            Kept::Scored(hits) => {
                hits.worst().map_or(Score::MIN, |worst| floor_of(score_of(worst)))
            }
            Kept::Ranked(_) => Score::MIN,
        }
    }

    /// Whether a hit of this score could enter, before its date and id are looked up.
    pub(super) fn may_enter(&self, score: Score) -> bool {
        let passes = |worst| best_first(score) <= worst;
        match &self.kept {
            Kept::Scored(hits) => self.limit > 0 && hits.worst().is_none_or(passes),
            Kept::Ranked(_) => self.limit > 0,
        }
    }

    /// Takes a hit in if it may be among the best. What `look` finds is of any that
    /// was taken in.
    pub(super) fn push(&mut self, score: Score, address: DocAddress, look: &impl Look) {
        match &mut self.kept {
            Kept::Scored(hits) => {
                let number = best_first(score);
                let rank = |number, address| ranked(number, address, look);
                let shown = self.after.is_some_and(|after| {
                    number < after.first || number == after.first && rank(number, address) <= after
                });
                if shown {
                    return;
                }
                hits.push(number, address);
                if hits.is_crowded() {
                    hits.settle(rank);
                }
            }
            Kept::Ranked(heap) => {
                let key = look.key(address);
                let lowest = Place { score, key, id: ArticleId::from_u128(0) };
                let worst = heap.peek().filter(|_| heap.len() >= self.limit);
                if worst.is_some_and(|(worst, _)| Rank::of(self.sort, &lowest) > *worst) {
                    return;
                }
                let rank = Rank::of(self.sort, &Place { id: look.id(address), ..lowest });
                if self.after.is_some_and(|after| rank <= after) {
                    return;
                }
                heap.push((rank, address));
                if heap.len() > self.limit {
                    heap.pop();
                }
            }
        }
    }

    /// The best, in order.
    pub(super) fn into_candidates(self, look: &impl Look) -> Vec<Candidate> {
        let sorted = match self.kept {
            Kept::Ranked(heap) => heap.into_sorted_vec(),
            Kept::Scored(hits) => hits.into_sorted(|number, address| ranked(number, address, look)),
        };
        let candidates = sorted.into_iter().map(|(rank, address)| {
            let score = match self.sort {
                Sort::Relevance => score_of(rank.first),
                Sort::Newest | Sort::Oldest | Sort::Added => 0.0,
            };
            let (key, id) = (look.key(address), look.id(address));
            Candidate { place: Place { score, key, id }, address }
        });
        candidates.collect()
    }
}

/// The rank of a hit by its score's number.
fn ranked(number: u64, address: DocAddress, look: &impl Look) -> Rank {
    Rank { first: number, second: latest_first(look.key(address)), id: look.id(address).as_u128() }
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
        for score in [0.0, 1.0, 3.25, 1e-9, Score::MAX, -2.0] {
            assert_eq!(score_of(best_first(score)), score);
        }
        assert!(floor_of(round(5.0)) < 5.0);
    }
}

//! BM25 with constants of our own.

use std::sync::Arc;

use morgue_query::Ranking;
use tantivy::Score;
use tantivy::fieldnorm::FieldNormReader;

use super::grid::Grid;

/// The constants under which tantivy chooses the strongest entry of each block of a list.
const THEIR_B: f32 = 0.75;

/// How rare a word of `articles` out of `all` is.
pub(crate) fn idf(articles: u64, all: u64) -> f32 {
    let (articles, all) = (articles.min(all) as f32, all as f32);
    (1.0 + (all - articles + 0.5) / (articles + 0.5)).ln()
}

/// What one word or phrase gives to the score of an article.
///
/// For a fixed `b` it grows with `f / (1 - b + b × length / average)` alone, whatever `k1` is. So
/// the entry that tantivy keeps as the strongest of a block under its own `k1` is the strongest
/// under ours, and lists are pruned by their blocks with any `k1`.
#[derive(Debug, Clone)]
pub(crate) struct Similarity {
    weight: Score,
    k1: f32,
    /// `k1 × norm` for each length as the index keeps it.
    norms: Arc<[Score; 256]>,
    b: f32,
    average: f32,
    /// What all that scores in one query is rounded to.
    grid: Arc<Grid>,
    /// What the grid adds to a number and takes away again.
    magnet: Score,
}

impl Similarity {
    /// In a field whose texts are so long on the average, for something whose rarity is 1.
    pub(crate) fn new(ranking: &Ranking, average: f32) -> Self {
        let average = if average > 0.0 { average } else { 1.0 };
        let Ranking { k1, b, .. } = *ranking;
        let norm = |id: usize| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(id).unwrap_or(u8::MAX));
            k1 * (1.0 - b + b * length as f32 / average)
        };
        let norms = Arc::new(std::array::from_fn(norm));
        let grid = Arc::default();
        Self { weight: 1.0 + k1, k1, norms, b, average, grid, magnet: 0.0 }
    }

    /// The same, multiplied: by a rarity, by a boost.
    pub(crate) fn boosted(&self, boost: Score) -> Self {
        let (norms, grid) = (self.norms.clone(), self.grid.clone());
        Self { weight: self.weight * boost, norms, grid, ..*self }
    }

    /// The same as a part of a query, which scores on one grid.
    pub(crate) fn on(self, grid: &Arc<Grid>) -> Self {
        grid.add(self.weight);
        Self { grid: grid.clone(), ..self }
    }

    /// The same when the whole query is known.
    pub(crate) fn settled(&self) -> Self {
        Self { magnet: self.grid.magnet(), ..self.clone() }
    }

    /// On the grid, where it is known; the order of scores stays.
    fn rounded(&self, score: Score) -> Score {
        (score + self.magnet) - self.magnet
    }

    /// The score of this many occurrences in a text of this length.
    pub(crate) fn score(&self, length: u8, frequency: u32) -> Score {
        let frequency = frequency as Score;
        self.rounded(self.weight * (frequency / (frequency + self.norms[usize::from(length)])))
    }

    /// What no score exceeds.
    pub(crate) fn most(&self) -> Score {
        self.rounded(self.weight)
    }

    /// What no score of a block exceeds, given the entry that tantivy found the strongest in a
    /// segment whose texts are so long on the average (`slack`, of [`Self::slack`]).
    pub(super) fn bound(&self, length: u8, frequency: u32, slack: f32) -> Score {
        if frequency == u32::MAX {
            return self.most();
        }
        // As if it stood there more often; and a little up, for what rounding may add.
        let frequency = frequency as Score * slack;
        let frequency = frequency / (frequency + self.norms[usize::from(length)]);
        self.rounded(self.weight * frequency * 1.000_01)
    }

    /// How much stronger than the entry that tantivy chose under its own `b` and the average of a
    /// segment another entry of the block can be under ours.
    pub(super) fn slack(&self, segment_average: f32) -> f32 {
        // f ≤ R × (¼ + ¾ l / a') for all of the block, R being the strongest one's; divided by
        // our 1 - b + b l / a this grows or falls with l, so one of its ends is the most.
        let short = (1.0 - THEIR_B) / (1.0 - self.b).max(1e-3);
        let long = THEIR_B * self.average / (self.b.max(1e-3) * segment_average.max(1e-3));
        short.max(long)
    }

    /// The rarity of what scores, and what it was boosted by.
    pub(crate) fn idf(&self) -> f32 {
        self.weight / (1.0 + self.k1)
    }

    /// The average length.
    pub(crate) fn average(&self) -> f32 {
        self.average
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entry_of_a_block_exceeds_the_bound_of_its_strongest() {
        for (k1, b, average, theirs) in
            [(2.0, 0.75, 300.0, 300.0), (1.2, 0.4, 300.0, 150.0), (0.9, 0.9, 80.0, 200.0)]
        {
            let ranking = Ranking { k1, b, ..Ranking::DEFAULT };
            let similarity = Similarity::new(&ranking, average).boosted(3.0);
            let tantivy = |id: u8, f: u32| {
                let length = FieldNormReader::id_to_fieldnorm(id) as f32;
                f as f32 / (0.25 + 0.75 * length / theirs)
            };
            let entries: Vec<(u8, u32)> =
                (0..120u32).map(|n| ((n * 37 % 90) as u8, n * n % 31 + 1)).collect();
            for block in entries.chunks(12) {
                let strongest =
                    block.iter().max_by(|a, b| tantivy(a.0, a.1).total_cmp(&tantivy(b.0, b.1)));
                let &(id, f) = strongest.unwrap();
                let bound = similarity.bound(id, f, similarity.slack(theirs));
                assert!(block.iter().all(|&(id, f)| similarity.score(id, f) <= bound));
            }
        }
        let similarity = Similarity::new(&Ranking::DEFAULT, 100.0);
        assert!(similarity.score(255, u32::MAX - 1) <= similarity.most());
        assert_eq!(similarity.boosted(2.0).most(), 2.0 * similarity.most());
    }
}

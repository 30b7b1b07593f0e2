//! Scores that add up to the same number in any order.

use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::Score;

/// The steps on which all that scores in one query lies: so fine that no order changes, so coarse that no
/// sum of scores is ever rounded. The same article then has the same score to the last bit however
/// many hits are asked for and whichever lists are read first, and a page begins where the one
/// before it ended.
///
/// The steps are a power of two, by the most that an article can have: the sum of all weights.
#[derive(Debug, Default)]
pub(crate) struct Grid(AtomicU64);

/// What a weight of 1 counts in the sum, which is whole numbers so that it is exact too.
const ONE: f64 = (1_u64 << 32) as f64;

impl Grid {
    /// Makes room for something that scores at most so much.
    pub(super) fn add(&self, weight: Score) {
        let weight = (f64::from(weight.max(0.0)) * ONE).ceil() as u64;
        let more = |sum: u64| Some(sum.saturating_add(weight));
        // An update that always answers cannot fail.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    /// The number that, added to a score and taken away again, leaves it on the grid: beside it a
    /// score has only as many bits left as the grid has steps, 2²² up to the sum of all weights.
    /// So four times that sum is still exact.
    pub(super) fn magnet(&self) -> Score {
        match self.0.load(Ordering::Relaxed) {
            0 => 0.0,
            sum => (sum.checked_next_power_of_two().unwrap_or(1 << 63) as f64 * 3.0 / ONE) as Score,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_on_a_grid_add_up_to_the_same_in_any_order() {
        for scale in [1e-4_f32, 1.0, 250.0] {
            let weights: Vec<Score> = (1..60).map(|n| scale * (n as Score).sqrt()).collect();
            let grid = Grid::default();
            weights.iter().for_each(|&weight| grid.add(weight));
            let magnet = grid.magnet();
            let share = |(n, weight): (usize, &Score)| weight * (n as Score / 61.0).sqrt();
            let raw: Vec<Score> = weights.iter().enumerate().map(share).collect();
            let on: Vec<Score> = raw.iter().map(|score| (score + magnet) - magnet).collect();
            for (raw, on) in raw.iter().zip(&on) {
                assert!((raw - on).abs() <= scale * 60.0 * 8.0 / (1 << 22) as Score, "{raw} {on}");
            }
            let forward: Score = on.iter().sum();
            let backward: Score = on.iter().rev().sum();
            let (even, odd): (Vec<_>, Vec<_>) = (0..on.len()).partition(|at| at % 2 == 0);
            let apart: Score = even.into_iter().chain(odd).map(|at| on[at]).sum();
            assert!(forward == backward && backward == apart, "{forward} {backward} {apart}");
        }
        assert_eq!(Grid::default().magnet(), 0.0);
    }
}

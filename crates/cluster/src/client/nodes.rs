//! The nodes of a cluster: taken in turn, left alone for a while after a failure.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a node is left alone after its first failure; twice as long after every further one.
const FIRST: Duration = Duration::from_millis(500);
/// How long at most.
const LONGEST: Duration = Duration::from_secs(30);

/// Which node is asked next.
#[derive(Debug)]
pub(crate) struct Nodes {
    dead: Vec<Mutex<Option<Dead>>>,
    next: AtomicUsize,
}

/// A node that failed.
#[derive(Debug, Clone, Copy)]
struct Dead {
    until: Instant,
    failures: u32,
}

impl Nodes {
    /// So many nodes, all thought to be well.
    pub(crate) fn new(count: usize) -> Self {
        let dead = (0..count.max(1)).map(|_| Mutex::new(None)).collect();
        // Many programs that start at once should not all begin with the first node.
        Self { dead, next: AtomicUsize::new(fastrand::usize(..count.max(1))) }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.dead.len()
    }

    /// The next node that is not being left alone; where all are, the one that comes back first.
    pub(crate) fn pick(&self, now: Instant) -> usize {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let turns = (0..self.len()).map(|turn| (first + turn) % self.len());
        let until = |node: usize| self.state(node).map_or(now, |dead| dead.until.max(now));
        turns.min_by_key(|&node| until(node)).unwrap_or(0)
    }

    /// The node answered.
    pub(crate) fn well(&self, node: usize) {
        *self.slot(node) = None;
    }

    /// The node could not be reached.
    pub(crate) fn failed(&self, node: usize, now: Instant) {
        let mut slot = self.slot(node);
        let failures = slot.map_or(0, |dead| dead.failures) + 1;
        let pause = FIRST.saturating_mul(1 << failures.min(7).saturating_sub(1)).min(LONGEST);
        *slot = Some(Dead { until: now + pause, failures });
    }

    fn state(&self, node: usize) -> Option<Dead> {
        *self.slot(node)
    }

    fn slot(&self, node: usize) -> std::sync::MutexGuard<'_, Option<Dead>> {
        self.dead[node % self.dead.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_take_turns_and_a_dead_one_is_left_alone_until_it_is_due() {
        let (nodes, now) = (Nodes::new(3), Instant::now());
        let mut all: Vec<usize> = (0..3).map(|_| nodes.pick(now)).collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2]);
        nodes.failed(1, now);
        assert!((0..9).all(|_| nodes.pick(now) != 1));
        let later = now + FIRST;
        assert!((0..3).any(|_| nodes.pick(later) == 1));
        nodes.failed(1, now);
        assert!((0..9).all(|_| nodes.pick(later) != 1), "longer each time");
        nodes.well(1);
        assert!((0..3).any(|_| nodes.pick(now) == 1));
    }

    #[test]
    fn where_all_are_dead_the_first_to_come_back_is_asked() {
        let (nodes, now) = (Nodes::new(2), Instant::now());
        nodes.failed(0, now);
        nodes.failed(1, now);
        nodes.failed(1, now);
        assert!((0..4).all(|_| nodes.pick(now) == 0));
    }
}

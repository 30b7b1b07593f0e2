//! Searches off the threads that serve: a few at a time, a queue of known length, a deadline, and
//! an end as soon as nobody waits for the answer any more.
//!
//! What a search costs is known only when it has cost it. So each begins alike, and one that has run
//! for a while goes on in a lane for long ones, where there is less room: it stands still while that
//! lane is full and gives its place to others. Quick searches wait for quick ones only.

mod lane;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use morgue_query::{CancelToken, Control, Pace};
use tokio::sync::Semaphore;

use self::lane::Run;
use crate::problem::Problem;

/// Runs searches.
#[derive(Clone)]
pub(crate) struct Searches {
    lanes: Lanes,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    deadline: Duration,
}

/// Where searches run.
#[derive(Clone)]
struct Lanes {
    /// Room for all that run.
    all: Arc<Semaphore>,
    /// How much of it long ones may take.
    long: Arc<Semaphore>,
    /// Room for long ones that stand still.
    standing: Arc<Semaphore>,
}

/// Long searches that stand still at most: each keeps a thread and what it has found.
const STANDING: usize = 128;

impl Searches {
    pub(crate) fn new(at_once: usize, queue: usize, deadline: Duration) -> Self {
        // One place at least is never taken by a long one.
        let at_once = at_once.max(2);
        let room = |places| Arc::new(Semaphore::new(places));
        let lanes = Lanes { all: room(at_once), long: room(at_once - 1), standing: room(STANDING) };
        Self { lanes, waiting: Arc::default(), queue, deadline }
    }

    /// The room for long searches and for all, in the order they are to be taken: for work that takes
    /// turns again and again.
    pub(crate) fn turns(&self) -> [Arc<Semaphore>; 2] {
        [Arc::clone(&self.lanes.long), Arc::clone(&self.lanes.all)]
    }

    /// How many wait for their turn.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Runs one when its turn comes.
    ///
    /// # Errors
    /// Too many wait, the time is over, or the work failed.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Control) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let deadline = Instant::now() + self.deadline;
        let waits = Waits::enter(&self.waiting, self.queue)?;
        let turn = Arc::clone(&self.lanes.all).acquire_owned();
        let turn = tokio::time::timeout(self.deadline, turn).await;
        drop(waits);
        let Ok(Ok(turn)) = turn else { return Err(Problem::busy()) };
        let cancel = CancelToken::default();
        // Dropped with this future, when the client has gone.
        let _left = Left(cancel.clone());
        let run = Arc::new(Run::new(turn, self.lanes.clone(), deadline, cancel.clone()));
        let paced = Arc::clone(&run);
        let pace = Some(Pace::new(move || paced.look()));
        let control = Control { deadline: Some(deadline), cancel, pace };
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&control);
            run.end();
            done
        });
        done.await.unwrap_or_else(|_| {
            let detail = "the search failed: this is a defect, its owner's log says more";
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", detail))
        })
    }
}

/// A place in the queue.
struct Waits(Arc<AtomicUsize>);

impl Waits {
    fn enter(waiting: &Arc<AtomicUsize>, most: usize) -> Result<Self, Problem> {
        if waiting.fetch_add(1, Ordering::Relaxed) >= most {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::busy());
        }
        Ok(Self(Arc::clone(waiting)))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Cancels when dropped.
struct Left(CancelToken);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Works for so long, looking at its control as engines do.
    fn work(millis: u64) -> impl FnOnce(&Control) -> Result<u64, Problem> + Send + 'static {
        move |control| {
            let mut worked = 0;
            while worked < millis {
                control.check()?;
                std::thread::sleep(Duration::from_millis(1));
                worked += 1;
            }
            Ok(worked)
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn quick_searches_do_not_wait_for_long_ones() {
        let searches = Searches::new(2, 256, Duration::from_secs(5));
        let long: Vec<_> = (0..16)
            .map(|_| {
                let searches = searches.clone();
                tokio::spawn(async move { searches.run(work(60_000)).await })
            })
            .collect();
        // Each of the long ones is quick at first.
        tokio::time::sleep(Duration::from_millis(800)).await;
        let start = Instant::now();
        for _ in 0..20 {
            assert_eq!(searches.run(work(1)).await, Ok(1));
        }
        assert!(start.elapsed() < Duration::from_millis(800), "{:?}", start.elapsed());
        for long in long {
            long.abort();
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn long_searches_end_too() {
        let searches = Searches::new(2, 256, Duration::from_secs(20));
        let long: Vec<_> = (0..4)
            .map(|_| {
                let searches = searches.clone();
                tokio::spawn(async move { searches.run(work(150)).await })
            })
            .collect();
        for long in long {
            assert_eq!(long.await.expect("it ran"), Ok(150));
        }
        assert_eq!(searches.lanes.all.available_permits(), 2);
        assert_eq!(searches.lanes.long.available_permits(), 1);
        assert_eq!(searches.lanes.standing.available_permits(), STANDING);
    }

    #[tokio::test]
    async fn a_full_queue_sends_away() {
        let searches = Searches::new(2, 0, Duration::from_secs(1));
        assert!(searches.run(work(1)).await.is_err());
    }
}

//! Searches off the threads that serve: a few at a time, a queue of known length, a deadline, and
//! an end as soon as nobody waits for the answer any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use morgue_query::{CancelToken, Control};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Runs searches.
#[derive(Clone)]
pub(crate) struct Searches {
    running: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    deadline: Duration,
}

impl Searches {
    pub(crate) fn new(at_once: usize, queue: usize, deadline: Duration) -> Self {
        let running = Arc::new(Semaphore::new(at_once.max(1)));
        Self { running, waiting: Arc::default(), queue, deadline }
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
        let turn = tokio::time::timeout(self.deadline, self.running.clone().acquire_owned()).await;
        drop(waits);
        let turn = turn.map_err(|_| Problem::busy())?;
        let cancel = CancelToken::default();
        let control = Control { deadline: Some(deadline), cancel: cancel.clone() };
        // Dropped with this future, when the client has gone.
        let _left = Left(cancel);
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&control)
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

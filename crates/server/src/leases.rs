//! Commits that cursors lead back to: held for ten minutes after their last use, the newest eight.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use morgue_query::{Control, Engine, EngineError, Stats};

use crate::problem::Problem;

/// How long after its last use a commit is held.
const HELD: Duration = Duration::from_secs(600);
/// How many commits are held.
const COMMITS: usize = 8;

/// A commit that stays as it is.
#[derive(Clone)]
pub(crate) struct Lease {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) stats: Arc<Stats>,
}

struct Held {
    commit: String,
    used: Instant,
    lease: Lease,
}

/// The commits that are held.
pub(crate) struct Leases {
    engine: Arc<dyn Engine>,
    /// The newest last.
    held: Mutex<Vec<Held>>,
}

impl Leases {
    pub(crate) fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine, held: Mutex::default() }
    }

    /// The last commit.
    pub(crate) fn latest(&self, control: &Control) -> Result<Lease, EngineError> {
        let pin = self.engine.pin()?;
        if let Some(lease) = self.used(&pin.commit) {
            return Ok(lease);
        }
        let stats = Arc::new(pin.engine.stats(control)?);
        let lease = Lease { engine: pin.engine, stats };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.iter().all(|held| held.commit != pin.commit) {
            held.push(Held { commit: pin.commit, used: Instant::now(), lease: lease.clone() });
        }
        let more = held.len().saturating_sub(COMMITS);
        held.drain(..more);
        Ok(lease)
    }

    /// The commit that a cursor names: one that is held, or the last one, which a server that was
    /// started anew does not hold yet.
    pub(crate) fn of_cursor(&self, commit: &str, control: &Control) -> Result<Lease, Problem> {
        if let Some(lease) = self.used(commit) {
            return Ok(lease);
        }
        let latest = self.latest(control)?;
        if latest.stats.commit == commit {
            return Ok(latest);
        }
        let detail = "the archive has moved on since this page was made: ask again from the first \
                      page";
        Err(Problem::new(StatusCode::GONE, "cursor-expired", detail))
    }

    fn used(&self, commit: &str) -> Option<Lease> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        held.retain(|held| now.duration_since(held.used) < HELD);
        let held = held.iter_mut().find(|held| held.commit == commit)?;
        held.used = now;
        Some(held.lease.clone())
    }
}

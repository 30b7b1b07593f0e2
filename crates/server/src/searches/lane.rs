//! One search on its way: quick at first, then long.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use morgue_query::{CancelToken, EngineError, EngineErrorKind};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Lanes;

/// How long a search is quick.
const QUICK: Duration = Duration::from_millis(25);
/// How often one that stands still looks whether anybody waits for it.
const LOOK: Duration = Duration::from_millis(200);

/// A search on its way.
pub(super) struct Run {
    lanes: Lanes,
    began: Instant,
    deadline: Instant,
    cancel: CancelToken,
    /// Where waiting is done; engines may look from threads of their own.
    runtime: Handle,
    place: Mutex<Place>,
}

/// What it holds.
struct Place {
    turn: Option<OwnedSemaphorePermit>,
    long: Option<OwnedSemaphorePermit>,
}

impl Run {
    pub(super) fn new(
        turn: OwnedSemaphorePermit,
        lanes: Lanes,
        deadline: Instant,
        cancel: CancelToken,
    ) -> Self {
        let place = Mutex::new(Place { turn: Some(turn), long: None });
        let (began, runtime) = (Instant::now(), Handle::current());
        Self { lanes, began, deadline, cancel, runtime, place }
    }

    /// Whether it may go on; stands still while it may not.
    ///
    /// # Errors
    /// Its time is over, nobody waits for it, or too many stand still already.
    pub(super) fn look(&self) -> Result<(), EngineError> {
        if self.began.elapsed() < QUICK {
            return Ok(());
        }
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if place.long.is_some() {
            return Ok(());
        }
        if let Ok(long) = Arc::clone(&self.lanes.long).try_acquire_owned() {
            place.long = Some(long);
            return Ok(());
        }
        let Ok(_standing) = Arc::clone(&self.lanes.standing).try_acquire_owned() else {
            let message = "too many long searches are under way: narrow this one, or try again";
            return Err(EngineError::new(EngineErrorKind::TimedOut, message));
        };
        drop(place.turn.take());
        place.long = Some(self.wait_for(&self.lanes.long)?);
        place.turn = Some(self.wait_for(&self.lanes.all)?);
        Ok(())
    }

    /// Waits, on this thread, for room.
    fn wait_for(&self, room: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, EngineError> {
        let over = |kind, message: &str| Err(EngineError::new(kind, message));
        let wait = async {
            // Kept over the looks: who waits does not lose its place in the line.
            let mut place = std::pin::pin!(Arc::clone(room).acquire_owned());
            loop {
                if self.cancel.is_cancelled() {
                    return over(EngineErrorKind::Cancelled, "cancelled");
                }
                if Instant::now() >= self.deadline {
                    let message = "the time for this query is over";
                    return over(EngineErrorKind::TimedOut, message);
                }
                if let Ok(Ok(place)) = tokio::time::timeout(LOOK, &mut place).await {
                    return Ok(place);
                }
            }
        };
        self.runtime.block_on(wait)
    }

    /// Gives its room back.
    pub(super) fn end(&self) {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Place { turn: None, long: None };
    }
}

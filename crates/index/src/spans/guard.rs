//! What stops a query from inside: tantivy's scorers cannot fail, so they end and leave the reason
//! here.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use morgue_query::spans::Work;
use morgue_query::{Control, EngineError, EngineErrorKind};
use tantivy::DocId;
use tantivy::index::SegmentId;

/// Steps of enumeration that one article may take: some hundredths of a second.
const STEPS_OF_ARTICLE: u32 = 2_500_000;

/// Steps of an article that are not counted against the query: reading it costs as much.
const FREE: u64 = 10_000;

/// Steps that all articles of a query may take beyond those: some tenths of a second.
const STEPS: u64 = 40_000_000;

/// After how many articles the clock is looked at.
const CHECK_EVERY: u64 = 256;

/// Watches over the scorers of one query.
#[derive(Debug)]
pub(crate) struct Guard {
    control: Control,
    articles: AtomicU64,
    steps: AtomicU64,
    stopped: AtomicBool,
    failure: Mutex<Option<Failure>>,
}

/// Why a query did not go to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The time was over, or it was cancelled.
    Stopped(EngineError),
    /// An article in which the words can be chosen in too many ways.
    TooMuch(SegmentId, DocId),
}

impl Guard {
    /// For a query under this control.
    pub(crate) fn new(control: &Control) -> Self {
        Self {
            control: control.clone(),
            articles: AtomicU64::new(0),
            steps: AtomicU64::new(STEPS),
            stopped: AtomicBool::new(false),
            failure: Mutex::new(None),
        }
    }

    /// Whether the next article may be looked at.
    pub(super) fn go_on(&self) -> bool {
        if self.stopped.load(Ordering::Relaxed) {
            return false;
        }
        if self.articles.fetch_add(1, Ordering::Relaxed).is_multiple_of(CHECK_EVERY)
            && let Err(error) = self.control.check()
        {
            self.stop(Failure::Stopped(error));
            return false;
        }
        true
    }

    /// What the next article may take.
    pub(super) fn work(&self) -> Work {
        let left = u32::try_from(self.steps.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
        Work::all_or_nothing(left.min(STEPS_OF_ARTICLE))
    }

    /// Takes back what an article left of its work; `sure` is false where what was cut short may
    /// have changed the answer.
    pub(super) fn done(&self, given: u32, work: &Work, sure: bool, at: (SegmentId, DocId)) {
        let counted = u64::from(given - work.left()).saturating_sub(FREE);
        self.steps.fetch_sub(counted, Ordering::Relaxed);
        if work.was_cut() && !sure {
            self.stop(Failure::TooMuch(at.0, at.1));
        }
    }

    fn stop(&self, why: Failure) {
        self.stopped.store(true, Ordering::Relaxed);
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(why);
    }

    /// To be asked when a pass is over: whether it went to its end.
    ///
    /// # Errors
    /// Why it did not; of an article in which it had too much to do, `name` tells which that is.
    pub(crate) fn result(
        &self,
        name: impl FnOnce(SegmentId, DocId) -> Result<String, EngineError>,
    ) -> Result<(), EngineError> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        match failure {
            None => Ok(()),
            Some(Failure::Stopped(error)) => Err(error),
            Some(Failure::TooMuch(segment, doc)) => {
                let message = format!(
                    "in {} the words of this query can be chosen in too many ways, so nothing is \
                     left out in silence: put fewer connectors or `\"…\"~n` inside one another, \
                     take a smaller n, or write `W/P` in place of a large one",
                    name(segment, doc)?
                );
                Err(EngineError::new(EngineErrorKind::OverLimit, message))
            }
        }
    }
}

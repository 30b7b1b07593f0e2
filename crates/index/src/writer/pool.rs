//! Threads that analyse articles and hand the documents to tantivy.

use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};
use morgue_article::Article;
use morgue_query::{EngineError, EngineErrorKind, Ranking};
use tantivy::IndexWriter;

use super::batch::text_bytes;
use super::gate::{Gate, Passed};
use crate::document::DocumentMaker;
use crate::error::engine_error;
use crate::schema::Fields;
use crate::state::CommitState;
use crate::store::Stored;

/// What tantivy writes with; taken out when the writer closes.
pub(super) type SharedWriter = Arc<RwLock<Option<IndexWriter<Passed>>>>;

/// Work for the pool.
pub(super) enum Job {
    /// An article that is current from now on.
    Current(Box<Article>),
    /// Anything that is only stored.
    Other(Box<Stored>),
}

impl Job {
    /// About how much text it has.
    fn text_bytes(&self) -> u64 {
        match self {
            Self::Current(article) => text_bytes(article),
            Self::Other(stored) => match stored.as_ref() {
                Stored::Article(stored) | Stored::Version(stored) => text_bytes(&stored.article),
                Stored::Tombstone(_) | Stored::Source(_) => 512,
            },
        }
    }
}

/// A fixed number of threads. Dropping it lets them end.
pub(super) struct Pool {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
    progress: Arc<Progress>,
}

/// How far the pool is.
#[derive(Default)]
struct Progress {
    done: Mutex<Done>,
    idle: Condvar,
}

#[derive(Default)]
struct Done {
    waiting: usize,
    failed: Option<EngineError>,
    state: CommitState,
}

impl Pool {
    /// Starts the threads.
    pub(super) fn new(
        threads: usize,
        fields: Fields,
        ranking: Ranking,
        writer: &SharedWriter,
    ) -> Self {
        let (jobs, queue) = bounded::<Job>(256);
        let progress = Arc::new(Progress::default());
        let gate = Arc::new(Gate::default());
        let start = || {
            let (queue, progress, writer) = (queue.clone(), progress.clone(), writer.clone());
            let gate = gate.clone();
            std::thread::spawn(move || {
                let mut maker = DocumentMaker::new(fields, ranking);
                for job in queue {
                    // A panic must not leave a commit waiting for ever.
                    let work =
                        std::panic::AssertUnwindSafe(|| work(job, &mut maker, &gate, &writer));
                    let result = std::panic::catch_unwind(work).unwrap_or_else(|_| {
                        let message = "analysing an article failed: please report this";
                        Err(EngineError::new(EngineErrorKind::Io, message))
                    });
                    progress.finish(result);
                }
            })
        };
        let threads = (0..threads.max(1)).map(|_| start()).collect();
        Self { jobs: Some(jobs), threads, progress }
    }

    /// Hands over work; waits while there is much of it.
    pub(super) fn push(&self, job: Job) {
        self.progress.done.lock().unwrap_or_else(PoisonError::into_inner).waiting += 1;
        let jobs = self.jobs.as_ref().expect("the pool is open until it is dropped");
        jobs.send(job).expect("the threads end after the channel");
    }

    /// Waits until all work is done. Gives what the articles that became current add to the counts,
    /// and forgets it.
    ///
    /// # Errors
    /// The first failure since the last call.
    pub(super) fn drain(&self) -> Result<CommitState, EngineError> {
        let mut done = self.progress.done.lock().unwrap_or_else(PoisonError::into_inner);
        while done.waiting > 0 {
            done = self.progress.idle.wait(done).unwrap_or_else(PoisonError::into_inner);
        }
        let state = std::mem::take(&mut done.state);
        done.failed.take().map_or(Ok(state), Err)
    }
}

impl Progress {
    fn finish(&self, result: Result<Option<crate::store::StoredArticle>, EngineError>) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(Some(stored)) => done.state.add(&stored),
            Ok(None) => {}
            Err(error) => done.failed = done.failed.take().or(Some(error)),
        }
        done.waiting -= 1;
        if done.waiting == 0 {
            self.idle.notify_all();
        }
    }
}

fn work(
    job: Job,
    maker: &mut DocumentMaker,
    gate: &Arc<Gate>,
    writer: &SharedWriter,
) -> Result<Option<crate::store::StoredArticle>, EngineError> {
    let bytes = job.text_bytes();
    let (document, stored) = match job {
        Job::Current(article) => {
            let (document, stored) = maker.current(*article);
            (document, Some(stored))
        }
        Job::Other(stored) => (maker.other(&stored), None),
    };
    let document = gate.pass(document, bytes);
    let writer = writer.read().unwrap_or_else(PoisonError::into_inner);
    let writer = writer.as_ref().ok_or_else(|| {
        EngineError::new(EngineErrorKind::Io, "the writer was closed while it was writing")
    })?;
    writer.add_document(document).map_err(|error| engine_error("write an article", error))?;
    Ok(stored)
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A thread's panics were caught and told.
            let _ = thread.join();
        }
    }
}

//! Writing: sources come in whole, articles are merged with what is held, and all of it becomes
//! visible in one commit.
//!
//! Inside one batch an id is written at most once: what is uncommitted cannot be read back. A
//! second arrival for it waits, with its source's ledger line, for the round after the commit. Until
//! then the source has a line that says what of it is written; so a crash between the two leaves a
//! source that is simply read again.

mod batch;
mod gate;
mod known;
mod pool;
mod restore;
mod sink;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use morgue_query::{Committed, EngineError, EngineErrorKind};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy};

use self::batch::Batch;
use self::gate::Passed;
pub(crate) use self::known::{Known, read_stored};
use self::pool::{Pool, SharedWriter};
use self::sink::OpenSource;
use crate::error::engine_error;
use crate::folder::{Folder, WriterLock};
use crate::schema::Fields;
use crate::state::CommitState;

/// How a writer works.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Threads that analyse, and as many that index.
    pub threads: usize,
    /// Bytes of memory for postings before they are written as a segment.
    pub memory: usize,
    /// Seconds since 1970: when what is new now was taken in.
    pub now: i64,
    /// Bytes of a source's text that are held back until the source is whole. A larger source goes
    /// straight on, after a commit of what came before it.
    pub held_back: u64,
    /// Bytes of article text after which a commit is due.
    pub commit_bytes: u64,
    /// Time after which a commit is due.
    pub commit_time: Duration,
}

impl WriterOptions {
    /// Two threads or as many as the machine has, 256 MB, 32 MB held back, a commit every 256 MB or
    /// 10 s.
    pub fn new(now: i64) -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from).clamp(1, 8);
        Self {
            threads,
            memory: 256 << 20,
            now,
            held_back: 32 << 20,
            commit_bytes: 256 << 20,
            commit_time: Duration::from_secs(10),
        }
    }
}

/// The one writer of an index. See [`ArticleSink`](morgue_query::ArticleSink).
pub struct Writer {
    options: WriterOptions,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    tantivy: SharedWriter,
    pool: Pool,
    /// The last commit.
    known: Known,
    /// What is written since.
    batch: Batch,
    /// The source that is being read.
    open: Option<OpenSource>,
    /// The counts of the last commit with the changes since.
    state: CommitState,
    /// What was done since the writer was opened, and how much of it is committed.
    told: Committed,
    committed: Committed,
    last_commit: Instant,
    /// Dropped last: the lock is given back when all else is down.
    lock: WriterLock,
}

impl Writer {
    /// Opens the one writer of an index.
    ///
    /// # Errors
    /// [`Locked`](morgue_query::EngineErrorKind::Locked) while there is another,
    /// [`OtherVersion`](morgue_query::EngineErrorKind::OtherVersion) where the index must be
    /// rebuilt first, and what goes wrong with files.
    pub fn open(folder: &Folder, options: WriterOptions) -> Result<Self, EngineError> {
        folder.check_version()?;
        let lock = folder.lock()?;
        // The manifest may have switched while the lock was waited for.
        let folder = Folder::open(folder.path())?;
        folder.delete_other_generations();
        let index = folder.open_index()?;
        Self::over(&folder, index, lock, options)
    }

    /// Writes into a generation that may not be the current one yet.
    pub(crate) fn over(
        folder: &Folder,
        index: Index,
        lock: WriterLock,
        options: WriterOptions,
    ) -> Result<Self, EngineError> {
        let fields = folder.fields(&index.schema())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|error| engine_error("open the index", error))?;
        let payload = index.load_metas().map_err(|e| engine_error("open the index", e))?.payload;
        let state = CommitState::from_payload(payload.as_deref()).map_err(|error| {
            let message = "the last commit's counts cannot be read";
            EngineError::new(EngineErrorKind::Damaged, message).because(error)
        })?;
        let tantivy: SharedWriter = Arc::new(RwLock::new(Some(tantivy_writer(&index, &options)?)));
        Ok(Self {
            pool: Pool::new(options.threads, fields, folder.ranking(), &tantivy),
            known: Known::new(reader.searcher(), fields),
            told: Committed::default(),
            committed: Committed::default(),
            batch: Batch::default(),
            open: None,
            last_commit: Instant::now(),
            options,
            index,
            reader,
            fields,
            tantivy,
            state,
            lock,
        })
    }

    /// Calls tantivy's writer.
    fn with_tantivy<T>(
        &self,
        doing: &str,
        call: impl FnOnce(&mut IndexWriter<Passed>) -> tantivy::Result<T>,
    ) -> Result<T, EngineError> {
        let mut writer = self.tantivy.write().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = writer.as_mut() else {
            let message =
                format!("cannot {doing}: writing failed before; what was committed is safe");
            return Err(EngineError::new(EngineErrorKind::Io, message));
        };
        call(writer).map_err(|error| engine_error(doing, error))
    }

    /// Waits for the pool and takes over its counts.
    fn settle_pool(&mut self) -> Result<(), EngineError> {
        match self.pool.drain() {
            Ok(more) => {
                self.state.absorb(more);
                Ok(())
            }
            Err(error) => Err(self.stop(error)),
        }
    }

    /// Something of the batch is lost: what is left of it must never be committed.
    fn stop(&mut self, error: EngineError) -> EngineError {
        drop(self.tantivy.write().unwrap_or_else(PoisonError::into_inner).take());
        error
    }

    /// Makes durable what has come together, without the second round.
    fn commit_batch(&mut self) -> Result<(), EngineError> {
        self.settle_pool()?;
        let payload = self.state.to_payload();
        let committed = self.with_tantivy("commit", |writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(|error| self.stop(error))?;
        self.reader.reload().map_err(|error| engine_error("open the commit", error))?;
        self.known = Known::new(self.reader.searcher(), self.fields);
        self.last_commit = Instant::now();
        self.told.articles = self.state.articles;
        self.committed = self.told;
        Ok(())
    }

    /// Forgets what is uncommitted.
    fn roll_back(&mut self) -> Result<(), EngineError> {
        // Whatever failed is forgotten with the rest.
        let _ = self.pool.drain();
        self.with_tantivy("forget what is not committed", |writer| writer.rollback())?;
        let payload = self.index.load_metas().map_err(|e| engine_error("roll back", e))?.payload;
        self.state = CommitState::from_payload(payload.as_deref()).unwrap_or_default();
        self.batch = Batch::default();
        self.told = self.committed;
        Ok(())
    }

    /// Waits for merges, and merges away what was deleted, so that scores do not depend on it.
    fn finish(self) -> Result<(Committed, WriterLock), EngineError> {
        let Self { tantivy, index, pool, reader, known, told, options, lock, .. } = self;
        drop((pool, known, reader));
        let failed = |error| engine_error("merge", error);
        let writer = tantivy.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.wait_merging_threads().map_err(failed)?;
        }
        let segments = index.searchable_segment_metas().map_err(failed)?;
        let deleted: Vec<_> =
            segments.iter().filter(|segment| segment.has_deletes()).map(|s| s.id()).collect();
        if !deleted.is_empty() {
            let mut writer = tantivy_writer(&index, &options)?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.merge(&deleted).wait().map_err(failed)?;
            writer.wait_merging_threads().map_err(failed)?;
        }
        Ok((told, lock))
    }
}

fn tantivy_writer(
    index: &Index,
    options: &WriterOptions,
) -> Result<IndexWriter<Passed>, EngineError> {
    let smallest = 15_000_000 * options.threads;
    let writer = index
        .writer_with_num_threads(options.threads, options.memory.max(smallest))
        .map_err(|error| engine_error("open the index for writing", error))?;
    let mut policy = LogMergePolicy::default();
    policy.set_del_docs_ratio_before_merge(0.3);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

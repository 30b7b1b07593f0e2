//! The run: what has changed below the roots is read on all cores and handed over in order.

mod chunks;
mod gone;
mod nested;
mod plan;
mod read;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, bounded};
use morgue_article::{Article, Day, Outcome, OutletTable, SourceKey, SourceRecord};

use crate::error::{Cause, IngestError};
use crate::format::Format;
use crate::limits::Limits;
use crate::options::{Options, OptionsError};
use crate::report::Report;

use read::{Batch, FileEnd, Step};

/// A root and how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RootJob {
    /// Its absolute path, or the path of a single file.
    pub root: String,
    /// How it is read.
    pub options: Options,
}

/// What a run is to do.
pub struct Job<'a> {
    /// What is read.
    pub roots: Vec<RootJob>,
    /// All roots that the archive has: a file is read by the innermost that takes it.
    pub known: Vec<RootJob>,
    /// The names of outlets: the default table and the user's.
    pub outlets: &'a OutletTable,
    /// Whether a folder is an index, which is never read.
    pub is_index: &'a (dyn Fn(&Path) -> bool + Sync),
    /// The bounds of reading.
    pub limits: Limits,
    /// How many threads parse; 0 for as many as there are cores.
    pub threads: usize,
    /// Set from elsewhere to end the run; what is whole has been handed over then.
    pub cancel: Arc<AtomicBool>,
    /// Whether files that have not changed are read again.
    pub reread: bool,
    /// Whether articles go even below a root that is gone or has lost much.
    pub prune: bool,
    /// The day of the run: later dates are no publication dates.
    pub today: Day,
}

/// What a run hands over, in order, on the caller's thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A source is read (again): its articles follow. Without an `End` it was not whole, and what
    /// came of it is not to be kept.
    Begin(SourceKey),
    /// An article with its one origin.
    Article(Box<Article>),
    /// A record or a file that gave no article; see [`Cause::is_failure`].
    Record(IngestError),
    /// A source was read to its end.
    End {
        /// The ledger's line, without what the source holds.
        record: SourceRecord,
        /// Whether articles that the source held before and does not name now stay (feeds).
        additive: bool,
    },
    /// A source is gone.
    Removed(SourceKey),
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that are to be read.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that have been read.
    pub files_read: u64,
    /// Bytes that have been read.
    pub bytes_read: u64,
    /// Articles in them.
    pub articles: u64,
}

/// A run that ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError<E> {
    /// An option cannot be used; nothing was done.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// Whoever takes the events could not go on.
    #[error("what was read could not be taken in")]
    Sink(#[source] E),
}

/// Brings whoever takes the events up to date with the roots: reads what has changed, says what is
/// gone. `known` gives the ledger's lines below a root.
///
/// # Errors
/// An option cannot be used, or `events` failed. A file that cannot be read is an event.
pub fn update<E>(
    job: &Job<'_>,
    known: &dyn Fn(&str) -> Vec<SourceRecord>,
    progress: &mut dyn FnMut(Progress),
    events: &mut dyn FnMut(Event) -> Result<(), E>,
) -> Result<Report, UpdateError<E>> {
    let mut report = Report::default();
    let plan = plan::plan(job, known, &mut report)?;
    let files = plan.to_read.len() as u64;
    let bytes = plan.to_read.iter().map(|file| file.found.size).sum();
    let told = Progress { files, bytes, ..Progress::default() };
    progress(told);
    let arrived = (!plan.gone.is_empty()).then(HashMap::new);
    let mut run = Run { report, told, events, ordinal: 0, failed: 0, remarks: Vec::new(), arrived };
    for error in plan.errors {
        run.problem(error).map_err(UpdateError::Sink)?;
    }
    let outcome = run.read_all(job, &plan.to_read, progress);
    outcome.map_err(UpdateError::Sink)?;
    if job.cancel.load(Ordering::Relaxed) {
        run.report.interrupted = true;
        return Ok(run.report);
    }
    // Only now: an article that moved is held by its new place before the old one goes.
    let arrived = run.arrived.take().unwrap_or_default();
    for key in gone::settle(plan.gone, arrived, job.prune, &mut run.report) {
        (run.events)(Event::Removed(key)).map_err(UpdateError::Sink)?;
    }
    for key in plan.handed_over {
        run.report.handed_over += 1;
        (run.events)(Event::Removed(key)).map_err(UpdateError::Sink)?;
    }
    Ok(run.report)
}

/// What a run has come to.
struct Run<'e, E> {
    report: Report,
    told: Progress,
    events: &'e mut dyn FnMut(Event) -> Result<(), E>,
    /// Of the source that is being handed over.
    ordinal: u64,
    failed: u64,
    remarks: Vec<String>,
    /// Files the ledger did not know, counted by their bytes; kept only where some are gone.
    arrived: Option<HashMap<gone::Bytes, u64>>,
}

impl<E> Run<'_, E> {
    fn read_all(
        &mut self,
        job: &Job<'_>,
        files: &[plan::ToRead<'_>],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), E> {
        if files.is_empty() {
            return Ok(());
        }
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = if job.threads == 0 { cores() } else { job.threads };
        let (work, taken) = bounded(threads * 2);
        let (order, ordered) = bounded(threads * 8);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let taken: Receiver<read::Unit<'_>> = taken.clone();
                scope.spawn(move || taken.iter().for_each(|unit| unit.run()));
            }
            scope.spawn(move || read::feed(job, files, &work, &order));
            drop(taken);
            // When this ends early the channels close, and with them the threads.
            let ordered = ordered;
            for (file, step) in &ordered {
                self.step(&files[file], step, job, progress)?;
            }
            Ok(())
        })
    }

    fn step(
        &mut self,
        file: &plan::ToRead<'_>,
        step: Step,
        job: &Job<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), E> {
        match step {
            Step::Begin => {
                (self.ordinal, self.failed) = (0, 0);
                self.remarks.clear();
                (self.events)(Event::Begin(file.found.key.clone()))
            }
            Step::Batches(batches) => {
                for batch in &batches {
                    self.batch(batch, &file.found.key, job)?;
                    progress(self.told);
                }
                Ok(())
            }
            Step::End(end) => match end.recv() {
                Ok(end) if !job.cancel.load(Ordering::Relaxed) => {
                    self.end(file, end)?;
                    progress(self.told);
                    Ok(())
                }
                _ => Ok(()),
            },
        }
    }

    fn batch(&mut self, batch: Batch, key: &SourceKey, job: &Job<'_>) -> Result<(), E> {
        for item in batch.items {
            match item {
                Ok((mut article, remarks)) => {
                    if let Some(origin) = article.origins.first_mut() {
                        origin.ordinal = self.ordinal;
                        let line = origin.line.map_or(String::new(), |line| format!("{line}: "));
                        let room = job.limits.remarks.saturating_sub(self.remarks.len());
                        let lines = remarks.iter().take(room).map(|r| format!("{line}{r}"));
                        self.remarks.extend(lines);
                        self.report.formats.entry(origin.format.clone()).or_default().articles += 1;
                    }
                    self.ordinal += 1;
                    self.told.articles += 1;
                    self.report.articles += 1;
                    self.report.undated += u64::from(article.published.is_none());
                    self.report.without_outlet += u64::from(article.outlet.is_none());
                    (self.events)(Event::Article(Box::new(article)))?;
                }
                Err(mut error) => {
                    error.place.path = key.full_path();
                    self.failed += u64::from(error.cause.is_failure());
                    if self.remarks.len() < job.limits.remarks {
                        let line = error.place.line.map_or(String::new(), |n| format!("{n}: "));
                        self.remarks.push(format!("{line}{}", error.cause));
                    }
                    self.problem(error)?;
                }
            }
        }
        self.told.bytes_read += batch.bytes;
        Ok(())
    }

    fn problem(&mut self, error: IngestError) -> Result<(), E> {
        self.report.note(&error);
        (self.events)(Event::Record(error))
    }

    fn end(&mut self, file: &plan::ToRead<'_>, end: FileEnd) -> Result<(), E> {
        let found = &file.found;
        let name = end.format.map_or("", Format::name).to_string();
        if let Some(cause) = &end.failure {
            self.problem(IngestError::file(found.key.full_path(), cause.clone()))?;
        }
        if end.format.is_some() {
            let format = self.report.formats.entry(name.clone()).or_default();
            format.files += 1;
            format.failed += self.failed;
        }
        self.report.read += 1;
        self.report.bytes += found.size;
        self.told.files_read += 1;
        self.told.bytes_read += end.bytes;
        let lost = |cause: &Cause| matches!(cause, Cause::Unreadable(_) | Cause::Command { .. });
        if !file.new && end.failure.as_ref().is_some_and(lost) {
            // It may be whole and only out of reach: without an end, what it held before stays.
            return Ok(());
        }
        let outcome = match end.failure {
            Some(cause) if !cause.is_failure() && self.ordinal == 0 => {
                Outcome::Skipped { reason: cause.reason() }
            }
            Some(cause) if self.ordinal == 0 && cause != Cause::Changed => {
                Outcome::Failed { reason: cause.to_string() }
            }
            Some(_) => Outcome::Read { format: name, failed: self.failed + 1 },
            None => Outcome::Read { format: name, failed: self.failed },
        };
        let record = SourceRecord {
            key: found.key.clone(),
            size: found.size,
            // A file that changed meanwhile has no time it can be recognised by.
            modified: if end.changed { 0 } else { found.modified },
            hash: end.hash,
            rules: file.root.rules.clone(),
            outcome,
            remarks: std::mem::take(&mut self.remarks),
            holds: Vec::new(),
        };
        if let Some(arrived) = self.arrived.as_mut().filter(|_| file.new)
            && let Some(bytes) = gone::bytes(&record)
        {
            *arrived.entry(bytes).or_default() += 1;
        }
        let additive = end.format.is_some_and(Format::is_additive);
        (self.events)(Event::End { record, additive })
    }
}

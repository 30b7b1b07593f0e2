//! A run: from the files of an archive into its index.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use morgue_article::{Day, OutletTable, SourceRecord};
use morgue_index::Folder;
use morgue_ingest::{Job, Limits, Options, Report, RootJob, UpdateError};
use morgue_query::{ArticleSink, CancelToken, Committed, Control, EngineError};

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::kept::Root;
use crate::taking::Taking;

/// What a run is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// What is read, and how; remembered for later runs. None: all roots that are known.
    pub roots: Vec<Root>,
    /// Commands that turn files into text. They are not remembered here.
    pub hooks: Vec<Hook>,
    /// Read files again that have not changed.
    pub reread: bool,
    /// Let articles go even below a root that is gone or has lost much.
    pub prune: bool,
    /// Bytes of text after which a commit is due, where not the usual.
    pub commit_bytes: Option<u64>,
    /// Seconds since 1970: when what is new now was taken in.
    pub now: i64,
}

/// Lets another program turn files into text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Which files.
    pub glob: String,
    /// The command; `{}` stands for the file.
    pub command: String,
}

/// What is told while a run is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// How far it is.
    Progress {
        /// Bytes that have been read.
        read: u64,
        /// Bytes that are to be read in all.
        of: u64,
        /// Articles in those that have been read.
        articles: u64,
    },
    /// Something could not be read; where and what.
    Problem(String),
    /// So much is safe.
    Committed(Committed),
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Updated {
    /// What was read, and what could not be.
    pub report: Report,
    /// What the index holds now, and what changed.
    pub committed: Committed,
}

impl Update {
    /// A run over all known roots at this time.
    pub fn at(now: i64) -> Self {
        Self { now, ..Self::default() }
    }
}

impl Archive {
    /// Brings the index up to date with roots. When `control` is cancelled, what is whole is kept
    /// and the report says that the run was interrupted.
    ///
    /// # Errors
    /// The index cannot be written, or the kept files or an option cannot be used. A file that
    /// cannot be read is no error: it is in the report.
    pub fn update(
        &self,
        update: &Update,
        control: &Control,
        told: &mut dyn FnMut(Told),
    ) -> Result<Updated, ArchiveError> {
        let start = Instant::now();
        let roots = self.roots_of(update)?;
        let outlets = self.outlets()?;
        let writer = self.writer(update.now, update.commit_bytes)?;
        let known = ledger(&*writer)?;
        // Only now: a run that is refused leaves no trace, one that is killed is gone on with.
        let kept = self.kept();
        kept.remember(&update.roots)?;
        let all = jobs(&kept.roots()?, update);
        let mut taking = Taking::new(writer);
        let job = job(roots, all, update, &outlets, &control.cancel);
        let ran = run(&job, &known, &mut taking, told);
        let mut report = match ran {
            Ok(report) => report,
            Err(UpdateError::Options(error)) => {
                return Err(ArchiveError::Options(error.to_string()));
            }
            Err(UpdateError::Sink(error)) => return Err(error.into()),
        };
        let committed = taking.close()?;
        told(Told::Committed(committed));
        if update.prune && !report.interrupted {
            report.forgotten = self.kept().forget_missing(&job.roots)?;
        }
        report.seconds = start.elapsed().as_secs_f64();
        Ok(Updated { report, committed })
    }

    /// The roots of a run with the options of reading.
    fn roots_of(&self, update: &Update) -> Result<Vec<RootJob>, ArchiveError> {
        let roots = match update.roots.as_slice() {
            [] => self.kept().roots()?,
            named => named.to_vec(),
        };
        let named = jobs(&roots, update);
        for job in &named {
            job.options.check().map_err(|error| ArchiveError::Options(error.to_string()))?;
        }
        Ok(named)
    }
}

fn jobs(roots: &[Root], update: &Update) -> Vec<RootJob> {
    roots.iter().map(|root| root_job(root, &update.hooks)).collect()
}

fn root_job(root: &Root, hooks: &[Hook]) -> RootJob {
    let list = |table: &std::collections::BTreeMap<String, String>| {
        table.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let options = Options {
        include: root.include.clone(),
        exclude: root.exclude.clone(),
        map: list(&root.map),
        set: list(&root.set),
        pre: hooks.iter().map(|hook| (hook.glob.clone(), hook.command.clone())).collect(),
        date_from_mtime: root.date_from_mtime,
    };
    RootJob { root: root.path.clone(), options }
}

/// What is known of every source, by root.
fn ledger(sink: &dyn ArticleSink) -> Result<HashMap<String, Vec<SourceRecord>>, EngineError> {
    let mut roots: HashMap<String, Vec<SourceRecord>> = HashMap::new();
    for record in sink.ledger(None)? {
        roots.entry(record.key.root.clone()).or_default().push(record);
    }
    Ok(roots)
}

fn job<'a>(
    roots: Vec<RootJob>,
    known: Vec<RootJob>,
    update: &Update,
    outlets: &'a OutletTable,
    cancel: &CancelToken,
) -> Job<'a> {
    // The day after the one it is in London: it may be tomorrow already where a paper comes from.
    let today = Day(update.now.div_euclid(86_400) + 1);
    Job {
        roots,
        known,
        outlets,
        is_index: &|path: &Path| Folder::is_index(path),
        limits: Limits::default(),
        threads: 0,
        cancel: cancel.flag(),
        reread: update.reread,
        prune: update.prune,
        today,
    }
}

fn run(
    job: &Job<'_>,
    known: &HashMap<String, Vec<SourceRecord>>,
    taking: &mut Taking,
    told: &mut dyn FnMut(Told),
) -> Result<Report, UpdateError<EngineError>> {
    let told = std::cell::RefCell::new(told);
    morgue_ingest::update(
        job,
        &|root| known.get(root).cloned().unwrap_or_default(),
        &mut |progress| {
            let bytes = (progress.bytes_read, progress.bytes);
            let articles = progress.articles;
            (told.borrow_mut())(Told::Progress { read: bytes.0, of: bytes.1, articles });
        },
        &mut |event| {
            if let morgue_ingest::Event::Record(error) = &event
                && error.cause.is_failure()
            {
                (told.borrow_mut())(Told::Problem(error.to_string()));
            }
            if let Some(committed) = taking.take(event)? {
                (told.borrow_mut())(Told::Committed(committed));
            }
            Ok(())
        },
    )
}

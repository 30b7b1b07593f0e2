//! Keeps the index up to date while files change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use morgue_archive::{Archive, ArchiveError, Hook, Root, Told, Update};
use morgue_query::{Control, EngineErrorKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::writing::Turn;

/// How often it is looked whether the program is to end.
const LOOK: Duration = Duration::from_millis(200);
/// Files are read once nothing has changed for so long, or something has for this long.
const QUIET: Duration = Duration::from_millis(400);
const MOST: Duration = Duration::from_secs(3);
/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// How often all is looked at where the system does not tell of changes.
const SCAN: Duration = Duration::from_secs(30);

/// What is kept up to date, and how.
pub(crate) struct Watched {
    pub(crate) archive: Archive,
    pub(crate) roots: Vec<Root>,
    pub(crate) hooks: Vec<Hook>,
    pub(crate) turn: Arc<Turn>,
    pub(crate) control: Control,
}

/// Watches until the control is cancelled. Nothing that goes wrong ends it: it is in the log.
pub(crate) fn watch(watched: Watched) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("watch".to_string()).spawn(move || {
        let (tell, told) = channel();
        let watcher = notify::recommended_watcher(tell).and_then(|mut watcher| {
            watched.roots.iter().try_for_each(|root| begin(&mut watcher, Path::new(&root.path)))?;
            Ok(watcher)
        });
        if let Err(error) = &watcher {
            let seconds = SCAN.as_secs();
            tracing::warn!(%error, "the system does not tell of changes: looking every {seconds} s");
        }
        watched.run(&told, watcher.is_ok());
    })
}

fn begin(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    if root.is_file() {
        // A file that is replaced is another one: its folder tells of it.
        let folder = root.parent().unwrap_or(root);
        return watcher.watch(folder, RecursiveMode::NonRecursive);
    }
    watcher.watch(root, RecursiveMode::Recursive)
}

impl Watched {
    fn run(&self, told: &Receiver<notify::Result<Event>>, is_told: bool) {
        // What changed between the first run and the watcher's first look is not told.
        let mut due = Some(Instant::now());
        while !self.control.cancel.is_cancelled() {
            if due.is_some_and(|due| Instant::now() >= due) {
                self.settle(told);
                due = self.update().or((!is_told).then(|| Instant::now() + SCAN));
            }
            match told.recv_timeout(LOOK) {
                Ok(event) if self.concerns(&event) => due = Some(Instant::now()),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
            }
        }
    }

    /// Waits until files are whole.
    fn settle(&self, told: &Receiver<notify::Result<Event>>) {
        let (start, mut last) = (Instant::now(), Instant::now());
        while last.elapsed() < QUIET && start.elapsed() < MOST {
            match told.recv_timeout(QUIET) {
                Ok(event) if self.concerns(&event) => last = Instant::now(),
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    /// Whether something we read may have changed. Reading is no change, and what we write to the
    /// index ourselves, which may lie in a folder that is read, is none that concerns us.
    fn concerns(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        let index = std::path::absolute(self.archive.path()).unwrap_or_default();
        let roots = || self.roots.iter().map(|root| Path::new(&root.path));
        let concerns = |path: &PathBuf| {
            !path.starts_with(&index) && roots().any(|root| path.starts_with(root))
        };
        !event.kind.is_access() && (event.paths.is_empty() || event.paths.iter().any(concerns))
    }

    /// Reads what has changed. Gives when to try again, where it could not.
    fn update(&self) -> Option<Instant> {
        let _turn = self.turn.take();
        let (roots, hooks) = (self.roots.clone(), self.hooks.clone());
        let update = Update { roots, hooks, ..Update::at(crate::clock::now()) };
        let updated = self.archive.update(&update, &self.control, &mut |told| {
            if let Told::Problem(problem) = told {
                tracing::warn!(problem, "could not be read");
            }
        });
        match updated {
            Ok(updated) => {
                let done = updated.committed;
                if updated.report.read + updated.report.removed > 0 {
                    let (files, articles) = (updated.report.read, done.articles);
                    tracing::info!(files, articles, added = done.added, "up to date again");
                }
                for kept in &updated.report.kept {
                    tracing::warn!(root = kept.root, reason = kept.reason, "nothing was removed");
                }
                None
            }
            Err(error) => {
                let locked = |it: &morgue_query::EngineError| it.kind == EngineErrorKind::Locked;
                let waits = matches!(&error, ArchiveError::Engine(it) if locked(it));
                if !waits {
                    tracing::warn!(%error, "the index could not be brought up to date");
                }
                Some(Instant::now() + AGAIN)
            }
        }
    }
}

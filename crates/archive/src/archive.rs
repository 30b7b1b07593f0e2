//! An index folder as a whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use morgue_article::OutletTable;
use morgue_index::{Folder, KEPT, Rebuilt, Verified};
use morgue_query::{ArticleSink, Control, Engine, Ranking};

use crate::error::ArchiveError;
use crate::kept::{Kept, Root};
use crate::store::Store;

/// An index and what is kept beside it.
#[derive(Debug, Clone)]
pub struct Archive {
    store: Arc<dyn Store>,
    /// The folder that what people keep lies in.
    path: PathBuf,
}

impl Archive {
    /// Whether there is an index in this folder.
    pub fn is_index(path: &Path) -> bool {
        Folder::is_index(path)
    }

    /// Opens the index in this folder.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        Ok(Self::of(Folder::open(path)?))
    }

    /// Opens the index in this folder, or makes an empty one.
    ///
    /// # Errors
    /// The folder holds other things, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, ArchiveError> {
        Ok(Self::of(Folder::create(path)?))
    }

    fn of(folder: Folder) -> Self {
        let path = folder.path().to_path_buf();
        Self::over(Arc::new(folder), path)
    }

    /// An archive that is indexed elsewhere. What people keep lies in a folder `kept` in this one.
    pub fn over(store: Arc<dyn Store>, path: PathBuf) -> Self {
        Self { store, path }
    }

    /// The folder that what people keep lies in: that of the index, where it has one.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What people keep in it.
    pub fn kept(&self) -> Kept {
        Kept::new(self.path.join(KEPT))
    }

    /// The outlets that are known: the program's own and those people wrote down.
    ///
    /// # Errors
    /// The file of outlets cannot be used.
    pub fn outlets(&self) -> Result<OutletTable, ArchiveError> {
        let mut table = morgue_ingest::default_outlets();
        self.kept().extend_outlets(&mut table)?;
        Ok(table)
    }

    /// Opens it to be asked.
    ///
    /// # Errors
    /// It must be rebuilt first, or cannot be read.
    pub fn engine(&self) -> Result<Box<dyn Engine>, ArchiveError> {
        Ok(self.store.engine()?)
    }

    /// Opens it to be written to.
    pub(crate) fn writer(
        &self,
        now: i64,
        commit_bytes: Option<u64>,
    ) -> Result<Box<dyn ArticleSink + Send>, ArchiveError> {
        Ok(self.store.writer(now, commit_bytes)?)
    }

    /// Says what is wrong with it, without changing it. `progress` is told how much of how much is
    /// done.
    ///
    /// # Errors
    /// It cannot even be opened.
    pub fn verify(
        &self,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Verified, ArchiveError> {
        Ok(self.store.verify(control, progress)?)
    }

    /// Builds it anew from itself and switches over when the new one is whole; with `ranking`, to be
    /// ranked by these constants.
    ///
    /// # Errors
    /// Another writer has it, or what it stores cannot be read; it then stays as it is.
    pub fn rebuild(
        &self,
        now: i64,
        ranking: Option<Ranking>,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rebuilt, ArchiveError> {
        Ok(self.store.rebuild(now, ranking, control, progress)?)
    }

    /// This path made absolute as a root, with the options it has, or those of the innermost root
    /// that it lies in.
    ///
    /// # Errors
    /// There is nothing at a path, or it is an index.
    pub fn root_of(&self, path: &Path) -> Result<Root, ArchiveError> {
        if Self::is_index(path) {
            return Err(ArchiveError::IsIndex { path: path.to_path_buf() });
        }
        let absolute = absolute(path)?;
        let mut known = self.kept().roots()?;
        known.retain(|root| Path::new(&absolute).starts_with(&root.path));
        let innermost = known.into_iter().max_by_key(|root| root.path.len()).unwrap_or_default();
        if innermost.path == absolute {
            return Ok(innermost);
        }
        // A glob with `/` says where below the other root a file stands.
        let plain =
            |globs: &[String]| globs.iter().filter(|it| !it.contains('/')).cloned().collect();
        let (include, exclude) = (plain(&innermost.include), plain(&innermost.exclude));
        Ok(Root { path: absolute, include, exclude, ..innermost })
    }
}

/// The path from the top, without `.` and `..`; a link that was named stays named, so that what it
/// points to may move.
fn absolute(path: &Path) -> Result<String, ArchiveError> {
    let failed = |source| ArchiveError::NoSuchPath { path: path.to_path_buf(), source };
    std::fs::metadata(path).map_err(failed)?;
    let whole = std::path::absolute(path).map_err(failed)?;
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            // Only the file system knows what lies above a link.
            std::path::Component::ParentDir => {
                return Ok(text(&path.canonicalize().map_err(failed)?));
            }
            std::path::Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Ok(text(&clean))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

//! What can fail between an archive and its index.

use std::path::PathBuf;

use morgue_query::EngineError;

use crate::kept::KeptError;

/// Why a run, or opening an index, failed. What a single file failed with is in the run's report.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The index cannot do it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A file of the `kept` folder cannot be used.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// A path that was named is not there.
    #[error("there is nothing at `{}`", path.display())]
    NoSuchPath {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A path that was named is an index, not articles.
    #[error("`{}` is an index: name a folder of articles to read, or search it with --index", path.display())]
    IsIndex {
        /// The path as it was given.
        path: PathBuf,
    },
    /// An option of reading cannot be used.
    #[error("{0}")]
    Options(String),
}

//! A run: from the files of an archive into its index.

use morgue_query::{Committed, Control};

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::kept::Root;

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
    /// So many bytes are to be read.
    ToRead(u64),
    /// So far.
    Read {
        /// Bytes read.
        bytes: u64,
        /// Articles in them.
        articles: u64,
    },
    /// Something could not be read; where and what.
    Problem(String),
    /// So much is safe.
    Committed(Committed),
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Updated {
    /// What the index holds now, and what changed.
    pub committed: Committed,
    /// Whether the run was broken off; what is whole was kept.
    pub interrupted: bool,
}

impl Update {
    /// A run over all known roots at this time.
    pub fn at(now: i64) -> Self {
        Self { now, ..Self::default() }
    }
}

impl Archive {
    /// Brings the index up to date with roots.
    ///
    /// # Errors
    /// The index cannot be written, or the kept files cannot be used. A file that cannot be read
    /// is no error: it is in the report.
    pub fn update(
        &self,
        _update: &Update,
        _control: &Control,
        _told: &mut dyn FnMut(Told),
    ) -> Result<Updated, ArchiveError> {
        Ok(Updated::default())
    }
}

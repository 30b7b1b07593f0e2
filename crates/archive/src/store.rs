//! Where an archive's articles are indexed: the one thing that differs between engines.

use std::fmt::Debug;

use morgue_index::{EmbeddedEngine, Folder, Rebuilt, Verified, Writer, WriterOptions};
use morgue_query::{ArticleSink, Control, Engine, EngineError, Ranking};

/// An index as an archive needs it: to be asked, written to, checked and built anew.
pub trait Store: Debug + Send + Sync {
    /// Opens it to be asked.
    ///
    /// # Errors
    /// It must be rebuilt first, or cannot be read.
    fn engine(&self) -> Result<Box<dyn Engine>, EngineError>;

    /// Opens it to be written to. `now` is in seconds since 1970; a commit is due after so many
    /// bytes of text, if not after the usual.
    ///
    /// # Errors
    /// Another writer has it, or it cannot be written.
    fn writer(
        &self,
        now: i64,
        commit_bytes: Option<u64>,
    ) -> Result<Box<dyn ArticleSink + Send>, EngineError>;

    /// Says what is wrong with it, without changing it. `progress` is told how much of how much is
    /// done.
    ///
    /// # Errors
    /// It cannot even be opened.
    fn verify(
        &self,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Verified, EngineError>;

    /// Builds it anew from itself and switches over when the new one is whole; with `ranking`, to be
    /// ranked by these constants.
    ///
    /// # Errors
    /// Another writer has it, or what it stores cannot be read; it then stays as it is.
    fn rebuild(
        &self,
        now: i64,
        ranking: Option<Ranking>,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rebuilt, EngineError>;
}

impl Store for Folder {
    fn engine(&self) -> Result<Box<dyn Engine>, EngineError> {
        Ok(Box::new(EmbeddedEngine::open(self.path())?))
    }

    fn writer(
        &self,
        now: i64,
        commit_bytes: Option<u64>,
    ) -> Result<Box<dyn ArticleSink + Send>, EngineError> {
        let usual = WriterOptions::new(now);
        let commit_bytes = commit_bytes.unwrap_or(usual.commit_bytes);
        Ok(Box::new(Writer::open(self, WriterOptions { commit_bytes, ..usual })?))
    }

    fn verify(
        &self,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Verified, EngineError> {
        morgue_index::verify(self, control, progress)
    }

    fn rebuild(
        &self,
        now: i64,
        ranking: Option<Ranking>,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rebuilt, EngineError> {
        morgue_index::rebuild(self, WriterOptions::new(now), ranking, control, progress)
    }
}

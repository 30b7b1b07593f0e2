//! What can fail.

use morgue_archive::ArchiveError;
use morgue_query::{AnswerError, EngineError};

/// Why an index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Opening it or bringing it up to date failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A request was refused, or answering it failed.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

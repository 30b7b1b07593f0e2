//! tantivy's failures in the engine's words.

use std::io;
use std::path::Path;

use morgue_query::{EngineError, EngineErrorKind};
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::store::StoreError;

/// An I/O failure at a path.
pub(crate) fn io_error(path: &Path, doing: &str, error: io::Error) -> EngineError {
    let kind = io_kind(&error);
    let advice = match error.kind() {
        io::ErrorKind::StorageFull => ": the disk is full, make room and run again",
        io::ErrorKind::PermissionDenied => ": no permission",
        _ => "",
    };
    EngineError::new(kind, format!("cannot {doing} `{}`{advice}", path.display())).because(error)
}

fn io_kind(error: &io::Error) -> EngineErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull
        | io::ErrorKind::PermissionDenied
        | io::ErrorKind::ReadOnlyFilesystem
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge => EngineErrorKind::NotWritable,
        io::ErrorKind::NotFound => EngineErrorKind::Missing,
        _ => EngineErrorKind::Io,
    }
}

/// A failure of tantivy while doing something.
pub(crate) fn engine_error(doing: &str, error: TantivyError) -> EngineError {
    let damaged = EngineErrorKind::Damaged;
    let (kind, advice) = match &error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            (EngineErrorKind::Locked, "another program is writing to this index")
        }
        TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) => {
            (EngineErrorKind::OtherVersion, "`morgue rebuild` makes it anew from itself")
        }
        TantivyError::DataCorruption(_) => (damaged, "`morgue verify` says what is wrong"),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => {
            (damaged, "a file of the index is missing; `morgue verify` says what is wrong")
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            (EngineErrorKind::OtherVersion, "`morgue rebuild` makes it anew from itself")
        }
        TantivyError::IoError(cause) => (io_kind(cause), advice_for(cause)),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            (io_kind(io_error), advice_for(io_error))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
            (EngineErrorKind::Missing, "there is no index")
        }
        // A worker thread that failed nearly always failed to write.
        TantivyError::ErrorInThread(_) => {
            (EngineErrorKind::NotWritable, "is the disk full? what was committed is safe")
        }
        _ => (EngineErrorKind::Io, "what was committed is safe"),
    };
    EngineError::new(kind, format!("cannot {doing}: {advice}")).because(error)
}

fn advice_for(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full, make room and run again",
        io::ErrorKind::PermissionDenied => "no permission",
        _ => "what was committed is safe",
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::Version(_) => EngineErrorKind::OtherVersion,
            StoreError::Kind(_) | StoreError::Json(_) => EngineErrorKind::Damaged,
        };
        Self::new(kind, "a document of the index cannot be read").because(error)
    }
}

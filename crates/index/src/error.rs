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
        // What the system could read and tantivy could not make sense of.
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => EngineErrorKind::Damaged,
        io::ErrorKind::Other if error.raw_os_error().is_none() => EngineErrorKind::Damaged,
        _ => EngineErrorKind::Io,
    }
}

/// What this engine does not do yet, by the name a user knows it by.
pub(crate) fn unsupported(operator: &str) -> EngineError {
    let message = format!("`{operator}` is not searched by this version");
    EngineError::new(EngineErrorKind::Unsupported, message)
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
        TantivyError::DataCorruption(_) => (damaged, advice_of_damage()),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => {
            (damaged, "a file of the index is missing; `morgue verify` says what is wrong")
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            (EngineErrorKind::OtherVersion, "`morgue rebuild` makes it anew from itself")
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            (io_kind(io_error), advice_for(io_error))
        }
        // A merge that meets damaged postings panics inside tantivy, which tells it so.
        TantivyError::SystemError(text) if text.contains("panicked") => {
            (damaged, advice_of_damage())
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
    EngineError::new(kind, format!("cannot {doing}: {advice}")).because(short(&error.to_string()))
}

/// tantivy shows whole files in some of its messages.
fn short(text: &str) -> String {
    const MOST: usize = 200;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}

fn advice_of_damage() -> &'static str {
    "the index is damaged; `morgue verify` says what is wrong and what helps"
}

fn advice_for(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full, make room and run again",
        io::ErrorKind::PermissionDenied => "no permission",
        _ if io_kind(error) == EngineErrorKind::Damaged => advice_of_damage(),
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

//! How a command ends when it cannot do what was asked: a message and an exit code.

use std::io;
use std::process::ExitCode;

use morgue_archive::ArchiveError;
use morgue_query::EngineError;

use crate::output::Output;

/// The exit codes of `interfaces.md`.
pub(crate) mod code {
    /// Found, done.
    pub(crate) const OK: u8 = 0;
    /// Nothing found, unknown id.
    pub(crate) const NOTHING: u8 = 1;
    /// Usage or query error, over a limit, timed out, not supported.
    pub(crate) const USAGE: u8 = 2;
    /// Something that should be an article could not be read.
    pub(crate) const UNREADABLE: u8 = 3;
    /// The index is missing, locked, damaged, of another version or not writable.
    pub(crate) const INDEX: u8 = 4;
    /// Interrupted.
    pub(crate) const INTERRUPTED: u8 = 130;
}

/// An error that knows its exit code; others get theirs from [`exit_code`].
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Failure {
    /// What to say.
    pub(crate) message: String,
    /// The exit code.
    pub(crate) code: u8,
}

impl Failure {
    /// Wrong use.
    pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
        Self { message: message.into(), code: code::USAGE }.into()
    }

    /// Another failure.
    pub(crate) fn with_code(code: u8, message: impl Into<String>) -> anyhow::Error {
        Self { message: message.into(), code }.into()
    }
}

/// Says what failed and gives the exit code. A closed pipe is no failure.
pub(crate) fn report(error: &anyhow::Error, output: &Output) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::from(code::OK);
    }
    output.talk(|out, look| {
        if crate::ask::write_query_error(out, error, look)? {
            return Ok(());
        }
        let style = look.theme.error;
        write!(out, "{style}morgue:{style:#} {}", morgue_present::safe(&error.to_string()))?;
        for cause in error.chain().skip(1) {
            write!(out, ": {}", morgue_present::safe(&cause.to_string()))?;
        }
        writeln!(out)
    });
    ExitCode::from(exit_code(error))
}

pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.code;
    }
    // An error that passes another one on is not in the chain itself.
    match error.downcast_ref::<ArchiveError>() {
        Some(ArchiveError::Engine(engine)) => return engine.kind.exit_code(),
        Some(ArchiveError::Kept(_)) => return code::INDEX,
        _ => {}
    }
    let engine = error.chain().find_map(|cause| cause.downcast_ref::<EngineError>());
    engine.map_or(code::USAGE, |engine| engine.kind.exit_code())
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(closed))
}

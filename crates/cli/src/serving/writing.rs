//! The index as a server writes to it and to its files: what the server knows as traits.

use std::sync::Arc;

use morgue_archive::{Archive, ArchiveError, Arrival, Arrived};
use morgue_article::Origin;
use morgue_ingest::Cause;
use morgue_query::{Control, EngineError, EngineErrorKind};
use morgue_server::{Intake, LineError, LineOutcome, Lines, Originals, Taken};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Whose turn it is to write: the index has one writer at a time.
#[derive(Debug, Default)]
pub(crate) struct Turn(Arc<Mutex<()>>);

impl Turn {
    /// Waits for it. For threads that may stand still.
    pub(crate) fn take(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.0).blocking_lock_owned()
    }
}

/// Takes in what programs send.
pub(crate) struct Inbox {
    pub(crate) archive: Archive,
    pub(crate) turn: Arc<Turn>,
}

struct Sent {
    /// Absent once it is closed.
    intake: Option<morgue_archive::Intake>,
    _turn: OwnedMutexGuard<()>,
}

impl Intake for Inbox {
    fn open(&self, source: &str) -> Result<Box<dyn Lines>, EngineError> {
        let turn = self.turn.take();
        let intake = self.archive.intake(source, crate::clock::now()).map_err(engine_error)?;
        Ok(Box::new(Sent { intake: Some(intake), _turn: turn }))
    }
}

impl Lines for Sent {
    fn take(&mut self, number: u64, line: &[u8]) -> Result<(), EngineError> {
        match &mut self.intake {
            Some(intake) => intake.take(number, line).map_err(engine_error),
            None => Ok(()),
        }
    }

    fn commit(&mut self) -> Result<Vec<Taken>, EngineError> {
        let Some(intake) = &mut self.intake else { return Ok(Vec::new()) };
        let arrived = intake.commit().map_err(engine_error)?;
        Ok(arrived.into_iter().map(taken).collect())
    }

    fn close(&mut self) -> Result<(), EngineError> {
        self.intake.take().map_or(Ok(()), |intake| intake.close().map_err(engine_error))
    }
}

fn taken(arrived: Arrived) -> Taken {
    let line = arrived.line;
    match arrived.result {
        Ok((id, arrival)) => {
            let outcome = match arrival {
                Arrival::Added => LineOutcome::Added,
                Arrival::Changed => LineOutcome::Changed,
                Arrival::Unchanged => LineOutcome::Unchanged,
            };
            Taken { line, id: Some(id.to_string()), outcome, error: None }
        }
        Err(cause) => {
            let field = match &cause {
                Cause::Field { field, .. } => Some(field.clone()),
                _ => None,
            };
            let error = LineError { code: cause.reason(), detail: cause.to_string(), field };
            Taken { line, id: None, outcome: LineOutcome::Error, error: Some(error) }
        }
    }
}

/// Gives the bytes articles were read from.
pub(crate) struct Files(pub(crate) Archive);

impl Originals for Files {
    fn read(&self, origin: &Origin, control: &Control) -> Result<Option<Vec<u8>>, EngineError> {
        self.0.original(origin, &control.cancel).map_err(engine_error)
    }
}

fn engine_error(error: ArchiveError) -> EngineError {
    match error {
        ArchiveError::Engine(error) => error,
        error => EngineError::new(EngineErrorKind::Io, error.to_string()).because(error),
    }
}

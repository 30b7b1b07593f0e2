//! How much a source unpacks to.

use std::cell::Cell;
use std::io::{self, Read};

use crate::error::Cause;
use crate::limits::Limits;

/// A source may always unpack to this much: small files compress well.
const FREE: u64 = 64 << 20;

/// Counts what one source unpacks to, over all that lies inside it.
#[derive(Debug)]
pub(crate) struct Unpacked {
    used: Cell<u64>,
    allowed: u64,
}

impl Unpacked {
    /// For a source of this many bytes.
    pub(super) fn of_source(bytes: Option<u64>, limits: &Limits) -> Self {
        let by_ratio = bytes.map(|bytes| bytes.saturating_mul(limits.unpack_ratio).max(FREE));
        let allowed = by_ratio.unwrap_or(u64::MAX).min(limits.unpacked_bytes);
        Self { used: Cell::new(0), allowed }
    }

    /// Whether nothing more may be unpacked.
    pub(super) fn is_spent(&self) -> bool {
        self.used.get() > self.allowed
    }

    /// The reader, counted; errors of the decoder are told as errors of `format`.
    pub(super) fn count<'a, R: Read>(&'a self, format: &'static str, inner: R) -> Counted<'a, R> {
        Counted { unpacked: self, format, inner }
    }
}

/// A reader of unpacked bytes.
pub(super) struct Counted<'a, R> {
    unpacked: &'a Unpacked,
    format: &'static str,
    inner: R,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| told(self.format, error))?;
        let unpacked = self.unpacked;
        unpacked.used.set(unpacked.used.get() + read as u64);
        if unpacked.is_spent() {
            let cause = Cause::Limit { what: "unpacked bytes", limit: unpacked.allowed };
            return Err(cause.into());
        }
        Ok(read)
    }
}

/// An error of a decoder in our words; one of ours, from a reader below, stays as it is.
pub(super) fn told(format: &'static str, error: io::Error) -> io::Error {
    if error.get_ref().is_some_and(|inner| inner.is::<Cause>()) {
        return error;
    }
    let problem = match error.kind() {
        io::ErrorKind::Interrupted => return error,
        io::ErrorKind::UnexpectedEof => "it breaks off; what was whole before was read".to_string(),
        _ => error.to_string(),
    };
    Cause::Syntax { format, problem }.into()
}

//! Cuts a large file of JSON lines into pieces of whole lines.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use crate::error::Cause;
use crate::format::{Format, Sniffed, sniff};
use crate::formats::read_head;
use crate::limits::Limits;

/// Bytes of a piece.
const PIECE: usize = 1 << 20;

/// A piece of whole lines.
pub(super) struct Chunk {
    pub(super) first_line: u64,
    pub(super) bytes: Vec<u8>,
}

/// The pieces of a file.
pub(super) struct Chunks {
    file: File,
    /// The beginning of a line whose end has not been read.
    rest: Vec<u8>,
    line: u64,
    limit: usize,
    ended: bool,
    /// Of all bytes read.
    pub(super) hash: Xxh3,
    /// Why reading broke off.
    pub(super) failure: Option<Cause>,
}

impl Chunks {
    /// The pieces of a file, if it is one of lines.
    pub(super) fn open(path: &Path, limits: &Limits) -> io::Result<Option<Self>> {
        let mut file = File::open(path)?;
        let head = read_head(&mut file)?;
        let name = path.to_string_lossy();
        let utf16 = matches!(head.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        if utf16 || sniff(&name, &head) != Sniffed::Format(Format::JsonLines) {
            return Ok(None);
        }
        file.rewind()?;
        let limit = usize::try_from(limits.record_bytes).unwrap_or(usize::MAX);
        let (rest, hash) = (Vec::new(), Xxh3::new());
        Ok(Some(Self { file, rest, line: 1, limit, ended: false, hash, failure: None }))
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Option<Chunk> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            if self.ended {
                return (!bytes.is_empty()).then(|| self.chunk(bytes));
            }
            let before = bytes.len();
            let read = (&mut self.file).take(PIECE as u64).read_to_end(&mut bytes);
            match read {
                Ok(0) => self.ended = true,
                Ok(_) => self.hash.update(&bytes[before..]),
                Err(error) => {
                    self.failure = Some(error.into());
                    self.ended = true;
                }
            }
            if let Some(end) = memchr::memrchr(b'\n', &bytes[before..]) {
                self.rest = bytes.split_off(before + end + 1);
                return Some(self.chunk(bytes));
            }
            // Of a line over the limit only so much is kept that its reader sees it is over.
            if bytes.len() > self.limit.saturating_add(2 * PIECE) {
                bytes.truncate(self.limit + PIECE);
            }
        }
    }

    fn chunk(&mut self, bytes: Vec<u8>) -> Chunk {
        let first_line = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Chunk { first_line, bytes }
    }
}

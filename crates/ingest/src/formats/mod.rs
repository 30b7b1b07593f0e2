//! The formats: bytes to [`RawArticle`]s. One file a format; a record that cannot be read never
//! stops its file.

mod archive;
mod csv;
mod databank;
mod feed;
mod html;
mod json;
mod jsonl;
mod record;
mod reuters_sgml;
mod wire;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::error::Cause;
use crate::format::{Format, Sniffed, sniff};
use crate::limits::Limits;
use crate::original::Wanted;
use crate::raw::RawArticle;

pub(crate) use databank::is_one as is_databank;

/// A whole file or entry that could not be read (any further).
pub(crate) type FormatError = Cause;

/// A record that could not be read, where it stands in its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecordError {
    /// The entry inside an archive file.
    pub(crate) entry: Option<String>,
    /// The line, from 1.
    pub(crate) line: Option<u64>,
    /// What is wrong.
    pub(crate) cause: Cause,
}

impl RecordError {
    /// A cause at a line of the input.
    pub(crate) fn at(line: u64, cause: Cause) -> Self {
        Self { entry: None, line: Some(line), cause }
    }
}

/// Takes what a format finds, in order; says whether to go on.
pub(crate) type Out<'a> = dyn FnMut(Result<RawArticle, RecordError>) -> ControlFlow<()> + 'a;

/// What every format is told besides the bytes.
#[derive(Clone, Copy)]
pub(crate) struct FormatContext<'a> {
    /// The user's `--map`: our field name and the dotted path that holds it.
    pub(crate) map: &'a [(String, String)],
    /// The bounds.
    pub(crate) limits: &'a Limits,
    /// How many archives the input lies inside.
    pub(crate) depth: usize,
    /// Counts what these archives unpack to; `None` outside of archives.
    pub(crate) unpacked: Option<&'a archive::Unpacked>,
    /// Bytes that are looked for.
    pub(crate) wanted: Option<&'a Wanted<'a>>,
    /// Set when the user wants to stop.
    pub(crate) cancel: &'a AtomicBool,
}

impl<'a> FormatContext<'a> {
    /// For a file of its own, of which nothing is looked for.
    pub(crate) fn new(
        map: &'a [(String, String)],
        limits: &'a Limits,
        cancel: &'a AtomicBool,
    ) -> Self {
        Self { map, limits, depth: 0, unpacked: None, wanted: None, cancel }
    }

    /// The hash of the bytes a record is read from; whoever looks for them finds them here.
    pub(crate) fn sign(&self, bytes: &[u8]) -> String {
        match self.wanted {
            Some(wanted) => wanted.look(bytes),
            None => sha256(bytes),
        }
    }

    /// The same for a record that is given in another form than its bytes.
    pub(crate) fn sign_for(&self, bytes: &[u8], given: impl FnOnce() -> Vec<u8>) -> String {
        match self.wanted {
            Some(wanted) => wanted.look_for(bytes, given),
            None => sha256(bytes),
        }
    }

    /// Whether the user wants to stop: long loops ask it now and then.
    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// The bytes of a file or entry.
pub(crate) struct Input<'a> {
    /// Its file name, or the entry's: for messages and as a hint at the format.
    pub(crate) name: &'a str,
    /// The line its first byte stands in: 1 but for a piece of a file.
    pub(crate) first_line: u64,
    /// Where the bytes come from.
    pub(crate) data: Data<'a>,
}

/// Where the bytes of an input come from.
pub(crate) enum Data<'a> {
    /// They are in memory.
    Bytes(&'a [u8]),
    /// They are read once, in order.
    Reader(&'a mut dyn Read),
    /// They are in a file that stands at its beginning and can be read out of order.
    File(&'a File),
}

impl<'a> Input<'a> {
    /// A whole input in memory.
    pub(crate) fn bytes(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, first_line: 1, data: Data::Bytes(bytes) }
    }

    /// A whole input from a reader.
    pub(crate) fn reader(name: &'a str, reader: &'a mut dyn Read) -> Self {
        Self { name, first_line: 1, data: Data::Reader(reader) }
    }

    /// All its bytes, at most `limit`.
    pub(crate) fn read_all(self, limit: u64) -> Result<Cow<'a, [u8]>, FormatError> {
        let over = || Cause::Limit { what: "bytes per text", limit };
        let mut reader: Box<dyn Read + 'a> = match self.data {
            Data::Bytes(bytes) if bytes.len() as u64 > limit => return Err(over()),
            Data::Bytes(bytes) => return Ok(bytes.into()),
            Data::File(file) if file.metadata()?.len() > limit => return Err(over()),
            Data::File(file) => Box::new(file),
            Data::Reader(reader) => Box::new(reader),
        };
        let mut bytes = Vec::new();
        reader.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(over()) } else { Ok(bytes.into()) }
    }

    /// Its bytes as a stream.
    pub(crate) fn stream(self) -> Box<dyn BufRead + 'a> {
        match self.data {
            Data::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Data::Reader(reader) => Box::new(BufReader::with_capacity(1 << 16, reader)),
            Data::File(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
        }
    }
}

/// Reads one line of JSON lines.
pub(crate) fn parse_line(line: &[u8], context: &FormatContext<'_>) -> Result<RawArticle, Cause> {
    jsonl::one(line, context)
}

/// How many first bytes of an input are looked at to say what it is.
pub(crate) const HEAD: usize = 16 << 10;

/// Reads an input of a known format.
pub(crate) fn read(
    format: Format,
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut named = |result: Result<RawArticle, RecordError>| {
        out(result.map(|mut raw| {
            if raw.format.is_empty() {
                raw.format = format.name().to_string();
            }
            raw
        }))
    };
    let out = &mut named;
    match format {
        Format::Wire => wire::read(input, context, out),
        Format::Databank => databank::read(input, context, out),
        Format::Html => html::read(input, context, out),
        Format::Json => json::read(input, context, out),
        Format::JsonLines => jsonl::read(input, context, out),
        Format::Csv | Format::Tsv => csv::read(format, input, context, out),
        Format::Feed => feed::read(input, context, out),
        Format::ReutersSgml => reuters_sgml::read(input, context, out),
        Format::Gzip | Format::Zstd | Format::Zip | Format::Tar => {
            archive::read(format, input, context, out)
        }
    }
}

/// Says what an input is by its first bytes and reads it: for entries of archives and the like.
/// What is not an article comes back as [`Cause::Skipped`].
pub(crate) fn read_any(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let known = |head: &[u8], name: &str| match sniff(name, head) {
        Sniffed::Format(format) => Ok(format),
        Sniffed::NotAnArticle(reason) => Err(Cause::Skipped(reason)),
    };
    match input.data {
        Data::Bytes(bytes) => {
            let format = known(&bytes[..bytes.len().min(HEAD)], input.name)?;
            read(format, input, context, out)
        }
        Data::File(file) => {
            let head = read_head(&mut &*file)?;
            io::Seek::rewind(&mut &*file)?;
            read(known(&head, input.name)?, input, context, out)
        }
        Data::Reader(reader) => {
            let head = read_head(reader)?;
            let format = known(&head, input.name)?;
            let mut whole = Cursor::new(head).chain(reader);
            read(format, Input { data: Data::Reader(&mut whole), ..input }, context, out)
        }
    }
}

/// The first bytes of a reader, as many as there are up to [`HEAD`].
pub(crate) fn read_head(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut text = String::with_capacity(64);
    for byte in digest {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    text
}

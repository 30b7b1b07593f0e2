//! Archives and compressed files: streamed, entry by entry, and never unpacked to disk.
//!
//! Every entry is told by its content and read as a file would be. How much a source may unpack to
//! is counted over all that lies inside it, so that archives in archives cannot multiply.

mod gzip;
mod tar;
mod unpacked;
mod zip;
mod zstd;

use std::io::Read;
use std::ops::ControlFlow;

pub(crate) use self::unpacked::Unpacked;
use super::{Data, FormatContext, FormatError, Input, Out, RecordError};
use crate::error::Cause;
use crate::format::Format;

/// Reads what lies inside.
pub(crate) fn read(
    format: Format,
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    if context.depth >= context.limits.nesting {
        let limit = context.limits.nesting as u64;
        return Err(Cause::Limit { what: "archives inside one another", limit });
    }
    let own = Unpacked::of_source(size(&input.data), context.limits);
    let unpacked = context.unpacked.unwrap_or(&own);
    let inside = FormatContext { depth: context.depth + 1, unpacked: Some(unpacked), ..*context };
    match format {
        Format::Gzip => gzip::read(input, unpacked, &inside, out),
        Format::Zstd => zstd::read(input, unpacked, &inside, out),
        Format::Zip => zip::read(input, unpacked, &inside, out),
        _ => tar::read(input, &inside, out),
    }
}

/// Bytes of the source, where they are known before reading.
fn size(data: &Data<'_>) -> Option<u64> {
    match data {
        Data::Bytes(bytes) => Some(bytes.len() as u64),
        Data::File(file) => file.metadata().ok().map(|metadata| metadata.len()),
        Data::Reader(_) => None,
    }
}

/// Reads an entry; what is found carries its name. An entry that cannot be read is reported and
/// does not end the archive, unless the source's budget is spent.
fn read_entry(
    name: &str,
    reader: &mut dyn Read,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> ControlFlow<()> {
    let mut stopped = false;
    let result = {
        let mut named = |mut result: Result<crate::raw::RawArticle, RecordError>| {
            let entry = match &mut result {
                Ok(raw) => &mut raw.entry,
                Err(error) => &mut error.entry,
            };
            *entry = Some(match entry.take() {
                Some(inner) => format!("{name}!{inner}"),
                None => name.to_string(),
            });
            let flow = out(result);
            stopped = flow.is_break();
            flow
        };
        super::read_any(Input::reader(name, reader), context, &mut named)
    };
    if stopped || context.cancelled() {
        return ControlFlow::Break(());
    }
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(cause) => refuse(name, cause, out),
    }
}

/// Reports an entry that was not read.
fn refuse(name: &str, cause: Cause, out: &mut Out<'_>) -> ControlFlow<()> {
    out(Err(RecordError { entry: Some(name.to_string()), line: None, cause }))
}

/// What is to be done with an entry of this name.
enum Entry {
    Read,
    /// Hidden files and what some systems put beside every file.
    PassOver,
    Refuse(Cause),
}

fn by_name(format: &'static str, name: &str) -> Entry {
    let parts = || name.split(['/', '\\']);
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with(['/', '\\']) || drive || parts().any(|part| part == "..") {
        let problem = "the entry's name leads out of the archive; it was not read".to_string();
        return Entry::Refuse(Cause::Syntax { format, problem });
    }
    let hidden = |part: &str| part.starts_with('.') && part != "." || part == "__MACOSX";
    if parts().any(hidden) { Entry::PassOver } else { Entry::Read }
}

/// Guards against archives of very many entries.
struct Count {
    entries: u64,
    limit: u64,
}

impl Count {
    fn new(context: &FormatContext<'_>) -> Self {
        Self { entries: 0, limit: context.limits.entries }
    }

    fn one_more(&mut self) -> Result<(), Cause> {
        self.entries += 1;
        if self.entries > self.limit {
            return Err(Cause::Limit { what: "entries of an archive", limit: self.limit });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

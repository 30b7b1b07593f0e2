//! RSS of all versions, Atom and JSON Feed: one article an item.
//!
//! The XML is read by hand over a pull parser, because feeds in the wild are broken and because a
//! feed model loses what an archive needs: the day as the outlet wrote it (with its own zone, or in
//! its own language), whether a guid is a permalink, and the source of a syndicated item. A feed
//! that breaks off gives what stood before; no entity of a DTD is ever expanded.

mod item;
mod json;
mod xml;

use std::borrow::Cow;
use std::io::Read;

use super::{Data, FormatContext, FormatError, Input, Out};
use crate::encoding;
use crate::error::Cause;

/// Reads the items of a feed.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let (bytes, broken) = whole_or_cut(input, context.limits.text_bytes)?;
    if encoding::is_binary(&bytes) {
        return Err(Cause::Skipped("binary file".to_string()));
    }
    let decoded = encoding::decode(&bytes, None);
    let mut items = 0u64;
    let mut counted = |mut result: Result<_, super::RecordError>| {
        items += 1;
        if let Ok(raw) = &mut result {
            let raw: &mut crate::raw::RawArticle = raw;
            raw.remarks.extend(decoded.remark.clone().filter(|_| items == 1));
        }
        out(result)
    };
    if decoded.text.trim_start().starts_with('{') {
        json::read(&decoded.text, context, &mut counted)?;
    } else {
        xml::read(&decoded.text, context, &mut counted)?;
    }
    if let Some(cause) = broken {
        return Err(cause);
    }
    if items == 0 { Err(Cause::Skipped("feed without items".to_string())) } else { Ok(()) }
}

/// The bytes; of a stream that breaks off those before the break, and what broke it.
fn whole_or_cut(input: Input<'_>, limit: u64) -> Result<(Cow<'_, [u8]>, Option<Cause>), Cause> {
    let Data::Reader(reader) = input.data else {
        return input.read_all(limit).map(|bytes| (bytes, None));
    };
    let mut bytes = Vec::new();
    let broken = reader.take(limit + 1).read_to_end(&mut bytes).err().map(Cause::from);
    if bytes.len() as u64 > limit {
        return Err(Cause::Limit { what: "bytes per text", limit });
    }
    Ok((bytes.into(), broken))
}

#[cfg(test)]
mod tests;

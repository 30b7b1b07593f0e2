//! JSON lines: one object a line; a bad line is its own error.

use std::io::BufRead;

use super::record::{Node, article};
use super::{FormatContext, FormatError, Input, Out, RecordError};
use crate::encoding::decode;
use crate::error::Cause;

/// How the last line of our own export begins: it says that the export is whole.
const EXPORT_END: &[u8] = br#"{"type":"end","v":1,"articles":"#;

/// Reads a record a line.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut number = input.first_line;
    let mut lines = input.stream();
    let mut line = Vec::new();
    if matches!(lines.fill_buf()?, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return read_utf16(lines, context, out);
    }
    loop {
        let limit = context.limits.record_bytes;
        let found = next_line(&mut lines, &mut line, limit)?;
        let result = match found {
            Line::End => return Ok(()),
            Line::TooLong => {
                Some(Err(RecordError::at(number, Cause::Limit { what: "bytes per record", limit })))
            }
            Line::Read => record(&line, number, context),
        };
        if result.is_some_and(|result| out(result).is_break()) || context.cancelled() {
            return Ok(());
        }
        number += 1;
    }
}

/// A file with a UTF-16 byte order mark is small enough to be turned as a whole.
fn read_utf16(
    mut lines: Box<dyn BufRead + '_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut bytes = Vec::new();
    let limit = context.limits.text_bytes;
    std::io::Read::read_to_end(&mut std::io::Read::take(&mut lines, limit + 1), &mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Cause::Limit { what: "bytes per text", limit });
    }
    let decoded = decode(&bytes, None);
    for (number, line) in (1..).zip(decoded.text.lines()) {
        if record(line.as_bytes(), number, context).is_some_and(|result| out(result).is_break()) {
            break;
        }
    }
    Ok(())
}

/// What stood in a line, if anything.
fn record(
    line: &[u8],
    number: u64,
    context: &FormatContext<'_>,
) -> Option<Result<crate::RawArticle, RecordError>> {
    let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
    if bytes.is_empty() || bytes.starts_with(EXPORT_END) {
        return None;
    }
    Some(parse(bytes, number, context).map_err(|cause| RecordError::at(number, cause)))
}

/// A line by itself.
pub(super) fn one(line: &[u8], context: &FormatContext<'_>) -> Result<crate::RawArticle, Cause> {
    match record(line, 1, context) {
        Some(result) => result.map_err(|error| error.cause),
        None => Err(Cause::Skipped("no record: the end of an export, or nothing".to_string())),
    }
}

/// One object as an article, known to stand at this line.
pub(super) fn parse(
    bytes: &[u8],
    line: u64,
    context: &FormatContext<'_>,
) -> Result<crate::RawArticle, Cause> {
    if bytes.len() as u64 > context.limits.record_bytes {
        let limit = context.limits.record_bytes;
        return Err(Cause::Limit { what: "bytes per record", limit });
    }
    let decoded = decode(bytes, None);
    let node: Node<'_> = serde_json::from_str(&decoded.text).map_err(|error| syntax(&error))?;
    let mut raw = article(&node, &decoded.text, context)?;
    raw.remarks.extend(decoded.remark);
    raw.line = Some(line);
    raw.sha256 = context.sign(bytes);
    Ok(raw)
}

/// What serde says, without the line number of a text that is one line.
pub(super) fn syntax(error: &serde_json::Error) -> Cause {
    let text = error.to_string();
    let problem = match text.rsplit_once(" at line ") {
        Some((problem, _)) if error.line() <= 1 => {
            format!("{problem} at column {}", error.column())
        }
        _ => text,
    };
    if problem.starts_with("recursion limit exceeded") {
        return Cause::Limit { what: "levels of nesting", limit: 128 };
    }
    Cause::Syntax { format: "JSON", problem }
}

enum Line {
    Read,
    TooLong,
    End,
}

/// Reads up to a line's end into `line`; of a line over the limit nothing is kept.
fn next_line(from: &mut dyn BufRead, line: &mut Vec<u8>, limit: u64) -> std::io::Result<Line> {
    line.clear();
    let (mut length, mut any) = (0u64, false);
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        length += part.len() as u64;
        if length <= limit {
            line.extend_from_slice(part);
        } else {
            line.clear();
            line.shrink_to(1 << 20);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        from.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, length > limit) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Read,
    })
}

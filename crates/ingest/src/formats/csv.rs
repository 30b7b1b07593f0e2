//! Tables: CSV and TSV in the dialects people have, with or without a header.

mod columns;
mod dialect;

use std::io::{BufRead, Read};

use csv::{ByteRecord, ReaderBuilder};

use self::columns::Columns;
use self::dialect::Dialect;
use super::record::{Node, article};
use super::{FormatContext, FormatError, HEAD, Input, Out, RecordError};
use crate::encoding::decode;
use crate::error::Cause;
use crate::fields::meaning;
use crate::format::Format;

/// The first bytes of a table, in which the order of its dates is looked for.
const SAMPLE: usize = 256 << 10;

/// Reads a row as an article.
pub(crate) fn read(
    format: Format,
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let first_line = input.first_line;
    let mut stream = input.stream();
    let mut head = Vec::new();
    (&mut stream).take(SAMPLE as u64).read_to_end(&mut head)?;
    if matches!(head.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        // UTF-16 is turned as a whole, under the limit of a text.
        let limit = context.limits.text_bytes;
        stream.take(limit).read_to_end(&mut head)?;
        if head.len() as u64 > limit {
            return Err(Cause::Limit { what: "bytes per text", limit });
        }
        let text = decode(&head, None).text.into_owned();
        return rows(format, text.as_bytes(), &mut std::io::empty(), first_line, context, out);
    }
    rows(format, &head, &mut stream, first_line, context, out)
}

fn rows(
    format: Format,
    head: &[u8],
    rest: &mut dyn BufRead,
    first_line: u64,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let sample = decode(&head[..head.len().min(HEAD)], None).text.into_owned();
    let dialect = Dialect::of(&sample, format == Format::Tsv);
    let guarded = Guarded { inner: head.chain(rest), dialect, quoted: false, row: 0, context };
    let mut reader = ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .quote(dialect.quote)
        .has_headers(false)
        .flexible(true)
        .from_reader(guarded);
    let mut record = ByteRecord::new();
    let mut columns: Option<Columns> = None;
    let mut crlf = false;
    loop {
        if context.cancelled() || !reader.read_byte_record(&mut record).map_err(broken)? {
            return Ok(());
        }
        let at = record.position();
        // A row that ends in `\r\n` is over at `\r` for the reader: the next one begins a line late.
        let late = at.is_some_and(|at| {
            let byte = usize::try_from(at.byte()).unwrap_or(usize::MAX);
            crlf |= head.get(byte) == Some(&b'\n') && byte > 0 && head[byte - 1] == b'\r';
            crlf && byte > 0
        });
        let line = at.map_or(0, csv::Position::line) + u64::from(late) + first_line - 1;
        let Some(columns) = &mut columns else {
            let first: Vec<String> =
                record.iter().map(|cell| decode(cell, None).text.into_owned()).collect();
            let header = is_header(&first, context);
            let names = if header { first } else { guess_columns(&first) };
            let mut known = Columns::new(names, dialect, head, context);
            if !header && out(row(&record, &mut known, line, context)).is_break() {
                return Ok(());
            }
            columns = Some(known);
            continue;
        };
        if out(row(&record, columns, line, context)).is_break() {
            return Ok(());
        }
    }
}

fn row(
    record: &ByteRecord,
    columns: &mut Columns,
    line: u64,
    context: &FormatContext<'_>,
) -> Result<crate::RawArticle, RecordError> {
    let at = |cause| RecordError::at(line, cause);
    if record.len() > columns.names.len() + 1 {
        let problem = format!("{} cells under {} columns", record.len(), columns.names.len());
        return Err(at(Cause::Syntax { format: "CSV", problem }));
    }
    let mut remarks = Vec::new();
    let cells = columns.names.iter().zip(record).map(|(name, cell)| {
        let decoded = decode(cell, None);
        remarks.extend(decoded.remark);
        (name.as_str().into(), Node::Text(decoded.text))
    });
    let node = Node::Map(cells.collect());
    let mut raw = article(&node, "", context).map_err(at)?;
    raw.remarks.extend(remarks.into_iter().take(1));
    raw.remarks.append(&mut columns.missing);
    raw.date_order = columns.date_order;
    raw.line = Some(line);
    raw.sha256 = context.sign_for(record.as_slice(), || columns.row(record));
    Ok(raw)
}

/// Whether a first row names columns: a name people use, or one of `--map`.
fn is_header(cells: &[String], context: &FormatContext<'_>) -> bool {
    let named = |cell: &String| {
        meaning(cell).is_some() || context.map.iter().any(|(_, path)| path == cell.trim())
    };
    let short = cells.iter().all(|cell| cell.chars().count() <= 60);
    short && cells.iter().any(named)
}

/// Names for the columns of a table without a header: the longest cell is the text, an address
/// and a date are known by what they look like, a short cell before the text is its section.
fn guess_columns(cells: &[String]) -> Vec<String> {
    let length = |cell: &String| cell.chars().count();
    let text = (0..cells.len()).max_by_key(|&i| length(&cells[i])).unwrap_or(0);
    let mut short = ["section", "title"].iter();
    let mut used_title = false;
    let names = cells.iter().enumerate().map(|(i, cell)| {
        let dated = || crate::dates::parse(cell, crate::dates::Order::DayMonth, 2100).is_some();
        if i == text {
            "text".to_string()
        } else if cell.starts_with("http://") || cell.starts_with("https://") {
            "url".to_string()
        } else if cell.chars().any(|c| c.is_ascii_digit()) && dated() {
            "date".to_string()
        } else if !used_title && cell.split_whitespace().count() >= 3 {
            used_title = true;
            "title".to_string()
        } else {
            let name = short.next().filter(|name| **name == "section");
            name.map_or(format!("column {}", i + 1), ToString::to_string)
        }
    });
    names.collect()
}

fn broken(error: csv::Error) -> Cause {
    let text = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Cause::Syntax { format: "CSV", problem: text },
    }
}

/// Counts the bytes of a row, so that a quote that never closes ends in an error instead of in
/// memory.
struct Guarded<'a, R> {
    inner: R,
    dialect: Dialect,
    quoted: bool,
    row: u64,
    context: &'a FormatContext<'a>,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let limit = self.context.limits.record_bytes;
        let part = &buffer[..n];
        let last_end = part.iter().enumerate().fold(None, |end, (i, b)| {
            self.quoted ^= *b == self.dialect.quote;
            if *b == b'\n' && !self.quoted { Some(i) } else { end }
        });
        self.row = last_end.map_or(self.row + n as u64, |end| (n - end - 1) as u64);
        if self.row > limit {
            return Err(Cause::Limit { what: "bytes per record", limit }.into());
        }
        Ok(n)
    }
}

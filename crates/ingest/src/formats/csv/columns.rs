//! What a table's columns tell about all its rows.

use csv::{ByteRecord, ReaderBuilder};

use super::dialect::Dialect;
use crate::dates::order_of;
use crate::encoding::decode;
use crate::fields::{Meaning, meaning, our_name};
use crate::formats::FormatContext;
use crate::raw::{DateOrder, RawField};

/// The columns of a table.
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    /// Day or month first, where some row of the table shows it and none shows the other.
    pub(super) date_order: Option<DateOrder>,
    /// A remark for each `--map` whose column is not there, for the first row to carry.
    pub(super) missing: Vec<String>,
    pub(super) dialect: Dialect,
}

impl Columns {
    /// A row of the table below the names of its columns, as a table of its own.
    pub(super) fn row(&self, record: &ByteRecord) -> Vec<u8> {
        let Dialect { delimiter, quote } = self.dialect;
        let mut table = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .quote(quote)
            .flexible(true)
            .from_writer(Vec::new());
        let names: Vec<&[u8]> = self.names.iter().map(|name| name.as_bytes()).collect();
        let names = ByteRecord::from(names);
        // Writing to memory does not fail, and rows may be of any length.
        let written =
            table.write_byte_record(&names).and_then(|()| table.write_byte_record(record));
        written.ok().and_then(|()| table.into_inner().ok()).unwrap_or_default()
    }

    /// Looks at the rows in `sample`, the table's first bytes.
    pub(super) fn new(
        names: Vec<String>,
        dialect: Dialect,
        sample: &[u8],
        context: &FormatContext<'_>,
    ) -> Self {
        let mapped = |field: &str, column: &str| {
            let there = names.iter().any(|name| name.trim() == column);
            let columns = names.iter().take(12).map(|n| format!("`{n}`")).collect::<Vec<_>>();
            (!there).then(|| {
                format!("--map {field}={column}: no such column; there are {}", columns.join(", "))
            })
        };
        let missing = context.map.iter().filter_map(|(field, path)| mapped(field, path)).collect();
        let dated: Vec<usize> =
            (0..names.len()).filter(|&at| is_date(&names[at], context)).collect();
        let date_order = date_order(&dated, dialect, sample);
        Self { names, date_order, missing, dialect }
    }
}

fn is_date(name: &str, context: &FormatContext<'_>) -> bool {
    let dated =
        |found: Meaning| matches!(found, Meaning::Field(RawField::Published | RawField::Updated));
    let mapped = context.map.iter().find(|(_, path)| path == name.trim());
    match mapped {
        Some((field, _)) => our_name(field).is_some_and(dated),
        None => meaning(name).is_some_and(|(found, _)| dated(found)),
    }
}

/// The order that the dates in these columns show.
fn date_order(dated: &[usize], dialect: Dialect, sample: &[u8]) -> Option<DateOrder> {
    if dated.is_empty() {
        return None;
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .quote(dialect.quote)
        .has_headers(false)
        .flexible(true)
        .from_reader(sample);
    let (mut record, mut found) = (ByteRecord::new(), None);
    while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
        for cell in dated.iter().filter_map(|&at| record.get(at)) {
            match order_of(&decode(cell, None).text) {
                Some(order) if found.is_some_and(|found| found != order) => return None,
                Some(order) => found = Some(order),
                None => {}
            }
        }
    }
    found
}

//! tar: entries after one another, with long names in entries of their own.

use std::io::Read;

use tar::{Archive, EntryType};

use super::super::{FormatContext, FormatError, Input, Out};
use super::unpacked::told;
use super::{Count, Entry, by_name, read_entry, refuse};
use crate::error::Cause;

/// A name is at most this long; it is the archive that says so, and it is kept in memory.
const LONGEST_NAME: u64 = 64 << 10;

/// Reads its entries.
pub(super) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut archive = Archive::new(input.stream());
    let mut count = Count::new(context);
    let mut long_name = None;
    // Raw, because the reader would take long names to memory whatever their size.
    for entry in archive.entries().map_err(|error| told("tar", error))?.raw(true) {
        let mut entry = entry.map_err(|error| told("tar", error))?;
        let kind = entry.header().entry_type();
        match kind {
            EntryType::GNULongName => {
                long_name = Some(text(&mut entry)?.trim_end_matches('\0').to_string());
                continue;
            }
            EntryType::XHeader => {
                long_name = pax_path(&text(&mut entry)?).or(long_name);
                continue;
            }
            EntryType::XGlobalHeader | EntryType::GNULongLink => continue,
            _ => count.one_more()?,
        }
        let name = long_name
            .take()
            .unwrap_or_else(|| String::from_utf8_lossy(&entry.path_bytes()).into_owned());
        let flow = match by_name("tar", &name) {
            Entry::Refuse(cause) => refuse(&name, cause, out),
            Entry::PassOver => continue,
            Entry::Read if kind.is_file() => read_entry(&name, &mut entry, context, out),
            Entry::Read if kind.is_dir() => continue,
            Entry::Read => {
                let problem = "the entry is a link or a device; it was not read".to_string();
                refuse(&name, Cause::Syntax { format: "tar", problem }, out)
            }
        };
        if flow.is_break() || context.unpacked.is_some_and(|unpacked| unpacked.is_spent()) {
            break;
        }
    }
    Ok(())
}

fn text(entry: &mut impl Read) -> Result<String, Cause> {
    let mut bytes = Vec::new();
    entry.take(LONGEST_NAME).read_to_end(&mut bytes).map_err(|error| told("tar", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The path of a pax header: lines of `length key=value`.
fn pax_path(header: &str) -> Option<String> {
    let fields = header.lines().filter_map(|line| line.split_once(' '));
    fields.filter_map(|(_, field)| field.strip_prefix("path=")).next_back().map(str::to_string)
}

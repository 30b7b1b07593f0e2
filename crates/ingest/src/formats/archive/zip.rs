//! zip: read by its directory, which stands at the end.

use std::io::{BufReader, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{Data, FormatContext, FormatError, Input, Out};
use super::{Count, Entry, Unpacked, by_name, read_entry, refuse};
use crate::error::Cause;

/// Reads its entries in the order of its directory.
pub(super) fn read(
    input: Input<'_>,
    unpacked: &Unpacked,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    match input.data {
        Data::File(file) => entries(BufReader::new(file), unpacked, context, out),
        // A stream cannot be read from its end: an archive inside another one is taken to memory.
        _ => {
            let bytes = input.read_all(context.limits.text_bytes)?;
            entries(Cursor::new(&*bytes), unpacked, context, out)
        }
    }
}

fn entries<R: Read + Seek>(
    reader: R,
    unpacked: &Unpacked,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut archive = ZipArchive::new(reader).map_err(syntax)?;
    let mut count = Count::new(context);
    for index in 0..archive.len() {
        count.one_more()?;
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("#{}", index + 1),
        };
        let flow = match by_name("zip", &name) {
            Entry::PassOver => continue,
            Entry::Refuse(cause) => refuse(&name, cause, out),
            Entry::Read => entry(&mut archive, index, &name, unpacked, context, out),
        };
        if flow.is_break() || unpacked.is_spent() {
            break;
        }
    }
    Ok(())
}

fn entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    name: &str,
    unpacked: &Unpacked,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> std::ops::ControlFlow<()> {
    // The raw entry tells what it is, also when its content cannot be had.
    let (skip, refused) = match archive.by_index_raw(index) {
        Ok(file) if file.is_dir() => (true, None),
        Ok(file) if file.is_symlink() => (false, Some("a link; it was not followed")),
        Ok(file) if file.encrypted() => (false, Some("encrypted; unpack it with its password")),
        Ok(_) => (false, None),
        Err(error) => return refuse(name, syntax(error), out),
    };
    if skip {
        return std::ops::ControlFlow::Continue(());
    }
    if let Some(problem) = refused {
        let cause = Cause::Syntax { format: "zip", problem: format!("the entry is {problem}") };
        return refuse(name, cause, out);
    }
    match archive.by_index(index) {
        Ok(file) => read_entry(name, &mut unpacked.count("zip", file), context, out),
        Err(error) => refuse(name, syntax(error), out),
    }
}

fn syntax(error: ZipError) -> Cause {
    match error {
        ZipError::Io(error) => Cause::from(super::unpacked::told("zip", error)),
        error => Cause::Syntax { format: "zip", problem: error.to_string() },
    }
}

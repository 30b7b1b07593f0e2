//! zstd: one file.

use super::super::{FormatContext, FormatError, Input, Out, read_any};
use super::Unpacked;

/// Window sizes above 128 MB (2 to this power) are refused: they are memory.
const LARGEST_WINDOW: u32 = 27;

/// Reads what was compressed.
pub(super) fn read(
    input: Input<'_>,
    unpacked: &Unpacked,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let name = input.name.to_string();
    let name = name.strip_suffix(".zst").unwrap_or(&name);
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input.stream())?;
    decoder.window_log_max(LARGEST_WINDOW)?;
    let mut reader = unpacked.count("zstd", decoder);
    read_any(Input::reader(name, &mut reader), context, out)
}

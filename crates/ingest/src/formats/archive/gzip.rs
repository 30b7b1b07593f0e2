//! gzip: one file, or several after one another.

use flate2::bufread::MultiGzDecoder;

use super::super::{FormatContext, FormatError, Input, Out, read_any};
use super::Unpacked;

/// Reads what was compressed.
pub(super) fn read(
    input: Input<'_>,
    unpacked: &Unpacked,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let name = inner_name(input.name);
    let mut reader = unpacked.count("gzip", MultiGzDecoder::new(input.stream()));
    read_any(Input::reader(&name, &mut reader), context, out)
}

/// `a.csv` of `a.csv.gz`, `a.tar` of `a.tgz`.
fn inner_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, "tgz" | "TGZ")) => format!("{stem}.tar"),
        Some((stem, "gz" | "GZ")) => stem.to_string(),
        _ => name.to_string(),
    }
}

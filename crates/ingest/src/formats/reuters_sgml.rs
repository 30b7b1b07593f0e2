//! Reuters-21578 SGML.

use super::{FormatContext, FormatError, Input, Out};
use crate::error::Cause;

/// Reads it.
pub(crate) fn read(
    _input: Input<'_>,
    _context: &FormatContext<'_>,
    _out: &mut Out<'_>,
) -> Result<(), FormatError> {
    Err(Cause::Skipped("of a format that is not read yet".to_string()))
}

//! One article from one line of JSON, without a file.

use std::sync::atomic::AtomicBool;

use morgue_article::{Article, Day, OutletTable, SourceKey};

use crate::error::Cause;
use crate::format::Format;
use crate::formats::{FormatContext, parse_line};
use crate::limits::Limits;
use crate::normalise::{Context, normalise};

/// Reads a line as a file of JSON lines is read. `today` is the last day it can be of.
///
/// # Errors
/// Why it is no article.
pub fn read_line(
    line: &[u8],
    source: &SourceKey,
    outlets: &OutletTable,
    today: Day,
) -> Result<Article, Cause> {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut raw = parse_line(line, &context)?;
    raw.format = Format::JsonLines.name().to_string();
    let context = Context { outlets, set: &[], source, file_day: None, today };
    normalise(raw, &context).map(|(article, _)| article)
}

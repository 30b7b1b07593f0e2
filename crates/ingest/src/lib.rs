//! Files to articles.
//!
//! Owns walking, telling what a file is, the formats, normalising, and the report of a run.
//! Does not know any index, where articles go, or the terminal.

#[allow(dead_code)] // until the formats read through it
mod encoding;
mod error;
#[allow(dead_code)] // until the formats read through it
mod fields;
mod format;
#[allow(dead_code)] // until the run reads through it
mod formats;
mod limits;
#[allow(dead_code)]
mod dates;
mod raw;

pub use error::{Cause, IngestError, Place};
pub use format::{Format, Sniffed, sniff};
pub use limits::Limits;
pub use raw::{Candidate, RawArticle, RawBody, RawField};

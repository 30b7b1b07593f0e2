//! Files to articles.
//!
//! Owns walking, telling what a file is, the formats, normalising, and the report of a run.
//! Does not know any index, where articles go, or the terminal.

mod dates;
mod encoding;
mod error;
mod fields;
mod format;
mod formats;
mod limits;
mod normalise;
mod options;
mod outlets;
mod pre;
mod raw;
mod text;

pub use error::{Cause, IngestError, Place};
pub use format::{Format, Sniffed, sniff};
pub use limits::Limits;
pub use options::{Options, OptionsError};
pub use outlets::{DEFAULT_OUTLETS, default_outlets};
pub use raw::{Candidate, RawArticle, RawBody, RawField};

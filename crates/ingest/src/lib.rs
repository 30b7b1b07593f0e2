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
mod inspect;
mod limits;
mod line;
mod normalise;
mod options;
mod original;
mod outlets;
mod pre;
mod raw;
mod report;
mod text;
mod update;
mod walk;

pub use error::{Cause, IngestError, Place};
pub use format::{Format, Sniffed, sniff};
pub use formats::sha256;
pub use inspect::{Inspected, inspect};
pub use limits::Limits;
pub use line::read_line;
pub use options::{Options, OptionsError};
pub use original::original;
pub use outlets::{DEFAULT_OUTLETS, default_outlets};
pub use raw::{Candidate, DateOrder, RawArticle, RawBody, RawField};
pub use report::{FormatReport, KeptRoot, ReasonReport, Report};
pub use update::{Event, Job, Progress, RootJob, UpdateError, update};

//! Files to articles.
//!
//! Owns walking, telling what a file is, the formats, normalising, and the report of a run.
//! Does not know any index, where articles go, or the terminal.

mod raw;

pub use raw::{Candidate, RawArticle, RawBody, RawField};

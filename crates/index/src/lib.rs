//! The embedded engine: articles in tantivy segments.
//!
//! Owns the schema, writing, the translation of plans into tantivy's queries and of what it finds
//! into results, verifying and rebuilding. Does not know query text, file formats, presentation or
//! OpenSearch; no type of tantivy is public.

mod directory;
mod document;
mod error;
mod folder;
mod rebuild;
mod schema;
mod state;
mod store;
mod terms;
mod verify;
mod writer;

pub use folder::{FORMAT, Folder, KEPT, MANIFEST, Manifest};
pub use rebuild::{Rebuilt, rebuild};
pub use verify::{Verified, verify};
pub use writer::{Writer, WriterOptions};

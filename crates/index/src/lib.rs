//! The embedded engine: articles in tantivy segments.
//!
//! Owns the schema, writing, the translation of plans into tantivy's queries and of what it finds
//! into results, verifying and rebuilding. Does not know query text, file formats, presentation or
//! OpenSearch; no type of tantivy is public.

mod collect;
mod columns;
mod directory;
mod document;
mod engine;
mod error;
mod expand;
mod explain;
mod folder;
mod fuzzy;
mod marks;
mod pairs;
mod positional;
mod rank;
mod rebuild;
mod schema;
mod snapshot;
mod spans;
mod state;
mod stats;
mod store;
mod terms;
mod translate;
mod verify;
mod wild;
mod writer;

pub use engine::EmbeddedEngine;
pub use folder::{FORMAT, Folder, KEPT, MANIFEST, Manifest};
pub use rebuild::{Rebuilt, rebuild};
pub use verify::{Verified, verify};
pub use writer::{Writer, WriterOptions};

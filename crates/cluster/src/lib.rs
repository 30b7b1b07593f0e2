//! The OpenSearch engine: the same contract over a cluster.
//!
//! Owns the mapping, the calls that stand failures, writing, and the translation of plans into the
//! cluster's queries and of what it finds into results. What the cluster cannot decide by itself it
//! narrows down, and our own matcher decides: the sets are those of every other engine. Does not
//! know query text, tantivy, file formats or presentation.
//!
//! ```no_run
//! use morgue_cluster::{Address, ClusterEngine, Credentials};
//! use morgue_query::{Control, Engine};
//!
//! let address = Address::parse("opensearch://localhost:9200/news")?;
//! let engine = ClusterEngine::open(&address, &Credentials::None)?;
//! println!("{} articles", engine.stats(&Control::default())?.articles);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address;
mod client;
mod collect;
mod document;
mod engine;
mod error;
mod expand;
mod explain;
mod index;
mod mapping;
mod snapshot;
mod stats;
mod tokens;
mod translate;
mod verify;
mod writer;

pub use address::{Address, AddressError};
pub use client::Credentials;
pub use engine::ClusterEngine;
pub use index::{ClusterIndex, Rebuilt};
pub use mapping::Spread;
pub use verify::Verified;
pub use writer::{Writer, WriterOptions};

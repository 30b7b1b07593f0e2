//! For tests only: an article builder, a small invented corpus, a naive engine and the suites
//! that every engine runs.
//!
//! Owns [`MemoryEngine`], the oracle that decides sets by brute force; [`conformance`], the cases
//! on which every engine must agree with it; [`random`], the same for seeded random corpora and
//! plans; [`checks`], what must hold of any text as a query. Does not know tantivy or OpenSearch.

mod builder;
pub mod checks;
mod compare;
pub mod conformance;
mod corpus;
mod fill;
mod memory;
pub mod random;

pub use builder::{ArticleBuilder, date, day, origin};
pub use compare::{compare, compare_pages, compare_scan};
pub use corpus::corpus;
pub use fill::fill;
pub use memory::{MemoryEngine, hit_order};

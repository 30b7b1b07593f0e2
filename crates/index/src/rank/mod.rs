//! How articles are ranked: a similarity of our own over tantivy's lists, and the search for the
//! best by the bounds of their blocks.
//!
//! tantivy's own has `k1` and `b` as constants; why ours are others is in `crates/README.md`.

mod all;
mod any;
mod blocks;
mod grid;
mod list;
mod query;
mod sets;
mod similarity;
mod word;

pub(crate) use blocks::ListFiles;
pub(crate) use grid::Grid;
pub(crate) use query::{Ranked, RankedQuery};
pub(crate) use similarity::{Similarity, idf};
pub(crate) use word::{Given, WordQuery};

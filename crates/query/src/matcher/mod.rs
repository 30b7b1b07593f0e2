//! The one matcher: which words of an article a plan finds.

mod wild;

pub use wild::matches_wild;

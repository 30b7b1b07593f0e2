//! Text to tokens, as `query-language.md` ("Words and languages") defines them.
//!
//! Owns folding, word and sentence borders, stems and positions, and the version of all that
//! ([`VERSION`]). Does not know engines, articles or queries.
//!
//! ```
//! use morgue_analysis::Analyzer;
//!
//! let mut forms = Vec::new();
//! Analyzer::new("en").tokens("E-mails, O'Brien's", 0, |token| {
//!     forms.push((token.form.to_string(), token.position, token.length));
//! });
//! assert!(forms.contains(&("emails".into(), 0, 2)));
//! assert!(forms.contains(&("obrien".into(), 2, 1)));
//! ```

mod abbreviations;
mod analyzer;
mod apostrophes;
mod dull;
mod endings;
mod fold;
mod languages;
mod near;
mod query_run;
mod scripts;
mod sentences;
mod stops;
mod token;
mod vocabulary;
mod words;
mod written;

pub use analyzer::Analyzer;
pub use apostrophes::without_elided;
pub use dull::Dull;
pub use endings::shared_prefix;
pub use fold::fold;
pub use languages::has_stemmer;
pub use near::{damerau_within, matches_wild};
pub use query_run::{QueryPart, QueryUnit, query_run};
pub use sentences::sentences;
pub use token::{Case, Form, Token};

/// The version of the analysis. It changes when any text gives other tokens: an index of another
/// version must be rebuilt.
pub const VERSION: u32 = 1;

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

mod token;

pub use token::{Analyzer, Case, Form, Token, fold, sentences};

/// The version of the analysis. It changes when any text gives other tokens: an index of another
/// version must be rebuilt.
pub const VERSION: u32 = 1;

//! A query that is refused.

use std::ops::Range;

use super::notice::Code;

/// Why a query is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// A stable name of the reason.
    pub code: Code,
    /// What is wrong and what to do, lower case, without a full stop.
    pub message: String,
    /// The place in the query text, in bytes. Empty at 0 where no place is to blame.
    pub span: Range<usize>,
    /// A query that would do.
    pub suggestion: Option<String>,
}

impl SyntaxError {
    /// An error without a suggestion.
    pub fn new(code: Code, message: impl Into<String>, span: Range<usize>) -> Self {
        Self { code, message: message.into(), span, suggestion: None }
    }

    /// The same with a query that would do.
    pub fn suggest(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}

//! Articles that programs send, as the server hands them on. It knows no format and no index:
//! whoever starts it implements these two traits.

use morgue_query::EngineError;
use schemars::JsonSchema;
use serde::Serialize;

/// Where articles can be put in.
pub trait Intake: Send + Sync {
    /// Opens it for the lines of one request. `source` names where they come from.
    ///
    /// # Errors
    /// Another writer has the index, or it cannot be written.
    fn open(&self, source: &str) -> Result<Box<dyn Lines>, EngineError>;
}

/// Takes lines in, one after another, on one thread.
pub trait Lines {
    /// Takes the next line. What becomes of it is said by the next commit.
    ///
    /// # Errors
    /// The index cannot be written. A line that is no article is no error.
    fn take(&mut self, number: u64, line: &[u8]) -> Result<(), EngineError>;

    /// Makes what was taken durable and visible, and says what became of every line since the last
    /// time, in order.
    ///
    /// # Errors
    /// The index cannot be written: nothing is said of these lines then.
    fn commit(&mut self) -> Result<Vec<Taken>, EngineError>;

    /// Tidies up and lets others write.
    ///
    /// # Errors
    /// The index cannot be written; what was committed is safe.
    fn close(&mut self) -> Result<(), EngineError>;
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Taken {
    /// The line, from 1; empty ones count.
    pub line: u64,
    /// The article's id, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What came of it.
    pub outcome: LineOutcome,
    /// Why it is no article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<LineError>,
}

/// What came of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineOutcome {
    /// A new article.
    Added,
    /// Another content of one that was there.
    Changed,
    /// The archive held it so already.
    Unchanged,
    /// No article: see `error`.
    Error,
}

/// Why a line is no article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LineError {
    /// A stable name: `not valid JSON`, `no text`, `over the limit of bytes per record`.
    pub code: String,
    /// What is wrong.
    pub detail: String,
    /// The field it is wrong with, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

//! Where articles come from: the ledger's words.

use serde::{Deserialize, Serialize};

use crate::{ArticleId, ContentHash};

/// A place in a source file that holds an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Origin {
    /// The file.
    #[serde(flatten)]
    pub source: SourceKey,
    /// The entry inside an archive file, with `!` between nested ones: `2024/a.zip!b.html`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The line (from 1) the article begins at, in a file that holds many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// How many articles stand before it in its source: the order of reading.
    #[serde(default)]
    pub ordinal: u64,
    /// The source's own id for it: never a key, found by `id:`, printed in run files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// SHA-256 of the bytes the article was read from (its record, entry or file), in hexadecimal.
    pub sha256: String,
    /// The format it was read as: `wire`, `html`, `jsonl`, …
    pub format: String,
}

/// Names a source file: its root (an absolute path, or a name the user gave) and the path below it
/// with `/` between its parts. The path is empty when the root is itself a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceKey {
    /// The root as the user named it, made absolute.
    pub root: String,
    /// The path below the root.
    pub path: String,
}

impl SourceKey {
    /// The path as a person would open it: root and path joined.
    pub fn full_path(&self) -> String {
        match (self.path.is_empty(), self.root.ends_with('/')) {
            (true, _) => self.root.clone(),
            // The root is not told.
            (false, _) if self.root.is_empty() => self.path.clone(),
            (false, true) => format!("{}{}", self.root, self.path),
            (false, false) => format!("{}/{}", self.root, self.path),
        }
    }
}

/// One line of the ledger: what was made of one source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The file.
    #[serde(flatten)]
    pub key: SourceKey,
    /// Its size in bytes.
    pub size: u64,
    /// Its modification time in nanoseconds since 1970, 0 where unknown.
    pub modified: i64,
    /// XXH3-128 of its bytes in hexadecimal; empty where it was not read to its end.
    #[serde(default)]
    pub hash: String,
    /// A hash of all that decides what reading gives besides the bytes: version of reader and
    /// rules, the root's options, the outlet table. Another value means: read it again.
    pub rules: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What it says about itself: failed records, guesses; one line each, bounded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// The articles it holds, in order of reading. Empty for a file that gave nothing.
    #[serde(default)]
    pub holds: Vec<Held>,
}

/// An article that a source holds, and which content of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Held {
    /// The article.
    pub id: ArticleId,
    /// The content this source has for it.
    pub content: ContentHash,
}

/// What came of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// Read; `failed` records of it could not be.
    Read {
        /// The format it was read as.
        format: String,
        /// How many of its records could not be read.
        failed: u64,
    },
    /// Not an article file at all (a picture, a program): not an error.
    Skipped {
        /// Why, as a short phrase the report can count: `image`, `empty file`.
        reason: String,
    },
    /// Should have been readable and was not.
    Failed {
        /// Why, as one line.
        reason: String,
    },
}

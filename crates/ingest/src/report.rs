//! What a run did, to be told at its end and written to a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::IngestError;

/// How many places of each reason are named.
const EXAMPLES: usize = 5;

/// The sum of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Report {
    /// What was read, by format.
    pub formats: BTreeMap<String, FormatReport>,
    /// What gave no article and is no error, by reason.
    pub skipped: BTreeMap<String, ReasonReport>,
    /// What should have been readable and was not, by reason.
    pub failed: BTreeMap<String, ReasonReport>,
    /// Files that were seen.
    pub files: u64,
    /// Files that have not changed since they were last read.
    pub unchanged: u64,
    /// Files that were read.
    pub read: u64,
    /// Files that lie elsewhere now, below the same root or another of this run.
    pub moved: u64,
    /// Files that are gone, whose articles went with them.
    pub removed: u64,
    /// Articles that were read.
    pub articles: u64,
    /// Bytes of the files that were read.
    pub bytes: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Articles without an outlet.
    pub without_outlet: u64,
    /// Files read again only because reader, options or outlets have changed since.
    pub reread: u64,
    /// Files that a root inside theirs reads now, with its own options.
    #[serde(default)]
    pub handed_over: u64,
    /// Roots that could not be trusted to show what is gone: nothing of them was removed.
    pub kept: Vec<KeptRoot>,
    /// Roots that are gone and were let go, set by the caller.
    #[serde(default)]
    pub forgotten: Vec<String>,
    /// Whether the user stopped it.
    pub interrupted: bool,
    /// How long it took, set by the caller.
    pub seconds: f64,
}

/// What was read of one format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FormatReport {
    /// Files.
    pub files: u64,
    /// Articles in them.
    pub articles: u64,
    /// Records that could not be read.
    pub failed: u64,
}

/// How often something happened, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReasonReport {
    /// How often.
    pub count: u64,
    /// The first places.
    pub examples: Vec<String>,
}

/// A root of which nothing was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRoot {
    /// The root.
    pub root: String,
    /// Why: `missing`, `empty`, `lost more than a fifth of its articles`.
    pub reason: String,
    /// Its files that were not seen.
    pub files: u64,
    /// The articles in them.
    pub articles: u64,
}

impl Report {
    /// Counts something that gave no article.
    pub(crate) fn note(&mut self, error: &IngestError) {
        let failure = error.cause.is_failure();
        let reasons = if failure { &mut self.failed } else { &mut self.skipped };
        let reason = reasons.entry(error.cause.reason()).or_default();
        reason.count += 1;
        if reason.examples.len() < EXAMPLES {
            let text = if failure { error.to_string() } else { error.place.to_string() };
            reason.examples.push(text);
        }
    }

    /// How much could not be read.
    pub fn failures(&self) -> u64 {
        self.failed.values().map(|reason| reason.count).sum()
    }
}

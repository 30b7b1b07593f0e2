//! What is no longer where it was: moved, deleted, or out of reach.

use std::collections::HashMap;

use morgue_article::{SourceKey, SourceRecord};

use crate::report::{KeptRoot, Report};

/// A root may lose so many articles without a question.
const MAY_GO: u64 = 50;

/// What is gone below one root.
pub(super) struct Gone {
    pub(super) root: String,
    /// Why the root shows nothing, where it does: `missing`, `empty`.
    pub(super) unseen: Option<&'static str>,
    /// The articles in all files it was known to have.
    pub(super) total: u64,
    pub(super) files: Vec<Missing>,
}

/// A file that was read before and is not seen now.
pub(super) struct Missing {
    pub(super) key: SourceKey,
    /// What it is known by under another name; `None` where its bytes were not hashed.
    pub(super) bytes: Option<Bytes>,
    pub(super) articles: u64,
}

/// Size and hash of a file's bytes.
pub(super) type Bytes = (u64, String);

impl Missing {
    pub(super) fn of(record: &SourceRecord) -> Self {
        let bytes = bytes(record);
        Self { key: record.key.clone(), bytes, articles: record.holds.len() as u64 }
    }
}

/// What a file is known by, wherever it lies.
pub(super) fn bytes(record: &SourceRecord) -> Option<Bytes> {
    (!record.hash.is_empty() && record.size > 0).then(|| (record.size, record.hash.clone()))
}

/// Says which sources go. `arrived` are the files that were new in this run: one that is gone here
/// and came there has moved, and its root has lost nothing.
pub(super) fn settle(
    gone: Vec<Gone>,
    mut arrived: HashMap<Bytes, u64>,
    prune: bool,
    report: &mut Report,
) -> Vec<SourceKey> {
    let mut removed = Vec::new();
    for root in gone {
        // Of a root that is out of reach nobody can say that its files have moved.
        let mut has_moved = |file: &Missing| {
            let left = file.bytes.as_ref().and_then(|bytes| arrived.get_mut(bytes));
            let left = left.filter(|left| **left > 0 && root.unseen.is_none());
            left.map(|left| *left -= 1).is_some()
        };
        let (moved, lost): (Vec<_>, Vec<_>) = root.files.into_iter().partition(&mut has_moved);
        report.moved += moved.len() as u64;
        removed.extend(moved.into_iter().map(|file| file.key));
        let articles: u64 = lost.iter().map(|file| file.articles).sum();
        let much = articles > MAY_GO && articles * 5 > root.total;
        let reason = root.unseen.or(much.then_some("lost more than a fifth of its articles"));
        match reason.filter(|_| !prune && !lost.is_empty()) {
            Some(reason) => report.kept.push(KeptRoot {
                root: root.root,
                reason: reason.to_string(),
                files: lost.len() as u64,
                articles,
            }),
            None => {
                report.removed += lost.len() as u64;
                removed.extend(lost.into_iter().map(|file| file.key));
            }
        }
    }
    removed
}

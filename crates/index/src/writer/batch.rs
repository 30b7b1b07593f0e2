//! What is written since the last commit, and what waits for the next one.

use std::collections::{BTreeMap, HashMap, HashSet};

use morgue_article::versions::Change;
use morgue_article::{Article, ArticleId, SourceKey, SourceRecord};

/// Changes that are not committed yet.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Ids written in this batch: they cannot be read back before the commit.
    pub(super) written: HashSet<ArticleId>,
    /// Ledger lines as this batch leaves them; `None` where the source went.
    pub(super) sources: HashMap<SourceKey, Option<SourceRecord>>,
    /// Changes to ids of `written`, for the round after the commit.
    pub(super) waiting: BTreeMap<ArticleId, Change>,
    /// Ledger lines that must not be written before `waiting` is.
    pub(super) records: Vec<SourceRecord>,
    /// Sources whose lines go when `waiting` is done.
    pub(super) gone: Vec<SourceKey>,
    /// Bytes of text in this batch.
    pub(super) bytes: u64,
    /// Bytes of text that wait.
    pub(super) waiting_bytes: u64,
}

impl Batch {
    /// Whether nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.sources.is_empty() && self.waiting.is_empty()
    }

    /// Whether a source's line, or its end, waits.
    pub(super) fn waits(&self, source: &SourceKey) -> bool {
        self.records.iter().any(|record| record.key == *source) || self.gone.contains(source)
    }

    /// What waits to be written of a source is void: the source was read again, or went. Whether
    /// there was anything; then what comes instead must wait as well.
    pub(super) fn forget(&mut self, source: &SourceKey) -> bool {
        let waited = self.waits(source);
        self.records.retain(|record| record.key != *source);
        self.gone.retain(|gone| gone != source);
        waited
    }

    /// Lets a change wait.
    pub(super) fn wait(&mut self, id: ArticleId, change: Change) {
        let waiting = self.waiting.entry(id).or_default();
        for source in change.forget {
            // What was read from the source before this is void, also what waits.
            waiting.arrivals.retain_mut(|article| {
                article.origins.retain(|origin| origin.source != source);
                !article.origins.is_empty()
            });
            waiting.forget.push(source);
        }
        for arrival in change.arrivals {
            // A file that says the same a million times must not fill the memory.
            match waiting.arrivals.last_mut() {
                Some(last) if last.content_hash() == arrival.content_hash() => {
                    last.origins.extend(arrival.origins);
                    self.waiting_bytes += ORIGIN;
                }
                _ => {
                    self.waiting_bytes += text_bytes(&arrival);
                    waiting.arrivals.push(arrival);
                }
            }
        }
    }
}

/// About how many bytes an origin is.
const ORIGIN: u64 = 256;

/// About how much text an article is.
pub(super) fn text_bytes(article: &Article) -> u64 {
    let body: usize = article.body.iter().map(|block| block.text.len()).sum();
    (body + article.headline.as_ref().map_or(0, String::len) + 512) as u64
}

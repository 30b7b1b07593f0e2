//! The writer as a sink for sources.

use std::collections::HashSet;

use morgue_article::versions::Change;
use morgue_article::{Article, ArticleId, Held, Outcome, SourceKey, SourceRecord};
use morgue_query::{ArticleSink, Committed, EngineError, EngineErrorKind};

use super::Writer;

/// The source that is being read.
#[derive(Debug)]
pub(super) struct OpenSource {
    key: SourceKey,
    /// What the ledger says it held before.
    before: Vec<Held>,
    /// What it holds now, in order of reading.
    holds: Vec<Held>,
    seen: HashSet<ArticleId>,
    held_back: Vec<Article>,
    bytes: u64,
    /// Whether its articles go straight on.
    streaming: bool,
    /// Whether what it held before stays, even if it is not among its articles now.
    keeps: bool,
}

impl ArticleSink for Writer {
    fn ledger(&self, root: Option<&str>) -> Result<Vec<SourceRecord>, EngineError> {
        let mut records = self.stored_ledger(root)?;
        records.retain(|record| !self.batch.sources.contains_key(&record.key));
        records.extend(self.batch.sources.values().flatten().cloned());
        records.retain(|record| root.is_none_or(|root| record.key.root == root));
        records.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(records)
    }

    fn begin(&mut self, source: &SourceKey) -> Result<(), EngineError> {
        if let Some(open) = &self.open {
            return Err(misuse(&format!("`{}` is still open", open.key.full_path())));
        }
        let before = self.record(source)?.map_or_else(Vec::new, |record| record.holds);
        self.open = Some(OpenSource {
            key: source.clone(),
            before,
            holds: Vec::new(),
            seen: HashSet::new(),
            held_back: Vec::new(),
            bytes: 0,
            streaming: false,
            keeps: false,
        });
        Ok(())
    }

    fn add(&mut self, article: Article) -> Result<(), EngineError> {
        let open = self.open.as_mut().ok_or_else(|| misuse("no source is open"))?;
        open.bytes += text_bytes(&article);
        open.holds.push(Held { id: article.id, content: article.content_hash() });
        open.held_back.push(article);
        if open.bytes > self.options.held_back {
            open.streaming = true;
            open.bytes = 0;
            self.stream()?;
        }
        Ok(())
    }

    fn keep(&mut self) -> Result<(), EngineError> {
        self.open.as_mut().ok_or_else(|| misuse("no source is open"))?.keeps = true;
        Ok(())
    }

    fn end(&mut self, mut record: SourceRecord) -> Result<(), EngineError> {
        let mut open = self.open.take().ok_or_else(|| misuse("no source is open"))?;
        self.pass_on(&mut open);
        let mut lost: HashSet<ArticleId> = HashSet::new();
        for held in open.before.iter().filter(|held| !open.seen.contains(&held.id)) {
            if open.keeps {
                open.holds.push(*held);
            } else if lost.insert(held.id) {
                let forget = vec![open.key.clone()];
                self.change(held.id, Change { forget, arrivals: Vec::new() });
            }
        }
        record.holds = open.holds;
        let key = record.key.clone();
        self.know(&key, Some(record));
        self.flush_if_due()
    }

    fn abandon(&mut self) -> Result<(), EngineError> {
        // What was streamed stays, and its ledger line says that the source is to be read again.
        self.open = None;
        Ok(())
    }

    fn remove(&mut self, source: &SourceKey) -> Result<(), EngineError> {
        let Some(record) = self.record(source)? else { return Ok(()) };
        let mut lost: HashSet<ArticleId> = HashSet::new();
        for held in record.holds {
            if lost.insert(held.id) {
                let forget = vec![source.clone()];
                self.change(held.id, Change { forget, arrivals: Vec::new() });
            }
        }
        self.know(source, None);
        self.flush_if_due()
    }

    fn rename(&mut self, from: &SourceKey, to: &SourceRecord) -> Result<(), EngineError> {
        if from != &to.key {
            self.remove(&to.key)?;
        }
        // What is moved must be readable.
        self.flush()?;
        let Some(record) = self.record(from)? else {
            return Err(misuse(&format!("`{}` is not in the ledger", from.full_path())));
        };
        let mut ids: Vec<ArticleId> = record.holds.iter().map(|held| held.id).collect();
        ids.sort_unstable();
        ids.dedup();
        for ids in ids.chunks(super::READ) {
            for (id, before) in self.held(ids)? {
                let mut change = Change { forget: vec![from.clone()], arrivals: Vec::new() };
                for mut article in before.contents() {
                    article.origins.retain(|origin| origin.source == *from);
                    article.origins.iter_mut().for_each(|it| it.source = to.key.clone());
                    if !article.origins.is_empty() {
                        change.arrivals.push(article);
                    }
                }
                self.change(id, change);
            }
        }
        self.know(from, None);
        self.know(&to.key.clone(), Some(SourceRecord { holds: record.holds, ..to.clone() }));
        self.flush_if_due()
    }

    fn commit_if_due(&mut self) -> Result<Option<Committed>, EngineError> {
        let waits = self.sent || self.batch.count > 0 || !self.batch.sources.is_empty();
        let due = self.bytes >= self.options.commit_bytes
            || self.last_commit.elapsed() >= self.options.commit_time;
        if due && waits { self.commit().map(Some) } else { Ok(None) }
    }

    fn commit(&mut self) -> Result<Committed, EngineError> {
        if self.open.is_some() {
            return Err(misuse("a source is still open"));
        }
        self.flush()?;
        self.refresh()?;
        Ok(self.told)
    }

    fn close(mut self: Box<Self>) -> Result<Committed, EngineError> {
        self.abandon()?;
        let committed = self.commit()?;
        let control = self.control.clone();
        self.lease.give_back(&control)?;
        Ok(committed)
    }
}

impl Writer {
    /// The articles of the open source that were held back go on.
    fn pass_on(&mut self, open: &mut OpenSource) {
        for article in std::mem::take(&mut open.held_back) {
            let id = article.id;
            let first = open.seen.insert(id);
            let forget = if first { vec![open.key.clone()] } else { Vec::new() };
            self.change(id, Change { forget, arrivals: vec![article] });
        }
    }

    /// The open source is too large to be held back. Before its first articles go, the ledger says
    /// that they may be there and that the source is to be read again.
    fn stream(&mut self) -> Result<(), EngineError> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        self.flush()?;
        let holds = open.before.iter().chain(&open.holds).copied().collect();
        self.know(&open.key, Some(unfinished(&open.key, holds)));
        self.flush()?;
        self.pass_on(&mut open);
        self.open = Some(open);
        self.flush_if_due()
    }
}

/// The ledger's line of a source that was not read to its end.
pub(super) fn unfinished(key: &SourceKey, holds: Vec<Held>) -> SourceRecord {
    SourceRecord {
        key: key.clone(),
        size: 0,
        modified: 0,
        hash: String::new(),
        rules: String::new(),
        outcome: Outcome::Failed { reason: "not read to its end".to_string() },
        remarks: Vec::new(),
        holds,
    }
}

/// About how much text an article is.
pub(super) fn text_bytes(article: &Article) -> u64 {
    let body: usize = article.body.iter().map(|block| block.text.len()).sum();
    (body + article.headline.as_ref().map_or(0, String::len) + 512) as u64
}

/// A call out of order: a mistake of the program, told instead of a panic.
fn misuse(what: &str) -> EngineError {
    EngineError::new(EngineErrorKind::Io, format!("the writer was called out of order: {what}"))
}

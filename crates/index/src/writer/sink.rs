//! The writer as a sink for sources.

use std::collections::HashSet;

use morgue_article::versions::{Change, Holding, merge};
use morgue_article::{Article, ArticleId, Held, SourceKey, SourceRecord};
use morgue_query::document::word_count;
use morgue_query::{ArticleSink, Committed, EngineError, EngineErrorKind};
use tantivy::Term;

use super::Writer;
use super::batch::text_bytes;
use super::known::Entry;
use super::pool::Job;
use crate::document::{id_of, source_id};
use crate::store::{Stored, StoredArticle};

/// Bytes of waiting changes at which a commit is made between sources.
const MOST_WAITING: u64 = 64 << 20;

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
    /// How much of it does not wait for the round after the commit.
    done: Done,
}

/// What of a source was changed in this batch, and did not have to wait.
#[derive(Debug, Default)]
struct Done {
    /// Ids that no longer name the source but for `holds`.
    ids: HashSet<ArticleId>,
    /// What was written of it.
    holds: Vec<Held>,
    /// Whether anything waits.
    waits: bool,
}

impl ArticleSink for Writer {
    fn ledger(&self, root: Option<&str>) -> Result<Vec<SourceRecord>, EngineError> {
        let mut records = self.known.sources()?;
        records.retain(|record| !self.batch.sources.contains_key(&record.key));
        records.extend(self.batch.sources.values().flatten().cloned());
        records.retain(|record| !self.batch.waits(&record.key));
        records.extend(self.batch.records.iter().cloned());
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
            done: Done::default(),
        });
        Ok(())
    }

    fn add(&mut self, article: Article) -> Result<(), EngineError> {
        let open = self.open.as_mut().ok_or_else(|| misuse("no source is open"))?;
        open.bytes += text_bytes(&article);
        open.holds.push(Held { id: article.id, content: article.content_hash() });
        if !open.streaming {
            open.held_back.push(article);
            if open.bytes > self.options.held_back {
                self.begin_streaming()?;
            }
            return Ok(());
        }
        self.arrive(article)
    }

    fn keep(&mut self) -> Result<(), EngineError> {
        self.open.as_mut().ok_or_else(|| misuse("no source is open"))?.keeps = true;
        Ok(())
    }

    fn end(&mut self, mut record: SourceRecord) -> Result<(), EngineError> {
        let open = self.open.as_mut().ok_or_else(|| misuse("no source is open"))?;
        for article in std::mem::take(&mut open.held_back) {
            self.arrive(article)?;
        }
        let mut open = self.open.take().expect("open above, and `arrive` does not close it");
        let mut lost: HashSet<ArticleId> = HashSet::new();
        for held in open.before.iter().filter(|held| !open.seen.contains(&held.id)) {
            if open.keeps {
                open.holds.push(*held);
            } else if lost.insert(held.id) {
                self.lose(held.id, &open.key, &mut open.done)?;
            }
        }
        record.holds = open.holds;
        open.done.waits |= self.batch.forget(&open.key);
        if open.done.waits {
            self.write_unfinished(&record.key, Some(&record), open.done)?;
            self.batch.records.push(record);
        } else {
            self.write_record(record)?;
        }
        if self.batch.waiting_bytes > MOST_WAITING {
            self.commit()?;
        }
        Ok(())
    }

    fn abandon(&mut self) -> Result<(), EngineError> {
        match self.open.take() {
            Some(open) if open.streaming => self.roll_back(),
            _ => Ok(()),
        }
    }

    fn remove(&mut self, source: &SourceKey) -> Result<(), EngineError> {
        let Some(record) = self.record(source)? else { return Ok(()) };
        let mut done = Done::default();
        let mut lost: HashSet<ArticleId> = HashSet::new();
        for held in record.holds {
            if lost.insert(held.id) {
                self.lose(held.id, source, &mut done)?;
            }
        }
        done.waits |= self.batch.forget(source);
        if done.waits {
            self.write_unfinished(source, None, done)?;
            self.batch.gone.push(source.clone());
            return Ok(());
        }
        self.delete_record(source)
    }

    fn rename(&mut self, from: &SourceKey, to: &SourceRecord) -> Result<(), EngineError> {
        if from != &to.key {
            self.remove(&to.key)?;
        }
        // What is moved must be readable, so it must be committed.
        if !self.batch.is_empty() {
            self.commit()?;
        }
        let Some(record) = self.record(from)? else {
            return Err(misuse(&format!("`{}` is not in the ledger", from.full_path())));
        };
        let mut seen = HashSet::new();
        for held in record.holds.iter().filter(|held| seen.insert(held.id)) {
            let before = self.known.entry(held.id)?;
            let mut change = Change { forget: vec![from.clone()], arrivals: Vec::new() };
            for mut article in before.holding().contents() {
                article.origins.retain(|origin| origin.source == *from);
                article.origins.iter_mut().for_each(|origin| origin.source = to.key.clone());
                if !article.origins.is_empty() {
                    change.arrivals.push(article);
                }
            }
            self.apply(held.id, &before, change)?;
        }
        self.delete_record(from)?;
        self.write_record(SourceRecord { holds: record.holds, ..to.clone() })
    }

    fn commit_if_due(&mut self) -> Result<Option<Committed>, EngineError> {
        let due = self.batch.bytes >= self.options.commit_bytes
            || self.last_commit.elapsed() >= self.options.commit_time;
        if due && !self.batch.is_empty() { self.commit().map(Some) } else { Ok(None) }
    }

    fn commit(&mut self) -> Result<Committed, EngineError> {
        if self.open.is_some() {
            return Err(misuse("a source is still open"));
        }
        while !self.batch.is_empty() {
            self.commit_batch()?;
            let last = std::mem::take(&mut self.batch);
            for (id, change) in last.waiting {
                let before = self.known.entry(id)?;
                self.apply(id, &before, change)?;
            }
            for record in last.records {
                self.write_record(record)?;
            }
            for source in last.gone {
                self.delete_record(&source)?;
            }
        }
        self.told.articles = self.state.articles;
        Ok(self.told)
    }

    fn close(mut self: Box<Self>) -> Result<Committed, EngineError> {
        self.abandon()?;
        self.commit()?;
        self.finish().map(|(committed, _)| committed)
    }
}

impl Writer {
    /// The ledger's line for a source, committed or not.
    fn record(&self, source: &SourceKey) -> Result<Option<SourceRecord>, EngineError> {
        if self.batch.gone.contains(source) {
            return Ok(None);
        }
        let waiting = self.batch.records.iter().find(|record| record.key == *source);
        match (waiting, self.batch.sources.get(source)) {
            (Some(record), _) => Ok(Some(record.clone())),
            (None, Some(record)) => Ok(record.clone()),
            (None, None) => self.known.source(source),
        }
    }

    /// The open source is too large to be held back: what came before it is committed, so that
    /// giving up the source can forget all that is uncommitted.
    fn begin_streaming(&mut self) -> Result<(), EngineError> {
        let open = self.open.take();
        self.commit()?;
        self.open = open;
        let open = self.open.as_mut().expect("put back above");
        open.streaming = true;
        for article in std::mem::take(&mut open.held_back) {
            self.arrive(article)?;
        }
        Ok(())
    }

    /// An article of the open source goes on.
    fn arrive(&mut self, article: Article) -> Result<(), EngineError> {
        let open = self.open.as_mut().ok_or_else(|| misuse("no source is open"))?;
        let id = article.id;
        let first = open.seen.insert(id);
        let forget = if first { vec![open.key.clone()] } else { Vec::new() };
        let held = Held { id, content: article.content_hash() };
        let waits = self.change(id, Change { forget, arrivals: vec![article] })?;
        if let Some(open) = &mut self.open {
            open.done.waits |= waits;
            if !waits {
                open.done.ids.insert(id);
                open.done.holds.push(held);
            }
        }
        Ok(())
    }

    /// A source no longer holds an article.
    fn lose(
        &mut self,
        id: ArticleId,
        source: &SourceKey,
        done: &mut Done,
    ) -> Result<(), EngineError> {
        let change = Change { forget: vec![source.clone()], arrivals: Vec::new() };
        if self.change(id, change)? {
            done.waits = true;
        } else {
            done.ids.insert(id);
        }
        Ok(())
    }

    /// Part of what a source holds is not in this batch. Its line says what is, and that the source
    /// is to be read again: after a crash before the next commit nothing else would know.
    fn write_unfinished(
        &mut self,
        source: &SourceKey,
        record: Option<&SourceRecord>,
        done: Done,
    ) -> Result<(), EngineError> {
        let written = match self.batch.sources.get(source) {
            Some(record) => record.clone(),
            None => self.known.source(source)?,
        };
        let Some(line) = record.or(written.as_ref()) else { return Ok(()) };
        let mut holds = done.holds;
        let before = written.iter().flat_map(|record| &record.holds);
        holds.extend(before.filter(|held| !done.ids.contains(&held.id)));
        let (modified, hash, rules) = (0, String::new(), String::new());
        self.write_record(SourceRecord { modified, hash, rules, holds, ..line.clone() })
    }

    /// Applies a change now, or lets it wait where the id was written in this batch.
    fn change(&mut self, id: ArticleId, change: Change) -> Result<bool, EngineError> {
        self.batch.bytes += change.arrivals.iter().map(text_bytes).sum::<u64>();
        if self.batch.written.contains(&id) {
            self.batch.wait(id, change);
            return Ok(true);
        }
        let before = self.known.entry(id)?;
        self.apply(id, &before, change)?;
        Ok(false)
    }

    /// Applies a change to what is committed.
    fn apply(&mut self, id: ArticleId, before: &Entry, change: Change) -> Result<(), EngineError> {
        let held = before.holding();
        let after = merge(&held, change, self.options.now, &mut word_count);
        if held.holds_what(&after) {
            return Ok(());
        }
        self.batch.written.insert(id);
        if !before.is_empty() {
            let term = Term::from_field_text(self.fields.id, &id.to_string());
            self.with_tantivy("replace an article", |writer| Ok(writer.delete_term(term)))?;
        }
        self.count(before, &after);
        for version in after.versions {
            let (words, content) = (word_count(&version), version.content_hash());
            let stored = StoredArticle { words, tokens: [0; 6], content, article: version };
            self.pool.push(Job::Other(Box::new(Stored::Version(stored))));
        }
        if let Some(tombstone) = after.tombstone {
            self.pool.push(Job::Other(Box::new(Stored::Tombstone(tombstone))));
        }
        if let Some(article) = after.current {
            self.pool.push(Job::Current(Box::new(article)));
        }
        Ok(())
    }

    /// Keeps the counts: what becomes current is counted by the pool, which knows its words.
    fn count(&mut self, before: &Entry, after: &Holding) {
        if let Some(stored) = &before.current {
            self.state.remove(stored);
        }
        self.state.versions += after.versions.len() as u64;
        self.state.versions -= before.versions.len() as u64;
        self.state.tombstones += u64::from(after.tombstone.is_some());
        self.state.tombstones -= u64::from(before.tombstone.is_some());
        let content = |article: &Article| article.content_hash();
        match (&before.current, &after.current) {
            (None, Some(_)) => self.told.added += 1,
            (Some(_), None) => self.told.removed += 1,
            (Some(old), Some(new)) if old.content != content(new) => self.told.changed += 1,
            _ => {}
        }
    }

    fn write_record(&mut self, record: SourceRecord) -> Result<(), EngineError> {
        if self.record_exists(&record.key)? {
            self.settle(&record.key)?;
            self.delete_by_id(&source_id(&record.key))?;
        } else {
            self.state.sources += 1;
        }
        self.batch.sources.insert(record.key.clone(), Some(record.clone()));
        let stored = Stored::Source(record);
        debug_assert!(id_of(&stored).starts_with('s'));
        self.pool.push(Job::Other(Box::new(stored)));
        Ok(())
    }

    fn delete_record(&mut self, source: &SourceKey) -> Result<(), EngineError> {
        if self.record_exists(source)? {
            self.settle(source)?;
            self.delete_by_id(&source_id(source))?;
            self.state.sources -= 1;
            self.batch.sources.insert(source.clone(), None);
        }
        Ok(())
    }

    /// Whether a line for the source is written, in this batch or before.
    fn record_exists(&self, source: &SourceKey) -> Result<bool, EngineError> {
        match self.batch.sources.get(source) {
            Some(record) => Ok(record.is_some()),
            None => Ok(self.known.source(source)?.is_some()),
        }
    }

    /// A line written in this batch may still be with the pool, where no deletion reaches it.
    fn settle(&mut self, source: &SourceKey) -> Result<(), EngineError> {
        if self.batch.sources.contains_key(source) {
            self.settle_pool()?;
        }
        Ok(())
    }

    /// Deletes what tantivy has under an id so far.
    fn delete_by_id(&mut self, id: &str) -> Result<(), EngineError> {
        let term = Term::from_field_text(self.fields.id, id);
        self.with_tantivy("replace a ledger line", |writer| Ok(writer.delete_term(term)))?;
        Ok(())
    }
}

/// A call out of order: a mistake of the program, told instead of a panic.
fn misuse(what: &str) -> EngineError {
    EngineError::new(EngineErrorKind::Io, format!("the writer was called out of order: {what}"))
}

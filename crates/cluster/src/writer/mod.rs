//! Writing to a cluster: sources come in whole, articles are merged with what is held.
//!
//! There is no commit over many documents in a cluster. Each article is one document with its
//! superseded versions, and so whole at any time; the ledger's line of a source is written after
//! its articles, so that after a crash the source is read again and everything comes out the same.
//! What is written is seen by searches at a commit.

mod bulk;
mod lease;
mod ledger;
mod refresh;
mod sink;
mod walk;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use morgue_article::versions::{Change, Holding, merge};
use morgue_article::{ArticleId, SourceKey, SourceRecord};
use morgue_query::document::word_count;
use morgue_query::{Committed, Control, EngineError};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use self::bulk::Bulk;
pub(crate) use self::lease::{ID as LEASE_ID, Lease};
use self::ledger::KnownSources;
pub(crate) use self::refresh::refresh;
use self::sink::OpenSource;
pub(crate) use self::walk::each_document;
use crate::client::{Call, Client};
use crate::document::{DocumentMaker, source, source_id};
use crate::mapping::{About, kind};

/// Changes that are written together.
const CHANGES: usize = 5_000;
/// Bytes of text that are written together.
const BYTES: u64 = 16 << 20;
/// Documents that are read back at a time.
const READ: usize = 500;

/// How a writer works.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Seconds since 1970: when what is new now was taken in.
    pub now: i64,
    /// Bytes of a source's text that are held back until the source is whole.
    pub held_back: u64,
    /// Bytes of article text after which a commit is due.
    pub commit_bytes: u64,
    /// Time after which a commit is due.
    pub commit_time: Duration,
}

impl WriterOptions {
    /// 32 MB held back, a commit every 256 MB or 10 s.
    pub fn new(now: i64) -> Self {
        let commit_time = Duration::from_secs(10);
        Self { now, held_back: 32 << 20, commit_bytes: 256 << 20, commit_time }
    }
}

/// The one writer of an index. See [`ArticleSink`](morgue_query::ArticleSink).
#[derive(Debug)]
pub struct Writer {
    client: Arc<Client>,
    /// The alias that is written to.
    name: String,
    options: WriterOptions,
    maker: DocumentMaker,
    lease: Lease,
    control: Control,
    known: KnownSources,
    /// The source that is being read.
    open: Option<OpenSource>,
    /// What is not sent yet.
    batch: Batch,
    /// Bytes of text since the last commit.
    bytes: u64,
    /// Whether anything was sent since the last commit.
    sent: bool,
    last_commit: Instant,
    told: Committed,
}

/// Changes that are not sent yet.
#[derive(Debug, Default)]
struct Batch {
    /// What happened to each id, in order.
    changes: BTreeMap<ArticleId, Vec<Change>>,
    count: usize,
    bytes: u64,
    /// Ledger lines, to be written after the articles; `None` where a source went.
    sources: HashMap<SourceKey, Option<SourceRecord>>,
}

#[derive(Deserialize)]
struct Read {
    docs: Vec<ReadDoc>,
}

#[derive(Deserialize)]
struct ReadDoc {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source")]
    source: Option<HeldDoc>,
}

/// What is kept of a document of an article.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct HeldDoc {
    article: Option<morgue_article::Article>,
    #[serde(default)]
    versions: Vec<morgue_article::Article>,
    tombstone: Option<morgue_article::versions::Tombstone>,
}

impl From<HeldDoc> for Holding {
    fn from(doc: HeldDoc) -> Self {
        Self { current: doc.article, versions: doc.versions, tombstone: doc.tombstone }
    }
}

impl Writer {
    pub(crate) fn open(
        client: &Arc<Client>,
        name: &str,
        about: About,
        options: WriterOptions,
    ) -> Result<Self, EngineError> {
        let control = Control::default();
        let lease = Lease::take(client, name, options.now, &control)?;
        Ok(Self {
            client: Arc::clone(client),
            name: name.to_string(),
            maker: DocumentMaker::new(about.ranking),
            lease,
            control,
            known: KnownSources::default(),
            open: None,
            batch: Batch::default(),
            bytes: 0,
            sent: false,
            last_commit: Instant::now(),
            told: Committed::default(),
            options,
        })
    }

    /// Something happened to an id.
    fn change(&mut self, id: ArticleId, change: Change) {
        let bytes: u64 = change.arrivals.iter().map(sink::text_bytes).sum();
        self.batch.bytes += bytes;
        self.bytes += bytes;
        self.batch.count += 1;
        self.batch.changes.entry(id).or_default().push(change);
    }

    fn flush_if_due(&mut self) -> Result<(), EngineError> {
        let due = self.batch.bytes >= BYTES || self.batch.count >= CHANGES;
        if due { self.flush() } else { Ok(()) }
    }

    /// Sends what has come together: articles first, then the ledger's lines about them.
    fn flush(&mut self) -> Result<(), EngineError> {
        let batch = std::mem::take(&mut self.batch);
        if batch.changes.is_empty() && batch.sources.is_empty() {
            return Ok(());
        }
        self.lease.renew(&self.control)?;
        self.sent = true;
        let mut changes: Vec<(ArticleId, Vec<Change>)> = batch.changes.into_iter().collect();
        let mut bulk = Bulk::default();
        while !changes.is_empty() {
            let rest = changes.split_off(changes.len().min(READ));
            let ids: Vec<ArticleId> = changes.iter().map(|(id, _)| *id).collect();
            let mut held = self.held(&ids)?;
            for (id, changes) in changes {
                let before = held.remove(&id).unwrap_or_default();
                self.apply(id, before, changes, &mut bulk);
                if bulk.is_due() {
                    self.lease.renew(&self.control)?;
                    bulk.send(&self.client, (&self.name, true), &self.control)?;
                }
            }
            changes = rest;
        }
        bulk.send(&self.client, (&self.name, true), &self.control)?;
        for (key, record) in batch.sources {
            let (id, write) = (source_id(&key), self.lease.next());
            match record {
                Some(record) => bulk.index(&id, write, &source(&record, write)),
                None => bulk.delete(&id, write),
            }
            if bulk.is_due() {
                bulk.send(&self.client, (&self.name, true), &self.control)?;
            }
        }
        bulk.send(&self.client, (&self.name, true), &self.control)
    }

    /// What is held for some ids, what is written and not committed included.
    fn held(&self, ids: &[ArticleId]) -> Result<HashMap<ArticleId, Holding>, EngineError> {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let call = Call::post(format!("/{}/_mget", self.name))
            .with("_source_includes", "article,versions,tombstone")
            .json(&json!({ "ids": ids }));
        let read: Read = self.client.call(&call, &self.control)?;
        let docs = read.docs.into_iter();
        let held = docs.filter_map(|doc| Some((doc.id.parse().ok()?, doc.source?.into())));
        Ok(held.collect())
    }

    /// Applies what happened to an id to what is held for it.
    fn apply(&mut self, id: ArticleId, before: Holding, changes: Vec<Change>, bulk: &mut Bulk) {
        let now = self.options.now;
        let mut after = before.clone();
        for change in changes {
            after = merge(&after, change, now, &mut word_count);
        }
        if before.holds_what(&after) {
            return;
        }
        match (&before.current, &after.current) {
            (None, Some(_)) => self.told.added += 1,
            (Some(_), None) => self.told.removed += 1,
            (Some(old), Some(new)) if old.content_hash() != new.content_hash() => {
                self.told.changed += 1;
            }
            _ => {}
        }
        let write = self.lease.next();
        bulk.index(&id.to_string(), write, &self.maker.held(&after, write));
    }

    /// Makes what was sent visible to searches, and counts it.
    fn refresh(&mut self) -> Result<(), EngineError> {
        refresh(&self.client, &self.name, &self.control)?;
        let query = json!({ "query": { "term": { "kind": kind::ARTICLE } } });
        let call = Call::post(format!("/{}/_count", self.name)).json(&query);
        let counted: Value = self.client.whole(&call, &self.control)?;
        self.told.articles = counted["count"].as_u64().unwrap_or(0);
        self.last_commit = Instant::now();
        (self.bytes, self.sent) = (0, false);
        Ok(())
    }
}

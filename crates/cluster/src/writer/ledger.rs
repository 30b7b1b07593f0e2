//! The ledger of sources: documents of their own kind in the same index.

use std::collections::HashSet;

use morgue_article::{SourceKey, SourceRecord};
use morgue_query::EngineError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Writer, refresh};
use crate::client::Call;
use crate::document::source_id;
use crate::error::CallError;
use crate::mapping::kind;
use crate::snapshot::{Snapshot, about};

/// Lines that are read at a time.
const PAGE: usize = 1_000;

/// Which sources have a line: most that are begun are new, and need not be asked for.
#[derive(Debug, Default)]
pub(super) struct KnownSources(Option<HashSet<String>>);

#[derive(Deserialize)]
struct Answer {
    hits: Found,
}

#[derive(Deserialize)]
struct Found {
    hits: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source", default)]
    source: Option<Source>,
    sort: Vec<Value>,
}

#[derive(Deserialize)]
struct Source {
    source: Option<SourceRecord>,
}

#[derive(Deserialize)]
struct Got {
    #[serde(rename = "_source")]
    source: Option<Source>,
}

/// Calls `each` with every line of the ledger in order of its id; below one root, if that is named.
pub(crate) fn walk(
    snapshot: &Snapshot,
    root: Option<&str>,
    control: &morgue_query::Control,
    each: &mut dyn FnMut(String, SourceRecord) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let mut filter = vec![json!({ "term": { "kind": kind::SOURCE } })];
    filter.extend(root.map(|root| json!({ "term": { "root": root } })));
    let mut after: Option<Value> = None;
    loop {
        control.check()?;
        let mut body = json!({
            "size": PAGE,
            "track_total_hits": false,
            "query": { "bool": { "filter": filter } },
            "sort": [{ "id": "asc" }],
            "_source": ["source"],
        });
        if let Some(after) = after {
            body["search_after"] = after;
        }
        let answer: Answer = snapshot.search(body, control)?;
        let full = answer.hits.hits.len() == PAGE;
        after = answer.hits.hits.last().map(|line| json!(line.sort)).filter(|_| full);
        for line in answer.hits.hits {
            if let Some(record) = line.source.and_then(|source| source.source) {
                each(line.id, record)?;
            }
        }
        if after.is_none() {
            return Ok(());
        }
    }
}

impl Writer {
    /// The ledger as it is stored.
    pub(super) fn stored_ledger(
        &self,
        root: Option<&str>,
    ) -> Result<Vec<SourceRecord>, EngineError> {
        refresh(&self.client, &self.name, &self.control)?;
        let snapshot = self.snapshot()?;
        let mut records = Vec::new();
        walk(&snapshot, root, &self.control, &mut |_, record| {
            records.push(record);
            Ok(())
        })?;
        Ok(records)
    }

    fn snapshot(&self) -> Result<Snapshot, EngineError> {
        let (index, about) = about(&self.client, &self.name, &self.control)?;
        Snapshot::take(&self.client, (&index, about), &self.control)
    }

    /// The ledger's line for a source, sent or not.
    pub(super) fn record(&mut self, key: &SourceKey) -> Result<Option<SourceRecord>, EngineError> {
        if let Some(record) = self.batch.sources.get(key) {
            return Ok(record.clone());
        }
        let id = source_id(key);
        if !self.known_sources()?.contains(&id) {
            return Ok(None);
        }
        let call = Call::get(format!("/{}/_doc/{id}", self.name));
        match self.client.call::<Got>(&call, &self.control) {
            Ok(got) => Ok(got.source.and_then(|source| source.source)),
            Err(CallError::Refused(refusal)) if refusal.status == 404 => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A line was written, or is about to be.
    pub(super) fn know(&mut self, key: &SourceKey, record: Option<SourceRecord>) {
        if let (Some(known), Some(_)) = (&mut self.known.0, &record) {
            known.insert(source_id(key));
        }
        self.batch.sources.insert(key.clone(), record);
    }

    fn known_sources(&mut self) -> Result<&HashSet<String>, EngineError> {
        if self.known.0.is_none() {
            refresh(&self.client, &self.name, &self.control)?;
            let snapshot = self.snapshot()?;
            let mut known = HashSet::new();
            walk(&snapshot, None, &self.control, &mut |id, _| {
                known.insert(id);
                Ok(())
            })?;
            // What is not sent yet is asked first.
            self.known.0 = Some(known);
        }
        Ok(self.known.0.get_or_insert_default())
    }
}

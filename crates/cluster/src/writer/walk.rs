//! Everything an index stores, document by document: to verify it and to build it anew.

use morgue_article::SourceRecord;
use morgue_article::versions::Holding;
use morgue_query::{Control, EngineError};
use serde::Deserialize;
use serde_json::{Value, json};

use super::HeldDoc;
use crate::mapping::kind;
use crate::snapshot::Snapshot;

/// Documents that are read at a time.
const PAGE: usize = 250;

#[derive(Deserialize)]
struct Answer {
    hits: Found,
}

#[derive(Deserialize)]
struct Found {
    total: Total,
    hits: Vec<Doc>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
}

#[derive(Deserialize)]
struct Doc {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source")]
    source: Source,
    sort: Vec<Value>,
}

#[derive(Deserialize)]
struct Source {
    #[serde(flatten)]
    held: HeldDoc,
    source: Option<SourceRecord>,
}

/// Takes an id, what is held under it or the ledger's line, and how many documents there are.
type Each<'a> =
    &'a mut dyn FnMut(&str, Option<Holding>, Option<SourceRecord>, u64) -> Result<(), EngineError>;

/// Calls `each` with every document but the lease, in order of writing.
pub(crate) fn each_document(
    snapshot: &Snapshot,
    control: &Control,
    each: Each<'_>,
) -> Result<(), EngineError> {
    let mut after: Option<Value> = None;
    loop {
        control.check()?;
        let mut body = json!({
            "size": PAGE,
            "track_total_hits": true,
            "query": { "bool": { "must_not": [{ "term": { "kind": kind::LEASE } }] } },
            // Every write has a number of its own.
            "sort": [{ "write": "asc" }],
            "_source": ["article", "versions", "tombstone", "source"],
        });
        if let Some(after) = after {
            body["search_after"] = after;
        }
        let answer: Answer = snapshot.search(body, control)?;
        let full = answer.hits.hits.len() == PAGE;
        after = answer.hits.hits.last().map(|doc| json!(doc.sort)).filter(|_| full);
        let total = answer.hits.total.value;
        for doc in answer.hits.hits {
            let holding = doc.source.source.is_none().then(|| doc.source.held.into());
            each(&doc.id, holding, doc.source.source, total)?;
        }
        if after.is_none() {
            return Ok(());
        }
    }
}

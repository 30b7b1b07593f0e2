//! What a state of the index says about itself, counted by the cluster over what it holds: there is
//! no second place that could disagree.

use std::collections::HashMap;

use morgue_article::{Day, Fingerprint};
use morgue_query::{Control, EngineError, LanguageStats, OutletStats, Stats};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::Call;
use crate::document::SEPARATOR;
use crate::mapping::{PRINTS, kind, print};
use crate::snapshot::Snapshot;

/// The most outlets and languages that are told.
const MOST: usize = 10_000;

#[derive(Deserialize)]
struct Answer {
    aggregations: Counted,
}

#[derive(Deserialize)]
struct Counted {
    articles: Articles,
    sources: Count,
    tombstones: Count,
}

#[derive(Deserialize)]
struct Count {
    doc_count: u64,
}

#[derive(Deserialize)]
struct Articles {
    doc_count: u64,
    undated: Count,
    without_outlet: Count,
    words: Number,
    versions: Number,
    earliest: Number,
    latest: Number,
    outlets: Buckets,
    languages: Buckets,
    without_language: Count,
    #[serde(flatten)]
    prints: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Number {
    value: Option<f64>,
}

#[derive(Deserialize)]
struct Buckets {
    buckets: Vec<Bucket>,
}

#[derive(Deserialize)]
struct Bucket {
    key: String,
    doc_count: u64,
}

/// The stats of a state.
pub(crate) fn of(snapshot: &Snapshot, control: &Control) -> Result<Stats, EngineError> {
    let answer: Answer = snapshot.search(body(), control)?;
    let all = answer.aggregations;
    let articles = all.articles;
    let whole = |number: &Number| number.value.map_or(0, |value| value as u64);
    let day = |number: &Number| number.value.map(|value| Day(value as i64));
    let (bytes, shards) = size(snapshot, control)?;
    Ok(Stats {
        articles: articles.doc_count,
        undated: articles.undated.doc_count,
        without_outlet: articles.without_outlet.doc_count,
        words: whole(&articles.words),
        sources: all.sources.doc_count,
        versions: whole(&articles.versions),
        tombstones: all.tombstones.doc_count,
        earliest: day(&articles.earliest),
        latest: day(&articles.latest),
        outlets: outlets(&articles.outlets),
        languages: languages(&articles.languages, articles.without_language.doc_count),
        fingerprint: fingerprint(&articles.prints).to_string(),
        analysis: snapshot.about.analysis,
        bytes,
        segments: shards,
        commit: snapshot.commit.clone(),
    })
}

fn body() -> Value {
    let mut of_articles = json!({
        "undated": { "missing": { "field": "earliest" } },
        "without_outlet": { "missing": { "field": "outlet" } },
        "without_language": { "missing": { "field": "lang" } },
        "words": { "sum": { "field": "length" } },
        "versions": { "sum": { "field": "versions_held" } },
        "earliest": { "min": { "field": "earliest" } },
        "latest": { "max": { "field": "latest" } },
        "outlets": { "terms": { "field": "outlet_shown", "size": MOST, "shard_size": MOST } },
        "languages": { "terms": { "field": "lang", "size": MOST, "shard_size": MOST } },
    });
    for piece in 0..PRINTS {
        of_articles[print(piece)] = json!({ "sum": { "field": print(piece) } });
    }
    let of = |kind: &str| json!({ "term": { "kind": kind } });
    json!({
        "size": 0,
        "track_total_hits": false,
        "aggs": {
            "articles": { "filter": of(kind::ARTICLE), "aggs": of_articles },
            "sources": { "filter": of(kind::SOURCE) },
            "tombstones": { "filter": of(kind::TOMBSTONE) },
        },
    })
}

/// Spelled in several ways, an outlet is shown as what comes first in order.
fn outlets(buckets: &Buckets) -> Vec<OutletStats> {
    let mut by_id: HashMap<&str, OutletStats> = HashMap::new();
    for bucket in &buckets.buckets {
        let (id, name) = bucket.key.split_once(SEPARATOR).unwrap_or((&bucket.key, &bucket.key));
        let outlet = by_id.entry(id).or_insert_with(|| OutletStats {
            id: id.to_string(),
            name: name.to_string(),
            articles: 0,
        });
        outlet.articles += bucket.doc_count;
        if name < outlet.name.as_str() {
            outlet.name = name.to_string();
        }
    }
    let mut outlets: Vec<OutletStats> = by_id.into_values().collect();
    outlets.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
    outlets
}

fn languages(buckets: &Buckets, without: u64) -> Vec<LanguageStats> {
    let known = buckets.buckets.iter().map(|bucket| (bucket.key.as_str(), bucket.doc_count));
    let mut languages: Vec<LanguageStats> = known
        .chain((without > 0).then_some(("und", without)))
        .map(|(code, articles)| LanguageStats { code: code.to_string(), articles })
        .collect();
    languages.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.code.cmp(&b.code)));
    languages
}

/// The sum of all articles' parts, from the sums of their pieces.
fn fingerprint(prints: &HashMap<String, Value>) -> Fingerprint {
    let mut sum = Fingerprint::default();
    for piece in 0..PRINTS {
        let pieces = prints.get(&print(piece)).and_then(|sum| sum["value"].as_f64());
        sum.add_part((pieces.unwrap_or(0.0) as u128) << (16 * piece));
    }
    sum
}

/// Bytes on all disks of the cluster, and the number of shards.
fn size(snapshot: &Snapshot, control: &Control) -> Result<(u64, u64), EngineError> {
    let call = Call::get(format!("/{}/_stats/store", snapshot.index));
    let stats: Value = snapshot.client.call(&call, control)?;
    let bytes = stats["_all"]["total"]["store"]["size_in_bytes"].as_u64().unwrap_or(0);
    Ok((bytes, stats["_shards"]["total"].as_u64().unwrap_or(0)))
}

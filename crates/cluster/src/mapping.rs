//! The fields of an index of the cluster: the twin of the embedded engine's schema.
//!
//! The cluster gets the tokens that our analysis made (`design.md`, rule 9). A field of *tokens*
//! is a text of tokens with spaces between them; in a field of *places* what stands at one position
//! is one group, its tokens with [`STACK`](crate::tokens::STACK) between them, so that a position is
//! a group and phrases are the cluster's own. None of it is in `_source`, which holds what people
//! wrote and a rebuild reads.

use morgue_query::Ranking;
use morgue_query::plan::{TextField, ValueField};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::tokens::{FILLER, STACK};

/// The version of all this: another one is read by nobody.
pub(crate) const FORMAT: u32 = 1;

/// What a document is.
pub(crate) mod kind {
    /// A current article, with its superseded versions.
    pub(crate) const ARTICLE: &str = "a";
    /// What is left of an article that went.
    pub(crate) const TOMBSTONE: &str = "t";
    /// A line of the ledger.
    pub(crate) const SOURCE: &str = "s";
    /// Who may write.
    pub(crate) const LEASE: &str = "l";
}

/// Stems of headline, body and captions; headline and lead weighted by repetition. What ranks.
pub(crate) const WORDS: &str = "words";
/// Exact forms of the same, each as often as it stands there.
pub(crate) const EXACT: &str = "exact";
/// Exact forms of the same, each once: the dictionary.
pub(crate) const FORMS: &str = "forms";

/// The field of places that a field of the language is searched in.
pub(crate) fn places(field: TextField) -> &'static str {
    match field {
        TextField::Headline => "headline",
        TextField::Lead => "lead",
        TextField::Body => "body",
        TextField::Caption => "caption",
        TextField::Byline => "byline",
        TextField::Dateline => "dateline",
    }
}

/// The field of an exact value.
pub(crate) fn value(field: ValueField) -> &'static str {
    match field {
        ValueField::Author => "author",
        ValueField::Section => "section",
        ValueField::Lang => "lang",
        ValueField::Country => "country",
        ValueField::Type => "type",
        ValueField::Wire => "wire",
        ValueField::Tag => "tag",
        ValueField::Page => "page",
        ValueField::Edition => "edition",
    }
}

/// What an index says of itself, beside its fields.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) format: u32,
    pub(crate) analysis: u32,
    pub(crate) ranking: Ranking,
}

/// How an index is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Into how many parts.
    pub shards: u32,
    /// How many copies there are of each, besides the first.
    pub replicas: u32,
}

impl Default for Spread {
    fn default() -> Self {
        Self { shards: 3, replicas: 1 }
    }
}

/// The body that makes an index, under an alias if it is to have one at once.
pub(crate) fn index(alias: Option<&str>, spread: Spread, ranking: Ranking) -> Value {
    let about = About { format: FORMAT, analysis: morgue_analysis::VERSION, ranking };
    let aliases: serde_json::Map<String, Value> =
        alias.iter().map(|alias| ((*alias).to_string(), json!({}))).collect();
    json!({
        "aliases": aliases,
        "settings": settings(spread, ranking),
        "mappings": {
            "_meta": about,
            "dynamic": false,
            "_source": { "excludes": derived() },
            "properties": properties(),
        },
    })
}

fn settings(spread: Spread, ranking: Ranking) -> Value {
    json!({
        "number_of_shards": spread.shards,
        "number_of_replicas": spread.replicas,
        // What is written is seen at a commit, not before.
        "refresh_interval": -1,
        // A misspelling is looked up in the dictionary by all that it may be.
        "max_regex_length": 100_000,
        "similarity": { "default": {
            "type": "BM25", "k1": ranking.k1, "b": ranking.b, "discount_overlaps": false,
        } },
        "analysis": {
            "tokenizer": { "groups": { "type": "whitespace", "max_token_length": 65_536 } },
            "filter": {
                "stack": {
                    "type": "pattern_capture",
                    "preserve_original": false,
                    "patterns": [format!("([^{STACK}]+)")],
                },
                "gap": { "type": "stop", "stopwords": [FILLER] },
            },
            "analyzer": {
                "tokens": { "type": "custom", "tokenizer": "groups" },
                "places": { "type": "custom", "tokenizer": "groups", "filter": ["stack"] },
                // A phrase that is asked for: a filler is any one word.
                ASKED: { "type": "custom", "tokenizer": "groups", "filter": ["stack", "gap"] },
            },
        },
    })
}

/// The analyser of phrases that are asked for.
pub(crate) const ASKED: &str = "asked";

/// Fields of places.
const PLACES: [&str; 6] = ["headline", "lead", "body", "caption", "byline", "dateline"];
/// Values that are looked up and counted.
const VALUES: [&str; 17] = [
    "outlet", "author", "section", "lang", "country", "type", "wire", "tag", "page", "edition",
    "basis", "folder", "day", "week", "month", "year", "decade",
];
/// Values that are only looked up.
const TERMS: [&str; 5] = ["kind", "source_id", "url", "path", "root"];
/// Values as they are shown, behind what they are compared by.
const SHOWN: [&str; 5] =
    ["outlet_shown", "author_shown", "section_shown", "type_shown", "tag_shown"];
/// Numbers.
const NUMBERS: [&str; 8] = [
    "write",
    "length",
    "earliest",
    "latest",
    "updated_earliest",
    "updated_latest",
    "added",
    "versions_held",
];
/// The longest value that is looked up: the cluster refuses whole documents over longer ones.
const LONGEST: u32 = 8_000;

/// The fingerprint's part, in pieces of 16 bits whose sums stay exact.
pub(crate) fn print(piece: usize) -> String {
    format!("print{piece}")
}

/// How many pieces there are.
pub(crate) const PRINTS: usize = 8;

/// All that can be made again from the article.
fn derived() -> Vec<String> {
    let fixed = [&[WORDS, EXACT, FORMS][..], &PLACES, &VALUES, &SHOWN];
    let fixed = fixed.into_iter().flatten().map(|name| (*name).to_string());
    fixed.chain(["url".to_string(), "path".to_string(), "source_id".to_string()]).collect()
}

fn properties() -> Value {
    let mut all = serde_json::Map::new();
    let mut add = |name: &str, field: Value| drop(all.insert(name.to_string(), field));
    for name in [WORDS, EXACT] {
        add(name, json!({ "type": "text", "analyzer": "tokens", "index_options": "freqs" }));
    }
    for name in PLACES {
        add(
            name,
            json!({
                "type": "text", "analyzer": "places", "norms": false,
                "position_increment_gap": morgue_query::document::GAP,
            }),
        );
    }
    add(FORMS, json!({ "type": "keyword", "index": false, "doc_values": true }));
    // An id is found, put in order and cut at its beginning.
    add("id", json!({ "type": "keyword" }));
    for name in VALUES {
        add(name, json!({ "type": "keyword", "ignore_above": LONGEST }));
    }
    for name in TERMS {
        add(name, json!({ "type": "keyword", "doc_values": false, "ignore_above": LONGEST }));
    }
    for name in SHOWN {
        add(name, json!({ "type": "keyword", "index": false, "ignore_above": LONGEST }));
    }
    for name in NUMBERS {
        add(name, json!({ "type": "long" }));
    }
    for piece in 0..PRINTS {
        add(&print(piece), json!({ "type": "integer", "index": false }));
    }
    for name in ["article", "versions", "tombstone", "source", "lease"] {
        add(name, json!({ "type": "object", "enabled": false }));
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_there_once() {
        let body = index(Some("news"), Spread::default(), Ranking::DEFAULT);
        let fields = body["mappings"]["properties"].as_object().unwrap();
        for field in ValueField::ALL {
            assert!(fields.contains_key(value(field)), "{field:?}");
        }
        let texts = [TextField::Lead, TextField::Byline, TextField::Dateline];
        for field in TextField::DEFAULT.into_iter().chain(texts) {
            assert_eq!(fields[places(field)]["analyzer"], "places", "{field:?}");
        }
        assert_eq!(fields.len(), 3 + 6 + 1 + VALUES.len() + TERMS.len() + 5 + 8 + PRINTS + 5);
        let about: About = serde_json::from_value(body["mappings"]["_meta"].clone()).unwrap();
        assert_eq!(about.ranking, Ranking::DEFAULT);
    }
}

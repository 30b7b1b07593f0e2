//! One state of the index: a point in time that the cluster holds for us, and what it says about
//! itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use morgue_analysis::Analyzer;
use morgue_query::{Control, EngineError, EngineErrorKind, Stats};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::client::{Call, Client};
use crate::error::CallError;
use crate::mapping::{About, FORMAT};

/// How long the cluster holds a state after it was last asked: longer than pages of an answer are
/// held by anybody.
const HELD: &str = "11m";
/// How long a search of a state is tried again: then its parts will not come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// What a search is answered by: statistics of all shards, so that scores do not depend on where
/// an article lies.
const SEARCH: &str = "/_search";

/// A state of the index.
pub(crate) struct Snapshot {
    pub(crate) client: Arc<Client>,
    /// The index's name in the cluster.
    pub(crate) index: String,
    pub(crate) about: About,
    /// Names the state.
    pub(crate) commit: String,
    point: String,
    stats: OnceLock<Stats>,
    stemmers: Mutex<HashMap<String, Analyzer>>,
}

#[derive(Deserialize)]
struct Point {
    pit_id: String,
}

/// The greatest number of a write that is seen, and how many documents there are.
#[derive(Deserialize)]
struct Seen {
    hits: SeenHits,
    aggregations: SeenWrites,
}

#[derive(Deserialize)]
struct SeenHits {
    total: SeenTotal,
}

#[derive(Deserialize)]
struct SeenTotal {
    value: u64,
}

#[derive(Deserialize)]
struct SeenWrites {
    last: Number,
}

#[derive(Deserialize)]
struct Number {
    value: Option<f64>,
}

/// What a cluster says of the index behind a name: its own name and what we wrote into its mapping.
pub(crate) fn about(
    client: &Client,
    name: &str,
    control: &Control,
) -> Result<(String, About), EngineError> {
    #[derive(Deserialize)]
    struct Mapped {
        mappings: Mappings,
    }
    #[derive(Deserialize)]
    struct Mappings {
        #[serde(rename = "_meta")]
        meta: Option<Value>,
    }
    let all: HashMap<String, Mapped> =
        client.call(&Call::get(format!("/{name}/_mapping")), control)?;
    let mut all = all.into_iter();
    let (Some((index, mapped)), None) = (all.next(), all.next()) else {
        let message = format!("`{name}` is not one index of the cluster, but several or none");
        return Err(EngineError::new(EngineErrorKind::Damaged, message));
    };
    let other = |message: String| Err(EngineError::new(EngineErrorKind::OtherVersion, message));
    let about = mapped.mappings.meta.and_then(|meta| serde_json::from_value::<About>(meta).ok());
    match about {
        None => other(format!("`{name}` is an index of the cluster, but not one of this program")),
        Some(about) if about.format != FORMAT => other(format!(
            "`{name}` has the format {}, this program reads {FORMAT}: `morgue rebuild` makes it anew \
             from itself",
            about.format
        )),
        Some(about) => Ok((index, about)),
    }
}

/// Names the state that a search would see now.
pub(crate) fn commit(
    client: &Client,
    index: &str,
    control: &Control,
) -> Result<String, EngineError> {
    let call = Call::post(format!("/{index}{SEARCH}")).json(&seen());
    let seen: Seen = client.search(&call, control)?;
    Ok(seen.name(index))
}

/// Asks for what a state is named by.
fn seen() -> Value {
    json!({
        "size": 0,
        "track_total_hits": true,
        "aggs": { "last": { "max": { "field": "write" } } },
    })
}

impl Seen {
    fn name(&self, index: &str) -> String {
        let last = self.aggregations.last.value.unwrap_or(0.0) as u64;
        format!("{index}-{last:x}-{:x}", self.hits.total.value)
    }
}

impl Snapshot {
    /// The state as it is now.
    pub(crate) fn take(
        client: &Arc<Client>,
        (index, about): (&str, About),
        control: &Control,
    ) -> Result<Self, EngineError> {
        let call = Call::post(format!("/{index}/_search/point_in_time"))
            .with("keep_alive", HELD)
            .with("allow_partial_pit_creation", false);
        let point: Point = client.call(&call, control)?;
        let mut snapshot = Self {
            client: Arc::clone(client),
            index: index.to_string(),
            about,
            commit: String::new(),
            point: point.pit_id,
            stats: OnceLock::new(),
            stemmers: Mutex::default(),
        };
        // It is named by what it holds itself: while a commit becomes visible, one copy of a shard
        // may show it and another not yet.
        let seen: Seen = snapshot.search(seen(), control)?;
        snapshot.commit = seen.name(index);
        Ok(snapshot)
    }

    /// Searches this state. `body` lacks the point in time.
    pub(crate) fn search<T: DeserializeOwned>(
        &self,
        mut body: Value,
        control: &Control,
    ) -> Result<T, EngineError> {
        body["pit"] = json!({ "id": self.point, "keep_alive": HELD });
        let call = Call::post(SEARCH).with("search_type", "dfs_query_then_fetch").json(&body);
        match self.client.search_for(&call, control, PATIENCE) {
            // The nodes that held this state may be gone, and with them the state.
            Err(CallError::Failed(error)) if error.kind == EngineErrorKind::Unreachable => {
                let message = "a part of the cluster that held this state of the index is gone";
                Err(EngineError::new(EngineErrorKind::Gone, message).because(error))
            }
            answer => Ok(answer?),
        }
    }

    /// What it says about itself. Planning asks for it with every query, so it is asked once.
    pub(crate) fn stats(&self, control: &Control) -> Result<&Stats, EngineError> {
        if self.stats.get().is_none() {
            let stats = crate::stats::of(self, control)?;
            let _ = self.stats.set(stats);
        }
        Ok(self.stats.get().expect("just set"))
    }

    /// A word's stems in the languages of the archive.
    pub(crate) fn stems(
        &self,
        lower: &str,
        control: &Control,
    ) -> Result<Vec<(String, String)>, EngineError> {
        let languages = &self.stats(control)?.languages;
        let stems = languages.iter().filter_map(|language| {
            Some((language.code.clone(), self.stem(&language.code, lower)?))
        });
        Ok(stems.collect())
    }

    /// A word's stem in a language.
    pub(crate) fn stem(&self, lang: &str, lower: &str) -> Option<String> {
        let mut stemmers = self.stemmers.lock().unwrap_or_else(PoisonError::into_inner);
        let stemmer = stemmers.entry(lang.to_string()).or_insert_with(|| Analyzer::new(lang));
        stemmer.stem(lower)
    }
}

impl Drop for Snapshot {
    /// Gives the point in time back; where that fails, it ends by itself.
    fn drop(&mut self) {
        let control = Control {
            deadline: Some(Instant::now() + Duration::from_secs(1)),
            ..Control::default()
        };
        let body = json!({ "pit_id": [self.point] });
        let call = Call::delete("/_search/point_in_time").json(&body);
        let _ = self.client.call::<Value>(&call, &control);
    }
}

//! From a plan to results: the query, what it counts, its hits.

mod candidates;
mod facets;
mod hits;
mod scan;
mod timeline;

use morgue_article::{ArticleId, Fingerprint};
use morgue_query::facts::{id_prefix, resolve_ids};
use morgue_query::plan::{Clause, Filter, Plan, WantTotal};
use morgue_query::{Control, EngineError, FacetList, Relation, Results, Timeline, Total};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use self::facets::Facets;
pub(crate) use self::facets::literal;
pub(crate) use self::hits::{Ids, ids};
pub(crate) use self::scan::scan;
use crate::snapshot::Snapshot;
use crate::translate::{How, Set, Translator, current, is_dated};

/// The most ids that a text in a query may name.
const MOST_NAMED: usize = 10_000;

/// A plan made ready: its ids looked up, its open conditions decided.
pub(crate) struct Ready<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) control: &'a Control,
    translator: Translator<'a>,
    clause: Clause,
    pub(super) plan: &'a Plan,
}

/// The cluster's answer.
#[derive(Debug, Deserialize)]
struct Counted {
    hits: CountedHits,
    #[serde(default)]
    aggregations: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct CountedHits {
    total: Option<CountedTotal>,
}

#[derive(Debug, Deserialize)]
struct CountedTotal {
    value: u64,
    relation: String,
}

/// What is counted.
#[derive(Debug, Default)]
struct Beside {
    total: Option<Total>,
    facets: Vec<FacetList>,
    timeline: Option<Timeline>,
}

/// Answers a plan from one state.
pub(crate) fn search(
    snapshot: &Snapshot,
    plan: &Plan,
    control: &Control,
) -> Result<Results, EngineError> {
    control.check()?;
    let ready = Ready::new(snapshot, plan, control)?;
    let stats = snapshot.stats(control)?;
    let fingerprint: Fingerprint = stats.fingerprint.parse().unwrap_or_default();
    let facets = Facets::new(&ready);
    let Beside { total, facets, timeline } = ready.counted(&facets)?;
    let hits = match &plan.want.hits {
        Some(want) => hits::of(&ready, want)?,
        None => Vec::new(),
    };
    Ok(Results { hits, total, facets, timeline, fingerprint })
}

impl<'a> Ready<'a> {
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        plan: &'a Plan,
        control: &'a Control,
    ) -> Result<Self, EngineError> {
        let mut lookup = |text: &str| named(snapshot, text, control);
        let clause = resolve_ids(&plan.clause, &mut lookup)?;
        let mut translator = Translator::new(snapshot, &clause, control)?;
        // A list that is counted without its own filter needs every article that passes the others.
        let kept: Vec<&Filter> =
            plan.filters.iter().filter(|filter| filter.facet.is_none()).collect();
        candidates::decide(&mut translator, &clause, &kept)?;
        Ok(Self { snapshot, control, translator, clause, plan })
    }

    /// The query of a plan's clause, which scores, without its filters.
    pub(crate) fn clause(&self) -> Value {
        self.translator.query(&self.clause, How::EXACT)
    }

    pub(super) fn filter(&self, filter: &Filter) -> Value {
        self.translator.filter(filter, false)
    }

    /// The whole query: what scores, what must hold besides.
    pub(super) fn query(&self) -> Value {
        let filters = self.plan.filters.iter().map(|filter| self.filter(filter)).collect();
        json!({ "bool": { "must": [self.clause()], "filter": [current(filters)] } })
    }

    /// The same without scores.
    pub(crate) fn unscored(&self, loose: bool) -> Value {
        let how = How { set: Set::Exact, loose };
        let mut all = vec![self.translator.query(&self.clause, how)];
        all.extend(self.plan.filters.iter().map(|filter| self.translator.filter(filter, loose)));
        current(all)
    }

    /// Counts: the total, the lists, the timeline, all in one request as far as they fit.
    fn counted(&self, facets: &Facets<'_>) -> Result<Beside, EngineError> {
        let want = &self.plan.want;
        if want.total == WantTotal::None && want.facets.is_empty() && want.timeline.is_none() {
            return Ok(Beside::default());
        }
        let mut aggregations = facets.aggregations();
        if let Some(interval) = want.timeline {
            aggregations.extend(timeline::aggregations(interval, facets));
        }
        let mut body = json!({
            "size": 0,
            "query": current(facets.narrow()),
            "post_filter": { "bool": { "filter": facets.own() } },
            "aggs": aggregations,
        });
        body["track_total_hits"] = match want.total {
            WantTotal::None => false.into(),
            WantTotal::AtLeast(enough) => enough.min(i32::MAX as u64).into(),
            WantTotal::Exact => true.into(),
        };
        // The cluster counts nothing at all where it is asked for no more than 0.
        if body["track_total_hits"] == 0 {
            body["track_total_hits"] = 1.into();
        }
        let counted: Counted = self.snapshot.search(body, self.control)?;
        let lists = facets.lists(&counted.aggregations)?;
        let timeline = match want.timeline {
            Some(interval) => Some(timeline::of(self, facets, interval, &counted.aggregations)?),
            None => None,
        };
        Ok(Beside { total: self.total(counted.hits.total)?, facets: lists, timeline })
    }

    fn total(&self, counted: Option<CountedTotal>) -> Result<Option<Total>, EngineError> {
        if self.plan.want.total == WantTotal::None {
            return Ok(None);
        }
        let counted = counted.unwrap_or(CountedTotal { value: 0, relation: "eq".into() });
        let relation = if counted.relation == "eq" { Relation::Exact } else { Relation::AtLeast };
        let overlapping = self.overlapping()?;
        Ok(Some(Total { value: counted.value, relation, overlapping }))
    }

    /// Articles found only if a date that overlaps its range is enough.
    fn overlapping(&self) -> Result<u64, EngineError> {
        if !is_dated(&self.clause, &self.plan.filters) {
            return Ok(0);
        }
        let query = json!({ "bool": {
            "filter": [self.unscored(true)],
            "must_not": [self.unscored(false)],
        } });
        self.count(query)
    }

    fn count(&self, query: Value) -> Result<u64, EngineError> {
        count(self.snapshot, query, self.control)
    }
}

/// How many documents a query finds.
pub(crate) fn count(
    snapshot: &Snapshot,
    query: Value,
    control: &Control,
) -> Result<u64, EngineError> {
    let body = json!({ "size": 0, "track_total_hits": true, "query": query });
    let counted: Counted = snapshot.search(body, control)?;
    Ok(counted.hits.total.map_or(0, |total| total.value))
}

/// The articles that a text in a query names: by their whole id or a source's own; if there is
/// none, by the beginning of their id.
fn named(
    snapshot: &Snapshot,
    text: &str,
    control: &Control,
) -> Result<Vec<ArticleId>, EngineError> {
    let whole = json!({ "bool": { "should": [
        { "term": { "id": text.to_lowercase() } },
        { "term": { "source_id": text } },
    ] } });
    let found = ids(snapshot, current(vec![whole]), MOST_NAMED, control)?;
    if !found.is_empty() || id_prefix(text).is_none() {
        return Ok(found);
    }
    let prefix = json!({ "prefix": { "id": text.to_lowercase() } });
    ids(snapshot, current(vec![prefix]), MOST_NAMED, control)
}

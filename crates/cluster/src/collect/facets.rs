//! Counts of facets' values: exact on every shard, however many values there are.
//!
//! The cluster's own lists of the most frequent values are exact where they are whole. So a list is
//! asked for whole, up to [`MOST`] values; one that has more is walked page by page.

use std::collections::BTreeMap;

use morgue_query::plan::{FacetField, Filter, WantFacet};
use morgue_query::{EngineError, FacetCount, FacetList};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Ready;
use crate::document::{SEPARATOR, shown};
use crate::error::unreadable;
use crate::translate::{current, facet_field};

/// Values of a list that come with the first answer. A cluster gives 65,535 in one answer, and a
/// plan may want thirteen lists.
pub(super) const MOST: usize = 5_000;

/// The lists that a plan wants, and the filters that do not shrink one of them.
pub(super) struct Facets<'a> {
    ready: &'a Ready<'a>,
    /// Filters of a list that is wanted: it is counted without its own.
    own: Vec<&'a Filter>,
}

/// One list as the cluster counted it.
#[derive(Debug, Deserialize)]
pub(super) struct Values {
    buckets: Vec<Bucket>,
}

#[derive(Debug, Deserialize)]
struct Bucket {
    key: String,
    doc_count: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Count {
    pub(super) doc_count: u64,
}

#[derive(Debug, Deserialize)]
struct List {
    values: Values,
    missing: Count,
}

/// A page of a long list.
#[derive(Debug, Deserialize)]
struct Page {
    aggregations: PageOf,
}

#[derive(Debug, Deserialize)]
struct PageOf {
    page: PageValues,
}

#[derive(Debug, Deserialize)]
struct PageValues {
    after_key: Option<Value>,
    buckets: Vec<PageBucket>,
}

#[derive(Debug, Deserialize)]
struct PageBucket {
    key: PageKey,
    doc_count: u64,
}

#[derive(Debug, Deserialize)]
struct PageKey {
    value: String,
}

impl Values {
    /// The values and their counts, if the list is whole.
    pub(super) fn whole(self) -> Option<BTreeMap<String, u64>> {
        (self.buckets.len() < MOST)
            .then(|| self.buckets.into_iter().map(|it| (it.key, it.doc_count)).collect())
    }
}

impl<'a> Facets<'a> {
    pub(super) fn new(ready: &'a Ready<'a>) -> Self {
        let wanted = |field: FacetField| ready.plan.want.facets.iter().any(|it| it.field == field);
        let own = ready.plan.filters.iter().filter(|it| it.facet.is_some_and(wanted)).collect();
        Self { ready, own }
    }

    /// The conditions that hold for everything that is counted.
    pub(super) fn narrow(&self) -> Vec<Value> {
        let own = |filter: &&Filter| self.own.iter().any(|own| std::ptr::eq(*own, *filter));
        let others = self.ready.plan.filters.iter().filter(|filter| !own(filter));
        let others = others.map(|filter| self.ready.filter(filter));
        std::iter::once(self.ready.clause()).chain(others).collect()
    }

    /// The filters that hold for the hits and not for every list.
    pub(super) fn own(&self) -> Vec<Value> {
        self.own.iter().map(|filter| self.ready.filter(filter)).collect()
    }

    /// Those of them that hold for this list.
    fn own_but(&self, field: FacetField) -> Vec<Value> {
        let others = self.own.iter().filter(|filter| filter.facet != Some(field));
        others.map(|filter| self.ready.filter(filter)).collect()
    }

    /// What the cluster is asked to count.
    pub(super) fn aggregations(&self) -> Map<String, Value> {
        let lists = self.ready.plan.want.facets.iter().enumerate();
        let of = |(number, want): (usize, &WantFacet)| {
            let field = facet_field(want.field);
            let list = json!({
                "filter": { "bool": { "filter": self.own_but(want.field) } },
                "aggs": { "values": terms(field), "missing": { "missing": { "field": field } } },
            });
            (name(number), list)
        };
        lists.map(of).collect()
    }

    /// The lists, out of what was counted.
    pub(super) fn lists(
        &self,
        counted: &Map<String, Value>,
    ) -> Result<Vec<FacetList>, EngineError> {
        let mut lists = Vec::new();
        for (number, want) in self.ready.plan.want.facets.iter().enumerate() {
            let list = counted.get(&name(number)).cloned().unwrap_or_default();
            let list: List =
                serde_json::from_value(list).map_err(|error| unreadable("a facet", error))?;
            let counts = match list.values.whole() {
                Some(counts) => counts,
                None => {
                    let mut conditions = self.narrow();
                    conditions.extend(self.own_but(want.field));
                    walk(self.ready, facet_field(want.field), conditions)?
                }
            };
            lists.push(self.list(want, counts, list.missing.doc_count)?);
        }
        Ok(lists)
    }

    fn list(
        &self,
        want: &WantFacet,
        counts: BTreeMap<String, u64>,
        missing: u64,
    ) -> Result<FacetList, EngineError> {
        let distinct = counts.len() as u64;
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        match want.field {
            FacetField::Year | FacetField::Month | FacetField::Day => counts.reverse(),
            _ => counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))),
        }
        counts.truncate(want.limit);
        let labels = self.labels(want.field, &counts)?;
        let values = counts.into_iter().map(|(value, count)| {
            let label = labels.get(&value).filter(|label| **label != value).cloned();
            FacetCount { value, label, count }
        });
        Ok(FacetList { field: want.field, values: values.collect(), distinct, missing })
    }

    /// How values are shown; of several printed forms the first in order.
    fn labels(
        &self,
        field: FacetField,
        counts: &[(String, u64)],
    ) -> Result<BTreeMap<String, String>, EngineError> {
        if field == FacetField::Outlet {
            let stats = self.ready.snapshot.stats(self.ready.control)?;
            let names = stats.outlets.iter().map(|outlet| (outlet.id.clone(), outlet.name.clone()));
            return Ok(names.collect());
        }
        let shown = morgue_query::facts::facet_value_field(field).and_then(shown);
        let Some(shown) = shown.filter(|_| !counts.is_empty()) else { return Ok(BTreeMap::new()) };
        let mut labels = BTreeMap::new();
        for counts in counts.chunks(500) {
            self.look_up(field, shown, counts, &mut labels)?;
        }
        Ok(labels)
    }

    fn look_up(
        &self,
        field: FacetField,
        shown: &str,
        counts: &[(String, u64)],
        labels: &mut BTreeMap<String, String>,
    ) -> Result<(), EngineError> {
        #[derive(Deserialize)]
        struct Answer {
            aggregations: Shown,
        }
        #[derive(Deserialize)]
        struct Shown {
            values: Values,
        }
        let values: Vec<&str> = counts.iter().map(|(value, _)| value.as_str()).collect();
        let any: Vec<String> =
            values.iter().map(|value| literal(&format!("{value}{SEPARATOR}"))).collect();
        let mut list = terms(shown);
        list["terms"]["include"] = format!("({}).*", any.join("|")).into();
        let body = json!({
            "size": 0,
            "track_total_hits": false,
            "query": current(vec![json!({ "terms": { facet_field(field): values } })]),
            "aggs": { "values": list },
        });
        let answer: Answer = self.ready.snapshot.search(body, self.ready.control)?;
        for bucket in answer.aggregations.values.buckets {
            if let Some((value, printed)) = bucket.key.split_once(SEPARATOR) {
                let label = labels.entry(value.to_string()).or_insert_with(|| printed.to_string());
                if printed < label.as_str() {
                    *label = printed.to_string();
                }
            }
        }
        Ok(())
    }
}

fn name(number: usize) -> String {
    format!("list{number}")
}

/// The list of a field's values, whole if it is not too long.
pub(super) fn terms(field: &str) -> Value {
    json!({ "terms": { "field": field, "size": MOST, "shard_size": MOST } })
}

/// All values of a field among what holds these conditions, page by page.
pub(super) fn walk(
    ready: &Ready<'_>,
    field: &str,
    conditions: Vec<Value>,
) -> Result<BTreeMap<String, u64>, EngineError> {
    let query = current(conditions);
    let mut counts = BTreeMap::new();
    let mut after: Option<Value> = None;
    loop {
        ready.control.check()?;
        let mut page = json!({ "composite": {
            "size": MOST,
            "sources": [{ "value": { "terms": { "field": field } } }],
        } });
        if let Some(after) = after {
            page["composite"]["after"] = after;
        }
        let body = json!({
            "size": 0, "track_total_hits": false, "query": query, "aggs": { "page": page },
        });
        let answer: Page = ready.snapshot.search(body, ready.control)?;
        let page = answer.aggregations.page;
        let full = page.buckets.len() == MOST;
        counts.extend(page.buckets.into_iter().map(|it| (it.key.value, it.doc_count)));
        after = page.after_key.filter(|_| full);
        if after.is_none() {
            return Ok(counts);
        }
    }
}

/// A text as a regular expression of the cluster that fits it and nothing else.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

//! Counts by time.

use std::collections::BTreeMap;

use morgue_article::{Day, DayRange};
use morgue_query::plan::Interval;
use morgue_query::{Bucket, EngineError, Timeline};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Ready;
use super::facets::{Count, Facets, Values, terms, walk};
use crate::document::STEPS;
use crate::error::unreadable;

/// The most buckets that are filled with empty ones.
const FILLED: usize = 10_000;

#[derive(Debug, Deserialize)]
struct Counted {
    doc_count: u64,
    undated: Count,
    #[serde(default)]
    first: Number,
    #[serde(default)]
    last: Number,
    values: Option<Values>,
}

#[derive(Debug, Default, Deserialize)]
struct Number {
    value: Option<f64>,
}

/// The field with the names of a step.
fn field(interval: Interval) -> Option<&'static str> {
    STEPS.into_iter().find(|(step, _)| *step == interval).map(|(_, field)| field)
}

/// What the cluster is asked to count.
pub(super) fn aggregations(interval: Interval, facets: &Facets<'_>) -> Map<String, Value> {
    let mut of = json!({ "undated": { "missing": { "field": "earliest" } } });
    match field(interval) {
        Some(field) => of["values"] = terms(field),
        // Which step it is depends on the days that are found.
        None => {
            of["first"] = json!({ "min": { "field": "earliest" } });
            of["last"] = json!({ "max": { "field": "latest" } });
        }
    }
    let filter = json!({ "bool": { "filter": facets.own() } });
    Map::from_iter([("timeline".to_string(), json!({ "filter": filter, "aggs": of }))])
}

/// The timeline, out of what was counted.
pub(super) fn of(
    ready: &Ready<'_>,
    facets: &Facets<'_>,
    interval: Interval,
    counted: &Map<String, Value>,
) -> Result<Timeline, EngineError> {
    let counted = counted.get("timeline").cloned().unwrap_or_default();
    let counted: Counted =
        serde_json::from_value(counted).map_err(|error| unreadable("a timeline", error))?;
    let interval = match (interval, counted.first.value, counted.last.value) {
        (Interval::Auto, Some(first), Some(last)) => {
            Interval::fit(DayRange::new(Day(first as i64), Day(last as i64)))
        }
        (Interval::Auto, ..) => Interval::Day,
        (given, ..) => given,
    };
    let known = counted.values.and_then(Values::whole);
    let counts = match (known, field(interval)) {
        (Some(counts), _) => counts,
        (None, Some(field)) => {
            let mut conditions = facets.narrow();
            conditions.extend(facets.own());
            walk(ready, field, conditions)?
        }
        (None, None) => BTreeMap::new(),
    };
    let placed: u64 = counts.values().sum();
    let undated = counted.undated.doc_count;
    let imprecise = counted.doc_count.saturating_sub(undated + placed);
    let counts: BTreeMap<Day, u64> = counts
        .into_iter()
        .filter_map(|(name, count)| Some((DayRange::parse(&name).ok()?.first, count)))
        .collect();
    Ok(Timeline { interval, buckets: buckets(interval, &counts), imprecise, undated })
}

/// From the first to the last step that holds an article, those between them included as long as
/// they are not too many.
fn buckets(interval: Interval, counts: &BTreeMap<Day, u64>) -> Vec<Bucket> {
    let bucket = |first: Day| Bucket {
        first,
        last: interval.bucket(first).last,
        count: counts.get(&first).copied().unwrap_or(0),
    };
    let (Some((&first, _)), Some((&last, _))) = (counts.first_key_value(), counts.last_key_value())
    else {
        return Vec::new();
    };
    let mut filled = Vec::new();
    let mut at = first;
    while at <= last {
        if filled.len() == FILLED {
            return counts.keys().copied().map(bucket).collect();
        }
        let next = bucket(at);
        at = Day(next.last.0 + 1);
        filled.push(next);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::step_name;

    #[test]
    fn the_name_of_a_step_is_read_back_as_its_first_day() {
        let day = Day::from_ymd(1871, 3, 2).unwrap();
        for (step, _) in STEPS {
            let name = step_name(step, DayRange::new(day, day)).unwrap();
            assert_eq!(DayRange::parse(&name).unwrap().first, step.bucket(day).first, "{name}");
        }
        let year = Day::year_span(1871).unwrap();
        assert_eq!(step_name(Interval::Month, year), None);
        assert_eq!(step_name(Interval::Decade, year).as_deref(), Some("1870"));
    }
}

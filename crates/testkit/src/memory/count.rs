//! Facets, timelines and orders, counted one article at a time.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use morgue_article::{Article, Day, DayRange};
use morgue_query::plan::{FacetField, Interval, Place, Sort, ValueField, WantFacet};
use morgue_query::{Bucket, FacetCount, FacetList, Timeline};

use super::Stored;
use super::clause;

/// The most buckets a timeline fills with empty ones.
const FILLED: usize = 10_000;

/// The values of an article that a facet counts, each with how it is shown where that differs.
pub(super) fn values(article: &Article, field: FacetField) -> BTreeMap<String, Option<String>> {
    let of =
        |field| clause::values(article, field).into_iter().map(|value| (value, None)).collect();
    match field {
        FacetField::Outlet => article
            .outlet
            .iter()
            .map(|outlet| (outlet.id.clone(), Some(outlet.name.clone())))
            .collect(),
        FacetField::Year => calendar(article, |year, _, _| format!("{year:04}")),
        FacetField::Month => calendar(article, |year, month, _| format!("{year:04}-{month:02}")),
        FacetField::Day => {
            calendar(article, |year, month, day| format!("{year:04}-{month:02}-{day:02}"))
        }
        FacetField::Section => of(ValueField::Section),
        FacetField::Lang => of(ValueField::Lang),
        FacetField::Country => of(ValueField::Country),
        FacetField::Author => of(ValueField::Author),
        FacetField::Type => of(ValueField::Type),
        FacetField::Wire => of(ValueField::Wire),
        FacetField::Tag => of(ValueField::Tag),
        FacetField::Path => {
            let folders = article.origins.iter().filter_map(|origin| {
                let mut parts: Vec<&str> = origin.source.path.split('/').collect();
                parts.pop();
                (!parts.is_empty()).then(|| (parts.join("/"), None))
            });
            folders.collect()
        }
    }
}

fn calendar(
    article: &Article,
    name: impl Fn(i32, u32, u32) -> String,
) -> BTreeMap<String, Option<String>> {
    let of = |day: Day| {
        let (year, month, day) = day.ymd();
        name(year, month, day)
    };
    let date = article.published.as_ref();
    let named = date.map(|date| (of(date.earliest), of(date.latest)));
    named.into_iter().filter(|(a, b)| a == b).map(|(value, _)| (value, None)).collect()
}

/// One list of counts.
pub(super) fn facet(want: &WantFacet, counted: &[&Stored]) -> FacetList {
    let mut counts: BTreeMap<String, FacetCount> = BTreeMap::new();
    let mut missing = 0;
    for stored in counted {
        let values = values(&stored.article, want.field);
        missing += u64::from(values.is_empty());
        for (value, label) in values {
            let entry = FacetCount { value: value.clone(), label, count: 0 };
            counts.entry(value).or_insert(entry).count += 1;
        }
    }
    let distinct = counts.len() as u64;
    let mut values: Vec<FacetCount> = counts.into_values().collect();
    match want.field {
        FacetField::Year | FacetField::Month | FacetField::Day => values.reverse(),
        _ => values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
    }
    values.truncate(want.limit);
    FacetList { field: want.field, values, distinct, missing }
}

/// Counts by time.
pub(super) fn timeline(interval: Interval, found: &[&Stored]) -> Timeline {
    let dates: Vec<DayRange> = found
        .iter()
        .filter_map(|stored| stored.article.published.as_ref())
        .map(|date| date.range())
        .collect();
    let undated = (found.len() - dates.len()) as u64;
    let ends = dates.iter().map(|d| d.first).min().zip(dates.iter().map(|d| d.last).max());
    let interval = match (interval, ends) {
        (Interval::Auto, Some((first, last))) => finest(first, last),
        (Interval::Auto, None) => Interval::Day,
        (given, _) => given,
    };
    let mut counts: BTreeMap<Day, u64> = BTreeMap::new();
    let mut imprecise = 0;
    for date in &dates {
        let bucket = interval.bucket(date.first);
        if bucket.last >= date.last {
            *counts.entry(bucket.first).or_default() += 1;
        } else {
            imprecise += 1;
        }
    }
    let held: BTreeSet<Day> = counts.keys().copied().collect();
    let between = match held.first().zip(held.last()) {
        Some((&first, &last)) => steps(interval, first, last, FILLED),
        None => Some(Vec::new()),
    };
    let firsts = between.unwrap_or_else(|| held.into_iter().collect());
    let bucket = |first: Day| {
        let count = counts.get(&first).copied().unwrap_or(0);
        Bucket { first, last: interval.bucket(first).last, count }
    };
    Timeline { interval, buckets: firsts.into_iter().map(bucket).collect(), imprecise, undated }
}

fn finest(first: Day, last: Day) -> Interval {
    [Interval::Day, Interval::Week, Interval::Month, Interval::Year]
        .into_iter()
        .find(|&interval| steps(interval, first, last, 60).is_some())
        .unwrap_or(Interval::Decade)
}

/// The first days of the steps from one day to another, if there are at most so many.
fn steps(interval: Interval, first: Day, last: Day, most: usize) -> Option<Vec<Day>> {
    let mut out = Vec::new();
    let mut at = interval.bucket(first);
    while at.first <= last {
        if out.len() == most {
            return None;
        }
        out.push(at.first);
        at = interval.bucket(Day(at.last.0 + 1));
    }
    Some(out)
}

/// The place of an article in an order.
pub(super) fn place(article: &Article, sort: Sort, score: f32) -> Place {
    let date = article.published.as_ref();
    let key = match sort {
        Sort::Relevance | Sort::Newest => date.map(|date| date.latest.0),
        Sort::Oldest => date.map(|date| date.earliest.0),
        Sort::Added => article.added,
    };
    let score = if sort == Sort::Relevance { score } else { 0.0 };
    Place { score, key, id: article.id }
}

/// Which of two places comes first.
pub(super) fn order(sort: Sort, a: &Place, b: &Place) -> Ordering {
    let newest = || b.key.cmp(&a.key);
    let by_key = match sort {
        Sort::Relevance => b.score.total_cmp(&a.score).then_with(newest),
        Sort::Newest | Sort::Added => newest(),
        Sort::Oldest => a.key.unwrap_or(i64::MAX).cmp(&b.key.unwrap_or(i64::MAX)),
    };
    by_key.then_with(|| a.id.cmp(&b.id))
}

//! What the index holds at all: a zero where it holds nothing is not silence.

use morgue_article::{Day, DayRange};
use serde::{Deserialize, Serialize};

use super::steps::aligned;
use super::{Asked, Comparison, Counter};
use crate::plan::{Clause, FacetField, FilterTest, Interval};
use crate::results::day_text;
use crate::{Bucket, EngineError, Notice, OutletView};

/// The most outlets that are looked at.
pub(super) const OUTLETS: usize = 12;
/// The most gaps, and the most outlets, that a notice names.
const NAMED: usize = 3;

/// Steps without a single article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gap {
    /// The first day of the first.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub first: Day,
    /// The last day of the last.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub last: Day,
    /// How many there are.
    pub steps: usize,
}

/// What the index holds of an outlet under the filters of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// The outlet.
    pub outlet: OutletView,
    /// Its articles.
    pub articles: u64,
    /// The steps in which it has none, though the index has some.
    pub gaps: Vec<Gap>,
    /// Its articles that may be of any of these: undated, or not known to the step.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unplaced: u64,
}

pub(super) fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Runs of empty buckets.
pub(super) fn gaps(buckets: &[Bucket]) -> Vec<Gap> {
    let runs = buckets.chunk_by(|a, b| (a.count == 0) == (b.count == 0));
    let empty = runs.filter(|run| run.first().is_some_and(|bucket| bucket.count == 0));
    let gap = |run: &[Bucket]| {
        let (first, last) = (run.first()?, run.last()?);
        Some(Gap { first: first.first, last: last.last, steps: run.len() })
    };
    empty.filter_map(gap).collect()
}

/// The outlets asked for, then those found, with what the index holds of them; and how many more were
/// found than are looked at.
pub(super) fn outlets(
    counter: &Counter<'_>,
    asked: &[Asked],
    interval: Interval,
    all: &[Bucket],
) -> Result<(Vec<Coverage>, u64), EngineError> {
    let mut found: Vec<(OutletView, u64)> = Vec::new();
    let mut add = |id: &str, name: &str, count| match found.iter_mut().find(|o| o.0.id == id) {
        Some(known) => known.1 += count,
        None => found.push((OutletView { id: id.to_string(), name: name.to_string() }, count)),
    };
    for filter in counter.filters.iter().filter(|filter| !filter.exclude) {
        if let FilterTest::Values(FacetField::Outlet, ids) = &filter.test {
            ids.iter().for_each(|id| add(id, id, 0));
        }
    }
    let lists = asked.iter().flat_map(|asked| &asked.facets);
    for value in lists.filter(|list| list.field == FacetField::Outlet).flat_map(|l| &l.values) {
        add(&value.value, value.label.as_deref().unwrap_or(&value.value), value.count);
    }
    // Names come with what was found.
    for value in asked.iter().flat_map(|a| &a.facets).flat_map(|list| &list.values) {
        if let Some((known, _)) = found.iter_mut().find(|o| o.0.id == value.value) {
            known.name.clone_from(value.label.as_ref().unwrap_or(&value.value));
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.id.cmp(&b.0.id)));
    let lists = asked.iter().flat_map(|asked| &asked.facets);
    let lists = lists.filter(|list| list.field == FacetField::Outlet);
    let distinct = lists.map(|list| list.distinct).max().unwrap_or(0).max(found.len() as u64);
    found.truncate(OUTLETS);
    let more = distinct.saturating_sub(found.len() as u64);
    // Where the index as a whole has nothing, no outlet can have.
    let held = all.iter().filter(|bucket| bucket.count > 0);
    let steps: Vec<DayRange> =
        held.map(|bucket| DayRange::new(bucket.first, bucket.last)).collect();
    let mut out = Vec::with_capacity(found.len());
    for (outlet, _) in found {
        let clause = Clause::Outlet(vec![outlet.id.clone()]);
        let (timeline, articles) = counter.timeline(clause, interval)?;
        let unplaced = timeline.imprecise + timeline.undated;
        let gaps = gaps(&aligned(timeline, &steps).buckets);
        out.push(Coverage { outlet, articles, gaps, unplaced });
    }
    Ok((out, more))
}

/// See [`Comparison::notices`].
pub(super) fn notices(comparison: &Comparison) -> Vec<Notice> {
    let notice = |code: &str, message| Notice {
        code: code.to_string(),
        message,
        instead: None,
        place: None,
    };
    let interval = comparison.interval;
    let mut out = Vec::new();
    if !comparison.gaps.is_empty() {
        let message = format!(
            "the index holds nothing under these filters for {}: a 0 there is not silence",
            named(&comparison.gaps, interval)
        );
        out.push(notice("gap", message));
    }
    let lacking: Vec<&Coverage> =
        comparison.outlets.iter().filter(|outlet| !outlet.gaps.is_empty()).collect();
    // With one outlet, what it lacks is what the index lacks.
    if !lacking.is_empty() && comparison.outlets.len() > 1 {
        let lacks = |outlet: &&Coverage| lacks(outlet, interval);
        let names: Vec<String> = lacking.iter().take(NAMED).map(lacks).collect();
        let more = match lacking.len() - names.len() {
            0 => String::new(),
            n => format!("; and {n} more lack some"),
        };
        let names = names.join("; ");
        let message = format!("not every outlet is there for the whole time: {names}{more}");
        out.push(notice("outlet-gap", message));
    }
    if comparison.more_outlets > 0 {
        let looked = comparison.outlets.len();
        let message = format!(
            "only the {looked} outlets with most articles found were looked at for times they lack, \
             of {}",
            looked as u64 + comparison.more_outlets
        );
        out.push(notice("outlets-not-looked-at", message));
    }
    out
}

/// `Harbour Post lacks 1990`; what is not dated to the step may lie anywhere.
fn lacks(of: &Coverage, interval: Interval) -> String {
    let (name, articles, unplaced) = (&of.outlet.name, of.articles, of.unplaced);
    let step = match interval {
        Interval::Auto | Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Year => "year",
        Interval::Decade => "decade",
    };
    let many = if articles == 1 { "article" } else { "articles" };
    match unplaced {
        0 => format!("{name} lacks {}", named(&of.gaps, interval)),
        _ if unplaced >= articles => {
            format!("{name} has {articles} {many}, none dated to the {step}")
        }
        _ => format!(
            "{name} has nothing dated {}, but {unplaced} of its {articles} {many} are not dated to \
             the {step}",
            named(&of.gaps, interval)
        ),
    }
}

/// The longest gaps in order of time, and how many more there are.
fn named(gaps: &[Gap], interval: Interval) -> String {
    let mut longest: Vec<&Gap> = gaps.iter().collect();
    longest.sort_by(|a, b| b.steps.cmp(&a.steps).then_with(|| a.first.cmp(&b.first)));
    longest.truncate(NAMED);
    longest.sort_by_key(|gap| gap.first);
    let one = |gap: &&Gap| {
        let (first, last) = (interval.name_of(gap.first), interval.name_of(gap.last));
        if gap.steps == 1 { first } else { format!("{first} to {last}") }
    };
    let names: Vec<String> = longest.iter().map(one).collect();
    match gaps.len() - names.len() {
        0 => names.join(", "),
        n => format!("{} and {n} shorter times", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_runs_of_nothing() {
        let bucket = |(year, count)| {
            let days = Day::year_span(year).expect("a year");
            Bucket { first: days.first, last: days.last, count }
        };
        let buckets: Vec<Bucket> =
            [(1990, 0), (1991, 3), (1992, 0), (1993, 0), (1994, 1)].map(bucket).into();
        let found = gaps(&buckets);
        assert_eq!(found.iter().map(|gap| gap.steps).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(named(&found, Interval::Year), "1990, 1992 to 1993");
        let many: Vec<Bucket> = (1900..1920).map(|year| bucket((year, year as u64 % 3))).collect();
        assert_eq!(named(&gaps(&many), Interval::Year), "1902, 1905, 1908 and 3 shorter times");
    }
}

//! The steps that all lines of a comparison share.

use morgue_article::{Day, DayRange};

use super::Counter;
use crate::plan::{Clause, FilterTest, Interval};
use crate::{Bucket, EngineError, Timeline};

/// The most steps that are filled in where nothing was found: all days of the years 1500 to 2200.
const FILLED: usize = 260_000;

/// The step, and every one from the first to the last: those that hold what `spanning` finds, and
/// those of the days asked for, so that nothing found at their ends is seen as well.
pub(super) fn steps(
    counter: &Counter<'_>,
    spanning: Clause,
    wanted: Interval,
) -> Result<(Interval, Vec<DayRange>), EngineError> {
    let (mut found, _) = counter.timeline(spanning.clone(), wanted)?;
    let asked = asked(counter);
    let mut interval = found.interval;
    if wanted == Interval::Auto {
        // The days asked for may be many more than those on which something was found.
        interval = interval.max(hull(&found, asked).map_or(Interval::Day, Interval::fit));
        if interval != found.interval {
            found = counter.timeline(spanning, interval)?.0;
        }
    }
    let held = found.buckets.iter().map(|bucket| DayRange::new(bucket.first, bucket.last));
    let Some(days) = hull(&found, asked) else { return Ok((interval, held.collect())) };
    let mut steps = Vec::new();
    let mut step = interval.bucket(days.first);
    while step.first <= days.last {
        if steps.len() == FILLED {
            return Ok((interval, held.collect()));
        }
        steps.push(step);
        step = interval.bucket(Day(step.last.0 + 1));
    }
    Ok((interval, steps))
}

/// The ends of the days asked for, as far as they are closed.
fn asked(counter: &Counter<'_>) -> (Option<Day>, Option<Day>) {
    let filters = counter.filters.iter().filter(|filter| !filter.exclude);
    let days = filters.filter_map(|filter| match filter.test {
        FilterTest::Published(days) => Some(days),
        FilterTest::Values(..) => None,
    });
    let (mut first, mut last) = (None, None);
    for days in days {
        first = first.max(Some(days.first).filter(|&day| day != DayRange::ALL.first));
        last = [last, Some(days.last).filter(|&day| day != DayRange::ALL.last)]
            .into_iter()
            .flatten()
            .min();
    }
    (first, last)
}

/// The days found and asked for; an open end is the last one found.
fn hull(found: &Timeline, asked: (Option<Day>, Option<Day>)) -> Option<DayRange> {
    let first = asked.0.or(found.buckets.first().map(|bucket| bucket.first))?;
    let last = asked.1.or(found.buckets.last().map(|bucket| bucket.last))?;
    (first <= last).then_some(DayRange::new(first, last))
}

/// The same counts over these steps. What lies in none of them is left out: it is under other
/// filters, or there is no such thing.
pub(super) fn aligned(timeline: Timeline, steps: &[DayRange]) -> Timeline {
    let count = |step: &DayRange| {
        let at = timeline.buckets.binary_search_by_key(&step.first, |bucket| bucket.first);
        at.map_or(0, |at| timeline.buckets[at].count)
    };
    let bucket =
        |step: &DayRange| Bucket { first: step.first, last: step.last, count: count(step) };
    let buckets = steps.iter().map(bucket).collect();
    Timeline { buckets, ..timeline }
}

//! How many articles are of which days: what year, month and day facets and timelines are made
//! of.

use std::collections::{BTreeMap, HashMap};

use morgue_article::{Day, DayRange, MAX_YEAR, MIN_YEAR};
use morgue_query::facts::calendar_value;
use morgue_query::plan::{FacetField, Interval};
use morgue_query::{Bucket, Timeline};

/// The most buckets a timeline fills with empty ones.
const FILLED: usize = 10_000;

/// Days that are counted together in memory: an archive covers few of all the days there are.
const PAGE: usize = 1024;

/// Counts by the days articles are of.
#[derive(Debug)]
pub(super) struct DayCounts {
    first: i64,
    /// Articles of one day, from `first` on; a page comes when one of its days is seen.
    pages: Vec<Option<Box<[u64; PAGE]>>>,
    /// Articles of several days, and of days outside the known years.
    wide: HashMap<(i64, i64), u64>,
    pub(super) undated: u64,
}

impl DayCounts {
    pub(super) fn new() -> Self {
        let year = |year| Day::year_span(year).expect("the first and the last year are known");
        let (first, last) = (year(MIN_YEAR).first.0, year(MAX_YEAR).last.0);
        let days = usize::try_from(last - first + 1).expect("some hundred years of days");
        let mut pages = Vec::new();
        pages.resize_with(days.div_ceil(PAGE), || None);
        Self { first, pages, wide: HashMap::new(), undated: 0 }
    }

    pub(super) fn add(&mut self, days: Option<DayRange>) {
        let Some(DayRange { first: Day(first), last: Day(last) }) = days else {
            self.undated += 1;
            return;
        };
        let at = usize::try_from(first.saturating_sub(self.first)).unwrap_or(usize::MAX);
        match self.pages.get_mut(at / PAGE).filter(|_| first == last) {
            Some(page) => page.get_or_insert_with(|| Box::new([0; PAGE]))[at % PAGE] += 1,
            None => *self.wide.entry((first, last)).or_default() += 1,
        }
    }

    /// All days with their counts.
    fn iter(&self) -> impl Iterator<Item = (DayRange, u64)> + '_ {
        let firsts = (self.first..).step_by(PAGE);
        let pages =
            firsts.zip(&self.pages).filter_map(|(first, page)| Some((first, page.as_ref()?)));
        let single = pages.flat_map(|(first, page)| (first..).zip(page.iter()));
        let single = single.filter(|(_, count)| **count > 0);
        let single = single.map(|(day, &count)| (DayRange::new(Day(day), Day(day)), count));
        let wide = self.wide.iter();
        single.chain(wide.map(|(&(a, b), &count)| (DayRange::new(Day(a), Day(b)), count)))
    }

    /// Calls `each` with the bucket that each day, or stretch of days, begins in. Days come mostly
    /// in order, so a bucket is worked out once for all of its days.
    fn in_buckets(&self, step: Interval, mut each: impl FnMut(DayRange, DayRange, u64)) {
        let mut bucket: Option<DayRange> = None;
        for (days, count) in self.iter() {
            let known = bucket.filter(|b| b.first <= days.first && days.first <= b.last);
            let found = known.unwrap_or_else(|| step.bucket(days.first));
            bucket = Some(found);
            each(found, days, count);
        }
    }

    /// Counts by year, month or day, and how many articles are of none.
    pub(super) fn calendar(&self, field: FacetField) -> (BTreeMap<String, u64>, u64) {
        let step = match field {
            FacetField::Year => Interval::Year,
            FacetField::Month => Interval::Month,
            _ => Interval::Day,
        };
        // Days of one bucket are written alike: once for all of them.
        let mut alike: HashMap<DayRange, u64> = HashMap::new();
        self.in_buckets(step, |bucket, days, count| {
            let written = if bucket.contains(days) { bucket } else { days };
            *alike.entry(written).or_default() += count;
        });
        let mut counts = BTreeMap::new();
        let mut missing = self.undated;
        for (days, count) in alike {
            match calendar_value(days, field) {
                Some(value) => *counts.entry(value).or_default() += count,
                None => missing += count,
            }
        }
        (counts, missing)
    }

    /// The timeline.
    pub(super) fn timeline(&self, interval: Interval) -> Timeline {
        let first = self.iter().map(|(days, _)| days.first).min();
        let last = self.iter().map(|(days, _)| days.last).max();
        let interval = match (interval, first.zip(last)) {
            (Interval::Auto, Some((first, last))) => Interval::fit(DayRange::new(first, last)),
            (Interval::Auto, None) => Interval::Day,
            (given, _) => given,
        };
        let mut counts: BTreeMap<Day, u64> = BTreeMap::new();
        let mut imprecise = 0;
        self.in_buckets(interval, |bucket, days, count| {
            if days.last <= bucket.last {
                *counts.entry(bucket.first).or_default() += count;
            } else {
                imprecise += count;
            }
        });
        let buckets = fill(interval, &counts).into_iter().map(|first| {
            let count = counts.get(&first).copied().unwrap_or(0);
            Bucket { first, last: interval.bucket(first).last, count }
        });
        Timeline { interval, buckets: buckets.collect(), imprecise, undated: self.undated }
    }
}

/// The first days of all buckets from the first to the last that holds an article, or of only
/// those that hold one, where there are too many.
fn fill(interval: Interval, counts: &BTreeMap<Day, u64>) -> Vec<Day> {
    let Some((&first, &last)) = counts.keys().next().zip(counts.keys().next_back()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut at = first;
    while at <= last {
        if all.len() == FILLED {
            return counts.keys().copied().collect();
        }
        all.push(at);
        at = Day(interval.bucket(at).last.0 + 1);
    }
    all
}

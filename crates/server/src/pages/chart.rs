//! Counts by time as bars: their places in an SVG, and where each leads.

use morgue_article::DayRange;
use morgue_query::plan::Interval;
use morgue_query::{Bucket, Timeline};

use super::asked::Asked;

/// Units of the drawing that one bar takes, its gap included.
const STEP: usize = 10;
const GAP: usize = 2;
/// Units of the drawing from top to bottom.
pub(super) const HEIGHT: usize = 80;
/// Bars that are drawn at most; of more steps, neighbours share one.
const BARS: usize = 240;

/// A chart.
pub(super) struct Chart {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bars: Vec<Bar>,
    /// What its first and last steps are called.
    pub(super) first: String,
    pub(super) last: String,
    /// `year`, `month`, …
    pub(super) step: &'static str,
    /// The greatest count.
    pub(super) most: String,
    /// What lies in no bar.
    pub(super) rest: Option<String>,
}

/// A bar that holds something.
pub(super) struct Bar {
    pub(super) x: usize,
    /// The whole place of the bar, for a pointer.
    pub(super) room: usize,
    pub(super) width: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    pub(super) name: String,
    pub(super) count: String,
    pub(super) href: String,
}

impl Chart {
    /// The bars of a timeline, each leading to what it holds. Nothing where there is none.
    pub(super) fn new(timeline: &Timeline, asked: &Asked, route: &str) -> Option<Self> {
        let buckets = &timeline.buckets;
        let (first, last) = (buckets.first()?, buckets.last()?);
        let share = buckets.len().div_ceil(BARS);
        let columns: Vec<&[Bucket]> = buckets.chunks(share).collect();
        let counts = columns.iter().map(|column| sum(column));
        let most = counts.max().filter(|most| *most > 0)?;
        let asked = asked.without(&["from", "to"]);
        let step = timeline.interval;
        let bars = columns.iter().enumerate().filter(|(_, column)| sum(column) > 0);
        let bars = bars.map(|(i, column)| Bar::new(i, column, step, most, &asked, route));
        Some(Self {
            width: columns.len() * STEP,
            height: HEIGHT,
            bars: bars.collect(),
            first: step.name_of(first.first),
            last: step.name_of(last.first),
            step: morgue_present::step_name(step),
            most: morgue_present::grouped(most),
            rest: morgue_present::outside(timeline),
        })
    }
}

fn sum(column: &[Bucket]) -> u64 {
    column.iter().map(|bucket| bucket.count).sum()
}

impl Bar {
    fn new(
        i: usize,
        column: &[Bucket],
        step: Interval,
        most: u64,
        asked: &Asked,
        route: &str,
    ) -> Self {
        let count = sum(column);
        let height = scaled(count, most, HEIGHT);
        let days = match column {
            [first, .., last] => DayRange::new(first.first, last.last),
            [one] => DayRange::new(one.first, one.last),
            [] => DayRange::ALL, // chunks are never empty
        };
        let (from, to) = bounds(step, days);
        let mut name = step.name_of(days.first);
        if column.len() > 1 {
            name = format!("{name} to {}", step.name_of(days.last));
        }
        let href = asked.with("from", &from).with("to", &to).at(route).into_owned();
        Self {
            x: i * STEP,
            room: STEP,
            width: STEP - GAP,
            y: HEIGHT - height,
            height,
            name,
            count: morgue_present::grouped(count),
            href,
        }
    }
}

/// How high a bar is; one article among a million is still seen.
pub(super) fn scaled(count: u64, most: u64, height: usize) -> usize {
    let exact = count as f64 / most.max(1) as f64 * height as f64;
    if count == 0 { 0 } else { (exact.round() as usize).max(2) }
}

/// Days as the parameters `from` and `to` name them, as short as the step allows.
pub(super) fn bounds(step: Interval, days: DayRange) -> (String, String) {
    let cut = |text: String, length: usize| text.chars().take(length).collect::<String>();
    let length = match step {
        Interval::Year | Interval::Decade => 4,
        Interval::Month => 7,
        Interval::Auto | Interval::Day | Interval::Week => 10,
    };
    (cut(days.first.to_string(), length), cut(days.last.to_string(), length))
}

#[cfg(test)]
mod tests {
    use morgue_article::Day;

    use super::*;

    fn timeline(interval: Interval, counts: &[(&str, u64)]) -> Timeline {
        let bucket = |(day, count): &(&str, u64)| {
            let day = DayRange::parse(day).expect("a day").first;
            let span = interval.bucket(day);
            Bucket { first: span.first, last: span.last, count: *count }
        };
        let buckets = counts.iter().map(bucket).collect();
        Timeline { interval, buckets, imprecise: 2, undated: 0 }
    }

    #[test]
    fn each_bar_leads_to_what_it_holds() {
        let years = timeline(Interval::Year, &[("1914", 1), ("1915", 0), ("1916", 100)]);
        let asked = Asked::read(Some("q=x&from=1900&cursor=c"));
        let chart = Chart::new(&years, &asked, "/search").expect("a chart");
        assert_eq!((chart.width, chart.bars.len()), (30, 2));
        assert_eq!(chart.bars[0].href, "/search?q=x&from=1914&to=1914");
        assert_eq!((chart.bars[0].height, chart.bars[1].height), (2, HEIGHT));
        assert_eq!((chart.bars[1].x, chart.bars[1].name.as_str()), (20, "1916"));
        assert_eq!(chart.rest.as_deref(), Some("2 not known to the year"));
        let decades = timeline(Interval::Decade, &[("1871", 3)]);
        let chart = Chart::new(&decades, &asked, "/search").expect("a chart");
        assert_eq!(chart.bars[0].href, "/search?q=x&from=1870&to=1879");
        assert!(Chart::new(&timeline(Interval::Day, &[]), &asked, "/search").is_none());
    }

    #[test]
    fn of_too_many_steps_neighbours_share_a_bar() {
        let day = |n: i64| Bucket { first: Day(n), last: Day(n), count: 1 };
        let buckets: Vec<Bucket> = (0..1000).map(day).collect();
        let days = Timeline { interval: Interval::Day, buckets, imprecise: 0, undated: 0 };
        let chart = Chart::new(&days, &Asked::default(), "/search").expect("a chart");
        assert_eq!(chart.bars.len(), 200);
        assert_eq!(chart.bars[0].href, "/search?from=1970-01-01&to=1970-01-05");
        assert_eq!(chart.bars[0].name, "1970-01-01 to 1970-01-05");
    }
}

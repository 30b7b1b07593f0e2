//! The counts of one query beside those of others: bars on one scale, and rows of a table.

use morgue_article::DayRange;
use morgue_query::{Comparison, CountLine};

use super::asked::Asked;
use super::chart::{bounds, scaled};
use crate::app::State;

/// Units of the drawing that one bar takes, and from top to bottom.
const STEP: usize = 10;
const HEIGHT: usize = 60;
/// Bars that are drawn at most; of more steps, neighbours share one.
const BARS: usize = 240;
/// Rows of the table at most; the file has all.
const ROWS: usize = 1000;

/// The bars of one query.
pub(super) struct Series {
    pub(super) letter: char,
    pub(super) query: String,
    pub(super) total: String,
    pub(super) rest: Option<String>,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bars: Vec<Bar>,
    pub(super) weak: bool,
}

/// A bar that holds something.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) room: usize,
    pub(super) width: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    /// How much of it is dated on a weak basis only.
    pub(super) weak: usize,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) href: String,
}

/// A step with the value of each query.
pub(super) struct Row {
    pub(super) step: String,
    pub(super) cells: Vec<String>,
}

/// Some steps that share a bar.
struct Column {
    days: DayRange,
    name: String,
    count: u64,
    weak: u64,
    of: Option<u64>,
}

impl Column {
    fn value(&self) -> f64 {
        match self.of {
            None => self.count as f64,
            Some(0) => 0.0,
            Some(of) => self.count as f64 / of as f64,
        }
    }

    fn text(&self) -> String {
        match self.of {
            None => morgue_present::grouped(self.count),
            Some(0) => "–".to_string(),
            Some(of) => {
                let share = morgue_present::share(self.count, of);
                format!("{share} ({} of {})", grouped(self.count), grouped(of))
            }
        }
    }
}

fn grouped(count: u64) -> String {
    morgue_present::grouped(count)
}

fn columns(found: &Comparison, line: &CountLine, most: usize) -> Vec<Column> {
    let steps = line.timeline.buckets.len();
    let share = steps.div_ceil(most).max(1);
    let all = found.all.as_ref().map(|all| &all.timeline.buckets);
    let column = |from: usize| {
        let range = from..(from + share).min(steps);
        let buckets = &line.timeline.buckets[range.clone()];
        let (first, last) = (buckets.first()?, buckets.last()?);
        let sum = |counts: &mut dyn Iterator<Item = u64>| counts.sum::<u64>();
        let mut name = found.interval.name_of(first.first);
        if buckets.len() > 1 {
            name = format!("{name} to {}", found.interval.name_of(last.first));
        }
        let of = all.map(|all| {
            sum(&mut all.get(range.clone()).unwrap_or_default().iter().map(|bucket| bucket.count))
        });
        Some(Column {
            days: DayRange::new(first.first, last.last),
            name,
            count: sum(&mut buckets.iter().map(|bucket| bucket.count)),
            weak: sum(&mut line.weak.get(range).unwrap_or_default().iter().copied()),
            of,
        })
    };
    (0..steps).step_by(share).filter_map(column).collect()
}

/// The highest of all bars, in words.
pub(super) fn most(found: &Comparison) -> String {
    let all = found.lines.iter().flat_map(|line| columns(found, line, BARS));
    let most = all.max_by(|a, b| a.value().total_cmp(&b.value()));
    match most {
        Some(most) if most.of.is_some() => {
            morgue_present::share(most.count, most.of.unwrap_or(1).max(1))
        }
        Some(most) => grouped(most.count),
        None => grouped(0),
    }
}

/// Every query's bars, on one scale.
pub(super) fn series(state: &State, found: &Comparison, asked: &Asked) -> Vec<Series> {
    let lines: Vec<Vec<Column>> =
        found.lines.iter().map(|line| columns(found, line, BARS)).collect();
    let values = lines.iter().flatten().map(Column::value);
    let most = values.fold(0.0_f64, f64::max);
    let others = asked.without(&["q", "from", "to", "share", "interval"]);
    let series = ('A'..).zip(&found.lines).zip(&lines).map(|((letter, line), columns)| {
        let asked = others.with("q", &line.query.input);
        let bars = columns.iter().enumerate().filter(|(_, column)| column.count > 0);
        let bars = bars.map(|(i, column)| bar(state, found, &asked, i, column, most));
        let query = line.query.interpreted.trim();
        Series {
            letter,
            query: if query.is_empty() { "every article" } else { query }.to_string(),
            total: morgue_present::plural(line.total.value, "article", "articles"),
            rest: morgue_present::outside(&line.timeline),
            width: columns.len().max(1) * STEP,
            height: HEIGHT,
            bars: bars.collect(),
            weak: line.weak.iter().any(|&weak| weak > 0),
        }
    });
    series.collect()
}

fn bar(
    state: &State,
    found: &Comparison,
    asked: &Asked,
    i: usize,
    column: &Column,
    most: f64,
) -> Bar {
    // Whole thousandths: the scale takes numbers.
    let thousandths = |value: f64| (value / most.max(f64::MIN_POSITIVE) * 1000.0).round() as u64;
    let height = scaled(thousandths(column.value()).max(1), 1000, HEIGHT);
    let weak = height as u64 * column.weak / column.count.max(1);
    let (from, to) = bounds(found.interval, column.days);
    Bar {
        x: i * STEP,
        room: STEP,
        width: STEP - 2,
        y: HEIGHT - height,
        height,
        weak: usize::try_from(weak).unwrap_or(height).min(height),
        name: column.name.clone(),
        value: column.text(),
        href: state.links.to(&asked.with("from", &from).with("to", &to).at("/search")),
    }
}

/// The steps as rows, and how many there are no rows for.
pub(super) fn rows(found: &Comparison) -> (Vec<Row>, usize) {
    let lines: Vec<Vec<Column>> =
        found.lines.iter().map(|line| columns(found, line, usize::MAX)).collect();
    let steps = lines.first().map_or(0, Vec::len);
    let row = |step: usize| Row {
        step: lines[0][step].name.clone(),
        cells: lines.iter().filter_map(|line| line.get(step)).map(Column::text).collect(),
    };
    ((0..steps.min(ROWS)).map(row).collect(), steps.saturating_sub(ROWS))
}

//! Dates and numbers: made absolute.

use chrono::Months;
use morgue_article::{Day, DayRange, MIN_YEAR};

use super::{Planner, Plans};
use crate::plan::Clause;
use crate::syntax::{Bound, Field, Unit, ValueRange};

impl Planner<'_> {
    /// A range of the field it stands in.
    pub(super) fn range(
        &mut self,
        field: Option<Field>,
        overlap: bool,
        range: &ValueRange,
    ) -> Plans<Clause> {
        Ok(match field {
            Some(Field::Length) => length(range),
            Some(Field::Date(field)) => match days(range, self.context.today) {
                Some(range) => Clause::Date { field, range, overlap },
                None => Clause::Nothing,
            },
            _ => Clause::Nothing,
        })
    }
}

/// The days of a range; `None` when there is none.
pub(super) fn days(range: &ValueRange, today: Day) -> Option<DayRange> {
    let days = match range {
        ValueRange::Only(value) => DayRange::parse(value).ok()?,
        ValueRange::Last { count, unit } => last(today, *count, *unit),
        ValueRange::Between { low, high } => {
            let parse = |bound: &Bound| DayRange::parse(&bound.value).ok();
            let first = match low {
                Some(low) if low.inclusive => parse(low)?.first,
                Some(low) => Day(parse(low)?.last.0 + 1),
                None => DayRange::ALL.first,
            };
            let last = match high {
                Some(high) if high.inclusive => parse(high)?.last,
                Some(high) => Day(parse(high)?.first.0 - 1),
                None => DayRange::ALL.last,
            };
            DayRange::new(first, last)
        }
    };
    (days.first <= days.last).then_some(days)
}

/// The last so many units, today being the last day.
fn last(today: Day, count: u32, unit: Unit) -> DayRange {
    let months = |months: u32| {
        let before = today.naive().checked_sub_months(Months::new(months));
        before.map_or(DayRange::ALL.first, |date| Day(Day::from_naive(date).0 + 1))
    };
    let first = match unit {
        Unit::Day => Day(today.0 - i64::from(count) + 1),
        Unit::Week => Day(today.0 - i64::from(count) * 7 + 1),
        Unit::Month => months(count),
        Unit::Year => months(count.saturating_mul(12)),
    };
    let oldest = Day::from_ymd(MIN_YEAR, 1, 1).unwrap_or(DayRange::ALL.first);
    DayRange::new(first.max(oldest).min(today), today)
}

fn length(range: &ValueRange) -> Clause {
    let number = |value: &str| value.parse::<u32>().unwrap_or(u32::MAX);
    let (from, to) = match range {
        ValueRange::Only(value) => (number(value), number(value).saturating_add(1)),
        ValueRange::Last { .. } => return Clause::Nothing,
        ValueRange::Between { low, high } => {
            let after = |bound: &Bound, inclusive| {
                number(&bound.value).saturating_add(u32::from(bound.inclusive == inclusive))
            };
            let from = low.as_ref().map_or(0, |low| after(low, false));
            let to = high.as_ref().map_or(u32::MAX, |high| after(high, true));
            (from, to)
        }
    };
    if from < to { Clause::Length(from..to) } else { Clause::Nothing }
}

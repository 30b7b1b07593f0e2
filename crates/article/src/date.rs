//! Dates as newspapers know them: an interval of days with a basis.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The first year a day may lie in.
pub const MIN_YEAR: i32 = 1500;
/// The last year a day may lie in.
pub const MAX_YEAR: i32 = 2200;

/// A calendar day: days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Day(pub i64);

impl Day {
    /// The day of a year, month (1–12) and day of month, if there is one in the years
    /// [`MIN_YEAR`] to [`MAX_YEAR`].
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let known = (MIN_YEAR..=MAX_YEAR).contains(&year);
        let date = known.then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()?;
        Some(Self::from_naive(date))
    }

    /// The day of a chrono date, whatever its year.
    pub fn from_naive(date: NaiveDate) -> Self {
        Self(i64::from(date.to_epoch_days()))
    }

    /// The chrono date of this day, clamped to what chrono can hold.
    pub fn naive(self) -> NaiveDate {
        let days = i32::try_from(self.0).ok().and_then(NaiveDate::from_epoch_days);
        days.unwrap_or(if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
    }

    /// Year, month (1–12), day of month (1–31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.naive();
        (date.year(), date.month(), date.day())
    }

    /// The year of this day.
    pub fn year(self) -> i32 {
        self.naive().year()
    }

    /// The first and the last day of a year.
    pub fn year_span(year: i32) -> Option<DayRange> {
        Some(DayRange::new(Self::from_ymd(year, 1, 1)?, Self::from_ymd(year, 12, 31)?))
    }

    /// The first and the last day of a month.
    pub fn month_span(year: i32, month: u32) -> Option<DayRange> {
        let first = Self::from_ymd(year, month, 1)?;
        let length = first.naive().num_days_in_month();
        Some(DayRange::new(first, Self(first.0 + i64::from(length) - 1)))
    }
}

impl fmt::Display for Day {
    /// `1871-03-02`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days from `first` to `last`, both included. An open end is `i64::MIN` or `i64::MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day that is inside.
    pub first: Day,
    /// The last day that is inside.
    pub last: Day,
}

impl DayRange {
    /// Every day.
    pub const ALL: Self = Self { first: Day(i64::MIN), last: Day(i64::MAX) };

    /// From `first` to `last`, both included.
    pub const fn new(first: Day, last: Day) -> Self {
        Self { first, last }
    }

    /// Whether the whole of `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether at least one day of `other` lies inside.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Precision {
    /// Some other stretch of days: `c. 1871`, `1914/1918`.
    Range,
    /// Ten years.
    Decade,
    /// A calendar year.
    Year,
    /// A calendar month.
    Month,
    /// A day.
    Day,
    /// A day and a time of day.
    Second,
}

/// When an article was published, as precisely as is known, and how that is known.
///
/// `earliest` and `latest` are local days of the outlet, both included; a year-only date runs from
/// 1 January to 31 December and is never shown as a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Published {
    /// The first day it can have been.
    pub earliest: Day,
    /// The last day it can have been.
    pub latest: Day,
    /// How precisely it is known.
    pub precision: Precision,
    /// Where the date came from: `metadata` `dateline` `url` `filename` `copyright` `given` …
    /// (the values of the query field `datebasis`).
    pub basis: String,
    /// Second of the local day (0–86,399), with [`Precision::Second`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<u32>,
    /// Minutes east of UTC, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i16>,
}

impl Published {
    /// Known to the day.
    pub fn day(day: Day, basis: &str) -> Self {
        Self::span(DayRange::new(day, day), Precision::Day, basis)
    }

    /// Known to lie in this range.
    pub fn span(range: DayRange, precision: Precision, basis: &str) -> Self {
        let basis = basis.to_string();
        let (earliest, latest) = (range.first, range.last);
        Self { earliest, latest, precision, basis, second: None, offset: None }
    }

    /// Known to the second of a local day, perhaps with an offset from UTC in minutes.
    pub fn at(day: Day, second: u32, offset: Option<i16>, basis: &str) -> Self {
        let at = Self::day(day, basis);
        Self { precision: Precision::Second, second: Some(second.min(86_399)), offset, ..at }
    }

    /// The interval of days.
    pub fn range(&self) -> DayRange {
        DayRange::new(self.earliest, self.latest)
    }
}

impl fmt::Display for Published {
    /// As precisely as known: `1871`, `1871-03`, `1871-03-02`, `1871-03-02 14:05`, `1914/1918-11-11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.earliest.ymd();
        match self.precision {
            Precision::Range => write!(f, "{}/{}", self.earliest, self.latest),
            Precision::Decade => write!(f, "{year}s"),
            Precision::Year => write!(f, "{year}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{}", self.earliest),
            Precision::Second => {
                let second = self.second.unwrap_or(0);
                write!(f, "{} {:02}:{:02}", self.earliest, second / 3600, second / 60 % 60)
            }
        }
    }
}

/// Text that is not a date in the years 1500 to 2200.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date")]
pub struct DateError(pub String);

impl DayRange {
    /// Reads `1914`, `2024-05`, `2024-05-31`: the days that the text names.
    ///
    /// # Errors
    /// Text of another form, a day that does not exist, a year before 1500 or after 2200.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.to_string());
        let digits = |part: &str, len: std::ops::RangeInclusive<usize>| {
            let fits = len.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| part.parse::<u32>().ok()).flatten()
        };
        let parts: Vec<&str> = text.split('-').collect();
        let year = digits(parts[0], 4..=4).and_then(|y| i32::try_from(y).ok()).ok_or_else(error)?;
        let number = |i: usize| digits(parts[i], 1..=2).ok_or_else(error);
        match parts.len() {
            1 => Day::year_span(year),
            2 => Day::month_span(year, number(1)?),
            3 => Day::from_ymd(year, number(1)?, number(2)?).map(|day| Self::new(day, day)),
            _ => None,
        }
        .ok_or_else(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_reach_from_1500_to_2200() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(1605, 7, 18).unwrap().to_string(), "1605-07-18");
        assert_eq!(Day::from_ymd(1499, 12, 31), None);
        assert_eq!(Day::from_ymd(2201, 1, 1), None);
        assert_eq!(Day::from_ymd(1900, 2, 29), None);
    }

    #[test]
    fn a_date_is_shown_as_precisely_as_known() {
        let year = Published::span(Day::year_span(1871).unwrap(), Precision::Year, "given");
        assert_eq!(year.to_string(), "1871");
        let day = Day::from_ymd(2011, 4, 27).unwrap();
        assert_eq!(Published::at(day, 34_320, Some(-240), "x").to_string(), "2011-04-27 09:32");
    }

    #[test]
    fn a_range_of_days_is_read() {
        let days =
            |text: &str| DayRange::parse(text).map(|r| (r.first.to_string(), r.last.to_string()));
        let pair = |a: &str, b: &str| Ok((a.to_string(), b.to_string()));
        assert_eq!(days("1914"), pair("1914-01-01", "1914-12-31"));
        assert_eq!(days("2024-02"), pair("2024-02-01", "2024-02-29"));
        assert_eq!(days("2024-5-31"), pair("2024-05-31", "2024-05-31"));
        for bad in ["", "14", "1912-13-01", "2023-02-29", "1912-", "+912", "1-2-3-4"] {
            assert!(days(bad).is_err(), "{bad}");
        }
    }
}

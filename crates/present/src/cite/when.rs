//! Dates in citations: as precisely as known, never more.

use morgue_article::{Day, Precision, Published};

use crate::date::MONTHS;

/// When an article was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Nothing says when.
    Unknown,
    /// A year, month or day.
    On(Point),
    /// Some time in ten years.
    Decade(i32),
    /// Some time from one to the other.
    Between(Point, Point),
}

/// A year, a month of it, a day of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: i32,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
}

impl When {
    pub(super) fn of(date: Option<&Published>) -> Self {
        let Some(date) = date else { return Self::Unknown };
        let (first, last) = (date.earliest, date.latest);
        let (year, month, day) = first.ymd();
        match date.precision {
            Precision::Second | Precision::Day => Self::On(Point::day(first)),
            Precision::Month => Self::On(Point { year, month: Some(month), day: None }),
            Precision::Year => Self::On(Point { year, month: None, day: None }),
            Precision::Decade => Self::Decade(year),
            Precision::Range => {
                let (end_year, end_month, _) = last.ymd();
                let whole_months = day == 1 && Day(last.0 + 1).ymd().2 == 1;
                let whole_years = whole_months && month == 1 && end_month == 12;
                let part = |day: Day| {
                    let point = Point::day(day);
                    let month = point.month.filter(|_| !whole_years);
                    Point { month, day: point.day.filter(|_| !whole_months), ..point }
                };
                let (from, to) = (part(first), part(last));
                if from == to || (whole_years && year == end_year) {
                    Self::On(from)
                } else {
                    Self::Between(from, to)
                }
            }
        }
    }

    /// The year, if it lies in one.
    pub(super) fn year(self) -> Option<i32> {
        match self {
            Self::On(point) => Some(point.year),
            Self::Between(from, to) if from.year == to.year => Some(from.year),
            _ => None,
        }
    }

    /// `March 2, 1871`, `ca. 1870s`, `n.d.`.
    pub(super) fn chicago(self) -> String {
        match self {
            Self::Unknown => "n.d.".into(),
            Self::On(point) => point.american(),
            Self::Decade(year) => format!("ca. {year}s"),
            Self::Between(from, to) => {
                format!("between {} and {}", from.american(), to.american())
            }
        }
    }

    /// `1871, March 2`, `ca. 1870s`, `1914–1918`, `n.d.`.
    pub(super) fn apa(self) -> String {
        match self {
            Self::Unknown => "n.d.".into(),
            Self::On(point) => point.year_first(),
            Self::Decade(year) => format!("ca. {year}s"),
            Self::Between(from, to) => format!("{}–{}", from.year_first(), to.year_first()),
        }
    }

    /// `2 Mar. 1871`, `circa 1870s`; nothing where it is not known.
    pub(super) fn mla(self) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::On(point) => Some(point.short()),
            Self::Decade(year) => Some(format!("circa {year}s")),
            Self::Between(from, to) => Some(format!("between {} and {}", from.short(), to.short())),
        }
    }
}

impl Point {
    fn day(day: Day) -> Self {
        let (year, month, day) = day.ymd();
        Self { year, month: Some(month), day: Some(day) }
    }

    fn american(self) -> String {
        let Self { year, month, day } = self;
        match (month, day) {
            (Some(month), Some(day)) => format!("{} {day}, {year}", name(month)),
            (Some(month), None) => format!("{} {year}", name(month)),
            _ => year.to_string(),
        }
    }

    fn year_first(self) -> String {
        let Self { year, month, day } = self;
        match (month, day) {
            (Some(month), Some(day)) => format!("{year}, {} {day}", name(month)),
            (Some(month), None) => format!("{year}, {}", name(month)),
            _ => year.to_string(),
        }
    }

    fn short(self) -> String {
        let Self { year, month, day } = self;
        let abbreviated = |month: u32| match name(month) {
            name @ ("May" | "June" | "July") => name.to_string(),
            "September" => "Sept.".to_string(),
            name => format!("{}.", &name[..3.min(name.len())]),
        };
        match (month.map(abbreviated), day) {
            (Some(month), Some(day)) => format!("{day} {month} {year}"),
            (Some(month), None) => format!("{month} {year}"),
            _ => year.to_string(),
        }
    }

    /// With this between its parts: `1871-03-02`, `1871/03`, `1871`.
    pub(super) fn numbers(self, between: &str) -> String {
        let mut out = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            out += &format!("{between}{part:02}");
        }
        out
    }

    /// Its parts as numbers.
    pub(super) fn parts(self) -> Vec<i32> {
        let small = [self.month, self.day].into_iter().flatten();
        let small = small.filter_map(|part| i32::try_from(part).ok());
        std::iter::once(self.year).chain(small).collect()
    }
}

fn name(month: u32) -> &'static str {
    MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or_default()
}

/// A date as files are named by it: `1871-03-02`, `1870s`, `1914--1918`, `undated`.
pub(crate) fn stamp(date: Option<&Published>) -> String {
    match When::of(date) {
        When::Unknown => "undated".into(),
        When::On(point) => point.numbers("-"),
        When::Decade(year) => format!("{year}s"),
        When::Between(from, to) => format!("{}--{}", from.numbers("-"), to.numbers("-")),
    }
}

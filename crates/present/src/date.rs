//! Dates for people: as precisely as known, never more.

use morgue_article::{Day, Precision, Published};
use morgue_query::ShownDate;

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day: `2 March 1871`.
pub fn day(day: Day) -> String {
    let (_, _, number) = day.ymd();
    format!("{number} {}", month(day))
}

fn month(day: Day) -> String {
    let (year, month, _) = day.ymd();
    let name = MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or_default();
    format!("{name} {year}")
}

/// A publication date as precisely as it is known: `1871`, `March 1871`, `2 March 1871`,
/// `2 March 1871, 14:05`, `the 1870s`, `between 1 August 1914 and 11 November 1918`. Where it does
/// not come from the source's own metadata, its basis stands behind it: `2025 (copyright)`.
pub fn date(date: &ShownDate) -> String {
    let (first, last) = (date.earliest, date.latest);
    let text = match date.precision {
        Precision::Range => format!("between {} and {}", day(first), day(last)),
        Precision::Decade => format!("the {}s", first.year()),
        Precision::Year => first.year().to_string(),
        Precision::Month => month(first),
        Precision::Day => day(first),
        Precision::Second => match date.time.as_deref().and_then(|time| time.get(..5)) {
            Some(time) => format!("{}, {time}", day(first)),
            None => day(first),
        },
    };
    match date.basis.as_str() {
        "" | "metadata" | "given" => text,
        basis => format!("{text} ({basis})"),
    }
}

/// The same with the offset, for a page that has room for it.
pub(crate) fn full_date(published: &Published) -> String {
    let shown = date(&ShownDate { basis: String::new(), ..ShownDate::from(published) });
    match published.offset.filter(|_| published.second.is_some()) {
        None => shown,
        Some(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.unsigned_abs();
            format!("{shown} {sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use morgue_article::DayRange;

    use super::*;

    #[test]
    fn a_date_never_says_more_than_is_known() {
        let at = |text, precision, basis| {
            let published = Published::span(DayRange::parse(text).unwrap(), precision, basis);
            date(&ShownDate::from(&published))
        };
        assert_eq!(at("1871", Precision::Year, "metadata"), "1871");
        assert_eq!(at("2025", Precision::Year, "copyright"), "2025 (copyright)");
        assert_eq!(at("1871-03", Precision::Month, "given"), "March 1871");
        assert_eq!(at("1871-03-02", Precision::Day, "dateline"), "2 March 1871 (dateline)");
        assert_eq!(at("1870", Precision::Decade, "given"), "the 1870s");
        assert_eq!(
            at("1914-08", Precision::Range, "given"),
            "between 1 August 1914 and 31 August 1914"
        );
        let noon = Published::at(Day(0), 43_200, Some(-330), "metadata");
        assert_eq!(date(&ShownDate::from(&noon)), "1 January 1970, 12:00");
        assert_eq!(full_date(&noon), "1 January 1970, 12:00 -05:30");
    }
}

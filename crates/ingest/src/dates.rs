//! Dates as sources write them: ISO and its relatives, RFC 2822, day and month in either order,
//! month names in many languages, East Asian dates, seconds since 1970.

mod tokens;
mod words;

use morgue_article::{Day, DayRange, Precision, Published};

pub(crate) use crate::raw::DateOrder as Order;

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The days, and how precisely they are known. Its basis is empty.
    pub(crate) date: Published,
    /// Whether only the [`Order`] decided between two days.
    pub(crate) ambiguous: bool,
}

impl Parsed {
    fn sure(date: Published) -> Self {
        Self { date, ambiguous: false }
    }
}

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Clock {
    second: Option<u32>,
    offset: Option<i16>,
}

impl Clock {
    fn on(self, day: Day) -> Published {
        match self.second {
            Some(second) => Published::at(day, second, self.offset, ""),
            None => Published::day(day, ""),
        }
    }
}

/// Reads a date in any of the known forms; `years` bounds two-digit years: those up to its last
/// two digits are of its century.
pub(crate) fn parse(text: &str, order: Order, this_year: i32) -> Option<Parsed> {
    let text = text.trim().trim_matches(['"', '\'', '(', ')', '[', ']']).trim();
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    digits_only(text)
        .or_else(|| compact(text))
        .or_else(|| east_asian(text))
        .or_else(|| decade(text))
        .or_else(|| by_tokens(text, order, this_year))
}

/// The order that a date of numbers shows by itself: one of its two small numbers is no month.
pub(crate) fn order_of(text: &str) -> Option<Order> {
    let tokens = tokens::Tokens::of(text.get(..text.len().min(120))?);
    let [first, second, year] = tokens.numbers.as_slice() else { return None };
    let plain = tokens.month.is_none() && tokens.unknown == 0 && !tokens.dotted;
    if !plain || year.digits == 3 || first.digits > 2 || second.digits > 2 {
        return None;
    }
    match (first.value, second.value) {
        (13..=31, 1..=12) => Some(Order::DayMonth),
        (1..=12, 13..=31) => Some(Order::MonthDay),
        _ => None,
    }
}

/// `1871`, `20110427`, seconds or milliseconds since 1970.
fn digits_only(text: &str) -> Option<Parsed> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let span = |range: DayRange, precision| Parsed::sure(Published::span(range, precision, ""));
    match whole.len() {
        4 => Day::year_span(i32::try_from(number).ok()?).map(|r| span(r, Precision::Year)),
        6 => {
            let (year, month) = (i32::try_from(number / 100).ok()?, (number % 100) as u32);
            Day::month_span(year, month).map(|range| span(range, Precision::Month))
        }
        8 => {
            let year = i32::try_from(number / 10_000).ok()?;
            let day = Day::from_ymd(year, (number / 100 % 100) as u32, (number % 100) as u32)?;
            Some(Parsed::sure(Published::day(day, "")))
        }
        9 | 10 => Some(Parsed::sure(epoch(number))),
        12 | 13 => Some(Parsed::sure(epoch(number / 1000))),
        14 => compact(&format!("{}T{}", &whole[..8], &whole[8..])),
        _ => None,
    }
}

fn epoch(seconds: i64) -> Published {
    let second = u32::try_from(seconds.rem_euclid(86_400)).unwrap_or(0);
    Published::at(Day(seconds.div_euclid(86_400)), second, Some(0), "")
}

/// `20131020T192751+1100`.
fn compact(text: &str) -> Option<Parsed> {
    let (date, time) = text.split_once(['T', 't'])?;
    if date.len() != 8 || time.len() < 6 || !time.is_char_boundary(6) {
        return None;
    }
    let parsed = digits_only(date)?;
    let (clock, zone) = time.split_at(6);
    if !clock.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = clock.parse().ok()?;
    let second = tokens::clock_second(number / 10_000, number / 100 % 100, number % 100)?;
    let offset = tokens::offset(zone.trim());
    Some(Parsed::sure(Published::at(parsed.date.earliest, second, offset, "")))
}

/// `2018 年 10 月 7 日 17:04`, also with full-width digits.
fn east_asian(text: &str) -> Option<Parsed> {
    if !text.contains(['年', '년']) {
        return None;
    }
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = plain.split_once(['年', '년'])?;
    let year: i32 = tail_number(year)?;
    let Some((month, rest)) = rest.split_once(['月', '월']) else {
        let range = Day::year_span(year)?;
        return Some(Parsed::sure(Published::span(range, Precision::Year, "")));
    };
    let month: u32 = month.parse().ok()?;
    let Some((day, rest)) = rest.split_once(['日', '일', '号']) else {
        let range = Day::month_span(year, month)?;
        return Some(Parsed::sure(Published::span(range, Precision::Month, "")));
    };
    let day = Day::from_ymd(year, month, day.parse().ok()?)?;
    let clock = tokens::Tokens::of(rest).clock;
    Some(Parsed::sure(clock.on(day)))
}

/// `0` for `０`.
fn half_width(c: char) -> char {
    match u32::from(c) {
        n @ 0xFF10..=0xFF19 => char::from_u32(n - 0xFF10 + u32::from('0')).unwrap_or(c),
        0xFF1A => ':',
        _ => c,
    }
}

fn tail_number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let start = text
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text[start..].parse().ok()
}

/// `1890s`.
fn decade(text: &str) -> Option<Parsed> {
    let digits = text.strip_suffix("'s").or_else(|| text.strip_suffix('s'))?;
    let year: i32 = Some(digits).filter(|d| d.len() == 4 && d.ends_with('0'))?.parse().ok()?;
    let range = DayRange::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year + 9, 12, 31)?);
    Some(Parsed::sure(Published::span(range, Precision::Decade, "")))
}

/// Everything else: numbers, month names, a time, and few other words.
fn by_tokens(text: &str, order: Order, this_year: i32) -> Option<Parsed> {
    let tokens = tokens::Tokens::of(text);
    if tokens.unknown > 0 || tokens.numbers.len() > 3 {
        return None;
    }
    let full = |number: &tokens::Number| match number.digits {
        4 => Some(number.value as i32),
        2 => Some(tokens::full_year(number.value, this_year)),
        _ => None,
    };
    let small = |number: &&tokens::Number| number.digits <= 2 && number.value <= 31;
    if let Some(month) = tokens.month {
        let year_at = tokens.numbers.iter().position(|n| n.digits == 4);
        let (year, day) = match (tokens.numbers.as_slice(), year_at) {
            ([_], Some(_)) => (full(&tokens.numbers[0])?, None),
            ([_, _], Some(at)) => (full(&tokens.numbers[at])?, Some(&tokens.numbers[1 - at])),
            ([day, year], None) => (full(year)?, Some(day)),
            _ => return None,
        };
        let Some(day) = day.filter(small) else {
            let range = Day::month_span(year, month)?;
            let whole = tokens.numbers.len() == 1;
            return whole.then(|| Parsed::sure(Published::span(range, Precision::Month, "")));
        };
        return Some(Parsed::sure(tokens.clock.on(Day::from_ymd(year, month, day.value)?)));
    }
    match tokens.numbers.as_slice() {
        [year, month, day] if year.digits == 4 => {
            let day = Day::from_ymd(full(year)?, month.value, day.value)?;
            Some(Parsed::sure(tokens.clock.on(day)))
        }
        [year, month] if year.digits == 4 && small(&month) => {
            let range = Day::month_span(full(year)?, month.value)?;
            Some(Parsed::sure(Published::span(range, Precision::Month, "")))
        }
        [month, year] if year.digits == 4 && small(&month) => {
            let range = Day::month_span(full(year)?, month.value)?;
            Some(Parsed::sure(Published::span(range, Precision::Month, "")))
        }
        [first, second, year] if small(&first) && small(&second) => {
            let year = full(year)?;
            let order = if tokens.dotted { Order::DayMonth } else { order };
            let (a, b) = (first.value, second.value);
            let ambiguous = a <= 12 && b <= 12 && a != b && !tokens.dotted;
            let (month, day) = match order {
                _ if a > 12 => (b, a),
                _ if b > 12 => (a, b),
                Order::DayMonth => (b, a),
                Order::MonthDay => (a, b),
            };
            let date = tokens.clock.on(Day::from_ymd(year, month, day)?);
            Some(Parsed { date, ambiguous })
        }
        [year] if year.digits == 4 && tokens.clock.second.is_none() => {
            let range = Day::year_span(full(year)?)?;
            Some(Parsed::sure(Published::span(range, Precision::Year, "")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

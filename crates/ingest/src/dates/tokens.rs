//! The parts of a written date.

use super::Clock;
use super::words::{month, offset_of_zone, says_nothing};

/// A number that is no part of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    pub(super) digits: usize,
}

/// What a text holds, its time of day taken out.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) numbers: Vec<Number>,
    pub(super) month: Option<u32>,
    pub(super) clock: Clock,
    /// Words that have no place in a date.
    pub(super) unknown: usize,
    /// Whether dots stand between the numbers: `2.1.2006`.
    pub(super) dotted: bool,
}

impl Tokens {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let taken = if c.is_ascii_digit() {
                found.digits(rest, text.len() - rest.len(), text)
            } else if c.is_alphabetic() {
                found.word(rest)
            } else if matches!(c, '+' | '-') && found.clock.second.is_some() {
                found.zone(rest)
            } else {
                c.len_utf8()
            };
            rest = &rest[taken..];
        }
        found
    }

    /// A number, or a time that begins with it. Says how many bytes it took.
    fn digits(&mut self, rest: &str, at: usize, text: &str) -> usize {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(taken) = (length <= 2).then(|| self.time(rest)).flatten() {
            return taken;
        }
        let hundreds = length == 4 && self.numbers.len() >= 2 && rest[4..].trim().len() <= 4;
        if hundreds && !rest[4..].trim().is_empty() && self.clock.second.is_none() {
            // `03 Apr 02 1500 GMT`
            let value: u32 = rest[..4].parse().unwrap_or(u32::MAX);
            if let Some(second) = clock_second(value / 100, value % 100, 0) {
                self.clock.second = Some(second);
                return 4;
            }
        }
        let value = rest[..length.min(9)].parse().unwrap_or(u32::MAX);
        self.numbers.push(Number { value, digits: length });
        self.dotted |= at > 0 && text.as_bytes()[at - 1] == b'.' && self.numbers.len() > 1;
        length
    }

    /// `9:32am`, `15:01:01.79`, `18h30`, `9.32 Uhr` not.
    fn time(&mut self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let hour_len = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        let mut hour: u32 = rest[..hour_len].parse().ok()?;
        let two = |at: usize| -> Option<u32> {
            let digits = bytes.get(at..at + 2)?;
            digits
                .iter()
                .all(u8::is_ascii_digit)
                .then(|| u32::from(digits[0] - b'0') * 10 + u32::from(digits[1] - b'0'))
        };
        let mut at = hour_len;
        let (mut minute, mut second) = (0, 0);
        let separator = bytes.get(at).copied();
        let has_minute = matches!(separator, Some(b':' | b'h' | b'H')) && two(at + 1).is_some();
        if has_minute {
            minute = two(at + 1)?;
            at += 3;
            if bytes.get(at) == Some(&b':') {
                second = two(at + 1)?;
                at += 3;
                if matches!(bytes.get(at), Some(b'.' | b',')) {
                    at += 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
                }
            }
        }
        let after = rest[at..].trim_start().to_ascii_lowercase();
        let skipped = rest[at..].len() - after.len();
        let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|half| {
            let end = after.as_bytes().get(half.len());
            after.starts_with(half) && !end.is_some_and(u8::is_ascii_alphanumeric)
        });
        if let Some(half) = half {
            hour = hour % 12 + if half.starts_with('p') { 12 } else { 0 };
            at += skipped + half.len();
        } else if !has_minute {
            return None;
        }
        self.clock.second = Some(clock_second(hour, minute, second)?);
        Some(at)
    }

    /// `+02:00`, `-0400` behind a time.
    fn zone(&mut self, rest: &str) -> usize {
        let length = 1 + rest[1..].bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
        match offset(&rest[..length]) {
            Some(minutes) if self.clock.offset.is_none() => {
                self.clock.offset = Some(minutes);
                length
            }
            _ => 1,
        }
    }

    fn word(&mut self, rest: &str) -> usize {
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..length].to_lowercase();
        let zone = offset_of_zone(&word).filter(|_| self.clock.second.is_some());
        if let Some(minutes) = zone {
            self.clock.offset = self.clock.offset.or(Some(minutes));
        } else if let Some(number) = month(&word).filter(|_| self.month.is_none()) {
            self.month = Some(number);
        } else if !says_nothing(&word) && offset_of_zone(&word).is_none() {
            self.unknown += 1;
        }
        length
    }
}

/// The second of a day, when there is such a time.
pub(super) fn clock_second(hour: u32, minute: u32, second: u32) -> Option<u32> {
    // A leap second is the last second of its day.
    (hour < 24 && minute < 60 && second <= 60)
        .then(|| (hour * 3600 + minute * 60 + second).min(86_399))
}

/// Minutes east of UTC: `Z`, `+0200`, `-04:00`, `+11`.
pub(super) fn offset(text: &str) -> Option<i16> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let number: i16 = digits.parse().ok()?;
    let minutes = match digits.len() {
        1 | 2 => number * 60,
        4 => number / 100 * 60 + number % 100,
        _ => return None,
    };
    (minutes <= 15 * 60).then_some(sign * minutes)
}

/// A two-digit year in full: up to next year it is of this century.
pub(super) fn full_year(two: u32, this_year: i32) -> i32 {
    let year = this_year / 100 * 100 + i32::try_from(two).unwrap_or(0);
    if year > this_year + 1 { year - 100 } else { year }
}

//! Values: of exact fields, of outlets, and ranges of dates and numbers.

use std::borrow::Cow;
use std::ops::Range;

use morgue_article::{DayRange, language_code};

use super::ast::{Bound, Kind, Node, Unit, ValueRange};
use super::field::{Field, FieldKind, Scope};
use super::notice::{Code, Mistake};
use super::parser::{Parser, Read};
use super::run::number;
use super::spelled;
use crate::plan::ValueField;

impl Parser<'_, '_> {
    /// A value without quotes.
    pub(super) fn value_run(&mut self, scope: Scope) -> Read<Option<Node>> {
        let start = self.at;
        let ranged = scope.field().kind() == FieldKind::Range;
        if ranged && matches!(self.src.get(start), Some('[' | '{')) {
            return self.bracket_range(scope);
        }
        let address = scope.field().is_address();
        let end = if address { self.address_end(start) } else { self.src.run_end(start) };
        let end = end.max(start + 1);
        self.at = end;
        let hat = (start..end).rev().find(|&at| self.src.chars[at] == '^').filter(|_| !address);
        let boost = hat.and_then(|at| Some((at, number(&self.src.chars[at + 1..end])?)));
        let text_end = boost.map_or(end, |(at, _)| at);
        let text = self.src.slice(start..text_end);
        let node = self.value(scope, &text, start..text_end)?;
        match boost {
            Some((at, by)) => self.boost(node, by, at..end),
            None => Ok(node),
        }
    }

    /// An address may hold signs that end other runs.
    fn address_end(&self, start: usize) -> usize {
        let mut open = 0_usize;
        for at in start..self.src.len() {
            match self.src.chars[at] {
                ' ' | '"' => return at,
                '(' => open += 1,
                ')' if open == 0 => return at,
                ')' => open -= 1,
                _ => {}
            }
        }
        self.src.len()
    }

    /// `[1914 TO 1918}`
    fn bracket_range(&mut self, scope: Scope) -> Read<Option<Node>> {
        const LONGEST: usize = 80;
        let start = self.at;
        let until = self.src.len().min(start + LONGEST);
        let close = (start + 1..until).find(|&at| matches!(self.src.chars[at], ']' | '}'));
        let Some(close) = close else {
            self.at = self.src.run_end(start);
            self.bad_value(scope, start..self.at)?;
            return Ok(None);
        };
        self.at = close + 1;
        self.leaf(1)?;
        let content = self.src.slice(start + 1..close);
        let field = scope.field();
        let bound = |text: &str, inclusive: bool| match text {
            "*" => Some(None),
            _ => canonical(field, text).map(|value| Some(Bound { value, inclusive })),
        };
        let ends: Vec<&str> = content.split(' ').filter(|part| !part.is_empty()).collect();
        let range = match (ends.as_slice(), scope) {
            ([low, to, high], Scope::Field(_)) if to.eq_ignore_ascii_case("to") => {
                let low = bound(low, self.src.chars[start] == '[');
                low.zip(bound(high, self.src.chars[close] == ']'))
            }
            _ => None,
        };
        let node = match range {
            Some((low, high)) if low.is_some() || high.is_some() => {
                let range = self.ordered(field, low, high, start..self.at)?;
                Some(Node::new(Kind::Range(range), self.src.bytes(start..self.at)))
            }
            _ => {
                self.bad_value(scope, start..self.at)?;
                None
            }
        };
        self.boosted(node)
    }

    /// A value of a field, checked and in its canonical form; nothing, with a notice, where the
    /// field cannot have it.
    pub(super) fn value(
        &mut self,
        scope: Scope,
        text: &str,
        place: Range<usize>,
    ) -> Read<Option<Node>> {
        self.leaf(1)?;
        let span = self.src.bytes(place.clone());
        if scope.field().kind() == FieldKind::Range {
            let text = self.spelled(scope, text.trim(), &place)?;
            let Some(range) = self.range(scope, &text, &place)? else {
                self.bad_value(scope, place)?;
                return Ok(None);
            };
            return Ok(Some(Node::new(Kind::Range(range), span)));
        }
        let value = text.replace('"', " ");
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.contains(|c: char| c.is_alphanumeric() || c == '*' || c == '/') {
            self.dropped(place, "has no letters or digits")?;
            return Ok(None);
        }
        let language = scope.field() == Field::Exact(ValueField::Lang);
        let code = language.then(|| language_code(&value)).flatten();
        let value = code.map_or(value, str::to_string);
        Ok(Some(Node::new(Kind::Value(value), span)))
    }

    /// A date that other systems write otherwise, as it is written here; a notice says so.
    fn spelled<'t>(
        &mut self,
        scope: Scope,
        text: &'t str,
        place: &Range<usize>,
    ) -> Read<Cow<'t, str>> {
        let fixed = match scope {
            Scope::Last => spelled::stretch(text),
            _ if !matches!(scope.field(), Field::Date(_)) => None,
            _ => match text.strip_prefix("last:") {
                Some(stretch) => spelled::stretch(stretch).map(|text| format!("last:{text}")),
                None => spelled::date(text),
            },
        };
        // What cannot be a date stays as it was typed, for the message.
        let Some(fixed) = fixed.filter(|fixed| {
            let ends = fixed.trim_start_matches(['<', '>', '=']).split("..");
            scope == Scope::Last
                || fixed.starts_with("last:")
                || ends.into_iter().all(|end| end.is_empty() || DayRange::parse(end).is_ok())
        }) else {
            return Ok(Cow::Borrowed(text));
        };
        let message = Mistake::new(format!("`{text}` is written `{fixed}`"), "it is read so");
        let instead = self.src.with(place.clone(), &fixed);
        self.repair(Code::BadValue, place.clone(), message, instead)?;
        Ok(Cow::Owned(fixed))
    }

    fn range(
        &mut self,
        scope: Scope,
        text: &str,
        place: &Range<usize>,
    ) -> Read<Option<ValueRange>> {
        let field = scope.field();
        let bound = |text: &str, inclusive: bool| {
            canonical(field, text).map(|value| Bound { value, inclusive })
        };
        let above = |low: Option<Bound>| low.map(|low| between(Some(low), None));
        let below = |high: Option<Bound>| high.map(|high| between(None, Some(high)));
        Ok(match scope {
            Scope::After => above(bound(text, false)),
            Scope::Before => below(bound(text, false)),
            Scope::Last => last(text),
            Scope::Field(_) => {
                if let Some((low, high)) = text.split_once("..") {
                    return self.dotted(field, low, high, place);
                }
                if let Some(text) = text.strip_prefix(">=") {
                    above(bound(text, true))
                } else if let Some(text) = text.strip_prefix("<=") {
                    below(bound(text, true))
                } else if let Some(text) = text.strip_prefix('>') {
                    above(bound(text, false))
                } else if let Some(text) = text.strip_prefix('<') {
                    below(bound(text, false))
                } else if let Some(text) = text.strip_prefix("last:") {
                    last(text).filter(|_| matches!(field, Field::Date(_)))
                } else if let Some(value) = canonical(field, text) {
                    Some(ValueRange::Only(value))
                } else {
                    return self.dashed(field, text, place);
                }
            }
        })
    }

    /// `1914..1918`, one end perhaps open.
    fn dotted(
        &mut self,
        field: Field,
        low: &str,
        high: &str,
        place: &Range<usize>,
    ) -> Read<Option<ValueRange>> {
        let end = |text: &str| match text {
            "" => Some(None),
            _ => canonical(field, text).map(|value| Some(Bound { value, inclusive: true })),
        };
        match (end(low), end(high)) {
            (Some(None), Some(None)) | (None, _) | (_, None) => Ok(None),
            (Some(low), Some(high)) => self.ordered(field, low, high, place.clone()).map(Some),
        }
    }

    /// `1914-1918` is not a range here, but no month is called 1918.
    fn dashed(
        &mut self,
        field: Field,
        text: &str,
        place: &Range<usize>,
    ) -> Read<Option<ValueRange>> {
        let Some((low, high)) = text.split_once(['-', '–', '—', '/']) else {
            return Ok(None);
        };
        if field != Field::Length && (low.len() != 4 || high.len() != 4) {
            return Ok(None);
        }
        let (Some(low), Some(high)) = (canonical(field, low), canonical(field, high)) else {
            return Ok(None);
        };
        let what = format!("a range is written `{low}..{high}`");
        let message = Mistake::new(what, "it is read so");
        let instead = self.src.with(place.clone(), &format!("{low}..{high}"));
        self.repair(Code::BadValue, place.clone(), message, instead)?;
        let bound = |value| Some(Bound { value, inclusive: true });
        self.ordered(field, bound(low), bound(high), place.clone()).map(Some)
    }

    /// A range whose end comes before its start is turned round.
    fn ordered(
        &mut self,
        field: Field,
        low: Option<Bound>,
        high: Option<Bound>,
        place: Range<usize>,
    ) -> Read<ValueRange> {
        let reversed = match (&low, &high) {
            (Some(low), Some(high)) => order(field, &low.value) > order(field, &high.value),
            _ => false,
        };
        if !reversed {
            return Ok(between(low, high));
        }
        let message = Mistake::new("a range ends before it begins", "its ends are exchanged");
        self.repair(Code::ReversedRange, place, message, None)?;
        Ok(between(high, low))
    }

    fn bad_value(&mut self, scope: Scope, place: Range<usize>) -> Read<()> {
        let typed = self.src.slice(place.start..place.end.min(place.start + 40));
        let (what, forms) = match scope {
            Scope::Last => ("a stretch of time", "`7d`, `2w`, `3m` or `1y`"),
            Scope::Before | Scope::After => ("a date", "`1914`, `2024-05` or `2024-05-31`"),
            Scope::Field(Field::Length) => ("a number or a range", "`600`, `>600` or `600..800`"),
            Scope::Field(_) => (
                "a date or a range of dates in the years 1500 to 2200",
                "`1914`, `2024-05`, `2024-05-31`, `1914..1918`, `>1918` or `last:7d`",
            ),
        };
        let what = format!("`{typed}` is not {what}; write {forms}");
        let message = Mistake::new(what, "it is left out");
        self.repair(Code::BadValue, place, message, None)
    }
}

fn between(low: Option<Bound>, high: Option<Bound>) -> ValueRange {
    match (low, high) {
        (Some(low), Some(high)) if low == high && low.inclusive => ValueRange::Only(low.value),
        (low, high) => ValueRange::Between { low, high },
    }
}

/// `7d`
pub(crate) fn last(text: &str) -> Option<ValueRange> {
    const MOST: u32 = 100_000;
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let mut letters = text[digits.len()..].chars();
    let unit = letters.next().and_then(Unit::from_letter)?;
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let count = digits.parse::<u32>().ok().filter(|&n| number && (1..=MOST).contains(&n))?;
    letters.next().is_none().then_some(ValueRange::Last { count, unit })
}

/// A date or number in its canonical form.
fn canonical(field: Field, text: &str) -> Option<String> {
    if field == Field::Length {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        return digits.then(|| text.parse::<u32>().ok()).flatten().map(|n| n.to_string());
    }
    DayRange::parse(text).ok()?;
    let padded = |part: &str| format!("{part:0>2}");
    Some(text.split('-').map(padded).collect::<Vec<_>>().join("-"))
}

/// What ends of a range are ordered by: their first day or their number.
fn order(field: Field, value: &str) -> i64 {
    if field == Field::Length {
        return value.parse().unwrap_or(0);
    }
    DayRange::parse(value).map_or(0, |days| days.first.0)
}

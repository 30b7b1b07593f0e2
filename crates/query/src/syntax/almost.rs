//! What is text here and means something in the languages people come from: it is said, and what
//! they may have meant is offered.

use std::ops::Range;

use super::field::{FieldKind, Scope, meant, named_elsewhere};
use super::lexer::{connector, one_case};
use super::named::at_least;
use super::notice::{Code, notice};
use super::parser::Parser;

/// Runs longer than this are nobody's operator.
const LONGEST: usize = 200;

impl Parser<'_, '_> {
    /// Says of a run of text what it is not.
    pub(super) fn tell_almost(&mut self, place: Range<usize>) {
        if place.len() > LONGEST {
            return;
        }
        let run = self.src.slice(place.clone());
        if let Some(name) = run.strip_suffix(':') {
            if matches!(self.src.get(place.end), None | Some(' ' | ')')) {
                self.tell_colon(name, place);
            }
        } else if let Some(count) = counted(&run) {
            self.tell_count("atleast", count, place);
        } else if run.eq_ignore_ascii_case("atleast") {
            self.tell_count_apart(place);
        } else if run.strip_prefix("--").is_some_and(|name| name.starts_with(char::is_alphabetic)) {
            let message = format!("`{run}` is read as words; options stand outside the query");
            self.text(Code::LoneOperator, place, message, None);
        } else if run.starts_with(['–', '—', '−', '‐', '‑']) {
            self.tell_dash(&run, place);
        } else if let Some((low, high)) = run.split_once("..") {
            self.tell_years(low, high, place);
        } else if let Some(word) = run.strip_prefix('!') {
            self.tell_bang(word, place);
        } else if run.contains(['=', '<', '>']) {
            self.tell_comparison(&run, place);
        } else if run.starts_with('/') || run.ends_with('/') {
            self.tell_pattern(&run, place);
        } else if run.contains('/') {
            self.tell_connector(&run, place);
        }
    }

    /// `Iran: what next`, `headline:`: a name before a colon and a space is text.
    fn tell_colon(&mut self, typed: &str, place: Range<usize>) {
        if typed.len() < 2 || !typed.bytes().all(|b| b.is_ascii_alphabetic()) {
            return;
        }
        let name = typed.to_ascii_lowercase();
        let field = Scope::named(&name).is_some();
        let follows = self.src.term_follows(place.end);
        if !follows && field {
            let message = format!(
                "nothing is asked of the field `{name}`, so its name is read as a word; what is \
                 asked follows the colon without a space"
            );
            return self.text(Code::FieldAsText, place, message, None);
        }
        if !follows {
            if let Some(near) = meant(&name) {
                let message =
                    format!("`{typed}` is not a field and is read as text; did you mean `{near}`?");
                self.text(Code::UnknownField, place, message, None);
            }
            return;
        }
        let next = self.src.skip_spaces(place.end);
        let instead = self.src.with(place.start..next, &format!("{name}:")).filter(|_| field);
        let message = format!(
            "`{typed}:` is read as text; what is asked of a field follows its colon without a space"
        );
        self.text(Code::FieldAsText, place, message, instead);
    }

    /// Lucene's `!word`.
    fn tell_bang(&mut self, word: &str, place: Range<usize>) {
        if word.starts_with(char::is_alphanumeric) {
            let message = format!("`!{word}` is read as `{word}`; without a word is `-{word}`");
            let instead = self.src.with(place.clone(), &format!("-{word}"));
            self.text(Code::Exclamation, place, message, instead);
        }
    }

    /// Factiva's `hd=merger` and `wc>500`.
    fn tell_comparison(&mut self, run: &str, place: Range<usize>) {
        let Some((name, rest)) = run.find(['=', '<', '>']).map(|at| run.split_at(at)) else {
            return;
        };
        let lower = name.to_ascii_lowercase();
        let known = one_case(name);
        let name = named_elsewhere(&lower).unwrap_or(&lower);
        let Some(scope) = Scope::named(name).filter(|_| known) else { return };
        let value = rest.strip_prefix('=').unwrap_or(rest);
        let ranged = scope.field().kind() == FieldKind::Range;
        let compared = value.starts_with(['<', '>']);
        let grouped = matches!(self.src.get(place.end), Some('(' | '"')) && value.is_empty();
        if !(value.contains(char::is_alphanumeric) || grouped) || (compared && !ranged) {
            return;
        }
        let message = format!("`{run}` is read as text; a field is asked by a colon: `{name}:`");
        let instead = self.src.with(place.clone(), &format!("{name}:{value}"));
        self.text(Code::FieldAsText, place, message, instead);
    }

    /// `/sto.*m/`: no regular expressions.
    fn tell_pattern(&mut self, run: &str, place: Range<usize>) {
        let inner = run.strip_prefix('/').and_then(|run| run.strip_suffix('/'));
        if inner.is_some_and(|inner| inner.contains(['*', '?', '.', '[', '\\', '+', '^', '$'])) {
            let message = format!(
                "`{run}` is read as text, not as a regular expression; in a word `*` is any \
                 letters and `?` one"
            );
            self.text(Code::Wildcard, place, message, None);
        }
    }

    /// `w/seg`, `pre/s`: connectors of others.
    fn tell_connector(&mut self, run: &str, place: Range<usize>) {
        if connector(run).is_some() || self.words == 0 || !self.src.term_follows(place.end) {
            return; // told elsewhere, or not between words
        }
        let lower = run.to_ascii_lowercase();
        let operator = match lower.as_str() {
            "w/sent" | "w/sentence" | "near/s" | "pre/s" => "W/S",
            "w/para" | "w/paragraph" | "near/p" | "pre/p" => "W/P",
            "w/seg" | "w/doc" => "AND",
            _ => return self.tell_number(run, place),
        };
        let message = format!("`{run}` is read as text; the nearest operator is `{operator}`");
        let instead = self.src.with(place.clone(), operator);
        self.text(Code::LoneOperator, place, message, instead);
    }

    /// `w/-1`, `near/x`: a connector with a number that is none.
    fn tell_number(&mut self, run: &str, place: Range<usize>) {
        let Some((name, tail)) = run.split_once('/') else { return };
        let lower = name.to_ascii_lowercase();
        let name = matches!(lower.as_str(), "w" | "near" | "pre" | "adj");
        if name && (tail == "n" || !tail.starts_with(char::is_alphabetic)) {
            let message = format!(
                "`{run}` is read as text; connectors are `W/n` and `PRE/n`, n being 1 to 255, \
                 `W/S` and `W/P`"
            );
            self.text(Code::LoneOperator, place, message, None);
        }
    }

    /// `ATLEAST 3 (word)`
    fn tell_count_apart(&mut self, place: Range<usize>) {
        let next = self.src.skip_spaces(place.end);
        let end = self.src.run_end(next);
        let count = self.src.slice(next..end.min(next + LONGEST));
        if next > place.end && !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) {
            self.tell_count("atleast", &count, place.start..end);
        }
    }

    /// `–word`: only a hyphen is NOT.
    fn tell_dash(&mut self, run: &str, place: Range<usize>) {
        let word: String = run.chars().skip(1).collect();
        if word.starts_with(char::is_alphanumeric) {
            let message = format!("the dash of `{run}` separates; NOT is a hyphen: `-{word}`");
            let instead = self.src.with(place.clone(), &format!("-{word}"));
            self.text(Code::LoneOperator, place, message, instead);
        }
    }

    /// Google's `2010..2012`.
    fn tell_years(&mut self, low: &str, high: &str, place: Range<usize>) {
        let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        if year(low) && year(high) {
            let message = format!("a range is asked of a field: `date:{low}..{high}`");
            let instead = self.src.with(place.clone(), &format!("date:{low}..{high}"));
            self.text(Code::FieldAsText, place, message, instead);
        }
    }

    /// `PUBLICATION(times)`: fields of others are in capitals.
    pub(super) fn tell_capitals(&mut self, name: &str, place: Range<usize>) {
        if name.len() > 3 && name.bytes().all(|b| b.is_ascii_uppercase()) {
            let message = format!("`{name}` is not a field and is read as text");
            self.text(Code::UnknownField, place, message, None);
        }
    }

    /// Google's `AROUND(5)`, told at its bracket. Whether it is one.
    pub(super) fn tell_around(&mut self, bracket: usize, name: &str) -> bool {
        const DIGITS: usize = 5;
        let from = bracket + 1;
        let digits = (from..self.src.len().min(from + DIGITS))
            .take_while(|&at| self.src.chars[at].is_ascii_digit())
            .count();
        if name != "around" || digits == 0 || self.src.get(from + digits) != Some(')') {
            return false;
        }
        let n = self.src.slice(from..from + digits);
        let place = self.at..from + digits + 1;
        let message = format!("`AROUND({n})` is read as text; so many words apart is `W/{n}`");
        let instead = self.src.with(place.clone(), &format!("W/{n}"));
        self.text(Code::LoneOperator, place, message, instead);
        true
    }

    fn text(&mut self, code: Code, place: Range<usize>, message: String, instead: Option<String>) {
        self.report.note(notice(code, Some(place), message, instead));
    }
}

/// The number of a run that is nothing but the name of a count: `5` of `atleast5`.
fn counted(run: &str) -> Option<&str> {
    at_least(&run.to_ascii_lowercase())?;
    run.get("atleast".len()..)
}

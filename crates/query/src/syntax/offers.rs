//! Operators of other systems, and ours in small letters, between words: they are read as words, which
//! is said, and the operator is offered.

use std::ops::Range;

use super::lexer::{connector, one_case};
use super::notice::{Code, Mistake, notice};
use super::parser::{Parser, Read};
use super::print::print_connector;

impl Parser<'_, '_> {
    /// A word between terms that is an operator in capitals, with a number, or elsewhere.
    pub(super) fn offer_operator(&mut self, between: bool) -> Read<()> {
        let Some((run, end)) = self.src.short_run(self.at).filter(|_| between) else {
            return Ok(());
        };
        let (code, operator) = match run.as_str() {
            "and" => (Code::LowerCaseOperator, "AND"),
            "or" => (Code::LowerCaseOperator, "OR"),
            "not" => (Code::LowerCaseOperator, "NOT"),
            "near" => (Code::LowerCaseOperator, "W/10"),
            "NEAR" => (Code::LoneOperator, "W/10"),
            "ADJ" => (Code::LoneOperator, "PRE/1"),
            _ => {
                self.offer_foreign(&run, self.at..end);
                return Ok(());
            }
        };
        if !self.src.term_follows(end) {
            return Ok(());
        }
        let place = self.at..end;
        let what = format!("`{run}` is no operator, which is written `{operator}`");
        let message = Mistake::new(what, "it is read as a word");
        let instead = self.src.with(place.clone(), operator);
        self.repair(code, place, message, instead)
    }

    /// No words of this language: strict readers are told too, and not refused.
    fn offer_foreign(&mut self, run: &str, place: Range<usize>) {
        if !one_case(run) {
            return;
        }
        let lower = run.to_ascii_lowercase();
        let next = self.src.skip_spaces(place.end);
        if lower == "but" && self.src.not_at(next).is_some() {
            let message = format!("`{run}` is read as a word; `{run} NOT` is `AND NOT`");
            let instead = self.src.with(place.clone(), "AND");
            return self.report.note(notice(Code::LoneOperator, Some(place), message, instead));
        }
        if !self.src.term_follows(place.end) {
            return;
        }
        let Some(operator) = foreign(&lower) else { return };
        let small = run == lower && run.contains(|c: char| c.is_ascii_lowercase());
        let code = if small { Code::LowerCaseOperator } else { Code::LoneOperator };
        let message = format!("`{run}` is read as a word; the operator is written `{operator}`");
        let instead = self.src.with(place.clone(), &operator);
        self.report.note(notice(code, Some(place), message, instead));
    }

    /// `plural(strikes)`, `nocaps(aids)`: whether the name before a bracket is a function of Lexis
    /// that is not here.
    pub(super) fn tell_function(&mut self, bracket: usize, name: &str) -> bool {
        const LONGEST: usize = 60;
        let until = self.src.len().min(bracket + LONGEST);
        let close = (bracket + 1..until).find(|&at| self.src.chars[at] == ')');
        let inside = close.map(|close| self.src.slice(bracket + 1..close)).unwrap_or_default();
        let word = inside.trim();
        let single = !word.is_empty() && word.chars().all(char::is_alphanumeric);
        let (message, offered) = match name {
            "plural" | "singular" => (
                format!(
                    "`{name}(…)` is read as text: a word finds all its forms, and `=word` only the \
                     form that is written"
                ),
                single.then(|| format!("={word}")),
            ),
            "nocaps" => (
                "`nocaps(…)` is read as text: capitals are asked for by `caps(…)` and `allcaps(…)`"
                    .to_string(),
                single.then(|| format!("({word} -caps({word}))")),
            ),
            _ => return false,
        };
        let place = self.at..bracket;
        let whole = self.at..close.map_or(bracket, |close| close + 1);
        let instead = offered.and_then(|offered| self.src.with(whole, &offered));
        self.report.note(notice(Code::UnknownField, Some(place), message, instead));
        true
    }

    /// `ATLEAST 3 (word)`, `atleast3 (word)`, `atleast3 word`: what is counted stands in brackets
    /// that the name and its number touch.
    pub(super) fn tell_count(&mut self, name: &str, count: &str, place: Range<usize>) {
        let next = self.src.skip_spaces(place.end);
        if next == place.end || !self.src.term_follows(next) {
            return;
        }
        let typed = self.src.slice(place.clone());
        let message = format!(
            "`{typed}` is read as text; what is counted stands in brackets: `{name}{count}(…)`"
        );
        let end = self.src.run_end(next);
        let instead = match self.src.get(next) {
            Some('(') => self.src.with(place.start..next, &format!("{name}{count}")),
            _ if end > next => {
                let word = self.src.slice(next..end);
                self.src.with(place.start..end, &format!("{name}{count}({word})"))
            }
            _ => None,
        };
        self.report.note(notice(Code::FieldAsText, Some(place), message, instead));
    }

    /// `tax - labour`: a hyphen between spaces is nothing.
    pub(super) fn lone_hyphen(&mut self, place: Range<usize>) -> Read<()> {
        let next = self.src.skip_spaces(place.end);
        let what = "a `-` with a space behind it is no NOT, which touches its word";
        let message = Mistake::new(what, "it is left out");
        let instead = self.src.with(place.start..next, "-");
        self.repair(Code::Dropped, place, message, instead)
    }
}

/// What others call so, in small letters, as it is written here: Factiva's `same` and `near5`, `n3`
/// and `w3` of EBSCO, `n/3` and `p/3` of ProQuest, `onear`, `andnot`.
fn foreign(run: &str) -> Option<String> {
    let fixed = match run {
        "same" => "W/P",
        "adj" => "PRE/1",
        "onear" => "PRE/10",
        "andnot" | "butnot" => "AND NOT",
        _ => "",
    };
    if !fixed.is_empty() {
        return Some(fixed.to_string());
    }
    let ours = connector(&run.to_ascii_uppercase()).filter(|_| !run.contains('/'));
    if let Some((connector, _)) = ours {
        return Some(print_connector(connector));
    }
    let digits = run.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '/');
    let n = digits.parse::<u8>().ok().filter(|&n| n > 0)?;
    match run[..run.len() - digits.len()].trim_end_matches('/') {
        "n" => Some(format!("W/{n}")),
        "p" | "onear" => Some(format!("PRE/{n}")),
        "w" if !run.contains('/') => Some(format!("PRE/{n}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn operators_of_others() {
        for (run, expected) in [
            ("same", Some("W/P")),
            ("adj", Some("PRE/1")),
            ("adj3", Some("PRE/3")),
            ("near5", Some("W/5")),
            ("n3", Some("W/3")),
            ("n/3", Some("W/3")),
            ("w3", Some("PRE/3")),
            ("w/3", None),
            ("p/3", Some("PRE/3")),
            ("onear/4", Some("PRE/4")),
            ("onear", Some("PRE/10")),
            ("andnot", Some("AND NOT")),
            ("n", None),
            ("n0", None),
            ("n999", None),
            ("no3", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(foreign(run).as_deref(), expected, "{run}");
        }
    }
}

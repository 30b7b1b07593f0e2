//! Runs of characters without a space: words with their signs, and what is left when signs are
//! taken off.

use std::ops::Range;

use morgue_analysis::query_run;

use super::ast::{Kind, Node, Word};
use super::field::{FieldKind, Scope};
use super::lexer::connector;
use super::notice::{Code, Mistake, notice};
use super::parser::{Parser, Read};

/// What follows a word.
#[derive(Default)]
struct Suffixes {
    boost: Option<(f32, Range<usize>)>,
    fuzzy: Option<(Option<u32>, Range<usize>)>,
}

impl Parser<'_, '_> {
    /// A run: a word, or a value of the field it stands in.
    pub(super) fn run(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
        if let Some(scope) = scope.filter(|&scope| Self::kind_of(Some(scope)) != FieldKind::Text) {
            return self.value_run(scope);
        }
        let start = self.at;
        let end = self.src.run_end(start).max(start + 1);
        self.at = end;
        self.tell_almost(start..end);
        let (text_end, suffixes) = self.suffixes(start, end);
        let exact = self.src.get(start) == Some('=') && text_end > start + 1;
        let from = start + usize::from(exact);
        let text = self.question_mark(from..text_end, end);
        let text = self.exclamation(text, from..text_end)?;
        let Some(mut word) = self.word(&text, start..end, exact)? else {
            return Ok(None);
        };
        self.tell_signs(&text, from..from + text.chars().count());
        if word.is_wild() {
            self.tell_one_letter(&text, from..from + text.chars().count());
        }
        if let Some((distance, place)) = suffixes.fuzzy {
            self.fuzzy(&mut word, distance, place)?;
        }
        self.leaf(1)?;
        self.words += 1;
        let node = Node::new(Kind::Word(word), self.src.bytes(start..end));
        match suffixes.boost {
            Some((by, place)) => self.boost(Some(node), by, place),
            None => Ok(Some(node)),
        }
    }

    /// Takes `^2` and `~1` off the end of a run.
    fn suffixes(&self, start: usize, mut end: usize) -> (usize, Suffixes) {
        let mut found = Suffixes::default();
        loop {
            let digits = (start..end)
                .rev()
                .take_while(|&at| matches!(self.src.chars[at], '0'..='9' | '.'))
                .last()
                .unwrap_or(end);
            let Some(sign) = digits.checked_sub(1).filter(|&at| at > start) else {
                return (end, found);
            };
            let value = &self.src.chars[digits..end];
            match self.src.chars[sign] {
                '^' if found.boost.is_none() => match number(value) {
                    Some(by) => found.boost = Some((by, sign..end)),
                    None => return (end, found),
                },
                // Lucene's `~0.8` is no distance either: it is told so with other numbers.
                '~' if found.fuzzy.is_none() && (value.is_empty() || number(value).is_some()) => {
                    let distance: String = value.iter().collect();
                    let distance =
                        (!distance.is_empty()).then(|| distance.parse::<u32>().unwrap_or(u32::MAX));
                    found.fuzzy = Some((distance, sign..end));
                }
                _ => return (end, found),
            }
            end = sign;
        }
    }

    /// The text of a run, without the `?` that ends a question.
    fn question_mark(&mut self, text: Range<usize>, end: usize) -> String {
        let typed = self.src.slice(text.clone());
        let asked = typed.trim_end_matches('?');
        let one_of_three = self.words >= 2 && text.end == end && searchable(asked);
        let rest = &self.src.chars[end..];
        let last = |c: &char| !c.is_alphanumeric() && *c != '^';
        if asked.len() == typed.len() || !one_of_three || !rest.iter().all(last) {
            return typed;
        }
        let place = text.start + asked.chars().count()..end;
        let message = "the question mark at the end is left out; as a wildcard it stands for one \
                       letter"
            .to_string();
        let instead = self.src.with(place.end..place.end, "^1");
        self.report.note(notice(Code::QuestionMark, Some(place), message, instead));
        asked.to_string()
    }

    /// `tax cuts?`: a word that ends in `?` asks for one letter more, which few mean.
    pub(super) fn tell_one_letter(&mut self, text: &str, place: Range<usize>) {
        let Some(stem) = text.strip_suffix('?') else { return };
        if stem.contains(['*', '?']) || !stem.ends_with(char::is_alphanumeric) {
            return;
        }
        let message = format!(
            "`{text}` is one letter longer than `{stem}`; to ask for `{stem}`, leave out the `?`"
        );
        let instead = self.src.with(place.clone(), stem);
        self.report.note(notice(Code::QuestionMark, Some(place), message, instead));
    }

    /// Lexis writes `word!` for `word*`.
    fn exclamation(&mut self, text: String, place: Range<usize>) -> Read<String> {
        let Some(stem) = text.strip_suffix('!') else {
            return Ok(text);
        };
        let letters = stem.chars().rev().take_while(|c| c.is_alphanumeric()).count();
        if letters < 2 {
            return Ok(text);
        }
        let message = format!("`{text}` is read as `{stem}*`: every word that begins so");
        let instead = self.src.with(place.clone(), stem);
        self.report.note(notice(Code::Exclamation, Some(place), message, instead));
        Ok(format!("{stem}*"))
    }

    /// A word of what was typed, or nothing with a notice.
    fn word(&mut self, typed: &str, place: Range<usize>, exact: bool) -> Read<Option<Word>> {
        if typed == "-" && self.src.term_follows(place.end) && self.src.get(place.end) == Some(' ')
        {
            self.lone_hyphen(place)?;
            return Ok(None);
        }
        if !searchable(typed) {
            let why = if typed.contains(['*', '?']) {
                "stands for any word, which only a phrase can hold"
            } else {
                "has no letters or digits"
            };
            self.dropped(place, why)?;
            return Ok(None);
        }
        let text = self.wildcards(typed, place)?;
        let wild = text.contains(['*', '?']);
        Ok(Some(Word { text: tame(&text), exact: exact && !wild, fuzzy: None }))
    }

    /// The text without wildcards that cannot be.
    pub(super) fn wildcards(&mut self, text: &str, place: Range<usize>) -> Read<String> {
        if !text.contains(['*', '?']) {
            return Ok(text.to_string());
        }
        let mut out = String::with_capacity(text.len());
        let mut bad = false;
        for part in parts(text) {
            let letters = part.chars().filter(|c| c.is_alphanumeric()).count();
            let wild = part.contains(['*', '?']);
            if wild && (letters < 2 || without_spaces(part)) {
                bad = true;
                out.extend(part.chars().filter(|c| !matches!(c, '*' | '?')));
            } else {
                out.push_str(part);
            }
        }
        let joined = joined_signs(text);
        let instead = joined.as_ref().and_then(|joined| self.src.with(place.clone(), joined));
        if let Some(joined) = joined.filter(|_| !bad) {
            let message = format!(
                "`{text}` is read as words side by side; articles with `{}` are found by `{joined}`",
                text.trim_end_matches('*')
            );
            self.report.note(notice(Code::Wildcard, Some(place.clone()), message, instead.clone()));
        }
        if bad {
            let what = format!(
                "a wildcard needs two letters or digits beside it, of a script with spaces, not \
                 as in `{text}`"
            );
            let message = Mistake::new(what, "it is left out");
            self.repair(Code::Wildcard, place, message, instead)?;
        }
        Ok(out)
    }

    /// Makes a word fuzzy, where it can be.
    pub(super) fn fuzzy(
        &mut self,
        word: &mut Word,
        distance: Option<u32>,
        place: Range<usize>,
    ) -> Read<()> {
        if word.is_wild() {
            let what = "a word is fuzzy or holds a wildcard, not both";
            let message = Mistake::new(what, "the `~` is left out");
            return self.repair(Code::Fuzzy, place, message, None);
        }
        if without_spaces(&word.text) {
            let what = "a word of a script without spaces is not fuzzy";
            let message = Mistake::new(what, "the `~` is left out");
            return self.repair(Code::Fuzzy, place, message, None);
        }
        let asked = distance;
        let distance = match distance {
            None | Some(1) => 1,
            Some(2) => 2,
            Some(_) => {
                let what = "a fuzzy word is written `word~1` or `word~2`";
                let message = Mistake::new(what, "2 is taken");
                self.repair(Code::Fuzzy, place.clone(), message, None)?;
                2
            }
        };
        if asked.is_none_or(|asked| asked == u32::from(distance)) {
            self.tell_short(&word.text, distance, place);
        }
        word.fuzzy = Some(distance);
        word.exact = false;
        Ok(())
    }

    /// A short word that may differ much is like most short words.
    fn tell_short(&mut self, text: &str, distance: u8, place: Range<usize>) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let (few, fewer) = match distance {
            1 => (letters <= 2, ""),
            _ => (letters <= 4, "~"),
        };
        if !few {
            return;
        }
        let message = format!(
            "in a word of {letters} letters `~{distance}` leaves little: many words are as near to \
             `{text}`"
        );
        let instead = self.src.with(place.clone(), fewer);
        self.report.note(notice(Code::Fuzzy, Some(place), message, instead));
    }
}

/// A word with a wildcard without the signs that numbers and abbreviations lose: `100*` of `10,0*`,
/// `US*` of `U.S*`. `None` where nothing is lost.
fn joined_signs(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphabetic());
    let lost = |at: usize| match chars[at] {
        ',' => at > 0 && digit(at - 1) && digit(at + 1),
        // Only after a single letter: `U.S*`, not `bbc.co*`.
        '.' => {
            at > 0
                && letter(at - 1)
                && (at < 2 || !chars[at - 2].is_alphanumeric())
                && letter(at + 1)
                && !letter(at + 2)
        }
        _ => false,
    };
    let out: String = (0..chars.len()).filter(|&at| !lost(at)).map(|at| chars[at]).collect();
    (out != text && searchable(&out)).then_some(out)
}

/// Whether there is anything to search for.
pub(super) fn searchable(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && !query_run(text, false).is_empty()
}

/// Stretches of letters, digits and wildcards, and the signs between them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_alphanumeric() || "*?'’".contains(c) || is_mark(c);
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let same = inner(first);
        let end = rest.find(|c| inner(c) != same).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Whether some of it is in a script that puts no spaces between words.
fn without_spaces(text: &str) -> bool {
    query_run(text, false).iter().flat_map(|unit| &unit.parts).any(|part| part.character)
}

/// A number as a boost is written: `2`, `0.5`.
pub(super) fn number(chars: &[char]) -> Option<f32> {
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    // More decimals than are printed again are no number; longer ones are out of range anyway.
    if (chars.len() > 9 && chars.contains(&'.')) || !digit(chars.first()) || !digit(chars.last()) {
        return None;
    }
    chars.iter().collect::<String>().parse().ok()
}

/// A run without the signs round it.
pub(super) fn without_signs(typed: &str) -> &str {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?');
    let text = typed.trim_start_matches(|c| !inner(c));
    text.trim_end_matches(|c| !(inner(c) || is_mark(c) || matches!(c, '\'' | '.')))
}

/// The text of a word such that, printed, it is read as the same word again: without signs round
/// it, and with nothing that is an operator or a field. Only signs that separate anyway, and the
/// case of letters, differ.
pub(crate) fn tame(typed: &str) -> String {
    let text = &without_suffixes(without_signs(typed)).replace("&&", "&;");
    let word = ["and", "or", "not", "near", "adj"].iter().any(|op| text.eq_ignore_ascii_case(op));
    if word {
        return titled(text);
    }
    if connector(text).is_some() {
        return if text.contains('/') { text.replace('/', "-") } else { titled(text) };
    }
    let Some((name, rest)) = text.split_once(':') else {
        return text.to_string();
    };
    let field = name.trim_end_matches('~');
    let known = Scope::named(&field.to_ascii_lowercase()).is_some();
    if known && super::lexer::one_case(field) && !rest.is_empty() {
        return format!("{name};{rest}");
    }
    text.to_string()
}

/// A run that ends as a boost or a fuzzy word does, and is none: with signs that only separate.
pub(super) fn without_suffixes(text: &str) -> String {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match stem.strip_suffix(['~', '^']) {
        Some(before) => format!("{};{}", before, &text[stem.len()..]),
        None => text.to_string(),
    }
}

/// `and` → `And`: no operator is written so.
fn titled(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect()
}

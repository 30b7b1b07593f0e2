//! What stands at a place of the text: a run, an operator, a connector, a field's name.

use super::ast::Connector;
use super::field::Scope;
use super::source::Source;
use crate::plan::Within;

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// Nothing but a space.
    Space,
    And,
    Or,
    Near(Connector),
}

/// An operator as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundOp {
    pub(super) op: Op,
    /// Where it ends.
    pub(super) end: usize,
    /// Written with signs, which cannot be words.
    pub(super) symbol: bool,
    /// The n of a connector was outside 1 to 255.
    pub(super) out_of_range: bool,
}

/// A name before `:` or `(`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prefix {
    /// As typed.
    pub(super) name: String,
    /// The field, when the name is one and written in one case.
    pub(super) scope: Option<Scope>,
    /// `date~:`
    pub(super) overlap: bool,
    /// Whether a bracket follows, and not a colon.
    pub(super) bracket: bool,
    /// Where what is asked begins: after the colon, or at the bracket.
    pub(super) end: usize,
}

/// The largest n of a connector.
pub(super) const MAX_WORDS: u32 = 255;

impl Source<'_> {
    pub(super) fn skip_spaces(&self, mut at: usize) -> usize {
        while self.get(at) == Some(' ') {
            at += 1;
        }
        at
    }

    /// The end of the run that begins here: a space, a bracket, a quotation mark, `|` or `&&`.
    pub(super) fn run_end(&self, from: usize) -> usize {
        let stops = |at: usize| match self.chars[at] {
            ' ' | '(' | ')' | '"' | '|' => true,
            '&' => self.get(at + 1) == Some('&'),
            _ => false,
        };
        (from..self.len()).find(|&at| stops(at)).unwrap_or(self.len())
    }

    /// The run that begins here, if it is short enough to be an operator.
    pub(super) fn short_run(&self, from: usize) -> Option<(String, usize)> {
        const LONGEST: usize = 32;
        let until = self.len().min(from + LONGEST + 1);
        let stop = self.chars[from.min(until)..until]
            .iter()
            .position(|c| matches!(c, ' ' | '(' | ')' | '"' | '|'))
            .map_or(until, |offset| from + offset);
        let end = if stop - from.min(stop) > LONGEST { return None } else { stop };
        (end > from).then(|| (self.slice(from..end), end))
    }

    /// The operator between operands that stands here. Whether both sides are there is not asked.
    pub(super) fn operator_at(&self, at: usize) -> Option<FoundOp> {
        let symbol = |op, end| FoundOp { op, end, symbol: true, out_of_range: false };
        match self.get(at)? {
            '|' => {
                let end = (at..self.len()).find(|&i| self.chars[i] != '|').unwrap_or(self.len());
                return Some(symbol(Op::Or, end));
            }
            '&' if self.get(at + 1) == Some('&') => {
                let end = (at..self.len()).find(|&i| self.chars[i] != '&').unwrap_or(self.len());
                return Some(symbol(Op::And, end));
            }
            _ => {}
        }
        let (run, end) = self.short_run(at)?;
        let word = |op| FoundOp { op, end, symbol: false, out_of_range: false };
        match run.as_str() {
            "AND" => return Some(word(Op::And)),
            "OR" => return Some(word(Op::Or)),
            _ => {}
        }
        if run.eq_ignore_ascii_case("not") {
            let next = self.skip_spaces(end);
            let (run, end) = self.short_run(next).filter(|_| next > end)?;
            let found = connector(&run)?;
            // Before a connector in small letters it is `not`, before `NEAR5` it must be `NOT`.
            let any_case = run.contains('/') || self.chars[at] == 'N';
            return any_case.then_some(FoundOp {
                op: Op::Near(Connector { negated: true, ..found.0 }),
                end,
                symbol: false,
                out_of_range: found.1,
            });
        }
        let (connector, out_of_range) = connector(&run)?;
        Some(FoundOp { op: Op::Near(connector), end, symbol: false, out_of_range })
    }

    /// Whether an operand can begin here or after spaces: not the end, a closing bracket or an
    /// operator.
    pub(super) fn term_follows(&self, mut at: usize) -> bool {
        // So many NOTs are not looked through: the answer must not cost the whole text each time.
        const MOST_NOTS: usize = 32;
        for _ in 0..MOST_NOTS {
            at = self.skip_spaces(at);
            match self.get(at) {
                None | Some(')') => return false,
                _ if self.operator_at(at).is_some() => return false,
                _ => match self.not_at(at) {
                    Some(end) => at = end,
                    None => return true,
                },
            }
        }
        true
    }

    /// The end of a `NOT` that stands here as a run of its own.
    pub(super) fn not_at(&self, at: usize) -> Option<usize> {
        self.short_run(at).filter(|(run, _)| run == "NOT").map(|(_, end)| end)
    }

    /// The sign `-` or `+` before an operand.
    pub(super) fn sign_at(&self, at: usize) -> Option<char> {
        let sign = self.get(at).filter(|c| matches!(c, '-' | '+'))?;
        let apart = |at: usize| {
            let before = at.checked_sub(1).and_then(|i| self.get(i));
            before.is_none_or(|c| matches!(c, ' ' | '(' | '|' | ':'))
        };
        let next = self.get(at + 1)?;
        let other = if sign == '-' { '+' } else { '-' };
        let both = at > 0 && self.get(at - 1) == Some(other) && apart(at - 1);
        let touches = next.is_alphanumeric() || matches!(next, '"' | '(' | '=' | '*' | '?' | '\'');
        let doubled = next == other && self.get(at + 2).is_some_and(char::is_alphanumeric);
        ((apart(at) || both) && (touches || doubled)).then_some(sign)
    }

    /// A name of letters (and digits, for `atleast3`) that stands here before `:` or `(`.
    pub(super) fn prefix_at(&self, at: usize) -> Option<Prefix> {
        const LONGEST: usize = 24;
        let letters = self.chars[at..].iter().take(LONGEST + 1);
        let letters = letters.take_while(|c| c.is_ascii_alphabetic()).count();
        let digits = self.chars[at + letters..].iter().take(LONGEST);
        let digits = digits.take_while(|c| c.is_ascii_digit()).count();
        let mut end = at + letters + digits;
        if letters == 0 || letters > LONGEST {
            return None;
        }
        let name = self.slice(at..end);
        let overlap = self.get(end) == Some('~') && self.get(end + 1) == Some(':');
        end += usize::from(overlap);
        let bracket = match self.get(end)? {
            '(' => true,
            ':' => false,
            _ => return None,
        };
        if !bracket {
            end += 1;
            self.get(end).filter(|c| !matches!(c, ' ' | ')'))?;
        }
        let scope = if one_case(&name) { Scope::named(&name.to_ascii_lowercase()) } else { None };
        Some(Prefix { name, scope, overlap, bracket, end })
    }

    /// Whether the bracket here holds only `s`, as in `author(s)`.
    pub(super) fn plural_at(&self, bracket: usize) -> bool {
        self.get(bracket) == Some('(')
            && self.get(bracket + 1).is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
            && self.get(bracket + 2) == Some(')')
    }
}

/// All small letters or all capitals.
pub(super) fn one_case(name: &str) -> bool {
    !(name.contains(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase()))
}

/// The connector a run stands for, its n brought into range, and whether it was outside.
pub(super) fn connector(run: &str) -> Option<(Connector, bool)> {
    let near = |ordered, within| Connector { within, ordered, negated: false };
    let words = |digits: &str, ordered| {
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let n = number.then(|| digits.parse::<u32>().unwrap_or(u32::MAX))?;
        let n8 = u8::try_from(n.clamp(1, MAX_WORDS)).expect("clamped to what a byte holds");
        Some((near(ordered, Within::Words(n8)), u32::from(n8) != n))
    };
    if let Some((name, tail)) = run.split_once('/') {
        let name = name.to_ascii_lowercase();
        return match (name.as_str(), tail.to_ascii_lowercase().as_str()) {
            ("w" | "", "s") => Some((near(false, Within::Sentence), false)),
            ("w" | "", "p") => Some((near(false, Within::Paragraph), false)),
            ("w" | "" | "near", digits) => words(digits, false),
            ("pre" | "adj", digits) => words(digits, true),
            _ => None,
        };
    }
    match run.strip_prefix("NEAR") {
        Some(digits) => words(digits, false),
        None => words(run.strip_prefix("ADJ")?, true),
    }
}

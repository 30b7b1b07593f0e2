//! Names before `:` and `(`: fields, `atleast`, `caps`, and what only looks like them.

use super::ast::{Kind, Node, Word};
use super::field::{Field, FieldKind, Scope, meant, nearest};
use super::lexer::{Prefix, one_case};
use super::notice::{Code, Mistake, notice};
use super::parser::{Parser, Read, in_field};

impl Parser<'_, '_> {
    /// A name before `:` or `(`.
    pub(super) fn prefixed(&mut self, prefix: Prefix, outer: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        let lower = prefix.name.to_ascii_lowercase();
        if prefix.bracket && Self::kind_of(outer) != FieldKind::Text && prefix.scope.is_none() {
            return self.run(outer); // among values there are no words to count
        }
        if prefix.bracket && self.src.plural_at(prefix.end) {
            return self.plural(&prefix, &lower);
        }
        if prefix.bracket && one_case(&prefix.name) {
            if let Some(all) = caps(&lower) {
                return self.cased(all, prefix.end);
            }
            if let Some(count) = at_least(&lower) {
                return self.at_least(count, prefix.end, outer);
            }
        }
        let dated = |scope: &Scope| matches!(scope.field(), Field::Date(_));
        if prefix.scope == Some(Scope::Last) && outer.as_ref().is_some_and(dated) {
            return self.run(outer); // `updated:last:7d`
        }
        let fits = |scope: &Scope| !prefix.overlap || dated(scope);
        let Some(scope) = prefix.scope.filter(fits) else {
            self.not_a_field(&prefix, &lower)?;
            return self.run(outer);
        };
        self.at = prefix.end;
        self.enter(start)?;
        let refused = self.refusal_at(self.at).filter(|_| !prefix.bracket);
        if let Some(end) = refused {
            let field = self.src.slice(start..self.at);
            let done = format!("it is read as `-{field}…`");
            let message = Mistake::new("NOT belongs before the field", done);
            let swapped = format!("-{field}");
            let instead = self.src.with(start..end, &swapped);
            self.repair(Code::MisplacedNot, start..end, message, instead)?;
            self.at = end;
        }
        let node = match scope {
            Scope::Last => self.run(Some(scope))?,
            _ => self.primary(Some(scope))?,
        };
        self.depth -= 1;
        let span = self.src.bytes(start..self.at);
        let node = node.map(|node| in_field(scope.field(), prefix.overlap, node, span.clone()));
        Ok(if refused.is_some() {
            node.map(|n| Node::new(Kind::Not(Box::new(n)), span))
        } else {
            node
        })
    }

    /// Where what is refused begins, after a `-` or a `NOT` that stands here.
    fn refusal_at(&self, at: usize) -> Option<usize> {
        if self.src.sign_at(at) == Some('-') {
            return Some(at + 1);
        }
        let end = self.src.not_at(at).filter(|&end| self.src.term_follows(end))?;
        Some(self.src.skip_spaces(end)).filter(|&next| self.src.not_at(next).is_none())
    }

    /// `author(s)` is text.
    fn plural(&mut self, prefix: &Prefix, lower: &str) -> Read<Option<Node>> {
        let place = self.at..prefix.end + 3;
        let text = self.src.slice(place.clone());
        if prefix.scope.is_some() || caps(lower).is_some() {
            let message = format!("`{text}` is read as text, not as the field `{lower}`");
            let instead = self.src.with(place.clone(), &format!("{lower}:s"));
            self.report.note(notice(Code::FieldAsText, Some(place.clone()), message, instead));
        }
        self.leaf(1)?;
        self.words += 1;
        self.at = place.end;
        let node = Node::new(Kind::Word(Word::bare(text)), self.src.bytes(place));
        self.boosted(Some(node))
    }

    /// A name that looks like a field's and is not one: text, with a notice.
    fn not_a_field(&mut self, prefix: &Prefix, lower: &str) -> Read<()> {
        let place = self.at..self.at + prefix.name.chars().count();
        let name = &prefix.name;
        if prefix.scope.is_some() {
            let done = format!("`{name}~` is read as text");
            let message = Mistake::new("only dates are asked by overlap", done);
            let place = place.start..place.end + 1;
            let instead = self.src.with(place.clone(), lower);
            return self.repair(Code::UnknownField, place, message, instead);
        }
        let function = prefix.bracket && (caps(lower).is_some() || at_least(lower).is_some());
        if Scope::named(lower).is_some() || function {
            let what = format!("the field is written `{lower}`");
            let message = Mistake::new(what, format!("`{name}` is read as text"));
            let instead = self.src.with(place.clone(), lower);
            return self.repair(Code::FieldCase, place, message, instead);
        }
        let told = prefix.bracket
            && (self.tell_around(prefix.end, lower) || self.tell_function(prefix.end, lower));
        if told || prefix.bracket && name.len() < 2 {
            return Ok(());
        }
        let letters = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
        let near = if prefix.bracket { function_meant(lower) } else { None };
        let near = near.or_else(|| meant(lower).filter(|_| letters).map(str::to_string));
        let address = self.src.get(prefix.end) == Some('/');
        if near.is_none() && prefix.bracket {
            self.tell_capitals(name, place);
            return Ok(());
        }
        if (near.is_none() && !letters) || address {
            return Ok(());
        }
        match near {
            Some(near) => {
                let what = format!("`{name}` is not a field (did you mean `{near}`?)");
                let message = Mistake::new(what, "it is read as text");
                let instead = self.src.with(place.clone(), &near);
                self.repair(Code::UnknownField, place, message, instead)
            }
            None => {
                let what = format!("`{name}` is not a field");
                let message = Mistake::new(what, "it is read as text");
                let end = self.src.run_end(self.at);
                let text = self.src.slice(self.at..end);
                let instead = self.src.with(self.at..end, &format!("\"{text}\""));
                self.repair(Code::UnknownField, place, message, instead)
            }
        }
    }

    /// `atleast3(…)`
    fn at_least(&mut self, count: u32, bracket: usize, scope: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        self.at = bracket;
        if count == 0 {
            let message = Mistake::new("`atleast` counts from 1", "1 is taken");
            self.repair(Code::NumberRange, start..bracket, message, None)?;
        }
        let node = self.group(scope)?;
        let span = self.src.bytes(start..self.at);
        let count = count.max(1);
        let node = node.map(|node| Node::new(Kind::AtLeast { count, of: Box::new(node) }, span));
        self.boosted(node)
    }

    /// `caps(word)`, `allcaps(word)`.
    fn cased(&mut self, all: bool, bracket: usize) -> Read<Option<Node>> {
        let start = self.at;
        self.at = bracket;
        let node = self.group(None)?;
        let place = start..self.at;
        let span = self.src.bytes(place.clone());
        let node = match node.map(|node| node.kind) {
            None => None,
            Some(Kind::Word(word)) if !word.is_wild() && word.fuzzy.is_none() => {
                Some(Node::new(Kind::Cased { text: word.text, all }, span))
            }
            Some(other) => {
                let message = Mistake::new(
                    "`caps` and `allcaps` hold one word, without wildcards",
                    "capitals are not looked at",
                );
                self.repair(Code::Caps, place, message, None)?;
                Some(Node::new(other, span))
            }
        };
        self.boosted(node)
    }
}

/// The function that a name before a bracket is nearly: `atleast3` of `atlest3`.
fn function_meant(name: &str) -> Option<String> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[stem.len()..];
    let near = nearest(stem, ["atleast", "caps", "allcaps"].into_iter(), 1).pop()?;
    match (near, digits) {
        ("atleast", "") => Some("atleast3".to_string()),
        ("atleast", _) => Some(format!("{near}{digits}")),
        (_, "") => Some(near.to_string()),
        _ => None,
    }
}

fn caps(name: &str) -> Option<bool> {
    match name {
        "caps" => Some(false),
        "allcaps" => Some(true),
        _ => None,
    }
}

pub(super) fn at_least(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("atleast").filter(|digits| !digits.is_empty())?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().unwrap_or(u32::MAX))
}

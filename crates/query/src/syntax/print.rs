//! The canonical form of a query: reading it again gives the same query, without a word about
//! precedence.

use std::fmt::Write as _;

use super::ast::{Bound, Connector, Kind, Node, PhrasePart, Query, ValueRange, Word};
use super::field::Scope;
use super::lexer::connector;
use crate::plan::Within;

/// The canonical form.
pub fn print(query: &Query) -> String {
    if query.items.is_empty() {
        return if query.emptied { "()".to_string() } else { String::new() };
    }
    let mut out = Printer { out: String::new(), words: 0 };
    out.list(&query.items, " ", query.items.len() == 1);
    out.keep_last_wildcard();
    out.out
}

/// The canonical form of one node, standing alone.
pub(crate) fn print_node(node: &Node) -> String {
    let mut out = Printer { out: String::new(), words: 0 };
    out.node(node);
    out.keep_last_wildcard();
    out.out
}

/// A connector as it is written.
pub(crate) fn print_connector(connector: Connector) -> String {
    let not = if connector.negated { "NOT " } else { "" };
    let head = if connector.ordered { "PRE" } else { "W" };
    match connector.within {
        Within::Words(n) => format!("{not}{head}/{n}"),
        Within::Sentence => format!("{not}W/S"),
        Within::Paragraph => format!("{not}W/P"),
    }
}

struct Printer {
    out: String,
    /// Words printed: from three on, a `?` at the end would be dropped.
    words: usize,
}

impl Printer {
    fn list(&mut self, nodes: &[Node], between: &str, open: bool) {
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.out.push_str(between);
            }
            if open { self.node(node) } else { self.operand(node) }
        }
    }

    /// A node as an operand: in brackets, unless it holds together by itself.
    fn operand(&mut self, node: &Node) {
        let brackets =
            matches!(node.kind, Kind::All(_) | Kind::And(_) | Kind::Or(_) | Kind::Near { .. });
        if brackets { self.group(node) } else { self.node(node) }
    }

    fn group(&mut self, node: &Node) {
        self.out.push('(');
        self.node(node);
        self.out.push(')');
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::All(of) => self.list(of, " ", false),
            Kind::And(of) => self.list(of, " AND ", false),
            Kind::Or(of) => self.list(of, " OR ", false),
            Kind::Not(of) => {
                self.out.push_str("NOT ");
                self.tight(of);
            }
            Kind::Require(of) => {
                self.out.push('+');
                self.tight(of);
            }
            Kind::Near { left, right, connector } => {
                self.tight(left);
                let _ = write!(self.out, " {} ", print_connector(*connector));
                self.tight(right);
            }
            Kind::Field { field, overlap, of } => {
                let nested = matches!(of.kind, Kind::Field { .. } | Kind::AtLeast { .. });
                let boosted = matches!(of.kind, Kind::Boost(..) | Kind::Cased { .. });
                self.out.push_str(field.name());
                self.out.push_str(if *overlap { "~:" } else { ":" });
                if nested || boosted { self.group(of) } else { self.tight(of) }
            }
            Kind::Boost(of, by) => {
                if is_leaf(of) {
                    self.node(of)
                } else {
                    self.group(of)
                }
                self.boost(*by);
            }
            Kind::AtLeast { count, of } => {
                let _ = write!(self.out, "atleast{count}");
                let from = self.out.len();
                self.group(of);
                self.keep_bracket(from);
            }
            Kind::Word(word) => self.word(word),
            Kind::Phrase(phrase) => self.phrase(&phrase.parts, phrase.slop),
            Kind::Cased { text, all } => {
                self.words += 1;
                let name = if *all { "allcaps" } else { "caps" };
                self.out.push_str(name);
                let from = self.out.len();
                let _ = write!(self.out, "({text})");
                self.keep_bracket(from);
            }
            Kind::Value(value) => self.value(value),
            Kind::Range(range) => self.range(range),
        }
    }

    /// An operand of a sign, a field or a connector.
    fn tight(&mut self, node: &Node) {
        match &node.kind {
            Kind::Not(_) | Kind::Require(_) => self.group(node),
            _ => self.operand(node),
        }
    }

    fn boost(&mut self, by: f32) {
        let _ = write!(self.out, "^{by}");
    }

    fn word(&mut self, word: &Word) {
        self.words += 1;
        if word.exact {
            self.out.push('=');
        }
        self.out.push_str(&word.text);
        match word.fuzzy {
            Some(1) => self.out.push('~'),
            Some(n) => {
                let _ = write!(self.out, "~{n}");
            }
            None => {}
        }
    }

    fn phrase(&mut self, parts: &[PhrasePart], slop: Option<u32>) {
        self.out.push('"');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.push(' ');
            }
            match part {
                PhrasePart::Word(word) => self.word(word),
                PhrasePart::Any => self.out.push('*'),
                PhrasePart::OneOf(words) => {
                    self.out.push('(');
                    for (i, word) in words.iter().enumerate() {
                        if i > 0 {
                            self.out.push('|');
                        }
                        self.word(word);
                    }
                    self.out.push(')');
                }
            }
        }
        self.out.push('"');
        if let Some(slop) = slop {
            let _ = write!(self.out, "~{slop}");
        }
    }

    fn value(&mut self, value: &str) {
        self.out.push_str(&print_value(value));
    }

    fn range(&mut self, range: &ValueRange) {
        let _ = match range {
            ValueRange::Only(value) => write!(self.out, "{value}"),
            ValueRange::Last { count, unit } => write!(self.out, "last:{count}{}", unit.letter()),
            ValueRange::Between { low, high } => self.between(low.as_ref(), high.as_ref()),
        };
    }

    fn between(&mut self, low: Option<&Bound>, high: Option<&Bound>) -> std::fmt::Result {
        match (low, high) {
            (Some(low), None) if !low.inclusive => write!(self.out, ">{}", low.value),
            (None, Some(high)) if !high.inclusive => write!(self.out, "<{}", high.value),
            (Some(low), Some(high)) if !(low.inclusive && high.inclusive) => {
                let open = if low.inclusive { '[' } else { '{' };
                let close = if high.inclusive { ']' } else { '}' };
                write!(self.out, "{open}{} TO {}{close}", low.value, high.value)
            }
            _ => {
                let text = |bound: Option<&Bound>| bound.map(|b| b.value.clone());
                let (low, high) = (text(low), text(high));
                write!(self.out, "{}..{}", low.unwrap_or_default(), high.unwrap_or_default())
            }
        }
    }

    /// `author(s)` is text, so a bracket round only `s` is doubled.
    fn keep_bracket(&mut self, from: usize) {
        if self.out[from..].eq_ignore_ascii_case("(s)") {
            self.out.insert(from, '(');
            self.out.push(')');
        }
    }

    /// A `?` at the end of three words or more would be dropped as a question mark; a boost of one
    /// after it keeps it a wildcard and changes nothing else.
    fn keep_last_wildcard(&mut self) {
        let end = self.out.trim_end_matches(')').len();
        if self.words >= 3 && self.out[..end].ends_with('?') {
            self.out.insert_str(end, "^1");
        }
    }
}

/// A value as it is written: in quotes where it needs them.
pub(crate) fn print_value(value: &str) -> String {
    if stands_bare(value) { value.to_string() } else { format!("\"{value}\"") }
}

/// Whether a value needs no quotes.
fn stands_bare(value: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "-._/*?&'@#%,:".contains(c);
    let operator = ["and", "or", "not", "near", "adj", "to"];
    // `section:lead:storm` would be a field in a field.
    let scope = |(name, _): (&str, &str)| Scope::named(&name.to_lowercase());
    value.split_once(':').and_then(scope).is_none()
        && value.starts_with(|c: char| c.is_alphanumeric() || c == '*' || c == '/')
        && value.chars().all(inner)
        && !value.contains("&&")
        && !operator.iter().any(|word| value.eq_ignore_ascii_case(word))
        && connector(value).is_none()
}

/// Whether a boost may follow without brackets.
fn is_leaf(node: &Node) -> bool {
    match &node.kind {
        Kind::Word(_) | Kind::Phrase(_) => true,
        // In an address `^2` belongs to the address, and a value alone does not know its field.
        Kind::Field { field, of, .. } => match &of.kind {
            Kind::Value(_) => !field.is_address(),
            _ => is_leaf(of),
        },
        _ => false,
    }
}

//! From text to a tree: levels of brackets, signs, fields; by recursive descent as deep as the
//! limits allow.

use std::ops::Range;

use super::ast::{Kind, Node, Query, Word};
use super::error::SyntaxError;
use super::field::{Field, FieldKind, Scope, nearest};
use super::lexer::{FoundOp, Op, Prefix, one_case};
use super::notice::{Code, Reporter, notice};
use super::precedence::{Level, Operand, join};
use super::print::print_node;
use super::source::Source;
use super::{Parsed, check};
use crate::plan::Limits;
use crate::request::{Match, Mode};

pub(super) type Read<T> = Result<T, SyntaxError>;

pub(super) struct Parser<'t, 'l> {
    pub(super) src: Source<'t>,
    pub(super) at: usize,
    pub(super) report: Reporter,
    limits: &'l Limits,
    matching: Match,
    depth: usize,
    leaves: usize,
    /// Words so far: from three on, a final `?` is a question mark.
    pub(super) words: usize,
}

/// Reads a query with operators.
pub(super) fn parse(text: &str, mode: Mode, limits: &Limits) -> Read<Parsed> {
    let src = Source::new(text);
    let report = Reporter::new(mode.strict);
    let matching = mode.matching;
    let mut parser = Parser { src, at: 0, report, limits, matching, depth: 0, leaves: 0, words: 0 };
    let level = parser.level(None, false)?;
    let typed = !level.operands.is_empty();
    let whole = 0..parser.src.len();
    parser.tell_other_reading(&level, whole);
    let items = level.items();
    check::height(&items, limits)?;
    let mut items = check::settle_all(items, &mut parser)?;
    check::height(&items, limits)?;
    while let [Node { kind: Kind::All(_), .. }] = items.as_slice() {
        if let Some(Node { kind: Kind::All(inner), .. }) = items.pop() {
            items = inner;
        }
    }
    let emptied = typed && items.is_empty();
    let mut notices = parser.report.finish();
    notices.sort_by_key(|notice| notice.place.map_or(usize::MAX, |place| place.0));
    Ok(Parsed { query: Query { items, emptied }, notices })
}

impl Parser<'_, '_> {
    /// Everything up to the end, or up to a closing bracket.
    fn level(&mut self, scope: Option<Scope>, bracketed: bool) -> Read<Level> {
        let mut level = Level::default();
        let mut pending: Option<Op> = None;
        loop {
            self.at = self.src.skip_spaces(self.at);
            match self.src.get(self.at) {
                None => break,
                Some(')') if bracketed => break,
                Some(')') => {
                    let message = "a closing bracket that was not opened is left out".to_string();
                    let place = self.at..self.at + 1;
                    let instead = self.src.with(place.clone(), "");
                    self.repair(Code::Bracket, place, message, instead)?;
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let left = !level.operands.is_empty() && pending.is_none();
            if let Some(found) = self.src.operator_at(self.at) {
                match self.operator(found, left)? {
                    Taken::Operator(op) => pending = Some(op),
                    Taken::Dropped => {}
                    Taken::Word(operand) => level.push(&mut pending, operand),
                }
                continue;
            }
            let operand = self.operand(scope, left, &mut pending)?;
            level.push(&mut pending, operand);
        }
        Ok(level)
    }

    /// An operator: taken as one where both its sides are there.
    fn operator(&mut self, found: FoundOp, left: bool) -> Read<Taken> {
        let place = self.at..found.end;
        let typed = self.src.slice(place.clone());
        if left && self.src.term_follows(found.end) {
            self.at = found.end;
            if found.out_of_range {
                let message =
                    format!("the number of `{typed}` must be 1 to 255: the nearest is taken");
                self.repair(Code::NumberRange, place, message, None)?;
            }
            return Ok(Taken::Operator(found.op));
        }
        if found.symbol {
            self.at = found.end;
            let message = format!("`{typed}` needs something on both sides and is left out");
            let instead = self.src.with(place.clone(), "");
            self.repair(Code::LoneOperator, place, message, instead)?;
            return Ok(Taken::Dropped);
        }
        let (run, end) = self.src.short_run(self.at).unwrap_or((typed, found.end));
        self.lone(&run, self.at..end)?;
        let operand = self.word_operand(&run, self.at..end)?;
        self.at = end;
        Ok(Taken::Word(operand))
    }

    /// An operator without its sides is a word.
    fn lone(&mut self, run: &str, place: Range<usize>) -> Read<()> {
        let message = format!(
            "`{run}` needs something on both sides to be an operator and is read as a word; to \
             search for the word put it in quotes"
        );
        let instead = self.src.with(place.clone(), &format!("\"{run}\""));
        self.repair(Code::LoneOperator, place, message, instead)
    }

    fn word_operand(&mut self, run: &str, place: Range<usize>) -> Read<Operand> {
        self.leaf(1)?;
        self.words += 1;
        let span = self.src.bytes(place);
        let word = Word::bare(super::run::tame(run));
        let node = Some(Node::new(Kind::Word(word), span.clone()));
        Ok(Operand { negated: false, required: false, node, span })
    }

    /// Signs and what they stand before.
    fn operand(
        &mut self,
        scope: Option<Scope>,
        left: bool,
        pending: &mut Option<Op>,
    ) -> Read<Operand> {
        let start = self.at;
        let (mut negated, mut refused, mut required) = (false, false, false);
        loop {
            if let Some(end) = self.src.not_at(self.at) {
                if !self.src.term_follows(end) {
                    self.lone("NOT", self.at..end)?;
                    let operand = self.word_operand("NOT", self.at..end)?;
                    self.at = end;
                    return Ok(Operand { negated, required, ..operand });
                }
                negated = !negated;
                refused = true;
                self.at = self.src.skip_spaces(end);
                continue;
            }
            match self.src.sign_at(self.at) {
                Some('-') => (negated, refused) = (!negated, true),
                Some(_) => required = true,
                None => break,
            }
            self.at += 1;
        }
        if required && refused {
            let message = "`+` and NOT exclude each other: the `+` is left out".to_string();
            self.repair(Code::RequiredNot, start..self.at, message, None)?;
            required = false;
        }
        if let Some(Op::Near(connector)) = pending {
            if negated {
                let message = "NOT after a connector is read as NOT before it".to_string();
                self.repair(Code::MisplacedNot, start..self.at, message, None)?;
                connector.negated = !connector.negated;
                negated = false;
            }
            required = false;
        }
        self.offer_operator(left && start == self.at)?;
        let node = self.primary(scope)?;
        Ok(Operand { negated, required, node, span: self.src.bytes(start..self.at) })
    }

    /// A word between terms that is an operator in capitals, or with a number.
    fn offer_operator(&mut self, between: bool) -> Read<()> {
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
            _ => return Ok(()),
        };
        if !self.src.term_follows(end) {
            return Ok(());
        }
        let place = self.at..end;
        let message = format!("`{run}` is read as a word; the operator is written `{operator}`");
        let instead = self.src.with(place.clone(), operator);
        self.repair(code, place, message, instead)
    }

    /// A word, a phrase, a group, or one of them in a field.
    fn primary(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
        match self.src.get(self.at) {
            Some('(') => {
                let node = self.group(scope)?;
                self.boosted(node)
            }
            Some('"') => self.quoted(scope),
            Some('=') if self.src.get(self.at + 1) == Some('"') => {
                self.at += 1; // words in quotes are exact anyway
                self.quoted(scope)
            }
            _ => match self.src.prefix_at(self.at) {
                Some(prefix) => self.prefixed(prefix, scope),
                None => self.run(scope),
            },
        }
    }

    /// A bracket and what it holds.
    fn group(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        self.enter(start)?;
        self.at += 1;
        let level = self.level(scope, true)?;
        self.tell_other_reading(&level, start + 1..self.at);
        if self.src.get(self.at) == Some(')') {
            self.at += 1;
        } else {
            let message = "a bracket is not closed: it is closed at the end".to_string();
            let instead = self.src.with(self.at..self.at, ")");
            self.repair(Code::Bracket, start..start + 1, message, instead)?;
        }
        self.depth -= 1;
        if level.operands.is_empty() {
            self.dropped(start..self.at, "holds nothing")?;
        }
        let span = self.src.bytes(start..self.at);
        Ok(join(Op::Space, level.items()).map(|node| Node::new(node.kind, span)))
    }

    /// A name before `:` or `(`.
    fn prefixed(&mut self, prefix: Prefix, outer: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        let lower = prefix.name.to_ascii_lowercase();
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
        let refused = !prefix.bracket && self.src.sign_at(self.at) == Some('-');
        if refused {
            let field = self.src.slice(start..self.at);
            let message = format!("NOT belongs before the field: read as `-{field}…`");
            let swapped = format!("-{field}");
            let instead = self.src.with(start..self.at + 1, &swapped);
            self.repair(Code::MisplacedNot, start..self.at + 1, message, instead)?;
            self.at += 1;
        }
        let node = match scope {
            Scope::Last => self.run(Some(scope))?,
            _ => self.primary(Some(scope))?,
        };
        self.depth -= 1;
        let span = self.src.bytes(start..self.at);
        let node = node.map(|node| in_field(scope.field(), prefix.overlap, node, span.clone()));
        Ok(if refused { node.map(|n| Node::new(Kind::Not(Box::new(n)), span)) } else { node })
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
            let message = format!("only dates are asked by overlap: `{name}~` is read as text");
            let place = place.start..place.end + 1;
            let instead = self.src.with(place.clone(), lower);
            return self.repair(Code::UnknownField, place, message, instead);
        }
        let function = prefix.bracket && (caps(lower).is_some() || at_least(lower).is_some());
        if Scope::named(lower).is_some() || function {
            let message = format!("`{name}` is read as text; the field is written `{lower}`");
            let instead = self.src.with(place.clone(), lower);
            return self.repair(Code::FieldCase, place, message, instead);
        }
        let letters = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
        let near = nearest(lower, Scope::names(), 1);
        let address = self.src.get(prefix.end) == Some('/');
        if !letters || address || (prefix.bracket && near.is_empty()) {
            return Ok(());
        }
        match near.first() {
            Some(near) => {
                let message =
                    format!("`{name}` is not a field and is read as text; did you mean `{near}`?");
                let instead = self.src.with(place.clone(), near);
                self.repair(Code::UnknownField, place, message, instead)
            }
            None => {
                let message = format!("`{name}` is not a field and is read as text");
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
            let message = "`atleast` counts from 1".to_string();
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
                let message = "`caps` and `allcaps` hold one word, without wildcards: capitals \
                               are not looked at"
                    .to_string();
                self.repair(Code::Caps, place, message, None)?;
                Some(Node::new(other, span))
            }
        };
        self.boosted(node)
    }

    /// A boost after what was read.
    pub(super) fn boosted(&mut self, node: Option<Node>) -> Read<Option<Node>> {
        if self.src.get(self.at) != Some('^') {
            return Ok(node);
        }
        let from = self.at + 1;
        let end = (from..self.src.len())
            .find(|&at| !matches!(self.src.chars[at], '0'..='9' | '.'))
            .unwrap_or(self.src.len());
        let Some(by) = super::run::number(&self.src.chars[from..end]) else {
            return Ok(node);
        };
        let place = self.at..end;
        self.at = end;
        self.boost(node, by, place)
    }

    /// A node with a boost, brought into range.
    pub(super) fn boost(
        &mut self,
        node: Option<Node>,
        by: f32,
        place: Range<usize>,
    ) -> Read<Option<Node>> {
        const MOST: f32 = 1000.0;
        let taken = by.clamp(0.0, MOST);
        if taken != by {
            let message = format!("a boost is 0 to {MOST}: {MOST} is taken");
            self.repair(Code::NumberRange, place.clone(), message, None)?;
        }
        let end = self.src.bytes(place).end;
        Ok(node.map(|node| {
            if taken == 1.0 {
                return node;
            }
            let span = node.span.start..end;
            match node.kind {
                Kind::Boost(of, earlier) => {
                    Node::new(Kind::Boost(of, (earlier * taken).min(MOST)), span)
                }
                kind => {
                    let of = Node::new(kind, node.span);
                    Node::new(Kind::Boost(Box::new(of), taken), span)
                }
            }
        }))
    }

    /// Says what else a level without brackets could have meant.
    fn tell_other_reading(&mut self, level: &Level, place: Range<usize>) {
        const READABLE: usize = 60;
        if level.operands.len() > READABLE {
            return;
        }
        let Some(other) = level.other_reading(self.matching != Match::All) else {
            return;
        };
        let ours = join(Op::Space, level.items()).map(|node| print_node(&node));
        let (ours, other) = (ours.unwrap_or_default(), print_node(&other));
        let message = format!("read as `{ours}`; it could also mean `{other}`");
        let instead = self.src.with(place.clone(), &other);
        self.report.note(notice(Code::MixedOperators, Some(place), message, instead));
    }

    pub(super) fn dropped(&mut self, place: Range<usize>, why: &str) -> Read<()> {
        let typed = self.src.slice(place.start..place.end.min(place.start + 40));
        let message = format!("`{typed}` {why} and is left out");
        let instead = self.src.with(place.clone(), "");
        self.repair(Code::Dropped, place, message, instead)
    }

    pub(super) fn repair(
        &mut self,
        code: Code,
        place: Range<usize>,
        message: String,
        instead: Option<String>,
    ) -> Read<()> {
        self.report.repair(&self.src, code, place, message, instead)
    }

    /// Counts words, phrases and other leaves.
    pub(super) fn leaf(&mut self, count: usize) -> Read<()> {
        self.leaves += count;
        let most = self.limits.clauses;
        if self.leaves <= most {
            return Ok(());
        }
        let message = format!("the query has more than {most} words; search for its rarest ones");
        let span = self.src.bytes(self.at.min(self.src.len())..self.at + 1);
        Err(SyntaxError::new(Code::TooManyClauses, message, span))
    }

    fn enter(&mut self, at: usize) -> Read<()> {
        self.depth += 1;
        let most = self.limits.nesting;
        if self.depth <= most {
            return Ok(());
        }
        let message = format!("brackets stand more than {most} deep here; take some away");
        Err(SyntaxError::new(Code::TooDeep, message, self.src.bytes(at..at + 1)))
    }

    /// How what is asked in a scope is written.
    pub(super) fn kind_of(scope: Option<Scope>) -> FieldKind {
        scope.map_or(FieldKind::Text, |scope| scope.field().kind())
    }
}

/// What became of an operator.
enum Taken {
    Operator(Op),
    Word(Operand),
    Dropped,
}

impl Level {
    fn push(&mut self, pending: &mut Option<Op>, operand: Operand) {
        if !self.operands.is_empty() {
            self.ops.push(pending.take().unwrap_or(Op::Space));
        }
        self.operands.push(operand);
    }
}

fn caps(name: &str) -> Option<bool> {
    match name {
        "caps" => Some(false),
        "allcaps" => Some(true),
        _ => None,
    }
}

fn at_least(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("atleast").filter(|digits| !digits.is_empty())?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().unwrap_or(u32::MAX))
}

/// What is asked of a field. The innermost field wins, and a boost stands outside.
pub(super) fn in_field(field: Field, overlap: bool, node: Node, span: Range<usize>) -> Node {
    match node.kind {
        Kind::Field { .. } => node,
        Kind::Boost(of, by) => {
            let of = in_field(field, overlap, *of, span.clone());
            Node::new(Kind::Boost(Box::new(of), by), span)
        }
        kind => {
            let overlap = overlap && matches!(field, Field::Date(_));
            let of = Box::new(Node::new(kind, node.span));
            Node::new(Kind::Field { field, overlap, of }, span)
        }
    }
}

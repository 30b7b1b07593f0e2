//! From text to a tree: levels of brackets, signs, fields; by recursive descent as deep as the
//! limits allow.

use std::ops::Range;

use super::ast::{Kind, Node, Query, Word};
use super::error::SyntaxError;
use super::field::{Field, FieldKind, Scope};
use super::lexer::{FoundOp, Op};
use super::notice::{Code, Mistake, Reporter, notice};
use super::precedence::{Level, Operand, join};
use super::print::{print_connector, print_node};
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
    pub(super) depth: usize,
    leaves: usize,
    /// Where the last operator begins.
    operator: usize,
    /// Words so far: from three on, a final `?` is a question mark.
    pub(super) words: usize,
}

/// Reads a query with operators.
pub(super) fn parse(text: &str, mode: Mode, limits: &Limits) -> Read<Parsed> {
    let src = Source::new(text);
    let report = Reporter::new(mode.strict);
    let matching = mode.matching;
    let mut parser =
        Parser { src, at: 0, report, limits, matching, depth: 0, leaves: 0, operator: 0, words: 0 };
    let level = parser.level(None, false)?;
    let typed = parser.src.chars.iter().any(|&c| c != ' ');
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

/// Takes from the notices what they offer where that is the reading that was taken: for strict
/// readers it is the repair, for others it says nothing.
pub(super) fn other_readings(read: Parsed, mode: Mode, limits: &Limits) -> Parsed {
    let Parsed { query, mut notices } = read;
    let lenient = Mode { strict: false, ..mode };
    let other = |text: &String| parse(text, lenient, limits).is_ok_and(|it| it.query != query);
    for notice in &mut notices {
        notice.instead = notice.instead.take().filter(&other);
    }
    Parsed { query, notices }
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
                    let message = Mistake::new("a bracket was not opened", "it is left out");
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
                match self.operator(found, left, scope)? {
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
    fn operator(&mut self, found: FoundOp, left: bool, scope: Option<Scope>) -> Read<Taken> {
        let place = self.at..found.end;
        let typed = self.src.slice(place.clone());
        if left && self.src.term_follows(found.end) {
            self.operator = self.at;
            self.at = found.end;
            if found.out_of_range {
                let what = format!("the number of `{typed}` must be 1 to 255");
                let message = Mistake::new(what, "the nearest is taken");
                self.repair(Code::NumberRange, place, message, None)?;
            }
            return Ok(Taken::Operator(found.op));
        }
        if found.symbol {
            self.at = found.end;
            let what = format!("`{typed}` needs something on both sides");
            let message = Mistake::new(what, "it is left out");
            let instead = self.src.with(place.clone(), "");
            self.repair(Code::LoneOperator, place, message, instead)?;
            return Ok(Taken::Dropped);
        }
        let (run, end) = self.src.short_run(self.at).unwrap_or((typed, found.end));
        self.lone(&run, self.at..end)?;
        let operand = self.word_operand(&run, self.at..end, scope)?;
        self.at = end;
        Ok(Taken::Word(operand))
    }

    /// An operator without its sides is a word.
    fn lone(&mut self, run: &str, place: Range<usize>) -> Read<()> {
        let what = format!(
            "`{run}` needs something on both sides to be an operator; the word is written `\"{run}\"`"
        );
        let message = Mistake::new(what, "it is read as a word");
        // The operator is more likely one too many than a word.
        let without = self.src.with(place.clone(), "");
        let instead = without.or_else(|| self.src.with(place.clone(), &format!("\"{run}\"")));
        self.repair(Code::LoneOperator, place, message, instead)
    }

    /// An operator as a word; among values it is nothing.
    fn word_operand(
        &mut self,
        run: &str,
        place: Range<usize>,
        scope: Option<Scope>,
    ) -> Read<Operand> {
        self.leaf(1)?;
        self.words += 1;
        let span = self.src.bytes(place);
        let word = Word::bare(super::run::tame(run));
        let text = Self::kind_of(scope) == FieldKind::Text;
        let node = text.then(|| Node::new(Kind::Word(word), span.clone()));
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
                // A term that follows one NOT follows those before it too.
                if !refused && !self.src.term_follows(end) {
                    self.lone("NOT", self.at..end)?;
                    let operand = self.word_operand("NOT", self.at..end, scope)?;
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
        if required && !refused && self.matching == Match::All {
            self.tell_required_anyway(start..self.at);
        }
        if required && refused {
            let message = Mistake::new("`+` and NOT exclude each other", "the `+` is left out");
            self.repair(Code::RequiredNot, start..self.at, message, None)?;
            required = false;
        }
        if let Some(Op::Near(connector)) = pending {
            if negated {
                connector.negated = !connector.negated;
                let rewrite = print_connector(*connector);
                let done = format!("it is read as `{rewrite}`");
                let message = Mistake::new("NOT stands before a connector", done);
                let instead = self.src.with(self.operator..self.at, &format!("{rewrite} "));
                self.repair(Code::MisplacedNot, start..self.at, message, instead)?;
                negated = false;
            }
            required = false;
        }
        self.offer_operator(left && start == self.at)?;
        let node = match self.src.get(self.at) {
            None | Some(')') => None, // nothing but signs
            Some(_) => self.primary(scope)?,
        };
        Ok(Operand { negated, required, node, span: self.src.bytes(start..self.at) })
    }

    /// `+` asks for what a space asks for already.
    fn tell_required_anyway(&mut self, place: Range<usize>) {
        if !self.report.has(Code::RequiredAnyway) {
            let message = "`+` changes nothing under `match=all`; under `any` and `most` it makes \
                           a word required";
            self.report.note(notice(Code::RequiredAnyway, Some(place), message, None));
        }
    }

    /// A word, a phrase, a group, or one of them in a field.
    pub(super) fn primary(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
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
    pub(super) fn group(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        self.enter(start)?;
        self.at += 1;
        let level = self.level(scope, true)?;
        self.tell_other_reading(&level, start + 1..self.at);
        if self.src.get(self.at) == Some(')') {
            self.at += 1;
        } else {
            let message = Mistake::new("a bracket is not closed", "it is closed at the end");
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
            let what = format!("a boost is 0 to {MOST}");
            let message = Mistake::new(what, format!("{MOST} is taken"));
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
        let message = Mistake::new(format!("`{typed}` {why}"), "it is left out");
        let instead = self.src.with(place.clone(), "");
        self.repair(Code::Dropped, place, message, instead)
    }

    pub(super) fn repair(
        &mut self,
        code: Code,
        place: Range<usize>,
        message: Mistake,
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

    pub(super) fn enter(&mut self, at: usize) -> Read<()> {
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

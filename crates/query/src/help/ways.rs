//! The requests that are near to one, nearest first.

use morgue_article::{Day, DayRange};

use super::Trier;
use super::groups::{Group, GroupKind, unfiltered};
use super::values::Values;
use crate::AnswerError;
use crate::plan::{Sort, ValueField, Within};
use crate::request::{Match, Mode, Request};
use crate::syntax::{
    Connector, Field, FieldKind, Kind, Node, Phrase, PhrasePart, Query, Word, print,
    print_connector, print_node, tame,
};

/// A request that may find something.
pub(super) struct Way {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) request: Request,
}

impl Way {
    fn new(code: &'static str, message: String, request: Request) -> Self {
        Self { code, message, request }
    }
}

/// Parts of a query of which each is changed by itself: every change is a copy of the whole.
const PARTS: usize = 64;
/// Ways by steps of which the first that finds something is enough.
pub(super) const STEPS: [&str; 2] = [WIDER_CONNECTOR, "fewer-times"];
/// Counts that are tried in place of a greater one.
const TIMES: [u32; 5] = [10, 5, 3, 2, 1];
/// Slop of a phrase whose words may stand apart.
const APART: u32 = 10;
/// The code of a way by a wider connector.
const WIDER_CONNECTOR: &str = "wider-connector";
/// Steps by which a connector is widened.
const WIDER: [u8; 5] = [10, 25, 50, 100, 255];

/// The items of the outermost conjunction.
pub(super) fn outermost(query: &Query) -> Vec<Node> {
    let mut out = Vec::new();
    for item in &query.items {
        match &item.kind {
            Kind::All(of) | Kind::And(of) => out.extend(of.iter().cloned()),
            _ => out.push(item.clone()),
        }
    }
    out
}

/// How many nodes there are.
fn size(node: &Node) -> usize {
    1 + node.children().into_iter().map(size).sum::<usize>()
}

/// All ways, nearest first.
pub(super) fn ways(
    query: &Query,
    base: &Request,
    groups: &[Group],
    trier: &mut Trier<'_>,
) -> Result<Vec<Way>, AnswerError> {
    let root = root(query);
    let small = size(&root) <= PARTS;
    trier.complete &= small;
    let variants = |edit: Edit<'_>| {
        if small { variants(&root, false, edit) } else { Vec::new() }
    };
    let values = Values::of(&root, trier)?;
    let mut out = Vec::new();
    let mut edit = |code: &'static str, edits: Vec<(Node, String)>| {
        for (node, message) in edits {
            let request = Request { q: edited(node), ..base.clone() };
            out.push(Way::new(code, message, request));
        }
    };
    edit("bare-word", variants(&bare));
    edit("words-apart", variants(&apart));
    edit("words-anywhere", variants(&anywhere));
    edit("part-of-value", variants(&within_value));
    edit("near-value", variants(&|node, _| values.near(node)));
    for times in TIMES {
        edit("fewer-times", variants(&|node, _| fewer_times(node, times)));
    }
    for step in WIDER {
        edit(WIDER_CONNECTOR, variants(&|node, _| wider(node, step)));
    }
    edit(WIDER_CONNECTOR, variants(&|node, _| wider_unit(node)));
    edit("unconnected", variants(&unconnected));
    edit("without-field", variants(&without_field));
    if groups.iter().any(|group| group.kind == GroupKind::Dates) {
        out.extend(wider_dates(base, trier)?);
    }
    for group in groups {
        let message = format!("without {}", group.name);
        out.push(Way::new("without-filter", message, group.without(base)));
    }
    if groups.len() > 1 {
        let request = unfiltered(base);
        out.push(Way::new("without-filters", "without any filter".into(), request));
    }
    for (node, message) in variants(&fewer) {
        let request = Request { q: edited(node), ..base.clone() };
        out.push(Way::new("without-clause", message, request));
    }
    if base.mode.matching == Match::All && outermost(query).len() > 2 {
        let mode = Mode { matching: Match::Most, ..base.mode };
        let request = Request { q: print(query), mode, ..base.clone() };
        out.push(Way::new("most", "with as many of the words as any article has".into(), request));
    }
    Ok(out)
}

/// The query without the items that find nothing by themselves, where there are several.
pub(super) fn living(items: &[Node], dead: impl Fn(&Node) -> bool, base: &Request) -> Option<Way> {
    let (gone, rest): (Vec<&Node>, Vec<&Node>) = items.iter().partition(|item| dead(item));
    if gone.len() < 2 || rest.iter().all(|node| matches!(node.kind, Kind::Not(_))) {
        return None;
    }
    let names: Vec<String> = gone.into_iter().map(print_node).collect();
    let query = Query { items: rest.into_iter().cloned().collect(), emptied: false };
    let request = Request { q: print(&query), ..base.clone() };
    let message = format!("without {}", names.join(" and "));
    Some(Way::new("without-clauses", message, request))
}

/// A query as one node.
pub(super) fn root(query: &Query) -> Node {
    match query.items.as_slice() {
        [one] => one.clone(),
        items => Node::new(Kind::All(items.to_vec()), 0..0),
    }
}

/// The canonical form of a changed query. Items of an item are items.
pub(super) fn edited(root: Node) -> String {
    let Kind::All(items) = root.kind else { return print_node(&root) };
    let flat = items.into_iter().flat_map(|item| match item.kind {
        Kind::All(of) => of,
        _ => vec![item],
    });
    print(&Query { items: flat.collect(), emptied: false })
}

/// An edit of one node: what may stand in its place, and what that says. It is told whether the
/// node stands in a side of a connector or another place where only occurrences can.
type Edit<'a> = &'a dyn Fn(&Node, bool) -> Vec<(Node, String)>;

/// The query with one node edited, for every node that can be. Under a NOT nothing is.
fn variants(node: &Node, inside: bool, edit: Edit<'_>) -> Vec<(Node, String)> {
    let mut out = edit(node, inside);
    let mut put = |child: &Node, inside: bool, build: &dyn Fn(Node) -> Kind| {
        for (changed, message) in variants(child, inside, edit) {
            out.push((Node::new(build(changed), node.span.clone()), message));
        }
    };
    let list = |of: &[Node], i: usize, new: Node| {
        let mut of = of.to_vec();
        of[i] = new;
        of
    };
    match &node.kind {
        Kind::All(of) => of.iter().enumerate().for_each(|(i, child)| {
            put(child, inside, &|new| Kind::All(list(of, i, new)));
        }),
        Kind::And(of) => of.iter().enumerate().for_each(|(i, child)| {
            put(child, inside, &|new| Kind::And(list(of, i, new)));
        }),
        Kind::Or(of) => of.iter().enumerate().for_each(|(i, child)| {
            put(child, inside, &|new| Kind::Or(list(of, i, new)));
        }),
        Kind::Require(of) => put(of, inside, &|new| Kind::Require(Box::new(new))),
        Kind::Boost(of, by) => put(of, inside, &|new| Kind::Boost(Box::new(new), *by)),
        Kind::Field { field, overlap, of } => put(of, inside, &|new| Kind::Field {
            field: *field,
            overlap: *overlap,
            of: Box::new(new),
        }),
        Kind::AtLeast { count, of } => {
            put(of, true, &|new| Kind::AtLeast { count: *count, of: Box::new(new) });
        }
        Kind::Near { left, right, connector } => {
            let connector = *connector;
            put(left, true, &|new| Kind::Near {
                left: Box::new(new),
                right: right.clone(),
                connector,
            });
            // Of a NOT connector the right side is what must not be there.
            if !connector.negated {
                put(right, true, &|new| Kind::Near {
                    left: left.clone(),
                    right: Box::new(new),
                    connector,
                });
            }
        }
        Kind::Not(_)
        | Kind::Word(_)
        | Kind::Phrase(_)
        | Kind::Cased { .. }
        | Kind::Value(_)
        | Kind::Range(_) => {}
    }
    out
}

/// An exact word in all its forms.
fn bare(node: &Node, _: bool) -> Vec<(Node, String)> {
    let word = match &node.kind {
        Kind::Word(word) if word.exact => word.text.clone(),
        Kind::Cased { text, .. } => text.clone(),
        Kind::Phrase(Phrase { parts, slop: None }) => match parts.as_slice() {
            [PhrasePart::Word(word)] if !word.is_wild() => word.text.clone(),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let message = format!("`{word}` in any of its forms");
    vec![(Node::new(Kind::Word(Word::bare(word)), node.span.clone()), message)]
}

/// A phrase whose words may stand apart.
fn apart(node: &Node, _: bool) -> Vec<(Node, String)> {
    let Kind::Phrase(phrase) = &node.kind else { return Vec::new() };
    let known = phrase.slop.unwrap_or(0);
    if phrase.parts.len() < 2 || known >= APART {
        return Vec::new();
    }
    let message = format!("{} with other words between", print_node(node));
    let wide = Phrase { slop: Some(APART), ..phrase.clone() };
    vec![(Node::new(Kind::Phrase(wide), node.span.clone()), message)]
}

/// The words of a phrase, wherever they stand.
fn anywhere(node: &Node, inside: bool) -> Vec<(Node, String)> {
    let Kind::Phrase(phrase) = &node.kind else { return Vec::new() };
    let words: Option<Vec<Node>> = phrase
        .parts
        .iter()
        .filter(|part| !matches!(part, PhrasePart::Any))
        .map(|part| match part {
            PhrasePart::Word(word) => Some(Node::new(Kind::Word(word.clone()), node.span.clone())),
            PhrasePart::OneOf(_) | PhrasePart::Any => None,
        })
        .collect();
    match words {
        Some(words) if words.len() > 1 && !inside => {
            let message = format!("the words of {} anywhere", print_node(node));
            vec![(Node::new(Kind::All(words), node.span.clone()), message)]
        }
        _ => Vec::new(),
    }
}

/// A connector of words that reaches as far as this.
fn wider(node: &Node, to: u8) -> Vec<(Node, String)> {
    let Kind::Near { left, right, connector } = &node.kind else { return Vec::new() };
    let Within::Words(n) = connector.within else { return Vec::new() };
    if connector.negated || n >= to {
        return Vec::new();
    }
    // The next step only where the one before was not wide enough: all are tried in order.
    let wide = Connector { within: Within::Words(to), ..*connector };
    vec![connected(node, left, right, *connector, wide)]
}

/// A paragraph in place of a sentence.
fn wider_unit(node: &Node) -> Vec<(Node, String)> {
    let Kind::Near { left, right, connector } = &node.kind else { return Vec::new() };
    if connector.negated || connector.within != Within::Sentence {
        return Vec::new();
    }
    let wide = Connector { within: Within::Paragraph, ..*connector };
    vec![connected(node, left, right, *connector, wide)]
}

/// Both sides of a connector, wherever they stand.
fn unconnected(node: &Node, inside: bool) -> Vec<(Node, String)> {
    let Kind::Near { left, right, connector } = &node.kind else { return Vec::new() };
    if connector.negated || inside {
        return Vec::new();
    }
    let message = format!("AND in place of {}", print_connector(*connector));
    let both = Kind::And(vec![(**left).clone(), (**right).clone()]);
    vec![(Node::new(both, node.span.clone()), message)]
}

/// A count that asks for less.
fn fewer_times(node: &Node, times: u32) -> Vec<(Node, String)> {
    let Kind::AtLeast { count, of } = &node.kind else { return Vec::new() };
    if *count <= times {
        return Vec::new();
    }
    let (kind, message) = match times {
        1 => (of.kind.clone(), format!("once in place of {count} times")),
        _ => (
            Kind::AtLeast { count: times, of: of.clone() },
            format!("{times} times in place of {count}"),
        ),
    };
    vec![(Node::new(kind, node.span.clone()), message)]
}

/// An exact value as a part of one: `author:"*lanyon*"`.
fn within_value(node: &Node, _: bool) -> Vec<(Node, String)> {
    let Kind::Field { field: field @ Field::Exact(exact), overlap, of } = &node.kind else {
        return Vec::new();
    };
    let Kind::Value(value) = &of.kind else { return Vec::new() };
    let coded = matches!(exact, ValueField::Lang | ValueField::Country);
    if coded || value.contains(['*', '?']) || value.chars().count() < 2 {
        return Vec::new();
    }
    let message = format!("`{value}` as a part of the {}", field.name());
    let wild = Box::new(Node::new(Kind::Value(format!("*{value}*")), of.span.clone()));
    let kind = Kind::Field { field: *field, overlap: *overlap, of: wild };
    vec![(Node::new(kind, node.span.clone()), message)]
}

/// What is asked of a field, anywhere in the text.
fn without_field(node: &Node, inside: bool) -> Vec<(Node, String)> {
    let Kind::Field { field, of, .. } = &node.kind else { return Vec::new() };
    let kind = match (&of.kind, field) {
        (Kind::Value(value), Field::Exact(ValueField::Author | ValueField::Tag)) => {
            let word = |text: &str| Word::bare(tame(text));
            let words = value.split_whitespace().filter(|it| it.contains(char::is_alphanumeric));
            let words: Vec<Word> = words.map(word).collect();
            match words.as_slice() {
                [] => return Vec::new(),
                [one] => Kind::Word(one.clone()),
                _ => {
                    let parts = words.into_iter().map(PhrasePart::Word).collect();
                    Kind::Phrase(Phrase { parts, slop: None })
                }
            }
        }
        (kind, field) if field.kind() == FieldKind::Text && *field != Field::Body => kind.clone(),
        _ => return Vec::new(),
    };
    if inside {
        return Vec::new();
    }
    let message = format!("anywhere in the text, not only as {}", field.name());
    vec![(Node::new(kind, node.span.clone()), message)]
}

fn connected(
    node: &Node,
    left: &Node,
    right: &Node,
    was: Connector,
    connector: Connector,
) -> (Node, String) {
    let message = format!("{} in place of {}", print_connector(connector), print_connector(was));
    let (left, right) = (Box::new(left.clone()), Box::new(right.clone()));
    (Node::new(Kind::Near { left, right, connector }, node.span.clone()), message)
}

/// A conjunction without one of its parts.
fn fewer(node: &Node, _: bool) -> Vec<(Node, String)> {
    let (of, build): (_, fn(Vec<Node>) -> Kind) = match &node.kind {
        Kind::All(of) => (of, Kind::All),
        Kind::And(of) => (of, Kind::And),
        _ => return Vec::new(),
    };
    let without = |i: usize| {
        let mut rest = of.clone();
        let gone = rest.remove(i);
        // What is left must say what is wanted, not only what is not.
        if rest.iter().all(|node| matches!(node.kind, Kind::Not(_))) {
            return None;
        }
        let message = format!("without {}", print_node(&gone));
        let kind = if rest.len() == 1 { rest.remove(0).kind } else { build(rest) };
        Some((Node::new(kind, node.span.clone()), message))
    };
    (0..of.len()).filter_map(without).collect()
}

/// The range of dates widened to the nearest articles before it and after it.
fn wider_dates(base: &Request, trier: &mut Trier<'_>) -> Result<Vec<Way>, AnswerError> {
    let mut out = Vec::new();
    let nearest = |from: Option<Day>, to: Option<Day>, sort| Request {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        sort,
        limit: 1,
        ..base.clone()
    };
    let year = |trier: &mut Trier<'_>, request: &Request| -> Result<Option<i32>, AnswerError> {
        let found = trier.search(request)?;
        let first = found.and_then(|found| found.hits.into_iter().next());
        Ok(first.and_then(|hit| hit.place.key).map(|day| Day(day).year()))
    };
    let from = base.from.as_deref().and_then(|text| DayRange::parse(text).ok());
    if let Some(range) = from {
        let before = nearest(None, Some(Day(range.first.0 - 1)), Sort::Newest);
        if let Some(year) = year(trier, &before)? {
            let request = Request { from: Some(year.to_string()), ..base.clone() };
            out.push(Way::new("wider-dates", format!("from {year} on"), request));
        }
    }
    let to = base.to.as_deref().and_then(|text| DayRange::parse(text).ok());
    if let Some(range) = to {
        let after = nearest(Some(Day(range.last.0 + 1)), None, Sort::Oldest);
        if let Some(year) = year(trier, &after)? {
            let request = Request { to: Some(year.to_string()), ..base.clone() };
            out.push(Way::new("wider-dates", format!("up to {year}"), request));
        }
    }
    Ok(out)
}

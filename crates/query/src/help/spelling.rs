//! Words that the index does not hold, and queries with words that it holds in their place.

use morgue_analysis::query_run;

use super::ways::{Way, edited, root};
use super::{Spelling, Trier};
use crate::AnswerError;
use crate::plan::Term;
use crate::request::Request;
use crate::syntax::{Kind, Node, PhrasePart, Query, Word};

/// Words that are looked up at most.
const WORDS: usize = 8;

/// The words of a query that the index does not hold, but others like them.
pub(super) fn unknown(query: &Query, trier: &mut Trier<'_>) -> Result<Vec<Spelling>, AnswerError> {
    let mut words: Vec<String> = Vec::new();
    query.items.iter().for_each(|item| collect(item, &mut words));
    words.truncate(WORDS);
    let mut out = Vec::new();
    for word in words {
        let units = query_run(&word, false);
        let [unit] = units.as_slice() else { continue };
        let [part] = unit.parts.as_slice() else { continue };
        let (lower, folded) = (part.lower.clone(), part.folded.clone());
        let near = trier.near(&Term::Bare { lower, folded }, &part.folded)?;
        if let Some(near) = near.filter(|near| !near.is_empty()) {
            out.push(Spelling { word, near });
        }
    }
    Ok(out)
}

/// The plain words that an article must hold, each once.
fn collect(node: &Node, out: &mut Vec<String>) {
    let mut add = |word: &Word| {
        let plain = !word.is_wild() && word.fuzzy.is_none();
        if plain && !out.contains(&word.text) {
            out.push(word.text.clone());
        }
    };
    match &node.kind {
        Kind::Not(_) => {}
        Kind::Word(word) => add(word),
        Kind::Phrase(phrase) => phrase.parts.iter().for_each(|part| match part {
            PhrasePart::Word(word) => add(word),
            PhrasePart::OneOf(words) => words.iter().for_each(&mut add),
            PhrasePart::Any => {}
        }),
        _ => node.children().into_iter().for_each(|child| collect(child, out)),
    }
}

/// The query with every such word replaced by the nearest, then with the others in turn.
pub(super) fn ways(query: &Query, base: &Request, spelling: &[Spelling]) -> Vec<Way> {
    let mut out = Vec::new();
    let best: Vec<(&str, &str)> =
        spelling.iter().map(|one| (one.word.as_str(), one.near[0].word.as_str())).collect();
    for (i, one) in spelling.iter().enumerate() {
        for near in one.near.iter().skip(usize::from(i > 0)) {
            let mut words = best.clone();
            words[i].1 = &near.word;
            let said: Vec<String> =
                words.iter().map(|(from, to)| format!("`{to}` in place of `{from}`")).collect();
            let changed = respelt(&root(query), &words);
            let request = Request { q: edited(changed), ..base.clone() };
            out.push(Way { code: "spelling", message: said.join(", "), request });
        }
    }
    out
}

/// A node with words replaced, but under a NOT.
fn respelt(node: &Node, words: &[(&str, &str)]) -> Node {
    let word = |word: &Word| {
        let known = words.iter().find(|(from, _)| *from == word.text);
        let text = known.map_or_else(|| word.text.clone(), |(_, to)| (*to).to_string());
        Word { text, ..word.clone() }
    };
    let one = |of: &Node| Box::new(respelt(of, words));
    let each = |of: &[Node]| of.iter().map(|node| respelt(node, words)).collect();
    let kind = match &node.kind {
        Kind::All(of) => Kind::All(each(of)),
        Kind::And(of) => Kind::And(each(of)),
        Kind::Or(of) => Kind::Or(each(of)),
        Kind::Require(of) => Kind::Require(one(of)),
        Kind::Boost(of, by) => Kind::Boost(one(of), *by),
        Kind::Field { field, overlap, of } => {
            Kind::Field { field: *field, overlap: *overlap, of: one(of) }
        }
        Kind::AtLeast { count, of } => Kind::AtLeast { count: *count, of: one(of) },
        Kind::Near { left, right, connector } => {
            Kind::Near { left: one(left), right: one(right), connector: *connector }
        }
        Kind::Word(known) => Kind::Word(word(known)),
        Kind::Phrase(phrase) => {
            let mut phrase = phrase.clone();
            for part in &mut phrase.parts {
                match part {
                    PhrasePart::Word(known) => *known = word(known),
                    PhrasePart::OneOf(known) => known.iter_mut().for_each(|one| *one = word(one)),
                    PhrasePart::Any => {}
                }
            }
            Kind::Phrase(phrase)
        }
        Kind::Not(_) | Kind::Cased { .. } | Kind::Value(_) | Kind::Range(_) => node.kind.clone(),
    };
    Node::new(kind, node.span.clone())
}

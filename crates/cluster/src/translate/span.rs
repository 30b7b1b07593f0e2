//! Conditions on text: what the cluster decides by itself, and what it can only narrow down.
//!
//! The cluster's own phrases and near-queries are exact for words of one position each: there every
//! choice that counts is one it sees. What it finds so is *sure*. Of everything else it finds a
//! little more than there is: articles that *may* hold the span, for our own matcher to decide.
//! Joined forms take several positions, which the cluster does not know; so an article that holds
//! one of a phrase's words in a joined form may hold the phrase.

use morgue_query::EngineError;
use morgue_query::plan::{Span, TextClause, TextField, Within};
use serde_json::{Value, json};

use super::words::token;
use super::{Translator, all_of, any_of};
use crate::mapping::{ASKED, places};
use crate::tokens::{FILLER, STACK, joined};

/// Readings of one span that are asked for one by one.
const MOST_READINGS: usize = 64;

/// What finds a condition on text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leaf {
    /// Queries of articles that hold it.
    pub(crate) sure: Vec<Value>,
    /// Queries of articles that may hold it, and of all that do and are not sure.
    pub(crate) maybe: Vec<Value>,
}

/// One position of a phrase.
#[derive(Debug, Clone)]
enum Item {
    /// A word: any of these tokens.
    Slot(Vec<String>),
    /// Any word.
    Gap,
}

/// A span as phrases, any of which it is.
type Readings = Vec<Vec<Item>>;

impl Translator<'_> {
    /// What finds an occurrence of a clause's span.
    pub(super) fn text(&self, text: &TextClause) -> Result<Leaf, EngineError> {
        let mut fields = text.fields.clone();
        fields.sort_unstable();
        fields.dedup();
        let default = TextField::DEFAULT.iter().all(|field| fields.contains(field));
        if default && let Some(sure) = self.words_alone(&text.span)? {
            fields.retain(|field| matches!(field, TextField::Byline | TextField::Dateline));
            let mut leaf = Leaf { sure, maybe: Vec::new() };
            self.in_fields(&text.span, &fields, &mut leaf)?;
            return Ok(leaf);
        }
        let mut leaf = Leaf::default();
        self.in_fields(&text.span, &fields, &mut leaf)?;
        Ok(leaf)
    }

    /// The queries of a span that is a word or alternatives of words, in the default fields.
    fn words_alone(&self, span: &Span) -> Result<Option<Vec<Value>>, EngineError> {
        match span {
            Span::Term(term) => Ok(Some(self.word(term)?)),
            Span::Or(sides) => {
                let mut all = Vec::new();
                for side in sides {
                    let Some(any) = self.words_alone(side)? else { return Ok(None) };
                    all.extend(any);
                }
                Ok(Some(all))
            }
            _ => Ok(None),
        }
    }

    fn in_fields(
        &self,
        span: &Span,
        fields: &[TextField],
        leaf: &mut Leaf,
    ) -> Result<(), EngineError> {
        for field in fields {
            self.control.check()?;
            self.in_field(span, places(*field), leaf)?;
        }
        Ok(())
    }

    /// Adds what finds a span in one field of places.
    fn in_field(&self, span: &Span, field: &str, leaf: &mut Leaf) -> Result<(), EngineError> {
        match span {
            Span::Term(term) => leaf.sure.extend(self.word_in(field, term)?),
            Span::Or(sides) => {
                for side in sides {
                    self.in_field(side, field, leaf)?;
                }
            }
            Span::Seq(_) => match self.readings(span)? {
                Some(readings) => {
                    for reading in readings {
                        phrase(&reading, field, leaf);
                    }
                }
                None => leaf.maybe.push(self.above(span, field)?),
            },
            Span::Near { left, right, within: Within::Words(n), ordered } => {
                let sides = self.readings(left)?.zip(self.readings(right)?);
                let whole = |side: &Readings| side.iter().all(|reading| is_plain(reading));
                match sides {
                    Some((left, right))
                        if whole(&left)
                            && whole(&right)
                            && left.len() * right.len() <= MOST_READINGS =>
                    {
                        for left in &left {
                            for right in &right {
                                near(left, right, (*n, *ordered), field, leaf);
                            }
                        }
                    }
                    _ => leaf.maybe.push(self.above(span, field)?),
                }
            }
            Span::Gap | Span::Sloppy { .. } | Span::Near { .. } | Span::NotNear { .. } => {
                leaf.maybe.push(self.above(span, field)?);
            }
        }
        Ok(())
    }

    /// A query of all articles that hold a span in a field, and some more.
    fn above(&self, span: &Span, field: &str) -> Result<Value, EngineError> {
        Ok(match span {
            Span::Term(term) => any_of(self.word_in(field, term)?),
            Span::Gap => json!({ "exists": { "field": field } }),
            Span::Seq(items) | Span::Sloppy { items, .. } => {
                let all: Result<_, _> = items.iter().map(|item| self.above(item, field)).collect();
                all_of(all?)
            }
            Span::Or(sides) => {
                let any: Result<_, _> = sides.iter().map(|side| self.above(side, field)).collect();
                any_of(any?)
            }
            Span::Near { left, right, .. } => {
                all_of(vec![self.above(left, field)?, self.above(right, field)?])
            }
            Span::NotNear { left, .. } => self.above(left, field)?,
        })
    }

    /// A span as phrases; `None` where it is none, or too many.
    fn readings(&self, span: &Span) -> Result<Option<Readings>, EngineError> {
        match span {
            Span::Term(term) => Ok(self.slot(term)?.map(|tokens| vec![vec![Item::Slot(tokens)]])),
            Span::Gap => Ok(Some(vec![vec![Item::Gap]])),
            Span::Or(sides) => {
                let mut all = Readings::new();
                for side in sides {
                    let Some(readings) = self.readings(side)? else { return Ok(None) };
                    all.extend(readings);
                }
                Ok(Some(merged(all)).filter(|all| all.len() <= MOST_READINGS))
            }
            Span::Seq(items) => {
                let mut all: Readings = vec![Vec::new()];
                for item in items {
                    let Some(next) = self.readings(item)? else { return Ok(None) };
                    if all.len() * next.len() > MOST_READINGS {
                        return Ok(None);
                    }
                    let longer = |before: &Vec<Item>| {
                        let before = before.clone();
                        next.clone().into_iter().map(move |more| [before.clone(), more].concat())
                    };
                    all = all.iter().flat_map(longer).collect();
                }
                Ok(Some(all))
            }
            Span::Sloppy { .. } | Span::Near { .. } | Span::NotNear { .. } => Ok(None),
        }
    }
}

/// Alternatives of one word each are one word.
fn merged(readings: Readings) -> Readings {
    let mut slot: Vec<String> = Vec::new();
    let mut rest = Readings::new();
    for reading in readings {
        match reading.as_slice() {
            [Item::Slot(tokens)] => slot.extend(tokens.iter().cloned()),
            _ => rest.push(reading),
        }
    }
    if !slot.is_empty() {
        slot.sort_unstable();
        slot.dedup();
        rest.push(vec![Item::Slot(slot)]);
    }
    rest
}

/// Whether a reading has a word at every position.
fn is_plain(reading: &[Item]) -> bool {
    !reading.is_empty() && reading.iter().all(|item| matches!(item, Item::Slot(_)))
}

fn slots(reading: &[Item]) -> impl Iterator<Item = &Vec<String>> {
    reading.iter().filter_map(|item| match item {
        Item::Slot(tokens) => Some(tokens),
        Item::Gap => None,
    })
}

/// Articles that have all words of a reading somewhere in a field, one of them at least in a joined
/// form.
fn with_a_joined(parts: &[&[Item]], field: &str) -> Value {
    let all: Vec<&Vec<String>> = parts.iter().flat_map(|part| slots(part)).collect();
    let both = |tokens: &Vec<String>| -> Vec<String> {
        tokens.iter().flat_map(|it| [it.clone(), joined(it)]).collect()
    };
    let each = all.iter().map(|tokens| json!({ "terms": { field: both(tokens) } }));
    let joined: Vec<String> =
        all.iter().flat_map(|tokens| tokens.iter().map(|it| joined(it))).collect();
    all_of(each.chain([json!({ "terms": { field: joined } })]).collect())
}

/// Adds what finds a phrase.
fn phrase(reading: &[Item], field: &str, leaf: &mut Leaf) {
    let open = |item: Option<&Item>| !matches!(item, Some(Item::Slot(_)));
    if slots(reading).next().is_none() {
        // Nothing but gaps: any article with as many words.
        leaf.maybe.push(json!({ "exists": { "field": field } }));
        return;
    }
    if let [Item::Slot(tokens)] = reading {
        let both = tokens.iter().flat_map(|it| [it.clone(), joined(it)]);
        leaf.sure.extend(both.map(|it| token(field, &it)));
        return;
    }
    leaf.maybe.push(with_a_joined(&[reading], field));
    // A gap at an end must be a word, too; the cluster cannot say that there is one.
    let first = reading.iter().position(|item| matches!(item, Item::Slot(_))).unwrap_or(0);
    let last = reading.iter().rposition(|item| matches!(item, Item::Slot(_))).unwrap_or(0);
    let query = match &reading[first..=last] {
        [Item::Slot(tokens)] => any_of(tokens.iter().map(|it| token(field, it)).collect()),
        words => json!({ "match_phrase": { field: { "query": asked(words), "analyzer": ASKED } } }),
    };
    if open(reading.first()) || open(reading.last()) {
        leaf.maybe.push(query);
    } else {
        leaf.sure.push(query);
    }
}

/// A phrase as the cluster is asked for it.
fn asked(words: &[Item]) -> String {
    let groups = words.iter().map(|item| match item {
        Item::Slot(tokens) => tokens.join(&STACK.to_string()),
        Item::Gap => FILLER.to_string(),
    });
    groups.collect::<Vec<_>>().join(" ")
}

/// Adds what finds two phrases near each other.
fn near(
    left: &[Item],
    right: &[Item],
    (within, ordered): (u8, bool),
    field: &str,
    leaf: &mut Leaf,
) {
    let pair = |first: &[Item], second: &[Item]| {
        json!({ "span_near": {
            "clauses": [span_of(first, field), span_of(second, field)],
            "slop": within.saturating_sub(1),
            "in_order": true,
        } })
    };
    leaf.maybe.push(with_a_joined(&[left, right], field));
    if within == 0 {
        return;
    }
    leaf.sure.push(pair(left, right));
    if !ordered {
        // One order after the other: in any order the cluster takes two words at one place.
        leaf.sure.push(pair(right, left));
    }
}

/// A phrase as a span of the cluster.
fn span_of(words: &[Item], field: &str) -> Value {
    let mut spans: Vec<Value> = slots(words)
        .map(|tokens| {
            let each: Vec<Value> =
                tokens.iter().map(|it| json!({ "span_term": { field: it } })).collect();
            json!({ "span_or": { "clauses": each } })
        })
        .collect();
    if spans.len() == 1 {
        return spans.remove(0);
    }
    json!({ "span_near": { "clauses": spans, "slop": 0, "in_order": true } })
}

//! Plans into the cluster's queries: one exhaustive match over a plan's conditions.

mod span;
mod words;

use std::collections::{HashMap, HashSet};

use morgue_article::DayRange;
use morgue_query::facts::{path_form, url_form};
use morgue_query::plan::{
    Clause, DateField, FacetField, Filter, FilterTest, TextClause, ValueMatch,
};
use morgue_query::{Control, EngineError};
use serde_json::{Value, json};

pub(crate) use self::span::Leaf;
use self::words::{token, wild};
use crate::mapping::{kind, value};
use crate::snapshot::Snapshot;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Translates the conditions of a plan for one state of the index.
pub(crate) struct Translator<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) control: &'a Control,
    /// What finds each condition on text, by what it says.
    leaves: HashMap<String, Leaf>,
    /// The conditions that the cluster can only narrow down, each once.
    open: Vec<(String, Clause)>,
    /// The articles that hold each of them, once that is known.
    decided: HashMap<String, Vec<String>>,
}

/// Which set is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// What is asked for.
    Exact,
    /// That and perhaps more, before the open conditions are decided.
    Above,
    /// That or less.
    Below,
}

/// How a condition is translated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    pub(crate) set: Set,
    /// Whether a date that only overlaps its range is enough.
    pub(crate) loose: bool,
}

impl How {
    /// What is asked for, to the letter.
    pub(crate) const EXACT: Self = Self { set: Set::Exact, loose: false };

    /// What stands under a NOT: its dates are never loosened, and more is less.
    fn negated(self) -> Self {
        let set = match self.set {
            Set::Exact => Set::Exact,
            Set::Above => Set::Below,
            Set::Below => Set::Above,
        };
        Self { set, loose: false }
    }
}

impl<'a> Translator<'a> {
    /// Reads the conditions on text of a clause.
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        clause: &Clause,
        control: &'a Control,
    ) -> Result<Self, EngineError> {
        let (leaves, open, decided) = (HashMap::new(), Vec::new(), HashMap::new());
        let mut translator = Self { snapshot, control, leaves, open, decided };
        translator.read(clause)?;
        Ok(translator)
    }

    fn read(&mut self, clause: &Clause) -> Result<(), EngineError> {
        match clause {
            Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => {
                of.iter().try_for_each(|clause| self.read(clause))
            }
            Clause::Prefer { must, should } => {
                self.read(must)?;
                should.iter().try_for_each(|clause| self.read(clause))
            }
            Clause::Not(inner) | Clause::Boost(inner, _) => self.read(inner),
            Clause::Text(_) | Clause::AtLeast { .. } => self.read_text(clause),
            Clause::All
            | Clause::Nothing
            | Clause::Value(..)
            | Clause::Outlet(_)
            | Clause::Date { .. }
            | Clause::DateBasis(_)
            | Clause::Length(_)
            | Clause::Path(_)
            | Clause::Id(_)
            | Clause::Url(_) => Ok(()),
        }
    }

    fn read_text(&mut self, clause: &Clause) -> Result<(), EngineError> {
        let Some((key, text, count)) = key_of(clause) else { return Ok(()) };
        if self.leaves.contains_key(&key) {
            return Ok(());
        }
        let mut leaf = self.text(text)?;
        if count > 1 {
            // How often is for the matcher to count.
            leaf.maybe.append(&mut leaf.sure);
        }
        if !leaf.maybe.is_empty() {
            self.open.push((key.clone(), clause.clone()));
        }
        self.leaves.insert(key, leaf);
        Ok(())
    }

    /// The conditions that must be decided, each with a query of the articles to look at.
    pub(crate) fn open(&self) -> Vec<(&str, &Clause, Value)> {
        let open = self.open.iter();
        open.map(|(key, clause)| {
            let leaf = &self.leaves[key];
            let undecided = json!({ "bool": {
                "filter": [any_of(leaf.maybe.clone())],
                "must_not": leaf.sure,
            } });
            (key.as_str(), clause, undecided)
        })
        .collect()
    }

    /// Says which articles hold an open condition.
    pub(crate) fn decide(&mut self, key: &str, ids: Vec<String>) {
        self.decided.insert(key.to_string(), ids);
    }

    /// The query of a condition among current articles.
    pub(crate) fn query(&self, clause: &Clause, how: How) -> Value {
        match clause {
            Clause::All => json!({ "match_all": { "boost": 0 } }),
            Clause::Nothing => json!({ "match_none": {} }),
            Clause::And(all) => self.and(all, how),
            Clause::Or(any) => {
                let any = distinct(flat_or(any)).into_iter();
                any_of(any.map(|clause| self.scored(clause, how)).collect())
            }
            Clause::AtLeastOf { min: 0, .. } => json!({ "match_all": { "boost": 0 } }),
            Clause::AtLeastOf { min, of } => {
                let of: Vec<Value> = of.iter().map(|clause| self.scored(clause, how)).collect();
                if of.len() < *min {
                    return json!({ "match_none": {} });
                }
                json!({ "bool": { "should": of, "minimum_should_match": min } })
            }
            Clause::Prefer { must, should } => {
                let should: Vec<Value> =
                    should.iter().map(|clause| self.scored(clause, how)).collect();
                json!({ "bool": { "must": [self.scored(must, how)], "should": should } })
            }
            Clause::Not(inner) => {
                json!({ "bool": { "must_not": [self.query(inner, how.negated())] } })
            }
            Clause::Boost(inner, boost) => {
                json!({ "bool": { "must": [self.scored(inner, how)], "boost": boost } })
            }
            Clause::Text(_) | Clause::AtLeast { .. } => self.leaf(clause, how.set),
            Clause::Value(field, wanted) => fits(value(*field), wanted),
            Clause::Outlet(ids) => json!({ "terms": { "outlet": ids } }),
            Clause::Date { field, range, overlap } => date(*field, *range, *overlap || how.loose),
            Clause::DateBasis(wanted) => fits("basis", wanted),
            Clause::Length(range) => {
                json!({ "range": { "length": { "gte": range.start, "lt": range.end } } })
            }
            Clause::Path(path) => below(path),
            Clause::Id(id) => token("id", &id.to_lowercase()),
            Clause::Url(url) => token("url", &url_form(url)),
        }
    }

    /// The same where it may add to a score: conditions that are no text add nothing.
    fn scored(&self, clause: &Clause, how: How) -> Value {
        let query = self.query(clause, how);
        if scores(clause) {
            return query;
        }
        json!({ "constant_score": { "filter": query, "boost": 0 } })
    }

    fn and(&self, all: &[Clause], how: How) -> Value {
        let (mut must, mut filter, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        for clause in distinct(flat_and(all)) {
            match clause {
                Clause::Not(inner) => must_not.push(self.query(inner, how.negated())),
                clause if scores(clause) => must.push(self.query(clause, how)),
                clause => filter.push(self.query(clause, how)),
            }
        }
        json!({ "bool": { "must": must, "filter": filter, "must_not": must_not } })
    }

    fn leaf(&self, clause: &Clause, set: Set) -> Value {
        let known = key_of(clause).and_then(|(key, ..)| Some((self.leaves.get(&key)?, key)));
        let Some((leaf, key)) = known else { return json!({ "match_none": {} }) };
        let mut any = leaf.sure.clone();
        match set {
            Set::Below => {}
            Set::Above => any.extend(leaf.maybe.iter().cloned()),
            Set::Exact => match self.decided.get(&key) {
                Some(ids) if !ids.is_empty() => any.push(json!({ "bool": {
                    "should": leaf.maybe,
                    "filter": [{ "terms": { "id": ids } }],
                } })),
                _ => {}
            },
        }
        any_of(any)
    }

    /// The query of a filter.
    pub(crate) fn filter(&self, filter: &Filter, loose: bool) -> Value {
        let query = match &filter.test {
            FilterTest::Values(FacetField::Path, paths) => {
                any_of(paths.iter().map(|path| below(path)).collect())
            }
            FilterTest::Values(field, values) => {
                json!({ "terms": { facet_field(*field): values } })
            }
            FilterTest::Published(range) => {
                date(DateField::Published, *range, loose && !filter.exclude)
            }
        };
        if filter.exclude { json!({ "bool": { "must_not": [query] } }) } else { query }
    }
}

/// The query of all current articles that also pass these.
pub(crate) fn current(mut conditions: Vec<Value>) -> Value {
    conditions.push(json!({ "term": { "kind": kind::ARTICLE } }));
    json!({ "bool": { "filter": conditions } })
}

/// Whether a date condition that may be loosened stands in a clause or among filters.
pub(crate) fn is_dated(clause: &Clause, filters: &[Filter]) -> bool {
    let dated =
        |filter: &Filter| matches!(filter.test, FilterTest::Published(_)) && !filter.exclude;
    filters.iter().any(dated) || has_date(clause)
}

fn has_date(clause: &Clause) -> bool {
    match clause {
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => of.iter().any(has_date),
        Clause::Prefer { must, .. } => has_date(must),
        Clause::Boost(inner, _) => has_date(inner),
        Clause::Date { overlap, .. } => !overlap,
        _ => false,
    }
}

/// The field that a facet counts.
pub(crate) fn facet_field(field: FacetField) -> &'static str {
    match field {
        FacetField::Outlet => "outlet",
        FacetField::Year => "year",
        FacetField::Month => "month",
        FacetField::Day => "day",
        FacetField::Section => "section",
        FacetField::Lang => "lang",
        FacetField::Country => "country",
        FacetField::Author => "author",
        FacetField::Type => "type",
        FacetField::Wire => "wire",
        FacetField::Tag => "tag",
        FacetField::Path => "folder",
    }
}

/// A condition on text by what it says, wherever it stands in the query, with how often.
fn key_of(clause: &Clause) -> Option<(String, &TextClause, u32)> {
    let (text, count) = match clause {
        Clause::Text(text) => (text, 1),
        Clause::AtLeast { count, text } => (text, *count),
        _ => return None,
    };
    Some((format!("{count} {:?} {:?}", text.fields, text.span), text, count))
}

/// Whether a condition is one on text, or holds one: only those score.
fn scores(clause: &Clause) -> bool {
    match clause {
        Clause::Text(_) | Clause::AtLeast { .. } => true,
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => of.iter().any(scores),
        Clause::Prefer { must, should } => scores(must) || should.iter().any(scores),
        Clause::Boost(inner, _) => scores(inner),
        _ => false,
    }
}

fn fits(field: &str, wanted: &ValueMatch) -> Value {
    match wanted {
        ValueMatch::Is(value) => token(field, value),
        ValueMatch::Wild(pattern) => wild(field, "", pattern),
    }
}

fn below(path: &str) -> Value {
    match path_form(path) {
        path if path.is_empty() => json!({ "match_all": {} }),
        path => token("path", &path),
    }
}

fn date(field: DateField, range: DayRange, overlap: bool) -> Value {
    let (first, last) = match field {
        DateField::Published => ("earliest", "latest"),
        DateField::Updated => ("updated_earliest", "updated_latest"),
        DateField::Added => {
            let from = range.first.0.saturating_mul(DAY);
            let to = range.last.0.saturating_add(1).saturating_mul(DAY);
            return json!({ "range": { "added": { "gte": from, "lt": to } } });
        }
    };
    let (from, to) = (range.first.0, range.last.0);
    if overlap {
        all_of(vec![
            json!({ "range": { first: { "lte": to } } }),
            json!({ "range": { last: { "gte": from } } }),
        ])
    } else {
        all_of(vec![
            json!({ "range": { first: { "gte": from } } }),
            json!({ "range": { last: { "lte": to } } }),
        ])
    }
}

/// Any of these queries.
pub(crate) fn any_of(mut any: Vec<Value>) -> Value {
    match any.len() {
        0 => json!({ "match_none": {} }),
        1 => any.remove(0),
        _ => json!({ "bool": { "should": any, "minimum_should_match": 1 } }),
    }
}

/// All of these queries.
pub(super) fn all_of(mut all: Vec<Value>) -> Value {
    match all.len() {
        0 => json!({ "match_all": { "boost": 0 } }),
        1 => all.remove(0),
        _ => json!({ "bool": { "must": all } }),
    }
}

/// The conditions of a conjunction, nested ones taken apart.
fn flat_and(clauses: &[Clause]) -> Vec<&Clause> {
    let mut flat = Vec::with_capacity(clauses.len());
    for clause in clauses {
        match clause {
            Clause::All => {}
            Clause::And(inner) => flat.extend(flat_and(inner)),
            clause => flat.push(clause),
        }
    }
    flat
}

/// The conditions of a disjunction, nested ones taken apart.
fn flat_or(clauses: &[Clause]) -> Vec<&Clause> {
    let mut flat = Vec::with_capacity(clauses.len());
    for clause in clauses {
        match clause {
            Clause::Or(inner) => flat.extend(flat_or(inner)),
            clause => flat.push(clause),
        }
    }
    flat
}

/// Each condition once: a word repeated in a query counts once.
fn distinct(mut clauses: Vec<&Clause>) -> Vec<&Clause> {
    let mut seen = HashSet::new();
    clauses.retain(|clause| key_of(clause).is_none_or(|(key, ..)| seen.insert(key)));
    clauses
}

//! Plans into tantivy's queries: one exhaustive match over a plan's conditions.

mod days;
mod span;
mod values;
mod words;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use morgue_query::plan::{Clause, Limits, ValueMatch};
use morgue_query::{Control, EngineError};
use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Term};

use self::days::{NumberQuery, NumberTest};
pub(crate) use self::values::resolve;
pub(crate) use self::words::{KnownWords, List, Slot};
use crate::rank::{Grid, RankedQuery, WordQuery};
use crate::snapshot::Snapshot;
use crate::spans::Guard;

/// A part of a query: any of these.
///
/// A list stays open as long as it may become part of a wider OR, because tantivy prunes only a
/// flat one.
type AnyOf = Vec<Box<dyn Query>>;

/// Translates the conditions of a plan for one snapshot.
pub(crate) struct Translator<'a> {
    snapshot: &'a Snapshot,
    control: &'a Control,
    guard: Arc<Guard>,
    limits: Limits,
    /// Terms that the patterns and misspellings met so far stand for.
    expanded: Arc<AtomicUsize>,
    /// Whether a date that only overlaps its range is enough.
    loose: bool,
    /// Whether a date condition was met that can be loosened.
    dated: bool,
    /// What the conditions that are being translated multiply scores by.
    boost: f32,
    /// What all that scores is rounded to, so that scores are the same in whatever order they are
    /// added up.
    grid: Arc<Grid>,
}

impl<'a> Translator<'a> {
    /// For this snapshot; `loose` for the articles that only overlap the dates asked for.
    pub(crate) fn new(snapshot: &'a Snapshot, control: &'a Control, loose: bool) -> Self {
        let guard = Arc::new(Guard::new(control));
        let limits = Limits::default();
        let (expanded, grid) = Default::default();
        let (dated, boost) = (false, 1.0);
        Self { snapshot, control, guard, limits, expanded, loose, dated, boost, grid }
    }

    /// Whether what was translated has a date condition that can be loosened.
    pub(crate) fn is_dated(&self) -> bool {
        self.dated
    }

    /// To be asked when a pass with what was translated is over: whether it went to its end.
    ///
    /// # Errors
    /// Why it did not: the time was over, or the work too much.
    pub(crate) fn finished(&self) -> Result<(), EngineError> {
        self.guard.result(|segment, doc| self.name(segment, doc))
    }

    /// What an article is called in an error.
    fn name(&self, segment: SegmentId, doc: DocId) -> Result<String, EngineError> {
        let mut segments = self.snapshot.segments();
        let found = segments.find(|(_, reader)| reader.segment_id() == segment);
        let Some((ordinal, _)) = found else { return Ok("one article".to_string()) };
        let article = self.snapshot.article(DocAddress::new(ordinal, doc))?;
        let headline: String =
            article.headline.as_deref().unwrap_or("(no headline)").chars().take(60).collect();
        Ok(format!("the article {} (`{headline}`)", article.id.short(8)))
    }

    /// The query of a condition.
    pub(crate) fn query(&mut self, clause: &Clause) -> Result<Box<dyn Query>, EngineError> {
        Ok(any_of(self.any(clause)?))
    }

    /// Every current article, without a score.
    pub(crate) fn all(&self) -> Box<dyn Query> {
        unscored(term_query(self.snapshot.current()))
    }

    /// The queries of a condition, any of which is enough.
    pub(crate) fn query_parts(&mut self, clause: &Clause) -> Result<AnyOf, EngineError> {
        self.any(clause)
    }

    fn any(&mut self, clause: &Clause) -> Result<AnyOf, EngineError> {
        self.control.check()?;
        let fields = self.snapshot.fields;
        let one = |query: Box<dyn Query>| Ok(vec![query]);
        match clause {
            Clause::All => one(self.all()),
            Clause::Nothing => Ok(Vec::new()),
            Clause::And(clauses) => one(self.and(clauses)?),
            Clause::Or(clauses) => {
                let mut any = Vec::new();
                for clause in distinct(flat_or(clauses)) {
                    any.extend(self.any(clause)?);
                }
                Ok(any)
            }
            Clause::AtLeastOf { min, of } => one(self.at_least_of(*min, of)?),
            Clause::Prefer { must, should } => {
                let mut parts = vec![(Occur::Must, self.query(must)?)];
                for clause in should {
                    parts.push((Occur::Should, self.query(clause)?));
                }
                one(Box::new(BooleanQuery::with_minimum_required_clauses(parts, 0)))
            }
            Clause::Not(inner) => one(self.not(vec![self.all()], vec![self.excluded(inner)?])),
            Clause::Boost(inner, boost) => {
                let before = self.boost;
                self.boost *= boost;
                let any = self.any(inner);
                self.boost = before;
                any
            }
            Clause::Text(text) => self.text(text),
            Clause::AtLeast { count, text } => self.at_least(*count, text),
            Clause::Value(field, wanted) => self.value(fields.value(*field).0, wanted),
            Clause::Outlet(ids) => {
                let wanted = ids.iter().map(|id| Term::from_field_text(fields.outlet, id));
                Ok(wanted.map(|term| unscored(term_query(term))).collect())
            }
            Clause::Date { field, range, overlap } => {
                self.dated |= !overlap;
                let overlap = *overlap || self.loose;
                self.number(NumberTest::date(fields, *field, *range, overlap))
            }
            Clause::DateBasis(wanted) => self.value(fields.basis, wanted),
            Clause::Length(range) => self.number(NumberTest::length(fields, range)),
            Clause::Path(path) => {
                let path = morgue_query::facts::path_form(path);
                if path.is_empty() {
                    return one(self.all());
                }
                self.value(fields.path, &ValueMatch::Is(path))
            }
            Clause::Id(id) => self.id(id),
            Clause::Url(url) => {
                let form = morgue_query::facts::url_form(url);
                self.value(fields.url, &ValueMatch::Is(form))
            }
        }
    }

    fn number(&self, test: NumberTest) -> Result<AnyOf, EngineError> {
        Ok(vec![Box::new(NumberQuery::new(self.snapshot.current(), test))])
    }

    fn and(&mut self, clauses: &[Clause]) -> Result<Box<dyn Query>, EngineError> {
        let (mut must, mut must_not): (Parts, Parts) = (Vec::new(), Vec::new());
        for clause in distinct(flat_and(clauses)) {
            match clause {
                Clause::Not(inner) => must_not.push(self.excluded(inner)?),
                clause => {
                    let query = self.query(clause)?;
                    // Two forms of a word with one stem are one word.
                    if !must.iter().any(|before| same_words(&**before, &*query)) {
                        must.push(query);
                    }
                }
            }
        }
        if must.is_empty() {
            must.push(self.all());
        }
        match ranked(must, must_not) {
            Ok(ranked) => Ok(Box::new(ranked)),
            Err((must, must_not)) => Ok(self.not(must, must_not)),
        }
    }

    /// All of `must` without any of `must_not`.
    fn not(&self, must: Vec<Box<dyn Query>>, must_not: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        let mut must = must;
        if must.len() == 1 && must_not.is_empty() {
            return must.remove(0);
        }
        let must = must.into_iter().map(|query| (Occur::Must, query));
        let must_not = must_not.into_iter().map(|query| (Occur::MustNot, query));
        Box::new(BooleanQuery::new(must.chain(must_not).collect()))
    }

    /// What stands under a NOT: its dates are never loosened, and it does not score.
    fn excluded(&self, inner: &Clause) -> Result<Box<dyn Query>, EngineError> {
        let (guard, expanded) = (self.guard.clone(), self.expanded.clone());
        let mut strict =
            Translator { guard, expanded, ..Translator::new(self.snapshot, self.control, false) };
        Ok(unscored(strict.query(inner)?))
    }

    fn at_least_of(&mut self, min: usize, of: &[Clause]) -> Result<Box<dyn Query>, EngineError> {
        let queries: Result<Vec<_>, _> = of.iter().map(|clause| self.query(clause)).collect();
        let queries = queries?;
        Ok(match min {
            0 => self.all(),
            _ if min > queries.len() => Box::new(EmptyQuery),
            1 => any_of(queries),
            _ => Box::new(BooleanQuery::union_with_minimum_required_clauses(queries, min)),
        })
    }
}

/// The conditions of a conjunction, nested ones taken apart: only flat ones are ranked by bounds.
pub(crate) fn flat_and(clauses: &[Clause]) -> Vec<&Clause> {
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
pub(crate) fn flat_or(clauses: &[Clause]) -> Vec<&Clause> {
    let mut flat = Vec::with_capacity(clauses.len());
    for clause in clauses {
        match clause {
            Clause::Or(inner) => flat.extend(flat_or(inner)),
            clause => flat.push(clause),
        }
    }
    flat
}

/// Whether two queries are the same words.
pub(crate) fn same_words(a: &dyn Query, b: &dyn Query) -> bool {
    let terms = |query: &dyn Query| -> Option<Vec<Term>> {
        Some(words_of(query)?.into_iter().map(|word| word.term).collect())
    };
    terms(a).is_some_and(|a| terms(b) == Some(a))
}

/// The terms of a query that is nothing but one word or alternatives.
fn words_of(query: &dyn Query) -> Option<Vec<WordQuery>> {
    let word = query.downcast_ref::<WordQuery>().map(|word| vec![word.clone()]);
    word.or_else(|| query.downcast_ref::<RankedQuery>()?.alternatives())
}

/// The most conditions that are compared each with each.
const COMPARED: usize = 32;

/// Each condition once: a word repeated in a query counts once.
pub(crate) fn distinct(mut clauses: Vec<&Clause>) -> Vec<&Clause> {
    let same = |a: &Clause, b: &Clause| match (a, b) {
        (Clause::Text(a), Clause::Text(b)) => a.fields == b.fields && a.span == b.span,
        _ => false,
    };
    if clauses.len() <= COMPARED {
        let mut at = 1;
        while at < clauses.len() {
            if clauses[..at].iter().any(|before| same(before, clauses[at])) {
                clauses.remove(at);
            } else {
                at += 1;
            }
        }
        return clauses;
    }
    let mut seen: HashSet<String> = HashSet::new();
    clauses.retain(|clause| match clause {
        Clause::Text(text) => seen.insert(format!("{:?} {:?}", text.fields, text.span)),
        _ => true,
    });
    clauses
}

/// Any of these queries. A term that stands in several counts once.
fn any_of(mut queries: AnyOf) -> Box<dyn Query> {
    let mut words: HashSet<Term> = HashSet::new();
    queries.retain(|query| {
        query.downcast_ref::<WordQuery>().is_none_or(|word| words.insert(word.term.clone()))
    });
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ if queries.iter().all(|query| query.is::<WordQuery>()) => {
            let words = queries.iter().filter_map(|query| query.downcast_ref::<WordQuery>());
            Box::new(RankedQuery::new(vec![words.cloned().collect()], Vec::new(), Vec::new()))
        }
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

type Parts = Vec<Box<dyn Query>>;

/// All of `must` without any of `must_not`, where all that scores is words: then the best are found
/// by bounds. Otherwise both are given back.
fn ranked(must: Parts, must_not: Parts) -> Result<RankedQuery, (Parts, Parts)> {
    let is_condition =
        |query: &dyn Query| query.is::<ConstScoreQuery>() || query.is::<NumberQuery>();
    let mut groups = Vec::new();
    for query in &must {
        match words_of(&**query) {
            Some(group) => groups.push(group),
            None if is_condition(&**query) => {}
            None => return Err((must, must_not)),
        }
    }
    if groups.is_empty() || (groups.len() == 1 && must.len() == 1 && must_not.is_empty()) {
        return Err((must, must_not));
    }
    let conditions = must.into_iter().filter(|query| is_condition(&**query)).collect();
    Ok(RankedQuery::new(groups, conditions, must_not))
}

/// The same set without a score.
fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

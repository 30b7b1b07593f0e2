//! Counts by time of several queries over the same steps, as numbers or as shares, with what a
//! reader must know before a zero is read as silence.

mod coverage;
mod steps;

use std::time::Instant;

use morgue_article::DayRange;
use serde::{Deserialize, Serialize};

pub use self::coverage::{Coverage, Gap};
use self::steps::{aligned, steps};
use crate::answer::{found_by, millis, prepare_for};
use crate::notices;
use crate::plan::{
    Clause, FacetField, Filter, Interval, Plan, ValueMatch, Want, WantFacet, WantTotal,
};
use crate::{
    AnswerError, AskContext, Control, Engine, EngineError, FacetList, Notice, Prepared, QueryEcho,
    Request, Timeline, Total,
};

/// The most queries that are compared.
pub const MOST_QUERIES: usize = 5;

/// Where a date comes from when only circumstances tell it: the file or folder an article lay in,
/// the year beside a copyright sign, the time of the file.
pub const WEAK_BASES: [&str; 4] = ["filename", "folder", "copyright", "mtime"];

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareRequest {
    /// The queries, one or more, at most [`MOST_QUERIES`].
    pub queries: Vec<String>,
    /// How they are read, filters, facets and the step; its `q`, limit, sort and total are not
    /// looked at.
    pub base: Request,
    /// Whether the articles of each step are wanted as well, of which those found are a share.
    pub share: bool,
}

/// Counts by time of one or more queries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The version of this form: 1.
    pub v: u32,
    /// The step, never `Auto`.
    pub interval: Interval,
    /// A line for each query, over the same steps.
    pub lines: Vec<CountLine>,
    /// All articles under the same filters, over the same steps, where shares are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<AllArticles>,
    /// Steps between the first and the last in which the index holds nothing under these filters.
    pub gaps: Vec<Gap>,
    /// What the index holds of the outlets that were found or asked for, most found first.
    pub outlets: Vec<Coverage>,
    /// How many more outlets were found than were looked at.
    #[serde(default, skip_serializing_if = "coverage::is_zero")]
    pub more_outlets: u64,
    /// An order-free hash of the archive that answered.
    pub fingerprint: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// Counts by time of one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountLine {
    /// How the query was read.
    pub query: QueryEcho,
    /// How many articles were found.
    pub total: Total,
    /// When: buckets + imprecise + undated = total.
    pub timeline: Timeline,
    /// How many of each bucket are dated on a weak basis only ([`WEAK_BASES`]).
    pub weak: Vec<u64>,
    /// The lists of counts that were wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<FacetList>,
}

/// All articles under the filters of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AllArticles {
    /// How many there are.
    pub total: u64,
    /// When they were published.
    pub timeline: Timeline,
}

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct CompareError {
    /// The query that could not be read, where one could not.
    pub input: String,
    /// What is wrong.
    pub error: AnswerError,
}

impl From<EngineError> for CompareError {
    fn from(error: EngineError) -> Self {
        Self { input: String::new(), error: error.into() }
    }
}

/// Counts by time what each query finds.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn compare(
    engine: &dyn Engine,
    request: &CompareRequest,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Comparison, CompareError> {
    let start = Instant::now();
    let stats = engine.stats(control)?;
    let mut asked = Vec::with_capacity(request.queries.len());
    for q in request.queries.iter().take(MOST_QUERIES) {
        let failed = |error| CompareError { input: q.clone(), error };
        let mut facets = request.base.facets.clone();
        if !facets.iter().any(|facet| facet.field == FacetField::Outlet) {
            facets.push(WantFacet { field: FacetField::Outlet, limit: coverage::OUTLETS });
        }
        let one = Request {
            q: q.clone(),
            limit: 0,
            interval: None,
            facets,
            total: WantTotal::Exact,
            ..request.base.clone()
        };
        let mut prepared = prepare_for(&one, context, &stats).map_err(failed)?;
        let found = found_by(engine, &mut prepared, control)?;
        if found.total.is_none_or(|total| total.value == 0) {
            let silent = notices::silent(engine, &prepared.plan, &stats, true, control)?;
            prepared.echo.notices.extend(silent);
        }
        if request.share && narrows(&prepared.plan.clause) {
            prepared.echo.notices.push(share_of_all(&prepared.echo.interpreted));
        }
        asked.push(Asked { prepared, total: found.total, facets: found.facets });
    }
    let filters = asked.first().map(|asked| asked.prepared.plan.filters.clone());
    let counter = Counter { engine, control, filters: filters.unwrap_or_default() };
    let wanted = request.base.interval.unwrap_or(Interval::Auto);
    let spanning = match request.share {
        true => Clause::All,
        false => Clause::Or(asked.iter().map(|asked| asked.prepared.plan.clause.clone()).collect()),
    };
    let (interval, steps) = steps(&counter, spanning, wanted)?;
    let everything = counter.timeline(Clause::All, interval)?;
    let all = aligned(everything.0.clone(), &steps);
    let mut lines = Vec::with_capacity(asked.len());
    for asked in &asked {
        lines.push(counter.line(asked, interval, &steps, &request.base.facets)?);
    }
    let (outlets, more_outlets) = coverage::outlets(&counter, &asked, interval, &all.buckets)?;
    Ok(Comparison {
        v: 1,
        interval,
        lines,
        gaps: coverage::gaps(&all.buckets),
        outlets,
        more_outlets,
        all: request.share.then_some(AllArticles { total: everything.1, timeline: all }),
        fingerprint: stats.fingerprint,
        took_ms: millis(start),
    })
}

/// A query that was read, and how much it found.
struct Asked {
    prepared: Prepared,
    total: Option<Total>,
    facets: Vec<FacetList>,
}

/// Counts by time under the filters that all queries share.
struct Counter<'a> {
    engine: &'a dyn Engine,
    control: &'a Control,
    filters: Vec<Filter>,
}

impl Counter<'_> {
    /// When what a condition finds was published, and how much it is.
    fn timeline(&self, clause: Clause, interval: Interval) -> Result<(Timeline, u64), EngineError> {
        let want = Want { timeline: Some(interval), total: WantTotal::Exact, ..Want::default() };
        let plan = Plan { clause, filters: self.filters.clone(), want };
        let found = self.engine.search(&plan, self.control)?;
        let empty = Timeline { interval, buckets: Vec::new(), imprecise: 0, undated: 0 };
        let total = found.total.map_or(0, |total| total.value);
        Ok((found.timeline.unwrap_or(empty), total))
    }

    fn line(
        &self,
        asked: &Asked,
        interval: Interval,
        steps: &[DayRange],
        facets: &[WantFacet],
    ) -> Result<CountLine, EngineError> {
        let clause = &asked.prepared.plan.clause;
        let (timeline, _) = self.timeline(clause.clone(), interval)?;
        let (weak, _) =
            self.timeline(Clause::And(vec![clause.clone(), weakly_dated()]), interval)?;
        let wanted = |list: &&FacetList| facets.iter().any(|facet| facet.field == list.field);
        Ok(CountLine {
            query: asked.prepared.echo.clone(),
            total: asked.total.unwrap_or(Total {
                value: 0,
                relation: crate::Relation::Exact,
                overlapping: 0,
            }),
            timeline: aligned(timeline, steps),
            weak: aligned(weak, steps).buckets.iter().map(|bucket| bucket.count).collect(),
            facets: asked.facets.iter().filter(wanted).cloned().collect(),
        })
    }
}

/// Whether a query keeps to some outlets, sections or other values by itself.
fn narrows(clause: &Clause) -> bool {
    match clause {
        Clause::And(of) => of.iter().any(narrows),
        Clause::Boost(of, _) => narrows(of),
        Clause::Outlet(_) | Clause::Value(..) | Clause::Path(_) => true,
        _ => false,
    }
}

fn share_of_all(query: &str) -> Notice {
    let message = format!(
        "`{query}` narrows by a field, but its share is of all articles under the filters: a \
         filter such as --outlet narrows both"
    );
    Notice { code: "share-of-all".to_string(), message, instead: None, place: None }
}

fn weakly_dated() -> Clause {
    let is = |basis: &str| Clause::DateBasis(ValueMatch::Is(basis.to_string()));
    Clause::Or(WEAK_BASES.into_iter().map(is).collect())
}

impl Comparison {
    /// What a reader should know before a low number is read as little interest: where the index
    /// holds nothing at all, and which outlets it does not hold for the whole time.
    pub fn notices(&self) -> Vec<Notice> {
        coverage::notices(self)
    }
}

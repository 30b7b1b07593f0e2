//! How a query was read, part by part: what each part finds by itself, which words of the index it
//! stands for, and which part empties the result.

mod counts;
mod order;
mod score;
mod types;

use std::time::Instant;

use morgue_article::Article;

use self::counts::Counter;
use self::order::nearest_first;
pub use self::score::{ExplainedScore, ScoreLine};
pub use self::types::{ExplainedArticle, Explanation, Forms, Part, PartKind};
use crate::answer::{found_by, millis, prepare_for};
use crate::matcher::Matcher;
use crate::plan::{Clause, Span, Term, TextClause, WantTotal};
use crate::planner::{PlannedPart, planned_parts};
use crate::request::{Match, Request};
use crate::syntax::{Kind, Node, parse_within, print_node};
use crate::{AnswerError, AskContext, Control, Engine, EngineError, PlanContext};

/// Words of a pattern or a stem that are listed.
const LISTED: usize = 40;

/// Explains a request: the query in its parts, each counted under the request's filters. With an
/// article, also which parts hold in it.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with. What only a part fails with
/// (too many expansions) is said in that part.
pub fn explain(
    engine: &dyn Engine,
    request: &Request,
    article: Option<&Article>,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Explanation, AnswerError> {
    let start = Instant::now();
    let stats = engine.stats(control)?;
    let request = counted(request);
    let mut prepared = prepare_for(&request, context, &stats)?;
    let (results, problem) = match found_by(engine, &mut prepared, control) {
        Ok(results) => (Some(results), None),
        Err(error) if counts::is_about_the_query(&error) => (None, Some(error.to_string())),
        Err(error) => return Err(error.into()),
    };
    let query = parse_within(&request.q, request.mode, &context.limits)?.query;
    let against = PlanContext {
        limits: context.limits,
        ..PlanContext::new(context.today, context.outlets, &stats)
    };
    let parts = planned_parts(&query, &against)?;
    let mut counter = Counter::new(engine, &prepared.plan.filters, control);
    let mut maker = Maker {
        counter: &mut counter,
        input: &request.q,
        article,
        expansions: context.limits.expansions,
    };
    let whole = Whole {
        query: prepared.echo.interpreted.clone(),
        clause: &prepared.plan.clause,
        matching: request.mode.matching,
        articles: results.as_ref().and_then(|found| found.total).map(|total| total.value),
        problem,
    };
    let tree = maker.root(whole, &parts)?;
    let complete = counter.complete;
    if let Some(results) = &results {
        let told = crate::notices::due(engine, &request, &prepared.plan, &stats, results, control)?;
        prepared.echo.notices.extend(told);
    }
    let total = results.as_ref().and_then(|found| found.total);
    let nothing = total.is_some_and(|total| total.value == 0);
    let (filters, unfiltered) =
        crate::help::filters_alone(engine, &request, context, &stats, nothing, control)?;
    let fingerprint = match results {
        Some(results) => results.fingerprint.to_string(),
        None => stats.fingerprint.clone(),
    };
    let article = match article {
        Some(article) => {
            Some(score::explained(engine, &prepared.plan, article, &request.q, control)?)
        }
        None => None,
    };
    Ok(Explanation {
        v: 1,
        fingerprint,
        took_ms: millis(start),
        total,
        filters,
        unfiltered,
        complete,
        article,
        tree,
        query: prepared.echo,
    })
}

/// The request with nothing wanted but the total.
fn counted(request: &Request) -> Request {
    Request {
        limit: 0,
        after: None,
        facets: Vec::new(),
        interval: None,
        total: WantTotal::Exact,
        snippets: 0,
        ..request.clone()
    }
}

/// The query as a whole, as it was planned and answered.
struct Whole<'a> {
    query: String,
    clause: &'a Clause,
    matching: Match,
    articles: Option<u64>,
    problem: Option<String>,
}

/// Makes parts.
struct Maker<'m, 'c> {
    counter: &'m mut Counter<'c>,
    input: &'m str,
    article: Option<&'m Article>,
    expansions: usize,
}

impl Maker<'_, '_> {
    fn root(&mut self, whole: Whole<'_>, parts: &[PlannedPart]) -> Result<Part, AnswerError> {
        if let [one] = parts {
            let mut part = self.part(one)?;
            part.articles = part.articles.or(whole.articles);
            return Ok(part);
        }
        let kind = match (parts.is_empty(), whole.matching) {
            // Every item was dropped: none of nothing.
            (true, _) if *whole.clause == Clause::Nothing => PartKind::Any,
            (true, _) => PartKind::Every,
            (false, Match::All) => PartKind::All,
            (false, Match::Most) => PartKind::Most,
            (false, Match::Any) => PartKind::Any,
        };
        let mut part = Part {
            place: None,
            articles: whole.articles,
            problem: whole.problem,
            ..self.bare(whole.query, kind, whole.clause)?
        };
        part.parts = self.each(parts)?;
        self.blame(&mut part, parts)?;
        Ok(part)
    }

    fn each(&mut self, parts: &[PlannedPart]) -> Result<Vec<Part>, AnswerError> {
        parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&mut self, planned: &PlannedPart) -> Result<Part, AnswerError> {
        let kind = kind(&planned.node);
        let mut part = Part {
            place: self.place(&planned.node),
            ..self.bare(print_node(&planned.node), kind, &planned.clause)?
        };
        match self.counter.count(&planned.clause)? {
            Ok(articles) => part.articles = articles,
            Err(problem) => part.problem = Some(problem),
        }
        part.forms = self.forms(&planned.clause)?;
        part.parts = self.each(&planned.parts)?;
        self.blame(&mut part, &planned.parts)?;
        Ok(part)
    }

    /// A part of which nothing is counted yet.
    fn bare(&self, query: String, kind: PartKind, clause: &Clause) -> Result<Part, EngineError> {
        let (mut holds, mut occurrences) = (None, None);
        if let Some(article) = self.article {
            let mut matcher = Matcher::new(clause).under(self.counter.control);
            holds = Some(matcher.match_article(article).holds);
            let text = matches!(clause, Clause::Text(_) | Clause::AtLeast { .. });
            occurrences = text.then(|| matcher.occurrences(article).len());
            matcher.stopped()?;
        }
        Ok(Part {
            query,
            kind,
            place: None,
            articles: None,
            problem: None,
            without: None,
            empties: false,
            forms: None,
            holds,
            occurrences,
            parts: Vec::new(),
        })
    }

    /// In a conjunction that finds nothing: which parts are to blame. Where places count as well, as
    /// in a phrase, that is only known of parts that find nothing themselves.
    fn blame(&mut self, part: &mut Part, planned: &[PlannedPart]) -> Result<(), AnswerError> {
        let together = matches!(part.kind, PartKind::All);
        let placed = matches!(part.kind, PartKind::Near | PartKind::Phrase | PartKind::AtLeast);
        if placed && part.articles == Some(0) {
            part.parts.iter_mut().for_each(|part| part.empties = part.articles == Some(0));
        }
        if !together || part.articles != Some(0) || planned.len() < 2 {
            return Ok(());
        }
        for i in 0..planned.len() {
            let rest = planned.iter().enumerate().filter(|(j, _)| *j != i);
            let rest = Clause::And(rest.map(|(_, other)| other.clause.clone()).collect());
            let without = self.counter.count(&rest)?.ok().flatten();
            part.parts[i].without = without;
            let alone = part.parts[i].articles;
            part.parts[i].empties = alone == Some(0) || without.is_some_and(|n| n > 0);
        }
        Ok(())
    }

    /// The words that a word stands for, where they are not just itself.
    fn forms(&mut self, clause: &Clause) -> Result<Option<Forms>, AnswerError> {
        let Clause::Text(TextClause { span: Span::Term(term), .. }) = clause else {
            return Ok(None);
        };
        if matches!(term, Term::Exact { .. }) {
            return Ok(None);
        }
        let Some(mut words) = self.counter.terms(term, self.expansions)? else { return Ok(None) };
        let distinct = words.len();
        nearest_first(term, &mut words);
        words.truncate(LISTED);
        let near = match term {
            Term::Bare { folded, .. } if words.is_empty() => self.counter.near(folded)?,
            _ => Vec::new(),
        };
        Ok(Some(Forms { distinct, words, near }))
    }

    fn place(&self, node: &Node) -> Option<(usize, usize)> {
        let points = |byte: usize| self.input.get(..byte).map(|text| text.chars().count());
        let (start, end) = (points(node.span.start)?, points(node.span.end)?);
        (start < end).then_some((start, end))
    }
}

/// What a node is; what only says how its one part is meant is passed through.
fn kind(node: &Node) -> PartKind {
    match &node.kind {
        Kind::All(_) | Kind::And(_) => PartKind::All,
        Kind::Or(_) => PartKind::Any,
        Kind::Not(_) => PartKind::Not,
        Kind::Near { .. } => PartKind::Near,
        Kind::Field { of, .. } | Kind::Require(of) | Kind::Boost(of, _) => kind(of),
        Kind::AtLeast { .. } => PartKind::AtLeast,
        Kind::Word(word) if word.is_wild() => PartKind::Wildcard,
        Kind::Word(word) if word.fuzzy.is_some() => PartKind::Fuzzy,
        Kind::Word(word) if word.exact => PartKind::Exact,
        Kind::Word(_) => PartKind::Word,
        Kind::Phrase(_) => PartKind::Phrase,
        Kind::Cased { .. } => PartKind::Cased,
        Kind::Value(_) => PartKind::Value,
        Kind::Range(_) => PartKind::Range,
    }
}

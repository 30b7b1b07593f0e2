//! What came in: the last articles that a request finds, and the ids of all of them.

use morgue_article::{Article, ArticleId, Fingerprint};

use crate::answer::{found_by, prepare_for, view};
use crate::matcher::Matcher;
use crate::plan::{Plan, Sort, Want, WantHits, WantTotal};
use crate::{AnswerError, AskContext, Control, Engine, EngineError, HitView, QueryEcho, Request};

/// Ids that are asked for at a time.
const PAGE: usize = 20_000;

/// The articles that came in last, newest first.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// How the query was read.
    pub query: QueryEcho,
    /// The hash of the archive they are of.
    pub fingerprint: Fingerprint,
    /// The articles.
    pub list: Vec<Arrival>,
}

/// An article that came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The article.
    pub article: Article,
    /// What an answer says of it.
    pub hit: HitView,
}

/// The last articles to come in that a request finds, at most so many, each with at most so many
/// passages.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn arrivals(
    engine: &dyn Engine,
    request: &Request,
    limit: usize,
    passages: usize,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Arrivals, AnswerError> {
    let stats = engine.stats(control)?;
    let mut prepared = prepare_for(&by_arrival(request, limit), context, &stats)?;
    let results = found_by(engine, &mut prepared, control)?;
    let mut matcher = Matcher::of_plan(&prepared.plan).under(control);
    let articles = results.hits.into_iter().filter_map(|hit| hit.article);
    let list = articles.map(|article| {
        let hit = view(&article, 0.0, &mut matcher, passages)?;
        Ok(Arrival { article, hit })
    });
    let list = list.collect::<Result<_, EngineError>>()?;
    Ok(Arrivals { query: prepared.echo, fingerprint: results.fingerprint, list })
}

fn by_arrival(request: &Request, limit: usize) -> Request {
    Request {
        sort: Sort::Added,
        limit,
        after: None,
        facets: Vec::new(),
        interval: None,
        total: WantTotal::None,
        ..request.clone()
    }
}

/// All that a request finds, as ids, those that came in last first.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundIds {
    /// How the query was read.
    pub query: QueryEcho,
    /// The hash of the archive they are of.
    pub fingerprint: Fingerprint,
    /// The ids.
    pub ids: Vec<ArticleId>,
}

/// The ids of all that a request finds. The engine is to be one that stays at its commit
/// ([`Engine::pin`]).
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn found_ids(
    engine: &dyn Engine,
    request: &Request,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<FoundIds, AnswerError> {
    let stats = engine.stats(control)?;
    let mut prepared = prepare_for(&by_arrival(request, 1), context, &stats)?;
    let first = found_by(engine, &mut prepared, control)?;
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let hits = WantHits { limit: PAGE, sort: Sort::Added, after, articles: false };
        let want = Want { hits: Some(hits), ..Want::default() };
        let page = engine.search(&Plan { want, ..prepared.plan.clone() }, control)?;
        ids.extend(page.hits.iter().map(|hit| hit.id));
        after = page.hits.last().map(|hit| hit.place.clone());
        if page.hits.len() < PAGE {
            break;
        }
    }
    Ok(FoundIds { query: prepared.echo, fingerprint: first.fingerprint, ids })
}

/// These articles as hits of a request, each with at most so many passages. One that is gone is left
/// out.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn hits_of(
    engine: &dyn Engine,
    request: &Request,
    ids: &[ArticleId],
    passages: usize,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Vec<HitView>, AnswerError> {
    let stats = engine.stats(control)?;
    let prepared = prepare_for(&by_arrival(request, 1), context, &stats)?;
    let mut matcher = Matcher::of_plan(&prepared.plan).under(control);
    let mut hits = Vec::new();
    for id in ids {
        if let Some(article) = engine.article(*id, control)? {
            hits.push(view(&article, 0.0, &mut matcher, passages)?);
        }
    }
    Ok(hits)
}

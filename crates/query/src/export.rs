//! Everything a request finds, one article after another, in memory that does not grow with it.

use std::collections::VecDeque;

use morgue_article::{Article, ArticleId, DayRange, Fingerprint};

use crate::answer::{found_by, prepare_for, view};
use crate::matcher::Matcher;
use crate::plan::{Clause, FilterTest, Place, Plan, Sort, Want, WantHits, WantTotal};
use crate::{
    AnswerError, AskContext, Control, Engine, EngineError, EngineErrorKind, HitView, QueryEcho,
    Request,
};

/// Hits that are asked for at a time where they come in an order: ids only.
const PAGE: usize = 5_000;

/// An export on its way: an iterator over all articles found.
///
/// It ends with an error where the index was changed meanwhile, so that what came before it is
/// never taken for the whole.
pub struct Export<'e> {
    /// How the query was read.
    pub query: QueryEcho,
    /// How many articles there will be.
    pub total: u64,
    /// The hash of the archive they are of.
    pub fingerprint: Fingerprint,
    /// How many articles that archive holds.
    pub archive: u64,
    /// The days that filters ask for, made absolute.
    pub published: Option<DayRange>,
    plan: Plan,
    articles: Articles<'e>,
    engine: &'e dyn Engine,
    control: Control,
    given: u64,
    ended: bool,
}

/// One article of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// The article.
    pub article: Article,
    /// Its score; 0 unless the order is by relevance.
    pub score: f32,
}

/// Begins an export. Without an order they come by id, which is the cheapest and the same on every
/// machine; the request's `sort` and `limit` are not looked at.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn export<'e>(
    engine: &'e dyn Engine,
    request: &Request,
    order: Option<Sort>,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Export<'e>, AnswerError> {
    let stats = engine.stats(control)?;
    let counted = Request {
        limit: 0,
        facets: Vec::new(),
        interval: None,
        total: WantTotal::Exact,
        after: None,
        ..request.clone()
    };
    let mut prepared = prepare_for(&counted, context, &stats)?;
    let found = found_by(engine, &mut prepared, control)?;
    let plan = prepared.plan;
    let articles = match order {
        None => Articles::Scanned(engine.scan(&plan, control)?),
        Some(sort) => Articles::Paged(Paged { sort, ..Paged::default() }),
    };
    let published = plan.filters.iter().find_map(|filter| match filter.test {
        FilterTest::Published(days) if !filter.exclude => Some(days),
        _ => None,
    });
    Ok(Export {
        query: prepared.echo,
        total: found.total.map_or(0, |total| total.value),
        fingerprint: found.fingerprint,
        archive: stats.articles,
        published,
        plan,
        articles,
        engine,
        control: control.clone(),
        given: 0,
        ended: false,
    })
}

enum Articles<'e> {
    Scanned(Box<dyn Iterator<Item = Result<Article, EngineError>> + 'e>),
    Paged(Paged),
}

/// Hits of which the articles are still to be read.
#[derive(Default)]
struct Paged {
    sort: Sort,
    hits: VecDeque<(ArticleId, f32)>,
    after: Option<Place>,
    last: bool,
}

impl Export<'_> {
    /// What makes hits of this export's articles.
    pub fn viewer(&self) -> Viewer {
        Viewer { matcher: Matcher::of_plan(&self.plan).under(&self.control) }
    }

    fn step(&mut self) -> Result<Option<Exported>, EngineError> {
        let found = match &mut self.articles {
            Articles::Scanned(articles) => {
                articles.next().transpose()?.map(|article| Exported { article, score: 0.0 })
            }
            Articles::Paged(_) => self.paged()?,
        };
        if found.is_some() {
            self.given += 1;
            return Ok(found);
        }
        let nothing = Plan { clause: Clause::Nothing, filters: Vec::new(), want: Want::default() };
        let now = self.engine.search(&nothing, &self.control)?.fingerprint;
        if now != self.fingerprint || self.given != self.total {
            return Err(changed());
        }
        Ok(None)
    }

    /// The next one in order.
    fn paged(&mut self) -> Result<Option<Exported>, EngineError> {
        let Articles::Paged(paged) = &mut self.articles else { return Ok(None) };
        if paged.hits.is_empty() && !paged.last {
            let hits = WantHits {
                limit: PAGE,
                sort: paged.sort,
                after: paged.after.take(),
                articles: false,
            };
            let want = Want { hits: Some(hits), ..Want::default() };
            let page = self.engine.search(&Plan { want, ..self.plan.clone() }, &self.control)?;
            if page.fingerprint != self.fingerprint {
                return Err(changed());
            }
            paged.last = page.hits.len() < PAGE;
            paged.after = page.hits.last().map(|hit| hit.place.clone());
            paged.hits.extend(page.hits.iter().map(|hit| (hit.id, hit.score)));
        }
        let Some((id, score)) = paged.hits.pop_front() else { return Ok(None) };
        let article = self.engine.article(id, &self.control)?.ok_or_else(changed)?;
        Ok(Some(Exported { article, score }))
    }
}

impl Iterator for Export<'_> {
    type Item = Result<Exported, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let step = self.step();
        self.ended = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

/// Makes hits of articles, as answers show them.
#[derive(Debug)]
pub struct Viewer {
    matcher: Matcher,
}

impl Viewer {
    /// The article as a hit with at most so many passages.
    ///
    /// # Errors
    /// The export is to stop.
    pub fn view(&mut self, exported: &Exported, passages: usize) -> Result<HitView, EngineError> {
        view(&exported.article, exported.score, &mut self.matcher, passages)
    }
}

fn changed() -> EngineError {
    let message = "the index was changed while it was exported: what was written is not whole; \
                   export again";
    EngineError::new(EngineErrorKind::Locked, message)
}

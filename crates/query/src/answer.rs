//! A request over any engine: read, plan, search, show.

use std::time::Instant;

use morgue_article::{Article, Day, OutletTable};

use crate::matcher::{Matcher, Matching};
use crate::origins::relative;
use crate::plan::{Limits, Place, Plan, Want, WantHits, WantTotal};
use crate::related::{Feedback, relate};
use crate::request::{Answer, HitView, Notice, OriginView, OutletView, Request};
use crate::snippet::{byline_highlights, headline_highlights, snippets};
use crate::{
    Control, Cursor, Engine, EngineError, Hit, Loosened, PlanContext, Prepared, Relation, Results,
    Stats, SyntaxError, prepare,
};

/// What a request is answered against, besides the engine.
#[derive(Debug, Clone, Copy)]
pub struct AskContext<'a> {
    /// The asker's day.
    pub today: Day,
    /// Names, aliases and domains of outlets.
    pub outlets: &'a OutletTable,
    /// The limits.
    pub limits: Limits,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The query or a parameter cannot be read.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Answers a request.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn answer(
    engine: &dyn Engine,
    request: &Request,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Answer, AnswerError> {
    let start = Instant::now();
    let stats = engine.stats(control)?;
    let mut prepared = prepare_for(request, context, &stats)?;
    // Before it is widened or loosened: the next page is asked for in the same words.
    let question = Cursor::question(&prepared.plan);
    if request.related {
        widen(engine, &mut prepared, control)?;
    }
    let results = found_by(engine, &mut prepared, control)?;
    let told = crate::notices::due(engine, request, &prepared.plan, &stats, &results, control)?;
    prepared.echo.notices.extend(told);
    let nothing = results.total.is_some_and(|total| total.value == 0) && request.after.is_none();
    let help = match request.explain && nothing {
        true => Some(crate::help(engine, request, context, control)?),
        false => None,
    };
    let mut matcher = Matcher::of_plan(&prepared.plan).under(control);
    let mut hits = Vec::with_capacity(results.hits.len());
    for hit in &results.hits {
        hits.extend(match request.bare {
            true => bare_view(hit),
            false => hit_view(hit, &mut matcher, request.snippets)?,
        });
    }
    let next = next(&prepared.plan, &results);
    let next = next.map(|place| Cursor { commit: stats.commit, question, place }.encode());
    Ok(Answer {
        v: 1,
        query: prepared.echo,
        fingerprint: results.fingerprint.to_string(),
        took_ms: millis(start),
        total: results.total,
        hits,
        facets: results.facets,
        timeline: results.timeline,
        next,
        help,
    })
}

/// A request made ready against what an index holds.
pub(crate) fn prepare_for(
    request: &Request,
    context: &AskContext<'_>,
    stats: &Stats,
) -> Result<Prepared, AnswerError> {
    let against = PlanContext {
        limits: context.limits,
        ..PlanContext::new(context.today, context.outlets, stats)
    };
    Ok(prepare(request, &against)?)
}

/// Widens a plan by the words of what it finds first; under `match=most` of what that finds.
fn widen(
    engine: &dyn Engine,
    prepared: &mut Prepared,
    control: &Control,
) -> Result<(), EngineError> {
    if prepared.most.is_some() {
        found_by(engine, prepared, control)?;
        prepared.most = None;
    }
    let notice = relate(engine, &mut prepared.plan, Feedback::default(), control)?;
    prepared.echo.notices.extend(notice);
    Ok(())
}

/// What a request finds; under `match=most` its plan is then the one that found it.
pub(crate) fn found_by(
    engine: &dyn Engine,
    prepared: &mut Prepared,
    control: &Control,
) -> Result<Results, EngineError> {
    let mut results = engine.search(&prepared.plan, control)?;
    if let Some(loosened) = &prepared.most {
        let notice = loosen(engine, loosened, &mut prepared.plan, &mut results, control)?;
        prepared.echo.notices.extend(notice);
    }
    Ok(results)
}

pub(crate) fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Where the next page begins, unless this one is known to be the last.
fn next(plan: &Plan, results: &Results) -> Option<Place> {
    let want = plan.want.hits.as_ref()?;
    let shown = results.hits.len();
    let total = results.total.filter(|total| total.relation == Relation::Exact);
    let all = want.after.is_none() && total.is_some_and(|total| total.value <= shown as u64);
    let last = results.hits.last().filter(|_| shown >= want.limit && !all)?;
    Some(last.place.clone())
}

/// Hits as answers show them, with at most so many passages each. Hits without their articles are
/// left out.
///
/// # Errors
/// The control says to stop.
pub fn hit_views(
    plan: &Plan,
    hits: &[Hit],
    passages: usize,
    control: &Control,
) -> Result<Vec<HitView>, EngineError> {
    let mut matcher = Matcher::of_plan(plan).under(control);
    let views = hits.iter().filter_map(|hit| hit_view(hit, &mut matcher, passages).transpose());
    views.collect()
}

/// A hit by what names it.
fn bare_view(hit: &Hit) -> Option<HitView> {
    Some(shown(hit.article.as_ref()?, hit.score, &Matching::default()))
}

fn hit_view(
    hit: &Hit,
    matcher: &mut Matcher,
    passages: usize,
) -> Result<Option<HitView>, EngineError> {
    let view = |article| view(article, hit.score, matcher, passages);
    hit.article.as_ref().map(view).transpose()
}

/// An article as a hit with at most so many passages.
pub(crate) fn view(
    article: &Article,
    score: f32,
    matcher: &mut Matcher,
    passages: usize,
) -> Result<HitView, EngineError> {
    let matching = matcher.match_article(article);
    matcher.stopped()?;
    let snippets = snippets(article, &matching, passages);
    Ok(HitView { snippets, ..shown(article, score, &matching) })
}

/// An article as a hit without passages.
fn shown(article: &Article, score: f32, matching: &Matching) -> HitView {
    let outlet = article.outlet.as_ref();
    HitView {
        id: article.id,
        score,
        headline: article.headline.clone(),
        headline_highlights: headline_highlights(article, matching),
        outlet: outlet.map(|o| OutletView { id: o.id.clone(), name: o.name.clone() }),
        published: article.published.as_ref().map(Into::into),
        byline: article.byline.as_ref().map(|byline| byline.printed.clone()),
        byline_highlights: byline_highlights(article, matching),
        dateline: article.dateline.as_ref().map(|dateline| dateline.printed.clone()),
        lang: article.language.as_ref().map(|language| language.code.clone()),
        words: matching.words,
        snippets: Vec::new(),
        url: article.url.clone(),
        origin: origin_views(article),
    }
}

/// Where an article was read from, as answers show it.
pub(crate) fn origin_views(article: &Article) -> Vec<OriginView> {
    let views = article.origins.iter().map(|origin| OriginView {
        path: origin.source.full_path(),
        root: origin.source.full_path().len() - relative(&origin.source).len(),
        entry: origin.entry.clone(),
        line: origin.line,
        source_id: origin.source_id.clone(),
    });
    views.collect()
}

/// `match=most`: asks for ever fewer of the items until something is found. What is found does not
/// depend on the page.
fn loosen(
    engine: &dyn Engine,
    loosened: &Loosened,
    plan: &mut Plan,
    results: &mut Results,
    control: &Control,
) -> Result<Option<Notice>, EngineError> {
    if found_any(engine, plan, results, control)? {
        return Ok(None);
    }
    let items = loosened.items.len();
    for (fewer, clause) in (1..).zip(loosened.tries()) {
        let looser = Plan { clause, ..plan.clone() };
        let found = engine.search(&looser, control)?;
        if found_any(engine, &looser, &found, control)? {
            (*plan, *results) = (looser, found);
            return Ok(Some(Notice {
                code: "loosened".to_string(),
                message: format!(
                    "no article has all {items} items; these have at least {}",
                    items - fewer
                ),
                instead: None,
                place: None,
            }));
        }
    }
    Ok(None)
}

/// Whether a plan finds anything at all, where its results do not say so by themselves.
fn found_any(
    engine: &dyn Engine,
    plan: &Plan,
    results: &Results,
    control: &Control,
) -> Result<bool, EngineError> {
    if !results.hits.is_empty() {
        return Ok(true);
    }
    if let Some(total) = results.total {
        return Ok(total.value > 0);
    }
    if plan.want.hits.as_ref().is_some_and(|want| want.limit > 0 && want.after.is_none()) {
        return Ok(false);
    }
    let hits = WantHits { limit: 1, sort: Default::default(), after: None, articles: false };
    let want = Want { hits: Some(hits), total: WantTotal::None, ..Want::default() };
    let probe = Plan { want, ..plan.clone() };
    Ok(!engine.search(&probe, control)?.hits.is_empty())
}

//! Two engines' answers beside each other.

use std::collections::BTreeSet;

use morgue_article::ArticleId;
use morgue_query::plan::{Plan, Sort, WantHits, WantTotal};
use morgue_query::{Control, Engine, FacetList, Hit, Relation, Results, Total, fold_value};

use crate::MemoryEngine;

/// Compares an engine's whole answer to a plan with the oracle's: ids, order, total, facets,
/// timeline, fingerprint. Scores may differ, so under [`Sort::Relevance`] hits are compared as a
/// set.
///
/// # Errors
/// What differs, in words.
pub fn compare(plan: &Plan, oracle: &MemoryEngine, engine: &dyn Engine) -> Result<(), String> {
    let control = Control::default();
    let wanted = oracle.search(plan, &control).map_err(|error| format!("oracle: {error}"))?;
    let got = engine.search(plan, &control).map_err(|error| format!("error: {error}"))?;
    let found = oracle.found(plan);
    if let Some(want) = &plan.want.hits {
        compare_hits(want, &found, &wanted, &got)?;
    } else if !got.hits.is_empty() {
        return Err("hits that nobody wanted".into());
    }
    compare_totals(plan.want.total, wanted.total, got.total)?;
    if wanted.facets.len() != got.facets.len() {
        return Err(format!("{} lists of counts", got.facets.len()));
    }
    for (wanted, got) in wanted.facets.iter().zip(&got.facets) {
        compare_facets(wanted, got)?;
    }
    same("timeline", &wanted.timeline, &got.timeline)?;
    same("fingerprint", &wanted.fingerprint, &got.fingerprint)
}

/// Compares what an engine's scan gives with the oracle's set.
///
/// # Errors
/// What differs, in words.
pub fn compare_scan(plan: &Plan, oracle: &MemoryEngine, engine: &dyn Engine) -> Result<(), String> {
    let scan = engine.scan(plan, &Control::default()).map_err(|error| format!("scan: {error}"))?;
    let ids: Result<Vec<ArticleId>, String> = scan
        .map(|article| article.map(|article| article.id).map_err(|error| format!("scan: {error}")))
        .collect();
    let ids = ids?;
    if !ids.is_sorted() {
        return Err("the scan is not in order of id".into());
    }
    let count = ids.len();
    let got: BTreeSet<ArticleId> = ids.into_iter().collect();
    if got.len() != count {
        return Err("the scan gives an article twice".into());
    }
    compare_sets("scan", &oracle.found(plan), &got)
}

/// Turns the pages of a plan to the end, so many hits a page: together they are what one page
/// would be.
///
/// # Errors
/// What differs, in words.
pub fn compare_pages(
    plan: &Plan,
    oracle: &MemoryEngine,
    engine: &dyn Engine,
    limit: usize,
) -> Result<(), String> {
    let Some(want) = &plan.want.hits else { return Ok(()) };
    let limit = limit.max(1);
    let found = oracle.found(plan);
    let mut page = Plan { want: morgue_query::plan::Want::default(), ..plan.clone() };
    let mut ids: Vec<ArticleId> = Vec::new();
    let mut after = None;
    for _ in 0..=found.len() {
        page.want.hits = Some(WantHits { limit, after: after.take(), articles: false, ..*want });
        let results = engine
            .search(&page, &Control::default())
            .map_err(|error| format!("page after {} hits: {error}", ids.len()))?;
        let full = results.hits.len() == limit;
        ids.extend(results.hits.iter().map(|hit| hit.id));
        after = results.hits.last().map(|hit| hit.place.clone());
        if !full {
            break;
        }
    }
    let count = ids.len();
    let got: BTreeSet<ArticleId> = ids.iter().copied().collect();
    if got.len() != count {
        return Err(format!("pages of {limit} give an article twice"));
    }
    compare_sets(&format!("pages of {limit}"), &found, &got)?;
    if want.sort == Sort::Relevance {
        return Ok(());
    }
    let whole = WantHits { limit: usize::MAX, after: None, articles: false, ..*want };
    page.want.hits = Some(whole);
    let wanted = oracle.search(&page, &Control::default()).map_err(|error| error.to_string())?;
    same("order of pages", &wanted.hits.iter().map(|hit| hit.id).collect(), &ids)
}

fn compare_hits(
    want: &WantHits,
    found: &BTreeSet<ArticleId>,
    wanted: &Results,
    got: &Results,
) -> Result<(), String> {
    same("number of hits", &wanted.hits.len(), &got.hits.len())?;
    let ids = |hits: &[Hit]| -> Vec<ArticleId> { hits.iter().map(|hit| hit.id).collect() };
    let set: BTreeSet<ArticleId> = got.hits.iter().map(|hit| hit.id).collect();
    same("number of different hits", &got.hits.len(), &set.len())?;
    if let Some(alien) = set.difference(found).next() {
        return Err(format!("{alien} is a hit and is not found"));
    }
    if want.sort == Sort::Relevance {
        if !got.hits.is_sorted_by(|a, b| a.score >= b.score) {
            return Err("hits are not in order of score".into());
        }
        if want.limit >= found.len() && want.after.is_none() {
            compare_sets("hits", found, &set)?;
        }
    } else {
        same("hits in order", &ids(&wanted.hits), &ids(&got.hits))?;
        let keys = |hits: &[Hit]| hits.iter().map(|hit| hit.place.key).collect::<Vec<_>>();
        same("keys of places", &keys(&wanted.hits), &keys(&got.hits))?;
    }
    for hit in &got.hits {
        let article = hit.article.as_ref();
        same("articles with hits", &want.articles, &article.is_some())?;
        same("ids of places", &hit.id, &hit.place.id)?;
        if let Some(article) = article {
            same("ids of articles with hits", &hit.id, &article.id)?;
        }
    }
    Ok(())
}

fn compare_totals(
    want: WantTotal,
    wanted: Option<Total>,
    got: Option<Total>,
) -> Result<(), String> {
    let (Some(wanted), Some(got)) = (wanted, got) else {
        let fine = want == WantTotal::None || wanted == got;
        return if fine { Ok(()) } else { Err("no total".into()) };
    };
    if want == WantTotal::None {
        return Ok(());
    }
    match (wanted.relation, got.relation) {
        (Relation::Exact, _) => same("total", &wanted, &got),
        // Beyond what was asked for any true bound that is not less will do.
        (Relation::AtLeast, _) if got.value < wanted.value => {
            Err(format!("total: a bound of {} where {} was asked for", got.value, wanted.value))
        }
        (Relation::AtLeast, _) => Ok(()),
    }
}

fn compare_facets(wanted: &FacetList, got: &FacetList) -> Result<(), String> {
    let counts = |list: &FacetList| -> Vec<(String, u64)> {
        list.values.iter().map(|value| (value.value.clone(), value.count)).collect()
    };
    let name = format!("facet {:?}", wanted.field);
    same(&name, &wanted.field, &got.field)?;
    same(&name, &counts(wanted), &counts(got))?;
    same(&format!("{name}: distinct"), &wanted.distinct, &got.distinct)?;
    same(&format!("{name}: missing"), &wanted.missing, &got.missing)?;
    for value in &got.values {
        let outlet = wanted.field == morgue_query::plan::FacetField::Outlet;
        if let Some(label) = value.label.as_ref().filter(|_| !outlet) {
            same(&format!("{name}: label"), &value.value, &fold_value(label))?;
        }
    }
    Ok(())
}

fn compare_sets(
    what: &str,
    wanted: &BTreeSet<ArticleId>,
    got: &BTreeSet<ArticleId>,
) -> Result<(), String> {
    if wanted == got {
        return Ok(());
    }
    let few = |ids: Vec<&ArticleId>| ids.into_iter().take(5).copied().collect::<Vec<_>>();
    let lost = few(wanted.difference(got).collect());
    let alien = few(got.difference(wanted).collect());
    Err(format!("{what}: missing {lost:?}, too many {alien:?}"))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, wanted: &T, got: &T) -> Result<(), String> {
    if wanted == got { Ok(()) } else { Err(format!("{what}: should be {wanted:?}, is {got:?}")) }
}

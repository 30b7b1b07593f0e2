//! A naive engine: decides every set by looking at every article, with code of its own.
//!
//! It is the oracle that engines and the matcher are compared with, so it shares neither the
//! matcher nor any shortcut with them: it starts from the same words
//! ([`morgue_query::document::words`]) and then tries everything.

mod clause;
mod count;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use morgue_article::{Article, ArticleId, Fingerprint};
use morgue_query::plan::{Plan, Sort, Term, WantTotal};
use morgue_query::{
    Control, Engine, EngineError, EngineErrorKind, Hit, LanguageStats, OutletStats, Pinned,
    Relation, Results, ScoreParts, Stats, TermCount, Total,
};

use self::clause::Tester;
use self::text::Words;

/// Articles in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryEngine {
    stored: BTreeMap<ArticleId, Stored>,
}

/// An article with its words.
#[derive(Debug, Clone)]
struct Stored {
    article: Article,
    words: Words,
}

impl MemoryEngine {
    /// An engine that holds these articles; of two with one id, the last.
    pub fn new(articles: impl IntoIterator<Item = Article>) -> Self {
        let mut engine = Self::default();
        for article in articles {
            engine.insert(article);
        }
        engine
    }

    /// Adds an article, or replaces the one with its id.
    pub fn insert(&mut self, article: Article) {
        let words = Words::of(&article);
        self.stored.insert(article.id, Stored { article, words });
    }

    /// Takes an article out.
    pub fn remove(&mut self, id: ArticleId) {
        self.stored.remove(&id);
    }

    /// The ids of all articles that a plan finds.
    pub fn found(&self, plan: &Plan) -> BTreeSet<ArticleId> {
        self.select(plan, false, None).into_iter().map(|stored| stored.article.id).collect()
    }

    /// The articles found, with date conditions loosened to overlap, or without one facet's own
    /// filters.
    fn select(
        &self,
        plan: &Plan,
        loose: bool,
        without: Option<morgue_query::plan::FacetField>,
    ) -> Vec<&Stored> {
        let tester = Tester { engine: self, loose };
        let passes = |stored: &&Stored| {
            tester.holds(&plan.clause, stored)
                && plan
                    .filters
                    .iter()
                    .filter(|filter| without.is_none() || filter.facet != without)
                    .all(|filter| tester.passes(filter, stored))
        };
        self.stored.values().filter(passes).collect()
    }

    fn fingerprint(&self) -> Fingerprint {
        let mut sum = Fingerprint::default();
        for stored in self.stored.values() {
            sum.add(stored.article.id, stored.article.content_hash());
        }
        sum
    }

    fn hits(&self, plan: &Plan, found: &[&Stored]) -> Vec<Hit> {
        let Some(want) = &plan.want.hits else { return Vec::new() };
        let tester = Tester { engine: self, loose: false };
        let mut hits: Vec<Hit> = found
            .iter()
            .map(|stored| {
                let score = tester.score(&plan.clause, stored);
                let place = count::place(&stored.article, want.sort, score);
                let article = want.articles.then(|| stored.article.clone());
                Hit { id: stored.article.id, score, place, article }
            })
            .collect();
        hits.sort_by(|a, b| count::order(want.sort, &a.place, &b.place));
        if let Some(after) = &want.after {
            hits.retain(|hit| count::order(want.sort, &hit.place, after).is_gt());
        }
        hits.truncate(want.limit);
        hits
    }

    fn total(&self, plan: &Plan, strict: &[&Stored]) -> Option<Total> {
        let found = strict.len() as u64;
        let (value, relation) = match plan.want.total {
            WantTotal::None => return None,
            WantTotal::AtLeast(enough) if found > enough => (enough, Relation::AtLeast),
            WantTotal::AtLeast(_) | WantTotal::Exact => (found, Relation::Exact),
        };
        let strict: BTreeSet<ArticleId> = strict.iter().map(|stored| stored.article.id).collect();
        let loosened = self.select(plan, true, None);
        let only_loose = loosened.iter().filter(|stored| !strict.contains(&stored.article.id));
        Some(Total { value, relation, overlapping: only_loose.count() as u64 })
    }
}

impl Engine for MemoryEngine {
    fn search(&self, plan: &Plan, control: &Control) -> Result<Results, EngineError> {
        control.check()?;
        let found = self.select(plan, false, None);
        let facets = plan.want.facets.iter().map(|want| {
            if plan.filters.iter().any(|filter| filter.facet == Some(want.field)) {
                count::facet(want, &self.select(plan, false, Some(want.field)))
            } else {
                count::facet(want, &found)
            }
        });
        Ok(Results {
            hits: self.hits(plan, &found),
            total: self.total(plan, &found),
            facets: facets.collect(),
            timeline: plan.want.timeline.map(|interval| count::timeline(interval, &found)),
            fingerprint: self.fingerprint(),
        })
    }

    fn article(&self, id: ArticleId, control: &Control) -> Result<Option<Article>, EngineError> {
        control.check()?;
        Ok(self.stored.get(&id).map(|stored| stored.article.clone()))
    }

    fn resolve(
        &self,
        id: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<ArticleId>, EngineError> {
        control.check()?;
        let id_lower = id.to_lowercase();
        let named = |stored: &&Stored| {
            let article = &stored.article;
            article.id.to_string().starts_with(&id_lower) || article.source_ids().contains(&id)
        };
        Ok(self.stored.values().filter(named).map(|stored| stored.article.id).take(limit).collect())
    }

    fn scan<'a>(
        &'a self,
        plan: &Plan,
        control: &Control,
    ) -> Result<Box<dyn Iterator<Item = Result<Article, EngineError>> + 'a>, EngineError> {
        control.check()?;
        let found = self.select(plan, false, None);
        Ok(Box::new(found.into_iter().map(|stored| Ok(stored.article.clone()))))
    }

    fn terms(
        &self,
        term: &Term,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError> {
        control.check()?;
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for stored in self.stored.values() {
            for form in stored.words.forms(term) {
                *counts.entry(form).or_default() += 1;
            }
        }
        if counts.len() > limit {
            let message = format!("{} words fit, at most {limit} are allowed", counts.len());
            return Err(EngineError::new(EngineErrorKind::TooManyExpansions, message));
        }
        let mut terms: Vec<TermCount> = counts
            .into_iter()
            .map(|(word, articles)| TermCount { word: word.to_string(), articles })
            .collect();
        terms.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
        Ok(terms)
    }

    fn explain_score(
        &self,
        plan: &Plan,
        id: ArticleId,
        control: &Control,
    ) -> Result<Option<ScoreParts>, EngineError> {
        control.check()?;
        let tester = Tester { engine: self, loose: false };
        let found = self.stored.get(&id).filter(|stored| tester.holds(&plan.clause, stored));
        Ok(found.map(|stored| tester.score_parts(&plan.clause, stored)))
    }

    fn stats(&self, control: &Control) -> Result<Stats, EngineError> {
        control.check()?;
        let articles = || self.stored.values().map(|stored| &stored.article);
        let dates = || articles().filter_map(|article| article.published.as_ref());
        let sources: BTreeSet<_> =
            articles().flat_map(|article| &article.origins).map(|origin| &origin.source).collect();
        let mut outlets: BTreeMap<&str, OutletStats> = BTreeMap::new();
        for outlet in articles().filter_map(|article| article.outlet.as_ref()) {
            let (id, name) = (outlet.id.clone(), outlet.name.clone());
            outlets.entry(&outlet.id).or_insert(OutletStats { id, name, articles: 0 }).articles +=
                1;
        }
        let mut outlets: Vec<_> = outlets.into_values().collect();
        outlets.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
        let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
        articles().for_each(|article| *languages.entry(article.lang()).or_default() += 1);
        let mut languages: Vec<_> = languages
            .into_iter()
            .map(|(code, articles)| LanguageStats { code: code.to_string(), articles })
            .collect();
        languages.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.code.cmp(&b.code)));
        Ok(Stats {
            articles: self.stored.len() as u64,
            undated: articles().filter(|article| article.published.is_none()).count() as u64,
            without_outlet: articles().filter(|article| article.outlet.is_none()).count() as u64,
            words: self.stored.values().map(|stored| u64::from(stored.words.zones.words)).sum(),
            sources: sources.len() as u64,
            earliest: dates().map(|date| date.earliest).min(),
            latest: dates().map(|date| date.latest).max(),
            outlets,
            languages,
            fingerprint: self.fingerprint().to_string(),
            analysis: morgue_analysis::VERSION,
            segments: 1,
            commit: "memory".to_string(),
            ..Stats::default()
        })
    }

    /// It never changes: a copy of it stays as it is.
    fn pin(&self) -> Result<Pinned, EngineError> {
        Ok(Pinned { commit: "memory".to_string(), engine: Arc::new(self.clone()) })
    }
}

/// The order of hits under a sort, for tests that page by themselves.
pub fn hit_order(
    sort: Sort,
    a: &morgue_query::plan::Place,
    b: &morgue_query::plan::Place,
) -> std::cmp::Ordering {
    count::order(sort, a, b)
}

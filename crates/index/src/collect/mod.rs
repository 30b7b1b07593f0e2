//! Runs a query over a snapshot: one pass for everything wanted; a list of hits alone prunes.

mod counting;
mod days;
mod facets;
mod filters;
mod rank;
mod scores;

use morgue_article::ArticleId;
use morgue_query::plan::{Plan, Sort, Want, WantHits, WantTotal};
use morgue_query::{Control, EngineError, Hit, Relation, Results, Total};
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{
    BitSet, COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED,
};

use self::counting::Counting;
use self::days::DayCounts;
use self::facets::FacetCounter;
use self::filters::{SegmentFilters, Verdict};
pub(crate) use self::rank::round;
use self::rank::{Best, Candidate, Look};
use crate::columns::HitColumns;
use crate::error::engine_error;
use crate::rank::Ranked;
use crate::snapshot::{Ids, Numbers, Snapshot};
use crate::translate::Translator;

/// After how many articles the clock is looked at.
const CHECK_EVERY: u64 = 4096;

/// Answers a plan.
pub(crate) fn search(
    snapshot: &Snapshot,
    plan: &Plan,
    control: &Control,
) -> Result<Results, EngineError> {
    control.check()?;
    let mut translator = Translator::new(snapshot, control, false);
    let query = translator.query(&plan.clause)?;
    let want = &plan.want;
    let mut pass = Pass { snapshot, control, plan, found: Found::new(want), checked: 0 };
    let counts = want.total != WantTotal::None || !pass.is_hits_only();
    // Words alone are counted faster than they are scored: what is best is found on its own.
    if let Some(ranked) = Ranked::of(&*query, pass.scoring()).map_err(failed)?
        && (pass.scores() || want.hits.is_none())
    {
        if pass.scores() {
            pass.best_words(&ranked)?;
        }
        if counts {
            pass.count_words(&ranked)?;
        }
    } else if pass.scores() && !counts {
        pass.run_pruned(&*query)?;
    } else if want.hits.is_none() {
        pass.count(&*query)?;
    } else {
        pass.run(&*query)?;
    }
    translator.finished()?;
    let found = pass.found;
    let total = total(snapshot, plan, control, found.count, translator.is_dated())?;
    let hits = read_hits(snapshot, control, want.hits.as_ref(), found.best)?;
    let mut facets = Vec::with_capacity(found.facets.len());
    for facet in found.facets {
        facets.push(facet.finish(snapshot).map_err(failed)?);
    }
    let timeline = found.days.zip(want.timeline).map(|(days, interval)| days.timeline(interval));
    Ok(Results { hits, total, facets, timeline, fingerprint: snapshot.state.fingerprint() })
}

/// All articles a plan finds, by id.
pub(crate) fn scan(
    snapshot: &Snapshot,
    plan: &Plan,
    control: &Control,
) -> Result<Vec<(ArticleId, DocAddress)>, EngineError> {
    let mut translator = Translator::new(snapshot, control, false);
    let query = translator.query(&plan.clause)?;
    let mut all = Vec::new();
    each_article(snapshot, plan, control, &*query, false, |ids, address| {
        all.push((ids.get(address.doc_id), address));
    })?;
    translator.finished()?;
    all.sort_unstable_by_key(|&(id, _)| id);
    Ok(all)
}

fn failed(error: tantivy::TantivyError) -> EngineError {
    engine_error("search the index", error)
}

/// Calls `each` for every article that a query and the plan's filters find.
fn each_article(
    snapshot: &Snapshot,
    plan: &Plan,
    control: &Control,
    query: &dyn Query,
    loose: bool,
    mut each: impl FnMut(&Ids, DocAddress),
) -> Result<(), EngineError> {
    let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
    let weight = query.weight(scoring).map_err(failed)?;
    let mut seen = 0;
    for (ordinal, segment) in snapshot.segments() {
        let columns = snapshot.columns.hits(ordinal, segment, snapshot.fields);
        let ids = &columns.map_err(failed)?.ids;
        let filters = SegmentFilters::open(snapshot, (ordinal, segment), &plan.filters, loose);
        let filters = filters.map_err(failed)?;
        let mut scorer = weight.scorer(segment, 1.0).map_err(failed)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if seen % CHECK_EVERY == 0 {
                control.check()?;
            }
            seen += 1;
            if !segment.is_deleted(doc) && filters.judge(doc) == Verdict::Passes {
                each(ids, DocAddress::new(ordinal, doc));
            }
            doc = scorer.advance();
        }
    }
    Ok(())
}

/// The total as it was wanted, with what only overlaps the dates asked for.
fn total(
    snapshot: &Snapshot,
    plan: &Plan,
    control: &Control,
    count: u64,
    dated: bool,
) -> Result<Option<Total>, EngineError> {
    use morgue_query::plan::FilterTest;
    let (value, relation) = match plan.want.total {
        WantTotal::None => return Ok(None),
        WantTotal::AtLeast(enough) if count > enough => (enough, Relation::AtLeast),
        WantTotal::AtLeast(_) | WantTotal::Exact => (count, Relation::Exact),
    };
    let filtered = plan
        .filters
        .iter()
        .any(|filter| matches!(filter.test, FilterTest::Published(_)) && !filter.exclude);
    let mut overlapping = 0;
    if dated || filtered {
        // Loosening only adds: no condition under a NOT is loosened.
        let mut translator = Translator::new(snapshot, control, true);
        let query = translator.query(&plan.clause)?;
        let mut all = 0u64;
        each_article(snapshot, plan, control, &*query, true, |_, _| all += 1)?;
        translator.finished()?;
        overlapping = all.saturating_sub(count);
    }
    Ok(Some(Total { value, relation, overlapping }))
}

/// Reads the articles of the hits, where they are wanted.
fn read_hits(
    snapshot: &Snapshot,
    control: &Control,
    want: Option<&WantHits>,
    best: Option<Best>,
) -> Result<Vec<Hit>, EngineError> {
    let (Some(want), Some(best)) = (want, best) else { return Ok(Vec::new()) };
    let columns = Columns::open(snapshot, best.sort()).map_err(failed)?;
    let mut hits = Vec::new();
    for Candidate { place, address } in best.into_candidates(&columns) {
        control.check()?;
        let article = if want.articles { Some(snapshot.article(address)?) } else { None };
        hits.push(Hit { id: place.id, score: place.score, place, article });
    }
    Ok(hits)
}

/// What a pass has found.
struct Found {
    count: u64,
    best: Option<Best>,
    facets: Vec<FacetCounter>,
    days: Option<DayCounts>,
}

impl Found {
    fn new(want: &Want) -> Self {
        let best = |want: &WantHits| Best::new(want.sort, want.limit, want.after.as_ref());
        Self {
            count: 0,
            best: want.hits.as_ref().map(best),
            facets: want.facets.iter().map(FacetCounter::new).collect(),
            days: want.timeline.map(|_| DayCounts::new()),
        }
    }
}

/// A query on its way through the segments.
struct Pass<'a> {
    snapshot: &'a Snapshot,
    control: &'a Control,
    plan: &'a Plan,
    found: Found,
    checked: u64,
}

impl Pass<'_> {
    /// Whether scores are needed.
    fn scores(&self) -> bool {
        self.plan.want.hits.as_ref().is_some_and(|hits| hits.sort == Sort::Relevance)
    }

    fn is_hits_only(&self) -> bool {
        self.found.facets.is_empty() && self.found.days.is_none()
    }

    /// Counts without hits.
    fn count(&mut self, query: &dyn Query) -> Result<(), EngineError> {
        let only_total = self.is_hits_only() && self.plan.filters.is_empty();
        if only_total && self.plan.want.total == WantTotal::None {
            return Ok(());
        }
        let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
        let weight = query.weight(scoring).map_err(failed)?;
        for (ordinal, segment) in self.snapshot.segments() {
            self.control.check()?;
            if only_total {
                self.found.count += u64::from(weight.count(segment).map_err(failed)?);
                continue;
            }
            let mut counting = Counting::open(self, (ordinal, segment))?;
            let mut scorer = weight.scorer(segment, 1.0).map_err(failed)?;
            let mut docs = [0; COLLECT_BLOCK_BUFFER_LEN];
            loop {
                let filled = scorer.fill_buffer(&mut docs);
                counting.add(&docs[..filled])?;
                if filled < docs.len() {
                    break;
                }
            }
            counting.close()?;
        }
        Ok(())
    }

    /// Counts what words find.
    fn count_words(&mut self, ranked: &Ranked) -> Result<(), EngineError> {
        for (ordinal, segment) in self.snapshot.segments() {
            self.control.check()?;
            let filters =
                SegmentFilters::open(self.snapshot, (ordinal, segment), &self.plan.filters, false);
            let filters = filters.map_err(failed)?;
            // What a filter keeps out may still count in the list of its facet.
            let only = if self.is_hits_only() { filters.articles() } else { None };
            if self.is_hits_only() && filters.is_only_articles() {
                self.found.count += ranked.count(segment, only).map_err(failed)?;
                continue;
            }
            let mut counting = Counting::open(self, (ordinal, segment))?;
            let mut result = Ok(());
            let each = &mut |docs: &[DocId]| {
                if result.is_ok() {
                    result = counting.add(docs);
                }
            };
            ranked.each(segment, only, each).map_err(failed)?;
            result?;
            counting.close()?;
        }
        Ok(())
    }

    fn scoring(&self) -> EnableScoring<'_> {
        let searcher = &self.snapshot.searcher;
        if self.scores() {
            EnableScoring::enabled_from_statistics_provider(self.snapshot, searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        }
    }

    fn weight(&self, query: &dyn Query) -> tantivy::Result<Box<dyn Weight>> {
        query.weight(self.scoring())
    }

    /// Only the best hits: what cannot enter the list is skipped by blocks.
    fn run_pruned(&mut self, query: &dyn Query) -> Result<(), EngineError> {
        let weight = self.weight(query).map_err(failed)?;
        self.best(|segment, threshold, _, callback| {
            weight.for_each_pruning(threshold, segment, callback)
        })
    }

    /// Only the best hits of words.
    fn best_words(&mut self, ranked: &Ranked) -> Result<(), EngineError> {
        self.best(|segment, threshold, only, callback| {
            ranked.best(segment, threshold, only, callback)
        })
    }

    /// The best hits, of each segment as `walk` goes through it: with a threshold, perhaps with the
    /// only documents that count, and with what it tells each document and its score.
    fn best(
        &mut self,
        walk: impl Fn(
            &SegmentReader,
            Score,
            Option<&BitSet>,
            &mut dyn FnMut(DocId, Score) -> Score,
        ) -> tantivy::Result<()>,
    ) -> Result<(), EngineError> {
        let Some(best) = &mut self.found.best else { return Ok(()) };
        let columns = Columns::open(self.snapshot, best.sort()).map_err(failed)?;
        for (ordinal, segment) in self.snapshot.segments() {
            self.control.check()?;
            let filters =
                SegmentFilters::open(self.snapshot, (ordinal, segment), &self.plan.filters, false);
            let filters = filters.map_err(failed)?;
            let (mut stopped, mut checked) = (None, 0);
            let walked = walk(segment, best.threshold(), filters.articles(), &mut |doc, score| {
                if checked % CHECK_EVERY == 0
                    && let Err(error) = self.control.check()
                {
                    stopped = Some(error);
                }
                checked += 1;
                if stopped.is_some() {
                    return Score::MAX;
                }
                let score = round(score);
                if best.may_enter(score)
                    && !segment.is_deleted(doc)
                    && filters.judge(doc) == Verdict::Passes
                {
                    let address = DocAddress::new(ordinal, doc);
                    best.push(score, address, &columns);
                }
                best.threshold()
            });
            walked.map_err(failed)?;
            if let Some(error) = stopped {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Everything wanted in one go.
    fn run(&mut self, query: &dyn Query) -> Result<(), EngineError> {
        let weight = self.weight(query).map_err(failed)?;
        let sort = self.found.best.as_ref().map_or(Sort::Relevance, Best::sort);
        let columns = Columns::open(self.snapshot, sort).map_err(failed)?;
        for (ordinal, segment) in self.snapshot.segments() {
            let filters =
                SegmentFilters::open(self.snapshot, (ordinal, segment), &self.plan.filters, false);
            let filters = filters.map_err(failed)?;
            for facet in &mut self.found.facets {
                facet.open(self.snapshot, (ordinal, segment)).map_err(failed)?;
            }
            let mut scorer = weight.scorer(segment, 1.0).map_err(failed)?;
            if self.scores() {
                let mut doc = scorer.doc();
                while doc != TERMINATED {
                    self.check()?;
                    if !segment.is_deleted(doc) {
                        let score = round(scorer.score());
                        self.take(&columns, &filters, DocAddress::new(ordinal, doc), score);
                    }
                    doc = scorer.advance();
                }
            } else {
                let mut docs = [0; COLLECT_BLOCK_BUFFER_LEN];
                loop {
                    let filled = scorer.fill_buffer(&mut docs);
                    for &doc in &docs[..filled] {
                        self.check()?;
                        if !segment.is_deleted(doc) {
                            self.take(&columns, &filters, DocAddress::new(ordinal, doc), 0.0);
                        }
                    }
                    if filled < docs.len() {
                        break;
                    }
                }
            }
            for facet in &mut self.found.facets {
                facet.close().map_err(failed)?;
            }
        }
        Ok(())
    }

    fn check(&mut self) -> Result<(), EngineError> {
        self.checked += 1;
        if self.checked % CHECK_EVERY == 1 { self.control.check() } else { Ok(()) }
    }

    /// Counts one article.
    fn take(
        &mut self,
        columns: &Columns<'_>,
        filters: &SegmentFilters,
        address: DocAddress,
        score: Score,
    ) {
        let doc = address.doc_id;
        let verdict = filters.judge(doc);
        for facet in &mut self.found.facets {
            let own = verdict == Verdict::FailsOnly(facet.field());
            if own || verdict == Verdict::Passes {
                facet.add(doc);
            }
        }
        if verdict != Verdict::Passes {
            return;
        }
        self.found.count += 1;
        if let Some(days) = &mut self.found.days {
            days.add(columns.of(address).days(doc));
        }
        if let Some(best) = &mut self.found.best
            && best.may_enter(score)
        {
            best.push(score, address, columns);
        }
    }
}

/// The columns hits are ordered by, of all segments.
struct Columns<'a> {
    common: Vec<&'a HitColumns>,
    /// When each came in, where that is the order.
    added: Vec<Numbers<i64>>,
    oldest: bool,
}

impl<'a> Columns<'a> {
    fn open(snapshot: &'a Snapshot, sort: Sort) -> tantivy::Result<Self> {
        let hits = |(ordinal, segment)| snapshot.columns.hits(ordinal, segment, snapshot.fields);
        let common = snapshot.segments().map(hits).collect::<tantivy::Result<_>>()?;
        let added = match sort {
            Sort::Added => snapshot
                .segments()
                .map(|(_, segment)| Numbers::signed(segment, snapshot.fields.added))
                .collect::<tantivy::Result<_>>()?,
            Sort::Relevance | Sort::Newest | Sort::Oldest => Vec::new(),
        };
        Ok(Self { common, added, oldest: sort == Sort::Oldest })
    }

    fn of(&self, address: DocAddress) -> &'a HitColumns {
        self.common[address.segment_ord as usize]
    }
}

impl Look for Columns<'_> {
    fn key(&self, address: DocAddress) -> Option<i64> {
        let (doc, columns) = (address.doc_id, self.of(address));
        match self.added.get(address.segment_ord as usize) {
            Some(added) => added.get(doc),
            None if self.oldest => columns.earliest.get(doc),
            None => columns.latest.get(doc),
        }
    }

    fn id(&self, address: DocAddress) -> ArticleId {
        self.of(address).ids.get(address.doc_id)
    }
}

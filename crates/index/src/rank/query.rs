//! Words and conditions, as a query among tantivy's.

use tantivy::query::{BooleanQuery, EnableScoring, Explanation, Occur, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader, TERMINATED};

use super::all::{Group, best_of_all};
use super::any::best_of_any;
use super::list::List;
use super::sets::Set;
use super::word::{WordQuery, unexplained};

/// Words that must all be there, each by any of its terms, and conditions that do not score: the
/// best are found without looking at all that fit.
#[derive(Debug)]
pub(crate) struct RankedQuery {
    /// Never empty, and no group is.
    groups: Vec<Vec<WordQuery>>,
    must: Vec<Box<dyn Query>>,
    must_not: Vec<Box<dyn Query>>,
}

impl RankedQuery {
    pub(crate) fn new(
        groups: Vec<Vec<WordQuery>>,
        must: Vec<Box<dyn Query>>,
        must_not: Vec<Box<dyn Query>>,
    ) -> Self {
        Self { groups, must, must_not }
    }

    /// The terms of its one word, where it is nothing but that.
    pub(crate) fn alternatives(&self) -> Option<Vec<WordQuery>> {
        let alone = self.groups.len() == 1 && self.must.is_empty() && self.must_not.is_empty();
        alone.then(|| self.groups[0].clone())
    }

    fn open(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Ranked> {
        let weights = |queries: &[Box<dyn Query>]| -> tantivy::Result<Vec<Box<dyn Weight>>> {
            queries.iter().map(|query| query.weight(scoring)).collect()
        };
        let (must, must_not) = (weights(&self.must)?, weights(&self.must_not)?);
        Ok(Ranked { groups: self.groups.clone(), must, must_not })
    }

    /// The same as a query of tantivy's.
    fn plain(&self) -> Box<dyn Query> {
        let group = |words: &Vec<WordQuery>| -> Box<dyn Query> {
            let mut words = words.iter().map(|word| -> Box<dyn Query> { Box::new(word.clone()) });
            match words.len() {
                1 => words.next().expect("there is one"),
                _ => Box::new(BooleanQuery::union(words.collect())),
            }
        };
        let copies = |queries: &[Box<dyn Query>], occur| -> Vec<(Occur, Box<dyn Query>)> {
            queries.iter().map(|query| (occur, query.box_clone())).collect()
        };
        let mut parts: Vec<(Occur, Box<dyn Query>)> =
            self.groups.iter().map(|words| (Occur::Must, group(words))).collect();
        parts.extend(copies(&self.must, Occur::Must));
        parts.extend(copies(&self.must_not, Occur::MustNot));
        match parts.len() {
            1 => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }
}

impl Clone for RankedQuery {
    fn clone(&self) -> Self {
        let copies = |queries: &[Box<dyn Query>]| queries.iter().map(|q| q.box_clone()).collect();
        let (must, must_not) = (copies(&self.must), copies(&self.must_not));
        Self { groups: self.groups.clone(), must, must_not }
    }
}

impl Query for RankedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let plain = self.plain().weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(plain);
        }
        Ok(Box::new(RankedWeight { ranked: self.open(scoring)?, plain }))
    }
}

/// Such a query opened: what finds the best articles and what counts all of them, segment by
/// segment. With `only`, no others are looked at.
pub(crate) struct Ranked {
    groups: Vec<Vec<WordQuery>>,
    must: Vec<Box<dyn Weight>>,
    must_not: Vec<Box<dyn Weight>>,
}

impl Ranked {
    /// Of a query that is nothing but words and conditions; `None` for any other.
    pub(crate) fn of(
        query: &dyn Query,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<Option<Self>> {
        if let Some(word) = query.downcast_ref::<WordQuery>() {
            let groups = vec![vec![word.clone()]];
            return Ok(Some(Self { groups, must: Vec::new(), must_not: Vec::new() }));
        }
        query.downcast_ref::<RankedQuery>().map(|query| query.open(scoring)).transpose()
    }

    /// Calls `callback` for every document whose score may be above the threshold, which it answers
    /// with the next one. Documents come in order.
    pub(crate) fn best(
        &self,
        segment: &SegmentReader,
        threshold: Score,
        only: Option<&BitSet>,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(mut groups) = self.lists(|word| word.list(segment))? else { return Ok(()) };
        if self.must.is_empty() && self.must_not.is_empty() {
            best_of(&mut groups, threshold, only, callback);
            return Ok(());
        }
        let (mut must, mut must_not) = (open(&self.must, segment)?, open(&self.must_not, segment)?);
        let mut present = threshold;
        let mut checked = |doc, score| {
            if holds(doc, &mut must, &mut must_not) {
                present = callback(doc, score);
            }
            present
        };
        best_of(&mut groups, threshold, only, &mut checked);
        Ok(())
    }

    /// How many current documents of a segment fit.
    pub(crate) fn count(
        &self,
        segment: &SegmentReader,
        only: Option<&BitSet>,
    ) -> tantivy::Result<u64> {
        if self.must.is_empty() && self.must_not.is_empty() {
            let words = self.lists(|word| word.documents(segment))?;
            return Ok(words.map_or(0, |words| Set::new(words).count(segment, only)));
        }
        let mut count = 0;
        self.each(segment, only, &mut |docs| count += docs.len() as u64)?;
        Ok(count)
    }

    /// Calls `each` with all current documents of a segment that fit, in order, many at a time.
    pub(crate) fn each(
        &self,
        segment: &SegmentReader,
        only: Option<&BitSet>,
        each: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let Some(words) = self.lists(|word| word.documents(segment))? else { return Ok(()) };
        let (mut must, mut must_not) = (open(&self.must, segment)?, open(&self.must_not, segment)?);
        if must.is_empty() && must_not.is_empty() {
            Set::new(words).each(segment, only, each);
            return Ok(());
        }
        let mut kept = Vec::new();
        Set::new(words).each(segment, only, &mut |docs| {
            kept.clear();
            kept.extend(docs.iter().filter(|&&doc| holds(doc, &mut must, &mut must_not)));
            each(&kept);
        });
        Ok(())
    }

    /// The lists of each word in a segment; `None` where one has none.
    fn lists<L>(
        &self,
        list: impl Fn(&WordQuery) -> tantivy::Result<Option<L>>,
    ) -> tantivy::Result<Option<Vec<Vec<L>>>> {
        let mut groups = Vec::with_capacity(self.groups.len());
        for words in &self.groups {
            let mut lists = Vec::with_capacity(words.len());
            for word in words {
                lists.extend(list(word)?);
            }
            if lists.is_empty() {
                return Ok(None);
            }
            groups.push(lists);
        }
        Ok(Some(groups))
    }
}

fn best_of(
    groups: &mut Vec<Vec<List>>,
    threshold: Score,
    only: Option<&BitSet>,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    if groups.len() == 1 {
        best_of_any(groups.remove(0), threshold, only, callback);
    } else {
        let groups = groups.drain(..).map(Group::new).collect();
        best_of_all(groups, threshold, only, callback);
    }
}

fn open(
    weights: &[Box<dyn Weight>],
    segment: &SegmentReader,
) -> tantivy::Result<Vec<Box<dyn Scorer>>> {
    weights.iter().map(|weight| weight.scorer(segment, 1.0)).collect()
}

/// Whether all conditions hold for a document; documents come in order.
fn holds(doc: DocId, must: &mut [Box<dyn Scorer>], must_not: &mut [Box<dyn Scorer>]) -> bool {
    must.iter_mut().all(|scorer| is_at(&mut **scorer, doc))
        && !must_not.iter_mut().any(|scorer| is_at(&mut **scorer, doc))
}

/// Whether a condition holds for a document; documents come in order.
fn is_at(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    let at = scorer.doc();
    at == doc || at < doc && at != TERMINATED && scorer.seek(doc) == doc
}

struct RankedWeight {
    ranked: Ranked,
    /// Everything, one by one.
    plain: Box<dyn Weight>,
}

impl Weight for RankedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.plain.scorer(segment, boost)
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(unexplained(doc))
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        self.ranked.best(segment, threshold, None, callback)
    }
}

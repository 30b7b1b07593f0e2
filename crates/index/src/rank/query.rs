//! Words that score, as queries among tantivy's.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::query::{
    BooleanQuery, EmptyScorer, EnableScoring, Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::all::{Group, best_of_all};
use super::any::best_of_any;
use super::blocks::ListFiles;
use super::list::List;
use super::similarity::Similarity;

/// One term of a word, as rare as the whole word is.
#[derive(Debug, Clone)]
pub(crate) struct WordQuery {
    pub(crate) term: Term,
    /// Where its list is in each segment.
    pub(crate) places: Arc<[Option<TermInfo>]>,
    pub(crate) similarity: Similarity,
    pub(crate) files: Arc<ListFiles>,
    /// The number of current articles that hold the word.
    pub(crate) articles: u64,
}

/// What one term, phrase or connector gives to the score of an article.
pub(crate) struct Given {
    /// Its terms.
    pub(crate) terms: Vec<Term>,
    /// Whether it is a single term, which counts once however often it is asked for.
    pub(crate) word: bool,
    /// In how many current articles it is, about.
    pub(crate) articles: u64,
    /// How rare that makes it.
    pub(crate) idf: f32,
    /// How often it is in this one, weighted.
    pub(crate) frequency: u32,
    /// The length of the field in this article, and on the average.
    pub(crate) length: u32,
    pub(crate) average: f32,
    /// What it gives.
    pub(crate) score: Score,
}

impl Given {
    /// For something that occurs so often in a text of this length.
    pub(crate) fn new(similarity: &Similarity, length: u8, frequency: u32, boost: Score) -> Self {
        Self {
            terms: Vec::new(),
            word: false,
            articles: 0,
            idf: similarity.idf(),
            frequency,
            length: FieldNormReader::id_to_fieldnorm(length),
            average: similarity.average(),
            score: similarity.boosted(boost).score(length, frequency),
        }
    }
}

impl WordQuery {
    /// The list of a segment, where it has one.
    fn list(&self, segment: &SegmentReader) -> tantivy::Result<Option<List>> {
        let place = self.files.ordinal(segment).and_then(|at| self.places.get(at)?.as_ref());
        let open =
            |info| List::open(segment, &self.files, self.term.field(), info, &self.similarity);
        place.map(open).transpose()
    }

    /// What it gives to the score of a document, where it stands in it.
    pub(crate) fn given(
        &self,
        segment: &SegmentReader,
        doc: DocId,
        boost: Score,
    ) -> tantivy::Result<Option<Given>> {
        let Some(mut list) = self.list(segment)? else { return Ok(None) };
        if list.seek(doc) != doc {
            return Ok(None);
        }
        let given = Given::new(&self.similarity, list.length(), list.frequency(), boost);
        let (terms, articles) = (vec![self.term.clone()], self.articles);
        Ok(Some(Given { terms, word: true, articles, ..given }))
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if scoring.is_scoring_enabled() {
            return Ok(Box::new(self.clone()));
        }
        TermQuery::new(self.term.clone(), IndexRecordOption::Basic).weight(scoring)
    }
}

impl Weight for WordQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let word = Self { similarity: self.similarity.boosted(boost), ..self.clone() };
        Ok(match word.list(segment)? {
            Some(list) => Box::new(list),
            None => Box::new(EmptyScorer),
        })
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
        best_of_any(self.list(segment)?.into_iter().collect(), threshold, callback);
        Ok(())
    }
}

/// Scores are taken apart by `explain.rs`, not by tantivy's means.
pub(super) fn unexplained(doc: DocId) -> TantivyError {
    TantivyError::InvalidArgument(format!("the score of document {doc} is explained elsewhere"))
}

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
        let weights = |queries: &[Box<dyn Query>]| -> tantivy::Result<Vec<Box<dyn Weight>>> {
            queries.iter().map(|query| query.weight(scoring)).collect()
        };
        let (must, must_not) = (weights(&self.must)?, weights(&self.must_not)?);
        Ok(Box::new(RankedWeight { groups: self.groups.clone(), must, must_not, plain }))
    }
}

struct RankedWeight {
    groups: Vec<Vec<WordQuery>>,
    must: Vec<Box<dyn Weight>>,
    must_not: Vec<Box<dyn Weight>>,
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
        let mut groups = Vec::with_capacity(self.groups.len());
        for words in &self.groups {
            let mut lists = Vec::with_capacity(words.len());
            for word in words {
                lists.extend(word.list(segment)?);
            }
            if lists.is_empty() {
                return Ok(());
            }
            groups.push(lists);
        }
        let open = |weights: &[Box<dyn Weight>]| -> tantivy::Result<Vec<Box<dyn Scorer>>> {
            weights.iter().map(|weight| weight.scorer(segment, 1.0)).collect()
        };
        let (mut must, mut must_not) = (open(&self.must)?, open(&self.must_not)?);
        let mut present = threshold;
        let mut checked = |doc, score| {
            let holds = must.iter_mut().all(|scorer| is_at(&mut **scorer, doc))
                && !must_not.iter_mut().any(|scorer| is_at(&mut **scorer, doc));
            if holds {
                present = callback(doc, score);
            }
            present
        };
        match groups.len() {
            1 => best_of_any(groups.remove(0), threshold, &mut checked),
            _ => {
                let groups = groups.into_iter().map(Group::new).collect();
                best_of_all(groups, threshold, &mut checked);
            }
        }
        Ok(())
    }
}

/// Whether a condition holds for a document; documents come in order.
fn is_at(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    let at = scorer.doc();
    at == doc || at < doc && at != TERMINATED && scorer.seek(doc) == doc
}

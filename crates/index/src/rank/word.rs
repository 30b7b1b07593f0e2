//! One word that scores, as a query among tantivy's.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError, Term};

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
            score: similarity.boosted(boost).settled().score(length, frequency),
        }
    }
}

impl WordQuery {
    /// Where its list in a segment is.
    fn place(&self, segment: &SegmentReader) -> Option<&TermInfo> {
        self.files.ordinal(segment).and_then(|at| self.places.get(at)?.as_ref())
    }

    /// The list of a segment, where it has one.
    pub(super) fn list(&self, segment: &SegmentReader) -> tantivy::Result<Option<List>> {
        let open =
            |info| List::open(segment, &self.files, self.term.field(), info, &self.similarity);
        self.place(segment).map(open).transpose()
    }

    /// The documents of its list in a segment.
    pub(super) fn documents(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(info) = self.place(segment) else { return Ok(None) };
        let index = segment.inverted_index(self.term.field())?;
        Ok(Some(index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?))
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
        best_of_any(self.list(segment)?.into_iter().collect(), threshold, None, callback);
        Ok(())
    }
}

/// Scores are taken apart by `explain.rs`, not by tantivy's means.
pub(super) fn unexplained(doc: DocId) -> TantivyError {
    TantivyError::InvalidArgument(format!("the score of document {doc} is explained elsewhere"))
}

//! Goes from article to article that holds what is wanted, and scores them.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::cursor::{Cursor, Stretch};
use super::zones::Zoning;
use crate::rank::Similarity;

pub(super) struct PositionalScorer {
    cursor: Cursor,
    zoning: Zoning,
    similarity: Option<(Similarity, FieldNormReader)>,
    /// Whether the lists already count words of headline and lead more than once.
    weighted: bool,
    doc: DocId,
    /// How often it occurs, weighted.
    frequency: u32,
    /// Where it occurs.
    found: Vec<Stretch>,
}

impl PositionalScorer {
    /// Before the first article: [`PositionalScorer::first`] or
    /// [`PositionalScorer::next_above`] comes next.
    pub(super) fn new(
        cursor: Cursor,
        zoning: Zoning,
        similarity: Option<(Similarity, FieldNormReader)>,
        weighted: bool,
    ) -> Self {
        Self { cursor, zoning, similarity, weighted, doc: 0, frequency: 0, found: Vec::new() }
    }

    /// Goes to the first article.
    pub(super) fn first(&mut self) -> DocId {
        self.find(0, None)
    }

    /// The first article from `target` on whose score may be above the threshold.
    pub(super) fn next_above(&mut self, target: DocId, threshold: Score) -> DocId {
        self.find(target, Some(threshold))
    }

    /// How often it occurs in the present article, weighted.
    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    fn find(&mut self, target: DocId, threshold: Option<Score>) -> DocId {
        let mut doc = self.cursor.seek(target);
        while doc != TERMINATED {
            if threshold.is_none_or(|threshold| self.may_beat(doc, threshold)) {
                self.frequency = self.count(doc);
                if self.frequency > 0 {
                    break;
                }
            }
            doc = self.cursor.seek(doc + 1);
        }
        self.doc = doc;
        doc
    }

    /// How often it occurs in an article, weighted.
    fn count(&mut self, doc: DocId) -> u32 {
        if let Some(counted) = self.cursor.counted() {
            return counted;
        }
        self.cursor.find(doc, &self.zoning.texts(doc), &mut self.found);
        match self.found.is_empty() {
            true => 0,
            // Whether it occurs is all that is asked.
            false if self.similarity.is_none() && self.zoning.is_everywhere() => 1,
            false => self.zoning.weigh(doc, &mut self.found),
        }
    }

    fn may_beat(&self, doc: DocId, threshold: Score) -> bool {
        let Some((similarity, lengths)) = &self.similarity else { return true };
        if !self.cursor.is_plain() {
            return true;
        }
        let heaviest = if self.weighted { 1 } else { self.zoning.heaviest() };
        let most = self.cursor.most(doc, heaviest);
        similarity.score(lengths.fieldnorm_id(doc), most) > threshold
    }
}

impl DocSet for PositionalScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.find(self.doc + 1, None)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        self.find(target, None)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.cursor.size_hint()
    }

    fn cost(&self) -> u64 {
        // Reading positions costs about this much more than reading a list.
        u64::from(self.cursor.size_hint()).saturating_mul(10)
    }
}

impl Scorer for PositionalScorer {
    fn score(&mut self) -> Score {
        self.similarity.as_ref().map_or(0.0, |(similarity, lengths)| {
            similarity.score(lengths.fieldnorm_id(self.doc), self.frequency)
        })
    }
}

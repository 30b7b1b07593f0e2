//! Goes from article to article that holds what is wanted, and scores them.

use std::sync::Arc;

use morgue_query::plan::Within;
use morgue_query::spans::{Node, Scope, Stretch, most_apart};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::SegmentPostings;
use tantivy::query::Scorer;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::borders::BorderCursors;
use super::leaf::Leaf;
use super::shape::{Bounds, Shape};
use super::words::Words;
use super::{Guard, SpanQuery, Wanted};
use crate::positional::{Zoning, all_weighted};
use crate::rank::Similarity;
use crate::translate::List;

pub(super) struct SpanScorer {
    wanted: Arc<Wanted>,
    guard: Arc<Guard>,
    segment: SegmentId,
    shape: Shape,
    /// The current articles, where the shape says nothing.
    everywhere: Option<SegmentPostings>,
    words: Words,
    zoning: Zoning,
    /// Whether all zones can be looked at in one.
    whole: bool,
    /// Whether missing occurrences could make others.
    negates: bool,
    similarity: Option<(Similarity, FieldNormReader)>,
    /// Whether all lists already count words of headline and lead more than once.
    weighted: bool,
    doc: DocId,
    /// How often it occurs, weighted.
    frequency: u32,
}

impl SpanScorer {
    /// Opens the lists; `None` where the segment has nothing. Before the first article:
    /// [`SpanScorer::first`] or [`SpanScorer::next_above`] comes next.
    pub(super) fn open(
        query: &SpanQuery,
        segment: &SegmentReader,
        similarity: Option<(Similarity, FieldNormReader)>,
    ) -> tantivy::Result<Option<Self>> {
        let wanted = query.wanted.clone();
        let mut cursors = Vec::with_capacity(wanted.slots.len());
        for slot in &wanted.slots {
            cursors.push(Leaf::open(slot, (segment, &query.files))?);
        }
        let Some(shape) = Shape::of(&wanted.node, &cursors) else { return Ok(None) };
        let everywhere = match shape {
            Shape::Free => {
                let index = segment.inverted_index(query.current.field())?;
                let current = index.read_postings(&query.current, IndexRecordOption::Basic)?;
                let Some(current) = current else { return Ok(None) };
                Some(current)
            }
            _ => None,
        };
        let near = |node: &Node| match node {
            Node::Near(pair) | Node::NotNear(pair) => !matches!(pair.within, Within::Words(_)),
            _ => false,
        };
        // The byline and the dateline are one sentence each.
        let borders = match query.list == List::Main && wanted.has(near) {
            true => Some(BorderCursors::open(segment, query.fields)?),
            false => None,
        };
        let gaps = wanted.has(|node| matches!(node, Node::Gap));
        let (list, within) = (query.list, query.within);
        let zoning = Zoning::open(
            segment,
            (&query.columns, query.fields),
            list,
            within,
            query.ranking,
            gaps,
        )?;
        Ok(Some(Self {
            shape,
            everywhere,
            words: Words::new(cursors, borders),
            zoning,
            // The gaps between the fields are wider than any connector reaches, but a long phrase
            // with much slop may reach over one.
            whole: !wanted.has(|node| matches!(node, Node::Sloppy(..))),
            negates: wanted.has(|node| matches!(node, Node::NotNear(_))),
            similarity,
            weighted: all_weighted(&wanted.slots, query.list.words(query.fields)),
            doc: 0,
            frequency: 0,
            guard: query.guard.clone(),
            segment: segment.segment_id(),
            wanted,
        }))
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
        let mut doc = self.candidate(target);
        while doc != TERMINATED {
            if !self.guard.go_on() {
                doc = TERMINATED;
                break;
            }
            if self.may_fit(doc, threshold) {
                self.frequency = self.evaluate(doc);
                if self.frequency > 0 {
                    break;
                }
            }
            doc = self.candidate(doc + 1);
        }
        self.doc = doc;
        doc
    }

    fn candidate(&mut self, target: DocId) -> DocId {
        match &mut self.everywhere {
            Some(current) if current.doc() >= target => current.doc(),
            Some(current) => current.seek(target),
            None => self.shape.seek(target, self.words.cursors()),
        }
    }

    /// Whether the frequencies of the words leave room for what is asked.
    fn may_fit(&mut self, doc: DocId, threshold: Option<Score>) -> bool {
        if self.wanted.count.is_none() && threshold.is_none() {
            return true;
        }
        let bounds = Bounds { cursors: self.words.cursors(), doc };
        let most = bounds.marks(&self.wanted.node);
        if self.wanted.count.is_some_and(|count| most < count) {
            return false;
        }
        let (Some((similarity, lengths)), Some(threshold)) = (&self.similarity, threshold) else {
            return true;
        };
        let most = if self.weighted { most } else { most.saturating_mul(self.zoning.heaviest()) };
        similarity.score(lengths.fieldnorm_id(doc), most) > threshold
    }

    /// How often it occurs in an article; 0 where it does not, or not often enough.
    fn evaluate(&mut self, doc: DocId) -> u32 {
        self.words.begin(doc, self.zoning.texts(doc));
        let work = self.guard.work();
        let given = work.left();
        let scope = Scope { positions: &self.words, work: &work };
        let node = &self.wanted.node;
        let mut found: Vec<Stretch> = Vec::new();
        let mut frequency = 0;
        let mut apart = 0u32;
        for zone in self.zoning.zones(doc, self.whole) {
            self.words.look_at(zone);
            match (self.wanted.count, &self.similarity) {
                (Some(_), _) => {
                    let tight = scope.tight(node);
                    found.extend(&tight);
                    apart = apart.saturating_add(most_apart(tight));
                }
                (None, Some(_)) => found.extend(scope.marks(node)),
                (None, None) if scope.occurs(node) => {
                    frequency = 1;
                    break;
                }
                (None, None) => {}
            }
        }
        if self.wanted.count.is_some_and(|count| apart < count) {
            found.clear();
        }
        if !found.is_empty() {
            frequency = self.zoning.weigh(doc, &mut found);
        }
        self.guard.done(given, &work, frequency > 0 && !self.negates, (self.segment, doc));
        frequency
    }
}

impl DocSet for SpanScorer {
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
        match &self.everywhere {
            Some(current) => current.size_hint(),
            None => self.words.size_hint(&self.shape),
        }
    }

    fn cost(&self) -> u64 {
        // Reading positions costs about this much more than reading a list.
        u64::from(self.size_hint()).saturating_mul(20)
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        self.similarity.as_ref().map_or(0.0, |(similarity, lengths)| {
            similarity.score(lengths.fieldnorm_id(self.doc), self.frequency)
        })
    }
}

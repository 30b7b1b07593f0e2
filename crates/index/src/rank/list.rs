//! One term's list in one segment, with bounds for its scores.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Scorer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::blocks::{Blocks, ListFiles};
use super::similarity::Similarity;

/// Walks a list: over its entries, and ahead of that over what is known of its blocks.
pub(super) struct List {
    /// Apart: it is more than a kilobyte, and lists are moved about.
    postings: Box<BlockSegmentPostings>,
    at: usize,
    doc: DocId,
    norms: FieldNormReader,
    similarity: Similarity,
    blocks: Blocks,
    /// The block that [`List::look`] looked at last.
    ahead: usize,
    ahead_last: DocId,
    ahead_bound: Score,
    slack: f32,
    /// The bound of what comes after the full blocks.
    tail: Score,
    /// The bound of the whole list.
    pub(super) most: Score,
}

impl List {
    pub(super) fn open(
        segment: &SegmentReader,
        files: &ListFiles,
        field: Field,
        info: &TermInfo,
        similarity: &Similarity,
    ) -> tantivy::Result<Self> {
        let index = segment.inverted_index(field)?;
        let norms = segment.get_fieldnorms_reader(field)?;
        let option = IndexRecordOption::WithFreqs;
        let postings = index.read_block_postings_from_terminfo(info, option)?;
        let blocks = files.blocks(segment, field, info);
        let average = index.total_num_tokens() as f32 / segment.max_doc().max(1) as f32;
        let slack = similarity.slack(average);
        let doc = postings.doc(0);
        let similarity = similarity.settled();
        let mut list = Self {
            postings: Box::new(postings),
            at: 0,
            doc,
            norms,
            similarity,
            blocks,
            ahead: 0,
            ahead_last: TERMINATED,
            ahead_bound: 0.0,
            slack,
            tail: 0.0,
            most: 0.0,
        };
        list.show(0);
        Ok(list)
    }

    /// Finds the bounds of tail and whole, without which nothing is looked at ahead.
    pub(super) fn measure(&mut self) {
        match self.blocks.last() {
            Some(last) => {
                let mut tail = self.postings.clone();
                tail.seek(last + 1);
                self.tail = self.strongest(&tail, last);
            }
            None if self.postings.doc_freq() < super::blocks::BLOCK => {
                self.tail = self.strongest(&self.postings, 0);
            }
            // Blocks of which nothing is known.
            None => self.tail = self.similarity.most(),
        }
        let bounds = (0..self.blocks.len()).map(|at| self.bound_of(at));
        self.most = bounds.fold(self.tail, Score::max);
        self.show(0);
    }

    /// The best score of an unpacked block, past a document.
    fn strongest(&self, block: &BlockSegmentPostings, past: DocId) -> Score {
        let entries = block.docs().iter().zip(block.freqs());
        let scores = entries.filter(|&(&doc, _)| doc >= past && doc != TERMINATED).map(
            |(&doc, &frequency)| self.similarity.score(self.norms.fieldnorm_id(doc), frequency),
        );
        scores.fold(0.0, Score::max)
    }

    fn bound_of(&self, at: usize) -> Score {
        self.blocks.get(at).map_or(self.tail, |block| {
            let (length, frequency) = block.strongest;
            self.similarity.bound(length, frequency, self.slack)
        })
    }

    fn show(&mut self, at: usize) {
        self.ahead = at;
        self.ahead_last = self.blocks.get(at).map_or(TERMINATED, |block| block.last);
        self.ahead_bound = self.bound_of(at);
    }

    /// Looks at the block that holds `target` or what follows it, without unpacking: the last
    /// document of the block, and a bound for all of its scores.
    pub(super) fn look(&mut self, target: DocId) -> (DocId, Score) {
        if self.ahead_last < target {
            let mut at = self.ahead + 1;
            while self.blocks.get(at).is_some_and(|block| block.last < target) {
                at += 1;
            }
            self.show(at);
        }
        (self.ahead_last, self.ahead_bound)
    }

    /// The documents from the present one to `last`, as far as they are unpacked, and how often it
    /// stands in each.
    pub(super) fn unpacked(&self, last: DocId) -> (&[DocId], &[u32]) {
        let docs = self.postings.docs().get(self.at..).unwrap_or_default();
        let docs = &docs[..docs.partition_point(|&doc| doc <= last)];
        (docs, self.postings.freqs().get(self.at..).unwrap_or_default())
    }

    /// Before which document its blocks can be looked at by their bounds.
    pub(super) fn bounded(&self) -> DocId {
        self.blocks.last().map_or(0, |last| last + 1)
    }

    /// The score of a document that it stands in so often.
    pub(super) fn score_of(&self, doc: DocId, frequency: u32) -> Score {
        self.similarity.score(self.norms.fieldnorm_id(doc), frequency)
    }

    /// A bound for all scores from `low` to `high`.
    pub(super) fn bound_until(&mut self, low: DocId, high: DocId) -> Score {
        let (mut last, mut bound) = self.look(low);
        let mut at = self.ahead;
        while last < high {
            at += 1;
            last = self.blocks.get(at).map_or(TERMINATED, |block| block.last);
            bound = bound.max(self.bound_of(at));
        }
        bound
    }

    /// The entries from the present one to `last`, as far as they are unpacked.
    pub(super) fn entries(&self, last: DocId) -> impl Iterator<Item = (DocId, Score)> + '_ {
        let docs = self.postings.docs().get(self.at..).unwrap_or_default();
        let frequencies = self.postings.freqs().get(self.at..).unwrap_or_default();
        let entries = docs.iter().zip(frequencies).take_while(move |&(&doc, _)| doc <= last);
        entries.map(|(&doc, &frequency)| {
            (doc, self.similarity.score(self.norms.fieldnorm_id(doc), frequency))
        })
    }

    /// The length of the present document, as the index keeps it.
    pub(super) fn length(&self) -> u8 {
        self.norms.fieldnorm_id(self.doc)
    }

    /// How often it stands in the present document.
    pub(super) fn frequency(&self) -> u32 {
        self.postings.freq(self.at)
    }
}

impl DocSet for List {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.at += 1;
            if self.at >= self.postings.block_len() {
                self.postings.advance();
                self.at = 0;
            }
            self.doc = self.postings.doc(self.at);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            if target >= TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            self.at = self.postings.seek(target);
            self.doc = self.postings.doc(self.at);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.postings.doc_freq()
    }
}

impl Scorer for List {
    fn score(&mut self) -> Score {
        self.similarity.score(self.norms.fieldnorm_id(self.doc), self.frequency())
    }
}

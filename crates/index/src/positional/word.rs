//! Walks the lists of one word.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cursor::{Stretch, in_order};

/// The lists of the terms of one word.
pub(crate) struct WordCursor {
    lists: Vec<(SegmentPostings, u32)>,
    /// The lists that are not at the current document, by their next one. Unused for one list.
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    /// Those that are.
    here: Vec<usize>,
    doc: DocId,
    positions: Vec<u32>,
}

impl WordCursor {
    /// Opens the lists of a word; `None` where the segment has none.
    pub(crate) fn open(
        terms: &[(Term, u32)],
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let mut lists = Vec::new();
        for (term, length) in terms {
            let index = segment.inverted_index(term.field())?;
            let postings = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
            lists.extend(postings.map(|postings| (postings, *length)));
        }
        Ok(Self::of(lists))
    }

    /// Walks these lists, each with the number of positions its term takes; `None` without any.
    pub(crate) fn of(lists: Vec<(SegmentPostings, u32)>) -> Option<Self> {
        if lists.is_empty() {
            return None;
        }
        let firsts = lists.iter().enumerate().map(|(at, (list, _))| Reverse((list.doc(), at)));
        let waiting = if lists.len() == 1 { BinaryHeap::new() } else { firsts.collect() };
        let mut cursor = Self { lists, waiting, here: Vec::new(), doc: 0, positions: Vec::new() };
        cursor.gather();
        Some(cursor)
    }

    /// Takes the lists that are at the first document of all.
    fn gather(&mut self) -> DocId {
        if let [(list, _)] = self.lists.as_slice() {
            self.here = vec![0];
            self.doc = list.doc();
            return self.doc;
        }
        self.doc = self.waiting.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc);
        while let Some(&Reverse((doc, at))) = self.waiting.peek()
            && doc == self.doc
        {
            self.waiting.pop();
            self.here.push(at);
        }
        self.doc
    }

    /// The first document from `target` on that has one of the terms.
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if let [(list, _)] = self.lists.as_mut_slice() {
            self.doc = list.seek(target);
            return self.doc;
        }
        for at in std::mem::take(&mut self.here) {
            let doc = self.lists[at].0.seek(target);
            self.waiting.push(Reverse((doc, at)));
        }
        while let Some(&Reverse((doc, at))) = self.waiting.peek()
            && doc < target
        {
            self.waiting.pop();
            let doc = self.lists[at].0.seek(target);
            self.waiting.push(Reverse((doc, at)));
        }
        self.gather()
    }

    /// About how many documents it may be in.
    pub(crate) fn size_hint(&self) -> u32 {
        self.lists.iter().map(|(list, _)| list.size_hint()).fold(0, u32::saturating_add)
    }

    /// How often it can be in a document at most: nothing where it was not looked for there.
    pub(crate) fn most(&self, doc: DocId) -> u32 {
        if self.doc < doc { u32::MAX } else { self.frequency(doc) }
    }

    /// The one list of those of its terms that has the document it is at, where the term takes one
    /// position.
    pub(super) fn alone(&mut self) -> Option<&mut SegmentPostings> {
        match self.here.as_slice() {
            [at] => {
                self.lists.get_mut(*at).filter(|(_, length)| *length == 1).map(|(list, _)| list)
            }
            _ => None,
        }
    }

    /// Whether all of its terms take one position in the document it is at.
    pub(super) fn is_plain(&self) -> bool {
        self.here.iter().all(|&at| self.lists[at].1 == 1)
    }

    pub(super) fn frequency(&self, doc: DocId) -> u32 {
        if self.doc != doc {
            return 0;
        }
        self.here.iter().map(|&at| self.lists[at].0.term_freq()).sum()
    }

    /// Where it is in the document it is at, in order, each once.
    pub(crate) fn occurrences(&mut self, doc: DocId) -> Vec<Stretch> {
        let mut found = Vec::new();
        if self.doc != doc {
            return found;
        }
        for &at in &self.here {
            let (list, length) = &mut self.lists[at];
            list.positions(&mut self.positions);
            found.extend(self.positions.iter().map(|&start| (start, start + *length)));
        }
        in_order(found)
    }
}

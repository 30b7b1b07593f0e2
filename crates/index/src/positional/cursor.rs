//! Walks the positional lists of a node in step: first documents, then positions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::Node;
use super::zones::Texts;
use crate::pairs;

/// An occurrence: its first position and the one after its last.
pub(super) type Stretch = (u32, u32);

/// Where the pairs of the default text are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairing {
    pub(super) exact: Field,
    pub(super) pairs: Field,
    /// Whether every occurrence counts, in whatever text.
    pub(super) anywhere: bool,
}

impl Pairing {
    /// The pairs in a row of items.
    fn terms(self, items: &[Node]) -> Vec<Term> {
        let pair = |two: &[Node]| match two {
            [Node::Word(first), Node::Word(second)] => {
                pairs::term(first, second, self.exact, self.pairs)
            }
            _ => None,
        };
        items.windows(2).filter_map(pair).collect()
    }
}

/// A node over one segment.
pub(super) enum Cursor {
    Word(WordCursor),
    Gap,
    /// Items in a row, and the lists of pairs among them (see `pairs.rs`).
    Seq(Vec<Cursor>, Vec<SegmentPostings>),
    Or(Vec<Cursor>),
    /// A whole sequence that is one pair, in whatever text.
    Pair(Box<SegmentPostings>),
    /// A node that every article could hold, walked over the current ones.
    Everywhere(Box<Cursor>, Box<SegmentPostings>),
}

impl Cursor {
    /// Opens the lists; `None` where the segment has nothing.
    pub(super) fn open(
        root: &Node,
        segment: &SegmentReader,
        current: &Term,
        pairing: Option<Pairing>,
    ) -> tantivy::Result<Option<Self>> {
        if let (Node::Seq(items), Some(pairing)) = (root, pairing.filter(|it| it.anywhere))
            && let [_, _] = items.as_slice()
            && let [pair] = pairing.terms(items).as_slice()
        {
            let index = segment.inverted_index(pair.field())?;
            let pair = index.read_postings(pair, IndexRecordOption::WithFreqs)?;
            return Ok(pair.map(|pair| Self::Pair(Box::new(pair))));
        }
        let Some(cursor) = Self::open_node(root, segment, pairing)? else { return Ok(None) };
        if !cursor.is_free() {
            return Ok(Some(cursor));
        }
        let index = segment.inverted_index(current.field())?;
        let current = index.read_postings(current, IndexRecordOption::Basic)?;
        Ok(current.map(|current| Self::Everywhere(Box::new(cursor), Box::new(current))))
    }

    fn open_node(
        node: &Node,
        segment: &SegmentReader,
        pairing: Option<Pairing>,
    ) -> tantivy::Result<Option<Self>> {
        Ok(match node {
            Node::Word(slot) => WordCursor::open(&slot.terms, segment)?.map(Self::Word),
            Node::Gap => Some(Self::Gap),
            Node::Seq(nodes) => {
                let mut cursors = Vec::with_capacity(nodes.len());
                for node in nodes {
                    match Self::open_node(node, segment, pairing)? {
                        Some(cursor) => cursors.push(cursor),
                        None => return Ok(None),
                    }
                }
                let mut pairs = Vec::new();
                for term in pairing.map_or(Vec::new(), |pairing| pairing.terms(nodes)) {
                    let index = segment.inverted_index(term.field())?;
                    match index.read_postings(&term, IndexRecordOption::WithFreqs)? {
                        Some(pair) => pairs.push(pair),
                        None => return Ok(None),
                    }
                }
                Some(Self::Seq(cursors, pairs))
            }
            Node::Or(nodes) => {
                let mut cursors = Vec::with_capacity(nodes.len());
                for node in nodes {
                    cursors.extend(Self::open_node(node, segment, pairing)?);
                }
                (!cursors.is_empty()).then_some(Self::Or(cursors))
            }
        })
    }

    /// Whether it could occur in any document: it names no word.
    fn is_free(&self) -> bool {
        match self {
            Self::Word(_) | Self::Pair(_) | Self::Everywhere(..) => false,
            Self::Gap => true,
            Self::Seq(cursors, _) => cursors.iter().all(Self::is_free),
            Self::Or(cursors) => cursors.iter().any(Self::is_free),
        }
    }

    /// The first document from `target` on that has all the words it takes.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Word(word) => word.seek(target),
            Self::Gap => target,
            Self::Pair(pair) => seek(pair, target),
            Self::Seq(cursors, pairs) => {
                let mut doc = target;
                // All agree once nobody moved the candidate on.
                loop {
                    let before = doc;
                    for pair in pairs.iter_mut() {
                        doc = seek(pair, doc);
                        if doc == TERMINATED {
                            return TERMINATED;
                        }
                    }
                    for cursor in cursors.iter_mut() {
                        doc = cursor.seek(doc);
                        if doc == TERMINATED {
                            return TERMINATED;
                        }
                    }
                    if doc == before {
                        return doc;
                    }
                }
            }
            Self::Or(cursors) => {
                cursors.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
            Self::Everywhere(cursor, current) => {
                if current.doc() < target {
                    current.seek(target);
                }
                let doc = current.doc();
                if doc != TERMINATED {
                    cursor.seek(doc);
                }
                doc
            }
        }
    }

    /// About how many documents it may be in.
    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Self::Word(word) => word.size_hint(),
            Self::Gap => u32::MAX,
            Self::Pair(pair) => pair.size_hint(),
            Self::Seq(cursors, pairs) => {
                let words = cursors.iter().map(Self::size_hint);
                words.chain(pairs.iter().map(DocSet::size_hint)).min().unwrap_or(0)
            }
            Self::Or(cursors) => cursors.iter().map(Self::size_hint).fold(0, u32::saturating_add),
            Self::Everywhere(_, current) => current.size_hint(),
        }
    }

    /// Whether in the document it is at there are never more occurrences than any of its words
    /// has: words of one position in a row.
    pub(super) fn is_plain(&self) -> bool {
        let plain = |cursor: &Self| match cursor {
            Self::Word(word) => word.is_plain(),
            Self::Gap | Self::Pair(_) => true,
            Self::Seq(..) | Self::Or(_) | Self::Everywhere(..) => false,
        };
        match self {
            Self::Seq(cursors, _) => cursors.iter().all(plain),
            Self::Everywhere(cursor, _) => cursor.is_plain(),
            cursor => plain(cursor),
        }
    }

    /// What the weighted number of occurrences in `doc` cannot exceed, if it is plain: that of its
    /// rarest word, each counted `heaviest` times, or of its rarest pair.
    pub(super) fn most(&self, doc: DocId, heaviest: u32) -> u32 {
        match self {
            Self::Word(word) => word.frequency(doc).saturating_mul(heaviest),
            Self::Gap | Self::Everywhere(..) => u32::MAX,
            Self::Pair(pair) => pair.term_freq(),
            Self::Seq(cursors, pairs) => {
                let words = cursors.iter().map(|cursor| cursor.most(doc, heaviest));
                words.chain(pairs.iter().map(Postings::term_freq)).min().unwrap_or(0)
            }
            Self::Or(cursors) => {
                let all = cursors.iter().map(|cursor| cursor.most(doc, heaviest));
                all.fold(0, u32::saturating_add)
            }
        }
    }

    /// The weighted number of occurrences in the document it is at, where a list has it.
    pub(super) fn counted(&self) -> Option<u32> {
        match self {
            Self::Pair(pair) => Some(pair.term_freq()),
            _ => None,
        }
    }

    /// All occurrences in `doc`, in order, each once.
    pub(super) fn occurrences(&mut self, doc: DocId, texts: &Texts) -> Vec<Stretch> {
        match self {
            Self::Word(word) => word.occurrences(doc),
            Self::Gap => texts.words(),
            Self::Everywhere(cursor, _) => cursor.occurrences(doc, texts),
            // Counted, not looked for: see `counted`.
            Self::Pair(_) => Vec::new(),
            Self::Seq(cursors, _) => sequence(cursors, doc, texts),
            Self::Or(cursors) => {
                let all = cursors.iter_mut().flat_map(|cursor| cursor.occurrences(doc, texts));
                in_order(all.collect())
            }
        }
    }
}

/// The first document of a list from `target` on.
fn seek(list: &mut SegmentPostings, target: DocId) -> DocId {
    if list.doc() < target { list.seek(target) } else { list.doc() }
}

/// Occurrences of each item right behind those of the one before.
fn sequence(cursors: &mut [Cursor], doc: DocId, texts: &Texts) -> Vec<Stretch> {
    // Gaps before the first word are counted back from it, not tried everywhere.
    let gaps = cursors.iter().take_while(|cursor| matches!(cursor, Cursor::Gap)).count();
    let gaps = if gaps == cursors.len() { 0 } else { gaps };
    let (before, items) = cursors.split_at_mut(gaps);
    let Some((first, rest)) = items.split_first_mut() else { return Vec::new() };
    let mut found = first.occurrences(doc, texts);
    for _ in before {
        found.retain_mut(|at| match at.0.checked_sub(1).filter(|&before| texts.is_word(before)) {
            Some(before) => {
                at.0 = before;
                true
            }
            None => false,
        });
    }
    for item in rest {
        if found.is_empty() {
            break;
        }
        if matches!(item, Cursor::Gap) {
            found.retain_mut(|at| {
                at.1 += 1;
                texts.is_word(at.1 - 1)
            });
            continue;
        }
        let next = item.occurrences(doc, texts);
        let mut joined = Vec::new();
        for (start, end) in found {
            let from = next.partition_point(|&(next, _)| next < end);
            let touching = next[from..].iter().take_while(|&&(next, _)| next == end);
            joined.extend(touching.map(|&(_, end)| (start, end)));
        }
        found = in_order(joined);
    }
    found
}

fn in_order(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    stretches.dedup();
    stretches
}

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
        if lists.is_empty() {
            return Ok(None);
        }
        let firsts = lists.iter().enumerate().map(|(at, (list, _))| Reverse((list.doc(), at)));
        let waiting = if lists.len() == 1 { BinaryHeap::new() } else { firsts.collect() };
        let mut cursor = Self { lists, waiting, here: Vec::new(), doc: 0, positions: Vec::new() };
        cursor.gather();
        Ok(Some(cursor))
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

    /// Whether all of its terms take one position in the document it is at.
    fn is_plain(&self) -> bool {
        self.here.iter().all(|&at| self.lists[at].1 == 1)
    }

    fn frequency(&self, doc: DocId) -> u32 {
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

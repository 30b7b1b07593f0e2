//! Walks the positional lists of a node in step: first documents, then positions.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::Node;
use super::row::Row;
use super::word::WordCursor;
use super::zones::Texts;
use crate::pairs;
use crate::rank::ListFiles;

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
    /// Items in a row.
    Seq(Row),
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
        (segment, files): (&SegmentReader, &ListFiles),
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
        let Some(cursor) = Self::open_node(root, (segment, files), pairing)? else {
            return Ok(None);
        };
        if !cursor.is_free() {
            return Ok(Some(cursor));
        }
        let index = segment.inverted_index(current.field())?;
        let current = index.read_postings(current, IndexRecordOption::Basic)?;
        Ok(current.map(|current| Self::Everywhere(Box::new(cursor), Box::new(current))))
    }

    fn open_node(
        node: &Node,
        (segment, files): (&SegmentReader, &ListFiles),
        pairing: Option<Pairing>,
    ) -> tantivy::Result<Option<Self>> {
        Ok(match node {
            Node::Word(slot) => WordCursor::of(slot.lists(files, segment)?).map(Self::Word),
            Node::Gap => Some(Self::Gap),
            Node::Seq(nodes) => {
                let mut cursors = Vec::with_capacity(nodes.len());
                for node in nodes {
                    match Self::open_node(node, (segment, files), pairing)? {
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
                Some(Self::Seq(Row::new(cursors, pairs)))
            }
            Node::Or(nodes) => {
                let mut cursors = Vec::with_capacity(nodes.len());
                for node in nodes {
                    cursors.extend(Self::open_node(node, (segment, files), pairing)?);
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
            Self::Seq(row) => row.items.iter().all(Self::is_free),
            Self::Or(cursors) => cursors.iter().any(Self::is_free),
        }
    }

    /// The first document from `target` on that has all the words it takes.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Word(word) => word.seek(target),
            Self::Gap => target,
            Self::Pair(pair) => seek(pair, target),
            Self::Seq(row) => row.seek(target),
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
            Self::Seq(row) => {
                let words = row.items.iter().map(Self::size_hint);
                words.chain(row.pairs.iter().map(DocSet::size_hint)).min().unwrap_or(0)
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
            Self::Seq(row) => row.items.iter().all(plain),
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
            Self::Seq(row) => {
                let words = row.items.iter().map(|cursor| cursor.most(doc, heaviest));
                words.chain(row.pairs.iter().map(Postings::term_freq)).min().unwrap_or(0)
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

    /// Finds all occurrences in `doc`, in order, each once.
    pub(super) fn find(&mut self, doc: DocId, texts: &Texts, found: &mut Vec<Stretch>) {
        found.clear();
        if let Self::Seq(row) = self
            && row.find(doc, found)
        {
            return;
        }
        found.extend(self.occurrences(doc, texts));
    }

    /// All occurrences in `doc`, in order, each once.
    pub(super) fn occurrences(&mut self, doc: DocId, texts: &Texts) -> Vec<Stretch> {
        match self {
            Self::Word(word) => word.occurrences(doc),
            Self::Gap => texts.words(),
            Self::Everywhere(cursor, _) => cursor.occurrences(doc, texts),
            // Counted, not looked for: see `counted`.
            Self::Pair(_) => Vec::new(),
            Self::Seq(row) => row.occurrences(doc, texts),
            Self::Or(cursors) => {
                let all = cursors.iter_mut().flat_map(|cursor| cursor.occurrences(doc, texts));
                in_order(all.collect())
            }
        }
    }
}

/// The first document of a list from `target` on.
pub(super) fn seek(list: &mut SegmentPostings, target: DocId) -> DocId {
    if list.doc() < target { list.seek(target) } else { list.doc() }
}

pub(super) fn in_order(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    stretches.dedup();
    stretches
}

//! The lists of one word of a span.

use morgue_query::spans::Stretch;
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::positional::WordCursor;
use crate::rank::ListFiles;
use crate::translate::Slot;

/// A word over one segment.
pub(super) enum Leaf {
    /// Wherever one of its terms is.
    Plain(WordCursor),
    /// Where it is written in capitals (see `marks.rs`).
    Cased(Box<Cased>),
}

/// The lists of a word in capitals.
pub(super) struct Cased {
    /// Terms that say it by themselves.
    said: Option<WordCursor>,
    /// The word, which counts where there is a mark as well.
    word: Option<WordCursor>,
    marks: Option<WordCursor>,
}

impl Leaf {
    /// Opens the lists; `None` where the segment has none.
    pub(super) fn open(
        slot: &Slot,
        (segment, files): (&SegmentReader, &ListFiles),
    ) -> tantivy::Result<Option<Self>> {
        let said = WordCursor::of(slot.lists(files, segment)?);
        let Some(marked) = &slot.marked else { return Ok(said.map(Self::Plain)) };
        let marks = WordCursor::open(&marked.marks, segment)?;
        let word = match &marks {
            Some(_) => WordCursor::open(&marked.word, segment)?,
            None => None,
        };
        let any = said.is_some() || word.is_some();
        Ok(any.then(|| Self::Cased(Box::new(Cased { said, word, marks }))))
    }

    /// The first document from `target` on that may have it.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let seek = |cursor: &mut Option<WordCursor>| {
            cursor.as_mut().map_or(TERMINATED, |cursor| cursor.seek(target))
        };
        match self {
            Self::Plain(word) => word.seek(target),
            Self::Cased(of) => seek(&mut of.said).min(seek(&mut of.word)),
        }
    }

    /// About how many documents it may be in.
    pub(super) fn size_hint(&self) -> u32 {
        let hint = |cursor: &Option<WordCursor>| cursor.as_ref().map_or(0, WordCursor::size_hint);
        match self {
            Self::Plain(word) => word.size_hint(),
            Self::Cased(of) => hint(&of.said).saturating_add(hint(&of.word)),
        }
    }

    /// How often it can be in a document at most.
    pub(super) fn most(&self, doc: DocId) -> u32 {
        let most = |cursor: &Option<WordCursor>| cursor.as_ref().map_or(0, |c| c.most(doc));
        match self {
            Self::Plain(word) => word.most(doc),
            Self::Cased(of) => most(&of.said).saturating_add(most(&of.word)),
        }
    }

    /// Where it is in a document, in order, each once.
    pub(super) fn occurrences(&mut self, doc: DocId) -> Vec<Stretch> {
        let read = |cursor: &mut Option<WordCursor>| {
            cursor.as_mut().map_or_else(Vec::new, |cursor| at(cursor, doc))
        };
        match self {
            Self::Plain(word) => at(word, doc),
            Self::Cased(of) => {
                let mut found = read(&mut of.word);
                if !found.is_empty() {
                    let marks = read(&mut of.marks);
                    found.retain(|at| marks.binary_search(at).is_ok());
                }
                found.extend(read(&mut of.said));
                found.sort_unstable();
                found.dedup();
                found
            }
        }
    }
}

/// What is under a NOT was not moved with the others.
fn at(cursor: &mut WordCursor, doc: DocId) -> Vec<Stretch> {
    cursor.seek(doc);
    cursor.occurrences(doc)
}

//! The words of one article as the search for occurrences sees them: positions are read when
//! they are asked for, once.

use std::cell::{Cell, OnceCell, RefCell};

use morgue_query::spans::{Positions, Stretch};
use tantivy::DocId;

use super::borders::{BorderCursors, Borders};
use super::shape::{Cursors, Shape};
use crate::positional::Texts;

/// One article at a time, one of its zones at a time.
pub(super) struct Words {
    cursors: RefCell<Cursors>,
    known: RefCell<Vec<Option<Vec<Stretch>>>>,
    doc: Cell<DocId>,
    zone: Cell<Stretch>,
    texts: OnceCell<Texts>,
    border_cursors: RefCell<Option<BorderCursors>>,
    borders: OnceCell<Borders>,
}

impl Words {
    pub(super) fn new(cursors: Cursors, borders: Option<BorderCursors>) -> Self {
        let known = RefCell::new(vec![None; cursors.len()]);
        let zone = Cell::new((0, u32::MAX));
        Self {
            cursors: RefCell::new(cursors),
            known,
            doc: Cell::new(0),
            zone,
            texts: OnceCell::new(),
            border_cursors: RefCell::new(borders),
            borders: OnceCell::new(),
        }
    }

    /// Turns to an article.
    pub(super) fn begin(&mut self, doc: DocId, texts: Texts) {
        self.doc.set(doc);
        self.known.get_mut().iter_mut().for_each(|known| *known = None);
        self.texts = OnceCell::from(texts);
        self.borders.take();
    }

    /// Turns to a zone of it.
    pub(super) fn look_at(&self, zone: Stretch) {
        self.zone.set(zone);
    }

    /// The cursors, to move them on.
    pub(super) fn cursors(&mut self) -> &mut Cursors {
        self.cursors.get_mut()
    }

    /// About how many documents a shape may be in.
    pub(super) fn size_hint(&self, shape: &Shape) -> u32 {
        shape.size_hint(&self.cursors.borrow())
    }

    fn borders(&self) -> &Borders {
        self.borders.get_or_init(|| {
            let mut cursors = self.border_cursors.borrow_mut();
            cursors.as_mut().map(|cursors| cursors.read(self.doc.get())).unwrap_or_default()
        })
    }

    /// The zone's part of what is known.
    fn inside(&self, all: &[Stretch]) -> Vec<Stretch> {
        let (start, end) = self.zone.get();
        let from = all.partition_point(|at| at.0 < start);
        let to = all.partition_point(|at| at.0 < end).max(from);
        all[from..to].iter().copied().filter(|at| at.1 <= end).collect()
    }
}

impl Positions for Words {
    fn word(&self, number: usize) -> Vec<Stretch> {
        let mut known = self.known.borrow_mut();
        let all = known[number].get_or_insert_with(|| {
            let doc = self.doc.get();
            let mut cursors = self.cursors.borrow_mut();
            cursors[number].as_mut().map_or_else(Vec::new, |word| word.occurrences(doc))
        });
        self.inside(all)
    }

    fn words(&self) -> Vec<Stretch> {
        self.inside(&self.texts.get().map(Texts::words).unwrap_or_default())
    }

    fn is_word(&self, position: u32) -> bool {
        let (start, end) = self.zone.get();
        let inside = start <= position && position < end;
        inside && self.texts.get().is_some_and(|texts| texts.is_word(position))
    }

    fn sentences(&self) -> &[u32] {
        &self.borders().sentences
    }

    fn paragraphs(&self) -> &[u32] {
        &self.borders().paragraphs
    }
}

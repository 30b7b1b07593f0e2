//! Where the sentences and paragraphs of an article begin: read once an article, where asked.

use tantivy::{DocId, SegmentReader, Term};

use crate::marks::{PARAGRAPH, SENTENCE};
use crate::positional::WordCursor;
use crate::schema::Fields;

/// The borders of one segment's articles.
pub(super) struct BorderCursors {
    sentences: Option<WordCursor>,
    paragraphs: Option<WordCursor>,
}

/// Those of one article: first positions, in order.
#[derive(Debug, Default)]
pub(super) struct Borders {
    pub(super) sentences: Vec<u32>,
    pub(super) paragraphs: Vec<u32>,
}

impl BorderCursors {
    /// Opens the lists.
    pub(super) fn open(segment: &SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        let open =
            |mark| WordCursor::open(&[(Term::from_field_text(fields.marks, mark), 1)], segment);
        Ok(Self { sentences: open(SENTENCE)?, paragraphs: open(PARAGRAPH)? })
    }

    /// Reads them for one article.
    pub(super) fn read(&mut self, doc: DocId) -> Borders {
        let starts = |cursor: &mut Option<WordCursor>| -> Vec<u32> {
            let Some(cursor) = cursor else { return Vec::new() };
            cursor.seek(doc);
            cursor.occurrences(doc).into_iter().map(|at| at.0).collect()
        };
        let paragraphs = starts(&mut self.paragraphs);
        let mut sentences = starts(&mut self.sentences);
        sentences.extend(&paragraphs);
        sentences.sort_unstable();
        Borders { sentences, paragraphs }
    }
}

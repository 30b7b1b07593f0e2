//! What the last commit holds: looked up while writing.

use morgue_article::versions::{Holding, Tombstone};
use morgue_article::{ArticleId, SourceKey, SourceRecord};
use morgue_query::EngineError;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use crate::document::source_id;
use crate::error::engine_error;
use crate::schema::{Fields, kind};
use crate::store::{Stored, StoredArticle};

/// A committed snapshot.
pub(crate) struct Known {
    searcher: Searcher,
    fields: Fields,
}

/// All that is held for one id.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The current article.
    pub(crate) current: Option<StoredArticle>,
    /// Superseded versions.
    pub(crate) versions: Vec<StoredArticle>,
    /// The tombstone, where there is no current article.
    pub(crate) tombstone: Option<Tombstone>,
}

impl Entry {
    /// Whether nothing is held.
    pub(crate) fn is_empty(&self) -> bool {
        self.current.is_none() && self.versions.is_empty() && self.tombstone.is_none()
    }

    /// The same without what is derived.
    pub(crate) fn holding(&self) -> Holding {
        Holding {
            current: self.current.as_ref().map(|stored| stored.article.clone()),
            versions: self.versions.iter().map(|stored| stored.article.clone()).collect(),
            tombstone: self.tombstone.clone(),
        }
    }
}

impl Known {
    /// Of this snapshot.
    pub(crate) fn new(searcher: Searcher, fields: Fields) -> Self {
        Self { searcher, fields }
    }

    /// What is held for an id.
    pub(crate) fn entry(&self, id: ArticleId) -> Result<Entry, EngineError> {
        let mut entry = Entry::default();
        if self.searcher.segment_readers().is_empty() {
            return Ok(entry);
        }
        let term = Term::from_field_text(self.fields.id, &id.to_string());
        for address in self.addresses(&term)? {
            match self.stored(address)? {
                Stored::Article(article) => entry.current = Some(article),
                Stored::Version(version) => entry.versions.push(version),
                Stored::Tombstone(tombstone) => entry.tombstone = Some(tombstone),
                Stored::Source(_) => {}
            }
        }
        Ok(entry)
    }

    /// The ledger's line for a source.
    pub(crate) fn source(&self, source: &SourceKey) -> Result<Option<SourceRecord>, EngineError> {
        let term = Term::from_field_text(self.fields.id, &source_id(source));
        for address in self.addresses(&term)? {
            if let Stored::Source(record) = self.stored(address)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// All ledger lines.
    pub(crate) fn sources(&self) -> Result<Vec<SourceRecord>, EngineError> {
        let term = Term::from_field_text(self.fields.doc_kind, kind::SOURCE);
        let mut records = Vec::new();
        for address in self.addresses(&term)? {
            if let Stored::Source(record) = self.stored(address)? {
                records.push(record);
            }
        }
        Ok(records)
    }

    /// The documents with this term that are not deleted, in order of storing.
    pub(crate) fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>, EngineError> {
        let failed = |error| engine_error("look up a document", error);
        let mut found = Vec::new();
        for (ordinal, segment) in (0u32..).zip(self.searcher.segment_readers()) {
            let index = segment.inverted_index(term.field()).map_err(failed)?;
            let postings = index.read_postings(term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| failed(error.into()))? else {
                continue;
            };
            let alive = segment.alive_bitset();
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    found.push(DocAddress::new(ordinal, doc));
                }
                doc = postings.advance();
            }
        }
        Ok(found)
    }

    /// Reads one document.
    pub(crate) fn stored(&self, address: DocAddress) -> Result<Stored, EngineError> {
        read_stored(&self.searcher, self.fields, address)
    }
}

/// Reads one document of a snapshot.
pub(crate) fn read_stored(
    searcher: &Searcher,
    fields: Fields,
    address: DocAddress,
) -> Result<Stored, EngineError> {
    let document: TantivyDocument =
        searcher.doc(address).map_err(|error| engine_error("read a document", error))?;
    let bytes = document.get_first(fields.stored).and_then(|value| value.as_bytes());
    Ok(Stored::decode(bytes.unwrap_or_default())?)
}

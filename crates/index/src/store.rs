//! What the doc store holds: whole articles, source records and tombstones in a versioned
//! encoding, so that an index can be rebuilt from itself (`design.md`, rule 3).
//!
//! A byte for the version of the encoding, a byte for the kind of document, then JSON: tolerant of
//! new optional fields, readable by anybody.

use morgue_article::versions::Tombstone;
use morgue_article::{Article, ContentHash, SourceRecord};
use serde::{Deserialize, Serialize};

use crate::schema::kind;

/// The version written now.
const VERSION: u8 = 1;

/// A document out of the store.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stored {
    /// A current article.
    Article(StoredArticle),
    /// A superseded version.
    Version(StoredArticle),
    /// What is left of an article that went.
    Tombstone(Tombstone),
    /// A line of the ledger.
    Source(SourceRecord),
}

/// An article with what is derived from it and needed when it is replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredArticle {
    /// Its number of words under the analysis of this index.
    pub(crate) words: u32,
    /// How many tokens stand in each text field (the order of `Fields::texts`); none for a version.
    #[serde(default)]
    pub(crate) tokens: [u32; 6],
    /// Its content hash.
    pub(crate) content: ContentHash,
    /// The article.
    pub(crate) article: Article,
}

/// Bytes that are not a document of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// Another version of the encoding.
    #[error("a stored document has encoding {0}, this program reads 1 to {VERSION}")]
    Version(u8),
    /// No known kind.
    #[error("a stored document has the unknown kind {0:#04x}")]
    Kind(u8),
    /// Not the JSON it should be.
    #[error("a stored document cannot be read")]
    Json(#[from] serde_json::Error),
}

impl Stored {
    /// Reads a stored document.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        let (&[version, tag], json) =
            bytes.split_first_chunk::<2>().ok_or(StoreError::Version(0))?;
        if version != VERSION {
            return Err(StoreError::Version(version));
        }
        Ok(match &[tag] {
            k if k == kind::ARTICLE.as_bytes() => Self::Article(serde_json::from_slice(json)?),
            k if k == kind::VERSION.as_bytes() => Self::Version(serde_json::from_slice(json)?),
            k if k == kind::TOMBSTONE.as_bytes() => Self::Tombstone(serde_json::from_slice(json)?),
            k if k == kind::SOURCE.as_bytes() => Self::Source(serde_json::from_slice(json)?),
            _ => return Err(StoreError::Kind(tag)),
        })
    }

    /// Which kind of document it is.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Article(_) => kind::ARTICLE,
            Self::Version(_) => kind::VERSION,
            Self::Tombstone(_) => kind::TOMBSTONE,
            Self::Source(_) => kind::SOURCE,
        }
    }

    /// The bytes to store.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(self.kind().as_bytes());
        let written = match self {
            Self::Article(article) | Self::Version(article) => {
                serde_json::to_writer(&mut bytes, article)
            }
            Self::Tombstone(tombstone) => serde_json::to_writer(&mut bytes, tombstone),
            Self::Source(record) => serde_json::to_writer(&mut bytes, record),
        };
        written.expect("our own types are JSON, and a Vec takes every byte");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_stored_and_read_back() {
        let article = Article::new("k");
        let content = article.content_hash();
        let stored = Stored::Article(StoredArticle { words: 3, tokens: [0; 6], content, article });
        assert_eq!(Stored::decode(&stored.encode()).unwrap(), stored);
        assert!(matches!(Stored::decode(b""), Err(StoreError::Version(0))));
        assert!(matches!(Stored::decode(b"\x09a{}"), Err(StoreError::Version(9))));
        assert!(matches!(Stored::decode(b"\x01x{}"), Err(StoreError::Kind(b'x'))));
        assert!(matches!(Stored::decode(b"\x01a{"), Err(StoreError::Json(_))));
    }
}

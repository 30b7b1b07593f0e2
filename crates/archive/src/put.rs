//! Articles that a program made itself, without a file this one can read.

use morgue_article::{Article, Origin, Outcome, SourceKey, SourceRecord};
use morgue_query::Committed;

use crate::archive::Archive;
use crate::error::ArchiveError;

/// The format their origins name.
const FORMAT: &str = "program";

impl Archive {
    /// Puts articles in under a name of the caller's, in place of those that were put in under it
    /// before: what is not among them now goes, as it does when a file changes. Their origins
    /// become that name, with the order they come in; line, entry and the source's own id of an
    /// origin they have stay. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Another writer has the index, or it cannot be written. Nothing of `articles` is kept then.
    pub fn put(
        &self,
        name: &str,
        articles: impl IntoIterator<Item = Article>,
        now: i64,
    ) -> Result<Committed, ArchiveError> {
        let source = SourceKey { root: name.to_string(), path: String::new() };
        let mut writer = self.writer(now, None)?;
        writer.begin(&source)?;
        for (ordinal, mut article) in (0..).zip(articles) {
            article.origins = vec![origin(&source, ordinal, article.origins.pop())];
            article.added = None;
            writer.add(article)?;
        }
        writer.end(record(source))?;
        Ok(writer.close()?)
    }
}

fn origin(source: &SourceKey, ordinal: u64, had: Option<Origin>) -> Origin {
    let source = source.clone();
    let format = FORMAT.to_string();
    match had {
        Some(had) => Origin { source, ordinal, format, ..had },
        None => Origin {
            source,
            entry: None,
            line: None,
            ordinal,
            source_id: None,
            sha256: String::new(),
            format,
        },
    }
}

fn record(key: SourceKey) -> SourceRecord {
    SourceRecord {
        key,
        size: 0,
        modified: 0,
        hash: String::new(),
        rules: String::new(),
        outcome: Outcome::Read { format: FORMAT.to_string(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    }
}

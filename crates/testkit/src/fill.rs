//! Articles into a writer.

use std::collections::BTreeMap;

use morgue_article::{Article, Outcome, SourceKey, SourceRecord};
use morgue_query::{ArticleSink, Committed, EngineError};

/// Writes articles source by source, as a reader would: each goes to every source it has an origin
/// in, with that origin alone. Their `added` goes along. Then closes the writer.
///
/// # Errors
/// What the writer fails with.
pub fn fill(
    mut writer: Box<dyn ArticleSink>,
    articles: &[Article],
) -> Result<Committed, EngineError> {
    let mut sources: BTreeMap<SourceKey, Vec<Article>> = BTreeMap::new();
    for article in articles {
        for origin in &article.origins {
            let one = Article { origins: vec![origin.clone()], ..article.clone() };
            sources.entry(origin.source.clone()).or_default().push(one);
        }
    }
    for (source, articles) in sources {
        writer.begin(&source)?;
        for article in articles {
            writer.add(article)?;
        }
        writer.end(source_record(&source))?;
    }
    writer.close()
}

/// A record of a source that was read.
pub(crate) fn source_record(key: &SourceKey) -> SourceRecord {
    SourceRecord {
        key: key.clone(),
        size: 1,
        modified: 1,
        hash: String::new(),
        rules: "1".into(),
        outcome: Outcome::Read { format: "text".into(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    }
}

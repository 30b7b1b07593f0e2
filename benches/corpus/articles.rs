//! The same stories as articles, put into an index without reading any file.

use std::path::Path;

use morgue_article::{Article, Origin, Outcome, SourceKey, SourceRecord};
use morgue_index::{Folder, Writer, WriterOptions};
use morgue_query::{ArticleSink, Committed, EngineError};
use morgue_testkit::ArticleBuilder;

use super::Story;

/// What a reader would have made of the story.
pub(crate) fn article(story: &Story, ordinal: u64) -> Article {
    let mut article = ArticleBuilder::new(&story.id)
        .headline(&story.headline)
        .body(&story.paragraphs.join("\n\n"))
        .authors(&[&story.author])
        .outlet(&story.outlet)
        .published(&story.date)
        .section(story.section)
        .lang("en")
        .build();
    article.url = Some(story.url.clone());
    article.origins = vec![Origin {
        source: source(),
        entry: None,
        line: Some(ordinal + 1),
        ordinal,
        source_id: Some(story.id.clone()),
        sha256: String::new(),
        format: "jsonl".to_string(),
    }];
    article
}

/// Makes an index of the stories in this folder, as if all were lines of one file.
pub(crate) fn index(folder: &Path, stories: &[Story]) -> Result<Committed, EngineError> {
    let mut writer = Box::new(Writer::open(&Folder::create(folder)?, WriterOptions::new(0))?);
    writer.begin(&source())?;
    for (ordinal, story) in (0..).zip(stories) {
        writer.add(article(story, ordinal))?;
    }
    writer.end(SourceRecord {
        key: source(),
        size: stories.iter().map(Story::text_bytes).sum(),
        modified: 1,
        hash: String::new(),
        rules: String::new(),
        outcome: Outcome::Read { format: "jsonl".to_string(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    })?;
    writer.close()
}

fn source() -> SourceKey {
    SourceKey { root: "/archive".to_string(), path: "all.jsonl".to_string() }
}

//! What the tests of this crate share: an index of some articles in a folder of its own.

#![allow(unreachable_pub, reason = "shared by several test programs")]

use morgue_article::{Article, Outcome, SourceRecord};
use morgue_index::{EmbeddedEngine, Folder, Writer, WriterOptions};
use morgue_query::ArticleSink;
use tempfile::TempDir;

/// An index in a folder that goes with it.
pub struct Indexed {
    pub engine: EmbeddedEngine,
    pub folder: TempDir,
}

/// Writes articles, each as read from its origins, in some commits.
pub fn index(batches: &[Vec<Article>]) -> Indexed {
    let folder = tempfile::tempdir().expect("a folder for a test");
    Folder::create(folder.path()).expect("an empty folder");
    for batch in batches {
        write(folder.path(), batch);
    }
    let engine = EmbeddedEngine::open(folder.path()).expect("an index just made");
    Indexed { engine, folder }
}

/// Writes articles in one commit.
pub fn write(folder: &std::path::Path, articles: &[Article]) {
    let folder = Folder::open(folder).expect("an index");
    let mut options = WriterOptions::new(1_700_000_000);
    options.threads = 1;
    options.memory = 20 << 20;
    let mut writer = Writer::open(&folder, options).expect("one writer");
    for article in articles {
        for origin in &article.origins {
            let one = Article { origins: vec![origin.clone()], added: None, ..article.clone() };
            writer.begin(&origin.source).expect("begin");
            writer.add(one).expect("add");
            let record = SourceRecord {
                key: origin.source.clone(),
                size: 1,
                modified: 0,
                hash: String::new(),
                rules: "test".to_string(),
                outcome: Outcome::Read { format: "test".to_string(), failed: 0 },
                remarks: Vec::new(),
                holds: Vec::new(),
            };
            writer.end(record).expect("end");
        }
    }
    Box::new(writer).close().expect("commit");
}

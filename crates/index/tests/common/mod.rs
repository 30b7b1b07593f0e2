//! What the tests of this crate share: an index of some articles in a folder of its own.

#![allow(unreachable_pub, dead_code, reason = "shared by several test programs")]

use std::collections::BTreeMap;
use std::path::Path;

use morgue_article::{Article, ArticleId, SourceKey};
use morgue_index::{EmbeddedEngine, Folder, Writer, WriterOptions};
use morgue_query::plan::{Plan, Term};
use morgue_query::{Control, Engine, EngineError, Pinned, Results, ScoreParts, Stats, TermCount};
use morgue_testkit::fill;
use tempfile::TempDir;

/// An engine over a folder that goes with it.
pub struct Indexed {
    pub engine: EmbeddedEngine,
    pub folder: TempDir,
}

/// Writes articles in some commits, so in some segments.
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
pub fn write(folder: &Path, articles: &[Article]) {
    let folder = Folder::open(folder).expect("an index");
    let options = WriterOptions { threads: 1, memory: 20 << 20, ..WriterOptions::new(1_000) };
    let writer = Writer::open(&folder, options).expect("one writer");
    fill(Box::new(writer), articles).expect("a commit");
}

/// Articles in two commits, every other source in each.
pub fn in_batches(articles: Vec<Article>) -> Box<dyn Engine> {
    let mut sources: BTreeMap<SourceKey, Vec<Article>> = BTreeMap::new();
    for article in &articles {
        for origin in &article.origins {
            let one = Article { origins: vec![origin.clone()], ..article.clone() };
            sources.entry(origin.source.clone()).or_default().push(one);
        }
    }
    let mut batches = [Vec::new(), Vec::new()];
    for (number, articles) in sources.into_values().enumerate() {
        batches[number % 2].extend(articles);
    }
    Box::new(index(&batches))
}

impl Engine for Indexed {
    fn search(&self, plan: &Plan, control: &Control) -> Result<Results, EngineError> {
        self.engine.search(plan, control)
    }

    fn article(&self, id: ArticleId, control: &Control) -> Result<Option<Article>, EngineError> {
        self.engine.article(id, control)
    }

    fn resolve(
        &self,
        id: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<ArticleId>, EngineError> {
        self.engine.resolve(id, limit, control)
    }

    fn scan<'a>(
        &'a self,
        plan: &Plan,
        control: &Control,
    ) -> Result<Box<dyn Iterator<Item = Result<Article, EngineError>> + 'a>, EngineError> {
        self.engine.scan(plan, control)
    }

    fn terms(
        &self,
        term: &Term,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError> {
        self.engine.terms(term, limit, control)
    }

    fn explain_score(
        &self,
        plan: &Plan,
        id: ArticleId,
        control: &Control,
    ) -> Result<Option<ScoreParts>, EngineError> {
        self.engine.explain_score(plan, id, control)
    }

    fn stats(&self, control: &Control) -> Result<Stats, EngineError> {
        self.engine.stats(control)
    }

    fn pin(&self) -> Result<Pinned, EngineError> {
        self.engine.pin()
    }
}

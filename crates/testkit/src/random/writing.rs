//! Random operations on a store, beside a plain map of what its sources hold.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use morgue_article::{Article, ArticleId, ContentHash, SourceKey};
use morgue_query::document::word_count;
use morgue_query::plan::{Clause, Plan, Want};
use morgue_query::{ArticleSink, Control, Engine, EngineError};

use super::article;
use crate::fill::source_record;

/// Where articles can be written to and read from again.
pub trait Store {
    /// A writer. It is closed before the next is asked for.
    fn writer(&self) -> Result<Box<dyn ArticleSink>, EngineError>;

    /// An engine over what was committed last.
    fn engine(&self) -> Result<Box<dyn Engine>, EngineError>;
}

/// Sources and the articles they hold, as they should be.
#[derive(Debug, Clone, Default)]
struct Model {
    sources: BTreeMap<SourceKey, Vec<Article>>,
}

/// Adds, changes, renames, abandons and removes sources at random, commits at random, and compares
/// what the store holds after every commit with a plain map.
///
/// # Errors
/// The first difference, with the seed and the operations that led to it.
pub fn check_writing(seed: u64, steps: usize, store: &dyn Store) -> Result<(), String> {
    let mut rng = Rng::with_seed(seed);
    let mut log: Vec<String> = Vec::new();
    let result = run(&mut rng, steps, store, &mut log);
    result.map_err(|error| format!("seed {seed}: {error}\nafter: {}", log.join("; ")))
}

fn run(
    rng: &mut Rng,
    steps: usize,
    store: &dyn Store,
    log: &mut Vec<String>,
) -> Result<(), String> {
    let text = |error: EngineError| format!("error: {error}");
    let mut model = Model::default();
    // A writer may commit between two sources by itself: the store holds one of these.
    let mut since = vec![model.clone()];
    let mut writer = store.writer().map_err(text)?;
    for _ in 0..steps {
        match rng.u8(..10) {
            0 => {
                log.push("commit".into());
                writer.commit().map_err(text)?;
                since = vec![model.clone()];
                compare(&model, &*store.engine().map_err(text)?)?;
            }
            1 => {
                log.push("close".into());
                let counts = writer.close().map_err(text)?;
                since = vec![model.clone()];
                let current = model.current().len() as u64;
                if counts.articles != current {
                    return Err(format!("close says {counts:?}, there are {current}"));
                }
                compare(&model, &*store.engine().map_err(text)?)?;
                writer = store.writer().map_err(text)?;
            }
            2 => {
                let engine = store.engine().map_err(text)?;
                let at = since.iter().rposition(|model| compare(model, &*engine).is_ok());
                since.drain(..at.map_or_else(|| compare(&since[0], &*engine).map(|()| 0), Ok)?);
            }
            _ => {
                operation(rng, &mut *writer, &mut model, log).map_err(text)?;
                since.push(model.clone());
            }
        }
        compare_ledger(&model, &*writer)?;
    }
    writer.close().map_err(text)?;
    compare(&model, &*store.engine().map_err(text)?)
}

fn operation(
    rng: &mut Rng,
    writer: &mut dyn ArticleSink,
    model: &mut Model,
    log: &mut Vec<String>,
) -> Result<(), EngineError> {
    let source = source(rng);
    match rng.u8(..8) {
        0 if model.sources.contains_key(&source) => {
            log.push(format!("remove {}", source.path));
            writer.remove(&source)?;
            model.sources.remove(&source);
        }
        1 if model.sources.contains_key(&source) => {
            let to = SourceKey { path: format!("moved/{}", source.path), ..source.clone() };
            if !model.sources.contains_key(&to) {
                log.push(format!("rename {}", source.path));
                writer.rename(&source, &source_record(&to))?;
                let held = model.sources.remove(&source).unwrap_or_default();
                model.sources.insert(to, held);
            }
        }
        2 => {
            log.push(format!("abandon {}", source.path));
            writer.begin(&source)?;
            writer.add(held_article(rng, &source, 0))?;
            writer.abandon()?;
        }
        _ => {
            log.push(format!("write {}", source.path));
            writer.begin(&source)?;
            let mut held: Vec<Article> = Vec::new();
            for ordinal in 0..rng.u64(..4) {
                let article = held_article(rng, &source, ordinal);
                if held.iter().all(|other| other.id != article.id) {
                    writer.add(article.clone())?;
                    held.push(article);
                }
            }
            writer.end(source_record(&source))?;
            model.sources.insert(source, held);
        }
    }
    Ok(())
}

fn source(rng: &mut Rng) -> SourceKey {
    SourceKey { root: "/archive".into(), path: format!("{}.txt", rng.u8(..8)) }
}

/// An article of a few, with one of several contents, read from this source.
fn held_article(rng: &mut Rng, source: &SourceKey, ordinal: u64) -> Article {
    let key = format!("text:{}", rng.u8(..10));
    let mut content = Rng::with_seed(rng.u64(..5));
    let mut article = article(&mut content, &key);
    article.added = None;
    article.origins.truncate(1);
    article.origins[0].source = source.clone();
    article.origins[0].ordinal = ordinal;
    article.origins[0].source_id = None;
    article
}

impl Model {
    /// The current content of every article, and the sources it has.
    fn current(&self) -> BTreeMap<ArticleId, (ContentHash, BTreeSet<SourceKey>)> {
        let mut contents: BTreeMap<ArticleId, (Vec<&Article>, BTreeSet<SourceKey>)> =
            BTreeMap::new();
        for (source, articles) in &self.sources {
            for article in articles {
                let (held, sources) = contents.entry(article.id).or_default();
                held.push(article);
                sources.insert(source.clone());
            }
        }
        let best = |held: Vec<&Article>| {
            let ranks = held.into_iter().map(|article| article.version_rank(word_count(article)));
            ranks.max().expect("an article that is held has a content").content()
        };
        contents.into_iter().map(|(id, (held, sources))| (id, (best(held), sources))).collect()
    }
}

fn compare(model: &Model, engine: &dyn Engine) -> Result<(), String> {
    let wanted = model.current();
    let everything = Plan { clause: Clause::All, filters: Vec::new(), want: Want::default() };
    let scan =
        engine.scan(&everything, &Control::default()).map_err(|error| format!("scan: {error}"))?;
    let mut got = BTreeMap::new();
    for article in scan {
        let article = article.map_err(|error| format!("scan: {error}"))?;
        let sources: BTreeSet<SourceKey> =
            article.origins.iter().map(|origin| origin.source.clone()).collect();
        got.insert(article.id, (article.content_hash(), sources));
    }
    if wanted == got {
        return Ok(());
    }
    let wrong: BTreeSet<&ArticleId> =
        wanted.keys().chain(got.keys()).filter(|id| wanted.get(id) != got.get(id)).collect();
    let few: Vec<String> = wrong
        .into_iter()
        .take(3)
        .map(|id| format!("{id} should be {:?}, is {:?}", wanted.get(id), got.get(id)))
        .collect();
    Err(few.join("\n"))
}

fn compare_ledger(model: &Model, writer: &dyn ArticleSink) -> Result<(), String> {
    let ledger = writer.ledger(None).map_err(|error| format!("ledger: {error}"))?;
    let got: BTreeMap<SourceKey, BTreeSet<ArticleId>> = ledger
        .into_iter()
        .map(|record| (record.key, record.holds.into_iter().map(|held| held.id).collect()))
        .collect();
    let wanted: BTreeMap<SourceKey, BTreeSet<ArticleId>> = model
        .sources
        .iter()
        .map(|(key, held)| (key.clone(), held.iter().map(|article| article.id).collect()))
        .collect();
    if wanted == got { Ok(()) } else { Err(format!("ledger: should be {wanted:?}, is {got:?}")) }
}

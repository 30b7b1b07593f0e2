//! The events of a run, taken into the index.

use std::collections::{HashMap, HashSet};

use morgue_article::{ArticleId, SourceKey, SourceRecord};
use morgue_ingest::Event;
use morgue_query::{ArticleSink, Committed, Control, Engine, EngineError};

/// Takes events into a sink, source by source.
pub(crate) struct Taking<'a> {
    sink: Box<dyn ArticleSink>,
    /// The index as it was before the run: what a feed no longer names is read from it.
    before: Box<dyn Engine>,
    ledger: &'a HashMap<String, Vec<SourceRecord>>,
    open: Option<Open>,
}

/// The source that is being read.
struct Open {
    key: SourceKey,
    added: HashSet<ArticleId>,
}

impl<'a> Taking<'a> {
    pub(crate) fn new(
        sink: Box<dyn ArticleSink>,
        before: Box<dyn Engine>,
        ledger: &'a HashMap<String, Vec<SourceRecord>>,
    ) -> Self {
        Self { sink, before, ledger, open: None }
    }

    /// Takes one event; says when it led to a commit.
    pub(crate) fn take(&mut self, event: Event) -> Result<Option<Committed>, EngineError> {
        match event {
            Event::Begin(key) => {
                self.abandon()?;
                self.sink.begin(&key)?;
                self.open = Some(Open { key, added: HashSet::new() });
            }
            Event::Article(article) => {
                if let Some(open) = &mut self.open {
                    open.added.insert(article.id);
                }
                self.sink.add(*article)?;
            }
            Event::Record(_) => {}
            Event::End { record, additive } => {
                let open = self.open.take();
                if let Some(open) = open.filter(|_| additive) {
                    self.keep(&open)?;
                }
                self.sink.end(record)?;
                return self.sink.commit_if_due();
            }
            Event::Removed(key) => {
                self.abandon()?;
                self.sink.remove(&key)?;
            }
        }
        Ok(None)
    }

    /// Ends the run: a source that was not read to its end is as it was before.
    pub(crate) fn close(mut self) -> Result<Committed, EngineError> {
        self.abandon()?;
        self.sink.close()
    }

    fn abandon(&mut self) -> Result<(), EngineError> {
        match self.open.take() {
            Some(_) => self.sink.abandon(),
            None => Ok(()),
        }
    }

    /// An item that left a feed was not withdrawn: the source goes on holding it.
    fn keep(&mut self, open: &Open) -> Result<(), EngineError> {
        let records = self.ledger.get(&open.key.root);
        let record = records.and_then(|records| records.iter().find(|r| r.key == open.key));
        for held in record.map_or(&[][..], |record| &record.holds) {
            if open.added.contains(&held.id) {
                continue;
            }
            let Some(mut article) = self.before.article(held.id, &Control::default())? else {
                continue;
            };
            article.origins.retain(|origin| origin.source == open.key);
            article.origins.truncate(1);
            article.added = None;
            if !article.origins.is_empty() {
                self.sink.add(article)?;
            }
        }
        Ok(())
    }
}

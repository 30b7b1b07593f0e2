//! The events of a run, taken into the index.

use morgue_ingest::Event;
use morgue_query::{ArticleSink, Committed, EngineError};

/// Takes events into a sink, source by source.
pub(crate) struct Taking {
    sink: Box<dyn ArticleSink>,
    /// Whether a source is being read.
    open: bool,
}

impl Taking {
    pub(crate) fn new(sink: Box<dyn ArticleSink>) -> Self {
        Self { sink, open: false }
    }

    /// Takes one event; says when it led to a commit.
    pub(crate) fn take(&mut self, event: Event) -> Result<Option<Committed>, EngineError> {
        match event {
            Event::Begin(key) => {
                self.abandon()?;
                self.sink.begin(&key)?;
                self.open = true;
            }
            Event::Article(article) => self.sink.add(*article)?,
            Event::Record(_) => {}
            Event::End { record, additive } => {
                self.open = false;
                if additive {
                    self.sink.keep()?;
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
        if std::mem::take(&mut self.open) { self.sink.abandon() } else { Ok(()) }
    }
}

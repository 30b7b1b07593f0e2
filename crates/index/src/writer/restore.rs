//! Writing what an older generation held, as it was.

use morgue_query::{EngineError, document::word_count};

use super::Writer;
use super::pool::Job;
use crate::folder::WriterLock;
use crate::rebuild::Rebuilt;
use crate::store::{Stored, StoredArticle};

impl Writer {
    /// Takes over a stored document; what is derived is made anew.
    pub(crate) fn restore(&mut self, stored: Stored) -> Result<(), EngineError> {
        let job = match stored {
            Stored::Article(stored) => Job::Current(Box::new(stored.article)),
            Stored::Version(stored) => {
                self.state.versions += 1;
                let article = stored.article;
                let (words, content) = (word_count(&article), article.content_hash());
                let tokens = [0; 6];
                let stored = StoredArticle { words, tokens, content, article };
                Job::Other(Box::new(Stored::Version(stored)))
            }
            Stored::Tombstone(_) => {
                self.state.tombstones += 1;
                Job::Other(Box::new(stored))
            }
            Stored::Source(_) => {
                self.state.sources += 1;
                Job::Other(Box::new(stored))
            }
        };
        self.pool.push(job);
        Ok(())
    }

    /// Commits and closes; the lock is handed back so that the generation can be switched under it.
    pub(crate) fn finish_restoring(
        mut self,
        done: &mut Rebuilt,
    ) -> Result<WriterLock, EngineError> {
        self.commit_batch()?;
        done.articles = self.state.articles;
        self.finish().map(|(_, lock)| lock)
    }
}

//! Articles that arrive line by line, without a file: what programs send.
//!
//! Every article is a source of its own, named after where it came from and the `id` that its sender
//! gives it (its id here where there is none). So sending it again, corrected, replaces what was sent
//! before and nothing else, and a line that was sent already changes nothing.

use std::collections::HashMap;

use morgue_article::{
    Article, ArticleId, ContentHash, Day, Outcome, OutletTable, SourceKey, SourceRecord,
};
use morgue_ingest::Cause;
use morgue_query::{ArticleSink, Control, Engine};

use crate::archive::Archive;
use crate::error::ArchiveError;

/// The root of all that was sent: a name, so never a folder that a run reads.
const ROOT: &str = "sent";

/// Takes lines of JSON in. The index is locked as long as it lives.
pub struct Intake {
    writer: Box<dyn ArticleSink + Send>,
    engine: Box<dyn Engine>,
    outlets: OutletTable,
    source: String,
    today: Day,
    /// What became of the lines since the last commit, as far as it is known.
    arrived: Vec<Arrived>,
    /// The content of the articles among them.
    sent: HashMap<ArticleId, ContentHash>,
    /// What was sent under each name.
    named: HashMap<SourceKey, ArticleId>,
}

/// A line that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The line's number, as it was given.
    pub line: u64,
    /// The article and what became of it, or why it is none.
    pub result: Result<(ArticleId, Arrival), Cause>,
}

/// What became of an article that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It is new.
    Added,
    /// It was there with another content.
    Changed,
    /// It was there as it is.
    Unchanged,
}

impl Archive {
    /// Opens the index for articles that are sent by `source`. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Another writer has the index, or it cannot be read or written.
    pub fn intake(&self, source: &str, now: i64) -> Result<Intake, ArchiveError> {
        Ok(Intake {
            writer: self.writer(now, None)?,
            engine: self.engine()?,
            outlets: self.outlets()?,
            source: source.to_string(),
            today: Day(now.div_euclid(86_400) + 1),
            arrived: Vec::new(),
            sent: HashMap::new(),
            named: HashMap::new(),
        })
    }
}

impl Intake {
    /// Takes a line in. What becomes of it is said by the next [`Intake::commit`].
    ///
    /// # Errors
    /// The index cannot be read or written. A line that is no article is no error.
    pub fn take(&mut self, line: u64, text: &[u8]) -> Result<(), ArchiveError> {
        let source = SourceKey { root: ROOT.to_string(), path: String::new() };
        let result = match morgue_ingest::read_line(text, &source, &self.outlets, self.today) {
            Ok(article) => {
                let id = article.id;
                Ok((id, self.put(article, text.len() as u64)?))
            }
            Err(cause) => Err(cause),
        };
        self.arrived.push(Arrived { line, result });
        Ok(())
    }

    fn put(&mut self, mut article: Article, size: u64) -> Result<Arrival, ArchiveError> {
        let (id, content) = (article.id, article.content_hash());
        let key = SourceKey {
            root: ROOT.to_string(),
            path: format!("{}/{}", self.source, name(&article)),
        };
        let before = self.engine.article(id, &Control::default())?;
        let held = before.as_ref().map(Article::content_hash);
        if self.sent.get(&id).or(held.as_ref()) == Some(&content) {
            let ours = |before: &Article| before.origins.iter().any(|it| it.source == key);
            if self.sent.contains_key(&id) || before.as_ref().is_some_and(ours) {
                return Ok(Arrival::Unchanged);
            }
        }
        for origin in &mut article.origins {
            (origin.source, origin.ordinal, origin.line) = (key.clone(), 0, None);
        }
        article.added = None;
        let replaced = self.replaced(&key, &article)?;
        self.named.insert(key.clone(), id);
        self.writer.begin(&key)?;
        self.writer.add(article)?;
        self.writer.end(record(key, size))?;
        Ok(match self.sent.insert(id, content).or(held) {
            None if replaced => Arrival::Changed,
            None => Arrival::Added,
            Some(before) if before == content => Arrival::Unchanged,
            Some(_) => Arrival::Changed,
        })
    }

    /// Whether another article was sent under this name: the one that its sender corrects. One of
    /// this batch is made durable first, so that the writer knows what it takes the place of.
    fn replaced(&mut self, key: &SourceKey, article: &Article) -> Result<bool, ArchiveError> {
        if let Some(sent) = self.named.get(key).copied() {
            if sent != article.id {
                self.writer.commit()?;
                self.named.clear();
            }
            return Ok(sent != article.id);
        }
        let Some(name) = article.source_ids().first().copied() else { return Ok(false) };
        let control = Control::default();
        for other in self.engine.resolve(name, NAMESAKES, &control)? {
            let ours = |article: Article| article.origins.iter().any(|it| it.source == *key);
            if other != article.id && self.engine.article(other, &control)?.is_some_and(ours) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes durable and visible what was taken since the last time, and says what became of it,
    /// in order.
    ///
    /// # Errors
    /// The index cannot be written; of these lines nothing is known then.
    pub fn commit(&mut self) -> Result<Vec<Arrived>, ArchiveError> {
        if !self.sent.is_empty() {
            self.writer.commit()?;
            self.sent.clear();
            self.named.clear();
        }
        Ok(std::mem::take(&mut self.arrived))
    }

    /// Merges what is left to merge and gives the index back. What was not committed is committed.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn close(self) -> Result<(), ArchiveError> {
        self.writer.close()?;
        Ok(())
    }
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Articles that are looked through for the one that is corrected.
const NAMESAKES: usize = 32;
/// The longest id of a sender that names a source as it stands.
const LONGEST: usize = 200;

/// What its sender calls an article, else what it is called here.
fn name(article: &Article) -> String {
    match article.source_ids().first() {
        Some(id) if id.len() <= LONGEST && !id.chars().any(char::is_control) => id.to_string(),
        Some(id) => ArticleId::of_key(id).to_string(),
        None => article.id.to_string(),
    }
}

fn record(key: SourceKey, size: u64) -> SourceRecord {
    SourceRecord {
        key,
        size,
        modified: 0,
        hash: String::new(),
        rules: String::new(),
        outcome: Outcome::Read { format: "jsonl".to_string(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, headline: &str, url: &str) -> String {
        format!(
            r#"{{"id": "{id}", "headline": "{headline}", "body": "The quay at Sorrel.", "url": "{url}"}}"#
        )
    }

    fn send(archive: &Archive, lines: &[String]) -> Vec<Arrival> {
        let mut intake = archive.intake("desk", 1_700_000_000).unwrap();
        for (line, text) in (1..).zip(lines) {
            intake.take(line, text.as_bytes()).unwrap();
        }
        let arrived = intake.commit().unwrap();
        intake.close().unwrap();
        arrived.into_iter().map(|arrived| arrived.result.unwrap().1).collect()
    }

    #[test]
    fn a_correction_takes_the_place_of_what_its_sender_called_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(&folder.path().join("index")).unwrap();
        let articles = || {
            let stats = archive.engine().unwrap().stats(&Control::default()).unwrap();
            stats.articles
        };
        let first = article("7", "Quay reopens", "");
        let other = article("8", "Ferry late", "");
        assert_eq!(send(&archive, &[first.clone(), other]), [Arrival::Added, Arrival::Added]);
        assert_eq!(send(&archive, &[first]), [Arrival::Unchanged]);
        let corrected = article("7", "Quay reopens on Monday", "");
        assert_eq!(send(&archive, &[corrected]), [Arrival::Changed]);
        assert_eq!(articles(), 2);
        // Twice in one batch: the last one counts.
        let batch = [article("7", "Quay reopens?", ""), article("7", "Quay stays shut", "")];
        assert_eq!(send(&archive, &batch), [Arrival::Changed, Arrival::Changed]);
        assert_eq!(articles(), 2);
        assert_eq!(
            send(&archive, &[article("9", "Gale", ""), article("9", "Storm", "")]),
            [Arrival::Added, Arrival::Changed,]
        );
        assert_eq!(articles(), 3);
        // An address says more than a name.
        let moved = |url: &str| article("10", "Tide", url);
        let both = [moved("https://a.example/1"), moved("https://a.example/2")];
        assert_eq!(send(&archive, &both), [Arrival::Added, Arrival::Changed]);
        assert_eq!(articles(), 4);
    }
}

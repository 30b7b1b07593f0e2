//! A full-text search engine for news archives, as a library.
//!
//! [`Morgue`] is an index in a folder: it reads files of articles and answers queries. The types it
//! speaks in are those of [`article`], [`ingest`] and [`query`]; `morgue help query` and
//! `crates/cli/guide/query.md` explain the language.
//!
//! ```
//! use std::time::SystemTime;
//! use morgue::Morgue;
//!
//! # let folder = tempfile::tempdir()?;
//! # let clippings = folder.path().join("clippings");
//! # std::fs::create_dir(&clippings)?;
//! # std::fs::write(
//! #     clippings.join("bridge.txt"),
//! #     "Harbour bridge reopens\n\nThe bridge was opened again to carts at noon.\n",
//! # )?;
//! # let index = folder.path().join("index");
//! let mut morgue = Morgue::in_folder(&index)?;
//! morgue.index(&[&clippings], SystemTime::now())?;
//! let answer = morgue.search("bridge -football")?;
//! for hit in &answer.hits {
//!     println!("{}", hit.headline.as_deref().unwrap_or("(no headline)"));
//! }
//! assert_eq!(answer.hits.len(), 1);
//! assert_eq!(Morgue::open(&index)?.search("\"opened again\"")?.hits.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use morgue_archive::{Archive, Update, Updated};
use morgue_query::plan::Limits;
use morgue_query::{Answer, AskContext, Control, Engine, Request};

pub use error::Error;
pub use morgue_article as article;
pub use morgue_ingest as ingest;
pub use morgue_query as query;

/// An index in a folder.
pub struct Morgue {
    archive: Archive,
    engine: Box<dyn Engine>,
    outlets: article::OutletTable,
    today: Option<article::Day>,
}

impl Morgue {
    /// Opens the index in this folder.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::over(Archive::open(folder.as_ref())?)
    }

    /// Opens the index in this folder, or makes an empty one.
    ///
    /// # Errors
    /// The folder holds other things, or cannot be written.
    pub fn in_folder(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::over(Archive::create(folder.as_ref())?)
    }

    fn over(archive: Archive) -> Result<Self, Error> {
        let (engine, outlets) = (archive.engine()?, archive.outlets()?);
        Ok(Self { archive, engine, outlets, today: None })
    }

    /// Says which day it is: `last:7d` ends with it. Else that is the day of the newest article.
    #[must_use]
    pub fn on(self, today: article::Day) -> Self {
        Self { today: Some(today), ..self }
    }

    /// Brings the index up to date with these files and folders; without any, with all it knows.
    /// What is new was taken in `now`.
    ///
    /// # Errors
    /// A path that is not there, an index that cannot be written. A file that cannot be read is no
    /// error: it is counted in what comes back.
    pub fn index<P: AsRef<Path>>(
        &mut self,
        paths: &[P],
        now: SystemTime,
    ) -> Result<Updated, Error> {
        let roots = paths.iter().map(|path| self.archive.root_of(path.as_ref()));
        let roots = roots.collect::<Result<_, _>>()?;
        let update = Update { roots, ..Update::at(seconds(now)) };
        let updated = self.archive.update(&update, &Control::default(), &mut |_| ())?;
        *self = Self { today: self.today, ..Self::over(self.archive.clone())? };
        Ok(updated)
    }

    /// Puts in articles that code of yours made, under a name of yours and in place of those put in
    /// under it before. Headline, text, outlet, date and all else are as you give them; an
    /// article's key says which it is (see [`article::Article::key`]).
    ///
    /// # Errors
    /// The index cannot be written; then nothing of these articles is kept.
    pub fn put(
        &mut self,
        name: &str,
        articles: impl IntoIterator<Item = article::Article>,
        now: SystemTime,
    ) -> Result<query::Committed, Error> {
        let done = self.archive.put(name, articles, seconds(now))?;
        *self = Self { today: self.today, ..Self::over(self.archive.clone())? };
        Ok(done)
    }

    /// The best twenty articles for a query.
    ///
    /// # Errors
    /// A query over a limit, an index that cannot be read.
    pub fn search(&self, query: &str) -> Result<Answer, Error> {
        self.ask(&Request { q: query.to_string(), ..Request::default() }, &Control::default())
    }

    /// Answers a request: with filters, an order, counts, a timeline.
    ///
    /// # Errors
    /// A query or parameter that is refused, an index that cannot be read, a deadline that passed.
    pub fn ask(&self, request: &Request, control: &Control) -> Result<Answer, Error> {
        let today = match self.today {
            Some(today) => today,
            None => self.engine.stats(control)?.latest.unwrap_or_default(),
        };
        let context = AskContext { today, outlets: &self.outlets, limits: Limits::default() };
        Ok(query::answer(&*self.engine, request, &context, control)?)
    }

    /// The engine behind it: articles by id, everything a plan finds, words, figures.
    pub fn engine(&self) -> &dyn Engine {
        &*self.engine
    }
}

/// Seconds since 1970; 0 before.
fn seconds(time: SystemTime) -> i64 {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

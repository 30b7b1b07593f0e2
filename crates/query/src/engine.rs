//! What every engine can do, and how it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use morgue_analysis::damerau_within;
use morgue_article::{Article, ArticleId, Day, SourceRecord};
use serde::{Deserialize, Serialize};

use crate::plan::{Plan, Term};
use crate::results::Results;
use crate::score::ScoreParts;

/// A store of articles that answers plans. Synchronous and object-safe: a server runs it off its
/// own threads.
///
/// Every call takes a [`Control`]; an engine looks at it between steps of bounded work. An engine
/// that cannot do a thing answers [`EngineErrorKind::Unsupported`]; it never approximates.
pub trait Engine: Send + Sync {
    /// Answers a plan from one snapshot.
    fn search(&self, plan: &Plan, control: &Control) -> Result<Results, EngineError>;

    /// The current article with this id. A withdrawn or unknown one is `None`.
    fn article(&self, id: ArticleId, control: &Control) -> Result<Option<Article>, EngineError>;

    /// The ids of current articles that begin with these hexadecimal digits, or that a source
    /// calls so (see [`Clause::Id`](crate::plan::Clause::Id)); at most `limit` of them, by id.
    fn resolve(
        &self,
        id: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<ArticleId>, EngineError>;

    /// Everything a plan's clause and filters find, in order of id, in bounded memory. `want` is
    /// not looked at.
    fn scan<'a>(
        &'a self,
        plan: &Plan,
        control: &Control,
    ) -> Result<Box<dyn Iterator<Item = Result<Article, EngineError>> + 'a>, EngineError>;

    /// The words of headlines, bodies and captions that a term stands for, with the number of
    /// current articles that hold each, most frequent first, ties by word.
    ///
    /// For a bare word these are the forms that it takes in: the word itself, and in the articles of
    /// each language every folded form whose stem there is the word's. A cased word is counted where
    /// it stands so.
    ///
    /// # Errors
    /// [`EngineErrorKind::TooManyExpansions`] when there are more than `limit`.
    fn terms(
        &self,
        term: &Term,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError>;

    /// The score of one article under a plan, taken apart; `None` where the plan's clause does not
    /// find it. Filters and `want` are not looked at.
    fn explain_score(
        &self,
        plan: &Plan,
        id: ArticleId,
        control: &Control,
    ) -> Result<Option<ScoreParts>, EngineError>;

    /// Words of the index that are spelt much like this folded one, which is not among them: for
    /// a word that finds nothing. The nearest first, then the most frequent, ties by word; at most
    /// `limit`. A word of one or two letters is like none, one of up to five is like those within
    /// a Damerau distance of 1, a longer one like those within 2.
    fn suggest(
        &self,
        folded: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError> {
        let distance = match folded.chars().count() {
            0..=2 => return Ok(Vec::new()),
            3..=5 => 1,
            _ => 2,
        };
        let term = Term::Fuzzy { folded: folded.to_string(), distance };
        let mut near = self.terms(&term, usize::MAX, control)?;
        near.retain(|term| term.word != folded);
        // Stable: within a distance the most frequent stay first.
        near.sort_by_key(|term| !damerau_within(folded, &term.word, 1));
        near.truncate(limit);
        Ok(near)
    }

    /// What the index holds.
    fn stats(&self, control: &Control) -> Result<Stats, EngineError>;

    /// The last commit as an engine that stays at it, whatever is committed later: what pages of
    /// one answer are taken from.
    fn pin(&self) -> Result<Pinned, EngineError>;
}

/// An engine that stays at one commit.
#[derive(Clone)]
pub struct Pinned {
    /// Names the commit, as [`Stats::commit`] does.
    pub commit: String,
    /// Answers from it.
    pub engine: Arc<dyn Engine>,
}

impl std::fmt::Debug for Pinned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pinned").field("commit", &self.commit).finish_non_exhaustive()
    }
}

/// Takes articles in. One at a time; a second is [`EngineErrorKind::Locked`].
///
/// Per source file: [`ArticleSink::begin`], [`ArticleSink::add`] for each of its articles,
/// [`ArticleSink::end`] with its record. What a source held before and does not hold now loses
/// that origin; an article goes when its last origin goes. All of it becomes visible together, at
/// a commit, and commits fall between sources.
pub trait ArticleSink {
    /// The ledger: what is known of every source below this root, committed or not yet, in order
    /// of path. `None`: of all roots.
    fn ledger(&self, root: Option<&str>) -> Result<Vec<SourceRecord>, EngineError>;

    /// The next articles come from this source.
    fn begin(&mut self, source: &morgue_article::SourceKey) -> Result<(), EngineError>;

    /// An article of the source begun. It has that one origin, and no `added`.
    fn add(&mut self, article: Article) -> Result<(), EngineError>;

    /// What the open source held before and does not name now is held on: an item that left a feed
    /// was not withdrawn.
    fn keep(&mut self) -> Result<(), EngineError>;

    /// The source is whole. `record.holds` is filled in by the sink from what was added.
    fn end(&mut self, record: SourceRecord) -> Result<(), EngineError>;

    /// Given up in the middle: what was added since [`ArticleSink::begin`] is not kept, and what
    /// the source held before stays.
    fn abandon(&mut self) -> Result<(), EngineError>;

    /// A source that is no longer there.
    fn remove(&mut self, source: &morgue_article::SourceKey) -> Result<(), EngineError>;

    /// The same file under another name: its record and origins move, nothing is read.
    fn rename(
        &mut self,
        from: &morgue_article::SourceKey,
        to: &SourceRecord,
    ) -> Result<(), EngineError>;

    /// Commits if enough has come together since the last time (256 MB of text or 10 s of work);
    /// otherwise nothing. To be called between sources.
    fn commit_if_due(&mut self) -> Result<Option<Committed>, EngineError>;

    /// Commits now.
    fn commit(&mut self) -> Result<Committed, EngineError>;

    /// Commits, waits for merges, and merges away what was deleted.
    fn close(self: Box<Self>) -> Result<Committed, EngineError>;
}

/// What a commit made durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Committed {
    /// Current articles now.
    pub articles: u64,
    /// Articles that are new since the writer was opened.
    pub added: u64,
    /// Articles with another content than before.
    pub changed: u64,
    /// Articles that went.
    pub removed: u64,
}

/// When to stop.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// Not after this moment.
    pub deadline: Option<Instant>,
    /// Not once this is cancelled.
    pub cancel: CancelToken,
    /// Whether to stand still for a while, so that others come first.
    pub pace: Option<Pace>,
}

/// What a call asks at every look whether it may go on at once: it stands still in there as long as
/// others come first.
#[derive(Clone)]
pub struct Pace(Arc<dyn Fn() -> Result<(), EngineError> + Send + Sync>);

impl Pace {
    /// Asks this. It must not be asked while a lock is held.
    pub fn new(ask: impl Fn() -> Result<(), EngineError> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }
}

impl std::fmt::Debug for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pace(…)")
    }
}

impl Control {
    /// Whether the call may go on.
    ///
    /// # Errors
    /// [`EngineErrorKind::Cancelled`] or [`EngineErrorKind::TimedOut`].
    pub fn check(&self) -> Result<(), EngineError> {
        if self.cancel.is_cancelled() {
            return Err(EngineError::new(EngineErrorKind::Cancelled, "cancelled"));
        }
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => {
                Err(EngineError::new(EngineErrorKind::TimedOut, "the time for this query is over"))
            }
            _ => self.pace.as_ref().map_or(Ok(()), |pace| (pace.0)()),
        }
    }
}

/// A flag that one thread raises and others look at.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Raises the flag.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The flag itself, for code that knows no engines.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// Whether it was raised.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A word of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TermCount {
    /// The folded form.
    pub word: String,
    /// How many current articles hold it.
    pub articles: u64,
}

/// What an index holds: shown by `stats`, and given to planning (languages, outlets).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stats {
    /// Current articles.
    pub articles: u64,
    /// Articles without a publication date.
    pub undated: u64,
    /// Articles without an outlet.
    pub without_outlet: u64,
    /// Words of all articles.
    pub words: u64,
    /// Source files in the ledger.
    pub sources: u64,
    /// Superseded versions that are kept.
    pub versions: u64,
    /// Ids whose article went.
    pub tombstones: u64,
    /// The first day any article can be of.
    pub earliest: Option<Day>,
    /// The last day any article can be of.
    pub latest: Option<Day>,
    /// Outlets, most articles first.
    pub outlets: Vec<OutletStats>,
    /// Languages, most articles first; `und` where none is known.
    pub languages: Vec<LanguageStats>,
    /// The fingerprint of all current articles.
    pub fingerprint: String,
    /// Version of the analysis it was built with.
    pub analysis: u32,
    /// Bytes on disk, where the engine has a disk.
    pub bytes: u64,
    /// Segments, shards: how many pieces it is in.
    pub segments: u64,
    /// Names the commit that answered.
    pub commit: String,
}

/// One outlet's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutletStats {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
}

/// One language's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LanguageStats {
    /// Its code.
    pub code: String,
    /// Its articles.
    pub articles: u64,
}

/// What an engine could not do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct EngineError {
    /// Which of few kinds: decides the exit code and the HTTP status.
    pub kind: EngineErrorKind,
    /// Where, what, which value, what next; lower case, no full stop.
    pub message: String,
    /// What it rests on.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl EngineError {
    /// An error of this kind.
    pub fn new(kind: EngineErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The same with its cause.
    pub fn because(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

/// The kinds of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EngineErrorKind {
    /// The plan asks for something this engine does not do; the message names it.
    Unsupported,
    /// A wildcard or fuzzy word stands for more words than allowed; the message has the count.
    TooManyExpansions,
    /// Another limit was passed.
    OverLimit,
    /// The deadline passed.
    TimedOut,
    /// The caller cancelled.
    Cancelled,
    /// There is no index there.
    Missing,
    /// Another writer has it.
    Locked,
    /// It was built by another version; the message names the command that rebuilds it.
    OtherVersion,
    /// It cannot be read: a checksum or a structure is wrong.
    Damaged,
    /// It cannot be written: permissions, a full disk.
    NotWritable,
    /// A cluster does not answer.
    Unreachable,
    /// A state of the index that was held for later pages is no longer held.
    Gone,
    /// Reading or writing failed in another way.
    Io,
}

impl EngineErrorKind {
    /// The exit code of `interfaces.md`.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Unsupported | Self::TooManyExpansions | Self::OverLimit | Self::TimedOut => 2,
            Self::Missing | Self::Locked | Self::OtherVersion | Self::Damaged => 4,
            Self::NotWritable | Self::Io | Self::Gone => 4,
            Self::Unreachable => 5,
            Self::Cancelled => 130,
        }
    }

    /// The HTTP status.
    pub fn http_status(self) -> u16 {
        match self {
            Self::Unsupported => 501,
            Self::TooManyExpansions | Self::OverLimit => 400,
            Self::TimedOut => 504,
            Self::Cancelled => 499,
            Self::Missing | Self::Locked | Self::OtherVersion | Self::NotWritable => 503,
            Self::Unreachable => 502,
            Self::Gone => 410,
            Self::Damaged | Self::Io => 500,
        }
    }
}

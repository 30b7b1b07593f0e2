//! One commit, opened for reading: what a call to the engine sees from its first to its last step.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use morgue_analysis::Analyzer;
use morgue_article::{Article, ArticleId};
use morgue_query::{EngineError, EngineErrorKind, Ranking, Stats};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocId, DocSet, IndexMeta, ReloadPolicy, Searcher, SegmentReader, TERMINATED, Term,
};

use crate::columns::Columns;
use crate::error::engine_error;
use crate::folder::{Folder, MANIFEST};
use crate::rank::{ListFiles, Similarity, idf};
use crate::schema::{Fields, NO_DAY, kind};
use crate::state::CommitState;
use crate::store::Stored;
use crate::translate::KnownWords;
use crate::writer::read_stored;

/// An opened commit.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) state: CommitState,
    /// Names the commit.
    pub(crate) commit: String,
    /// Current articles among the documents, those deleted since they were written included: what
    /// the frequencies of words are counted over.
    pub(crate) written: u64,
    /// Where its files are.
    pub(crate) files: PathBuf,
    /// The constants of the score.
    pub(crate) ranking: Ranking,
    /// The files of lists, for what tantivy does not tell of them.
    pub(crate) lists: Arc<ListFiles>,
    pub(crate) columns: Arc<Columns>,
    pub(crate) words: KnownWords,
    stamp: Stamp,
    stats: OnceLock<Stats>,
    analyzers: Mutex<Vec<Analyzer>>,
    /// Of the fields of tokens, in their order.
    similarities: [OnceLock<Similarity>; 6],
}

/// What tells that there is another commit than the one opened, without reading anything.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    manifest: Option<(SystemTime, u64)>,
    meta: Option<(SystemTime, u64)>,
}

impl Stamp {
    fn of(folder: &Path, files: &Path) -> Self {
        let look = |path: PathBuf| {
            let data = fs::metadata(path).ok()?;
            Some((data.modified().ok()?, data.len()))
        };
        Self { manifest: look(folder.join(MANIFEST)), meta: look(files.join("meta.json")) }
    }
}

impl Snapshot {
    /// Opens the last commit of the index in a folder.
    pub(crate) fn open(path: &Path) -> Result<Self, EngineError> {
        // A rebuild may switch generations, and a writer may commit, between two of our steps.
        let mut last = None;
        for _ in 0..5 {
            match Self::try_open(path) {
                Ok(Some(snapshot)) => return Ok(snapshot),
                Ok(None) => {}
                Err(error) if error.kind == EngineErrorKind::OtherVersion => return Err(error),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(|| {
            EngineError::new(EngineErrorKind::Locked, "the index changes too fast to be opened")
        }))
    }

    /// Opens it, unless it changed meanwhile.
    fn try_open(path: &Path) -> Result<Option<Self>, EngineError> {
        let failed =
            |error| engine_error(&format!("open the index in `{}`", path.display()), error);
        let folder = Folder::open(path)?;
        folder.check_version()?;
        let files = path.join(&folder.manifest().generation);
        let stamp = Stamp::of(path, &files);
        let index = folder.open_index()?;
        let fields = folder.fields(&index.schema())?;
        let before = index.load_metas().map_err(failed)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = reader.map_err(failed)?.searcher();
        if !is_commit(&searcher, &before) {
            return Ok(None);
        }
        let state = CommitState::from_payload(before.payload.as_deref()).map_err(|error| {
            let message = "the last commit's counts cannot be read";
            EngineError::new(EngineErrorKind::Damaged, message).because(error)
        })?;
        let current = Term::from_field_text(fields.doc_kind, kind::ARTICLE);
        let written = searcher.doc_freq(&current).map_err(failed)?;
        // Two indexes of as many steps are told apart by what they hold.
        let holds = state.fingerprint().to_string();
        let holds = holds.get(..8).unwrap_or(&holds);
        let commit = format!("{}-{}-{holds}", folder.manifest().generation, before.opstamp);
        Ok(Some(Self {
            ranking: folder.ranking(),
            lists: Arc::new(ListFiles::of(searcher.segment_readers())),
            columns: Arc::new(Columns::of(searcher.segment_readers())),
            words: KnownWords::default(),
            searcher,
            fields,
            state,
            commit,
            written,
            files,
            stamp,
            stats: OnceLock::new(),
            analyzers: Mutex::default(),
            similarities: Default::default(),
        }))
    }

    /// Whether this is still the last commit of the folder.
    pub(crate) fn is_fresh(&self, path: &Path) -> bool {
        self.stamp == Stamp::of(path, &self.files)
    }

    /// What it says about itself, made at the first call.
    pub(crate) fn stats(&self) -> Result<&Stats, EngineError> {
        if let Some(known) = self.stats.get() {
            return Ok(known);
        }
        let made = crate::stats::of(self)?;
        Ok(self.stats.get_or_init(|| made))
    }

    /// The segments with their ordinals.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (u32, &SegmentReader)> {
        (0u32..).zip(self.searcher.segment_readers())
    }

    /// The term that every current article has.
    pub(crate) fn current(&self) -> Term {
        Term::from_field_text(self.fields.doc_kind, kind::ARTICLE)
    }

    /// The stems of a word in the languages of the index: language and stem, where there is one.
    pub(crate) fn stems(&self, lower: &str) -> Vec<(String, String)> {
        let mut analyzers = self.analyzers.lock().unwrap_or_else(PoisonError::into_inner);
        if analyzers.is_empty() {
            analyzers.extend(self.state.languages.keys().map(|lang| Analyzer::new(lang)));
        }
        let stems = analyzers.iter_mut().filter_map(|analyzer| {
            let stem = analyzer.stem(lower)?;
            Some((analyzer.lang().to_string(), stem))
        });
        stems.collect()
    }

    /// The stem of a word in one language of the index.
    pub(crate) fn stem(&self, lang: &str, lower: &str) -> Option<String> {
        let mut analyzers = self.analyzers.lock().unwrap_or_else(PoisonError::into_inner);
        analyzers.iter_mut().find(|analyzer| analyzer.lang() == lang)?.stem(lower)
    }

    /// How something scores in a field of tokens, given how many current articles hold it: of a
    /// phrase, each of its words.
    pub(crate) fn similarity(&self, field: Field, articles: &[u64]) -> Similarity {
        let all = self.written.max(1);
        let make = || {
            let tokens = self.total_num_tokens(field).unwrap_or_default();
            Similarity::new(&self.ranking, tokens as f32 / all as f32)
        };
        let rarity: f32 = articles.iter().map(|&articles| idf(articles, all)).sum();
        match self.fields.texts().into_iter().position(|known| known == field) {
            Some(at) => self.similarities[at].get_or_init(make).boosted(rarity),
            None => make().boosted(rarity),
        }
    }

    /// The documents with this term that are current articles and not deleted.
    pub(crate) fn articles_with(&self, term: &Term) -> Result<Vec<DocAddress>, EngineError> {
        let failed = |error| engine_error("look up an article", error);
        let mut found = Vec::new();
        for (ordinal, segment) in self.segments() {
            let postings = |term: &Term| {
                let index = segment.inverted_index(term.field())?;
                tantivy::Result::Ok(index.read_postings(term, IndexRecordOption::Basic)?)
            };
            let Some(mut wanted) = postings(term).map_err(failed)? else { continue };
            let Some(mut current) = postings(&self.current()).map_err(failed)? else { continue };
            let mut doc = wanted.doc();
            while doc != TERMINATED {
                let is_current =
                    current.doc() == doc || current.doc() < doc && current.seek(doc) == doc;
                if is_current && !segment.is_deleted(doc) {
                    found.push(DocAddress::new(ordinal, doc));
                }
                doc = wanted.advance();
            }
        }
        Ok(found)
    }

    /// Reads the article at an address.
    pub(crate) fn article(&self, address: DocAddress) -> Result<Article, EngineError> {
        match read_stored(&self.searcher, self.fields, address)? {
            Stored::Article(stored) => Ok(stored.article),
            other => {
                let message =
                    format!("an article is stored as a document of kind `{}`", other.kind());
                Err(EngineError::new(EngineErrorKind::Damaged, message))
            }
        }
    }
}

/// Whether a searcher sees what this commit says: the same segments with the same deletions.
/// Commits with equal segments are equal.
fn is_commit(searcher: &Searcher, commit: &IndexMeta) -> bool {
    let seen = searcher.segment_readers();
    seen.len() == commit.segments.len()
        && seen.iter().all(|seen| {
            let same = commit.segments.iter().find(|known| known.id() == seen.segment_id());
            same.is_some_and(|known| known.delete_opstamp() == seen.delete_opstamp())
        })
}

impl Bm25StatisticsProvider for Snapshot {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut kept = self.fields.texts().into_iter().zip(self.state.tokens);
        match kept.find(|&(known, tokens)| known == field && tokens > 0) {
            Some((_, tokens)) => Ok(tokens),
            // An index from before the counts were kept.
            None => self.searcher.total_num_tokens(field),
        }
    }

    /// Only current articles: the ledger must not make every word look rare.
    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.written.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.searcher.doc_freq(term)?.min(self.written.max(1)))
    }
}

/// A column of numbers of one segment; absent where no document has one.
#[derive(Clone)]
pub(crate) struct Numbers<T: Copy + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(
    Option<Column<T>>,
);

impl Numbers<u64> {
    pub(crate) fn of(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let name = segment.schema().get_field_name(field);
        Ok(Self(segment.fast_fields().column_opt::<u64>(name)?))
    }

    pub(crate) fn get(&self, doc: DocId) -> u64 {
        self.0.as_ref().and_then(|column| column.first(doc)).unwrap_or(0)
    }

    pub(crate) fn all(&self, doc: DocId) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().flat_map(move |column| column.values_for_doc(doc))
    }
}

impl Numbers<i64> {
    /// All values, where there are any.
    pub(crate) fn column(&self) -> Option<&Column<i64>> {
        self.0.as_ref()
    }

    pub(crate) fn signed(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let name = segment.schema().get_field_name(field);
        Ok(Self(segment.fast_fields().column_opt::<i64>(name)?))
    }

    /// The day or second; `None` where there is none.
    pub(crate) fn get(&self, doc: DocId) -> Option<i64> {
        let value = self.0.as_ref().and_then(|column| column.first(doc));
        value.filter(|&day| day != NO_DAY)
    }
}

/// The ids of one segment's articles.
pub(crate) struct Ids {
    high: Numbers<u64>,
    low: Numbers<u64>,
}

impl Ids {
    pub(crate) fn of(segment: &SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        Ok(Self {
            high: Numbers::of(segment, fields.id_hi)?,
            low: Numbers::of(segment, fields.id_lo)?,
        })
    }

    pub(crate) fn get(&self, doc: DocId) -> ArticleId {
        let bits = u128::from(self.high.get(doc)) << 64 | u128::from(self.low.get(doc));
        ArticleId::from_u128(bits)
    }
}

/// A column of texts of one segment.
pub(crate) fn texts(segment: &SegmentReader, field: Field) -> tantivy::Result<Option<StrColumn>> {
    segment.fast_fields().str(segment.schema().get_field_name(field))
}

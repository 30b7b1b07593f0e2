//! The embedded engine as its callers see it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use morgue_article::{Article, ArticleId};
use morgue_query::plan::{Clause, Plan, Span, Term, TextClause, TextField, Want, WantTotal};
use morgue_query::{Control, Engine, EngineError, Pinned, Results, ScoreParts, Stats, TermCount};

use crate::collect;
use crate::expand::Dictionary;
use crate::explain::explain;
use crate::snapshot::Snapshot;
use crate::translate::resolve;

/// Answers plans from the index in a folder. Every call sees one commit, the last at its start.
///
/// Reading needs no permission to write.
pub struct EmbeddedEngine {
    path: PathBuf,
    snapshot: RwLock<Arc<Snapshot>>,
    /// Whether it stays at the commit it was opened at.
    pinned: bool,
}

impl EmbeddedEngine {
    /// Opens the index in this folder.
    ///
    /// # Errors
    /// `EngineErrorKind::Missing` where there is none, `EngineErrorKind::OtherVersion` where
    /// it must be rebuilt first, `EngineErrorKind::Damaged` where it cannot be read.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        let snapshot = RwLock::new(Arc::new(Snapshot::open(path)?));
        Ok(Self { path: path.to_path_buf(), snapshot, pinned: false })
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last commit, opened anew if there has been one since.
    fn snapshot(&self) -> Result<Arc<Snapshot>, EngineError> {
        let known = self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone();
        if self.pinned || known.is_fresh(&self.path) {
            return Ok(known);
        }
        let mut held = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if !held.is_fresh(&self.path) {
            *held = Arc::new(Snapshot::open(&self.path)?);
        }
        Ok(held.clone())
    }
}

impl std::fmt::Debug for EmbeddedEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbeddedEngine").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Engine for EmbeddedEngine {
    fn search(&self, plan: &Plan, control: &Control) -> Result<Results, EngineError> {
        collect::search(&*self.snapshot()?, plan, control)
    }

    fn article(&self, id: ArticleId, control: &Control) -> Result<Option<Article>, EngineError> {
        control.check()?;
        let snapshot = self.snapshot()?;
        let term = tantivy::Term::from_field_text(snapshot.fields.id, &id.to_string());
        let found = snapshot.articles_with(&term)?;
        found.first().map(|&address| snapshot.article(address)).transpose()
    }

    fn resolve(
        &self,
        id: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<ArticleId>, EngineError> {
        control.check()?;
        resolve(&*self.snapshot()?, id, limit)
    }

    fn scan<'a>(
        &'a self,
        plan: &Plan,
        control: &Control,
    ) -> Result<Box<dyn Iterator<Item = Result<Article, EngineError>> + 'a>, EngineError> {
        let snapshot = self.snapshot()?;
        let found = collect::scan(&snapshot, plan, control)?;
        let control = control.clone();
        Ok(Box::new(found.into_iter().map(move |(_, address)| {
            control.check()?;
            snapshot.article(address)
        })))
    }

    fn terms(
        &self,
        term: &Term,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError> {
        control.check()?;
        let snapshot = self.snapshot()?;
        if let Term::Cased { folded, .. } = term {
            return cased(&snapshot, term, folded, control);
        }
        let dictionary = Dictionary { snapshot: &snapshot, field: snapshot.fields.exact, control };
        dictionary.count(term, limit)
    }

    fn explain_score(
        &self,
        plan: &Plan,
        id: ArticleId,
        control: &Control,
    ) -> Result<Option<ScoreParts>, EngineError> {
        explain(&*self.snapshot()?, plan, id, control)
    }

    fn stats(&self, control: &Control) -> Result<Stats, EngineError> {
        control.check()?;
        Ok(self.snapshot()?.stats()?.clone())
    }

    fn pin(&self) -> Result<Pinned, EngineError> {
        let snapshot = self.snapshot()?;
        let commit = snapshot.commit.clone();
        let path = self.path.clone();
        let engine = Arc::new(Self { path, snapshot: RwLock::new(snapshot), pinned: true });
        Ok(Pinned { commit, engine })
    }
}

/// How many articles have a word written with capitals.
fn cased(
    snapshot: &Snapshot,
    term: &Term,
    folded: &str,
    control: &Control,
) -> Result<Vec<TermCount>, EngineError> {
    let fields = TextField::DEFAULT.to_vec();
    let text = TextClause { fields, span: Span::Term(term.clone()), source: 0..0 };
    let want = Want { total: WantTotal::Exact, ..Want::default() };
    let plan = Plan { clause: Clause::Text(text), filters: Vec::new(), want };
    let articles = collect::search(snapshot, &plan, control)?.total.map_or(0, |total| total.value);
    let word = folded.to_string();
    Ok(if articles > 0 { vec![TermCount { word, articles }] } else { Vec::new() })
}

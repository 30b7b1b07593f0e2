//! Counting parts of a query, within bounds.

use crate::plan::{Clause, Filter, Plan, Term, Want, WantTotal};
use crate::{Control, Engine, EngineError, EngineErrorKind, TermCount};

/// Counts and lists of words that are asked for at most.
const MOST: usize = 400;

/// Counts what clauses find under the same filters.
pub(super) struct Counter<'a> {
    engine: &'a dyn Engine,
    filters: &'a [Filter],
    pub(super) control: &'a Control,
    left: usize,
    /// Whether everything that was asked for was counted.
    pub(super) complete: bool,
}

impl<'a> Counter<'a> {
    pub(super) fn new(engine: &'a dyn Engine, filters: &'a [Filter], control: &'a Control) -> Self {
        Self { engine, filters, control, left: MOST, complete: true }
    }

    /// How many articles a clause finds: unknown beyond the bound, or a reason why it cannot be
    /// counted.
    pub(super) fn count(
        &mut self,
        clause: &Clause,
    ) -> Result<Result<Option<u64>, String>, EngineError> {
        if !self.may() {
            return Ok(Ok(None));
        }
        let want = Want { total: WantTotal::Exact, ..Want::default() };
        let plan = Plan { clause: clause.clone(), filters: self.filters.to_vec(), want };
        match self.engine.search(&plan, self.control) {
            Ok(found) => Ok(Ok(found.total.map(|total| total.value))),
            Err(error) if is_about_the_query(&error) => Ok(Err(error.to_string())),
            Err(error) => Err(error),
        }
    }

    /// The words a term stands for; unknown beyond the bound, or where the engine cannot say.
    pub(super) fn terms(
        &mut self,
        term: &Term,
        limit: usize,
    ) -> Result<Option<Vec<TermCount>>, EngineError> {
        if !self.may() {
            return Ok(None);
        }
        match self.engine.terms(term, limit, self.control) {
            Ok(words) => Ok(Some(words)),
            Err(error) if is_about_the_query(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Words of the index that are spelt much like this one.
    pub(super) fn near(&mut self, folded: &str) -> Result<Vec<TermCount>, EngineError> {
        const NEAR: usize = 5;
        if !self.may() {
            return Ok(Vec::new());
        }
        match self.engine.suggest(folded, NEAR, self.control) {
            Err(error) if is_about_the_query(&error) => Ok(Vec::new()),
            found => found,
        }
    }

    fn may(&mut self) -> bool {
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        self.complete &= may;
        may
    }
}

/// Whether a failure is about what was asked, and another part may do better.
pub(super) fn is_about_the_query(error: &EngineError) -> bool {
    matches!(
        error.kind,
        EngineErrorKind::Unsupported
            | EngineErrorKind::TooManyExpansions
            | EngineErrorKind::OverLimit
    )
}

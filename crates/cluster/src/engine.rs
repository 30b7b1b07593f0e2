//! The cluster behind the contract of all engines.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use morgue_article::{Article, ArticleId};
use morgue_query::plan::{Plan, Term};
use morgue_query::{
    Control, Engine, EngineError, EngineErrorKind, Pinned, Results, ScoreParts, Stats, TermCount,
};
use serde_json::json;

use crate::address::Address;
use crate::client::{Client, Credentials, wait};
use crate::collect;
use crate::expand;
use crate::snapshot::{Snapshot, about, commit};
use crate::translate::current;

/// How often a question is asked of a new state because the cluster lost the one before.
const TRIES: u32 = 8;
/// The pause before that; it doubles each time.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers plans from an index of a cluster. Every call sees one state of it, the one at its start.
pub struct ClusterEngine {
    client: Arc<Client>,
    name: String,
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    /// Whether it stays at the state it was made with.
    pinned: bool,
}

impl ClusterEngine {
    /// Opens an index of a cluster.
    ///
    /// # Errors
    /// [`Unreachable`](EngineErrorKind::Unreachable) where nobody answers,
    /// [`Missing`](EngineErrorKind::Missing) where there is no such index,
    /// [`OtherVersion`](EngineErrorKind::OtherVersion) where it must be rebuilt first.
    pub fn open(address: &Address, credentials: &Credentials) -> Result<Self, EngineError> {
        let client = Arc::new(Client::new(address, credentials)?);
        Self::over(client, address.name())
    }

    pub(crate) fn over(client: Arc<Client>, name: &str) -> Result<Self, EngineError> {
        let engine =
            Self { client, name: name.to_string(), snapshot: RwLock::new(None), pinned: false };
        let snapshot = engine.snapshot(&Control::default())?;
        let (made, now) = (snapshot.about.analysis, morgue_analysis::VERSION);
        if made != now {
            let message = format!(
                "`{name}` was built with version {made} of the analysis, this program has {now}: \
                 `morgue rebuild` makes it anew from itself"
            );
            return Err(EngineError::new(EngineErrorKind::OtherVersion, message));
        }
        Ok(engine)
    }

    /// The state as it is now; the one at hand if nothing changed.
    fn snapshot(&self, control: &Control) -> Result<Arc<Snapshot>, EngineError> {
        let known = self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.as_ref().filter(|_| self.pinned) {
            return Ok(Arc::clone(known));
        }
        let (index, about) = match &known {
            Some(known) => (known.index.clone(), known.about),
            None => about(&self.client, &self.name, control)?,
        };
        let now = match commit(&self.client, &index, control) {
            Ok(now) => now,
            // A rebuild put another index behind the name.
            Err(error) if error.kind == EngineErrorKind::Missing && known.is_some() => {
                self.forget();
                return self.snapshot(control);
            }
            Err(error) => return Err(error),
        };
        if let Some(known) = known.filter(|known| known.commit == now) {
            return Ok(known);
        }
        let snapshot = Arc::new(Snapshot::take(&self.client, (&index, about), control)?);
        let mut held = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some(Arc::clone(&snapshot));
        Ok(snapshot)
    }

    fn forget(&self) {
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Asks a state; where the cluster gave it up meanwhile, the one that is now.
    fn asked<T>(
        &self,
        control: &Control,
        ask: impl Fn(&Arc<Snapshot>) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        control.check()?;
        let mut pause = PAUSE;
        for _ in 1..TRIES {
            match ask(&self.snapshot(control)?) {
                Err(error) if error.kind == EngineErrorKind::Gone && !self.pinned => self.forget(),
                answer => return answer,
            }
            // A cluster that lost a node names it in new states, too, until it has noticed.
            wait(pause, control)?;
            pause *= 2;
        }
        ask(&self.snapshot(control)?)
    }
}

impl std::fmt::Debug for ClusterEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClusterEngine").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Engine for ClusterEngine {
    fn search(&self, plan: &Plan, control: &Control) -> Result<Results, EngineError> {
        self.asked(control, |snapshot| collect::search(snapshot, plan, control))
    }

    fn article(&self, id: ArticleId, control: &Control) -> Result<Option<Article>, EngineError> {
        self.asked(control, |snapshot| {
            let query = current(vec![json!({ "term": { "id": id.to_string() } })]);
            let mut found = collect::Ids::new(snapshot, query, true).next_page(control)?;
            Ok(found.pop().and_then(|(_, article)| article))
        })
    }

    fn resolve(
        &self,
        id: &str,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<ArticleId>, EngineError> {
        self.asked(control, |snapshot| {
            let named = json!({ "bool": { "should": [
                { "prefix": { "id": id.to_lowercase() } },
                { "term": { "source_id": id } },
            ] } });
            collect::ids(snapshot, current(vec![named]), limit, control)
        })
    }

    fn scan<'a>(
        &'a self,
        plan: &Plan,
        control: &Control,
    ) -> Result<Box<dyn Iterator<Item = Result<Article, EngineError>> + 'a>, EngineError> {
        let scan =
            self.asked(control, |snapshot| collect::scan(Arc::clone(snapshot), plan, control))?;
        Ok(Box::new(scan))
    }

    fn terms(
        &self,
        term: &Term,
        limit: usize,
        control: &Control,
    ) -> Result<Vec<TermCount>, EngineError> {
        self.asked(control, |snapshot| expand::count(snapshot, term, limit, control))
    }

    fn explain_score(
        &self,
        plan: &Plan,
        id: ArticleId,
        control: &Control,
    ) -> Result<Option<ScoreParts>, EngineError> {
        self.asked(control, |snapshot| crate::explain::explain(snapshot, plan, id, control))
    }

    fn stats(&self, control: &Control) -> Result<Stats, EngineError> {
        self.asked(control, |snapshot| snapshot.stats(control).cloned())
    }

    fn pin(&self) -> Result<Pinned, EngineError> {
        let snapshot = self.snapshot(&Control::default())?;
        let commit = snapshot.commit.clone();
        let (client, name) = (Arc::clone(&self.client), self.name.clone());
        let snapshot = RwLock::new(Some(snapshot));
        Ok(Pinned { commit, engine: Arc::new(Self { client, name, snapshot, pinned: true }) })
    }
}

//! Is the index whole? Checksums, every document, every count, every tie between articles and
//! ledger.

use std::collections::{BTreeSet, HashMap, HashSet};

use morgue_article::{ArticleId, ContentHash, Held, Origin, SourceKey};
use morgue_query::{Control, EngineError};

use crate::error::engine_error;
use crate::folder::Folder;
use crate::rebuild::each_stored;
use crate::state::CommitState;
use crate::store::{Stored, StoredArticle};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Current articles.
    pub articles: u64,
    /// Superseded versions.
    pub versions: u64,
    /// Tombstones.
    pub tombstones: u64,
    /// Ledger lines.
    pub sources: u64,
    /// What is wrong, one line each, at most 100. Empty: the index is whole.
    pub problems: Vec<String>,
}

const MOST_PROBLEMS: usize = 100;

/// Checks an index without changing it.
///
/// # Errors
/// Where it cannot even be opened or read; what is merely wrong is in [`Verified::problems`].
pub fn verify(
    folder: &Folder,
    control: &Control,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, EngineError> {
    let index = folder.open_index()?;
    let mut check = Check::default();
    let damaged = index.validate_checksum().map_err(|e| engine_error("check the files", e))?;
    for file in damaged {
        check.problem(|| format!("`{}` has a wrong checksum", file.display()));
    }
    if !check.found.problems.is_empty() {
        return Ok(check.found);
    }
    let mut done = 0;
    let read = each_stored(&index, &mut |stored, total| {
        control.check()?;
        done += 1;
        progress(done, total);
        check.take(stored);
        Ok(())
    });
    read?;
    let payload = index.load_metas().map_err(|e| engine_error("read the commit", e))?.payload;
    match CommitState::from_payload(payload.as_deref()) {
        Ok(state) => check.compare(&state),
        Err(error) => check.problem(|| format!("the commit's counts cannot be read: {error}")),
    }
    check.ties();
    Ok(check.found)
}

#[derive(Default)]
struct Check {
    found: Verified,
    state: CommitState,
    /// Every current article: its content and the places it names.
    current: HashMap<ArticleId, (ContentHash, Vec<Origin>)>,
    /// The superseded contents and the places that hold them, by id.
    versions: HashMap<ArticleId, Vec<(ContentHash, Vec<Origin>)>>,
    gone: HashSet<ArticleId>,
    /// What the ledger says which source holds.
    held: HashSet<(SourceKey, Held)>,
}

impl Check {
    fn problem(&mut self, text: impl FnOnce() -> String) {
        if self.found.problems.len() < MOST_PROBLEMS {
            self.found.problems.push(text());
        }
    }

    fn take(&mut self, stored: Stored) {
        match stored {
            Stored::Article(stored) => {
                self.found.articles += 1;
                self.article(&stored);
                self.state.add(&stored);
                let (id, content) = (stored.article.id, stored.content);
                if self.current.insert(id, (content, stored.article.origins)).is_some() {
                    self.problem(|| format!("article {id} is there twice"));
                }
            }
            Stored::Version(stored) => {
                self.found.versions += 1;
                self.article(&stored);
                let versions = self.versions.entry(stored.article.id).or_default();
                versions.push((stored.content, stored.article.origins));
            }
            Stored::Tombstone(tombstone) => {
                self.found.tombstones += 1;
                self.gone.insert(tombstone.id);
            }
            Stored::Source(record) => {
                self.found.sources += 1;
                self.held.extend(record.holds.into_iter().map(|held| (record.key.clone(), held)));
            }
        }
    }

    fn article(&mut self, stored: &StoredArticle) {
        let article = &stored.article;
        if article.id != ArticleId::of_key(&article.key) {
            self.problem(|| format!("article {} has another key: `{}`", article.id, article.key));
        }
        if article.content_hash() != stored.content {
            self.problem(|| format!("article {} has another content than its hash", article.id));
        }
    }

    fn compare(&mut self, said: &CommitState) {
        let counts = [
            ("articles", said.articles, self.found.articles),
            ("versions", said.versions, self.found.versions),
            ("tombstones", said.tombstones, self.found.tombstones),
            ("sources", said.sources, self.found.sources),
            ("undated", said.undated, self.state.undated),
            ("without outlet", said.without_outlet, self.state.without_outlet),
            ("words", said.words, self.state.words),
        ];
        for (name, said, found) in counts {
            if said != found {
                self.problem(|| format!("{name}: the commit says {said}, there are {found}"));
            }
        }
        if said.tokens != self.state.tokens {
            self.problem(|| "the commit's counts of tokens are wrong".to_string());
        }
        if said.fingerprint() != self.state.fingerprint() {
            let (said, found) = (said.fingerprint(), self.state.fingerprint());
            self.problem(|| format!("the commit's fingerprint is {said}, the articles' {found}"));
        }
        let mut outlets = self.state.outlets.clone();
        outlets.iter_mut().for_each(|(id, (name, _))| {
            // Which of several spellings is shown depends on what was there before.
            if let Some((said, _)) = said.outlets.get(id) {
                name.clone_from(said);
            }
        });
        if outlets != said.outlets || self.state.languages != said.languages {
            self.problem(|| "the commit's counts by outlet or language are wrong".to_string());
        }
    }

    /// The ledger and the articles must say the same of who holds what.
    fn ties(&mut self) {
        let origins = self.origins();
        let lost: Vec<_> = self.held.difference(&origins).cloned().collect();
        for (source, Held { id, content }) in lost {
            let path = source.full_path();
            self.problem(|| {
                format!("`{path}` holds {content} of article {id}, which is not there")
            });
        }
        for (source, Held { id, content }) in origins.difference(&self.held.clone()) {
            let path = source.full_path();
            self.problem(|| {
                format!("{content} of article {id} is from `{path}`, which has it not")
            });
        }
        let both: Vec<_> =
            self.gone.iter().filter(|id| self.current.contains_key(id)).copied().collect();
        for id in both {
            self.problem(|| format!("article {id} is there and gone"));
        }
    }

    /// Which source holds which content, as the articles say it. A current article names the places
    /// of its versions too: its own are the others.
    fn origins(&mut self) -> HashSet<(SourceKey, Held)> {
        let mut origins = HashSet::new();
        let mut problems = Vec::new();
        let mut versions = std::mem::take(&mut self.versions);
        for (&id, (content, places)) in &self.current {
            let mut own: BTreeSet<&Origin> = places.iter().collect();
            let of_id = versions.remove(&id).unwrap_or_default();
            for (content, places) in &of_id {
                for origin in places {
                    if !own.remove(origin) {
                        let path = origin.source.full_path();
                        problems.push(format!("article {id} does not name `{path}`"));
                    }
                    origins.insert((origin.source.clone(), Held { id, content: *content }));
                }
            }
            if own.is_empty() {
                problems.push(format!("article {id} has no origin"));
            }
            let held = Held { id, content: *content };
            origins.extend(own.into_iter().map(|origin| (origin.source.clone(), held)));
        }
        problems.extend(versions.keys().map(|id| format!("article {id} has only old versions")));
        problems.into_iter().for_each(|text| self.problem(|| text));
        origins
    }
}

//! Is an index of a cluster whole? Every document, every tie between articles and ledger.

use std::collections::{HashMap, HashSet};

use morgue_article::versions::Holding;
use morgue_article::{Article, ArticleId, ContentHash, Fingerprint, SourceKey, SourceRecord};
use morgue_query::{Control, EngineError};

use crate::snapshot::Snapshot;
use crate::writer::each_document;

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

/// Checks a state of an index.
pub(crate) fn verify(
    snapshot: &Snapshot,
    control: &Control,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, EngineError> {
    let mut check = Check::default();
    let mut done = 0;
    each_document(snapshot, control, &mut |id, holding, record, total| {
        done += 1;
        progress(done, total);
        match (holding, record) {
            (_, Some(record)) => check.source(record),
            (Some(holding), None) => check.holding(id, &holding),
            (None, None) => {}
        }
        Ok(())
    })?;
    let stats = snapshot.stats(control)?;
    for (what, said, found) in [
        ("articles", stats.articles, check.found.articles),
        ("versions", stats.versions, check.found.versions),
        ("tombstones", stats.tombstones, check.found.tombstones),
        ("sources", stats.sources, check.found.sources),
    ] {
        if said != found {
            check.problem(|| format!("the cluster counts {said} {what}, and there are {found}"));
        }
    }
    if stats.fingerprint != check.print.to_string() {
        check.problem(|| "the fingerprint is not that of the articles".to_string());
    }
    check.ties();
    Ok(check.found)
}

#[derive(Default)]
struct Check {
    found: Verified,
    print: Fingerprint,
    /// Which source holds what, as the articles say.
    said: HashSet<(SourceKey, ArticleId)>,
    /// The contents of each id.
    contents: HashMap<ArticleId, Vec<ContentHash>>,
    /// What the ledger says.
    held: Vec<(SourceKey, ArticleId, ContentHash)>,
}

impl Check {
    fn problem(&mut self, text: impl FnOnce() -> String) {
        if self.found.problems.len() < MOST_PROBLEMS {
            self.found.problems.push(text());
        }
    }

    fn source(&mut self, record: SourceRecord) {
        self.found.sources += 1;
        let key = record.key;
        self.held.extend(record.holds.into_iter().map(|it| (key.clone(), it.id, it.content)));
    }

    fn holding(&mut self, id: &str, holding: &Holding) {
        self.found.tombstones += u64::from(holding.tombstone.is_some());
        self.found.versions += holding.versions.len() as u64;
        if let Some(article) = &holding.current {
            self.found.articles += 1;
            self.print.add(article.id, article.content_hash());
            for origin in &article.origins {
                self.said.insert((origin.source.clone(), article.id));
            }
        }
        if holding.is_empty() {
            self.problem(|| format!("document `{id}` holds nothing"));
        }
        for article in holding.current.iter().chain(&holding.versions) {
            self.article(id, article);
        }
    }

    fn article(&mut self, id: &str, article: &Article) {
        if article.id != ArticleId::of_key(&article.key) || article.id.to_string() != id {
            self.problem(|| format!("article {id} has another key: `{}`", article.key));
        }
        self.contents.entry(article.id).or_default().push(article.content_hash());
    }

    /// What the ledger says of articles and articles of their sources must be the same.
    fn ties(&mut self) {
        let held = std::mem::take(&mut self.held);
        let mut known = HashSet::new();
        for (key, id, content) in held {
            let there = self.contents.get(&id).is_some_and(|all| all.contains(&content));
            if !there {
                let path = key.full_path();
                self.problem(|| format!("`{path}` holds article {id}, which is not there so"));
            }
            known.insert((key, id));
        }
        let lost: Vec<_> = self.said.difference(&known).take(MOST_PROBLEMS).cloned().collect();
        for (key, id) in lost {
            let path = key.full_path();
            self.problem(|| {
                format!("article {id} is from `{path}`, of which the ledger does not know")
            });
        }
    }
}

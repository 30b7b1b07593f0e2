//! What a commit says about itself: counts that change with every article, kept in the commit's
//! payload so that nobody has to count them again (`design.md`, rule 1: one commit, one truth).

use std::collections::BTreeMap;

use morgue_article::Fingerprint;
use serde::{Deserialize, Serialize};

use crate::store::StoredArticle;

/// The counts of one commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CommitState {
    /// Current articles.
    pub(crate) articles: u64,
    /// Superseded versions.
    pub(crate) versions: u64,
    /// Tombstones.
    pub(crate) tombstones: u64,
    /// Source files.
    pub(crate) sources: u64,
    /// Articles without a publication date.
    pub(crate) undated: u64,
    /// Articles without an outlet.
    pub(crate) without_outlet: u64,
    /// Words of all current articles.
    pub(crate) words: u64,
    /// Tokens of all current articles in each text field. tantivy estimates them when it merges
    /// away what was deleted; scores must not depend on what an index went through.
    pub(crate) tokens: [u64; 6],
    /// Fingerprint of all current articles, in hexadecimal.
    pub(crate) fingerprint: String,
    /// Outlet id → its name and its articles.
    pub(crate) outlets: BTreeMap<String, (String, u64)>,
    /// Language code → its articles.
    pub(crate) languages: BTreeMap<String, u64>,
}

impl CommitState {
    /// Reads a commit's payload; a commit without one is that of an empty index.
    pub(crate) fn from_payload(payload: Option<&str>) -> Result<Self, serde_json::Error> {
        payload.map_or_else(|| Ok(Self::default()), serde_json::from_str)
    }

    /// The payload.
    pub(crate) fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("counts are JSON")
    }

    /// The fingerprint.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        self.fingerprint.parse().unwrap_or_default()
    }

    /// An article became current.
    pub(crate) fn add(&mut self, stored: &StoredArticle) {
        let article = &stored.article;
        self.articles += 1;
        self.words += u64::from(stored.words);
        for (all, one) in self.tokens.iter_mut().zip(stored.tokens) {
            *all += u64::from(one);
        }
        self.undated += u64::from(article.published.is_none());
        self.without_outlet += u64::from(article.outlet.is_none());
        if let Some(outlet) = &article.outlet {
            let (name, count) = self.outlets.entry(outlet.id.clone()).or_default();
            // Spelled in several ways, the same one is shown whatever the order of reading.
            if name.is_empty() || outlet.name < *name {
                name.clone_from(&outlet.name);
            }
            *count += 1;
        }
        *self.languages.entry(article.lang().to_string()).or_default() += 1;
        let mut fingerprint = self.fingerprint();
        fingerprint.add(article.id, stored.content);
        self.fingerprint = fingerprint.to_string();
    }

    /// Takes in what was counted elsewhere.
    pub(crate) fn absorb(&mut self, more: Self) {
        self.articles += more.articles;
        self.versions += more.versions;
        self.tombstones += more.tombstones;
        self.sources += more.sources;
        self.undated += more.undated;
        self.without_outlet += more.without_outlet;
        self.words += more.words;
        for (all, more) in self.tokens.iter_mut().zip(more.tokens) {
            *all += more;
        }
        let mut fingerprint = self.fingerprint();
        fingerprint.add_all(more.fingerprint());
        self.fingerprint = fingerprint.to_string();
        for (id, (name, count)) in more.outlets {
            let (shown, all) = self.outlets.entry(id).or_default();
            if shown.is_empty() || name < *shown {
                *shown = name;
            }
            *all += count;
        }
        for (code, count) in more.languages {
            *self.languages.entry(code).or_default() += count;
        }
    }

    /// A current article is no longer one.
    pub(crate) fn remove(&mut self, stored: &StoredArticle) {
        let article = &stored.article;
        self.articles = self.articles.saturating_sub(1);
        self.words = self.words.saturating_sub(u64::from(stored.words));
        for (all, one) in self.tokens.iter_mut().zip(stored.tokens) {
            *all = all.saturating_sub(u64::from(one));
        }
        self.undated = self.undated.saturating_sub(u64::from(article.published.is_none()));
        self.without_outlet =
            self.without_outlet.saturating_sub(u64::from(article.outlet.is_none()));
        if let Some(outlet) = &article.outlet {
            decrement(&mut self.outlets, &outlet.id, |(_, count)| count);
        }
        decrement(&mut self.languages, article.lang(), |count| count);
        self.fingerprint = {
            let mut fingerprint = self.fingerprint();
            fingerprint.remove_part(Fingerprint::part(article.id, stored.content));
            fingerprint.to_string()
        };
    }
}

/// Takes one off a count and forgets a name that has none left.
fn decrement<V>(counts: &mut BTreeMap<String, V>, name: &str, count: fn(&mut V) -> &mut u64) {
    let Some(value) = counts.get_mut(name) else { return };
    let left = count(value);
    *left = left.saturating_sub(1);
    if *left == 0 {
        counts.remove(name);
    }
}

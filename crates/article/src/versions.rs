//! Which content of an article is the current one, and which origins it has: a pure function from
//! what was held and what was read to what is to be held (`design.md`, rule 2).
//!
//! A current article names every place that holds any content of its id, so that it is found under
//! each; a superseded version names those that hold it. So the current content's own places are
//! those that no version names ([`Holding::contents`]).
//!
//! Every engine writes by this, so that they hold the same.

use serde::{Deserialize, Serialize};

use crate::{Article, ArticleId, ContentHash, Origin, SourceKey};

/// How many superseded versions are kept that no source holds any more.
const KEPT_VERSIONS: usize = 50;

/// What happened to one id.
#[derive(Debug, Default)]
pub struct Change {
    /// Sources whose earlier origins no longer count: they were read again, or went.
    pub forget: Vec<SourceKey>,
    /// What was read for it.
    pub arrivals: Vec<Article>,
}

/// What is held for one id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Holding {
    /// The current article.
    pub current: Option<Article>,
    /// Superseded versions; after [`merge`] the highest rank first.
    pub versions: Vec<Article>,
    /// The tombstone, where there is no current article.
    pub tombstone: Option<Tombstone>,
}

/// What is left of an article that went: its id stays citable, its text does not stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The id.
    pub id: ArticleId,
    /// The key.
    pub key: String,
    /// When it was first taken in, seconds since 1970.
    pub added: Option<i64>,
    /// When it went.
    pub removed: i64,
}

/// Applies a change. `now` is in seconds since 1970; `words` counts an article's words and is asked
/// only where contents compete.
pub fn merge(
    before: &Holding,
    change: Change,
    now: i64,
    words: &mut dyn FnMut(&Article) -> u32,
) -> Holding {
    let added = first_added(before, &change);
    let mut contents: Vec<(ContentHash, Article)> = Vec::new();
    for mut article in before.contents() {
        article.origins.retain(|origin| !change.forget.contains(&origin.source));
        contents.push((article.content_hash(), article));
    }
    for arrival in change.arrivals {
        hold(&mut contents, arrival);
    }
    let mut ranked: Vec<(bool, _, Article)> = Vec::with_capacity(contents.len());
    let competing = contents.len() > 1;
    for (_, article) in contents {
        let rank = article.version_rank(if competing { words(&article) } else { 0 });
        ranked.push((!article.origins.is_empty(), rank, article));
    }
    ranked.sort_by_key(|(held, rank, _)| std::cmp::Reverse((*held, *rank)));
    let mut ranked = ranked.into_iter();
    match ranked.next() {
        Some((true, _, mut current)) => {
            current.added = Some(added.unwrap_or(now));
            let mut unheld = 0;
            let versions = ranked.filter(|(held, ..)| {
                unheld += usize::from(!held);
                *held || unheld <= KEPT_VERSIONS
            });
            let versions: Vec<Article> = versions.map(|(_, _, article)| article).collect();
            current.origins.extend(versions.iter().flat_map(|version| version.origins.clone()));
            current.origins.sort();
            Holding { current: Some(current), versions, tombstone: None }
        }
        gone => {
            let tombstone = gone.map(|(_, _, article)| Tombstone {
                id: article.id,
                key: article.key,
                added,
                removed: now,
            });
            let tombstone = tombstone.or_else(|| before.tombstone.clone());
            Holding { current: None, versions: Vec::new(), tombstone }
        }
    }
}

impl Holding {
    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.current.is_none() && self.versions.is_empty() && self.tombstone.is_none()
    }

    /// Whether both hold the same, the order of superseded versions not looked at.
    pub fn holds_what(&self, other: &Self) -> bool {
        fn in_order(versions: &[Article]) -> Vec<&Article> {
            let mut all: Vec<&Article> = versions.iter().collect();
            all.sort_by_cached_key(|article| article.content_hash());
            all
        }
        self.current == other.current
            && self.tombstone == other.tombstone
            && self.versions.len() == other.versions.len()
            && in_order(&self.versions) == in_order(&other.versions)
    }

    /// The contents that are held, the current one first, each with the places that hold it itself.
    pub fn contents(&self) -> Vec<Article> {
        let mut contents: Vec<Article> =
            self.current.iter().chain(&self.versions).cloned().collect();
        if let (Some(_), [current, versions @ ..]) = (&self.current, contents.as_mut_slice()) {
            let elsewhere = |origin: &Origin| versions.iter().any(|v| v.origins.contains(origin));
            current.origins.retain(|origin| !elsewhere(origin));
        }
        contents
    }
}

/// When the id was first taken in, as far as anything says.
fn first_added(before: &Holding, change: &Change) -> Option<i64> {
    let held = before.current.iter().filter_map(|article| article.added);
    let gone = before.tombstone.iter().filter_map(|tombstone| tombstone.added);
    let given = change.arrivals.iter().filter_map(|article| article.added);
    held.chain(gone).chain(given).min()
}

/// Adds a content, or its origins to the equal one that is held.
fn hold(contents: &mut Vec<(ContentHash, Article)>, mut arrival: Article) {
    let hash = arrival.content_hash();
    let Some((_, held)) = contents.iter_mut().find(|(content, _)| *content == hash) else {
        arrival.origins.sort();
        contents.push((hash, arrival));
        return;
    };
    let mut origins: Vec<Origin> = std::mem::take(&mut held.origins);
    origins.retain(|origin| arrival.origins.iter().all(|new| !same_place(origin, new)));
    origins.extend(arrival.origins.iter().cloned());
    origins.sort();
    let added = held.added;
    let mut formerly = std::mem::take(&mut held.formerly);
    formerly.retain(|origin| !arrival.formerly.contains(origin));
    formerly.extend(arrival.formerly.iter().cloned());
    formerly.sort();
    *held = Article { origins, added, formerly, ..arrival };
}

fn same_place(a: &Origin, b: &Origin) -> bool {
    (a.ordinal, &a.entry, &a.source) == (b.ordinal, &b.entry, &b.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Day, Published};

    fn source(path: &str) -> SourceKey {
        SourceKey { root: "/r".into(), path: path.into() }
    }

    fn article(text: &str, path: &str) -> Article {
        let mut article = Article::new("k");
        article.body = vec![Block::paragraph(text)];
        article.origins = vec![Origin {
            source: source(path),
            entry: None,
            line: None,
            ordinal: 0,
            source_id: None,
            sha256: String::new(),
            format: "wire".into(),
        }];
        article
    }

    fn apply(before: &Holding, forget: &[&str], arrivals: Vec<Article>, now: i64) -> Holding {
        let forget = forget.iter().map(|path| source(path)).collect();
        merge(before, Change { forget, arrivals }, now, &mut |a| a.body[0].text.len() as u32)
    }

    #[test]
    fn an_article_goes_when_its_last_origin_goes_and_comes_back_with_its_first_day() {
        let both = vec![article("one", "a"), article("one", "b")];
        let after = apply(&Holding::default(), &[], both, 7);
        assert_eq!(after.current.as_ref().map(|a| a.origins.len()), Some(2));
        let after = apply(&after, &["a"], vec![], 8);
        assert_eq!(after.current.as_ref().map(|a| (a.origins.len(), a.added)), Some((1, Some(7))));
        let after = apply(&after, &["b"], vec![], 9);
        assert_eq!(after.current, None);
        assert_eq!(after.tombstone.as_ref().map(|t| (t.added, t.removed)), Some((Some(7), 9)));
        let after = apply(&after, &[], vec![article("one", "c")], 10);
        assert_eq!(after.current.map(|a| a.added), Some(Some(7)));
    }

    #[test]
    fn the_better_content_is_current_whatever_was_read_last() {
        let (long, short) = (article("long text", "a"), article("short", "b"));
        let one = apply(&Holding::default(), &[], vec![long.clone(), short.clone()], 1);
        let other = apply(&Holding::default(), &[], vec![short.clone(), long], 1);
        assert_eq!(one, other);
        assert_eq!(one.versions.len(), 1);
        let paths = |article: &Article| {
            article.origins.iter().map(|origin| origin.source.path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(one.current.as_ref().map(paths), Some(vec!["a".into(), "b".into()]));
        assert_eq!(paths(&one.versions[0]), ["b"]);
        let mut updated = short;
        updated.updated = Some(Published::day(Day(5), "x"));
        let after = apply(&one, &["b"], vec![updated.clone()], 2);
        assert_eq!(after.current.as_ref().map(|a| &a.updated), Some(&updated.updated));
        assert_eq!(after.versions.len(), 2, "the old short one is kept as history");
        let after = apply(&after, &["b"], vec![], 3);
        assert_eq!(after.current.map(|a| a.body[0].text.clone()), Some("long text".into()));
    }
}

//! What an article says, as a number: equal contents, newer contents, whole archives.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::{Article, ArticleId, BlockKind, Day, IdError, Published};

/// XXH3-128 of what an article says: all fields but id, key, origins, provenance and `added`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub u128);

impl ContentHash {
    /// The hash of this article's content.
    pub fn of(article: &Article) -> Self {
        // Written out, so that a new field does not compile until it is decided here.
        let Article {
            id: _,
            key: _,
            headline,
            body,
            captions,
            byline,
            dateline,
            outlet,
            published,
            updated,
            section,
            tags,
            language,
            country,
            kind,
            wire,
            page,
            edition,
            url,
            rights,
            provenance: _,
            simhash: _,
            text_hash: _,
            added: _,
            origins: _,
            formerly: _,
        } = article;
        let mut hash = Hasher(Xxh3::new());
        hash.option(headline.as_deref());
        hash.count(body.len());
        for block in body {
            hash.text(if block.kind == BlockKind::Subhead { "s" } else { "p" });
            hash.text(&block.text);
        }
        hash.list(captions);
        hash.option(byline.as_ref().map(|byline| byline.printed.as_str()));
        hash.list(byline.as_ref().map_or(&[], |byline| &byline.authors));
        hash.option(dateline.as_ref().map(|dateline| dateline.printed.as_str()));
        hash.option(dateline.as_ref().and_then(|dateline| dateline.place.as_deref()));
        hash.option(outlet.as_ref().map(|outlet| outlet.id.as_str()));
        hash.option(outlet.as_ref().map(|outlet| outlet.name.as_str()));
        hash.date(published.as_ref());
        hash.date(updated.as_ref());
        hash.option(section.as_deref());
        hash.list(tags);
        hash.option(language.as_ref().map(|language| language.code.as_str()));
        for field in [country, kind, wire, page, edition, url, rights] {
            hash.option(field.as_deref());
        }
        Self(hash.0.digest128())
    }
}

/// Feeds a hash so that no two contents run together: every text goes with its length.
struct Hasher(Xxh3);

impl Hasher {
    fn count(&mut self, n: usize) {
        self.0.update(&(n as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.count(usize::MAX),
        }
    }

    fn list(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    fn date(&mut self, date: Option<&Published>) {
        self.option(date.map(|_| "date"));
        if let Some(date) = date {
            self.0.update(&date.earliest.0.to_le_bytes());
            self.0.update(&date.latest.0.to_le_bytes());
            self.count(date.precision as usize);
            self.text(&date.basis);
            self.count(date.second.map_or(usize::MAX, |second| second as usize));
            self.0.update(&date.offset.unwrap_or(i16::MIN).to_le_bytes());
        }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for ContentHash {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse::<ArticleId>().map(|id| Self(id.as_u128()))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Orders the contents that sources hold for one key: the greatest is the current one
/// (`design.md`, rule 2: latest `updated`, then latest day, then most words, then greatest hash).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionRank {
    updated: Option<(Day, i64)>,
    published: Option<Day>,
    words: u32,
    content: ContentHash,
}

impl VersionRank {
    /// The rank of an article with this many words.
    pub fn of(article: &Article, words: u32) -> Self {
        let instant = |date: &Published| {
            let minutes = i64::from(date.offset.unwrap_or(0));
            let seconds = i64::from(date.second.unwrap_or(0)) - minutes * 60;
            (Day(date.latest.0 + seconds.div_euclid(86_400)), seconds.rem_euclid(86_400))
        };
        Self {
            updated: article.updated.as_ref().map(instant),
            published: article.published.as_ref().map(|date| date.latest),
            words,
            content: article.content_hash(),
        }
    }

    /// The content that was ranked.
    pub fn content(&self) -> ContentHash {
        self.content
    }
}

/// An order-free hash over (id, content) of a set of articles: the same on every machine, in every
/// order of indexing and after every merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// What one article adds to the sum. Engines may keep it beside the article.
    pub fn part(id: ArticleId, content: ContentHash) -> u128 {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&id.as_u128().to_le_bytes());
        bytes[16..].copy_from_slice(&content.0.to_le_bytes());
        xxh3_128(&bytes)
    }

    /// Adds an article.
    pub fn add(&mut self, id: ArticleId, content: ContentHash) {
        self.add_part(Self::part(id, content));
    }

    /// Adds what [`Fingerprint::part`] gave.
    pub fn add_part(&mut self, part: u128) {
        self.0 = self.0.wrapping_add(part);
    }

    /// Adds all that another set holds.
    pub fn add_all(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }

    /// Takes out what [`Fingerprint::part`] gave.
    pub fn remove_part(&mut self, part: u128) {
        self.0 = self.0.wrapping_sub(part);
    }
}

impl fmt::Display for Fingerprint {
    /// 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse::<ArticleId>().map(|id| Self(id.as_u128()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Precision};

    #[test]
    fn content_does_not_depend_on_where_it_was_read() {
        let mut a = Article::new("k");
        a.body = vec![Block::paragraph("one"), Block::paragraph("two")];
        let mut b = a.clone();
        b.provenance.insert("body".into(), "all lines".into());
        b.added = Some(1);
        assert_eq!(a.content_hash(), b.content_hash());
        b.body = vec![Block::paragraph("onetwo")];
        assert_ne!(a.content_hash(), b.content_hash());
    }

    #[test]
    fn the_latest_update_wins_then_the_day_then_the_words() {
        let mut a = Article::new("k");
        let day = |d| Published::day(Day(d), "x");
        a.published = Some(day(10));
        let mut b = a.clone();
        assert!(a.version_rank(5) > b.version_rank(4));
        b.updated = Some(day(3));
        assert!(b.version_rank(1) > a.version_rank(9));
        let mut c = b.clone();
        c.updated = Some(Published::at(Day(3), 60, Some(120), "x"));
        assert!(b.version_rank(1) > c.version_rank(1), "two hours east is earlier");
        c.updated = Some(Published::span(day(3).range(), Precision::Day, "x"));
        c.published = Some(day(11));
        assert!(c.version_rank(1) > b.version_rank(1));
    }

    #[test]
    fn a_fingerprint_has_no_order() {
        let ids = [ArticleId::of_key("a"), ArticleId::of_key("b")];
        let content = ContentHash(7);
        let (mut x, mut y) = (Fingerprint::default(), Fingerprint::default());
        ids.iter().for_each(|&id| x.add(id, content));
        ids.iter().rev().for_each(|&id| y.add(id, content));
        assert_eq!(x, y);
        assert_eq!(x.to_string().parse(), Ok(x));
        x.remove_part(Fingerprint::part(ids[0], content));
        x.remove_part(Fingerprint::part(ids[1], content));
        assert_eq!(x, Fingerprint::default());
    }
}

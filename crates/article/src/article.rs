//! The article itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ArticleId, ContentHash, Origin, Outlet, Published, VersionRank};

/// A news article, normalised. All text is as printed (NFC at most): folding is analysis' work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The hash of `key`.
    pub id: ArticleId,
    /// What makes it itself (`design.md`, rule 2): `urn:…`, `guid:…`, `url:…` or `text:…`.
    pub key: String,
    /// The headline, where there is one. None is invented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Paragraphs and subheads in order; the first paragraph holds the printed dateline.
    #[serde(default)]
    pub body: Vec<Block>,
    /// Picture captions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<Byline>,
    /// Where it was filed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Outlet>,
    /// When it was published; absent when nothing says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// When it was last changed, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Published>,
    /// The section it stood in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Keywords and subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The outlet's country: ISO 3166 in small letters (`gb`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What kind of text it is, as the source says: `brief`, `editorial`, …
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The agency whose copy it is, as an outlet id: `reuters`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<String>,
    /// The printed page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Its canonical address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Copyright and agency footers: shown, not searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Which rule gave each field: field name → rule, for people to read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, String>,
    /// Near-duplicate signature of the text: 64-bit simhash over word 3-shingles, 0 without text.
    #[serde(default)]
    pub simhash: u64,
    /// XXH3-128 of the normalised text (letters and digits of headline and body, small), in
    /// hexadecimal: equal for copies that differ in white space, case or signs only.
    #[serde(default)]
    pub text_hash: String,
    /// When an index first took it in: seconds since 1970. Set by the index, not by a reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<i64>,
    /// Every place it was read from, in order of [`Origin`].
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Where the export it was read from says it was read from: kept to be cited, no place of now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<Origin>,
}

/// A stretch of body text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// What it is.
    #[serde(default, skip_serializing_if = "BlockKind::is_paragraph")]
    pub kind: BlockKind,
    /// Its text, without line breaks of layout.
    pub text: String,
}

/// What a block of the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BlockKind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A heading inside the text.
    Subhead,
}

impl BlockKind {
    fn is_paragraph(&self) -> bool {
        *self == Self::Paragraph
    }
}

impl Block {
    /// A paragraph with this text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self { kind: BlockKind::Paragraph, text: text.into() }
    }

    /// A subhead with this text.
    pub fn subhead(text: impl Into<String>) -> Self {
        Self { kind: BlockKind::Subhead, text: text.into() }
    }
}

/// A byline as printed, and the people it names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Byline {
    /// As printed: `By Jane Doe and John Roe, Harbour Post`.
    pub printed: String,
    /// The people, in order: `Jane Doe`, `John Roe`.
    pub authors: Vec<String>,
}

/// A dateline: `PARIS, March 3 (Reuters) - `.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dateline {
    /// As printed, without the dash that ends it.
    pub printed: String,
    /// The place, where it names one: `PARIS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Bytes of the first body block that the dateline takes with its dash and spaces: where the
    /// lead begins. 0 when it does not stand in the body.
    #[serde(default)]
    pub length: usize,
}

/// A language and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Language {
    /// ISO 639-1 where there is such a code (`en`), else ISO 639-3.
    pub code: String,
    /// `declared`, `detected` or `given`.
    pub basis: String,
}

impl Article {
    /// An article with this key and nothing else.
    pub fn new(key: impl Into<String>) -> Self {
        let key = key.into();
        Self {
            id: ArticleId::of_key(&key),
            key,
            headline: None,
            body: Vec::new(),
            captions: Vec::new(),
            byline: None,
            dateline: None,
            outlet: None,
            published: None,
            updated: None,
            section: None,
            tags: Vec::new(),
            language: None,
            country: None,
            kind: None,
            wire: None,
            page: None,
            edition: None,
            url: None,
            rights: None,
            provenance: BTreeMap::new(),
            simhash: 0,
            text_hash: String::new(),
            added: None,
            origins: Vec::new(),
            formerly: Vec::new(),
        }
    }

    /// Bytes between the texts of two blocks in [`Article::body_text`].
    pub const BLOCK_GAP: &'static str = "\n\n";

    /// The whole body as one text: blocks with an empty line between them.
    pub fn body_text(&self) -> String {
        let texts: Vec<&str> = self.body.iter().map(|block| block.text.as_str()).collect();
        texts.join(Self::BLOCK_GAP)
    }

    /// The authors, without the byline's other words.
    pub fn authors(&self) -> &[String] {
        self.byline.as_ref().map_or(&[], |byline| &byline.authors)
    }

    /// The code of the language, or `und`.
    pub fn lang(&self) -> &str {
        self.language.as_ref().map_or("und", |language| &language.code)
    }

    /// The ids its sources give or gave it, in order of reading, each once.
    pub fn source_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        let all = self.origins.iter().chain(&self.formerly);
        for id in all.filter_map(|origin| origin.source_id.as_deref()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The hash of all that a source says of the article: everything but where it was read, how
    /// its fields were found, and when it was added.
    pub fn content_hash(&self) -> ContentHash {
        ContentHash::of(self)
    }

    /// What decides which of several contents of one key is the current one.
    pub fn version_rank(&self, words: u32) -> VersionRank {
        VersionRank::of(self, words)
    }
}

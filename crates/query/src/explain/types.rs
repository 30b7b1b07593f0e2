//! What an explanation holds.

use morgue_article::ArticleId;
use serde::{Deserialize, Serialize};

use super::ExplainedScore;
use crate::request::QueryEcho;
use crate::results::Total;
use crate::{Attempt, TermCount};

/// A query explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The version of this form: 1.
    pub v: u32,
    /// How the query was read.
    pub query: QueryEcho,
    /// An order-free hash of the archive that answered.
    pub fingerprint: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How many articles are found; absent where the query cannot be answered as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// The filters beside the query, each with what it finds alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Attempt>,
    /// What the query finds without the filters, where with them it finds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfiltered: Option<u64>,
    /// The query with its parts.
    pub tree: Part,
    /// Whether everything was counted; beyond a bound of work some counts are missing.
    pub complete: bool,
    /// The article that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ExplainedArticle>,
}

/// What is said about one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its headline.
    pub headline: Option<String>,
    /// Whether it is found.
    pub found: bool,
    /// Its score, taken apart, where it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<ExplainedScore>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The part in canonical form, as a query of its own.
    pub query: String,
    /// What it is.
    pub kind: PartKind,
    /// Where it stands in the query text, as a range of Unicode code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(usize, usize)>,
    /// How many articles it finds by itself under the same filters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub articles: Option<u64>,
    /// Why it was not counted, where it could not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Where the parts around it find nothing together: how many they find without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<u64>,
    /// Whether it empties what it stands in: it finds nothing by itself, or without it the others
    /// find something.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub empties: bool,
    /// The words of the index it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<Forms>,
    /// Of the article asked about: whether this part holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// Of the article asked about: how often it occurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrences: Option<usize>,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// The words of the index that a word of the query stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forms {
    /// How many there are.
    pub distinct: usize,
    /// Of a word those that most articles hold, of a pattern or a misspelling those that are spelt
    /// most like it and of these the rarest; with the number of articles of the whole index that hold each.
    pub words: Vec<TermCount>,
    /// Where there are none: words of the index that are spelt much like it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<TermCount>,
}

/// The kinds of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// All of its parts.
    All,
    /// As many of its parts as any article has.
    Most,
    /// Any of its parts.
    Any,
    /// Not its part.
    Not,
    /// Its parts near each other.
    Near,
    /// Its part, so many times.
    AtLeast,
    /// Words side by side.
    Phrase,
    /// A word in any of its forms.
    Word,
    /// A word in this form.
    Exact,
    /// A pattern.
    Wildcard,
    /// A word and those spelled nearly so.
    Fuzzy,
    /// A word with capitals.
    Cased,
    /// An exact value.
    Value,
    /// A range of dates or numbers.
    Range,
    /// Every article: an empty query.
    Every,
}

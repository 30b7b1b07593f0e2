//! Where a score comes from: what an engine tells of one article's place in the order.

use serde::{Deserialize, Serialize};

use crate::plan::TextClause;

/// The score of one article under a plan, taken apart. The parts add up to it, but for the last
/// bits, which an engine may round away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreParts {
    /// The score, as the article's hit has it.
    pub score: f32,
    /// What the formula is made of; `None` where an engine scores by another one.
    pub ranking: Option<Ranking>,
    /// What each word or phrase gives that scores and stands in the article, in the order of the
    /// plan. One that is asked for several times beside itself is there once.
    pub parts: Vec<ScorePart>,
}

/// The constants of the score (BM25F): a word of an article gives
/// `idf × (k1 + 1) × f / (f + k1 × norm)`, where `f` is how often it stands there, an occurrence in
/// the headline or the lead counted as often as the weights say, and `norm` is
/// `1 − b + b × length / average length`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ranking {
    /// How much more a second, a third occurrence gives.
    pub k1: f32,
    /// How much a long article must repeat itself, 0 to 1.
    pub b: f32,
    /// How often an occurrence in the headline counts.
    pub headline: u32,
    /// How often one in the lead counts, which is in the body as well: not added to that.
    pub lead: u32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Ranking {
    /// What is used unless an index was built with others (measured: `crates/README.md`).
    pub const DEFAULT: Self = Self { k1: 1.2, b: 0.75, headline: 3, lead: 2 };
}

/// What one word or phrase gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// The word or phrase with its fields and its place in the query, as the plan has it; of
    /// alternatives in one clause, each is a part of its own.
    pub clause: TextClause,
    /// The terms of the index that it stands for and the article holds.
    pub terms: Vec<String>,
    /// The number of current articles that hold it (of a phrase: its rarest word), about.
    pub articles: u64,
    /// How rare that makes it.
    pub idf: f32,
    /// What the query multiplies it by.
    pub boost: f32,
    /// How often it stands in the article, weighted.
    pub frequency: u32,
    /// The same by zone, not weighted.
    pub zones: ZoneCounts,
    /// The article's length in words, weighted, as the index keeps it.
    pub length: u32,
    /// The average length.
    pub average: f32,
    /// What it gives.
    pub score: f32,
}

/// How often something stands in each zone of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ZoneCounts {
    /// In the headline.
    pub headline: u32,
    /// In the lead.
    pub lead: u32,
    /// In the rest of the body.
    pub body: u32,
    /// In captions.
    pub caption: u32,
    /// In the byline.
    pub byline: u32,
    /// In the dateline.
    pub dateline: u32,
}

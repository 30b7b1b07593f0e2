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
    pub const DEFAULT: Self = Self { k1: 2.0, b: 0.75, headline: 3, lead: 3 };

    /// Whether every constant is one that scores make sense with.
    pub fn is_valid(&self) -> bool {
        (0.0..=100.0).contains(&self.k1)
            && (0.0..=1.0).contains(&self.b)
            && (1..=20).contains(&self.headline)
            && (1..=20).contains(&self.lead)
    }
}

/// A text that is no setting of the score's constants.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is none of `k1=0` to `k1=100`, `b=0` to `b=1`, `headline=1` to `headline=20`, `lead=1` \
     to `lead=20`"
)]
pub struct BadRanking(String);

impl std::str::FromStr for Ranking {
    type Err = BadRanking;

    /// Reads `headline=3,lead=3,k1=2,b=0.75`; what is not named is as in [`Ranking::DEFAULT`].
    fn from_str(text: &str) -> Result<Self, BadRanking> {
        let mut ranking = Self::DEFAULT;
        for part in text.split(',').map(str::trim) {
            let bad = || BadRanking(part.to_string());
            let (name, value) = part.split_once('=').ok_or_else(bad)?;
            let real = || value.trim().parse::<f32>().map_err(|_| bad());
            let whole = || value.trim().parse::<u32>().map_err(|_| bad());
            match name.trim() {
                "k1" => ranking.k1 = real()?,
                "b" => ranking.b = real()?,
                "headline" => ranking.headline = whole()?,
                "lead" => ranking.lead = whole()?,
                _ => return Err(bad()),
            }
            if !ranking.is_valid() {
                return Err(bad());
            }
        }
        Ok(ranking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_read() {
        let read = |text: &str| text.parse::<Ranking>();
        let expected = Ranking { k1: 2.0, lead: 1, ..Ranking::DEFAULT };
        assert_eq!(read("k1=2, lead=1"), Ok(expected));
        for bad in ["", "k1", "k1=x", "k1=NaN", "k1=-1", "b=1.5", "headline=0", "lead=1.5", "z=1"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
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

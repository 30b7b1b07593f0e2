//! The same text twice.

use morgue_article::Article;
use serde::{Deserialize, Serialize};

/// How much alike two texts are that are more than similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Copied {
    /// The same words in the same order.
    Same,
    /// Nearly all of the same stretches of words.
    Near,
}

/// Bits in which the signatures of two near copies differ at most, of 64.
const NEAR: u32 = 6;

impl Copied {
    /// What one article is of another, if a copy.
    pub fn of(article: &Article, other: &Article) -> Option<Self> {
        if !article.text_hash.is_empty() && article.text_hash == other.text_hash {
            return Some(Self::Same);
        }
        let signed = article.simhash != 0 && other.simhash != 0;
        let bits = (article.simhash ^ other.simhash).count_ones();
        (signed && bits <= NEAR).then_some(Self::Near)
    }
}

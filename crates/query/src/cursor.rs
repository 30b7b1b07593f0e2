//! Where a page of hits begins, opaque to who holds it: bound to the question and to the commit it
//! was asked of (`interfaces.md`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::plan::{Place, Plan};

/// Longer than any that we write.
const MOST_BYTES: usize = 1024;

/// A page's beginning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// The commit it goes on in ([`Stats::commit`](crate::Stats::commit)).
    #[serde(rename = "c")]
    pub commit: String,
    /// What was asked, as [`Cursor::question`] numbers it.
    #[serde(rename = "q")]
    pub question: u64,
    /// After which hit.
    #[serde(rename = "p")]
    pub place: Place,
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one of ours: take it from `next`")]
pub struct CursorError;

impl Cursor {
    /// A number for what a plan asks, whatever page of it: the same for the same words, filters,
    /// days and order.
    pub fn question(plan: &Plan) -> u64 {
        let mut plan = plan.clone();
        if let Some(hits) = &mut plan.want.hits {
            hits.after = None;
            hits.limit = 0;
        }
        plan.want.total = Default::default();
        let text = serde_json::to_vec(&plan).unwrap_or_default();
        xxhash_rust::xxh3::xxh3_64(&text)
    }

    /// The text that is handed out.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads such a text. What it says is only a place: a made-up one finds other pages, no more.
    ///
    /// # Errors
    /// It is not one.
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        let short = Some(text).filter(|text| text.len() <= MOST_BYTES).ok_or(CursorError)?;
        let bytes = URL_SAFE_NO_PAD.decode(short).map_err(|_| CursorError)?;
        serde_json::from_slice(&bytes).map_err(|_| CursorError)
    }
}

#[cfg(test)]
mod tests {
    use morgue_article::ArticleId;

    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_left() {
        let place = Place { score: 1.1, key: Some(-36_000), id: ArticleId::of_key("k") };
        let cursor = Cursor { commit: "c1".into(), question: u64::MAX, place };
        assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        let long = "A".repeat(5000);
        for bad in ["", "made-up", "e30", "bnVsbA", &long, "\u{e4}"] {
            assert_eq!(Cursor::decode(bad), Err(CursorError), "{bad}");
        }
    }
}

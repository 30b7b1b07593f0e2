//! Where a page begins, opaque to who holds it: bound to the question and to the commit it was
//! asked of (`interfaces.md`).

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use morgue_query::plan::{Place, Plan};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// A page's beginning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// The commit it goes on in.
    #[serde(rename = "c")]
    pub(crate) commit: String,
    /// What was asked, as [`question`] numbers it.
    #[serde(rename = "q")]
    pub(crate) question: u64,
    /// After which hit.
    #[serde(rename = "p")]
    pub(crate) place: Place,
}

impl Cursor {
    pub(crate) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    pub(crate) fn decode(text: &str) -> Result<Self, Problem> {
        let bad = || {
            let detail = "parameter `cursor` is not one of ours: take it from `next`";
            Problem::new(StatusCode::BAD_REQUEST, "cursor", detail)
        };
        let short = Some(text).filter(|text| text.len() <= 1024).ok_or_else(bad)?;
        let bytes = URL_SAFE_NO_PAD.decode(short).map_err(|_| bad())?;
        serde_json::from_slice(&bytes).map_err(|_| bad())
    }
}

/// A number for what a plan asks, whatever page of it: the same for the same words, filters, days
/// and order.
pub(crate) fn question(plan: &Plan) -> u64 {
    let mut plan = plan.clone();
    if let Some(hits) = &mut plan.want.hits {
        hits.after = None;
        hits.limit = 0;
    }
    plan.want.total = Default::default();
    let text = serde_json::to_vec(&plan).unwrap_or_default();
    xxhash_rust::xxh3::xxh3_64(&text)
}

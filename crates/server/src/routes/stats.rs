//! `GET /v1/stats`: what the archive holds.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::Stats;
use schemars::JsonSchema;
use serde::Serialize;

use super::{App, etag_of, is_known, tagged};
use crate::api::Operation;
use crate::params::few;
use crate::problem::Problem;

/// What the archive holds.
#[derive(Serialize, JsonSchema)]
struct Held<'a> {
    /// The version of this form: 1.
    v: u32,
    #[serde(flatten)]
    stats: &'a Stats,
}

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/stats", "What the archive holds.", get).json::<Held<'_>>().tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let lease = app.searches.run(move |control| Ok(state.leases.latest(control)?)).await?;
    let etag = etag_of(&lease, b"stats");
    if is_known(&headers, &etag) {
        return Ok(tagged(etag, None::<()>));
    }
    let stats = &lease.stats;
    Ok(tagged(etag, Some(Held { v: 1, stats })))
}

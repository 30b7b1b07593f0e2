//! `GET /v1/outlets`: the outlets of the archive, most articles first.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::OutletStats;
use schemars::JsonSchema;
use serde::Serialize;

use super::{App, etag_of, is_known, tagged};
use crate::api::Operation;
use crate::params::few;
use crate::problem::Problem;

/// The outlets.
#[derive(Serialize, JsonSchema)]
struct Outlets<'a> {
    /// The version of this form: 1.
    v: u32,
    /// An order-free hash of the archive.
    fingerprint: &'a str,
    /// Most articles first.
    outlets: &'a [OutletStats],
    /// Articles of which no outlet is known.
    without_outlet: u64,
}

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/outlets", "The outlets of the archive, most articles first.", get)
        .json::<Outlets<'_>>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let lease = app.searches.run(move |control| Ok(state.leases.latest(control)?)).await?;
    let etag = etag_of(&lease, b"outlets");
    if is_known(&headers, &etag) {
        return Ok(tagged(etag, None::<()>));
    }
    let stats = &lease.stats;
    let body = Outlets {
        v: 1,
        fingerprint: &stats.fingerprint,
        outlets: &stats.outlets,
        without_outlet: stats.without_outlet,
    };
    Ok(tagged(etag, Some(body)))
}

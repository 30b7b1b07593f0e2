//! `GET /v1/outlets`: the outlets of the archive, most articles first.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use morgue_query::OutletStats;
use schemars::JsonSchema;
use serde::Serialize;

use super::App;
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
}

pub(crate) async fn get(State(app): App, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let stats = app.searches.run(move |control| Ok(state.leases.latest(control)?.stats)).await?;
    let body = Outlets {
        v: 1,
        fingerprint: &stats.fingerprint,
        outlets: &stats.outlets,
        without_outlet: stats.without_outlet,
    };
    Ok(Json(body).into_response())
}

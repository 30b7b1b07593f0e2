//! `GET /v1/stats`: what the archive holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use morgue_query::Stats;
use schemars::JsonSchema;
use serde::Serialize;

use super::App;
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
    Operation::get("/v1/stats", "What the archive holds.", get).json::<Held<'_>>()
}

pub(crate) async fn get(State(app): App, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let stats = app.searches.run(move |control| Ok(state.leases.latest(control)?.stats)).await?;
    Ok(Json(Held { v: 1, stats: &stats }).into_response())
}

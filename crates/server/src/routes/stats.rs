//! `GET /v1/stats`: what the archive holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::App;
use crate::problem::Problem;

pub(crate) async fn get(State(app): App) -> Result<Response, Problem> {
    let state = Arc::clone(&app);
    let stats = app.searches.run(move |control| Ok(state.leases.latest(control)?.stats)).await?;
    let mut body = serde_json::to_value(&*stats).unwrap_or_default();
    body["v"] = 1.into();
    Ok(Json(body).into_response())
}

//! `GET /v1/outlets`: the outlets of the archive, most articles first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::App;
use crate::problem::Problem;

pub(crate) async fn get(State(app): App) -> Result<Response, Problem> {
    let state = Arc::clone(&app);
    let stats = app.searches.run(move |control| Ok(state.leases.latest(control)?.stats)).await?;
    let body = json!({
        "v": 1,
        "fingerprint": stats.fingerprint,
        "outlets": stats.outlets,
        "without_outlet": stats.without_outlet,
    });
    Ok(Json(body).into_response())
}

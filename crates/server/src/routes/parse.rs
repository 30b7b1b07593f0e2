//! `GET /v1/parse`: how a query is read, without asking it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{App, planned};
use crate::params::{Takes, read};
use crate::problem::Problem;

pub(crate) async fn get(State(app): App, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let request = read(query.as_deref(), Takes::QUESTION, app.config.show_origin)?.request;
    let state = Arc::clone(&app);
    let work = move |control: &_| {
        let lease = state.leases.latest(control)?;
        Ok(planned(&state, &lease, &request)?.echo)
    };
    let echo = app.searches.run(work).await?;
    Ok(Json(json!({ "v": 1, "query": echo })).into_response())
}

//! `GET /v1/parse`: how a query is read, without asking it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use morgue_query::QueryEcho;
use schemars::JsonSchema;
use serde::Serialize;

use super::{App, planned};
use crate::api::Operation;
use crate::params::{Takes, read};
use crate::problem::Problem;

/// How a query was read.
#[derive(Serialize, JsonSchema)]
struct Parsed {
    /// The version of this form: 1.
    v: u32,
    /// As typed, in its canonical form, and what was decided.
    query: QueryEcho,
}

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/parse", "How a query is read, without asking it.", get)
        .question(Takes::QUESTION)
        .json::<Parsed>()
}

pub(crate) async fn get(State(app): App, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let request = read(query.as_deref(), Takes::QUESTION, app.config.show_origin)?.request;
    let state = Arc::clone(&app);
    let work = move |control: &_| {
        let lease = state.leases.latest(control)?;
        Ok(planned(&state, &lease, &request)?.echo)
    };
    let query = app.searches.run(work).await?;
    Ok(Json(Parsed { v: 1, query }).into_response())
}

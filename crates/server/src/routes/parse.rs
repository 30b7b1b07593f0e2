//! `GET /v1/parse`: how a query is read, without asking it.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::QueryEcho;
use schemars::JsonSchema;
use serde::Serialize;

use super::{App, etag, is_known, planned, tagged};
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
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = read(query.as_deref(), Takes::QUESTION, app.config.show_origin)?.request;
    let state = Arc::clone(&app);
    let work = move |control: &_| {
        let lease = state.leases.latest(control)?;
        let prepared = planned(&state, &lease, &request)?;
        // What was typed is part of the answer.
        let etag = etag(&lease, &prepared.plan, &format!("parse {}", request.q));
        let body = (!is_known(&headers, &etag)).then_some(Parsed { v: 1, query: prepared.echo });
        Ok((etag, body))
    };
    let (etag, body) = app.searches.run(work).await?;
    Ok(tagged(etag, body))
}

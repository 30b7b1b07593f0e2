//! `GET /v1/timeline`: counts by time alone.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::Answer;
use morgue_query::plan::Interval;

use super::{App, counts};
use crate::api::Operation;
use crate::params::{Takes, read};
use crate::problem::Problem;

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/timeline", "Counts by time.", get)
        .question(Takes::TIMELINE)
        .json::<Answer>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut params = read(query.as_deref(), Takes::TIMELINE, app.config.show_origin)?;
    params.request.interval.get_or_insert(Interval::Auto);
    counts(Arc::clone(&app), params.request, headers).await
}

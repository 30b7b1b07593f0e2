//! `/metrics`, for Prometheus.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::App;
use crate::api::Operation;
use crate::params::few;
use crate::problem::Problem;
use crate::who::Who;

pub(crate) fn operation() -> Operation {
    Operation::get("/metrics", "Counts for Prometheus.", get).text("text/plain")
}

/// What is asked of a public archive, and how often, is for its owner: on this machine, or with the
/// token for writing.
pub(crate) async fn get(
    State(app): App,
    Extension(who): Extension<Who>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    if app.config.is_public() && !who.from.is_loopback() && !who.may_write {
        let detail = "the counts of this server are not for the public";
        return Err(Problem::new(StatusCode::FORBIDDEN, "private", detail));
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, app.metrics.text(app.searches.waiting())).into_response())
}

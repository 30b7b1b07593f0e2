//! `/metrics`, for Prometheus.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::App;
use crate::api::{Needs, Operation};

pub(crate) fn operation() -> Operation {
    Operation::get("/metrics", "Counts for Prometheus.", get)
        .needs(Needs::Nothing)
        .text("text/plain")
}

pub(crate) async fn get(State(app): App) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, app.metrics.text(app.searches.waiting()))
}

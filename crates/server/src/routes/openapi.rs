//! `GET /openapi.json`: all routes, made from the table that makes them.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::App;
use crate::api::{Needs, Operation};

pub(crate) fn operation() -> Operation {
    Operation::get("/openapi.json", "This document.", get)
        .needs(Needs::Nothing)
        .json::<serde_json::Value>()
}

pub(crate) async fn get(State(app): App) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], app.openapi.clone())
}

//! `/healthz`, `/readyz`, and what is not there.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;

use super::App;
use crate::problem::Problem;

/// The program runs.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// The archive can be read.
pub(crate) async fn ready(State(app): App) -> Result<&'static str, Problem> {
    let state = Arc::clone(&app);
    app.searches.run(move |control| Ok(state.leases.latest(control).map(|_| ())?)).await?;
    Ok("ready\n")
}

/// Any other path.
pub(crate) async fn nothing(uri: Uri) -> Problem {
    let path: String = uri.path().chars().take(80).collect();
    Problem::not_found(format!("there is nothing at `{path}`"))
}

//! `/healthz`, `/readyz`, and what is not there.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};

use super::App;
use crate::api::{Needs, Operation};
use crate::problem::Problem;

pub(crate) fn operations() -> [Operation; 2] {
    let open = |operation: Operation| operation.needs(Needs::Nothing).text("text/plain");
    [
        open(Operation::get("/healthz", "Whether the program runs.", live)),
        open(Operation::get("/readyz", "Whether the archive can be read.", ready)),
    ]
}

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

/// A path that is there, by another method.
pub(crate) async fn not_so(method: Method) -> Problem {
    let method: String = method.as_str().chars().take(20).collect();
    let detail = format!("`{method}` is not how this is asked for");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail)
}

/// Any other path.
pub(crate) async fn nothing(uri: Uri) -> Problem {
    let path: String = uri.path().chars().take(80).collect();
    Problem::not_found(format!("there is nothing at `{path}`"))
}

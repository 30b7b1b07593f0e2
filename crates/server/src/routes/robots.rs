//! `/robots.txt`: what programs that follow every link may read.

use axum::extract::State;

use super::App;
use crate::api::{Needs, Operation};

pub(crate) fn operation() -> Operation {
    Operation::get("/robots.txt", "What crawlers may read.", get)
        .needs(Needs::Nothing)
        .text("text/plain")
}

/// The first page and articles, where the owner lets them: searches have no end.
pub(crate) async fn get(State(app): App) -> String {
    let base = app.links.base();
    match app.config.is_unlisted() {
        true => "User-agent: *\nDisallow: /\n".to_string(),
        false => format!(
            "User-agent: *\nAllow: {base}/$\nAllow: {base}/articles/\nAllow: {base}/assets/\n\
             Disallow: /\n"
        ),
    }
}

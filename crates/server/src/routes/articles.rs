//! `GET /v1/articles/{id}`: all of an article.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_article::Article;
use morgue_query::Control;

use super::App;
use crate::problem::Problem;

/// Ids that one prefix may stand for before it is too short.
const SAME_PREFIX: usize = 2;

pub(crate) async fn get(State(app): App, Path(id): Path<String>) -> Result<Response, Problem> {
    let state = Arc::clone(&app);
    let article = app.searches.run(move |control| find(&state, &id, control)).await?;
    let mut line = Vec::new();
    morgue_present::article_json(&mut line, &article).map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    })?;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], line).into_response())
}

/// The article with this id, or whose id begins so.
fn find(state: &super::State, id: &str, control: &Control) -> Result<Article, Problem> {
    let missing = || {
        let short: String = id.chars().take(60).collect();
        Problem::not_found(format!("there is no article `{short}`"))
    };
    let lease = state.leases.latest(control)?;
    let ids = lease.engine.resolve(id, SAME_PREFIX, control)?;
    let one = match ids.as_slice() {
        [] => return Err(missing()),
        [one] => *one,
        _ => {
            let detail =
                format!("several articles have ids that begin with `{id}`: give more of it");
            return Err(Problem::new(StatusCode::BAD_REQUEST, "ambiguous-id", detail));
        }
    };
    let mut article = lease.engine.article(one, control)?.ok_or_else(missing)?;
    if !state.config.show_origin {
        article.origins.clear();
    }
    Ok(article)
}

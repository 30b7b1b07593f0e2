//! `GET /v1/articles/{id}`: all of an article.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_article::{Article, ExportedArticle};
use morgue_query::Control;

use super::{App, etag_of, is_known, named, tagged};
use crate::api::Operation;
use crate::leases::Lease;
use crate::params::few;
use crate::problem::Problem;

/// Ids that one prefix may stand for before it is too short.
const SAME_PREFIX: usize = 2;

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/articles/{id}", "All of an article.", get)
        .json::<ExportedArticle<'_>>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let (etag, article) = app
        .searches
        .run(move |control| {
            let lease = state.leases.latest(control)?;
            let mut article = find(&lease, &id, control)?;
            let asked = format!("article {} {}", article.id, state.config.show_origin);
            let etag = etag_of(&lease, asked.as_bytes());
            if is_known(&headers, &etag) {
                return Ok((etag, None));
            }
            state.config.origins().tell_article(&mut article);
            Ok((etag, Some(article)))
        })
        .await?;
    let Some(article) = article else { return Ok(tagged(etag, None::<()>)) };
    let mut line = Vec::new();
    morgue_present::article_json(&mut line, &article).map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    })?;
    let kind = HeaderValue::from_static("application/json");
    Ok(named(etag, ([(header::CONTENT_TYPE, kind)], line).into_response()))
}

/// The article with this id, or whose id begins so.
pub(crate) fn find(lease: &Lease, id: &str, control: &Control) -> Result<Article, Problem> {
    let missing = || {
        let short: String = id.chars().take(60).collect();
        Problem::not_found(format!("there is no article `{short}`"))
    };
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
    lease.engine.article(one, control)?.ok_or_else(missing)
}

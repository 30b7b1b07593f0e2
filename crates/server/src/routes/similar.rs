//! `GET /v1/articles/{id}/similar`: the articles most like one.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::{Control, Similar, similar};

use super::{App, is_known, tagged};
use crate::api::Operation;
use crate::params::{few, number};
use crate::problem::Problem;

/// Articles, unless told otherwise, and at most.
const LIMIT: usize = 10;
const MOST: usize = 100;
const MOST_SNIPPETS: usize = 5;

const TAKES: &[&str] = &["limit", "snippets"];

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/articles/{id}/similar", "The articles most like one.", get)
        .only(TAKES)
        .json::<Similar>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (mut limit, mut snippets) = (LIMIT, 1);
    for (name, value) in few(query.as_deref(), TAKES)? {
        match name {
            "limit" => limit = number(name, &value, MOST)?.max(1),
            _ => snippets = number(name, &value, MOST_SNIPPETS)?,
        }
    }
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let article = super::articles::find(&lease, &id, control)?;
        let asked =
            format!("similar {} {limit} {snippets} {}", article.id, state.config.show_origin);
        let etag = super::etag_of(&lease, asked.as_bytes());
        if is_known(&headers, &etag) {
            return Ok((etag, None));
        }
        let mut found = similar(&*lease.engine, &article, Vec::new(), limit, snippets, control)?;
        let origins = state.config.origins();
        found.hits.iter_mut().for_each(|hit| origins.tell(&mut hit.hit.origin));
        Ok((etag, Some(found)))
    };
    let (etag, body) = app.searches.run(work).await?;
    Ok(tagged(etag, body))
}

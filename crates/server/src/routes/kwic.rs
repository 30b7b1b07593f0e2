//! `GET /v1/kwic`: every occurrence with the words around it.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::{Control, Kwic, KwicOptions, KwicSort, Request, kwic};

use super::{App, ask_context, etag, is_known, planned, tagged};
use crate::api::Operation;
use crate::params::{Takes, number, one_of, own, read};
use crate::problem::Problem;

const MOST_LINES: usize = 1000;
const MOST_ARTICLES: usize = 10_000;
const MOST_WIDTH: usize = 50;

const TAKES: &[&str] = &["sort", "limit", "width", "articles"];
const SORTS: [(&str, KwicSort); 7] = [
    ("relevance", KwicSort::Relevance),
    ("newest", KwicSort::Newest),
    ("oldest", KwicSort::Oldest),
    ("left", KwicSort::Left),
    ("match", KwicSort::Match),
    ("right", KwicSort::Right),
    ("outlet", KwicSort::Outlet),
];

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/kwic", "Every occurrence with the words around it.", get)
        .question(Takes::QUESTION)
        .only(TAKES)
        .json::<Kwic>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (own, rest) = own(query.as_deref(), TAKES)?;
    let mut options = KwicOptions::default();
    for (name, value) in own {
        match name {
            "sort" => options.sort = one_of(name, &value, &SORTS)?,
            "limit" => options.limit = number(name, &value, MOST_LINES)?,
            "width" => options.width = number(name, &value, MOST_WIDTH)?,
            _ => options.articles = number(name, &value, MOST_ARTICLES)?,
        }
    }
    let request = read(Some(&rest), Takes::QUESTION.and(TAKES), app.config.show_origin)?.request;
    if request.q.trim().is_empty() {
        return Err(Problem::parameter("parameter `q`: which words?"));
    }
    let request = Request { explain: true, ..request };
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let form = format!("kwic {options:?} {}", state.config.show_origin);
        let etag = etag(&lease, &planned(&state, &lease, &request)?.plan, &form);
        if is_known(&headers, &etag) {
            return Ok((etag, None));
        }
        let found = kwic(&*lease.engine, &request, &options, &ask_context(&state), control);
        let mut found = found.map_err(|error| Problem::answer(&request.q, error))?;
        let origins = state.config.origins();
        found.lines.iter_mut().for_each(|line| origins.tell(&mut line.origin));
        Ok((etag, Some(found)))
    };
    let (etag, body) = app.searches.run(work).await?;
    Ok(tagged(etag, body))
}

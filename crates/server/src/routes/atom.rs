//! `GET /search.atom`: what came in last of what a search finds, for feed readers.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_present::{FeedLinks, atom};
use morgue_query::{Control, Request, arrivals};

use super::{App, ask_context, etag, is_known, planned};
use crate::api::Operation;
use crate::params::{Takes, number, own, read};
use crate::problem::Problem;

/// Entries, unless told otherwise, and at most.
const LIMIT: usize = 50;
const MOST: usize = 200;
/// Passages of an entry.
const PASSAGES: usize = 2;
const MEDIA: &str = "application/atom+xml; charset=utf-8";

const TAKES: &[&str] = &["limit"];

pub(crate) fn operation() -> Operation {
    Operation::get("/search.atom", "What came in last, as an Atom feed.", get)
        .question(Takes::QUESTION)
        .only(TAKES)
        .text("application/atom+xml")
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (own, rest) = own(query.as_deref(), TAKES)?;
    let limit = own.first().map_or(Ok(LIMIT), |(name, value)| number(name, value, MOST))?.max(1);
    let request = read(Some(&rest), Takes::QUESTION.and(TAKES), app.config.show_origin)?.request;
    let links = Links {
        feed: app.links.absolute(&route("/search.atom", query.as_deref()), &headers),
        page: app.links.absolute(&route("/search", Some(&rest)), &headers),
        articles: app.links.absolute("/articles/", &headers),
    };
    let state = Arc::clone(&app);
    let work = move |control: &Control| feed(&state, &request, limit, &links, &headers, control);
    let (etag, body) = app.searches.run(work).await?;
    let mut response = match body {
        Some(body) => body.into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Whole addresses of a feed.
struct Links {
    feed: String,
    page: String,
    articles: String,
}

fn route(path: &str, query: Option<&str>) -> String {
    match query.filter(|query| !query.is_empty()) {
        Some(query) => format!("{path}?{query}"),
        None => path.to_string(),
    }
}

fn feed(
    state: &super::State,
    request: &Request,
    limit: usize,
    links: &Links,
    headers: &HeaderMap,
    control: &Control,
) -> Result<(String, Option<Vec<u8>>), Problem> {
    let lease = state.leases.latest(control)?;
    let form = format!("atom {limit} {}", links.feed);
    let etag = etag(&lease, &planned(state, &lease, request)?.plan, &form);
    if is_known(headers, &etag) {
        return Ok((etag, None));
    }
    let context = ask_context(state);
    let found = arrivals(&*lease.engine, request, limit, PASSAGES, &context, control)
        .map_err(|error| Problem::answer(&request.q, error))?;
    let Links { feed, page, articles } = links;
    let mut body = Vec::new();
    atom(&mut body, request, &found, &FeedLinks { feed, page, articles }).map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    })?;
    Ok((etag, Some(body)))
}

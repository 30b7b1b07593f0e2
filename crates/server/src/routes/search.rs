//! `GET /v1/search`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use morgue_query::{Answer, Control, answer};
use serde::Serialize;

use super::{App, ask_context, etag, is_known, planned, tagged};
use crate::cursor::{Cursor, question};
use crate::params::{Params, Takes, read};
use crate::problem::Problem;

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = read(query.as_deref(), Takes::SEARCH, app.config.show_origin)?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| search(&state, params, &headers, control);
    let found = app.searches.run(work).await?;
    let next = found.body.as_ref().and_then(|body| body.next.as_deref());
    let link = next.map(|cursor| next_link(query.as_deref().unwrap_or_default(), cursor));
    let mut response = tagged(found.etag, found.body);
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

struct Found {
    etag: String,
    /// Absent where it is known already.
    body: Option<Page>,
}

/// The answer as it goes out.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    answer: Answer,
    /// An opaque cursor for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

fn search(
    state: &super::State,
    params: Params,
    headers: &HeaderMap,
    control: &Control,
) -> Result<Found, Problem> {
    let Params { mut request, cursor } = params;
    let cursor = cursor.as_deref().map(Cursor::decode).transpose()?;
    let lease = match &cursor {
        Some(cursor) => state.leases.of_cursor(&cursor.commit)?,
        None => state.leases.latest(control)?,
    };
    let asked = question(&planned(state, &lease, &request)?.plan);
    if let Some(cursor) = cursor {
        if cursor.question != asked {
            let detail = "parameter `cursor` belongs to another question: leave it out";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "cursor-question", detail));
        }
        request.after = Some(cursor.place);
    }
    let form = format!("{} {} {}", request.snippets, request.explain, state.config.show_origin);
    let etag = etag(&lease, &planned(state, &lease, &request)?.plan, &form);
    if is_known(headers, &etag) {
        return Ok(Found { etag, body: None });
    }
    let context = ask_context(state);
    let found = answer(&*lease.engine, &request, &context, control)
        .map_err(|error| Problem::answer(&request.q, error))?;
    let body = Some(shown(state, &lease.stats.commit, asked, found));
    Ok(Found { etag, body })
}

/// The answer with its cursor, and without files unless they may be told.
fn shown(state: &super::State, commit: &str, question: u64, mut answer: Answer) -> Page {
    if !state.config.show_origin {
        answer.hits.iter_mut().for_each(|hit| hit.origin.clear());
    }
    let place = answer.next.take();
    let next = place.map(|place| Cursor { commit: commit.to_string(), question, place }.encode());
    Page { answer, next }
}

/// The next page as a relative address.
fn next_link(query: &str, cursor: &str) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "cursor" {
            out.append_pair(&name, &value);
        }
    }
    out.append_pair("cursor", cursor);
    format!("<?{}>; rel=\"next\"", out.finish())
}

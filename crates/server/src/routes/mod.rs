//! One file a route.

mod arriving;
pub(crate) mod articles;
pub(crate) mod atom;
pub(crate) mod cite;
pub(crate) mod export;
pub(crate) mod facets;
pub(crate) mod health;
pub(crate) mod ingest;
pub(crate) mod kwic;
pub(crate) mod login;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod outlets;
pub(crate) mod parse;
pub(crate) mod raw;
pub(crate) mod robots;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod similar;
pub(crate) mod stats;
pub(crate) mod timeline;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Request as Sent;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_query::plan::{Limits, Plan};
use morgue_query::{AskContext, Control, PlanContext, Prepared, Request, answer, prepare};
use serde::Serialize;

use crate::api::Operation;
use crate::app::State;
use crate::leases::Lease;
use crate::problem::Problem;

/// Every route. What is not in this list is not there.
pub(crate) fn all() -> Vec<Operation> {
    let mut all = vec![
        search::operation(),
        facets::operation(),
        timeline::operation(),
        kwic::operation(),
        articles::operation(),
        similar::operation(),
        raw::operation(),
        ingest::operation(),
        cite::operation(),
        export::operation(),
        atom::operation(),
        parse::operation(),
        outlets::operation(),
        stats::operation(),
        metrics::operation(),
        openapi::operation(),
        robots::operation(),
    ];
    all.extend(saved::operations());
    all.extend(login::operations());
    all.extend(crate::pages::operations());
    all.extend(health::operations());
    all
}

/// The state as handlers take it.
pub(crate) type App = axum::extract::State<Arc<State>>;

/// Bytes of a form, or of a search to be kept.
const MOST: usize = 256 << 10;

/// A body that is read at once.
///
/// # Errors
/// It is longer than such bodies are, or breaks off.
pub(crate) async fn small_body(request: Sent) -> Result<Bytes, Problem> {
    axum::body::to_bytes(request.into_body(), MOST).await.map_err(|_| {
        let detail = format!("the body breaks off, or is longer than {MOST} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
    })
}

/// What a request is answered against.
pub(crate) fn ask_context(state: &State) -> AskContext<'_> {
    let limits = Limits { paths: state.config.show_origin, ..Limits::default() };
    AskContext { today: (state.today)(), outlets: &state.outlets, limits }
}

/// The plan of a request over a commit.
pub(crate) fn planned(
    state: &State,
    lease: &Lease,
    request: &Request,
) -> Result<Prepared, Problem> {
    let AskContext { today, outlets, limits } = ask_context(state);
    let context = PlanContext { limits, ..PlanContext::new(today, outlets, &lease.stats) };
    prepare(request, &context).map_err(|error| Problem::syntax(&request.q, error))
}

/// A name for an answer: what was asked of which commit by which program.
pub(crate) fn etag(lease: &Lease, plan: &Plan, form: &str) -> String {
    let plan = serde_json::to_vec(plan).unwrap_or_default();
    etag_of(lease, &[form.as_bytes(), &plan].join(&0))
}

/// The same of what is asked without a plan.
pub(crate) fn etag_of(lease: &Lease, asked: &[u8]) -> String {
    let text = [
        lease.stats.commit.as_bytes(),
        lease.stats.fingerprint.as_bytes(),
        env!("CARGO_PKG_VERSION").as_bytes(),
        asked,
    ];
    // Weak: the same answer takes another time, and has other bytes when it is compressed.
    format!("W/\"{:032x}\"", xxhash_rust::xxh3::xxh3_128(&text.join(&0)))
}

/// Whether who asks has this answer already.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    let mut tags = known.flat_map(|list| list.split(','));
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_string();
    tags.any(|tag| bare(tag) == bare(etag) || tag.trim() == "*")
}

/// The answer, or that it is known.
pub(crate) fn tagged(etag: String, body: Option<impl Serialize>) -> Response {
    let response = match body {
        Some(body) => Json(body).into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    named(etag, response)
}

/// The answer with its name.
pub(crate) fn named(etag: String, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Answers a request without hits.
pub(crate) async fn counts(
    app: Arc<State>,
    request: Request,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = Request { limit: 0, snippets: 0, ..request };
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let etag = etag(&lease, &planned(&state, &lease, &request)?.plan, "counts");
        if is_known(&headers, &etag) {
            return Ok((etag, None));
        }
        let found = answer(&*lease.engine, &request, &ask_context(&state), control);
        let found = found.map_err(|error| Problem::answer(&request.q, error))?;
        Ok((etag, Some(found)))
    };
    let (etag, body) = app.searches.run(work).await?;
    Ok(tagged(etag, body))
}

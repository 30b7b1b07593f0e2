//! What stands in front of every route: the name that was asked for, who asks, and headers that
//! keep a browser from doing more than it should.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::State as App;
use crate::config::{Access, Config};
use crate::problem::Problem;

const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Every request: refuses a foreign `Host`, numbers, counts, logs, and sets headers.
pub(crate) async fn every(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = app.metrics.next_request();
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    let query = request.uri().query().unwrap_or_default().to_string();
    let mut response = match host(request.headers(), &app.config) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.is_unlisted() {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    let status = response.status().as_u16();
    let took = start.elapsed();
    app.metrics.answered(&path, status, took);
    // What people ask for in public is their own affair.
    let query = if app.config.is_public() { "" } else { &query };
    let took_ms = took.as_secs_f64() * 1e3;
    tracing::info!(%id, %method, path, query, status, took_ms, "answered");
    response
}

/// Routes that need the right to read.
pub(crate) async fn access(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if let Access::Token(token) = &app.config.access {
        let offered = bearer(request.headers());
        if !offered.is_some_and(|offered| token.is(offered)) {
            let detail = "this archive needs a token: send `Authorization: Bearer TOKEN`";
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "token", detail);
            let mut response = problem.into_response();
            let challenge = HeaderValue::from_static("Bearer realm=\"morgue\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            return response;
        }
    }
    next.run(request).await
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A page elsewhere may let its own name lead to this machine; its `Host` gives it away.
fn host(headers: &HeaderMap, config: &Config) -> Result<(), Problem> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default().to_ascii_lowercase();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let name = name.map_or(host.as_str(), |(name, _)| name);
    let this_machine = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let public = config.public_url.as_ref().is_some_and(|public| public.host() == host);
    let named = config.hosts.iter().any(|known| known.eq_ignore_ascii_case(&host));
    if this_machine && !config.is_public() || named || public {
        return Ok(());
    }
    let detail = "this server does not answer to that name: its owner can allow it";
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "host", detail))
}

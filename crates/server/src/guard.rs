//! What stands in front of every route: the name that was asked for, where a change comes from, and
//! headers that keep a browser from doing more than it should.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::State as App;
use crate::config::Config;
use crate::cors;
use crate::problem::Problem;
use crate::who::peer;

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

/// Every request: refuses a foreign `Host` and changes from elsewhere, numbers, counts, logs, and
/// sets headers.
pub(crate) async fn every(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = app.metrics.next_request();
    let from = peer(&app.config, &request);
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    // What people ask for in public is their own affair.
    let query = request.uri().query().filter(|_| !app.config.is_public());
    let query = query.unwrap_or_default().to_string();
    let site = cors::site(&app.config, &path, request.headers());
    // Who looks whether the program runs knows no name of it, and learns nothing else.
    let probe = matches!(path.as_str(), "/healthz" | "/readyz");
    let named = match probe {
        true => Ok(()),
        false => one_name(&request).and_then(|()| host(request.headers(), &app.config)),
    };
    let refused = named.and_then(|()| same_origin(request.method(), request.headers(), &app));
    let mut response = match refused {
        Ok(()) => match site
            .as_ref()
            .and_then(|_| cors::asked_before(request.method(), request.headers()))
        {
            Some(answer) => answer,
            None => told(next.run(request).await),
        },
        Err(problem) => problem.into_response(),
    };
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A route may be stricter.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What one may read is not another's, and tomorrow's answer may be another one.
    let kept = if status.is_client_error() || status.is_server_error() {
        "no-store"
    } else {
        "private, no-cache"
    };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    headers.append(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie, Origin"));
    if let Some(site) = site {
        cors::allow(site, headers);
    }
    let page = path == "/" || path.starts_with("/articles/") || path.starts_with("/help/");
    if app.config.is_unlisted() || !page {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    let status = status.as_u16();
    let took = start.elapsed();
    app.metrics.answered(&path, status, took);
    let took_ms = (took.as_secs_f64() * 1e6).round() / 1e3;
    match response.extensions().get::<Problem>() {
        // What is not the asker's doing is the owner's to mend, and told to both.
        Some(problem) if status >= 500 || status == 421 => {
            let reason = problem.detail();
            tracing::warn!(%id, %from, %method, path, query, status, took_ms, reason, "answered");
        }
        Some(problem) => {
            let code = problem.code();
            tracing::info!(%id, %from, %method, path, query, status, took_ms, code, "answered");
        }
        None => tracing::info!(%id, %from, %method, path, query, status, took_ms, "answered"),
    }
    response
}

/// What is refused before a route of ours sees it (an address that is no UTF-8) is a problem, too.
fn told(response: Response) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !failed || !kind.is_some_and(|kind| kind.starts_with(b"text/plain")) {
        return response;
    }
    let detail = "this cannot be read as a request for anything here";
    Problem::new(status, "request", detail).into_response()
}

/// Whether a request says once only whom it is for (RFC 9112, 3.2).
fn one_name(request: &Request) -> Result<(), Problem> {
    let mut names = request.headers().get_all(header::HOST).iter();
    let host = names.next();
    let whole = request.uri().authority().map(|name| name.as_str().as_bytes());
    let other = whole
        .is_some_and(|name| host.is_none_or(|host| !name.eq_ignore_ascii_case(host.as_bytes())));
    if names.next().is_none() && !other {
        return Ok(());
    }
    let detail = "the request names two hosts: which?";
    Err(Problem::new(StatusCode::BAD_REQUEST, "host", detail))
}

/// A page elsewhere may let its own name lead to this machine; its `Host` gives it away. An address in
/// numbers is nobody's name.
fn host(headers: &HeaderMap, config: &Config) -> Result<(), Problem> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default().to_ascii_lowercase();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let name = name.map_or(host.as_str(), |(name, _)| name);
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let number = match bare {
        Some(six) => six.parse::<Ipv6Addr>().is_ok(),
        None => name.parse::<Ipv4Addr>().is_ok(),
    };
    let public = config.public_url.as_ref().is_some_and(|public| public.host() == host);
    let named = config.hosts.iter().any(|known| known.eq_ignore_ascii_case(&host));
    if number || name == "localhost" || named || public {
        return Ok(());
    }
    let short: String = host.chars().take(80).collect();
    let detail = format!(
        "this server does not answer to the name `{short}`: its owner can allow it \
         (`--host {short}`)"
    );
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "host", detail))
}

/// What may change something must not come from a page elsewhere. Browsers say where a request
/// comes from; programs say nothing, and carry no cookie either.
fn same_origin(method: &Method, headers: &HeaderMap, app: &App) -> Result<(), Problem> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let near = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let ours = |origin: &str| {
        let asked = text("host").unwrap_or_default();
        origin == app.links.origin(asked) || origin == format!("http://{asked}")
    };
    if near && text("origin").is_none_or(ours) {
        return Ok(());
    }
    let detail = "this comes from a page of another site: only this server's own pages may do it";
    Err(Problem::new(StatusCode::FORBIDDEN, "other-site", detail))
}

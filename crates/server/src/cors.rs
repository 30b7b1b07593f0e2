//! Pages of other sites that may ask: none, unless the owner names them. They read, and only what
//! everybody or their token may read: cookies of ours are never theirs.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::config::Config;

/// What scripts of another site may see of an answer's head.
const SHOWN: &str = "ETag, Link, Retry-After, Morgue-Articles, Morgue-Fingerprint, X-Request-Id";

/// The site that asks, where it is one of those that may.
pub(crate) fn site(config: &Config, path: &str, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let known = config.sites.iter().any(|site| site.as_bytes() == origin.as_bytes());
    let is_data = path.starts_with("/v1/") || matches!(path, "/search.atom" | "/openapi.json");
    (known && is_data).then(|| origin.clone())
}

/// The answer to a browser that asks whether a page may ask.
pub(crate) fn asked_before(method: &Method, headers: &HeaderMap) -> Option<Response> {
    let wanted = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    let reads = wanted == "GET" || wanted == "HEAD";
    (*method == Method::OPTIONS && reads).then(|| {
        let allowed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, If-None-Match"),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    })
}

/// Lets that site's page read the answer.
pub(crate) fn allow(site: HeaderValue, headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, site);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(SHOWN));
}

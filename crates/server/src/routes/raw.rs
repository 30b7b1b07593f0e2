//! `GET /v1/articles/{id}/raw`: the bytes an article was read from, as a download.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_article::Origin;
use morgue_query::Control;

use super::App;
use crate::api::{Form, Operation};
use crate::params::{few, number};
use crate::problem::Problem;

/// Never the type of what was read: a page from elsewhere must not run as one of ours.
const MEDIA: &str = "application/octet-stream";
const MOST_ORIGINS: usize = 10_000;

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/articles/{id}/raw", "The bytes it was read from, as a download.", get)
        .only(&["origin"])
        .gives(200, MEDIA, Form::Text)
}

pub(crate) async fn get(
    State(app): App,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut which = 0;
    for (name, value) in few(query.as_deref(), &["origin"])? {
        which = number(name, &value, MOST_ORIGINS)?;
    }
    let originals = app.originals.clone().filter(|_| app.config.gives_originals());
    let Some(originals) = originals else {
        let detail = "this server does not give originals: its owner can allow it";
        return Err(Problem::new(StatusCode::FORBIDDEN, "no-originals", detail));
    };
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let article = super::articles::find(&lease, &id, control)?;
        let origin = article.origins.get(which).ok_or_else(|| {
            let count = article.origins.len();
            Problem::not_found(format!("parameter `origin`: `{which}`: there are {count}"))
        })?;
        let bytes = originals.read(origin, control)?.ok_or_else(gone)?;
        Ok((file_name(origin), bytes))
    };
    let (name, bytes) = app.searches.run(work).await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

fn gone() -> Problem {
    let detail = "the file this was read from is gone or has changed, or its record cannot be cut \
                  out of it; the article itself is here";
    Problem::new(StatusCode::GONE, "original-gone", detail)
}

/// The last part of its name, in letters that mean nothing in a header or to a system of files.
fn file_name(origin: &Origin) -> String {
    let path = origin.source.full_path();
    let whole = origin.entry.as_deref().unwrap_or(&path);
    let last = whole.rsplit(['/', '\\', '!']).next().unwrap_or(whole);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = last.chars().take(100).map(plain).collect();
    let name = name.trim_start_matches('.').to_string();
    if name.is_empty() { "original".to_string() } else { name }
}

#[cfg(test)]
mod tests {
    use morgue_article::SourceKey;

    use super::*;

    #[test]
    fn a_file_name_is_plain() {
        let named = |path: &str, entry: Option<&str>| {
            let source = SourceKey { root: "/archive".into(), path: path.into() };
            let entry = entry.map(str::to_string);
            let (sha256, format) = (String::new(), String::new());
            let origin =
                Origin { source, entry, line: None, ordinal: 0, source_id: None, sha256, format };
            file_name(&origin)
        };
        assert_eq!(named("a/b c\"\r\n.html", None), "b_c___.html");
        assert_eq!(named("a.zip", Some("x/y.html")), "y.html");
        assert_eq!(named("..", None), "original");
    }
}

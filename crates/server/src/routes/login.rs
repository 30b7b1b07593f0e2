//! `/login`, `/logout`: a token for a cookie.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::App;
use crate::api::{Form, Needs, Operation};
use crate::app;
use crate::config::Access;
use crate::params::few;
use crate::problem::Problem;
use crate::sessions::no_cookie;
use crate::who::{Who, peer};

const FORM: &str = "application/x-www-form-urlencoded";
const HTML: &str = "text/html; charset=utf-8";
/// Bytes of a form.
const MOST: usize = 8 << 10;

pub(crate) fn operations() -> [Operation; 3] {
    let open = |operation: Operation| operation.needs(Needs::Nothing);
    [
        open(Operation::get("/login", "The page that takes a token.", page))
            .only(&["next"])
            .text(HTML)
            .gives(303, HTML, Form::Nothing),
        open(Operation::post("/login", "Takes a token and gives a cookie.", login))
            .body(FORM)
            .gives(303, HTML, Form::Nothing)
            .gives(401, HTML, Form::Text),
        Operation::post("/logout", "Ends what the cookie stands for.", logout).body(FORM).gives(
            303,
            HTML,
            Form::Nothing,
        ),
    ]
}

async fn page(State(app): App, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let next = few(query.as_deref(), &["next"])?.pop().map(|(_, next)| next);
    if !takes_tokens(&app) {
        return Ok(Redirect::to(&app.links.to("/")).into_response());
    }
    Ok(Html(shown(&app, &inside(next), false)).into_response())
}

async fn login(State(app): App, request: Request) -> Result<Response, Problem> {
    let from = peer(&app.config, &request);
    let form = form(request).await?;
    let next = inside(value(&form, "next"));
    let token = value(&form, "token").unwrap_or_default();
    let Some(may_write) = app.check_token(token.trim(), from)? else {
        let page = Html(shown(&app, &next, true));
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    let session = app.sessions.open(may_write)?;
    let mut response = Redirect::to(&app.links.to(&next)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, session.cookie(&app.links));
    Ok(response)
}

async fn logout(
    State(app): App,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    who.check_form(value(&body, "form").as_deref())?;
    app.sessions.close(&headers);
    let mut response = Redirect::to(&app.links.to("/login")).into_response();
    response.headers_mut().insert(header::SET_COOKIE, no_cookie(&app.links));
    Ok(response)
}

/// Whether there is anything to log in with.
fn takes_tokens(app: &Arc<app::State>) -> bool {
    matches!(app.config.access, Access::Token(_)) || app.config.write.is_some()
}

async fn form(request: Request) -> Result<Bytes, Problem> {
    axum::body::to_bytes(request.into_body(), MOST).await.map_err(|_| {
        let detail = format!("a form has at most {MOST} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
    })
}

fn value(form: &[u8], name: &str) -> Option<String> {
    let found = form_urlencoded::parse(form).find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned())
}

/// A path of this server to go on to; nobody is sent elsewhere from here.
fn inside(next: Option<String>) -> String {
    let plain = |b: u8| b.is_ascii_graphic() && !b"\\\"'<>`#".contains(&b);
    let next = next
        .filter(|next| next.starts_with('/') && !next.starts_with("//") && next.bytes().all(plain));
    next.filter(|next| next.len() <= 4096).unwrap_or_else(|| "/".to_string())
}

/// The page. What goes into it was looked at: letters and signs that mean nothing in markup, and
/// `&`, which is written out.
fn shown(app: &Arc<app::State>, next: &str, wrong: bool) -> String {
    let (action, next) = (app.links.to("/login"), next.replace('&', "&amp;"));
    let wrong = if wrong { "<p role=\"alert\">That is not the token.</p>" } else { "" };
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Log in · morgue</title>\
         <main><h1>This archive is not open to everybody</h1>{wrong}\
         <form method=\"post\" action=\"{action}\">\
         <input type=\"hidden\" name=\"next\" value=\"{next}\">\
         <label for=\"token\">Token</label> <input id=\"token\" name=\"token\" type=\"password\" \
         autocomplete=\"current-password\" required> <button>Log in</button></form></main></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        let stay = ["/", "/search?q=a%20b&from=1914", "/articles/0a"];
        for next in stay {
            assert_eq!(inside(Some(next.into())), next);
        }
        for next in ["", "//evil.example", "/\\evil.example", "https://evil.example", "x", "/a\"b"]
        {
            assert_eq!(inside(Some(next.into())), "/", "{next}");
        }
    }
}

//! `/login`, `/logout`: a token for a cookie.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::{App, small_body};
use crate::api::{Form, Needs, Operation};
use crate::app;
use crate::config::Access;
use crate::pages;
use crate::params::few;
use crate::problem::Problem;
use crate::sessions::no_cookie;
use crate::who::{Who, peer};

const FORM: &str = "application/x-www-form-urlencoded";
const HTML: &str = "text/html";

pub(crate) fn operations() -> [Operation; 4] {
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
        Operation::get("/logout", "The page with the form that logs out.", ending).text(HTML),
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
    pages::login(&app, &inside(next), false)
}

async fn login(State(app): App, request: Request) -> Result<Response, Problem> {
    let from = peer(&app.config, &request);
    let form = small_body(request).await?;
    let next = inside(value(&form, "next"));
    let token = value(&form, "token").unwrap_or_default();
    let Some(may_write) = app.check_token(token.trim(), from)? else {
        return pages::login(&app, &next, true);
    };
    let session = app.sessions.open(may_write)?;
    let mut response = Redirect::to(&app.links.to(&next)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, session.cookie(&app.links));
    Ok(response)
}

async fn ending(State(app): App, Extension(who): Extension<Who>) -> Result<Response, Problem> {
    pages::logout(&app, &who.form_token)
}

async fn logout(
    State(app): App,
    Extension(who): Extension<Who>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    who.check_form(value(&small_body(request).await?, "form").as_deref())?;
    app.sessions.close(&headers);
    let mut response = Redirect::to(&app.links.to("/login")).into_response();
    response.headers_mut().insert(header::SET_COOKIE, no_cookie(&app.links));
    Ok(response)
}

/// Whether there is anything to log in with.
fn takes_tokens(app: &Arc<app::State>) -> bool {
    matches!(app.config.access, Access::Token(_)) || app.config.write.is_some()
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

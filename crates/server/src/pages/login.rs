//! The pages that take a token, and that end what it opened.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::shell::{Shell, page};
use crate::app::State;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    shell: Shell,
    action: String,
    next: &'a str,
    wrong: bool,
}

/// The page that takes a token and then goes on to `next`; `wrong` where one was not it.
pub(crate) fn login(state: &State, next: &str, wrong: bool) -> Result<Response, Problem> {
    let status = if wrong { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let shell = Shell::new(state, "Log in · morgue", "login", &Asked::default()).own_box();
    page(status, &LoginPage { shell, action: state.links.to("/login"), next, wrong })
}

#[derive(Template)]
#[template(path = "logout.html")]
struct LogoutPage<'a> {
    shell: Shell,
    action: String,
    form_token: &'a str,
}

/// The page with the form that logs out.
pub(crate) fn logout(state: &State, form_token: &str) -> Result<Response, Problem> {
    let shell = Shell::new(state, "Log out · morgue", "logout", &Asked::default()).own_box();
    page(StatusCode::OK, &LogoutPage { shell, action: state.links.to("/logout"), form_token })
}

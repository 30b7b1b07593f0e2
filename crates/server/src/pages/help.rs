//! `/help/query`: the language, as the program itself explains it.

use askama::Template;
use axum::extract::{RawQuery, State as Extracted};
use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::guide::Guide;
use super::shell::{Shell, page};
use crate::problem::Problem;
use crate::routes::App;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    shell: Shell,
    guide: &'a Guide,
}

pub(crate) async fn get(
    Extracted(app): App,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let shell = Shell::new(&app, "The query language · morgue", "help", &asked);
    page(StatusCode::OK, &HelpPage { shell, guide: &app.guide })
}

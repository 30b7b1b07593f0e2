//! `GET /v1/articles/{id}/cite`: an article as others cite it; all styles, or the one of `style=`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_article::ArticleId;
use morgue_present::{Citation, Citations, CiteStyle, CiteStyleError, cite};
use morgue_query::Control;
use schemars::JsonSchema;
use serde::Serialize;

use super::articles::find;
use super::{App, etag_of, is_known, named, tagged};
use crate::api::{Form, Operation};
use crate::params::few;
use crate::problem::Problem;

/// An article in every style.
#[derive(Serialize, JsonSchema)]
struct Cited {
    v: u32,
    id: ArticleId,
    citations: BTreeMap<&'static str, Text>,
}

/// A citation as plain text.
#[derive(Serialize, JsonSchema)]
struct Text {
    text: String,
    /// What stands in italics, as ranges of Unicode code points.
    italic: Vec<(usize, usize)>,
}

impl From<Citation> for Text {
    fn from(Citation { text, italic }: Citation) -> Self {
        Self { text, italic }
    }
}

pub(crate) fn operation() -> Operation {
    let cite = Operation::get("/v1/articles/{id}/cite", "An article as others cite it.", get);
    let cite = cite.only(&["style"]).json::<Cited>().tagged();
    CiteStyle::ALL.iter().fold(cite, |cite, style| cite.gives(200, style.media_type(), Form::Text))
}

pub(crate) async fn get(
    State(app): App,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let style = few(query.as_deref(), &["style"])?.pop().map(|(_, style)| style.parse());
    let wrong = |error: CiteStyleError| Problem::parameter(format!("parameter `style`: {error}"));
    let style = style.transpose().map_err(wrong)?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let article = find(&lease, &id, control)?;
        let asked = format!("cite {} {}", article.id, style.map_or("", CiteStyle::name));
        Ok((etag_of(&lease, asked.as_bytes()), article))
    };
    let (etag, article) = app.searches.run(work).await?;
    if is_known(&headers, &etag) {
        return Ok(tagged(etag, None::<()>));
    }
    let Some(style) = style else {
        let all = CiteStyle::ALL.map(|style| (style.name(), cite(&article, style).into()));
        let citations = all.into_iter().collect();
        return Ok(tagged(etag, Some(Cited { v: 1, id: article.id, citations })));
    };
    let mut text = Vec::new();
    let written = Citations::begin(&mut text, style).and_then(|mut citations| {
        citations.add(&article)?;
        citations.end()
    });
    written.map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    })?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(style.media_type()));
    // What a reference manager takes is a file; prose is to be read.
    if matches!(style, CiteStyle::Ris | CiteStyle::Bibtex | CiteStyle::CslJson) {
        let name = format!("attachment; filename=\"{}.{}\"", article.id.short(12), style.ending());
        if let Ok(name) = HeaderValue::from_str(&name) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
    }
    Ok(named(etag, response))
}

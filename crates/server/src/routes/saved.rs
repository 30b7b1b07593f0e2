//! `/v1/saved`, `/v1/saved/{name}`: the searches that are kept under a name, each with the address of
//! its feed; keeping one and taking one away.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, Request as Sent, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use morgue_present::{SavedView, saved_view};
use morgue_query::{Control, Preview, Request, SavedName, SavedSearch};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{App, small_body};
use crate::api::{Form, Needs, Operation};
use crate::keeping::Kept;
use crate::params::{Takes, few, read};
use crate::problem::Problem;
use crate::saving;
use crate::who::Who;

const JSON: &str = "application/json";

/// The saved searches.
#[derive(Serialize, JsonSchema)]
struct SavedList {
    v: u32,
    saved: Vec<SavedEntry>,
}

/// A saved search.
#[derive(Serialize, JsonSchema)]
struct SavedEntry {
    #[serde(flatten)]
    search: SavedView,
    /// Its feed.
    feed: String,
}

/// A saved search with what it finds.
#[derive(Serialize, JsonSchema)]
struct SavedOne {
    v: u32,
    #[serde(flatten)]
    entry: SavedEntry,
    /// What it finds now.
    #[serde(skip_serializing_if = "Option::is_none")]
    finds: Option<Preview>,
    /// Why it finds nothing: it was changed by hand into what cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// A search to be kept, in the form in which a list gives one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ToSave {
    /// Its name: small letters, digits, `-` and `_`, at most 64 of them.
    name: String,
    /// The query; every article without it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    q: String,
    /// The other parameters that decide what it finds, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    filters: BTreeMap<String, Vec<String>>,
    /// Left alone, so that what a list gives can be sent as it is.
    #[serde(default, rename = "created", skip_serializing_if = "Option::is_none")]
    _created: Option<String>,
    /// Left alone likewise.
    #[serde(default, rename = "feed", skip_serializing_if = "Option::is_none")]
    _feed: Option<String>,
}

pub(crate) fn operations() -> [Operation; 4] {
    let one = Form::Json(|generator| generator.subschema_for::<SavedOne>());
    [
        Operation::get("/v1/saved", "The saved searches.", list).json::<SavedList>(),
        Operation::get("/v1/saved/{name}", "A saved search and what it finds.", get)
            .json::<SavedOne>(),
        Operation::post("/v1/saved", "Keeps a search; sending it again changes nothing.", post)
            .needs(Needs::Keeping)
            .takes::<ToSave>()
            .gives(200, JSON, one)
            .gives(201, JSON, one),
        Operation::delete("/v1/saved/{name}", "Takes a saved search away.", delete)
            .needs(Needs::Keeping)
            .gives(204, JSON, Form::Nothing),
    ]
}

async fn list(
    State(app): App,
    Extension(who): Extension<Who>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    saving::may_see(&app, &who)?;
    let state = Arc::clone(&app);
    let list = app.searches.run(move |_| saving::all(&state)).await?;
    let saved = list.iter().map(|search| entry(&app, search, &headers)).collect();
    Ok(Json(SavedList { v: 1, saved }).into_response())
}

async fn get(
    State(app): App,
    Extension(who): Extension<Who>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    saving::may_see(&app, &who)?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let search = find(&state, &named(&name)?)?;
        let found = saving::looked(&state, &search.request, control)?;
        Ok((search, found))
    };
    let (search, found) = app.searches.run(work).await?;
    let (finds, refused) = match found {
        Ok(found) => (Some(found), None),
        Err((problem, _)) => (None, Some(problem.detail().to_string())),
    };
    let entry = entry(&app, &search, &headers);
    Ok(Json(SavedOne { v: 1, entry, finds, refused }).into_response())
}

async fn post(State(app): App, RawQuery(query): RawQuery, sent: Sent) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let headers = sent.headers().clone();
    let (name, request) = wanted(&small_body(sent).await?, app.config.show_origin)?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let found = saving::looked(&state, &request, control)?;
        let found = found.map_err(|(problem, instead)| problem.or_suggest(instead))?;
        let status = match saving::keep(&state, &name, &request, control)? {
            Kept::Yes => StatusCode::CREATED,
            Kept::Already => StatusCode::OK,
            Kept::NameTaken => {
                return Err(Problem::new(StatusCode::CONFLICT, "name-taken", saving::taken(&name)));
            }
            Kept::Busy => return Err(Problem::busy_with(saving::BUSY)),
        };
        Ok((status, find(&state, &name)?, found))
    };
    let (status, search, found) = app.searches.run(work).await?;
    let place = app.links.to(&format!("/v1/saved/{}", search.name));
    let entry = entry(&app, &search, &headers);
    let body = SavedOne { v: 1, entry, finds: Some(found), refused: None };
    let mut response = (status, Json(body)).into_response();
    if let (StatusCode::CREATED, Ok(place)) = (status, HeaderValue::from_str(&place)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

async fn delete(
    State(app): App,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let name = named(&name)?;
    let state = Arc::clone(&app);
    let (taken, known) = (name.clone(), name);
    match app.searches.run(move |_| saving::remove(&state, &taken)).await? {
        true => Ok(StatusCode::NO_CONTENT.into_response()),
        false => Err(missing(known.as_str())),
    }
}

/// What a body asks to be kept, under which name.
fn wanted(body: &[u8], show_path: bool) -> Result<(SavedName, Request), Problem> {
    let wrong = |error: serde_json::Error| {
        let detail = format!("the body is no search to be kept: {error}");
        Problem::new(StatusCode::BAD_REQUEST, "body", detail)
    };
    let ToSave { name, q, filters, .. } = serde_json::from_slice(body).map_err(wrong)?;
    let name = name.parse();
    let name = name.map_err(|error| Problem::parameter(format!("field `name`: {error}")))?;
    // The same reading as of an address, so that the same is refused.
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", &q);
    for (name, values) in &filters {
        query.extend_pairs(values.iter().map(|value| (name, value)));
    }
    Ok((name, read(Some(&query.finish()), Takes::QUESTION, show_path)?.request))
}

fn entry(app: &super::State, search: &SavedSearch, headers: &HeaderMap) -> SavedEntry {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.extend_pairs(search.request.params()).finish();
    let feed = app.links.absolute(&format!("/search.atom?{query}"), headers);
    SavedEntry { search: saved_view(search), feed }
}

fn named(name: &str) -> Result<SavedName, Problem> {
    name.parse().map_err(|_| missing(name))
}

fn find(state: &super::State, name: &SavedName) -> Result<SavedSearch, Problem> {
    let found = saving::all(state)?.into_iter().find(|search| search.name == *name);
    found.ok_or_else(|| missing(name.as_str()))
}

fn missing(name: &str) -> Problem {
    let short: String = name.chars().take(60).collect();
    Problem::not_found(format!("there is no saved search `{short}`"))
}

//! `GET /v1/saved`: the searches that are kept under a name, each with the address of its feed.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use morgue_query::SavedSearch;
use morgue_query::plan::FacetField;
use schemars::JsonSchema;
use serde::Serialize;

use super::App;
use crate::api::Operation;
use crate::params::few;
use crate::problem::Problem;

/// The saved searches.
#[derive(Serialize, JsonSchema)]
struct SavedList {
    v: u32,
    saved: Vec<SavedEntry>,
}

/// A saved search.
#[derive(Serialize, JsonSchema)]
struct SavedEntry {
    name: String,
    /// What it asks, as the parameters of a search: names and values.
    params: Vec<(String, String)>,
    /// The day it was saved.
    created: String,
    /// Its feed.
    feed: String,
}

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/saved", "The saved searches.", get).json::<SavedList>()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    few(query.as_deref(), &[])?;
    let state = Arc::clone(&app);
    let list = app.searches.run(move |_| all(&state)).await?;
    let entry = |search: SavedSearch| {
        let params = search.request.params();
        let query: String =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(&params).finish();
        SavedEntry {
            name: search.name.to_string(),
            created: search.created.to_string(),
            feed: app.links.absolute(&format!("/search.atom?{query}"), &headers),
            params,
        }
    };
    let saved = list.into_iter().map(entry).collect();
    Ok(Json(SavedList { v: 1, saved }).into_response())
}

/// Those that may be told: the folders of this machine are nobody's affair unless they are shown.
pub(crate) fn all(state: &super::State) -> Result<Vec<SavedSearch>, Problem> {
    let Some(saved) = &state.saved else { return Ok(Vec::new()) };
    let mut list = saved().map_err(|error| {
        tracing::error!(%error, "the saved searches cannot be read");
        let detail = "the saved searches cannot be read: the owner's log says why";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", detail)
    })?;
    if !state.config.show_origin {
        list.retain(|search| {
            let filters = search.request.keep.iter().chain(&search.request.exclude);
            filters.clone().all(|(field, _)| *field != FacetField::Path)
        });
    }
    Ok(list)
}

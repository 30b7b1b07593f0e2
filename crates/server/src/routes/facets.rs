//! `GET /v1/facets`: counts alone.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use morgue_query::Answer;
use morgue_query::plan::{FacetField, WantFacet};

use super::{App, counts};
use crate::api::Operation;
use crate::params::{Takes, read};
use crate::problem::Problem;

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/facets", "Counts by outlet, year and more.", get)
        .question(Takes::FACETS)
        .json::<Answer>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut params = read(query.as_deref(), Takes::FACETS, app.config.show_origin)?;
    if params.request.facets.is_empty() {
        let list = |field| WantFacet { field, limit: 20 };
        params.request.facets = vec![list(FacetField::Outlet), list(FacetField::Year)];
    }
    counts(Arc::clone(&app), params.request, headers).await
}

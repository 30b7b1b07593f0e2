//! Pages for people. They ask by the same functions as `/v1`, never over HTTP; everything on them
//! works without the script, and no text of a user or an article becomes markup.

mod almanac;
mod article;
mod asked;
mod assets;
mod chart;
mod errors;
mod facets;
mod form;
mod guide;
mod help;
mod hits;
mod home;
mod marked;
mod overview;
mod results;
mod series;
mod shell;
mod speech;
mod timeline;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

pub(crate) use self::errors::for_people;
pub(crate) use self::guide::Guide;
pub(crate) use self::overview::Cache;
use crate::app::State;

/// The pages that need the right to read.
pub(crate) fn pages() -> Router<Arc<State>> {
    Router::new()
        .route("/", get(home::get))
        .route("/search", get(results::get))
        .route("/articles/{id}", get(article::get))
        .route("/timeline", get(timeline::get))
        .route("/timeline.csv", get(timeline::csv))
}

/// What says nothing of the archive.
pub(crate) fn open() -> Router<Arc<State>> {
    Router::new()
        .route("/help/query", get(help::get))
        .route("/assets/{hash}/{name}", get(assets::get))
}

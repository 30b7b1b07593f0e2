//! All routes as one service.

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use morgue_article::{Day, OutletTable};
use morgue_query::Engine;
use tower_http::compression::CompressionLayer;

use crate::config::Config;
use crate::leases::Leases;
use crate::metrics::Metrics;
use crate::searches::Searches;
use crate::{guard, routes};

/// What is served.
#[derive(Clone)]
pub struct Desk {
    engine: Arc<dyn Engine>,
    outlets: Arc<OutletTable>,
    today: fn() -> Day,
}

impl Desk {
    /// An engine, the outlets that names in queries are looked up in, and the day that `last:7d`
    /// counts from.
    pub fn new(engine: Arc<dyn Engine>, outlets: Arc<OutletTable>, today: fn() -> Day) -> Self {
        Self { engine, outlets, today }
    }
}

/// What every route has at hand.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) outlets: Arc<OutletTable>,
    pub(crate) today: fn() -> Day,
    pub(crate) leases: Leases,
    pub(crate) searches: Searches,
    pub(crate) metrics: Metrics,
}

/// The service over a desk.
pub fn app(desk: Desk, config: Config) -> Router {
    let state = Arc::new(State {
        searches: Searches::new(config.searches, config.queue, config.deadline),
        leases: Leases::new(desk.engine),
        outlets: desk.outlets,
        today: desk.today,
        metrics: Metrics::default(),
        config,
    });
    Router::new()
        .route("/v1/search", get(routes::search::get))
        .route("/v1/facets", get(routes::facets::get))
        .route("/v1/timeline", get(routes::timeline::get))
        .route("/v1/articles/{id}", get(routes::articles::get))
        .route("/v1/parse", get(routes::parse::get))
        .route("/v1/outlets", get(routes::outlets::get))
        .route("/v1/stats", get(routes::stats::get))
        .layer(from_fn_with_state(Arc::clone(&state), guard::access))
        .route("/healthz", get(routes::health::live))
        .route("/readyz", get(routes::health::ready))
        .route("/metrics", get(routes::metrics::get))
        .fallback(routes::health::nothing)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&state), guard::every))
        .with_state(state)
}

/// Serves until `end` comes, then finishes what is being answered.
///
/// # Errors
/// The listener failed.
pub async fn serve(
    listener: tokio::net::TcpListener,
    desk: Desk,
    config: Config,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, app(desk, config)).with_graceful_shutdown(end).await
}

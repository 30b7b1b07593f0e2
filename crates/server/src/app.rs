//! All routes as one service.

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State as Extracted};
use axum::middleware::{from_fn_with_state, map_request_with_state};
use morgue_article::{Day, OutletTable};
use morgue_query::Engine;
use tower::Layer;
use tower_http::compression::CompressionLayer;

use crate::api::{self, Needs};
use crate::config::Config;
use crate::leases::Leases;
use crate::links::Links;
use crate::metrics::Metrics;
use crate::searches::Searches;
use crate::{guard, pages, routes};

/// What is served.
#[derive(Clone)]
pub struct Desk {
    engine: Arc<dyn Engine>,
    outlets: Arc<OutletTable>,
    today: fn() -> Day,
    guide: &'static str,
}

impl Desk {
    /// An engine, the outlets that names in queries are looked up in, and the day that `last:7d`
    /// counts from.
    pub fn new(engine: Arc<dyn Engine>, outlets: Arc<OutletTable>, today: fn() -> Day) -> Self {
        Self { engine, outlets, today, guide: "" }
    }

    /// The same with the query language explained, as Markdown: the page `/help/query`.
    pub fn with_guide(self, guide: &'static str) -> Self {
        Self { guide, ..self }
    }
}

/// What every route has at hand.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) links: Links,
    /// The document of all routes.
    pub(crate) openapi: Bytes,
    pub(crate) outlets: Arc<OutletTable>,
    pub(crate) today: fn() -> Day,
    pub(crate) leases: Leases,
    pub(crate) searches: Searches,
    /// What the last commit holds, for the first page.
    pub(crate) overview: pages::Cache,
    /// The query language explained.
    pub(crate) guide: pages::Guide,
    pub(crate) metrics: Metrics,
}

/// The service over a desk.
pub fn app(desk: Desk, config: Config) -> Router {
    let links = Links::new(&config);
    let operations = routes::all();
    let openapi = api::document(&operations, &config, links.base()).to_string();
    let state = Arc::new(State {
        searches: Searches::new(config.searches, config.queue, config.deadline),
        leases: Leases::new(desk.engine),
        outlets: desk.outlets,
        today: desk.today,
        metrics: Metrics::default(),
        overview: pages::Cache::default(),
        guide: pages::Guide::new(desk.guide),
        links: links.clone(),
        openapi: openapi.into(),
        config,
    });
    let (mut open, mut reading) = (Router::new(), Router::new());
    for operation in operations {
        let router = if operation.needs == Needs::Nothing { &mut open } else { &mut reading };
        *router = std::mem::take(router).route(operation.path, operation.handler);
    }
    let routes = reading
        .merge(pages::pages())
        .layer(from_fn_with_state(Arc::clone(&state), guard::access))
        .merge(open)
        .merge(pages::open())
        .fallback(routes::health::nothing)
        .method_not_allowed_fallback(routes::health::not_so)
        .layer(from_fn_with_state(Arc::clone(&state), pages::for_people))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&state), guard::every))
        .with_state(state);
    // Before the routes are looked at, not after: so it cannot be a layer of theirs.
    Router::new().fallback_service(map_request_with_state(links, without_base).layer(routes))
}

/// Takes away what a proxy left before the route.
async fn without_base(Extracted(links): Extracted<Links>, mut request: Request) -> Request {
    let route = links.route(request.uri().path());
    if route.len() < request.uri().path().len() {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(uri) = format!("{route}{query}").parse() {
            *request.uri_mut() = uri;
        }
    }
    request
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

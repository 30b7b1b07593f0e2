//! All routes as one service.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State as Extracted};
use axum::middleware::{from_fn_with_state, map_request_with_state};
use morgue_article::{Day, OutletTable};
use morgue_query::{Engine, SavedSearch};
use tokio::sync::Semaphore;
use tower::Layer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::api::{self, Needs};
use crate::config::Config;
use crate::intake::Intake;
use crate::keeping::Keeping;
use crate::leases::Leases;
use crate::limiter::Limiter;
use crate::links::Links;
use crate::metrics::Metrics;
use crate::originals::Originals;
use crate::searches::Searches;
use crate::sessions::{Sessions, secret};
use crate::{guard, outflow, pages, routes, who};

/// Gives the saved searches as they are now, or says why it cannot.
pub type SavedSearches = dyn Fn() -> Result<Vec<SavedSearch>, String> + Send + Sync;

/// Wrong tokens one address may try, in a second and at once.
const TRIES: (f64, f64) = (0.1, 10.0);
/// So many times its rate an address may ask at once: a page has parts.
const AT_ONCE: f64 = 10.0;
/// How long a client may take for the next piece of a body.
const BODY_STALL: Duration = Duration::from_secs(30);

/// What is served.
#[derive(Clone)]
pub struct Desk {
    saved: Option<Arc<SavedSearches>>,
    engine: Arc<dyn Engine>,
    outlets: Arc<OutletTable>,
    today: fn() -> Day,
    guide: &'static str,
    keeping: Option<Arc<dyn Keeping>>,
    intake: Option<Arc<dyn Intake>>,
    originals: Option<Arc<dyn Originals>>,
}

impl Desk {
    /// An engine, the outlets that names in queries are looked up in, and the day that `last:7d`
    /// counts from.
    pub fn new(engine: Arc<dyn Engine>, outlets: Arc<OutletTable>, today: fn() -> Day) -> Self {
        Self {
            engine,
            outlets,
            today,
            guide: "",
            keeping: None,
            saved: None,
            intake: None,
            originals: None,
        }
    }

    /// The same with searches that are kept under names.
    pub fn with_saved(self, saved: Arc<SavedSearches>) -> Self {
        Self { saved: Some(saved), ..self }
    }

    /// The same with a place where pages keep searches under names.
    pub fn with_keeping(self, keeping: Arc<dyn Keeping>) -> Self {
        Self { keeping: Some(keeping), ..self }
    }

    /// The same with the query language explained, as Markdown: the page `/help/query`.
    pub fn with_guide(self, guide: &'static str) -> Self {
        Self { guide, ..self }
    }

    /// The same with a place where articles can be put in.
    pub fn with_intake(self, intake: Arc<dyn Intake>) -> Self {
        Self { intake: Some(intake), ..self }
    }

    /// The same with the bytes that articles were read from.
    pub fn with_originals(self, originals: Arc<dyn Originals>) -> Self {
        Self { originals: Some(originals), ..self }
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
    pub(crate) saved: Option<Arc<SavedSearches>>,
    pub(crate) searches: Searches,
    /// What the last commit holds, for the first page.
    pub(crate) overview: pages::Cache,
    /// The query language explained.
    pub(crate) guide: pages::Guide,
    /// Where searches are kept, if they can be kept from here.
    pub(crate) keeping: Option<Arc<dyn Keeping>>,
    /// Places for long files on their way.
    pub(crate) outflows: Arc<Semaphore>,
    /// Who reads how many of them.
    pub(crate) readers: Arc<outflow::Readers>,
    pub(crate) metrics: Metrics,
    pub(crate) intake: Option<Arc<dyn Intake>>,
    pub(crate) originals: Option<Arc<dyn Originals>>,
    /// Whose turn it is to put articles in.
    pub(crate) ingesting: Arc<Semaphore>,
    pub(crate) sessions: Sessions,
    /// What forms carry of those who are not logged in.
    pub(crate) form_token: String,
    /// How often wrong tokens may be tried.
    pub(crate) failed: Limiter,
    /// How often one address may ask.
    pub(crate) asked: Option<Limiter>,
}

/// The service over a desk.
pub fn app(desk: Desk, config: Config) -> Router {
    let links = Links::new(&config);
    let operations = routes::all();
    let openapi = api::document(&operations, &config, links.base()).to_string();
    let state = Arc::new(State {
        searches: Searches::new(config.searches, config.queue, config.deadline),
        saved: desk.saved,
        outflows: Arc::new(Semaphore::new(outflow::AT_ONCE)),
        readers: Arc::default(),
        leases: Leases::new(desk.engine),
        outlets: desk.outlets,
        today: desk.today,
        metrics: Metrics::new(operations.iter().map(|operation| operation.path)),
        overview: pages::Cache::default(),
        guide: pages::Guide::new(desk.guide),
        keeping: desk.keeping,
        intake: desk.intake,
        originals: desk.originals,
        ingesting: Arc::new(Semaphore::new(1)),
        sessions: Sessions::default(),
        // Without randomness nobody can know it: forms of those who are not logged in are refused.
        form_token: secret().unwrap_or_else(|_| "\0".to_string()),
        failed: Limiter::new(TRIES.0, TRIES.1),
        asked: config.rate.map(|rate| Limiter::new(rate.into(), f64::from(rate) * AT_ONCE)),
        links: links.clone(),
        openapi: openapi.into(),
        config,
    });
    let (mut open, mut reading) = (Router::new(), Router::new());
    let (mut keeping, mut writing) = (Router::new(), Router::new());
    for operation in operations {
        let router = match operation.needs {
            Needs::Nothing => &mut open,
            Needs::Reading => &mut reading,
            Needs::Keeping => &mut keeping,
            Needs::Writing => &mut writing,
        };
        *router = std::mem::take(router).route(operation.path, operation.handler);
    }
    let routes = reading
        .layer(from_fn_with_state(Arc::clone(&state), who::reading))
        .merge(keeping.layer(from_fn_with_state(Arc::clone(&state), who::keeping)))
        .merge(writing.layer(from_fn_with_state(Arc::clone(&state), who::writing)))
        .merge(open)
        .fallback(routes::health::nothing)
        .method_not_allowed_fallback(routes::health::not_so)
        .layer(from_fn_with_state(Arc::clone(&state), pages::for_people))
        .layer(RequestBodyTimeoutLayer::new(BODY_STALL))
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

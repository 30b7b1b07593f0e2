//! What is round every page: its head, where it leads, its foot.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::asked::Asked;
use super::assets;
use crate::app::State;
use crate::config::Access;
use crate::problem::Problem;

/// The frame of a page.
pub(super) struct Shell {
    /// What the window is called.
    pub(super) title: String,
    /// Which of the pages that lead on this is: `search`, `timeline`, `help`, `saved`.
    pub(super) here: &'static str,
    pub(super) noindex: bool,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) sign: String,
    pub(super) links: Vec<PageLink>,
    pub(super) home: String,
    pub(super) search: String,
    /// A search box in the head, where the page has none of its own.
    pub(super) search_box: bool,
    pub(super) q: String,
    /// The locked filters, which a search from this page takes along.
    pub(super) locked: Vec<(String, String)>,
    pub(super) version: &'static str,
    pub(super) api: String,
}

/// A page that every page leads to.
pub(super) struct PageLink {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) href: String,
}

impl Shell {
    pub(super) fn new(
        state: &State,
        title: impl Into<String>,
        here: &'static str,
        asked: &Asked,
    ) -> Self {
        let to = |route: &str| state.links.to(route);
        let locked = asked.locked();
        let link = |name, text, route: &str| PageLink { name, text, href: to(route) };
        let search = locked.at("/");
        let mut links = vec![
            link("search", "Search", &search),
            link("timeline", "Timeline", &locked.at("/timeline")),
            link("help", "Query help", "/help/query"),
        ];
        if !state.config.is_public() {
            links.insert(2, link("saved", "Saved", "/saved"));
        }
        // Who is not let in yet has nowhere else to go.
        if here == "login" && matches!(state.config.access, Access::Token(_)) {
            links.retain(|link| link.name == "help");
        }
        if matches!(state.config.access, Access::Token(_)) && here != "login" {
            links.push(link("logout", "Log out", "/logout"));
        }
        Self {
            title: title.into(),
            here,
            noindex: state.config.is_unlisted(),
            style: to(&assets::ROUTES.style),
            script: to(&assets::ROUTES.script),
            sign: to(&assets::ROUTES.sign),
            links,
            home: to(&search),
            search: to("/search"),
            search_box: true,
            q: String::new(),
            locked: locked.pairs().to_vec(),
            version: env!("CARGO_PKG_VERSION"),
            api: to("/openapi.json"),
        }
    }

    /// Without the search box in the head: the page has one of its own.
    pub(super) fn own_box(self) -> Self {
        Self { search_box: false, ..self }
    }
}

/// A page as it is sent.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a page cannot be made");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", "the page cannot be made")
    })?;
    Ok((status, Html(html)).into_response())
}

/// Whether who asks would rather read a page than JSON.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accept.flat_map(|list| list.split(',')).any(|one| one.trim().starts_with("text/html"))
}

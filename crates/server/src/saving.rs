//! Searches that are kept under a name, for pages and programs alike: which there are, what one
//! finds that is to be kept, and keeping it.

use axum::http::StatusCode;
use morgue_query::plan::FacetField;
use morgue_query::{
    Control, NotSavable, Preview, Request, SavedName, SavedSearch, found_ids, preview,
};

use crate::app::State;
use crate::keeping::Kept;
use crate::problem::Problem;
use crate::routes::ask_context;
use crate::who::Who;

/// What a search finds that is to be kept; or why it cannot be, and the canonical form that can.
pub(crate) type Looked = Result<Preview, (Problem, Option<String>)>;

/// Those that may be told: the folders of this machine are nobody's affair unless they are shown.
pub(crate) fn all(state: &State) -> Result<Vec<SavedSearch>, Problem> {
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

/// What a newsroom watches is its own affair: in public only those see it who may change it.
///
/// # Errors
/// Whoever asks is not one of them.
pub(crate) fn may_see(state: &State, who: &Who) -> Result<(), Problem> {
    if who.may_keep || !state.config.is_public() {
        return Ok(());
    }
    let detail = "the saved searches of this archive are not for the public";
    Err(Problem::new(StatusCode::FORBIDDEN, "private", detail))
}

/// What a search finds that is to be kept, or why it cannot be.
pub(crate) fn looked(
    state: &State,
    request: &Request,
    control: &Control,
) -> Result<Looked, Problem> {
    let lease = state.leases.latest(control)?;
    let found = preview(&*lease.engine, request, &ask_context(state), control);
    Ok(found.map_err(|NotSavable { error, instead }| (Problem::answer(&request.q, error), instead)))
}

/// Keeps a search. What it finds now counts as told of.
pub(crate) fn keep(
    state: &State,
    name: &SavedName,
    request: &Request,
    control: &Control,
) -> Result<Kept, Problem> {
    let Some(keeping) = &state.keeping else { return Err(nowhere()) };
    let lease = state.leases.latest(control)?;
    let found = found_ids(&*lease.engine, request, &ask_context(state), control);
    let found = found.map_err(|error| Problem::answer(&request.q, error))?;
    let (name, created) = (name.clone(), (state.today)());
    let search = SavedSearch { name, request: request.clone(), created };
    keeping.keep(&search, found.ids).map_err(unwritten)
}

/// Takes a search away; whether it was there.
pub(crate) fn remove(state: &State, name: &SavedName) -> Result<bool, Problem> {
    let Some(keeping) = &state.keeping else { return Err(nowhere()) };
    keeping.remove(name).map_err(unwritten)
}

/// Why a name cannot be had.
pub(crate) fn taken(name: &SavedName) -> String {
    format!("there is a search `{name}` already: give it another name")
}

/// What keeps others away for a moment.
pub(crate) const BUSY: &str = "the saved searches are being run";

fn nowhere() -> Problem {
    let detail = "searches are not kept from here: `morgue saved add` keeps them";
    Problem::new(StatusCode::FORBIDDEN, "only-reads", detail)
}

fn unwritten(error: String) -> Problem {
    tracing::error!(%error, "the saved searches cannot be written");
    let detail = "the saved searches cannot be written: the owner's log says why";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", detail)
}

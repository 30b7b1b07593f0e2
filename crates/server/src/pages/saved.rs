//! `/saved`: searches kept under a name, and the forms that keep them and take them away.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, Request as Sent, State as Extracted};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use morgue_query::{Control, Preview, Request, SavedName, SavedSearch};

use super::asked::Asked;
use super::asks::Asks;
use super::errors::Failure;
use super::facets::Names;
use super::marked::Said;
use super::shell::{Shell, page};
use crate::app::State;
use crate::keeping::Kept;
use crate::params::{Takes, read};
use crate::problem::Problem;
use crate::routes::{App, small_body};
use crate::saving::{self, Looked, looked};
use crate::who::Who;

/// What a saved search asks, and nothing of how it is shown.
const SHOWN: [&str; 6] = ["sort", "snippets", "limit", "more", "lock", "name"];

/// Searches of which it is counted what they find.
const COUNTED: usize = 50;

#[derive(Template)]
#[template(path = "saved.html")]
struct SavedPage {
    shell: Shell,
    searches: Vec<Entry>,
    /// Where one is taken away, by those who may.
    remove: Option<String>,
    form_token: String,
}

struct Entry {
    name: String,
    asks: Asks,
    /// What it finds now, where that was counted.
    finds: Option<Finds>,
    /// Why it finds nothing: somebody changed it into what cannot be asked.
    refused: Option<Said>,
    created: String,
    href: String,
    feed: String,
}

#[derive(Template)]
#[template(path = "save.html")]
struct SavePage {
    shell: Shell,
    asks: Asks,
    hidden: Vec<(String, String)>,
    name: String,
    action: String,
    form_token: String,
    /// What it finds, where it can be saved.
    finds: Option<Finds>,
    /// Why it was not saved.
    refused: Option<Said>,
    failure: Option<Failure>,
    /// The form in which it could be saved.
    instead: Option<(String, String)>,
    may_keep: bool,
    feed: String,
    /// The same by the command line.
    command: String,
}

struct Finds {
    total: String,
    lately: String,
}

impl Finds {
    fn new(found: &Preview) -> Self {
        let lately = match found.lately {
            0 => "none".to_string(),
            n => morgue_present::grouped(n),
        };
        let lately = format!("{lately} in the last {} days", Preview::DAYS);
        Self { total: morgue_present::plural(found.total, "article", "articles"), lately }
    }
}

pub(crate) async fn list(
    Extracted(app): App,
    Extension(who): Extension<Who>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    saving::may_see(&app, &who)?;
    let asked = Asked::read(query.as_deref());
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let stats = state.leases.latest(control)?.stats;
        let told = |(n, search): (usize, SavedSearch)| {
            // What cannot be counted in time is told without.
            let found = (n < COUNTED).then(|| looked(&state, &search.request, control));
            (search, found.and_then(Result::ok))
        };
        let searches: Vec<_> = saving::all(&state)?.into_iter().enumerate().map(told).collect();
        Ok((searches, Names::new(&stats)))
    };
    let (searches, names) = app.searches.run(work).await?;
    let entry = |(search, found): (SavedSearch, Option<Looked>)| {
        let (finds, refused) = match found {
            Some(Ok(found)) => (Some(Finds::new(&found)), None),
            Some(Err((problem, _))) => (None, Some(Said::new(problem.detail()))),
            None => (None, None),
        };
        let params = search.request.params();
        let asked = Asked::of(&params);
        Entry {
            name: search.name.to_string(),
            asks: Asks::new(&app, &asked, &names),
            finds,
            refused,
            created: morgue_present::day(search.created),
            href: app.links.to(&asked.at("/search")),
            feed: app.links.to(&asked.at("/search.atom")),
        }
    };
    let may = who.may_keep && app.keeping.is_some();
    let template = SavedPage {
        shell: Shell::new(&app, "Saved searches · morgue", "saved", &asked),
        searches: searches.into_iter().map(entry).collect(),
        remove: may.then(|| app.links.to("/saved/remove")),
        form_token: who.form_token,
    };
    page(StatusCode::OK, &template)
}

/// The form that saves a search, with what it finds.
pub(crate) async fn new(
    Extracted(app): App,
    Extension(who): Extension<Who>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let name = asked.value("name").unwrap_or_default().to_string();
    let asked = asked.of_archive().without(&SHOWN);
    let request = request(&app, &asked)?;
    let state = Arc::clone(&app);
    let seen = request.clone();
    let work = move |control: &Control| {
        let names = Names::new(&state.leases.latest(control)?.stats);
        Ok((looked(&state, &seen, control)?, names))
    };
    let (found, names) = app.searches.run(work).await?;
    let asks = Asks::new(&app, &asked, &names);
    let (status, template) = save_page(&app, &who, (&asked, asks), &request, name, found, None);
    page(status, &template)
}

/// Keeps a search.
pub(crate) async fn add(
    Extracted(app): App,
    Extension(who): Extension<Who>,
    sent: Sent,
) -> Result<Response, Problem> {
    let form = form(&small_body(sent).await?)?;
    may(&app, &who, &form)?;
    let typed = form.value("name").unwrap_or_default().trim().to_string();
    let asked = form.without(&SHOWN).without(&["form"]);
    let request = request(&app, &asked)?;
    let state = Arc::clone(&app);
    let (again, name) = (request.clone(), typed.parse::<SavedName>());
    let work = move |control: &Control| {
        let names = Names::new(&state.leases.latest(control)?.stats);
        let found = looked(&state, &again, control)?;
        if found.is_err() {
            return Ok((found, None, names));
        }
        let refused = match name {
            Err(error) => Some(error.to_string()),
            Ok(name) => keep(&state, &name, &again, control)?,
        };
        Ok((found, refused, names))
    };
    let (found, refused, names) = app.searches.run(work).await?;
    if found.is_ok() && refused.is_none() {
        return Ok(Redirect::to(&app.links.to("/saved")).into_response());
    }
    let refused = refused.as_deref().map(Said::new);
    let asks = Asks::new(&app, &asked, &names);
    let (_, template) = save_page(&app, &who, (&asked, asks), &request, typed, found, refused);
    page(StatusCode::BAD_REQUEST, &template)
}

/// Takes a search away.
pub(crate) async fn remove(
    Extracted(app): App,
    Extension(who): Extension<Who>,
    sent: Sent,
) -> Result<Response, Problem> {
    let form = form(&small_body(sent).await?)?;
    may(&app, &who, &form)?;
    let name: Result<SavedName, _> = form.value("name").unwrap_or_default().parse();
    let name = name.map_err(|error| Problem::parameter(error.to_string()))?;
    let state = Arc::clone(&app);
    let gone = app.searches.run(move |_| saving::remove(&state, &name)).await?;
    if !gone {
        return Err(Problem::not_found("there is no saved search of that name"));
    }
    Ok(Redirect::to(&app.links.to("/saved")).into_response())
}

fn form(body: &[u8]) -> Result<Asked, Problem> {
    let text = std::str::from_utf8(body);
    let text = text.map_err(|_| Problem::parameter("the form is not UTF-8 text"))?;
    Ok(Asked::read(Some(text)))
}

/// Only those who may change what is kept go on, by a form of theirs.
fn may(app: &State, who: &Who, form: &Asked) -> Result<(), Problem> {
    who.check_form(form.value("form"))?;
    if app.keeping.is_some() && who.may_keep {
        return Ok(());
    }
    let detail = "searches are not kept from here: `morgue saved add` keeps them";
    Err(Problem::new(StatusCode::FORBIDDEN, "only-reads", detail))
}

fn request(app: &State, asked: &Asked) -> Result<Request, Problem> {
    Ok(read(Some(&asked.query()), Takes::QUESTION, app.config.show_origin)?.request)
}

/// Keeps a search; or why not.
fn keep(
    state: &State,
    name: &SavedName,
    request: &Request,
    control: &Control,
) -> Result<Option<String>, Problem> {
    Ok(match saving::keep(state, name, request, control)? {
        Kept::Yes | Kept::Already => None,
        Kept::NameTaken => Some(saving::taken(name)),
        Kept::Busy => Some(format!("{}: try again in a moment", saving::BUSY)),
    })
}

fn save_page(
    app: &State,
    who: &Who,
    (asked, asks): (&Asked, Asks),
    request: &Request,
    name: String,
    found: Looked,
    refused: Option<Said>,
) -> (StatusCode, SavePage) {
    let params = request.params();
    let to = |route: &str, asked: &Asked| app.links.to(&asked.at(route));
    let (mut finds, mut failure, mut instead) = (None, None, None);
    match found {
        Ok(found) => {
            finds = Some(Finds::new(&found));
        }
        Err((problem, canonical)) => {
            instead =
                canonical.map(|query| (query.clone(), to("/saved/new", &asked.with("q", &query))));
            failure = Some(Failure { instead: None, ..Failure::new(app, &problem, asked) });
        }
    }
    let status = if failure.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let template = SavePage {
        shell: Shell::new(app, "Save a search · morgue", "saved", &Asked::default()),
        asks,
        hidden: asked.pairs().to_vec(),
        name,
        action: app.links.to("/saved"),
        form_token: who.form_token.clone(),
        finds,
        refused,
        failure,
        instead,
        may_keep: who.may_keep && app.keeping.is_some(),
        feed: to("/search.atom", asked),
        command: morgue_present::command("saved add NAME", &params),
    };
    (status, template)
}

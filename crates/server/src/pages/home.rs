//! `/`: what the archive holds, and ways into it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Extracted};
use axum::http::StatusCode;
use axum::response::Response;
use morgue_query::{Control, OutletStats};

use super::almanac::{self, Neighbour};
use super::asked::Asked;
use super::chart::Chart;
use super::facets::Names;
use super::form::Form;
use super::hits::Card;
use super::overview::{self, Overview};
use super::shell::{Shell, page};
use crate::app::State;
use crate::problem::Problem;
use crate::routes::App;

/// Outlets that are listed before one asks for all.
const OUTLETS: usize = 24;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    form: Form,
    holds: String,
    examples: Vec<Example>,
    chart: Option<Chart>,
    outlets: Vec<Outlet>,
    more_outlets: Option<(String, String)>,
    without_outlet: Option<String>,
    day: String,
    on_this_day: Vec<Card>,
    all_of_day: Option<(String, String)>,
    before: Option<Neighbour>,
    after: Option<Neighbour>,
    fingerprint: String,
}

/// A search that finds something.
struct Example {
    text: String,
    href: String,
}

struct Outlet {
    name: String,
    count: String,
    href: String,
}

pub(crate) async fn get(
    Extracted(app): App,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let day = almanac::asked(asked.value("day"), (app.today)())?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let held = overview::held(&state, control)?;
        let found = almanac::articles(&state, &held, day, control)?;
        Ok((held, found))
    };
    let (held, found) = app.searches.run(work).await?;
    let template = HomePage::new(&app, &held, found, day, &asked);
    page(StatusCode::OK, &template)
}

impl HomePage {
    fn new(
        state: &State,
        held: &Overview,
        found: almanac::Found,
        day: almanac::MonthDay,
        asked: &Asked,
    ) -> Self {
        let names = Names::new(&held.stats);
        let locked = asked.locked();
        let search = state.links.to("/search");
        let examples = held.examples.iter().map(|params| {
            let asked = Asked::of(params);
            Example { text: example(params, &names), href: asked.at(&search).into_owned() }
        });
        let listed = if asked.value("more") == Some("outlet") { usize::MAX } else { OUTLETS };
        let all = held.stats.outlets.len();
        let more = (all > listed).then(|| {
            let href = state.links.to(&asked.with("more", "outlet").at("/"));
            (href + "#outlets", format!("All {} outlets", morgue_present::grouped(all as u64)))
        });
        let card = |hit| Card::new(state, hit, &locked);
        let without = Some(held.stats.without_outlet).filter(|without| *without > 0);
        Self {
            shell: Shell::new(state, "morgue", "search", asked).own_box(),
            form: Form::new(state, &locked, &names),
            holds: morgue_present::holdings(&held.stats),
            examples: examples.collect(),
            chart: held.timeline.as_ref().and_then(|line| Chart::new(line, &locked, &search)),
            outlets: held.stats.outlets.iter().take(listed).map(|one| outlet(state, one)).collect(),
            more_outlets: more,
            without_outlet: without.map(morgue_present::grouped),
            day: day.name(),
            on_this_day: found.hits.iter().map(card).collect(),
            all_of_day: found.all(state, &locked),
            before: almanac::neighbour(state, held, day, false),
            after: almanac::neighbour(state, held, day, true),
            fingerprint: held.stats.fingerprint.clone(),
        }
    }
}

fn outlet(state: &State, outlet: &OutletStats) -> Outlet {
    let asked = Asked::default().with("outlet", &outlet.id);
    Outlet {
        name: outlet.name.clone(),
        count: morgue_present::grouped(outlet.articles),
        href: state.links.to(&asked.at("/search")),
    }
}

/// `ferry strike`, `ferry in Harbour Post`.
fn example(params: &[(String, String)], names: &Names) -> String {
    let q = params.iter().find(|(name, _)| name == "q").map_or("", |(_, q)| q);
    match params.iter().find(|(name, _)| name == "outlet") {
        Some((_, outlet)) => format!("{q} in {}", names.of("outlet", outlet)),
        None => q.to_string(),
    }
}

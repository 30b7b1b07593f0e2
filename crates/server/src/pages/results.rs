//! `/search`: what was found.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Extracted};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use morgue_query::plan::{Interval, WantFacet};
use morgue_query::{Answer, Attempt, Control, Notice, Relation, Stats, Total};

use super::asked::Asked;
use super::chart::Chart;
use super::errors::Failure;
use super::facets::{self, List, Names};
use super::form::Form;
use super::hits::{Card, lit_by};
use super::leads::{Lead, feed, files, leads};
use super::marked::Said;
use super::shell::{Shell, page};
use crate::app::State;
use crate::params::{Takes, read};
use crate::problem::Problem;
use crate::routes::App;
use crate::routes::search::Asking;

/// Passages of a hit, unless told otherwise: two say enough to choose by.
const PASSAGES: usize = 2;

#[derive(Template)]
#[template(path = "results.html")]
struct ResultsPage {
    shell: Shell,
    form: Form,
    failure: Option<Failure>,
    found: Option<Found>,
}

/// What an answer shows.
struct Found {
    tally: String,
    overlapping: Option<String>,
    interpreted: Option<String>,
    notices: Vec<Told>,
    hits: Vec<Card>,
    lists: Vec<List>,
    chart: Option<Chart>,
    help: Option<Help>,
    next: Option<String>,
    first: Option<String>,
    previous: Option<String>,
    /// Those without a date alone.
    undated: Option<(String, String)>,
    /// The page's number.
    number: usize,
    fingerprint: String,
    took: String,
    leads: Vec<Lead>,
    /// All of it as files.
    files: Vec<Lead>,
    feed: String,
}

/// A notice with its other reading.
pub(super) struct Told {
    pub(super) message: Said,
    /// The other reading, and where it leads.
    pub(super) instead: Option<(String, String)>,
}

/// Where nothing was found.
struct Help {
    alone: Vec<Way>,
    spelling: Vec<(String, String)>,
    instead: Vec<Way>,
    complete: bool,
}

/// A search that was tried.
struct Way {
    text: Said,
    query: String,
    href: String,
    count: String,
}

pub(crate) async fn get(
    Extracted(app): App,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let found = answered(&app, &asked).await;
    let title = match asked.q().trim() {
        "" => "All articles · morgue".to_string(),
        q => format!("{} · morgue", q.chars().take(80).collect::<String>()),
    };
    let shell = Shell::new(&app, title, "search", &asked).own_box();
    let (status, template) = match found {
        Ok((stats, found)) => {
            let names = Names::new(&stats);
            let form = Form::new(&app, &asked, &names);
            let found = Some(Found::new(&app, found, &asked, &names));
            (StatusCode::OK, ResultsPage { shell, form, failure: None, found })
        }
        // The commit of its cursor is gone: the same page of the archive as it is now.
        Err(problem) if problem.status() == StatusCode::GONE && asked.value("cursor").is_some() => {
            let page = asked.value("page").unwrap_or("1");
            let again = app.links.to(&asked.with("page", page).at("/search"));
            return Ok(Redirect::to(&again).into_response());
        }
        Err(problem) if problem.status() == StatusCode::BAD_REQUEST => {
            let form = Form::new(&app, &asked, &Names::new(&Stats::default()));
            let failure = Some(Failure::new(&app, &problem, &asked));
            (problem.status(), ResultsPage { shell, form, failure, found: None })
        }
        Err(problem) => return Err(problem),
    };
    page(status, &template)
}

/// The answer, by the same way as `/v1/search`.
async fn answered(app: &Arc<State>, asked: &Asked) -> Result<(Arc<Stats>, Answer), Problem> {
    let query = asked.query();
    let mut params = read(Some(&query), Takes::PAGE, app.config.show_origin)?;
    let request = &mut params.request;
    if asked.value("snippets").is_none() {
        request.snippets = PASSAGES;
    }
    request.explain = true;
    request.interval = Some(Interval::Auto);
    let longer = |name: &str, limit| match asked.value("more") == Some(name) {
        true => facets::MORE,
        false => limit,
    };
    let lists = facets::LISTS.iter();
    request.facets = lists
        .map(|&(field, name, limit)| WantFacet { field, limit: longer(name, limit) })
        .collect();
    // A page that is asked for by its number alone begins after all that come before it.
    let before = (page_number(asked)? - 1).saturating_mul(params.request.limit);
    let before = if params.cursor.is_some() { 0 } else { before };
    if before > MOST_BEFORE {
        let detail = "parameter `page`: so far in it goes by `Next page` alone: narrow the search";
        return Err(Problem::parameter(detail));
    }
    let state = Arc::clone(app);
    let work = move |control: &Control| {
        let mut asking = Asking::new(&state, params, control)?;
        if before > 0 {
            asking.pass_over(&state, before, control)?;
        }
        let stats = Arc::clone(asking.stats());
        Ok((stats, asking.answer(&state, control)?))
    };
    app.searches.run(work).await
}

/// Hits that are passed over to find a page by its number.
const MOST_BEFORE: usize = 10_000;

fn page_number(asked: &Asked) -> Result<usize, Problem> {
    let Some(text) = asked.value("page") else { return Ok(1) };
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        Problem::parameter(format!("parameter `page`: `{text}` is not the number of a page"))
    })
}

impl Found {
    fn new(state: &State, answer: Answer, asked: &Asked, names: &Names) -> Self {
        let number = page_number(asked).unwrap_or(1);
        let to = |asked: &Asked| state.links.to(&asked.at("/search"));
        let next = answer.next.as_deref().map(|cursor| {
            let next = asked.with("page", &(number + 1).to_string());
            state.links.to(&format!("{}&{}", next.at("/search"), pair("cursor", cursor)))
        });
        let lit = lit_by(asked);
        let said = answer.query.interpreted.trim();
        let interpreted = (!said.is_empty() && said != asked.q().trim()).then(|| said.to_string());
        let chart = answer.timeline.as_ref();
        let chart = chart.filter(|line| line.buckets.len() > 1);
        Self {
            tally: tally(&answer),
            overlapping: answer.total.and_then(|total| overlapping(&total)),
            interpreted,
            notices: told(state, &answer.query.notices, asked),
            hits: answer.hits.iter().map(|hit| Card::new(state, hit, &lit)).collect(),
            lists: facets::lists(state, &answer.facets, asked, names),
            chart: chart.and_then(|line| Chart::new(line, asked, "")),
            help: answer.help.as_ref().map(|help| Help::new(state, help, asked)),
            next,
            first: (number > 2).then(|| to(&asked.without(&[]))),
            previous: match number {
                0 | 1 => None,
                2 => Some(to(&asked.without(&[]))),
                _ => Some(to(&asked.with("page", &(number - 1).to_string()))),
            },
            undated: undated(state, &answer, asked),
            number,
            took: format!("{} ms", morgue_present::grouped(answer.took_ms)),
            leads: leads(state, asked),
            files: files(state, asked),
            feed: state.links.to(&feed(asked)),
            fingerprint: answer.fingerprint,
        }
    }
}

/// Where those are that the chart has no place for.
fn undated(state: &State, answer: &Answer, asked: &Asked) -> Option<(String, String)> {
    let undated = answer.timeline.as_ref().map_or(0, |line| line.undated);
    let all = answer.total.map_or(0, |total| total.value);
    let narrowed = asked.narrowed("datebasis:none").filter(|_| undated > 0 && undated < all)?;
    let text = format!("only the undated ({})", morgue_present::grouped(undated));
    Some((state.links.to(&narrowed.at("/search")), text))
}

/// A name and a value of an address.
fn pair(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

fn tally(answer: &Answer) -> String {
    let Some(total) = answer.total else { return String::new() };
    let bound = if total.relation == Relation::AtLeast { "At least " } else { "" };
    match total.value {
        0 => "Nothing found".to_string(),
        n => format!("{bound}{}", morgue_present::plural(n, "article", "articles")),
    }
}

fn overlapping(total: &Total) -> Option<String> {
    (total.overlapping > 0).then(|| morgue_present::grouped(total.overlapping))
}

/// Notices, their other readings ready to run.
pub(super) fn told(state: &State, notices: &[Notice], asked: &Asked) -> Vec<Told> {
    let told = notices.iter().map(|notice| {
        let instead = notice.instead.as_deref().filter(|query| !query.trim().is_empty());
        let instead = instead.map(|query| {
            let href = state.links.to(&asked.with("q", query).at("/search"));
            (query.to_string(), href)
        });
        Told { message: Said::new(&notice.message), instead }
    });
    told.collect()
}

impl Help {
    fn new(state: &State, help: &morgue_query::Help, asked: &Asked) -> Self {
        let way = |one: &Attempt| {
            let to = Asked::of(&one.params);
            let sort = asked.value("sort").map(|sort| to.with("sort", sort));
            Way {
                text: Said::part(&one.message),
                query: command(&one.params),
                href: state.links.to(&sort.unwrap_or(to).at("/search")),
                count: morgue_present::grouped(one.articles),
            }
        };
        let spelling = help.spelling.iter().map(|word| {
            let near = word.near.iter();
            let near = near
                .map(|near| format!("{} ({})", near.word, morgue_present::grouped(near.articles)));
            (word.word.clone(), near.collect::<Vec<_>>().join(", "))
        });
        Self {
            alone: help.alone.iter().map(way).collect(),
            spelling: spelling.collect(),
            instead: help.instead.iter().map(way).collect(),
            complete: help.complete,
        }
    }
}

/// What is asked, in words: the query, then the filters.
pub(super) fn command(params: &[(String, String)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (name, value) in params {
        match name.as_str() {
            "q" if value.trim().is_empty() => parts.push("every article".to_string()),
            "q" => parts.push(value.clone()),
            "plain" | "strict" => parts.push(format!("({name})")),
            name => parts.push(format!("({name} {value})")),
        }
    }
    parts.join(" ")
}

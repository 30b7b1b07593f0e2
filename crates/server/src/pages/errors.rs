//! Errors as pages, for people; programs get them as problems.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State as Extracted};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::asked::Asked;
use super::marked::Said;
use super::shell::{Shell, page, wants_page};
use crate::app::State;
use crate::problem::Problem;

/// What went wrong, for the middle of a page.
pub(super) struct Failure {
    pub(super) title: &'static str,
    pub(super) detail: Said,
    /// The query before the place of the error, there, and after it.
    pub(super) place: Option<(String, String, String)>,
    /// A query that would do, and where it leads.
    pub(super) instead: Option<(String, String)>,
}

impl Failure {
    /// A problem with the words that were asked for.
    pub(super) fn new(state: &State, problem: &Problem, asked: &Asked) -> Self {
        let instead = problem.suggestion().filter(|_| problem.is_of_query()).map(|query| {
            let href = asked.with("q", query).at("/search").into_owned();
            (query.to_string(), state.links.to(&href))
        });
        let place = problem.place().map(|(start, length)| cut(asked.q(), start, length));
        Self { title: title(problem), detail: Said::new(problem.detail()), place, instead }
    }
}

/// Code points of a query that are shown before and after the place.
const AROUND: usize = 80;

/// A query in three: before the place, there, after it.
fn cut(query: &str, start: usize, length: usize) -> (String, String, String) {
    let chars: Vec<char> = query.chars().collect();
    let start = start.min(chars.len());
    let end = (start + length).min(chars.len());
    let text = |range: &[char]| range.iter().collect::<String>();
    let mut before = text(&chars[start.saturating_sub(AROUND)..start]);
    if start > AROUND {
        before.insert(0, '…');
    }
    let mut after = text(&chars[end..(end + AROUND).min(chars.len())]);
    if end + AROUND < chars.len() {
        after.push('…');
    }
    (before, text(&chars[start..end.min(start + AROUND)]), after)
}

fn title(problem: &Problem) -> &'static str {
    match problem.status() {
        StatusCode::BAD_REQUEST if problem.is_of_query() => "This query cannot be read",
        StatusCode::BAD_REQUEST => "This cannot be asked",
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "This archive is not open to everybody",
        StatusCode::NOT_FOUND => "Not in the archive",
        StatusCode::GONE => "No longer there",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => "One moment",
        StatusCode::GATEWAY_TIMEOUT => "This search took too long",
        _ => "Something went wrong",
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    failure: Failure,
    retry_after: Option<u32>,
}

/// Answers that are problems become pages where a person asked.
pub(crate) async fn for_people(
    Extracted(state): Extracted<Arc<State>>,
    request: Request,
    next: Next,
) -> Response {
    let person = wants_page(request.headers()) && !request.uri().path().starts_with("/v1/");
    let asked = person.then(|| Asked::read(request.uri().query()));
    let mut response = next.run(request).await;
    let Some(asked) = asked else { return response };
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    let failure = Failure::new(&state, &problem, &asked);
    let mut shell = Shell::new(&state, format!("{} · morgue", failure.title), "", &asked);
    shell.q = asked.q().to_string();
    let retry_after = problem.retry_after();
    let Ok(made) = page(problem.status(), &ErrorPage { shell, failure, retry_after }) else {
        return response;
    };
    // What else the answer says (when to come again, how to be let in) stays.
    let (head, body) = made.into_parts();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().extend(head.headers);
    *response.body_mut() = body;
    response
}

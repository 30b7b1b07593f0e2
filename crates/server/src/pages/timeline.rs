//! `/timeline`: up to five queries over time, as bars and as numbers.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State as Extracted};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_query::{CompareRequest, Comparison, Control, MOST_QUERIES, Stats, compare};

use super::asked::Asked;
use super::errors::Failure;
use super::facets::Names;
use super::form::{Chip, Choice, chips, choices};
use super::results::{Told, told};
use super::series::{Row, Series, rows, series};
use super::shell::{Shell, page};
use crate::app::State;
use crate::params::{Takes, read};
use crate::problem::Problem;
use crate::routes::{App, ask_context};

/// Boxes for queries that are offered at least.
const BOXES: usize = 2;
const STEPS: [(&str, &str); 6] = [
    ("auto", "as fits"),
    ("day", "day"),
    ("week", "week"),
    ("month", "month"),
    ("year", "year"),
    ("decade", "decade"),
];

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    shell: Shell,
    form: Form,
    failure: Option<Failure>,
    counted: Option<Counted>,
}

struct Form {
    action: String,
    queries: Vec<Box>,
    from: String,
    to: String,
    steps: Vec<Choice>,
    share: bool,
    hidden: Vec<(String, String)>,
    chips: Vec<Chip>,
}

struct Box {
    letter: char,
    q: String,
}

struct Counted {
    step: &'static str,
    share: bool,
    series: Vec<Series>,
    first: String,
    last: String,
    most: String,
    rows: Vec<Row>,
    /// How many steps the table leaves out.
    left_out: Option<String>,
    notices: Vec<Told>,
    csv: String,
    fingerprint: String,
    took: String,
}

pub(crate) async fn get(
    Extracted(app): App,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let shell = Shell::new(&app, "Timeline · morgue", "timeline", &asked).own_box();
    let (status, template) = match counted(&app, &asked).await {
        Ok((stats, found)) => {
            let form = Form::new(&app, &asked, &Names::new(&stats));
            let counted = Some(Counted::new(&app, &found, &asked));
            (StatusCode::OK, TimelinePage { shell, form, failure: None, counted })
        }
        Err((problem, q)) if problem.status() == StatusCode::BAD_REQUEST => {
            let form = Form::new(&app, &asked, &Names::new(&Stats::default()));
            let failure = Some(Failure::new(&app, &problem, &asked.with("q", &q)));
            (problem.status(), TimelinePage { shell, form, failure, counted: None })
        }
        Err((problem, _)) => return Err(problem),
    };
    page(status, &template)
}

/// The numbers of the page as a table.
pub(crate) async fn csv(
    Extracted(app): App,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let (_, found) = counted(&app, &asked).await.map_err(|(problem, _)| problem)?;
    let mut table = Vec::new();
    morgue_present::comparison_csv(&mut table, &found).map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"timeline.csv\""),
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    Ok((headers, table).into_response())
}

/// The counts, or why there are none and for which query.
async fn counted(
    app: &Arc<State>,
    asked: &Asked,
) -> Result<(Arc<Stats>, Comparison), (Problem, String)> {
    let request = request(asked, app.config.show_origin).map_err(|it| (it, String::new()))?;
    let state = Arc::clone(app);
    let work = move |control: &Control| {
        let lease = state.leases.latest(control)?;
        let found = compare(&*lease.engine, &request, &ask_context(&state), control);
        // A query that cannot be read is an answer, too: it says which of them.
        Ok(found
            .map(|found| (lease.stats, found))
            .map_err(|error| (Problem::answer(&error.input, error.error), error.input)))
    };
    app.searches.run(work).await.map_err(|problem| (problem, String::new()))?
}

fn request(asked: &Asked, show_path: bool) -> Result<CompareRequest, Problem> {
    let queries: Vec<String> = asked.values("q").map(str::to_string).collect();
    if queries.len() > MOST_QUERIES {
        let detail = format!("at most {MOST_QUERIES} queries are compared: leave some out");
        return Err(Problem::parameter(detail));
    }
    let base = asked.without(&["q", "share", "lock"]).query();
    let base = read(Some(&base), Takes::TIMELINE.and(&["share"]), show_path)?.request;
    let queries = if queries.is_empty() { vec![String::new()] } else { queries };
    Ok(CompareRequest { queries, base, share: is_share(asked) })
}

fn is_share(asked: &Asked) -> bool {
    asked.value("share").is_some_and(|value| matches!(value, "1" | "true"))
}

impl Form {
    fn new(state: &State, asked: &Asked, names: &Names) -> Self {
        let text = |name| asked.value(name).unwrap_or_default().to_string();
        let filled: Vec<&str> = asked.values("q").take(MOST_QUERIES).collect();
        // One more than there are, so that another can be added without a script.
        let boxes = (filled.len() + 1).clamp(BOXES, MOST_QUERIES);
        let queries = ('A'..).take(boxes).enumerate().map(|(i, letter)| {
            let q = filled.get(i).copied().unwrap_or_default().to_string();
            Box { letter, q }
        });
        let taken = |name: &str| {
            let field = name.strip_prefix("exclude-").unwrap_or(name);
            super::asked::LOCKABLE.contains(&field) || matches!(name, "match" | "plain" | "lock")
        };
        let hidden = asked.pairs().iter().filter(|(name, _)| taken(name));
        Self {
            action: state.links.to("/timeline"),
            queries: queries.collect(),
            from: text("from"),
            to: text("to"),
            steps: choices(&STEPS, asked.value("interval").unwrap_or("auto")),
            share: is_share(asked),
            hidden: hidden.cloned().collect(),
            chips: chips(state, asked, names, "/timeline"),
        }
    }
}

impl Counted {
    fn new(state: &State, found: &Comparison, asked: &Asked) -> Self {
        let name = |day| found.interval.name_of(day);
        let buckets = found.lines.first().map_or(&[][..], |line| &line.timeline.buckets);
        let (rows, left_out) = rows(found);
        let mut notices = Vec::new();
        for line in &found.lines {
            notices.extend(line.query.notices.iter().cloned());
        }
        notices.extend(found.notices());
        notices.dedup();
        Self {
            step: morgue_present::step_name(found.interval),
            share: found.all.is_some(),
            series: series(state, found, asked),
            first: buckets.first().map(|bucket| name(bucket.first)).unwrap_or_default(),
            last: buckets.last().map(|bucket| name(bucket.first)).unwrap_or_default(),
            most: super::series::most(found),
            rows,
            left_out: (left_out > 0).then(|| morgue_present::grouped(left_out as u64)),
            notices: told(state, &notices, asked),
            csv: state.links.to(&asked.at("/timeline.csv")),
            fingerprint: found.fingerprint.clone(),
            took: format!("{} ms", morgue_present::grouped(found.took_ms)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_several_and_everything_else_is_once() {
        let of = |query| request(&Asked::read(Some(query)), false);
        let five = of("q=a&q=b&q=&share=1&interval=year&outlet=x&lock=outlet").expect("good");
        assert_eq!((five.queries.len(), five.share), (2, true));
        assert_eq!(five.base.keep.len(), 1);
        assert_eq!(five.base.interval, Some(morgue_query::plan::Interval::Year));
        assert_eq!(of("").expect("good").queries, [""]);
        assert!(of("q=a&q=b&q=c&q=d&q=e&q=f").is_err());
        assert!(of("q=a&sort=newest").is_err());
    }
}

//! `GET /v1/export`: everything a search finds, as a file, from one commit.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::response::Response;
use morgue_present::{Column, ExportForm, ExportFormat};
use morgue_query::plan::{Sort, WantTotal};
use morgue_query::{Control, Origins, Request, answer};

use super::{App, ask_context};
use crate::api::{Form, Operation};
use crate::config::Config;
use crate::leases::Lease;
use crate::outflow::{Outflow, WHOLE};
use crate::params::{Takes, flag, own, read};
use crate::problem::Problem;
use crate::who::Who;

const TAKES: &[&str] = &["format", "columns", "excel", "full"];

pub(crate) fn operation() -> Operation {
    let export = Operation::get("/v1/export", "Everything a search finds, as a file.", get);
    let export = export.question(Takes::SORTED).only(TAKES);
    let media = ExportFormat::ALL.map(ExportFormat::media_type);
    media.iter().fold(export, |export, media| export.gives(200, media, Form::Text))
}

/// What is to be written.
pub(crate) struct Wanted {
    pub(crate) request: Request,
    /// By id where there is none.
    pub(crate) order: Option<Sort>,
    pub(crate) form: ExportForm,
}

pub(crate) async fn get(
    State(app): App,
    Extension(who): Extension<Who>,
    RawQuery(query): RawQuery,
    version: Version,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wanted = wanted(query.as_deref(), &app.config)?;
    if version < Version::HTTP_11 && !wanted.form.format.says_its_end() {
        let detail = "this form has no end of its own, and HTTP before 1.1 does not tell one that \
                      breaks off from a whole one (for a proxy: `proxy_http_version 1.1`)";
        let status = StatusCode::HTTP_VERSION_NOT_SUPPORTED;
        return Err(Problem::new(status, "http-version", detail));
    }
    let outflow = Outflow::begin(&app, who.from)?;
    let state = Arc::clone(&app);
    let request = wanted.request.clone();
    // What is wrong with the question is said before a file begins.
    let work = move |control: &Control| count(&state, &request, control);
    let (lease, total, fingerprint) = app.searches.run(work).await?;
    let name = file_name(&wanted);
    let media = wanted.form.format.media_type();
    // A trailer is for who said that it reads them; all see where the body breaks off.
    let trailers = headers.get_all(header::TE).iter().filter_map(|te| te.to_str().ok());
    let mut trailers = trailers.flat_map(|te| te.split(','));
    let trailers = trailers.any(|te| te.trim().eq_ignore_ascii_case("trailers"));
    let mut response = Response::new(Body::new(outflow.run(Arc::clone(&app), lease, wanted)));
    let set = [
        (header::CONTENT_TYPE, media.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-cache".to_string()),
        (HeaderName::from_static("morgue-articles"), total.to_string()),
        (HeaderName::from_static("morgue-fingerprint"), fingerprint),
    ];
    let headers = response.headers_mut();
    for (name, value) in set {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if trailers {
        headers.insert(header::TRAILER, HeaderValue::from_static(WHOLE));
    }
    Ok(response)
}

fn wanted(query: Option<&str>, config: &Config) -> Result<Wanted, Problem> {
    let (own, rest) = own(query, TAKES)?;
    let request = read(Some(&rest), Takes::SORTED.and(TAKES), config.show_origin)?.request;
    let sorted = form_urlencoded::parse(rest.as_bytes()).any(|(name, _)| name == "sort");
    let order = sorted.then_some(request.sort);
    let mut form = ExportForm::new(ExportFormat::Csv);
    let wrong = |name: &str, error: &dyn std::fmt::Display| {
        Problem::parameter(format!("parameter `{name}`: {error}"))
    };
    let mut columns = None;
    for (name, value) in own {
        match name {
            "format" => form.format = value.parse().map_err(|error| wrong(name, &error))?,
            "columns" => {
                let list: Result<Vec<Column>, _> = value.split(',').map(str::parse).collect();
                let list = list.map_err(|error| wrong(name, &error))?;
                if let Some(file) = list.iter().find(|it| !config.show_origin && is_of_files(**it))
                {
                    let told = format!("`{}`: this archive does not tell its files", file.name());
                    return Err(wrong(name, &told));
                }
                columns = Some(list);
            }
            "excel" => form.excel = flag(name, &value)?,
            _ => form.full = flag(name, &value)?,
        }
    }
    let meaningless = |name: &str| {
        wrong(name, &format!("it has no meaning in the form `{}`", form.format.name()))
    };
    if form.format != ExportFormat::Csv && (columns.is_some() || form.excel) {
        return Err(meaningless(if form.excel { "excel" } else { "columns" }));
    }
    if form.full && form.format != ExportFormat::Jsonl {
        return Err(meaningless("full"));
    }
    if form.full && !(config.gives_originals() && config.show_origin) {
        let detail = "whole articles tell the files they were read from: the owner of this archive \
                      does not give them";
        return Err(Problem::new(StatusCode::FORBIDDEN, "originals", detail));
    }
    form.origins = config.origins();
    form.columns = columns.unwrap_or(form.columns);
    if form.origins == Origins::Hidden {
        form.columns.retain(|column| !is_of_files(*column));
    }
    if form.columns.contains(&Column::Score) && order != Some(Sort::Relevance) {
        return Err(wrong("columns", &"`score` needs `sort=relevance`"));
    }
    Ok(Wanted { request, order, form })
}

fn is_of_files(column: Column) -> bool {
    matches!(column, Column::Path | Column::Line | Column::SourceId)
}

/// How much there will be, of which commit.
fn count(
    state: &super::State,
    request: &Request,
    control: &Control,
) -> Result<(Lease, u64, String), Problem> {
    let lease = state.leases.latest(control)?;
    let request = Request { limit: 0, snippets: 0, total: WantTotal::Exact, ..request.clone() };
    let found = answer(&*lease.engine, &request, &ask_context(state), control)
        .map_err(|error| Problem::answer(&request.q, error))?;
    Ok((lease, found.total.map_or(0, |total| total.value), found.fingerprint))
}

/// `climate-change.csv`: letters and digits that are a name everywhere.
fn file_name(wanted: &Wanted) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = wanted.request.q.chars().take(60).map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let name = if words.is_empty() { "articles".to_string() } else { words.join("-") };
    format!("{name}.{}", wanted.form.format.ending())
}

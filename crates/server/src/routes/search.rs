//! `GET /v1/search`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use morgue_query::{Answer, Control, Cursor, Request, Stats, answer};

use super::{App, ask_context, etag, is_known, planned, tagged};
use crate::api::Operation;
use crate::leases::Lease;
use crate::params::{Params, Takes, read};
use crate::problem::Problem;

pub(crate) fn operation() -> Operation {
    Operation::get("/v1/search", "Hits with counts, page by page.", get)
        .question(Takes::SEARCH)
        .json::<Answer>()
        .tagged()
}

pub(crate) async fn get(
    State(app): App,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = read(query.as_deref(), Takes::SEARCH, app.config.show_origin)?;
    let state = Arc::clone(&app);
    let work = move |control: &Control| {
        let asking = Asking::new(&state, params, control)?;
        let etag = asking.etag(&state)?;
        match is_known(&headers, &etag) {
            true => Ok((etag, None)),
            false => Ok((etag, Some(asking.answer(&state, control)?))),
        }
    };
    let (etag, body) = app.searches.run(work).await?;
    let next = body.as_ref().and_then(|body| body.next.as_deref());
    let link = next.map(|cursor| next_link(query.as_deref().unwrap_or_default(), cursor));
    let mut response = tagged(etag, body);
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// A request bound to the commit that answers it: the last one, or that of its cursor.
pub(crate) struct Asking {
    lease: Lease,
    request: Request,
}

impl Asking {
    pub(crate) fn new(
        state: &super::State,
        params: Params,
        control: &Control,
    ) -> Result<Self, Problem> {
        let Params { mut request, cursor } = params;
        let cursor = cursor.as_deref().map(decode).transpose()?;
        let lease = match &cursor {
            Some(cursor) => state.leases.of_cursor(&cursor.commit, control)?,
            None => state.leases.latest(control)?,
        };
        let asked = Cursor::question(&planned(state, &lease, &request)?.plan);
        if let Some(cursor) = cursor {
            if cursor.question != asked {
                let detail = "parameter `cursor` belongs to another question: leave it out";
                return Err(Problem::new(StatusCode::BAD_REQUEST, "cursor-question", detail));
            }
            request.after = Some(cursor.place);
        }
        Ok(Self { lease, request })
    }

    /// Begins after so many hits; where there are no more, none is shown.
    pub(crate) fn pass_over(
        &mut self,
        state: &super::State,
        hits: usize,
        control: &Control,
    ) -> Result<(), Problem> {
        let request = Request {
            limit: hits,
            snippets: 0,
            bare: true,
            explain: false,
            facets: Vec::new(),
            interval: None,
            ..self.request.clone()
        };
        let found = answer(&*self.lease.engine, &request, &ask_context(state), control)
            .map_err(|error| Problem::answer(&request.q, error))?;
        match found.next.as_deref().map(decode).transpose()? {
            Some(cursor) => self.request.after = Some(cursor.place),
            None => self.request.limit = 0,
        }
        Ok(())
    }

    /// What the archive holds that answers.
    pub(crate) fn stats(&self) -> &Arc<Stats> {
        &self.lease.stats
    }

    fn etag(&self, state: &super::State) -> Result<String, Problem> {
        let Request { snippets, explain, .. } = self.request;
        let form = format!("{snippets} {explain} {}", state.config.show_origin);
        Ok(etag(&self.lease, &planned(state, &self.lease, &self.request)?.plan, &form))
    }

    /// The answer, without files unless they may be told.
    pub(crate) fn answer(self, state: &super::State, control: &Control) -> Result<Answer, Problem> {
        let Self { lease, request } = self;
        let mut found = answer(&*lease.engine, &request, &ask_context(state), control)
            .map_err(|error| Problem::answer(&request.q, error))?;
        let origins = state.config.origins();
        found.hits.iter_mut().for_each(|hit| origins.tell(&mut hit.origin));
        Ok(found)
    }
}

fn decode(text: &str) -> Result<Cursor, Problem> {
    Cursor::decode(text).map_err(|error| {
        let detail = format!("parameter `cursor`: {error}");
        Problem::new(StatusCode::BAD_REQUEST, "cursor", detail)
    })
}

/// The next page as a relative address.
fn next_link(query: &str, cursor: &str) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "cursor" {
            out.append_pair(&name, &value);
        }
    }
    out.append_pair("cursor", cursor);
    format!("<?{}>; rel=\"next\"", out.finish())
}

//! A whole request → a plan and its echo.

use morgue_article::{DayRange, language_code};

use super::{Loosened, PlanContext, Planner, Plans, dates, scores, values};
use crate::fold_value;
use crate::plan::{FacetField, Filter, FilterTest, Plan, Sort, Want, WantHits};
use crate::request::{QueryEcho, Request};
use crate::syntax::{Code, SyntaxError, last_range, parse_within, print};

/// A request, ready for an engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The plan.
    pub plan: Plan,
    /// Under `match=most`: the clauses to put in the plan's place, one after another, as long as
    /// nothing is found (see [`Loosened::tries`]).
    pub most: Option<Loosened>,
    /// How the query was read.
    pub echo: QueryEcho,
}

/// Reads and plans a request. The context's `matching` is not looked at: the request has its own.
///
/// # Errors
/// What [`parse`](crate::parse) and [`plan`](super::plan) refuse, and parameters that cannot be
/// read.
pub fn prepare(request: &Request, context: &PlanContext<'_>) -> Result<Prepared, SyntaxError> {
    let context = PlanContext { matching: request.mode.matching, ..*context };
    let parsed = parse_within(&request.q, request.mode, &context.limits)?;
    let planned = super::plan_text(Some(&request.q), &parsed.query, &context)?;
    let mut planner = Planner::new(None, &context);
    let filters = planner.filters(request)?;
    let mut notices = parsed.notices;
    notices.extend(planned.notices);
    notices.sort_by_key(|notice| notice.place.map_or(usize::MAX, |place| place.0));
    notices.extend(planner.report.finish());
    let sort = match request.sort {
        Sort::Relevance if !scores(&planned.clause) => Sort::Newest,
        sort => sort,
    };
    let hits =
        WantHits { limit: request.limit, sort, after: request.after.clone(), articles: true };
    let want = Want {
        hits: (request.limit > 0).then_some(hits),
        total: request.total,
        facets: request.facets.clone(),
        timeline: request.interval,
    };
    let echo = QueryEcho { input: request.q.clone(), interpreted: print(&parsed.query), notices };
    let plan = Plan { clause: planned.clause, filters, want };
    Ok(Prepared { plan, most: planned.most, echo })
}

impl Planner<'_> {
    /// The filters beside the query: the days, then values to keep and to leave out, by facet.
    fn filters(&mut self, request: &Request) -> Plans<Vec<Filter>> {
        let mut filters = Vec::new();
        if let Some(days) = self.days(request)? {
            filters.push(Filter { facet: None, test: FilterTest::Published(days), exclude: false });
        }
        for (list, exclude) in [(&request.keep, false), (&request.exclude, true)] {
            let mut facets: Vec<(FacetField, Vec<String>)> = Vec::new();
            for (facet, value) in list {
                let values = self.facet_values(*facet, value)?;
                match facets.iter_mut().find(|(other, _)| other == facet) {
                    Some((_, all)) => all.extend(values),
                    None => facets.push((*facet, values)),
                }
            }
            filters.extend(facets.into_iter().map(|(facet, mut values)| {
                values.sort();
                values.dedup();
                Filter { facet: Some(facet), test: FilterTest::Values(facet, values), exclude }
            }));
        }
        Ok(filters)
    }

    /// The days between `from` and `to`.
    fn days(&self, request: &Request) -> Plans<Option<DayRange>> {
        let bound = |name: &str, text: &Option<String>| match text.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => self.day_range(text).map(Some).ok_or_else(|| {
                parameter(format!(
                    "`{name}`: `{text}` is not a date; write `1914`, `2024-05`, `2024-05-31` or \
                     `last:7d`"
                ))
            }),
        };
        let (from, to) = (bound("from", &request.from)?, bound("to", &request.to)?);
        if from.is_none() && to.is_none() {
            return Ok(None);
        }
        let first = from.map_or(DayRange::ALL.first, |range| range.first);
        let last = to.map_or(DayRange::ALL.last, |range| range.last);
        if first > last {
            let typed = |text: &Option<String>| text.clone().unwrap_or_default();
            return Err(parameter(format!(
                "`from` `{}` lies after `to` `{}`",
                typed(&request.from),
                typed(&request.to)
            )));
        }
        Ok(Some(DayRange::new(first, last)))
    }

    fn day_range(&self, text: &str) -> Option<DayRange> {
        match text.strip_prefix("last:") {
            Some(span) => dates::days(&last_range(span)?, self.context.today),
            None => DayRange::parse(text).ok(),
        }
    }

    /// A facet's value as engines compare it; an outlet may be several ids, or none.
    fn facet_values(&mut self, facet: FacetField, value: &str) -> Plans<Vec<String>> {
        let value = value.trim();
        if value.is_empty() {
            return Err(parameter(format!("a filter by {} has no value", facet_name(facet))));
        }
        let date = |parts: usize| {
            let known = DayRange::parse(value).is_ok() && value.split('-').count() == parts;
            let padded = value.split('-').map(|part| format!("{part:0>2}")).collect::<Vec<_>>();
            known.then(|| vec![padded.join("-")]).ok_or_else(|| {
                let form = ["1871", "1871-03", "1871-03-02"][parts - 1];
                parameter(format!("{}: `{value}` must be written like `{form}`", facet_name(facet)))
            })
        };
        match facet {
            FacetField::Outlet => Ok(self.outlet(value, &(0..0))),
            FacetField::Lang => {
                Ok(vec![language_code(value).map_or_else(|| fold_value(value), str::to_string)])
            }
            FacetField::Year => date(1),
            FacetField::Month => date(2),
            FacetField::Day => date(3),
            FacetField::Path => Ok(vec![values::path(value)]),
            FacetField::Section
            | FacetField::Country
            | FacetField::Author
            | FacetField::Type
            | FacetField::Wire
            | FacetField::Tag => Ok(vec![fold_value(value)]),
        }
    }
}

fn parameter(message: String) -> SyntaxError {
    SyntaxError::new(Code::Parameter, message, 0..0)
}

/// A facet's name: that of its parameter.
pub(crate) fn facet_name(facet: FacetField) -> &'static str {
    match facet {
        FacetField::Outlet => "outlet",
        FacetField::Year => "year",
        FacetField::Month => "month",
        FacetField::Day => "day",
        FacetField::Section => "section",
        FacetField::Lang => "lang",
        FacetField::Country => "country",
        FacetField::Author => "author",
        FacetField::Type => "type",
        FacetField::Wire => "wire",
        FacetField::Tag => "tag",
        FacetField::Path => "path",
    }
}

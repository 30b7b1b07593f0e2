//! Notices that depend on what an index holds: nothing there for the period asked for; what the stem
//! of a single word took in.

use morgue_article::{Day, DayRange};

use crate::plan::{
    Clause, DateField, FacetField, Filter, FilterTest, Plan, Span, Term, TextClause, Want,
    WantFacet, WantTotal,
};
use crate::request::{Notice, Request};
use crate::{Control, Engine, EngineError, EngineErrorKind, Results, Stats};

/// Outlets that are looked at for a period.
const OUTLETS: usize = 20;

/// What is to be said about an answer.
///
/// # Errors
/// What the engine fails with.
pub(crate) fn due(
    engine: &dyn Engine,
    request: &Request,
    plan: &Plan,
    stats: &Stats,
    results: &Results,
    control: &Control,
) -> Result<Vec<Notice>, EngineError> {
    let nothing = results.total.is_some_and(|total| total.value == 0);
    let mut told = Vec::new();
    if request.explain && !nothing {
        told.extend(stemmed(engine, &plan.clause, control)?);
    }
    told.extend(silent(engine, plan, stats, nothing, control)?);
    Ok(told)
}

/// Of a query that is one bare word: the forms it took in, where it is not the word alone.
fn stemmed(
    engine: &dyn Engine,
    clause: &Clause,
    control: &Control,
) -> Result<Option<Notice>, EngineError> {
    const LISTED: usize = 5;
    let Clause::Text(TextClause { span: Span::Term(term @ Term::Bare { lower, .. }), .. }) = clause
    else {
        return Ok(None);
    };
    let forms = match engine.terms(term, usize::MAX, control) {
        Ok(forms) => forms,
        Err(error) => match error.kind {
            // Too many words would have to be looked at for a remark.
            EngineErrorKind::Unsupported | EngineErrorKind::TooManyExpansions => return Ok(None),
            _ => return Err(error),
        },
    };
    if forms.len() < 2 {
        return Ok(None);
    }
    let listed = forms.iter().take(LISTED).map(|form| format!("{} {}", form.word, form.articles));
    let mut listed: Vec<String> = listed.collect();
    if forms.len() > LISTED {
        listed.push(format!("{} more forms", forms.len() - LISTED));
    }
    Ok(Some(Notice {
        code: "stemmed".to_string(),
        message: format!("`{lower}` takes in {}", listed.join(", ")),
        instead: Some(format!("={lower}")),
        place: None,
    }))
}

/// Where the index, or an outlet asked for, has nothing of the period asked for.
pub(crate) fn silent(
    engine: &dyn Engine,
    plan: &Plan,
    stats: &Stats,
    nothing: bool,
    control: &Control,
) -> Result<Vec<Notice>, EngineError> {
    let Some(period) = period(plan) else { return Ok(Vec::new()) };
    if nothing && count(engine, period, None, control)? == 0 {
        return Ok(vec![empty_period(period, stats)]);
    }
    let asked = outlets(plan);
    if asked.is_empty() || asked.len() > OUTLETS {
        return Ok(Vec::new());
    }
    let held = held(engine, period, &asked, control)?;
    let missing = asked.iter().filter(|id| !held.contains(id));
    missing.map(|id| empty_outlet(engine, id, period, stats, control)).collect()
}

/// The days that must hold an article's whole date: those of the filters and of the dates that the
/// query asks for in any case.
fn period(plan: &Plan) -> Option<DayRange> {
    let filters = plan.filters.iter().filter_map(|filter| match &filter.test {
        FilterTest::Published(range) if !filter.exclude => Some(*range),
        _ => None,
    });
    let clauses = must(&plan.clause).into_iter().filter_map(|clause| match clause {
        Clause::Date { field: DateField::Published, range, overlap: false } => Some(*range),
        _ => None,
    });
    let narrowed = |a: DayRange, b: DayRange| DayRange {
        first: a.first.max(b.first),
        last: a.last.min(b.last),
    };
    filters.chain(clauses).reduce(narrowed)
}

/// The outlets of which an article must be one.
fn outlets(plan: &Plan) -> Vec<String> {
    let filters = plan.filters.iter().filter_map(|filter| match &filter.test {
        FilterTest::Values(FacetField::Outlet, ids) if !filter.exclude => Some(ids),
        _ => None,
    });
    let clauses = must(&plan.clause).into_iter().filter_map(|clause| match clause {
        Clause::Outlet(ids) => Some(ids),
        _ => None,
    });
    let mut ids: Vec<String> = filters.chain(clauses).flatten().cloned().collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The clauses that must hold, whatever else does.
fn must(clause: &Clause) -> Vec<&Clause> {
    match clause {
        Clause::And(all) => all.iter().flat_map(must).collect(),
        Clause::Boost(inner, _) => must(inner),
        Clause::Prefer { must: inner, .. } => must(inner),
        other => vec![other],
    }
}

fn in_period(period: DayRange) -> Filter {
    Filter { facet: None, test: FilterTest::Published(period), exclude: false }
}

fn of_outlets(ids: &[String]) -> Filter {
    let test = FilterTest::Values(FacetField::Outlet, ids.to_vec());
    Filter { facet: Some(FacetField::Outlet), test, exclude: false }
}

/// How many articles are dated within a period.
fn count(
    engine: &dyn Engine,
    period: DayRange,
    outlet: Option<&str>,
    control: &Control,
) -> Result<u64, EngineError> {
    if period.first > period.last {
        return Ok(0);
    }
    let outlet = outlet.map(|id| of_outlets(&[id.to_string()]));
    let filters = std::iter::once(in_period(period)).chain(outlet).collect();
    let want = Want { total: WantTotal::Exact, ..Want::default() };
    let found = engine.search(&Plan { clause: Clause::All, filters, want }, control)?;
    Ok(found.total.map_or(0, |total| total.value))
}

/// Which of these outlets have anything dated within a period.
fn held(
    engine: &dyn Engine,
    period: DayRange,
    asked: &[String],
    control: &Control,
) -> Result<Vec<String>, EngineError> {
    let mut held = Vec::new();
    for id in asked {
        if count(engine, period, Some(id), control)? > 0 {
            held.push(id.clone());
        }
    }
    Ok(held)
}

fn empty_period(period: DayRange, stats: &Stats) -> Notice {
    let mut message = format!("the index holds no article dated {}", within(period));
    match (stats.earliest, stats.latest) {
        (Some(first), Some(last)) => {
            message += &format!("; its articles are of {}", years(first, last));
        }
        _ => message += "; none of its articles has a date",
    }
    notice("empty-period", message)
}

fn empty_outlet(
    engine: &dyn Engine,
    id: &str,
    period: DayRange,
    stats: &Stats,
    control: &Control,
) -> Result<Notice, EngineError> {
    let known = stats.outlets.iter().find(|outlet| outlet.id == id);
    let name = known.map_or(id, |outlet| outlet.name.as_str());
    let mut message = format!("the index holds no article of `{name}` dated {}", within(period));
    match outlet_years(engine, id, control)? {
        Some((first, last)) if first == last => message += &format!("; it has some of {first}"),
        Some((first, last)) => message += &format!("; it has some of {first} to {last}"),
        None if known.is_some() => message += "; none of its articles has a date",
        None => message += " or of any other time",
    }
    Ok(notice("empty-outlet-period", message))
}

/// The first and the last year of which an outlet has articles.
fn outlet_years(
    engine: &dyn Engine,
    id: &str,
    control: &Control,
) -> Result<Option<(String, String)>, EngineError> {
    let facets = vec![WantFacet { field: FacetField::Year, limit: 10_000 }];
    let want = Want { facets, ..Want::default() };
    let filters = vec![of_outlets(&[id.to_string()])];
    let found = engine.search(&Plan { clause: Clause::All, filters, want }, control)?;
    let years = found.facets.into_iter().flat_map(|list| list.values).map(|value| value.value);
    let years: Vec<String> = years.collect();
    Ok(years.iter().min().cloned().zip(years.iter().max().cloned()))
}

/// A period as people write it: open ends stay open.
fn within(period: DayRange) -> String {
    let open = |day: Day| day == DayRange::ALL.first || day == DayRange::ALL.last;
    match (open(period.first), open(period.last)) {
        (true, true) => "at all".to_string(),
        (false, true) => format!("from {} on", period.first),
        (true, false) => format!("up to {}", period.last),
        (false, false) if period.first > period.last => "on days that exclude each other".into(),
        (false, false) if period.first == period.last => format!("{}", period.first),
        (false, false) => match whole_years(period) {
            Some((first, last)) if first == last => format!("{first}"),
            Some((first, last)) => format!("{first} to {last}"),
            None => format!("{} to {}", period.first, period.last),
        },
    }
}

fn whole_years(period: DayRange) -> Option<(i32, i32)> {
    let (first, last) = (period.first.ymd(), period.last.ymd());
    ((first.1, first.2) == (1, 1) && (last.1, last.2) == (12, 31))
        .then_some((period.first.year(), period.last.year()))
}

fn years(first: Day, last: Day) -> String {
    let (first, last) = (first.year(), last.year());
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

fn notice(code: &str, message: String) -> Notice {
    Notice { code: code.to_string(), message, instead: None, place: None }
}

//! What must hold of any text as a query.

use std::ops::Range;

use morgue_article::{Day, OutletTable};
use morgue_query::plan::{Clause, TextClause};
use morgue_query::{
    Code, Match, Mode, Notice, PlanContext, Query, Stats, SyntaxError, parse, plan, print,
};

/// Notices of one text whose offer is read.
const OFFERED: usize = 6;
const STRICT: Mode = Mode { matching: Match::All, plain: false, strict: true };
const PLAIN: Mode = Mode { matching: Match::All, plain: true, strict: false };

/// Reads a text in every mode: lenient reading refuses nothing but what is over a limit; what it
/// prints is read the same, printed the same and planned the same; what a notice offers can be
/// read; strict reading agrees or points at the place.
///
/// # Errors
/// What does not hold.
pub fn check_query(text: &str) -> Result<(), String> {
    strict(text)?;
    plain(text)?;
    for matching in [Match::All, Match::Any, Match::Most] {
        let mode = Mode { matching, ..Mode::default() };
        let read = match parse(text, mode) {
            Ok(read) => read,
            Err(error) => return limit(text, &error),
        };
        let canonical = print(&read.query);
        let again = parse(&canonical, mode).map_err(|error| format!("{canonical:?}: {error}"))?;
        ensure(again.query == read.query, || {
            format!("{canonical:?} is read as {:?}", print(&again.query))
        })?;
        ensure(planned(&again.query, matching) == planned(&read.query, matching), || {
            format!("{canonical:?} is planned differently under {matching:?}")
        })?;
        read.notices.iter().try_for_each(|notice| told(text, notice))?;
        // Reading what is offered costs as much as the text: a few of many.
        let offered = read.notices.iter().filter_map(|notice| notice.instead.as_ref());
        for instead in offered.take(OFFERED) {
            let other = parse(instead, mode).map_err(|error| format!("{instead:?}: {error}"))?;
            ensure(other.query != read.query, || format!("offers what was read: {instead:?}"))?;
        }
    }
    Ok(())
}

fn strict(text: &str) -> Result<(), String> {
    match parse(text, STRICT) {
        Ok(strict) => {
            let lenient = parse(text, Mode::default()).map(|read| read.query);
            ensure(lenient.as_ref() == Ok(&strict.query), || "strict reads it differently".into())
        }
        Err(error) => place(text, &error.span),
    }
}

fn plain(text: &str) -> Result<(), String> {
    let read = match parse(text, PLAIN) {
        Ok(read) => read.query,
        Err(error) => return limit(text, &error),
    };
    if read.emptied {
        return Ok(());
    }
    let canonical = print(&read);
    let again = parse(&canonical, STRICT).map(|read| read.query);
    ensure(again.as_ref() == Ok(&read), || format!("plain {canonical:?} is read as {again:?}"))
}

/// A notice has a place in the text.
fn told(text: &str, notice: &Notice) -> Result<(), String> {
    let chars = text.chars().count();
    let inside = notice.place.is_none_or(|(start, end)| start <= end && end <= chars);
    ensure(inside, || format!("no place in the text: {notice:?}"))?;
    ensure(notice.place.is_some() || notice.code == Code::More.name(), || {
        format!("without a place: {notice:?}")
    })
}

/// Only limits refuse what people type, and they say where.
fn limit(text: &str, error: &SyntaxError) -> Result<(), String> {
    let limits = [Code::TooLong, Code::TooDeep, Code::TooManyClauses];
    ensure(limits.contains(&error.code), || format!("refused: {error:?}"))?;
    place(text, &error.span)
}

fn place(text: &str, span: &Range<usize>) -> Result<(), String> {
    ensure(text.get(span.clone()).is_some(), || format!("{span:?} is no place in the text"))
}

/// A plan without places in the text; errors by their code.
fn planned(query: &Query, matching: Match) -> Result<Vec<Clause>, Code> {
    let (table, stats) = (OutletTable::new(), Stats::default());
    let context = PlanContext { matching, ..PlanContext::new(Day(20_000), &table, &stats) };
    let planned = plan(query, &context).map_err(|error| error.code)?;
    let mut clauses: Vec<Clause> = planned.most.iter().flat_map(|most| most.tries()).collect();
    clauses.push(planned.clause);
    clauses.iter_mut().for_each(forget_places);
    Ok(clauses)
}

fn forget_places(clause: &mut Clause) {
    match clause {
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => {
            of.iter_mut().for_each(forget_places);
        }
        Clause::Prefer { must, should } => {
            forget_places(must);
            should.iter_mut().for_each(forget_places);
        }
        Clause::Not(of) | Clause::Boost(of, _) => forget_places(of),
        Clause::Text(TextClause { source, .. })
        | Clause::AtLeast { text: TextClause { source, .. }, .. } => *source = 0..0,
        _ => {}
    }
}

pub(super) fn ensure(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

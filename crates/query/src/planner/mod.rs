//! [`Query`] → [`Plan`](crate::Plan): fields resolved, dates absolute, limits applied.

mod dates;
mod filters;
mod loosen;
mod outlets;
mod parts;
mod spans;
mod values;
mod words;

pub(crate) use filters::facet_name;
pub use filters::{Prepared, prepare};
pub use loosen::Loosened;
pub(crate) use parts::{PlannedPart, planned_parts};

use std::ops::Range;

use morgue_article::{Day, OutletTable};

use crate::engine::{LanguageStats, OutletStats, Stats};
use crate::plan::{Clause, Limits, TextClause, TextField};
use crate::request::{Match, Notice};
use crate::syntax::{
    Code, Field, FieldKind, Kind, Node, Query, Reporter, SyntaxError, notice, print_value,
};

/// What a query is planned against.
#[derive(Debug, Clone, Copy)]
pub struct PlanContext<'a> {
    /// The asker's day: `last:7d` ends with it.
    pub today: Day,
    /// Names, aliases and domains of outlets.
    pub outlets: &'a OutletTable,
    /// The outlets of the index.
    pub indexed: &'a [OutletStats],
    /// The languages of the index.
    pub languages: &'a [LanguageStats],
    /// The limits.
    pub limits: Limits,
    /// What a space between items means.
    pub matching: Match,
}

impl<'a> PlanContext<'a> {
    /// Against what an index holds, under the default limits.
    pub fn new(today: Day, outlets: &'a OutletTable, stats: &'a Stats) -> Self {
        let (indexed, languages) = (&stats.outlets, &stats.languages);
        let (limits, matching) = (Limits::default(), Match::All);
        Self { today, outlets, indexed, languages, limits, matching }
    }
}

/// A planned query.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What an article must satisfy. Under [`Match::Most`] all items must hold.
    pub clause: Clause,
    /// Under [`Match::Most`], with which fewer items may do: where `clause` finds nothing, the
    /// clauses of [`Loosened::tries`] are asked one after another.
    pub most: Option<Loosened>,
    /// What was decided: of outlets nobody knows and languages the index does not hold. Places and
    /// other readings need the text, so only [`prepare`] gives them.
    pub notices: Vec<Notice>,
}

/// Plans a query.
///
/// # Errors
/// A limit that is passed; a field that is known, but not yet there.
pub fn plan(query: &Query, context: &PlanContext<'_>) -> Result<Planned, SyntaxError> {
    plan_text(None, query, context)
}

/// Plans a query that was read from this text.
fn plan_text(text: Option<&str>, query: &Query, context: &PlanContext<'_>) -> Plans<Planned> {
    let mut planner = Planner::new(text, context);
    let (clause, most) = planner.query(query)?;
    Ok(Planned { clause, most, notices: planner.report.finish() })
}

/// A step of planning.
type Plans<T> = Result<T, SyntaxError>;

struct Planner<'a> {
    /// The query text, where places in it are told.
    text: Option<&'a str>,
    context: &'a PlanContext<'a>,
    report: Reporter,
    terms: usize,
}

impl<'a> Planner<'a> {
    fn new(text: Option<&'a str>, context: &'a PlanContext<'a>) -> Self {
        Self { text, context, report: Reporter::new(false), terms: 0 }
    }

    fn query(&mut self, query: &Query) -> Plans<(Clause, Option<Loosened>)> {
        if query.items.is_empty() {
            return Ok((if query.emptied { Clause::Nothing } else { Clause::All }, None));
        }
        if self.context.matching == Match::All {
            return Ok((self.and(&query.items, None)?, None));
        }
        let mut loosened = Loosened::default();
        for item in &query.items {
            let clause = self.node(item, None)?;
            loosened.add(item, clause);
        }
        if loosened.items.is_empty() {
            return Ok((loosened.all(), None));
        }
        Ok(match self.context.matching {
            Match::Any => (loosened.at_least(loosened.fewest()), None),
            _ => (loosened.all(), (loosened.items.len() > loosened.fewest()).then_some(loosened)),
        })
    }

    fn node(&mut self, node: &Node, field: Option<Field>) -> Plans<Clause> {
        Ok(match &node.kind {
            Kind::All(of) | Kind::And(of) => self.and(of, field)?,
            Kind::Or(of) => one(self.each(of, field)?, Clause::Or),
            Kind::Not(of) => Clause::Not(Box::new(self.node(of, field)?)),
            Kind::Require(of) => self.node(of, field)?,
            Kind::Boost(of, by) => Clause::Boost(Box::new(self.node(of, field)?), *by),
            Kind::Field { field, overlap, of } => self.in_field(*field, *overlap, of, node)?,
            Kind::Word(_) | Kind::Phrase(_) | Kind::Cased { .. } | Kind::Near { .. } => {
                match self.text(node, field)? {
                    Some(text) => Clause::Text(text),
                    None => Clause::Nothing,
                }
            }
            Kind::AtLeast { count, of } => match self.text(of, field)? {
                Some(text) => Clause::AtLeast { count: *count, text },
                None => Clause::Nothing,
            },
            Kind::Value(value) => self.value(field, value, &node.span)?,
            Kind::Range(range) => self.range(field, false, range)?,
        })
    }

    fn and(&mut self, of: &[Node], field: Option<Field>) -> Plans<Clause> {
        Ok(one(self.each(of, field)?, Clause::And))
    }

    /// The clauses of nodes; a word that is repeated counts once.
    fn each(&mut self, of: &[Node], field: Option<Field>) -> Plans<Vec<Clause>> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(of.len());
        for node in of {
            let clause = self.node(node, field)?;
            if !clauses.iter().any(|earlier| same_text(earlier, &clause)) {
                clauses.push(clause);
            }
        }
        Ok(clauses)
    }

    fn in_field(&mut self, field: Field, overlap: bool, of: &Node, at: &Node) -> Plans<Clause> {
        if matches!(field, Field::Quote | Field::Speaker) {
            let message = format!("the field `{}` cannot be searched yet", field.name());
            return Err(SyntaxError::new(Code::Unsupported, message, at.span.clone()));
        }
        if field.kind() == FieldKind::Range && overlap {
            return self.overlapping(field, of);
        }
        self.node(of, Some(field))
    }

    /// `date~:…`: overlap in everything below.
    fn overlapping(&mut self, field: Field, of: &Node) -> Plans<Clause> {
        let mut clause = self.node(of, Some(field))?;
        loosen_dates(&mut clause);
        Ok(clause)
    }

    /// The occurrences a node asks for, in the fields of its scope.
    fn text(&mut self, node: &Node, field: Option<Field>) -> Plans<Option<TextClause>> {
        // Under `atleast` the field may stand inside.
        if let Kind::Field { field, of, .. } = &node.kind {
            return self.text(of, Some(*field));
        }
        let fields = match field {
            Some(field) => field.text_fields().unwrap_or_default(),
            None => TextField::DEFAULT.to_vec(),
        };
        let span = self.span(node)?;
        let source = node.span.clone();
        Ok(span.filter(|_| !fields.is_empty()).map(|span| TextClause { fields, span, source }))
    }

    /// Tells a decision about the value at a place in the text, in bytes, and offers another.
    fn tell(&mut self, code: Code, message: String, at: &Range<usize>, other: Option<&str>) {
        let spot = self.text.and_then(|text| Some((text.get(..at.start)?, text.get(at.clone())?)));
        let place = spot.map(|(before, inside)| {
            let start = before.chars().count();
            start..start + inside.chars().count()
        });
        let instead = self.text.zip(spot).zip(other).map(|((text, (before, _)), other)| {
            format!("{before}{}{}", print_value(other), &text[at.end..])
        });
        self.report.note(notice(code, place, message, instead));
    }

    /// Counts words of the plan.
    fn count(&mut self, terms: usize, at: &Range<usize>) -> Plans<()> {
        self.terms += terms;
        let most = self.context.limits.clauses;
        if self.terms <= most {
            return Ok(());
        }
        let message = format!("the query has more than {most} words; search for its rarest ones");
        Err(SyntaxError::new(Code::TooManyClauses, message, at.clone()))
    }
}

/// Clauses as one; a single one is itself.
fn one(mut clauses: Vec<Clause>, all: fn(Vec<Clause>) -> Clause) -> Clause {
    match clauses.pop() {
        Some(clause) if clauses.is_empty() => clause,
        Some(clause) => {
            clauses.push(clause);
            all(clauses)
        }
        None => all(clauses),
    }
}

/// Whether two clauses ask for the same occurrences.
fn same_text(a: &Clause, b: &Clause) -> bool {
    match (a, b) {
        (Clause::Text(a), Clause::Text(b)) => a.fields == b.fields && a.span == b.span,
        _ => false,
    }
}

fn loosen_dates(clause: &mut Clause) {
    match clause {
        Clause::Date { overlap, .. } => *overlap = true,
        Clause::And(of) | Clause::Or(of) => of.iter_mut().for_each(loosen_dates),
        Clause::Not(of) | Clause::Boost(of, _) => loosen_dates(of),
        _ => {}
    }
}

/// Whether anything of a clause scores.
pub(crate) fn scores(clause: &Clause) -> bool {
    match clause {
        Clause::Text(_) | Clause::AtLeast { .. } => true,
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => of.iter().any(scores),
        Clause::Prefer { must, should } => scores(must) || should.iter().any(scores),
        Clause::Boost(of, _) => scores(of),
        Clause::All
        | Clause::Nothing
        | Clause::Not(_)
        | Clause::Value(..)
        | Clause::Outlet(_)
        | Clause::Date { .. }
        | Clause::DateBasis(_)
        | Clause::Length(_)
        | Clause::Path(_)
        | Clause::Id(_)
        | Clause::Url(_) => false,
    }
}

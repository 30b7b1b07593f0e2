//! Where nothing is found: what each part would find by itself, and the nearest queries that find
//! something.
//!
//! Every way out is a request of its own, planned and counted like any other, so what is offered is
//! what running it finds. The work is bounded: at most [`COUNTS`] counts and [`TIME`].

mod groups;
mod pieces;
mod spelling;
mod values;
mod ways;

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use self::groups::{Group, filters, unfiltered};
use self::ways::Way;
use crate::answer::{found_by, prepare_for};
use crate::plan::{Clause, Plan, Span, Term, TextClause, TextField, Want, WantTotal};
use crate::request::{Mode, Request};
use crate::syntax::{Node, parse_within, print_node};
use crate::{
    AnswerError, AskContext, Control, Engine, EngineError, EngineErrorKind, Results, Stats,
    TermCount,
};

/// Counts that are made at most.
const COUNTS: usize = 48;
/// How long is looked at most.
const TIME: Duration = Duration::from_millis(800);
/// Parts that are counted by themselves at most: a pasted page has hundreds.
const ALONE: usize = 20;
/// Ways out that are offered at most.
const OFFERED: usize = 8;

/// Why nothing was found, and what would find something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Help {
    /// Each outermost part of the query, and each kind of filter, by itself; of a query that is one
    /// part, what that is made of.
    pub alone: Vec<Attempt>,
    /// The words that the index does not hold, with words that it holds and that are spelt alike.
    pub spelling: Vec<Spelling>,
    /// Requests near to this one that find something, the nearest first.
    pub instead: Vec<Attempt>,
    /// Whether all was tried that there is to try.
    pub complete: bool,
}

/// A word that the index does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spelling {
    /// The word as it was typed.
    pub word: String,
    /// Words of the index that are spelt alike, with the articles that hold each, the nearest
    /// first.
    pub near: Vec<TermCount>,
}

/// A request that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attempt {
    /// What kind it is: `clause`, `filter`, `without-clause`, `spelling`, …
    pub code: String,
    /// How it differs, without a full stop.
    pub message: String,
    /// Its parameters, by the names that flags and HTTP share: `q` first.
    pub params: Vec<(String, String)>,
    /// How many articles it finds.
    pub articles: u64,
}

/// Looks for what would find something.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with; what only an attempt fails with
/// leaves that attempt out.
pub fn help(
    engine: &dyn Engine,
    request: &Request,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Help, AnswerError> {
    let query = parse_within(&request.q, request.mode, &context.limits)?.query;
    let stats = engine.stats(control)?;
    let mut trier = Trier::new(engine, context, &stats, control);
    let base = base(request);
    let items: Vec<Node> = ways::outermost(&query);
    let groups = filters(&base);
    let mut alone: Vec<Attempt> = Vec::new();
    let pieces = match items.as_slice() {
        [one] if groups.is_empty() => pieces::pieces(one),
        _ => items.clone(),
    };
    if pieces.len() + groups.len() > 1 || items.len() == 1 {
        trier.complete &= pieces.len() <= ALONE;
        for item in pieces.iter().take(ALONE) {
            let one = Request { q: print_node(item), ..unfiltered(&base) };
            alone.extend(trier.attempt("clause", print_node(item), one)?);
        }
        for group in &groups {
            let one = Request { q: String::new(), ..group.only(&base) };
            alone.extend(trier.attempt("filter", group.name.clone(), one)?);
        }
    }
    let spelling = spelling::unknown(&query, &mut trier)?;
    let dead = |item: &Node| {
        let text = print_node(item);
        alone.iter().any(|one| one.code == "clause" && one.message == text && one.articles == 0)
    };
    let all = |base: &Request, groups: &[Group], trier: &mut Trier<'_>| {
        let mut all = spelling::ways(&query, base, &spelling);
        all.extend(ways::ways(&query, base, groups, trier)?);
        all.extend(ways::living(&items, dead, base));
        Ok::<_, AnswerError>(all)
    };
    let ways = all(&base, &groups, &mut trier)?;
    let mut instead = offered(ways, &mut trier)?;
    if instead.is_empty() && !groups.is_empty() {
        let mut ways = all(&unfiltered(&base), &[], &mut trier)?;
        ways.iter_mut().for_each(|way| way.message = format!("without filters, {}", way.message));
        instead = offered(ways, &mut trier)?;
    }
    Ok(Help { alone, spelling, instead, complete: trier.complete })
}

/// Those of some requests that find something.
fn offered(ways: Vec<Way>, trier: &mut Trier<'_>) -> Result<Vec<Attempt>, AnswerError> {
    let mut instead: Vec<Attempt> = Vec::new();
    for Way { code, message, request } in ways {
        if instead.len() >= OFFERED {
            break;
        }
        // Of steps ever wider the first that finds something is enough.
        if ways::STEPS.contains(&code) && instead.iter().any(|known| known.code == code) {
            continue;
        }
        let Some(found) = trier.attempt(code, message, request)? else { continue };
        if found.articles > 0 && !instead.iter().any(|known| known.params == found.params) {
            instead.push(found);
        }
    }
    Ok(instead)
}

/// Each kind of filter of a request with what it finds alone; with `nothing`, also what the request
/// finds without them.
pub(crate) fn filters_alone(
    engine: &dyn Engine,
    request: &Request,
    context: &AskContext<'_>,
    stats: &Stats,
    nothing: bool,
    control: &Control,
) -> Result<(Vec<Attempt>, Option<u64>), AnswerError> {
    let mut trier = Trier::new(engine, context, stats, control);
    let base = base(request);
    let groups = filters(&base);
    let mut alone = Vec::new();
    for group in &groups {
        let one = Request { q: String::new(), ..group.only(&base) };
        alone.extend(trier.attempt("filter", group.name.clone(), one)?);
    }
    let unfiltered = match nothing && !groups.is_empty() {
        true => trier.count(&Request { mode: request.mode, ..unfiltered(&base) })?,
        false => None,
    };
    Ok((alone, unfiltered))
}

/// A request of which only the number of articles is wanted.
fn base(request: &Request) -> Request {
    Request {
        // What is tried is written in the language, however the words were read.
        mode: Mode { plain: false, strict: false, ..request.mode },
        limit: 0,
        after: None,
        facets: Vec::new(),
        interval: None,
        total: WantTotal::Exact,
        snippets: 0,
        explain: false,
        ..request.clone()
    }
}

/// Counts what requests find, within bounds.
struct Trier<'a> {
    engine: &'a dyn Engine,
    context: &'a AskContext<'a>,
    stats: &'a Stats,
    control: Control,
    left: usize,
    complete: bool,
}

impl<'a> Trier<'a> {
    fn new(
        engine: &'a dyn Engine,
        context: &'a AskContext<'a>,
        stats: &'a Stats,
        control: &Control,
    ) -> Self {
        let soon = Instant::now() + TIME;
        let deadline = control.deadline.map_or(soon, |deadline| deadline.min(soon));
        let control = Control {
            deadline: Some(deadline),
            cancel: control.cancel.clone(),
            pace: control.pace.clone(),
        };
        Self { engine, context, stats, control, left: COUNTS, complete: true }
    }

    fn attempt(
        &mut self,
        code: &str,
        message: String,
        request: Request,
    ) -> Result<Option<Attempt>, AnswerError> {
        let Some(found) = self.search(&request)? else { return Ok(None) };
        let articles = found.total.map_or(0, |total| total.value);
        let params = request.params();
        Ok(Some(Attempt { code: code.to_string(), message, params, articles }))
    }

    /// How many articles a request finds; `None` where that is not known.
    fn count(&mut self, request: &Request) -> Result<Option<u64>, AnswerError> {
        Ok(self.search(request)?.and_then(|found| found.total).map(|total| total.value))
    }

    fn search(&mut self, request: &Request) -> Result<Option<Results>, AnswerError> {
        if self.left == 0 {
            self.complete = false;
            return Ok(None);
        }
        self.left -= 1;
        let Ok(mut prepared) = prepare_for(request, self.context, self.stats) else {
            return Ok(None);
        };
        let found = found_by(self.engine, &mut prepared, &self.control);
        Ok(self.known(found)?)
    }

    /// Words of the index that are spelt much like one it does not hold; `None` where it holds the
    /// word, or where that is not known.
    fn near(&mut self, term: &Term, folded: &str) -> Result<Option<Vec<TermCount>>, AnswerError> {
        const NEAR: usize = 3;
        if self.left == 0 {
            self.complete = false;
            return Ok(None);
        }
        self.left -= 1;
        let span = Span::Term(term.clone());
        let fields = TextField::DEFAULT.to_vec();
        let clause = Clause::Text(TextClause { fields, span, source: 0..0 });
        let want = Want { total: WantTotal::AtLeast(1), ..Want::default() };
        let found = self.engine.search(&Plan { clause, filters: Vec::new(), want }, &self.control);
        let total = self.known(found)?.and_then(|found| found.total);
        if total.is_none_or(|total| total.value > 0) {
            return Ok(None);
        }
        let near = self.engine.suggest(folded, NEAR, &self.control);
        Ok(self.known(near)?)
    }

    /// An answer of the engine; `None` where this one question cannot be answered.
    fn known<T>(&mut self, answer: Result<T, EngineError>) -> Result<Option<T>, EngineError> {
        match answer {
            Ok(found) => Ok(Some(found)),
            Err(error) => match error.kind {
                EngineErrorKind::TimedOut => {
                    (self.left, self.complete) = (0, false);
                    Ok(None)
                }
                EngineErrorKind::Unsupported
                | EngineErrorKind::TooManyExpansions
                | EngineErrorKind::OverLimit => Ok(None),
                _ => Err(error),
            },
        }
    }
}

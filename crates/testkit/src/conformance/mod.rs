//! The cases on which every engine must agree with the oracle: the same ids, counts, facets and
//! timeline. Scores may differ; sets may not.

mod answers;
mod pairs;
mod queries;
mod requests;

use std::time::Instant;

use morgue_article::{Article, ArticleId, Day, OutletTable};
use morgue_query::plan::{Plan, Sort, Term, WantHits};
use morgue_query::{
    Control, Engine, EngineError, EngineErrorKind, Match, Mode, PlanContext, Request, Stats,
    prepare,
};

use self::pairs::pairs;
use self::queries::QUERIES;
use self::requests::{FACETS, INTERVALS, SORTS, requests};
use crate::{MemoryEngine, compare, compare_pages, compare_scan, corpus};

/// Runs every case against an engine over the [`corpus`] and one over nothing.
///
/// # Panics
/// With every case that differs, by its name.
pub fn run(make: impl Fn(Vec<Article>) -> Box<dyn Engine>) {
    let failures = failures(make);
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// Every case that differs: its name and how.
pub fn failures(make: impl Fn(Vec<Article>) -> Box<dyn Engine>) -> Vec<String> {
    let mut failures = Vec::new();
    for (name, articles) in [("corpus", corpus()), ("empty", Vec::new())] {
        let oracle = MemoryEngine::new(articles.clone());
        let engine = make(articles);
        let pair = Pair { oracle: &oracle, engine: &*engine };
        let mut keep = |case: &str, result: Result<(), String>| {
            failures.extend(result.err().map(|error| format!("{name}: {case}: {error}")));
        };
        for (number, (case, plan)) in cases(&oracle).into_iter().enumerate() {
            keep(&case, pair.agree(number, &plan));
        }
        for (case, plan) in nested(&oracle) {
            keep(&case, compare(&plan, &oracle, &*engine));
        }
        keep("articles by id", pair.articles());
        keep("resolving ids", pair.resolve());
        keep("terms", pair.terms());
        keep("suggestions", pair.suggestions());
        keep("stats", pair.stats());
        keep("comparisons", pair.comparisons());
        keep("exports", pair.exports());
        keep("similar articles", pair.similar());
        keep("cancelling", pair.stopped(cancelled(), EngineErrorKind::Cancelled));
        keep("a deadline", pair.stopped(too_late(), EngineErrorKind::TimedOut));
    }
    failures
}

/// Every plan of the suite by its name: from query texts, and from requests with filters.
pub fn cases(oracle: &MemoryEngine) -> Vec<(String, Plan)> {
    let stats = oracle.stats(&Control::default()).expect("memory does not fail");
    let outlets = OutletTable::new();
    let today = Day::from_ymd(2025, 6, 1).expect("a day");
    let context = PlanContext::new(today, &outlets, &stats);
    let mut out = Vec::new();
    let mut number = 0;
    for (name, queries) in QUERIES {
        for query in *queries {
            let request = Request {
                q: (*query).to_string(),
                limit: 1000,
                sort: SORTS[number % SORTS.len()],
                facets: vec![morgue_query::plan::WantFacet {
                    field: FACETS[number % FACETS.len()],
                    limit: 3,
                }],
                interval: Some(INTERVALS[number % INTERVALS.len()]),
                ..Request::default()
            };
            out.push((format!("{name}: `{query}`"), planned(&request, &context)));
            number += 1;
        }
    }
    let requests = requests().into_iter();
    out.extend(requests.map(|(name, request)| (name, planned(&request, &context))));
    out
}

/// Every operator in every other, by its text, as far as the language allows it; and every step of
/// a query of which most items must hold.
pub fn nested(oracle: &MemoryEngine) -> Vec<(String, Plan)> {
    let stats = oracle.stats(&Control::default()).expect("memory does not fail");
    let outlets = OutletTable::new();
    let today = Day::from_ymd(2025, 6, 1).expect("a day");
    let context = PlanContext::new(today, &outlets, &stats);
    let mut out = Vec::new();
    for (number, q) in pairs().into_iter().enumerate() {
        let sort = SORTS[number % SORTS.len()];
        let request = Request { q: q.clone(), limit: 1000, sort, ..Request::default() };
        out.extend(prepare(&request, &context).ok().map(|prepared| (q, prepared.plan)));
    }
    for q in ["storm sea zzz", "+storm quay missile -sea", "the a zzz qqq date:1871"] {
        let mode = Mode { matching: Match::Most, ..Mode::default() };
        let request = Request { q: q.to_string(), mode, limit: 1000, ..Request::default() };
        let Ok(prepared) = prepare(&request, &context) else { continue };
        for clause in prepared.most.iter().flat_map(|most| most.tries()) {
            out.push((format!("most of `{q}`"), Plan { clause, ..prepared.plan.clone() }));
        }
    }
    out
}

fn planned(request: &Request, context: &PlanContext<'_>) -> Plan {
    match prepare(request, context) {
        Ok(prepared) => prepared.plan,
        Err(error) => panic!("the suite's query `{}` is not read: {error}", request.q),
    }
}

/// A plan that finds every article.
fn everything() -> Plan {
    Plan { clause: morgue_query::plan::Clause::All, filters: Vec::new(), want: Default::default() }
}

fn cancelled() -> Control {
    let control = Control::default();
    control.cancel.cancel();
    control
}

fn too_late() -> Control {
    Control { deadline: Some(Instant::now()), ..Control::default() }
}

/// An engine beside the oracle.
struct Pair<'a> {
    oracle: &'a MemoryEngine,
    engine: &'a dyn Engine,
}

impl Pair<'_> {
    /// The same answer, the same scan, and in one of the orders the same pages.
    fn agree(&self, number: usize, plan: &Plan) -> Result<(), String> {
        compare(plan, self.oracle, self.engine)?;
        compare_scan(plan, self.oracle, self.engine)?;
        let sort = SORTS[number % SORTS.len()];
        let mut plan = plan.clone();
        plan.want.hits = Some(WantHits { limit: 0, sort, after: None, articles: false });
        compare_pages(&plan, self.oracle, self.engine, 1 + number % 7)
            .map_err(|error| format!("{sort:?}: {error}"))
    }

    fn articles(&self) -> Result<(), String> {
        let control = Control::default();
        let text = |error: EngineError| error.to_string();
        for article in corpus() {
            let wanted = self.oracle.article(article.id, &control).map_err(text)?;
            let got = self.engine.article(article.id, &control).map_err(text)?;
            if wanted != got {
                return Err(format!("{} should be {wanted:#?}, is {got:#?}", article.key));
            }
        }
        match self.engine.article(ArticleId::from_u128(1), &control).map_err(text)? {
            None => Ok(()),
            Some(article) => Err(format!("nobody wrote {}", article.id)),
        }
    }

    fn resolve(&self) -> Result<(), String> {
        let control = Control::default();
        let id = corpus()[3].id.to_string();
        let texts = [&id, &id[..8], &id[..1], "17", "3", "urn:dove:5", "xyz", "0\"*?"];
        for (text, limit) in texts.into_iter().flat_map(|text| [(text, 100), (text, 1)]) {
            let wanted = self.oracle.resolve(text, limit, &control).map_err(|e| e.to_string())?;
            let got = self
                .engine
                .resolve(text, limit, &control)
                .map_err(|error| format!("`{text}`: {error}"))?;
            if wanted != got {
                return Err(format!("`{text}`: should be {wanted:?}, is {got:?}"));
            }
        }
        Ok(())
    }

    fn terms(&self) -> Result<(), String> {
        let control = Control::default();
        let wild = |pattern: &str| Term::Wild { pattern: pattern.to_string() };
        let fuzzy = |folded: &str, distance| Term::Fuzzy { folded: folded.into(), distance };
        let cased = |folded: &str, all| Term::Cased { folded: folded.into(), all };
        let exact = Term::Exact { folded: "storm".into() };
        let bare = |lower: &str| {
            let folded = morgue_analysis::fold(lower);
            (Term::Bare { lower: lower.into(), folded }, 100)
        };
        for (term, limit) in [
            (exact, 10),
            bare("storm"),
            bare("Häuser"),
            bare("fêtes"),
            bare("resigned"),
            bare("мира"),
            bare("e-mail"),
            bare("email"),
            bare("東京"),
            bare("zzz"),
            (fuzzy("strom", 1), 100),
            (fuzzy("strom", 2), 100),
            (fuzzy("emial", 1), 100),
            (fuzzy("hafen", 2), 3),
            (cased("storm", false), 10),
            (cased("us", true), 10),
            (cased("zzz", true), 10),
            (wild("st*"), 100),
            (wild("*er"), 100),
            (wild("m?s*"), 100),
            (wild("qq*"), 100),
            (wild("st*"), 2),
        ] {
            let wanted = self.oracle.terms(&term, limit, &control);
            let got = self.engine.terms(&term, limit, &control);
            let same = match (&wanted, &got) {
                (Ok(wanted), Ok(got)) => wanted == got,
                (Err(wanted), Err(got)) => wanted.kind == got.kind,
                _ => false,
            };
            if !same {
                return Err(format!("{term:?}: should be {wanted:?}, is {got:?}"));
            }
        }
        Ok(())
    }

    fn suggestions(&self) -> Result<(), String> {
        let control = Control::default();
        for word in ["strom", "ministre", "missle", "storm", "se", "zzzzzz", "", "emial"] {
            for limit in [1, 10] {
                let wanted = self.oracle.suggest(word, limit, &control).map_err(|e| e.to_string());
                let got = self.engine.suggest(word, limit, &control).map_err(|e| e.to_string());
                if wanted != got {
                    return Err(format!("`{word}`: should be {wanted:?}, is {got:?}"));
                }
            }
        }
        Ok(())
    }

    /// What does not depend on how an engine stores it.
    fn stats(&self) -> Result<(), String> {
        let common = |engine: &dyn Engine| -> Result<Stats, String> {
            let stats = engine.stats(&Control::default()).map_err(|error| error.to_string())?;
            Ok(Stats {
                versions: 0,
                tombstones: 0,
                bytes: 0,
                segments: 0,
                commit: String::new(),
                ..stats
            })
        };
        let (wanted, got) = (common(self.oracle)?, common(self.engine)?);
        if wanted == got { Ok(()) } else { Err(format!("should be {wanted:#?}, is {got:#?}")) }
    }

    /// A control that says stop is obeyed.
    fn stopped(&self, control: Control, kind: EngineErrorKind) -> Result<(), String> {
        let hits = WantHits { limit: 5, sort: Sort::Newest, after: None, articles: true };
        let want = morgue_query::plan::Want { hits: Some(hits), ..Default::default() };
        let plan = Plan { clause: morgue_query::plan::Clause::All, filters: Vec::new(), want };
        match self.engine.search(&plan, &control) {
            Err(error) if error.kind == kind => Ok(()),
            Err(error) => Err(format!("should be {kind:?}, is {:?}: {error}", error.kind)),
            Ok(_) => Err(format!("should be {kind:?}, is an answer")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_of_the_suite_finds_some_articles_and_not_all() {
        let oracle = MemoryEngine::new(corpus());
        let all = corpus().len();
        let named = cases(&oracle).into_iter().filter(|(name, _)| name.contains(": `"));
        let idle: Vec<String> = named
            .map(|(name, plan)| (name, oracle.found(&plan).len()))
            .filter(|(_, found)| *found == 0 || *found == all)
            .map(|(name, found)| format!("{name} finds {found}"))
            .collect();
        assert!(idle.is_empty(), "{}", idle.join("\n"));
    }

    #[test]
    fn operators_in_operators_are_mostly_allowed_and_mostly_find_something() {
        let oracle = MemoryEngine::new(corpus());
        let nested = nested(&oracle);
        let finding = nested.iter().filter(|(_, plan)| !oracle.found(plan).is_empty()).count();
        assert!(nested.len() > 600 && finding > 300, "{} {finding}", nested.len());
    }

    #[test]
    fn the_oracle_agrees_with_itself() {
        run(|articles| Box::new(MemoryEngine::new(articles)));
    }
}

//! Times queries the way every contestant of the peers folder does.
//!
//! `peer INDEX QUERIES [BUDGET_MS]`: for each line of QUERIES (qid, class, op, match, text, outlet,
//! first day, last day) it prints qid, least and median time, median time of an exact count (all
//! in µs of this thread's CPU, so that a busy machine does not distort them), hits, and the
//! sources' ids of the top 10.

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use morgue_archive::Archive;
use morgue_article::{Day, OutletTable};
use morgue_query::plan::{FacetField, Limits, Plan, Want, WantFacet, WantTotal};
use morgue_query::{
    AskContext, Control, Engine, PlanContext, Request, Results, Stats, answer, prepare,
};

/// The program's own allocator: what is timed is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The asker's day, 2026-01-01: no query of the list asks for it.
const TODAY: Day = Day(20_454);

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, index, queries, rest @ ..] = args.as_slice() else {
        return Err("usage: peer INDEX QUERIES [BUDGET_MS]".into());
    };
    let budget = rest.first().map_or(Ok(250), |budget| budget.parse())?;
    let archive = Archive::open(Path::new(index))?;
    let outlets = archive.outlets()?;
    // The others stay at the commit they were opened at and never look for another.
    let engine = archive.engine()?.pin()?.engine;
    let stats = engine.stats(&Control::default())?;
    let peer = Peer { engine: engine.as_ref(), outlets: &outlets, stats };
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(queries)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [qid, _class, op, rest @ ..] = columns.as_slice() else { continue };
        let request = peer.request(op, rest);
        let row = peer.time(&request, Duration::from_millis(budget))?;
        writeln!(out, "{qid}\t{row}")?;
    }
    Ok(())
}

struct Peer<'a> {
    engine: &'a dyn Engine,
    outlets: &'a OutletTable,
    stats: Stats,
}

impl Peer<'_> {
    /// What a person would have typed.
    fn request(&self, op: &str, columns: &[&str]) -> Request {
        let column = |at: usize| columns.get(at).copied().unwrap_or_default();
        let (matching, text, outlet) = (column(0), column(1), column(2));
        let words: Vec<&str> = text.split_whitespace().collect();
        let q = match matching {
            "prefix" => format!("{text}*"),
            "phrase" => format!("\"{text}\""),
            "or" => words.join(" OR "),
            _ => text.to_string(),
        };
        let day = |at: usize| Some(column(at).to_string()).filter(|day| !day.is_empty());
        let total = if matches!(op, "B" | "N") { WantTotal::Exact } else { WantTotal::None };
        let facets = match op {
            "F" => vec![WantFacet { field: FacetField::Outlet, limit: 10_000 }],
            _ => Vec::new(),
        };
        let keep = match outlet {
            "" => Vec::new(),
            outlet => vec![(FacetField::Outlet, outlet.to_string())],
        };
        let limit = if op == "N" { 0 } else { 10 };
        let snippets = usize::from(op == "S");
        let (from, to) = (day(3), day(4));
        Request { q, from, to, keep, total, facets, limit, snippets, ..Request::default() }
    }

    fn plan(&self, request: &Request) -> Fallible<Plan> {
        let context = PlanContext::new(TODAY, self.outlets, &self.stats);
        let mut plan = prepare(request, &context)?.plan;
        // Ids alone: articles are fetched where passages are asked for.
        if let Some(hits) = &mut plan.want.hits {
            hits.articles = false;
        }
        Ok(plan)
    }

    /// The columns after the query's id.
    fn time(&self, request: &Request, budget: Duration) -> Fallible<String> {
        let control = Control::default();
        let plan = self.plan(request)?;
        let search = |plan: &Plan| self.engine.search(plan, &control);
        let (mut least, mut median, found) = measure(budget, || search(&plan))?;
        if request.snippets > 0 {
            let context =
                AskContext { today: TODAY, outlets: self.outlets, limits: Limits::default() };
            (least, median, _) =
                measure(budget, || answer(self.engine, request, &context, &control))?;
        }
        let want = Want { total: WantTotal::Exact, ..Want::default() };
        let count = Plan { want, ..plan };
        let (_, counted, all) = measure(budget / 3, || search(&count))?;
        let total = all.total.map_or(0, |total| total.value);
        Ok(format!("{least:.1}\t{median:.1}\t{counted:.1}\t{total}\t{}", self.names(&found)?))
    }

    /// The ids that the source gave the hits.
    fn names(&self, found: &Results) -> Fallible<String> {
        let mut names = Vec::new();
        for hit in &found.hits {
            let article = self.engine.article(hit.id, &Control::default())?;
            let article = article.ok_or("a hit that is not there")?;
            names.push(article.source_ids().first().copied().unwrap_or_default().to_string());
        }
        Ok(names.join(","))
    }
}

/// Least and median time in µs of up to 15 runs within the budget, after one to warm up.
fn measure<T, E>(
    budget: Duration,
    mut run: impl FnMut() -> Result<T, E>,
) -> Result<(f64, f64, T), E> {
    let mut last = run()?;
    let (mut times, start) = (Vec::new(), Instant::now());
    while times.len() < 15 && (times.is_empty() || start.elapsed() <= budget) {
        let clock = ThreadTime::now();
        last = black_box(run()?);
        times.push(clock.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[0], times[times.len() / 2], last))
}

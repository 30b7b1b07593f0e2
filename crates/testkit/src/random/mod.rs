//! Seeded random corpora and plans, and an engine beside the oracle on them.

mod articles;
mod plans;
mod pools;
mod texts;
mod writing;

use std::time::{Duration, Instant};

use fastrand::Rng;
use morgue_article::Article;
use morgue_query::plan::{Plan, Sort, WantHits};
use morgue_query::{Control, Engine};

use crate::{MemoryEngine, compare, compare_pages, compare_scan};

pub use articles::{article, articles};
pub use plans::{Level, Plans};
pub use writing::{Store, check_writing};

/// Articles of one random corpus.
const CORPUS: usize = 30;
/// Plans that one corpus is asked.
const PLANS: usize = 200;

/// The corpus of a seed.
pub fn corpus(seed: u64) -> Vec<Article> {
    let mut rng = Rng::with_seed(seed);
    let count = rng.usize(1..=CORPUS);
    articles(&mut rng, count)
}

/// The plans of a seed.
pub fn plans(seed: u64, level: Level) -> Vec<Plan> {
    let mut rng = Rng::with_seed(seed ^ 0x706c_616e);
    let plans = Plans::new(level);
    (0..PLANS).map(|_| plans.plan(&mut rng)).collect()
}

/// Asks an engine over the corpus of a seed all plans of that seed, and compares every answer with
/// the oracle's. Returns how many (corpus, plan) pairs were compared.
///
/// # Errors
/// The first difference, with the seed, the plan and the ids that differ.
pub fn check(
    seed: u64,
    level: Level,
    make: impl Fn(Vec<Article>) -> Box<dyn Engine>,
) -> Result<usize, String> {
    check_many(seed, level, PLANS, make)
}

/// The same with so many plans: of [`Level::Everything`] every other is that of a random query
/// text.
///
/// # Errors
/// The first difference, with the seed, the query text, the plan and the ids that differ.
pub fn check_many(
    seed: u64,
    level: Level,
    count: usize,
    make: impl Fn(Vec<Article>) -> Box<dyn Engine>,
) -> Result<usize, String> {
    let corpus = corpus(seed);
    let oracle = MemoryEngine::new(corpus.clone());
    let engine = make(corpus);
    let stats = oracle.stats(&Control::default()).map_err(|error| error.to_string())?;
    let plans = Plans::new(level);
    let mut rng = Rng::with_seed(seed ^ 0x706c_616e);
    for number in 0..count {
        let text = match level {
            Level::Everything if number % 2 == 1 => texts::text_plan(&mut rng, &stats),
            _ => None,
        };
        let (text, plan) = text.unwrap_or_else(|| (String::new(), plans.plan(&mut rng)));
        check_plan(number, &plan, &oracle, &*engine).map_err(|difference| {
            format!("seed {seed}, plan {number} ({level:?}): `{text}` {difference}\n{plan:#?}")
        })?;
    }
    Ok(count)
}

/// Runs [`check`] on one seed after another, from this one on, until the time is over. Returns how
/// many pairs were compared: at least those of one seed.
///
/// # Errors
/// The first difference.
pub fn check_for(
    time: Duration,
    first_seed: u64,
    level: Level,
    make: impl Fn(Vec<Article>) -> Box<dyn Engine>,
) -> Result<usize, String> {
    let start = Instant::now();
    let mut pairs = 0;
    for seed in first_seed.. {
        pairs += check(seed, level, &make)?;
        if start.elapsed() >= time {
            break;
        }
    }
    Ok(pairs)
}

fn check_plan(
    number: usize,
    plan: &Plan,
    oracle: &MemoryEngine,
    engine: &dyn Engine,
) -> Result<(), String> {
    compare(plan, oracle, engine)?;
    match number % 8 {
        0 => compare_scan(plan, oracle, engine),
        1 => {
            let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added];
            let sort = sorts[number / 8 % sorts.len()];
            let mut plan = plan.clone();
            plan.want.hits = Some(WantHits { limit: 0, sort, after: None, articles: false });
            compare_pages(&plan, oracle, engine, 1 + number / 8 % 5)
        }
        _ => Ok(()),
    }
}

//! What a commit holds, worked out once for all who come to the first page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use morgue_query::plan::{Interval, Sort, WantTotal};
use morgue_query::{Answer, Control, Request, Stats, Timeline, answer};

use crate::app::State;
use crate::leases::Lease;
use crate::problem::Problem;
use crate::routes::ask_context;

/// Articles whose headlines are looked through for examples.
const SAMPLE: usize = 40;

/// What a commit holds.
pub(crate) struct Overview {
    pub(super) stats: Arc<Stats>,
    pub(super) timeline: Option<Timeline>,
    /// Searches that find something, by their parameters.
    pub(super) examples: Vec<Vec<(String, String)>>,
    /// For each month and day the years in which it holds something, by articles.
    pub(super) days: BTreeMap<(u32, u32), Vec<(i32, u64)>>,
}

/// The overview of the last commit that was asked for.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Option<(String, Arc<Overview>)>>);

/// What the last commit holds.
pub(super) fn held(state: &State, control: &Control) -> Result<Arc<Overview>, Problem> {
    let lease = state.leases.latest(control)?;
    let cache = || state.overview.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((commit, held)) = &*cache()
        && *commit == lease.stats.commit
    {
        return Ok(Arc::clone(held));
    }
    // Not under the lock: nobody waits for another's search.
    let held = Arc::new(look(state, &lease, control)?);
    *cache() = Some((lease.stats.commit.clone(), Arc::clone(&held)));
    Ok(held)
}

fn look(state: &State, lease: &Lease, control: &Control) -> Result<Overview, Problem> {
    let ask = |request: &Request| -> Result<Answer, Problem> {
        let answered = answer(&*lease.engine, request, &ask_context(state), control);
        answered.map_err(|error| Problem::answer("", error))
    };
    let counts = Request { limit: 0, snippets: 0, ..Request::default() };
    let whole = Request { interval: Some(Interval::Auto), ..counts.clone() };
    let daily = Request { interval: Some(Interval::Day), ..counts.clone() };
    let total = WantTotal::None;
    let newest = Request { limit: SAMPLE, sort: Sort::Newest, total, ..counts };
    let examples = morgue_query::examples(&ask(&newest)?.hits);
    Ok(Overview {
        stats: Arc::clone(&lease.stats),
        timeline: ask(&whole)?.timeline,
        examples: examples.iter().map(Request::params).collect(),
        days: ask(&daily)?.timeline.map(|line| by_day(&line)).unwrap_or_default(),
    })
}

fn by_day(daily: &Timeline) -> BTreeMap<(u32, u32), Vec<(i32, u64)>> {
    let mut days: BTreeMap<(u32, u32), Vec<(i32, u64)>> = BTreeMap::new();
    for bucket in daily.buckets.iter().filter(|bucket| bucket.count > 0) {
        let (year, month, day) = bucket.first.ymd();
        days.entry((month, day)).or_default().push((year, bucket.count));
    }
    days
}

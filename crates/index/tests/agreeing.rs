//! The suites that every engine runs, over an index in several commits.
//!
//! `MORGUE_LONG=1` asks 20,000 random plans; `MORGUE_SEED=n` begins at another corpus.

mod common;

use std::time::Duration;

use morgue_testkit::conformance;
use morgue_testkit::random::{self, Level};

use common::in_batches;

/// Corpora of the long run, of 200 plans each.
const LONG: u64 = 100;

#[test]
fn every_case_of_the_suite_answers_as_the_oracle_does() {
    conformance::run(in_batches);
}

#[test]
fn random_plans_over_random_articles_answer_as_the_oracle_does() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("MORGUE_SEED").unwrap_or(1);
    if number("MORGUE_LONG").is_none() {
        let time = Duration::from_secs(3);
        random::check_for(time, first, Level::Core, in_batches).expect("no difference");
        return;
    }
    let mut pairs = 0;
    for seed in first..first + LONG {
        pairs += random::check(seed, Level::Core, in_batches).expect("no difference");
    }
    assert!(pairs >= 20_000, "{pairs} pairs");
}

//! The cases of the conformance suite on a real cluster: the same ids, counts, facets and timelines
//! as every other engine.

mod common;

use common::Cluster;
use morgue_testkit::{MemoryEngine, conformance, corpus, random};

#[test]
fn the_cluster_answers_as_every_engine_does() {
    let Some(cluster) = Cluster::running() else { return };
    let failures = conformance::failures(|articles| cluster.engine(articles));
    let oracle = MemoryEngine::new(corpus());
    let cases = conformance::cases(&oracle).len() + conformance::nested(&oracle).len();
    println!("{cases} cases over the corpus and over nothing, {} differ", failures.len());
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn random_plans_find_what_the_oracle_finds() {
    let Some(cluster) = Cluster::running() else { return };
    let long = std::env::var_os("MORGUE_LONG").is_some();
    let seeds = if long { 25 } else { 2 };
    let first = fastrand::u64(..1 << 40);
    let mut pairs = 0;
    for seed in first..first + seeds {
        let checked = random::check(seed, random::Level::Everything, |it| cluster.engine(it));
        pairs += checked.unwrap_or_else(|error| panic!("{error}"));
        cluster.clear();
    }
    println!("{pairs} pairs of corpus and plan");
}

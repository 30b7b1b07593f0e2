//! The cases of the conformance suite on a real cluster: the same ids, counts, facets and timelines
//! as every other engine.

mod common;

use common::Cluster;
use morgue_cluster::{ClusterIndex, WriterOptions};
use morgue_query::{ArticleSink, Control, Engine, EngineError, EngineErrorKind};
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

/// An index that is written and read by turns.
struct Written(ClusterIndex);

impl random::Store for Written {
    fn writer(&self) -> Result<Box<dyn ArticleSink>, EngineError> {
        // Small batches, so that there are many.
        Ok(Box::new(
            self.0.writer(WriterOptions { held_back: 2_000, ..WriterOptions::new(1_000) })?,
        ))
    }

    fn engine(&self) -> Result<Box<dyn Engine>, EngineError> {
        self.0.engine()
    }
}

#[test]
fn whatever_is_written_the_index_holds_what_its_sources_hold() {
    let Some(cluster) = Cluster::running() else { return };
    for seed in 0..6 {
        let index = cluster.index();
        let written = random::check_writing(seed, 60, &Written(index.clone()));
        written.unwrap_or_else(|error| panic!("{error}"));
        let control = Control::default();
        let whole = index.verify(&control, &mut |_, _| ()).expect("readable");
        assert_eq!(whole.problems, Vec::<String>::new(), "seed {seed}");
        let before = index.engine().and_then(|it| it.stats(&control)).expect("stats");
        let rebuilt = index.rebuild(2_000, None, &control, &mut |_, _| ()).expect("rebuilt");
        let after = index.engine().and_then(|it| it.stats(&control)).expect("stats");
        assert_eq!(rebuilt.articles, before.articles);
        assert_eq!((&after.fingerprint, after.sources), (&before.fingerprint, before.sources));
        cluster.clear();
    }
}

#[test]
fn one_program_writes_at_a_time_and_says_when_another_may() {
    let Some(cluster) = Cluster::running() else { return };
    let index = cluster.index();
    let first = index.writer(WriterOptions::new(1_000)).expect("the first");
    let second = index.writer(WriterOptions::new(1_010)).expect_err("the second");
    assert_eq!(second.kind, EngineErrorKind::Locked);
    assert!(second.to_string().contains("free again in 50 s"), "{second}");
    // A program that broke off does not block the next one for ever, and cannot write any more.
    let third = index.writer(WriterOptions::new(1_061)).expect("the lease is over");
    let error = Box::new(first).close().expect_err("its lease is another's");
    assert_eq!(error.kind, EngineErrorKind::Locked, "{error}");
    Box::new(third).close().expect("closed");
}

#[test]
fn a_state_that_is_pinned_stays() {
    let Some(cluster) = Cluster::running() else { return };
    let (index, all) = (cluster.index(), corpus());
    let half = all.len() / 2;
    let write = |articles: &[morgue_article::Article]| {
        let writer = index.writer(WriterOptions::new(1_000)).expect("a writer");
        morgue_testkit::fill(Box::new(writer), articles).expect("written");
    };
    write(&all[..half]);
    let engine = index.engine().expect("an engine");
    let pinned = engine.pin().expect("pinned");
    let count = |engine: &dyn Engine| engine.stats(&Control::default()).expect("stats").articles;
    let before = count(&*pinned.engine);
    write(&all);
    assert_eq!(count(&*pinned.engine), before);
    assert!(count(&*engine) > before);
    assert_ne!(engine.pin().expect("pinned").commit, pinned.commit);
}

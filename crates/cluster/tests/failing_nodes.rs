//! Nodes that are killed and hang while articles are written and searched: no acknowledged article
//! is lost, none is there twice, and no count is wrong without a word.
//!
//! `MORGUE_OPENSEARCH_CONTROL` names the script that kills and starts nodes (`tests/opensearch`).

mod common;

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

use common::Cluster;
use morgue_article::{Article, Outcome, SourceKey, SourceRecord};
use morgue_cluster::{ClusterIndex, WriterOptions};
use morgue_query::plan::{Clause, Plan, Want, WantTotal};
use morgue_query::{ArticleSink, Control, Engine, EngineErrorKind};
use morgue_testkit::{ArticleBuilder, origin};

/// Articles of a source.
const EACH: u64 = 20;

fn control(arguments: &[&str]) {
    let script = std::env::var("MORGUE_OPENSEARCH_CONTROL").expect("looked at before");
    let done = Command::new(script).args(arguments).status().expect("the script runs");
    assert!(done.success(), "{arguments:?}");
}

fn article(number: u64) -> Article {
    let path = format!("{}.txt", number / EACH);
    let built = ArticleBuilder::new(&format!("killed {number}"))
        .headline(&format!("Storm number {number}"))
        .body("The storm came over the harbour at night.\n\nNobody slept.");
    Article { origins: vec![origin("/killed", &path)], ..built.build() }
}

fn record(key: &SourceKey) -> SourceRecord {
    SourceRecord {
        key: key.clone(),
        size: 1,
        modified: 1,
        hash: String::new(),
        rules: "1".into(),
        outcome: Outcome::Read { format: "text".into(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    }
}

/// Writes sources until it is told to stop; `safe` is how many articles are acknowledged.
fn write(index: &ClusterIndex, stop: &AtomicBool, safe: &AtomicU64) {
    let mut writer = Box::new(index.writer(WriterOptions::new(1_000)).expect("a writer"));
    let mut number = 0;
    while !stop.load(SeqCst) {
        let source = SourceKey { root: "/killed".into(), path: format!("{}.txt", number / EACH) };
        writer.begin(&source).expect("begun");
        for _ in 0..EACH {
            writer.add(article(number)).expect("added");
            number += 1;
        }
        writer.end(record(&source)).expect("ended");
        writer.commit().expect("a commit outlives a node");
        safe.store(number, SeqCst);
    }
    writer.close().expect("closed");
}

/// Counts until it is told to stop: never less than was acknowledged before it asked, nor more than
/// can be there when it was answered.
fn search(engine: &dyn Engine, stop: &AtomicBool, safe: &AtomicU64) -> u64 {
    let want = Want { total: WantTotal::Exact, ..Want::default() };
    let plan = Plan { clause: Clause::All, filters: Vec::new(), want };
    let mut answers = 0;
    while !stop.load(SeqCst) {
        let before = safe.load(SeqCst);
        let found = engine.search(&plan, &Control::default()).expect("an answer outlives a node");
        let found = found.total.expect("a total was wanted").value;
        let after = safe.load(SeqCst) + EACH;
        assert!((before..=after).contains(&found), "{found} of {before} to {after}");
        answers += 1;
    }
    answers
}

#[test]
fn nodes_may_be_killed_while_articles_are_written_and_searched() {
    let Some(cluster) = Cluster::running() else { return };
    if cluster.nodes() < 3 || std::env::var_os("MORGUE_OPENSEARCH_CONTROL").is_none() {
        println!("NOT RUN: killing nodes needs three of them and MORGUE_OPENSEARCH_CONTROL");
        return;
    }
    let index = cluster.index();
    let (stop, safe) = (AtomicBool::new(false), AtomicU64::new(0));
    let pause = || std::thread::sleep(Duration::from_secs(4));
    let answers = std::thread::scope(|scope| {
        let writing = scope.spawn(|| write(&index, &stop, &safe));
        let engine = index.engine().expect("an engine");
        let searching = scope.spawn({
            let (stop, safe) = (&stop, &safe);
            move || search(&*engine, stop, safe)
        });
        for node in ["3", "1"] {
            pause();
            control(&["kill", node]);
            pause();
            control(&["up", node]);
            cluster.wait_until_whole(&index);
        }
        pause();
        stop.store(true, SeqCst);
        writing.join().expect("the writer ends well");
        searching.join().expect("the searcher ends well")
    });
    let whole = index.verify(&Control::default(), &mut |_, _| ()).expect("readable");
    assert_eq!(whole.problems, Vec::<String>::new());
    assert_eq!((whole.articles, whole.sources), (safe.load(SeqCst), safe.load(SeqCst) / EACH));
    println!("{} articles and {answers} answers over two killed nodes", whole.articles);
}

#[test]
fn a_cluster_that_does_not_answer_is_said_within_the_time_there_is() {
    use std::net::TcpListener;
    // A node that takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let address = format!("opensearch://127.0.0.1:{port}/news");
    let address = morgue_cluster::Address::parse(&address).expect("an address");
    let index = ClusterIndex::new(&address, &Default::default()).expect("a client");
    let start = Instant::now();
    let deadline = Some(start + Duration::from_millis(300));
    let error = index.exists(&Control { deadline, ..Control::default() }).expect_err("silence");
    assert_eq!(error.kind, EngineErrorKind::TimedOut, "{error}");
    assert!(start.elapsed() < Duration::from_secs(3));
    // And one that is not there at all.
    drop(silent);
    let error = index.exists(&Control::default()).expect_err("nobody");
    assert_eq!(error.kind, EngineErrorKind::Unreachable, "{error}");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

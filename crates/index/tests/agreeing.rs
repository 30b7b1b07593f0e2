//! The suites that every engine runs, over an index in several commits.
//!
//! `MORGUE_LONG=1` asks 100,000 random plans and query texts; `MORGUE_SEED=n` begins at another
//! corpus.

mod common;

use std::time::{Duration, Instant};

use morgue_index::{EmbeddedEngine, Folder, Writer, WriterOptions, verify};
use morgue_query::{ArticleSink, Control, Engine, EngineError};
use morgue_testkit::conformance;
use morgue_testkit::random::{self, Level, Store};
use tempfile::TempDir;

use common::in_batches;

/// Corpora of the long run, and plans for each.
const LONG: (u64, usize) = (250, 400);

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
        random::check_for(time, first, Level::Everything, in_batches).expect("no difference");
        return;
    }
    let mut pairs = 0;
    for seed in first..first + LONG.0 {
        let checked = random::check_many(seed, Level::Everything, LONG.1, in_batches);
        pairs += checked.expect("no difference");
    }
    assert!(pairs >= 100_000, "{pairs} pairs");
}

struct Archive(TempDir);

impl Store for Archive {
    fn writer(&self) -> Result<Box<dyn ArticleSink>, EngineError> {
        let options = WriterOptions { threads: 1, memory: 20 << 20, ..WriterOptions::new(1_000) };
        Ok(Box::new(Writer::open(&Folder::open(self.0.path())?, options)?))
    }

    fn engine(&self) -> Result<Box<dyn Engine>, EngineError> {
        Ok(Box::new(EmbeddedEngine::open(self.0.path())?))
    }
}

#[test]
fn after_random_writing_the_index_holds_what_its_sources_hold() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("MORGUE_SEED").unwrap_or(1);
    let long = number("MORGUE_LONG").is_some();
    let (seeds, time) = if long { (1_000, 240) } else { (100, 10) };
    let end = Instant::now() + Duration::from_secs(time);
    for seed in first..first + seeds {
        let folder = tempfile::tempdir().expect("a folder for a test");
        Folder::create(folder.path()).expect("an empty folder");
        let archive = Archive(folder);
        random::check_writing(seed, 60, &archive).expect("no difference");
        let folder = Folder::open(archive.0.path()).expect("an index");
        let verified = verify(&folder, &Control::default(), &mut |_, _| ()).expect("readable");
        assert_eq!(verified.problems, Vec::<String>::new(), "seed {seed}");
        if Instant::now() > end {
            return;
        }
    }
}

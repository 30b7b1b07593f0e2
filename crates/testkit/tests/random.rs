//! The suites run on the oracle itself: they must find nothing wrong with it, and find what is.

use std::time::Duration;

use morgue_query::Engine;
use morgue_testkit::random::{self, Level};
use morgue_testkit::{MemoryEngine, conformance};

#[test]
fn the_oracle_agrees_with_itself_on_random_plans() {
    let make = |articles| Box::new(MemoryEngine::new(articles)) as Box<dyn Engine>;
    for level in [Level::Core, Level::Everything] {
        random::check_for(Duration::from_millis(300), 1, level, make).expect("no difference");
    }
}

#[test]
fn an_engine_that_loses_an_article_is_found_out() {
    let lossy = |mut articles: Vec<_>| {
        articles.pop();
        Box::new(MemoryEngine::new(articles)) as Box<dyn Engine>
    };
    let difference = random::check(1, Level::Core, lossy).expect_err("an article is missing");
    assert!(difference.starts_with("seed 1, plan"), "{difference}");
    assert!(conformance::failures(lossy).len() > 20);
}

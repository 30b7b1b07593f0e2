//! The matcher beside the oracle: an article is in the set exactly when the matcher says so.

use std::time::{Duration, Instant};

use morgue_query::facts::{id_prefix, resolve_ids};
use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Plan};
use morgue_query::{Control, Engine};
use morgue_testkit::MemoryEngine;
use morgue_testkit::random::{self, Level};

fn resolved(plan: &Plan, engine: &MemoryEngine) -> Plan {
    let mut lookup = |text: &str| {
        let ids = engine.resolve(text, usize::MAX, &Control::default())?;
        let mut exact = Vec::new();
        for &id in &ids {
            let article = engine.article(id, &Control::default())?.expect("resolved");
            if id.to_string() == text || article.source_ids().contains(&text) {
                exact.push(id);
            }
        }
        let prefix = id_prefix(text);
        let begins = |id: &_| prefix.as_ref().is_some_and(|range| range.contains(id));
        Ok::<_, morgue_query::EngineError>(match exact.is_empty() {
            true => ids.into_iter().filter(begins).collect(),
            false => exact,
        })
    };
    let clause = resolve_ids(&plan.clause, &mut lookup).expect("memory does not fail");
    Plan { clause, ..plan.clone() }
}

#[test]
fn an_article_is_in_the_set_exactly_when_the_matcher_says_so() {
    let start = Instant::now();
    let (mut pairs, mut hits, mut lit) = (0, 0, 0);
    for seed in 1.. {
        let corpus = random::corpus(seed);
        let engine = MemoryEngine::new(corpus.clone());
        let level = if seed % 2 == 0 { Level::Core } else { Level::Everything };
        for plan in random::plans(seed, level) {
            let found = engine.found(&plan);
            let mut matcher = Matcher::of_plan(&resolved(&plan, &engine));
            for article in &corpus {
                let matching = matcher.match_article(article);
                assert_eq!(
                    matching.holds,
                    found.contains(&article.id),
                    "seed {seed}\n{plan:#?}\n{article:#?}"
                );
                lit += usize::from(!matching.fields.is_empty());
                assert!(!matching.capped);
                assert!(matching.holds || matching.fields.is_empty());
            }
            pairs += 1;
            hits += found.len();
        }
        if start.elapsed() > Duration::from_secs(3) {
            break;
        }
    }
    // Neither side may agree by finding nothing.
    assert!(pairs >= 200 && hits > pairs && lit > pairs / 2, "{pairs} {hits} {lit}");
    assert!(Matcher::new(&Clause::All).match_article(&random::corpus(1)[0]).holds);
}

//! Queries made to be expensive, over one long article: an answer, or an error that says what is
//! too much, in bounded time.

mod common;

use std::time::{Duration, Instant};

use morgue_article::{Day, OutletTable};
use morgue_query::plan::WantTotal;
use morgue_query::{Control, Engine, EngineErrorKind, PlanContext, Request, prepare};
use morgue_testkit::ArticleBuilder;

use common::{Indexed, index};

/// Articles of which one is long and of few words.
fn indexed() -> Indexed {
    let mut body = String::new();
    for number in 0..20_000 {
        body.push_str(["the ", "of ", "and ", "to "][number % 4]);
        if number % 5 == 0 {
            body.push_str(&format!("w{:04} ", number % 3_000));
        }
    }
    let article = |name: &str, body: &str| ArticleBuilder::new(name).body(body).lang("en").build();
    index(&[vec![article("long", &body), article("short", "the end of it")]])
}

#[test]
fn what_is_asked_too_much_is_answered_or_refused_in_time() {
    let indexed = indexed();
    let control = Control::default();
    let stats = indexed.engine.stats(&control).expect("an index");
    let outlets = OutletTable::new();
    let context = PlanContext::new(Day(20_000), &outlets, &stats);
    let nested = |connector: &str, deep: usize| {
        (0..deep).fold("the".to_string(), |q, _| format!("({q} {connector} of)"))
    };
    let queries = [
        ("a nest of NEAR", nested("NEAR/255", 12)),
        ("a nest of W/P", nested("W/P", 12)),
        ("a nest of W/P in W/n", format!("({}) W/9 to", nested("W/P", 2))),
        ("gaps with slop", "\"* * *\"~255".to_string()),
        ("a common word often", "\"the the the the the the the the\"~255".to_string()),
        ("many words with slop", format!("\"{}\"~255", "the of and to ".repeat(60))),
        ("atleast of common words", "atleast255(the OR of)".to_string()),
        ("atleast of a nest", format!("atleast255({})", nested("W/255", 6))),
        ("atleast of slop", "atleast255(\"the of and\"~100)".to_string()),
        ("wildcards beside each other", "w0* W/255 w1*".to_string()),
        ("wildcards in a nest", "((w0* W/9 w1*) NOT W/3 (w2* OR the)) W/255 w00*".to_string()),
        ("NOT of a nest", format!("to NOT W/1 {}", nested("W/255", 3))),
        ("many clauses", "the W/9 of ".repeat(500)),
        ("a fuzzy word of two letters", "w0~2 W/5 the".to_string()),
    ];
    for (name, q) in queries {
        for limit in [0, 10] {
            let request = Request {
                q: q.clone(),
                limit,
                total: if limit == 0 { WantTotal::Exact } else { WantTotal::None },
                ..Request::default()
            };
            let start = Instant::now();
            let Ok(prepared) = prepare(&request, &context) else { continue };
            match indexed.engine.search(&prepared.plan, &control) {
                Ok(_) => {}
                Err(error) => assert!(
                    matches!(
                        error.kind,
                        EngineErrorKind::OverLimit | EngineErrorKind::TooManyExpansions
                    ),
                    "{name}: {error}"
                ),
            }
            if name == "a nest of NEAR" {
                let error = indexed.engine.search(&prepared.plan, &control).expect_err(name);
                assert!(error.to_string().contains("in the article "), "{error}");
            }
            // Generous, for slow machines and builds that are not optimised.
            let took = start.elapsed();
            assert!(took < Duration::from_secs(20), "{name}: {took:?}");
            if std::env::var_os("MORGUE_TIMES").is_some() {
                eprintln!("{name} ({limit}): {took:?}");
            }
        }
    }
}

#[test]
fn an_odd_article_does_not_stop_a_nest_that_people_ask_for() {
    let indexed = indexed();
    let control = Control::default();
    let stats = indexed.engine.stats(&control).expect("an index");
    let outlets = OutletTable::new();
    let context = PlanContext::new(Day(20_000), &outlets, &stats);
    for n in [50, 100] {
        // What must not be there has to be looked through to its end.
        let q = format!("end OR w0005 NOT W/1 ((the W/{n} of) W/{n} to)");
        let request = Request { q: q.clone(), limit: 10, ..Request::default() };
        let prepared = prepare(&request, &context).expect(&q);
        let found = indexed.engine.search(&prepared.plan, &control);
        assert_eq!(found.expect(&q).hits.len(), 1, "{q}");
    }
}

#[test]
fn a_deadline_ends_a_search_inside_an_article_list() {
    let indexed = indexed();
    let stats = indexed.engine.stats(&Control::default()).expect("an index");
    let outlets = OutletTable::new();
    let context = PlanContext::new(Day(20_000), &outlets, &stats);
    let request = Request { q: "the W/5 of".into(), limit: 10, ..Request::default() };
    let prepared = prepare(&request, &context).expect("a query");
    let control = Control { deadline: Some(Instant::now()), ..Control::default() };
    let error = indexed.engine.search(&prepared.plan, &control).expect_err("too late");
    assert_eq!(error.kind, EngineErrorKind::TimedOut);
}

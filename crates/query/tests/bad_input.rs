//! Texts nobody should have to be afraid of: a result, or a message with its place, at once.

use std::time::{Duration, Instant};

use morgue_article::{Article, Day, OutletTable};
use morgue_query::matcher::Matcher;
use morgue_query::snippet::snippets;
use morgue_query::{Code, Mode, PlanContext, Request, Stats, prepare};
use morgue_testkit::{ArticleBuilder, corpus};

/// Invented prose, as long as is asked.
fn page(bytes: usize) -> String {
    let paragraph = "The harbour board met on Tuesday (in the old hall) and voted 7-2; \"not a \
                     day too soon\", said Mr. Vale: costs have risen by 3.5% since 2016. Who pays? \
                     That is for the town -- and the state -- to say.\n\n";
    paragraph.repeat(bytes / paragraph.len() + 1)[..bytes].to_string()
}

/// Text, the code it is refused with, and whether the articles of the corpus are to be matched.
fn texts() -> Vec<(&'static str, String, Option<Code>)> {
    let deep = |n: usize| format!("{}storm{}", "(".repeat(n), ")".repeat(n));
    let too_many = Some(Code::TooManyClauses);
    vec![
        ("10,000 words", "storm ".repeat(10_000), too_many),
        ("10,000 clauses", vec!["storm"; 10_000].join(" OR "), too_many),
        ("1,000 clauses", (0..1_000).map(|n| format!("w{n} OR ")).collect::<String>() + "x", None),
        (
            "1,000 wildcards",
            (0..1_000).map(|n| format!("ab{n}* OR ")).collect::<String>() + "x",
            None,
        ),
        ("1,000 fuzzy words", (0..1_000).map(|n| format!("abc{n}~2 ")).collect(), None),
        ("2,000 brackets", deep(2_000), Some(Code::TooDeep)),
        ("2,000 open brackets", "(".repeat(2_000), Some(Code::TooDeep)),
        ("2,000 closed brackets", ")".repeat(2_000), None),
        ("60 brackets", deep(60), None),
        ("fields in fields", "headline(".repeat(2_000), Some(Code::TooDeep)),
        ("a chain of connectors", "storm W/5 ".repeat(60) + "storm", None),
        ("a long chain of connectors", "storm W/5 ".repeat(600) + "storm", Some(Code::TooDeep)),
        ("2,000 signs of NOT", "NOT ".repeat(2_000), None),
        ("*", "*".into(), None),
        ("????", "????".into(), None),
        ("a quotation mark", "\"".into(), None),
        ("100,000 quotation marks", "\"".repeat(100_000), None),
        ("NEAR/999999", "storm NEAR/999999 flood".into(), None),
        ("NEAR/999999 alone", "NEAR/999999".into(), None),
        ("a regular expression", r"^(?:sto[rR]m|fl.*d)+\b.{3,}$".into(), None),
        ("many stars", "ab".to_string() + &"*c".repeat(500), None),
        ("emoji", "🌊🌊 storm 👩‍👩‍👧 -🔥 \"🌊\"".into(), None),
        ("right to left", "שלום OR \"عاصفة قوية\" -(ריק)".into(), None),
        ("bidirectional marks", "\u{202e}storm\u{202c} \u{2066}flood\u{2069}".into(), None),
        ("zero-width characters", "st\u{200b}orm \u{200d} \u{feff}flood\u{200c}".into(), None),
        ("combining marks", format!("e{} storm", "\u{301}".repeat(50_000)), None),
        ("a NUL", "storm\0flood \0 headline:\0x".into(), None),
        ("a word of 100 KB", "x".repeat(100_000), None),
        ("4,000 signs of notices", "or a: (x ".repeat(40) + &"near b! foo:x ".repeat(200), None),
        ("40 brackets of notices", "foo:x or y! (".repeat(40), None),
        ("a page", page(4_000), None),
        ("a page of 100 KB", page(100_000), too_many),
        ("a page of 1 MB", page(1_000_000), too_many),
        ("more than 1 MB", page(1_100_000), Some(Code::TooLong)),
    ]
}

fn asked(text: &str, mode: Mode, articles: &[Article]) -> Option<(Code, std::ops::Range<usize>)> {
    let (table, stats) = (OutletTable::new(), Stats::default());
    let request = Request { q: text.to_string(), mode, ..Request::default() };
    let context = PlanContext::new(Day(20_000), &table, &stats);
    match prepare(&request, &context) {
        Ok(prepared) => {
            assert!(prepared.echo.notices.len() <= 50);
            let mut matcher = Matcher::of_plan(&prepared.plan);
            for article in articles {
                let matching = matcher.match_article(article);
                snippets(article, &matching, 3);
            }
            None
        }
        Err(error) => Some((error.code, error.span)),
    }
}

#[test]
fn each_is_answered_or_refused_at_its_place_within_a_second() {
    let mut articles = corpus();
    articles.push(ArticleBuilder::new("long").headline("Storm").body(&page(50_000)).build());
    for (name, text, code) in texts() {
        let start = Instant::now();
        // Every word of an article is held against every fuzzy one: a page of hits, and no book.
        let some = if name.contains("fuzzy") { &articles[..8] } else { &articles[..] };
        let refused = asked(&text, Mode::default(), some);
        assert_eq!(refused.as_ref().map(|refused| refused.0), code, "{name}");
        if let Some((_, span)) = refused {
            assert!(!span.is_empty() && text.get(span.clone()).is_some(), "{name}: {span:?}");
        }
        let strict = asked(&text, Mode { strict: true, ..Mode::default() }, &[]);
        assert!(strict.is_none_or(|(_, span)| text.get(span).is_some()), "{name}");
        asked(&text, Mode { plain: true, ..Mode::default() }, &articles[..1]);
        // Thrice a second: three readings, slow machines, builds that are not optimised.
        let took = start.elapsed();
        println!("{name}: {took:?}");
        assert!(took < Duration::from_secs(3), "{name}: {took:?}");
    }
}

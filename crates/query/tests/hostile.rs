//! Queries and articles made to be expensive: bounded work, and said where it was cut short.

use std::time::{Duration, Instant};

use morgue_analysis::Analyzer;
use morgue_query::document::lead_span;
use morgue_query::matcher::{MOST_LIT, Matcher};
use morgue_query::plan::{Clause, Span, Term, TextClause, TextField, Within};
use morgue_query::snippet::snippets;
use morgue_query::{Control, EngineErrorKind, Pace};
use morgue_testkit::ArticleBuilder;

fn a() -> Span {
    Span::Term(Term::Exact { folded: "a".into() })
}

fn near(left: Span, right: Span, within: Within) -> Span {
    let (left, right) = (Box::new(left), Box::new(right));
    Span::Near { left, right, within, ordered: false }
}

#[test]
fn work_is_bounded_and_what_was_cut_is_said() {
    let article = ArticleBuilder::new("a").body(&"a ".repeat(4_000)).build();
    let sloppy = Span::Sloppy { items: vec![a(); 8], slop: 40 };
    let deep = (0..3).fold(a(), |span, _| near(span, a(), Within::Paragraph));
    for (name, span, capped) in [
        ("a word", a(), false),
        ("a phrase", Span::Seq(vec![a(); 8]), false),
        ("a connector", near(a(), a(), Within::Paragraph), false),
        ("a loose phrase", sloppy, true),
        ("connectors in connectors", deep, true),
    ] {
        let text = TextClause { fields: TextField::DEFAULT.to_vec(), span, source: 0..0 };
        let start = Instant::now();
        let matching = Matcher::new(&Clause::Text(text)).match_article(&article);
        assert!(matching.holds, "{name}");
        assert_eq!(matching.capped, capped, "{name}");
        assert!(!snippets(&article, &matching, 3).is_empty(), "{name}");
        // Generous, for slow machines and builds that are not optimised.
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
    }
}

fn many(leaves: usize, span: &Span) -> Clause {
    let one = |_| {
        let span = span.clone();
        Clause::Text(TextClause { fields: vec![TextField::Body], span, source: 0..0 })
    };
    Clause::Or((0..leaves).map(one).collect())
}

#[test]
fn many_conditions_light_no_more_than_there_is_room_for() {
    let article = ArticleBuilder::new("a").body(&"a ".repeat(40_000)).build();
    let matching = Matcher::new(&many(40, &a())).match_article(&article);
    let lit: usize = matching.fields.iter().map(|field| field.lit.len()).sum();
    assert!(matching.holds && matching.capped);
    assert!(lit > MOST_LIT / 2 && lit <= MOST_LIT + 40 * 64, "{lit}");
    // Each of them has something: none is crowded out by those before it.
    let last = matching.in_field(TextField::Body).iter().map(|lit| lit.clause).max();
    assert_eq!(last, Some(39));
    let article = ArticleBuilder::new("a").body(&"a ".repeat(2_000)).build();
    let mut matcher = Matcher::new(&many(12, &near(a(), a(), Within::Words(5))));
    let apart = matcher.occurrences(&article);
    assert!(apart.windows(2).all(|two| two[0].range.end < two[1].range.end));
}

#[test]
fn a_match_stops_and_stands_still_as_its_caller_is_told() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    let article = ArticleBuilder::new("a").body(&"a ".repeat(1_000)).build();
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let pace = Pace::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    let patient = Control { pace: Some(pace), ..Control::default() };
    let mut matcher = Matcher::new(&many(50, &a())).under(&patient);
    assert!(matcher.match_article(&article).holds);
    matcher.stopped().unwrap();
    assert!(asked.load(Ordering::Relaxed) > 50, "{asked:?}");

    let over = Control { deadline: Some(Instant::now()), ..Control::default() };
    let mut matcher = Matcher::new(&many(50, &a())).under(&over);
    let matching = matcher.match_article(&article);
    assert!(matching.capped && matching.fields.is_empty());
    assert_eq!(matcher.stopped().unwrap_err().kind, EngineErrorKind::TimedOut);
}

#[test]
fn a_body_without_paragraphs_has_the_lead_of_its_beginning() {
    let sentence = "One two three four five six seven eight nine ten. ".repeat(600);
    for (text, end) in [
        (sentence.as_str(), 40),
        (&sentence.replace('.', " "), 60),
        (&sentence[..30 * 50], 40),
        (&sentence[..50], 10),
        (&"x".repeat(100_000), 1),
        ("", 0),
    ] {
        let article = ArticleBuilder::new("x").body(text).lang("en").build();
        assert_eq!(lead_span(&article, &mut Analyzer::new("en")), (0, end), "{}", text.len());
    }
}

//! Queries and articles made to be expensive: bounded work, and said where it was cut short.

use std::time::{Duration, Instant};

use morgue_analysis::Analyzer;
use morgue_query::document::lead_span;
use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Span, Term, TextClause, TextField, Within};
use morgue_query::snippet::snippets;
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

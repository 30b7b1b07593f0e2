//! Pairs of very common words answer as their positions do: the same articles, the same scores.

mod common;

use morgue_article::Article;
use morgue_query::plan::{
    Clause, Plan, Sort, Span, Term, TextClause, TextField, Want, WantHits, WantTotal,
};
use morgue_query::{Control, Engine};
use morgue_testkit::ArticleBuilder;

use common::index;

fn articles() -> Vec<Article> {
    let new = ArticleBuilder::new;
    let filler = "Ships came and went all day while the men slept. ".repeat(9);
    let articles = [
        new("lead").headline("One of the ships").body("Most of the men slept.\n\nNot of the crew."),
        new("late").headline("Ships").body(&format!("{filler}\n\nNone of the, of\nthe men.")),
        new("joined").headline("A").body("O-f the ships, t-o the end, and the o-f-the end."),
        new("captions").headline("Men of").body("The men.").caption("Out of").caption("the sea"),
        new("caption").headline("Men").body("Men.").caption("One of the seas, of the sea"),
        new("apart").headline("The of").body("Of men the; of; of, \"the\" sea's of The."),
        new("dateline").dateline("OF THE QUAY").body("Nothing.").authors(&["Of The"]),
        new("to").headline("To the sea").body("To be of the sea is to be to the sea, of the sea."),
    ];
    articles.into_iter().map(|article| article.lang("en").build()).collect()
}

fn word(form: &str) -> Span {
    Span::Term(Term::Exact { folded: form.into() })
}

/// The same words, but one of them as the only side of an OR: no list of pairs is looked at.
fn apart(form: &str) -> Span {
    Span::Or(vec![word(form)])
}

fn ids_and_scores(
    engine: &dyn Engine,
    span: Span,
    fields: &[TextField],
    pruned: bool,
) -> Vec<(String, u32)> {
    let text = TextClause { fields: fields.to_vec(), span, source: 0..0 };
    let hits = WantHits { limit: 100, sort: Sort::Relevance, after: None, articles: true };
    let total = if pruned { WantTotal::None } else { WantTotal::Exact };
    let want = Want { hits: Some(hits), total, ..Want::default() };
    let plan = Plan { clause: Clause::Text(text), filters: Vec::new(), want };
    let results = engine.search(&plan, &Control::default()).expect("an answer");
    if let Some(total) = results.total {
        assert_eq!(total.value as usize, results.hits.len());
    }
    let key = |article: Option<Article>| article.map(|article| article.key).unwrap_or_default();
    results.hits.into_iter().map(|hit| (key(hit.article), hit.score.to_bits())).collect()
}

#[test]
fn a_pair_is_counted_as_its_positions_are() {
    let all = articles();
    let engine = index(&[all[..3].to_vec(), all[3..].to_vec()]);
    let text = [TextField::Headline, TextField::Body, TextField::Caption];
    let every = [&text[..], &[TextField::Headline], &[TextField::Lead], &[TextField::Caption]];
    let phrases: [&[&str]; 6] = [
        &["of", "the"],
        &["to", "the"],
        &["to", "be"],
        &["of", "the", "sea"],
        &["one", "of", "the"],
        &["the", "of", "the"],
    ];
    for phrase in phrases {
        for fields in every {
            let paired = Span::Seq(phrase.iter().map(|form| word(form)).collect());
            let positions = Span::Seq(phrase.iter().map(|form| apart(form)).collect());
            for pruned in [false, true] {
                let [pairs, found] = [&paired, &positions]
                    .map(|span| ids_and_scores(&engine, span.clone(), fields, pruned));
                assert_eq!(pairs, found, "{phrase:?} in {fields:?}");
            }
        }
    }
    let found = ids_and_scores(&engine, Span::Seq(vec![word("of"), word("the")]), &text, false);
    let names: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert!(!names.contains(&"captions") && !names.contains(&"dateline"), "{names:?}");
}

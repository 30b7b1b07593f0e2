//! The oracle itself, on cases small enough to be decided by hand.

use morgue_query::plan::{
    Clause, FacetField, Filter, FilterTest, Interval, Plan, Sort, Span, Term, TextClause,
    TextField, Want, WantFacet, WantHits, WantTotal,
};
use morgue_query::{Control, Engine, Relation};
use morgue_testkit::{ArticleBuilder, MemoryEngine, date};

fn engine() -> MemoryEngine {
    let article = |name: &str| ArticleBuilder::new(name);
    MemoryEngine::new(
        [
            article("a").headline("Storm at sea").body("Ships were lost.").published("1871-03-02"),
            article("b").headline("Calm").body("No storm at all.").published("1871").outlet("Dove"),
            article("c").body("The sea storm at night").published("1880-01-01").outlet("Dove"),
            article("d").body("Undated storm"),
        ]
        .map(ArticleBuilder::build),
    )
}

fn word(word: &str) -> Span {
    Span::Term(Term::Exact { folded: word.into() })
}

fn text(span: Span) -> Clause {
    Clause::Text(TextClause { fields: TextField::DEFAULT.to_vec(), span, source: 0..0 })
}

fn plan(clause: Clause) -> Plan {
    let hits = WantHits { limit: 10, sort: Sort::Oldest, after: None, articles: true };
    let want = Want { hits: Some(hits), total: WantTotal::Exact, ..Want::default() };
    Plan { clause, filters: Vec::new(), want }
}

fn keys(plan: &Plan) -> Vec<String> {
    let results = engine().search(plan, &Control::default()).expect("an answer");
    let key = |hit: morgue_query::Hit| hit.article.expect("was wanted").key.replace("text:", "");
    results.hits.into_iter().map(key).collect()
}

#[test]
fn words_phrases_and_their_complements() {
    let phrase = text(Span::Seq(vec![word("storm"), word("at")]));
    let sea = text(word("sea"));
    for (clause, found) in [
        (phrase.clone(), &["b", "a", "c"][..]),
        (text(Span::Seq(vec![word("storm"), Span::Gap, word("sea")])), &["a"]),
        (Clause::And(vec![phrase.clone(), sea.clone()]), &["a", "c"]),
        (Clause::Not(Box::new(sea.clone())), &["b", "d"]),
        (Clause::Or(vec![sea, text(word("calm"))]), &["b", "a", "c"]),
        (Clause::AtLeastOf { min: 2, of: vec![phrase, text(word("no"))] }, &["b"]),
    ] {
        let mut keys = keys(&plan(clause.clone()));
        let mut wanted = found.to_vec();
        keys.sort();
        wanted.sort_unstable();
        assert_eq!(keys, wanted, "{clause:?}");
    }
}

#[test]
fn a_facet_does_not_shrink_its_own_list_and_years_overlap() {
    let mut plan = plan(text(word("storm")));
    let test = FilterTest::Values(FacetField::Outlet, vec!["dove".into()]);
    plan.filters.push(Filter { facet: Some(FacetField::Outlet), test, exclude: false });
    let range = date("1871-02..1880", "given").range();
    plan.filters.push(Filter { facet: None, test: FilterTest::Published(range), exclude: false });
    plan.want.facets =
        [FacetField::Outlet, FacetField::Year].map(|field| WantFacet { field, limit: 9 }).to_vec();
    plan.want.timeline = Some(Interval::Auto);
    let results = engine().search(&plan, &Control::default()).expect("an answer");
    let total = results.total.expect("was wanted");
    assert_eq!((total.value, total.relation, total.overlapping), (1, Relation::Exact, 1));
    assert_eq!((results.facets[0].distinct, results.facets[0].missing), (1, 1));
    assert_eq!(results.facets[1].values[0].value, "1880");
    let timeline = results.timeline.expect("was wanted");
    assert_eq!((timeline.interval, timeline.buckets.len()), (Interval::Day, 1));
}

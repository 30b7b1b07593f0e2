//! Plans against an index, and against the naive engine.

mod common;

use morgue_article::{Article, DayRange};
use morgue_index::{EmbeddedEngine, Folder};
use morgue_query::plan::{
    Clause, DateField, FacetField, Filter, FilterTest, Interval, Plan, Sort, Span, Term,
    TextClause, TextField, ValueField, ValueMatch, Want, WantFacet, WantHits, WantTotal,
};
use morgue_query::{Control, Engine, EngineErrorKind};
use morgue_testkit::{ArticleBuilder, MemoryEngine};

use common::{index, write};

fn articles() -> Vec<Article> {
    let new = ArticleBuilder::new;
    let articles = [
        new("bridge")
            .headline("Harbour bridge reopens")
            .body("The old bridge over the harbour is open again.\n\nTraffic e-mail returned.")
            .caption("The mayor cuts the ribbon")
            .caption("Bridge at night")
            .authors(&["Ada Penn", "Tom Quay"])
            .outlet("Harbour Post")
            .published("1914-05-02")
            .section("City")
            .lang("en")
            .tag("Traffic")
            .origin("/archive", "may/bridge.txt"),
        new("strike")
            .headline("Dockers strike")
            .body("PLACE\n\nThe strike closed the harbour. A bridge of trust is gone.")
            .authors(&["Tom Quay"])
            .outlet("Harbour Post")
            .published("1914-05")
            .section("city")
            .lang("en")
            .tag("labour")
            .origin("/archive", "may/labour/strike.txt"),
        new("pont")
            .headline("Le pont du port")
            .body("Le résumé: les ponts du port ferment. Email du maire.")
            .outlet("La Rade")
            .published("1915")
            .lang("fr")
            .section("Ville"),
        new("undated")
            .headline("Bridge players meet")
            .body("Bridge bridge bridge. They play in the harbour hall.")
            .caption("Old bridge")
            .dateline("HARBOUR, May 3")
            .outlet("Evening Quay")
            .lang("xx"),
        new("wide")
            .headline("A war")
            .body("Four years of war.")
            .published("1914-07-28..1918-11-11"),
    ];
    articles.into_iter().map(ArticleBuilder::build).collect()
}

fn bare(word: &str) -> Span {
    let (lower, folded) = (word.to_lowercase(), morgue_analysis::fold(word));
    Span::Term(Term::Bare { lower, folded })
}

fn exact(word: &str) -> Span {
    Span::Term(Term::Exact { folded: morgue_analysis::fold(word) })
}

fn wild(pattern: &str) -> Span {
    Span::Term(Term::Wild { pattern: pattern.to_string() })
}

fn seq(items: &[Span]) -> Span {
    Span::Seq(items.to_vec())
}

fn text(fields: &[TextField], span: Span) -> Clause {
    Clause::Text(TextClause { fields: fields.to_vec(), span, source: 0..0 })
}

fn anywhere(span: Span) -> Clause {
    text(&TextField::DEFAULT, span)
}

fn everything() -> Want {
    let facets = [
        FacetField::Outlet,
        FacetField::Year,
        FacetField::Month,
        FacetField::Day,
        FacetField::Section,
        FacetField::Lang,
        FacetField::Author,
        FacetField::Tag,
        FacetField::Path,
    ];
    Want {
        hits: Some(WantHits { limit: 10, sort: Sort::Newest, after: None, articles: true }),
        total: WantTotal::Exact,
        facets: facets.map(|field| WantFacet { field, limit: 5 }).to_vec(),
        timeline: Some(Interval::Auto),
    }
}

fn days(text: &str) -> DayRange {
    DayRange::parse(text).expect("a date in a test")
}

fn date(text: &str, overlap: bool) -> Clause {
    Clause::Date { field: DateField::Published, range: days(text), overlap }
}

fn clauses() -> Vec<Clause> {
    use TextField::{Body, Byline, Caption, Dateline, Headline, Lead};
    let not = |clause| Clause::Not(Box::new(clause));
    let value = |field, value: &str| Clause::Value(field, ValueMatch::Is(value.to_string()));
    let or = Span::Or(vec![bare("strike"), seq(&[bare("old"), bare("bridge")])]);
    vec![
        Clause::All,
        Clause::Nothing,
        Clause::And(vec![]),
        Clause::Or(vec![]),
        anywhere(bare("bridge")),
        anywhere(bare("bridges")),
        anywhere(bare("email")),
        anywhere(bare("résumé")),
        anywhere(bare("resume")),
        anywhere(exact("ponts")),
        anywhere(bare("nowhere")),
        anywhere(seq(&[bare("e"), bare("mail")])),
        anywhere(seq(&[exact("traffic"), exact("email"), exact("returned")])),
        anywhere(seq(&[exact("the"), Span::Gap, exact("bridge")])),
        anywhere(seq(&[exact("bridge"), Span::Gap])),
        anywhere(seq(&[Span::Gap, exact("bridge")])),
        anywhere(seq(&[Span::Gap, Span::Gap, Span::Gap, exact("harbour")])),
        anywhere(seq(&[exact("ribbon"), Span::Gap])),
        anywhere(Span::Gap),
        text(&[Caption], seq(&[Span::Gap, Span::Gap, Span::Gap])),
        text(&[Headline], Span::Gap),
        text(&[Dateline], seq(&[exact("harbour"), Span::Gap, Span::Gap])),
        text(&[Dateline], seq(&[exact("harbour"), Span::Gap, Span::Gap, Span::Gap])),
        anywhere(seq(&[exact("old"), Span::Or(vec![wild("br*"), seq(&[exact("x"), exact("y")])])])),
        anywhere(wild("bri*")),
        anywhere(wild("?ort")),
        anywhere(wild("*mail")),
        anywhere(or),
        text(&[Headline], bare("bridge")),
        text(&[Headline, Lead], bare("bridge")),
        text(&[Lead], seq(&[exact("the"), exact("old")])),
        text(&[Body], bare("bridge")),
        text(&[Caption], bare("bridge")),
        text(&[Byline], bare("quay")),
        text(&[Byline, Headline], bare("bridge")),
        text(&[Dateline], bare("harbour")),
        Clause::And(vec![anywhere(bare("bridge")), anywhere(bare("harbour"))]),
        Clause::And(vec![anywhere(bare("bridge")), not(anywhere(bare("strike")))]),
        Clause::Or(vec![anywhere(bare("strike")), not(anywhere(bare("bridge")))]),
        not(date("1914", false)),
        Clause::AtLeastOf {
            min: 2,
            of: vec![anywhere(bare("bridge")), anywhere(bare("harbour")), date("1914", false)],
        },
        Clause::Prefer { must: Box::new(Clause::All), should: vec![anywhere(bare("strike"))] },
        Clause::Boost(Box::new(anywhere(bare("bridge"))), 2.5),
        value(ValueField::Section, "city"),
        value(ValueField::Author, "tom quay"),
        Clause::Value(ValueField::Tag, ValueMatch::Wild("tr*c".to_string())),
        value(ValueField::Lang, "fr"),
        value(ValueField::Lang, "und"),
        Clause::Outlet(vec!["harbour-post".to_string(), "la-rade".to_string()]),
        date("1914", false),
        date("1914-05-02", false),
        date("1914-05-02", true),
        date("1917", true),
        Clause::DateBasis(ValueMatch::Is("none".to_string())),
        Clause::DateBasis(ValueMatch::Wild("meta*".to_string())),
        Clause::Length(0..12),
        Clause::Path("may".to_string()),
        Clause::Path("/archive/may/".to_string()),
        Clause::Path(String::new()),
        Clause::Path("ma".to_string()),
        Clause::Url("nowhere.example".to_string()),
    ]
}

fn filters() -> Vec<Vec<Filter>> {
    let values = |field, values: &[&str], exclude| Filter {
        facet: Some(field),
        test: FilterTest::Values(field, values.iter().map(|v| (*v).to_string()).collect()),
        exclude,
    };
    let from = DayRange::new(days("1914").first, days("1914").last);
    let published = |exclude| Filter { facet: None, test: FilterTest::Published(from), exclude };
    vec![
        vec![],
        vec![values(FacetField::Outlet, &["harbour-post"], false)],
        vec![values(FacetField::Outlet, &["harbour-post"], true)],
        vec![values(FacetField::Path, &["may"], false), values(FacetField::Year, &["1914"], false)],
        vec![values(FacetField::Lang, &["en", "fr"], false), published(false)],
        vec![published(true)],
        vec![values(FacetField::Month, &["1914-05"], false), values(FacetField::Tag, &[], true)],
    ]
}

/// Labels beside: the naive engine has none.
fn unlabelled(mut results: morgue_query::Results) -> morgue_query::Results {
    for value in results.facets.iter_mut().flat_map(|list| &mut list.values) {
        value.label = None;
    }
    for hit in &mut results.hits {
        hit.score = 0.0;
        if let Some(article) = &mut hit.article {
            article.added = None;
        }
    }
    results
}

#[test]
fn every_condition_answers_as_the_naive_engine_does() {
    let articles = articles();
    let oracle = MemoryEngine::new(articles.clone());
    let indexed = index(&[articles[..2].to_vec(), articles[2..].to_vec()]);
    let control = Control::default();
    for clause in clauses() {
        for filters in filters() {
            let plan = Plan { clause: clause.clone(), filters, want: everything() };
            let found = indexed.engine.search(&plan, &control).expect("an answer");
            let wanted = oracle.search(&plan, &control).expect("an answer");
            assert_eq!(unlabelled(found), unlabelled(wanted), "{plan:#?}");
        }
    }
}

#[test]
fn pruned_hits_are_the_first_of_all_hits() {
    let articles = articles();
    let indexed = index(&[articles[..3].to_vec(), articles[3..].to_vec()]);
    let control = Control::default();
    let oracle = MemoryEngine::new(articles);
    for clause in clauses() {
        let hits = |limit, after| WantHits { limit, sort: Sort::Relevance, after, articles: false };
        let want = Want { hits: Some(hits(100, None)), total: WantTotal::Exact, ..Want::default() };
        let all = Plan { clause: clause.clone(), filters: Vec::new(), want };
        let whole = indexed.engine.search(&all, &control).expect("an answer").hits;
        assert_eq!(whole.len(), oracle.found(&all).len(), "{clause:?}");
        let mut paged = Vec::new();
        loop {
            let after = paged.last().map(|hit: &morgue_query::Hit| hit.place.clone());
            let want = Want { hits: Some(hits(2, after)), ..Want::default() };
            let plan = Plan { want, ..all.clone() };
            let page = indexed.engine.search(&plan, &control).expect("an answer").hits;
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole, "{clause:?}");
    }
}

#[test]
fn the_headline_ranks_above_the_lead_above_the_body() {
    let fill = "Nothing else happened in the town on this long and quiet day. ".repeat(12);
    let body = |text: &str| format!("{fill}\n\n{text} {fill}");
    let new = |name: &str| ArticleBuilder::new(name).lang("en");
    let lead = format!("Comet seen last night. {fill}\n\n{fill}");
    let articles = [
        new("body").headline("Quiet day").body(&body("Comet seen last night.")).build(),
        new("lead").headline("Quiet day").body(&lead).build(),
        new("headline").headline("Comet seen").body(&body("Last night.")).build(),
    ];
    let names: Vec<_> = ["headline", "lead", "body"]
        .map(|name| morgue_article::ArticleId::of_key(&format!("text:{name}")))
        .to_vec();
    let indexed = index(&[articles.to_vec()]);
    for span in [bare("comet"), seq(&[exact("comet"), exact("seen")])] {
        let hits = WantHits { limit: 9, sort: Sort::Relevance, after: None, articles: false };
        let want = Want { hits: Some(hits), ..Want::default() };
        let plan = Plan { clause: anywhere(span), filters: Vec::new(), want };
        let found = indexed.engine.search(&plan, &Control::default()).expect("an answer");
        assert_eq!(found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), names);
    }
}

#[test]
fn a_commit_is_seen_by_the_next_call() {
    let articles = articles();
    let indexed = index(&[articles[..1].to_vec()]);
    let control = Control::default();
    let before = indexed.engine.stats(&control).expect("counts");
    assert_eq!((before.articles, before.sources), (1, 1));
    write(indexed.folder.path(), &articles[1..]);
    let after = indexed.engine.stats(&control).expect("counts");
    let wanted = MemoryEngine::new(articles).stats(&control).expect("counts");
    assert_eq!(after.articles, wanted.articles);
    assert_eq!(after.fingerprint, wanted.fingerprint);
    assert_eq!((after.earliest, after.latest), (wanted.earliest, wanted.latest));
    assert_eq!((after.outlets, after.languages), (wanted.outlets, wanted.languages));
}

#[test]
fn ids_are_resolved_and_articles_read_in_order_of_id() {
    let articles = articles();
    let indexed = index(std::slice::from_ref(&articles));
    let control = Control::default();
    let engine = &indexed.engine;
    let id = articles[0].id;
    assert_eq!(engine.resolve(&id.short(8), 5, &control).expect("ids"), [id]);
    assert_eq!(engine.resolve("", 2, &control).expect("ids").len(), 2);
    assert!(engine.resolve("zz", 5, &control).expect("ids").is_empty());
    let read = engine.article(id, &control).expect("read").expect("an article");
    assert_eq!(read.headline, articles[0].headline);
    let plan = Plan { clause: Clause::All, filters: Vec::new(), want: Want::default() };
    let all: Result<Vec<_>, _> = engine.scan(&plan, &control).expect("a scan").collect();
    let ids: Vec<_> = all.expect("articles").iter().map(|article| article.id).collect();
    assert!(ids.is_sorted() && ids.len() == articles.len());
    let named = Clause::Id(id.short(9));
    let plan = Plan { clause: named, ..plan };
    assert_eq!(engine.scan(&plan, &control).expect("a scan").count(), 1);
}

#[test]
fn words_of_a_pattern_are_listed_with_their_articles() {
    let articles = articles();
    let indexed = index(&[articles[..2].to_vec(), articles[2..].to_vec()]);
    let oracle = MemoryEngine::new(articles);
    let control = Control::default();
    for pattern in ["br*", "*mail", "?ort", "*", "harbour"] {
        let term = Term::Wild { pattern: pattern.to_string() };
        let found = indexed.engine.terms(&term, 500, &control).expect("words");
        assert_eq!(found, oracle.terms(&term, 500, &control).expect("words"), "{pattern}");
    }
    let term = Term::Wild { pattern: "*".to_string() };
    let error = indexed.engine.terms(&term, 3, &control).expect_err("too many");
    assert_eq!(error.kind, EngineErrorKind::TooManyExpansions);
}

#[test]
fn a_cancelled_call_ends() {
    let indexed = index(&[articles()]);
    let control = Control::default();
    control.cancel.cancel();
    let plan = Plan { clause: Clause::All, filters: Vec::new(), want: everything() };
    let error = indexed.engine.search(&plan, &control).expect_err("cancelled");
    assert_eq!(error.kind, EngineErrorKind::Cancelled);
}

#[test]
fn words_of_articles_that_went_are_no_words_of_the_index() {
    let all = articles();
    let indexed = index(std::slice::from_ref(&all));
    let changed = Article {
        headline: Some("Ferry sails".to_string()),
        body: Vec::new(),
        captions: Vec::new(),
        ..all[0].clone()
    };
    write(indexed.folder.path(), std::slice::from_ref(&changed));
    let mut left = all;
    left[0] = changed;
    let oracle = MemoryEngine::new(left);
    let control = Control::default();
    for pattern in ["rib*", "fer*", "*", "*mail"] {
        let term = Term::Wild { pattern: pattern.to_string() };
        let found = indexed.engine.terms(&term, 500, &control).expect("words");
        assert_eq!(found, oracle.terms(&term, 500, &control).expect("words"), "{pattern}");
    }
    let want = Want { total: WantTotal::Exact, ..Want::default() };
    let plan = Plan { clause: anywhere(bare("bridge")), filters: Vec::new(), want };
    let found = indexed.engine.search(&plan, &control).expect("an answer");
    assert_eq!(found.total, oracle.search(&plan, &control).expect("an answer").total);
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_is_searched() {
    use std::os::unix::fs::PermissionsExt;
    let indexed = index(&[articles()]);
    let generation = Folder::open(indexed.folder.path()).expect("an index");
    let files = indexed.folder.path().join(&generation.manifest().generation);
    let set = |mode| {
        for folder in [files.as_path(), indexed.folder.path()] {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).expect("mode");
        }
    };
    set(0o555);
    let opened = EmbeddedEngine::open(indexed.folder.path());
    let found = opened.and_then(|engine| engine.stats(&Control::default()));
    set(0o755);
    assert_eq!(found.expect("counts").articles, 5);
}

//! What comes first: the same whether everything is scored or what cannot come first is passed
//! over, and every score is the sum of its parts.

mod common;

use std::sync::LazyLock;

use morgue_article::{Article, DayRange};
use morgue_query::plan::{
    Clause, FacetField, Filter, FilterTest, Place, Plan, Sort, Span, Term, TextClause, TextField,
    ValueField, ValueMatch, Want, WantFacet, WantHits, WantTotal,
};
use morgue_query::{Control, Engine, Hit};
use morgue_testkit::ArticleBuilder;

use common::{Indexed, index};

/// Words by how common they are.
const WORDS: [&str; 24] = [
    "the", "harbour", "bridge", "council", "strike", "rain", "ferry", "mayor", "market", "canal",
    "docks", "tram", "lamp", "fog", "bell", "organ", "rope", "anchor", "tar", "gull", "eel",
    "lathe", "quoin", "zephyr",
];

/// Long enough lists to have many blocks, in segments of different average length.
static ARCHIVE: LazyLock<Indexed> = LazyLock::new(|| {
    let mut state = 7u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    let mut article = |number: u64, longest: u64| -> Article {
        let mut text = |words: u64| -> String {
            let mut word = || WORDS[(random(24) * random(24) / 24) as usize];
            let all: Vec<&str> = (0..words).map(|_| word()).collect();
            all.join(" ")
        };
        let (headline, first, rest) = (text(4), text(12), text(longest));
        let body = format!("{first}.\n\n{rest}.");
        ArticleBuilder::new(&format!("a{number}"))
            .headline(&headline)
            .body(&body)
            .outlet(match number {
                _ if number.is_multiple_of(13) => "Lock Gazette",
                _ if number.is_multiple_of(3) => "Harbour Post",
                _ => "Evening Quay",
            })
            .section(if number.is_multiple_of(5) { "City" } else { "Sea" })
            .published(if number.is_multiple_of(2) { "1914-05-02" } else { "1915" })
            .lang(if number.is_multiple_of(7) { "fr" } else { "en" })
            .build()
    };
    let short = (0..500).map(|number| article(number, 3)).collect();
    let long = (500..900).map(|number| article(number, 3 + number % 90)).collect();
    index(&[short, long])
});

fn span(word: &str) -> Span {
    Span::Term(Term::Bare { lower: word.to_string(), folded: word.to_string() })
}

fn text(span: Span) -> Clause {
    Clause::Text(TextClause { fields: TextField::DEFAULT.to_vec(), span, source: 0..0 })
}

fn word(word: &str) -> Clause {
    text(span(word))
}

fn queries() -> Vec<Clause> {
    let words = |words: &[&str]| words.iter().map(|it| word(it)).collect::<Vec<_>>();
    let city = Clause::Value(ValueField::Section, ValueMatch::Is("city".to_string()));
    let not_rain = Clause::Not(Box::new(word("rain")));
    let phrase = text(Span::Seq(vec![span("the"), span("harbour")]));
    let boosted = |name: &str| Clause::Boost(Box::new(word(name)), 3.0);
    vec![
        word("the"),
        word("zephyr"),
        word("nowhere"),
        Clause::Or(words(&["harbour", "fog"])),
        Clause::Or(words(&["the", "harbour", "zephyr", "tar"])),
        Clause::Or(WORDS.iter().map(|it| word(it)).collect()),
        Clause::Or(words(&["fog", "harbour", "fog"])),
        Clause::And(words(&["the", "harbour"])),
        Clause::And(words(&["the", "harbour", "bridge", "fog"])),
        Clause::And(words(&["fog", "fog", "the"])),
        Clause::And(vec![word("the"), city.clone(), not_rain.clone()]),
        Clause::And(vec![Clause::Or(words(&["fog", "tram"])), word("harbour"), not_rain]),
        Clause::And(vec![Clause::Or(words(&["fog", "tram"])), city]),
        Clause::Or(vec![boosted("tar"), word("the")]),
        Clause::And(vec![boosted("tram"), word("the")]),
        Clause::AtLeastOf { min: 2, of: words(&["fog", "tram", "rope"]) },
        Clause::Prefer { must: Box::new(word("the")), should: words(&["fog", "eel"]) },
        phrase.clone(),
        Clause::Or(vec![phrase.clone(), word("fog"), word("fog")]),
        Clause::And(vec![phrase, word("fog"), word("fog")]),
        text(Span::Or(vec![span("tram"), span("tar"), Span::Term(wild("h*"))])),
    ]
}

fn wild(pattern: &str) -> Term {
    Term::Wild { pattern: pattern.to_string() }
}

fn plan(clause: &Clause, filters: &[Filter], limit: usize, total: WantTotal) -> Plan {
    let hits = WantHits { limit, sort: Sort::Relevance, after: None, articles: false };
    let want = Want { hits: Some(hits), total, ..Want::default() };
    Plan { clause: clause.clone(), filters: filters.to_vec(), want }
}

fn ask(plan: &Plan) -> (Vec<(u128, f32)>, Option<u64>) {
    let results = ARCHIVE.search(plan, &Control::default()).expect("an answer");
    let hits = results.hits.iter().map(|hit| (hit.id.as_u128(), hit.score)).collect();
    (hits, results.total.map(|total| total.value))
}

#[test]
fn the_first_are_the_first_of_all() {
    let filter = |facet, test| Filter { facet, test, exclude: false };
    let outlet = |id: &str| FilterTest::Values(FacetField::Outlet, vec![id.to_string()]);
    let (outlet, small) = (outlet("harbour-post"), outlet("lock-gazette"));
    let days = FilterTest::Published(DayRange::parse("1914").expect("a year"));
    let all_filters = [
        vec![],
        vec![filter(Some(FacetField::Outlet), outlet.clone())],
        vec![filter(Some(FacetField::Outlet), outlet), filter(None, days.clone())],
        vec![filter(Some(FacetField::Outlet), small.clone())],
        vec![filter(Some(FacetField::Outlet), small), filter(None, days)],
    ];
    for clause in queries() {
        for filters in &all_filters {
            // More than there are: nothing can be passed over.
            let (all, total) = ask(&plan(&clause, filters, 1_000, WantTotal::Exact));
            assert_eq!(total, Some(all.len() as u64), "{clause:?}");
            for limit in [1, 10] {
                let wanted = &all[..all.len().min(limit)];
                for total in [WantTotal::None, WantTotal::Exact] {
                    let (first, _) = ask(&plan(&clause, filters, limit, total));
                    assert_eq!(first, wanted, "{limit} of {clause:?} under {filters:?}");
                }
            }
        }
    }
}

/// The hits as bits, so that a score that differs in its last place differs.
fn exact(hits: &[Hit]) -> Vec<(u128, u32)> {
    hits.iter().map(|hit| (hit.id.as_u128(), hit.score.to_bits())).collect()
}

/// What a search is asked for besides hits: each is found by another way through the lists.
fn besides() -> [Want; 3] {
    let facets = vec![WantFacet { field: FacetField::Outlet, limit: 3 }];
    let counted = Want { total: WantTotal::Exact, ..Want::default() };
    [Want::default(), counted.clone(), Want { facets, ..counted }]
}

#[test]
fn a_score_is_one_number_whichever_way_it_is_found() {
    for number in 0..80 {
        let some = |at: &usize| (number * 37 + at * at * 11) % 5 < 3;
        let words = (0..WORDS.len()).filter(some).map(|at| {
            // Some weigh so little that they are only looked into for what others bring up.
            let boost = if at % 3 == 0 { 4.0 + at as f32 * 0.37 } else { 0.1 + at as f32 * 0.03 };
            Clause::Boost(Box::new(word(WORDS[at])), boost)
        });
        let clause = Clause::Or(words.collect());
        let [first, ..] = besides();
        let found = |want: &Want, limit: usize| {
            let hits = WantHits { limit, sort: Sort::Relevance, after: None, articles: false };
            let want = Want { hits: Some(hits), ..want.clone() };
            let plan = Plan { clause: clause.clone(), filters: Vec::new(), want };
            exact(&ARCHIVE.search(&plan, &Control::default()).expect("an answer").hits)
        };
        let all = found(&first, 1_000);
        for want in besides() {
            for limit in [10, 50, 200] {
                let wanted = &all[..all.len().min(limit)];
                assert!(found(&want, limit) == wanted, "{limit} of {clause:?} with {want:?}");
            }
        }
    }
}

#[test]
fn pages_of_any_size_are_the_whole_list() {
    const MOST_PAGES: usize = 8;
    for clause in queries() {
        let page = |limit: usize, after: Option<Place>, want: &Want| -> Vec<Hit> {
            let hits = WantHits { limit, sort: Sort::Relevance, after, articles: false };
            let want = Want { hits: Some(hits), ..want.clone() };
            let plan = Plan { clause: clause.clone(), filters: Vec::new(), want };
            ARCHIVE.search(&plan, &Control::default()).expect("an answer").hits
        };
        let all = exact(&page(1_000, None, &Want::default()));
        for want in besides() {
            assert!(exact(&page(1_000, None, &want)) == all, "{clause:?} with {want:?}");
            for size in [1, 2, 3, 7, 20, 64, 300] {
                let (mut walked, mut after) = (Vec::new(), None);
                for _ in 0..MOST_PAGES {
                    let hits = page(size, after.take(), &want);
                    walked.extend(exact(&hits));
                    after = hits.last().map(|hit| hit.place.clone());
                    if hits.len() < size {
                        break;
                    }
                }
                let wanted = &all[..all.len().min(size * MOST_PAGES)];
                assert!(walked == wanted, "pages of {size} of {clause:?} with {want:?}");
            }
        }
    }
}

#[test]
fn a_score_is_the_sum_of_its_parts() {
    for clause in queries() {
        let plan = plan(&clause, &[], 5, WantTotal::None);
        let results = ARCHIVE.search(&plan, &Control::default()).expect("an answer");
        for hit in &results.hits {
            let parts = ARCHIVE.explain_score(&plan, hit.id, &Control::default());
            let parts = parts.expect("an explanation").expect("a hit is found");
            let sum: f32 = parts.parts.iter().map(|part| part.score).sum();
            assert!(
                (sum - hit.score).abs() <= hit.score * 1e-3,
                "{sum} is not {hit:?}: {clause:?}"
            );
            assert!((parts.score - hit.score).abs() <= hit.score * 1e-3, "{hit:?}: {clause:?}");
            let ranking = parts.ranking.expect("the engine has one");
            for part in &parts.parts {
                let zones = part.zones;
                let weighted = zones.headline * ranking.headline
                    + zones.lead * ranking.lead
                    + zones.body
                    + zones.caption;
                let wild = matches!(&part.clause.span, Span::Term(Term::Wild { .. }));
                assert!(wild || part.frequency == weighted, "{part:?}");
                let norm = 1.0 - ranking.b + ranking.b * part.length as f32 / part.average;
                let f = part.frequency as f32;
                let one = part.idf * (ranking.k1 + 1.0) * f / (f + ranking.k1 * norm);
                assert!(wild || (one * part.boost - part.score).abs() < 1e-3, "{part:?}");
            }
        }
        let absent = morgue_article::ArticleId::from_u128(1);
        let parts = ARCHIVE.explain_score(&plan, absent, &Control::default());
        assert_eq!(parts.expect("an answer"), None);
    }
}

//! How long a search takes, by kind of query and by what is wanted of the answer.

#![allow(missing_docs)] // criterion's macros make public functions

mod corpus;

use std::hint::black_box;

use corpus::Words;
use criterion::{Criterion, criterion_group, criterion_main};
use morgue_archive::Archive;
use morgue_article::{Article, Block, Day, Language, OutletTable};
use morgue_query::plan::{FacetField, Interval, Limits, Place, WantFacet, WantTotal};
use morgue_query::{
    AskContext, Control, Engine, Hit, PlanContext, Request, Stats, answer, hit_views, prepare,
};

const ARTICLES: usize = 20_000;

/// An index of invented news, and the folder it lies in.
struct Bench {
    engine: Box<dyn Engine>,
    outlets: OutletTable,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let stories = corpus::stories(42, ARTICLES);
        corpus::articles::index(folder.path(), &stories).expect("it is indexed");
        let archive = Archive::open(folder.path()).expect("there is an index");
        let engine = archive.engine().expect("it can be asked");
        Self { engine, outlets: OutletTable::new(), _folder: folder }
    }

    fn run(&self, c: &mut Criterion, group: &str, name: &str, request: &Request) {
        // 2026-01-01: no query here asks for the day.
        let context =
            AskContext { today: Day(20_454), outlets: &self.outlets, limits: Limits::default() };
        c.benchmark_group(group).bench_function(name, |b| {
            b.iter(|| {
                let answer = answer(self.engine.as_ref(), request, &context, &Control::default());
                black_box(answer.expect("it is answered"))
            });
        });
    }
}

/// Ten hits and nothing else.
fn top(q: String) -> Request {
    Request { q, limit: 10, snippets: 0, total: WantTotal::None, ..Request::default() }
}

fn search(c: &mut Criterion) {
    let (bench, words) = (Bench::new(), Words::new());
    let (common, middle, rare) = (words.rank(20), words.rank(600), words.rank(9_000));
    let other = words.rank(750);
    let kinds = [
        ("common word", common.to_string()),
        ("middling word", middle.to_string()),
        ("rare word", rare.to_string()),
        ("all of two", format!("{middle} {other}")),
        ("any of three", format!("{common} OR {middle} OR {other}")),
        ("phrase of common words", format!("\"{} {}\"", words.rank(3), words.rank(5))),
        ("exact word", format!("={middle}")),
        ("prefix", format!("{}*", &middle[..3])),
        ("in headline", format!("headline:{middle}")),
        ("without", format!("{middle} -{common}")),
        ("by date", format!("{middle} date:1999..2003")),
        ("newest of all", String::new()),
    ];
    for (name, q) in kinds {
        bench.run(c, "top 10", name, &top(q));
    }
    let middle = top(middle.to_string());
    let outlet = WantFacet { field: FacetField::Outlet, limit: 20 };
    let year = WantFacet { field: FacetField::Year, limit: 50 };
    let wants = [
        ("exact total", Request { total: WantTotal::Exact, ..middle.clone() }),
        ("snippets", Request { snippets: 3, ..middle.clone() }),
        ("outlets", Request { facets: vec![outlet.clone()], ..middle.clone() }),
        ("years", Request { facets: vec![year.clone()], ..middle.clone() }),
        ("timeline", Request { interval: Some(Interval::Auto), ..middle.clone() }),
        (
            "a whole page",
            Request {
                total: WantTotal::Exact,
                snippets: 3,
                facets: vec![outlet, year],
                interval: Some(Interval::Auto),
                ..middle
            },
        ),
    ];
    for (name, request) in wants {
        bench.run(c, "with", name, &request);
    }
}

/// Passages of one article with a body of 1 MB, which is what a matcher alone does.
fn long_body(c: &mut Criterion) {
    let mut article = Article::new("long");
    let paragraphs = corpus::stories(7, 1_000).into_iter().flat_map(|story| story.paragraphs);
    let mut bytes = 0;
    article.body = paragraphs
        .map(Block::paragraph)
        .take_while(|block| {
            bytes += block.text.len();
            bytes < 1 << 20
        })
        .collect();
    article.language = Some(Language { code: "en".into(), basis: "given".into() });
    let place = Place { score: 1.0, key: None, id: article.id };
    let hits = [Hit { id: article.id, score: 1.0, place, article: Some(article) }];
    let words = Words::new();
    let (outlets, stats) = (OutletTable::new(), Stats::default());
    let context = PlanContext::new(Day(20_454), &outlets, &stats);
    for (name, q) in [
        ("a rare word", words.rank(9_000).to_string()),
        ("two common words", format!("{} {}", words.rank(3), words.rank(20))),
        ("a phrase", format!("\"{} {}\"", words.rank(3), words.rank(5))),
        ("a wildcard", format!("*{}", &words.rank(600)[1..])),
    ] {
        let request = Request { q, ..Request::default() };
        let plan = prepare(&request, &context).expect("it is planned").plan;
        c.benchmark_group("passages of 1 MB").bench_function(name, |b| {
            b.iter(|| black_box(hit_views(&plan, &hits, 3, &Control::default())));
        });
    }
}

criterion_group!(benches, search, long_body);
criterion_main!(benches);

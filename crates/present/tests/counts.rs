//! Whole outputs of counts by time, of what became of a search, and of similar articles.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::io::{self, Write};

use morgue_article::{ArticleId, Day, Published};
use morgue_present::{Look, Methods};
use morgue_query::plan::{FacetField, Interval};
use morgue_query::{
    AllArticles, Bucket, Comparison, Copied, CountLine, HitView, Known, MarkingWord, OutletView,
    QueryEcho, Rechecked, Relation, Request, ShownDate, Similar, SimilarHit, Timeline, Total,
};

fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn timeline(counts: [u64; 4], imprecise: u64, undated: u64) -> Timeline {
    let bucket = |(year, count)| {
        let days = Day::year_span(year).unwrap();
        Bucket { first: days.first, last: days.last, count }
    };
    let buckets = (1924..).zip(counts).map(bucket).collect();
    Timeline { interval: Interval::Year, buckets, imprecise, undated }
}

fn line(query: &str, timeline: Timeline, weak: [u64; 4]) -> CountLine {
    let placed: u64 = timeline.buckets.iter().map(|bucket| bucket.count).sum();
    let value = placed + timeline.imprecise + timeline.undated;
    CountLine {
        query: QueryEcho { input: query.into(), interpreted: query.into(), notices: vec![] },
        total: Total { value, relation: Relation::Exact, overlapping: 0 },
        timeline,
        weak: weak.into(),
        facets: vec![],
    }
}

fn comparison(lines: Vec<CountLine>, share: bool) -> Comparison {
    let all = AllArticles { total: 5010, timeline: timeline([900, 1000, 3000, 0], 100, 10) };
    Comparison {
        v: 1,
        interval: Interval::Year,
        lines,
        all: share.then_some(all),
        gaps: vec![],
        outlets: vec![],
        more_outlets: 0,
        fingerprint: "0f".repeat(16),
        took_ms: 3,
    }
}

fn strike() -> CountLine {
    line("strike", timeline([12, 0, 1400, 0], 7, 2), [6, 0, 0, 0])
}

#[test]
fn one_query() {
    let counted = comparison(vec![strike()], false);
    let page = written(|out| morgue_present::comparison(out, &counted, &Look::plain(60)));
    insta::assert_snapshot!("one_query", page);
    assert_eq!(morgue_present::comparison_tally(&counted), "1,421 articles");
    let shares = comparison(vec![strike()], true);
    let page = written(|out| morgue_present::comparison(out, &shares, &Look::plain(60)));
    insta::assert_snapshot!("one_query_share", page);
}

#[test]
fn queries_beside_each_other() {
    let other = line("\"lock-out\" OR lockout", timeline([3, 30, 300, 0], 0, 1), [0; 4]);
    let lines = vec![strike(), other];
    let counted = comparison(lines.clone(), false);
    let page = |counted: &Comparison, width| {
        written(|out| morgue_present::comparison(out, counted, &Look::plain(width)))
    };
    insta::assert_snapshot!("two_queries", page(&counted, 80));
    insta::assert_snapshot!("two_queries_narrow", page(&counted, 30));
    insta::assert_snapshot!("two_queries_share", page(&comparison(lines, true), 80));
    assert_eq!(morgue_present::comparison_tally(&counted), "A 1,421, B 334 articles");
    for line in page(&counted, 80).lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn a_table_adds_up() {
    let counted = comparison(vec![strike()], true);
    let csv = written(|out| morgue_present::comparison_csv(out, &counted));
    insta::assert_snapshot!("comparison_csv", csv.replace("\r\n", "\n"));
    let plain = comparison(vec![strike()], false);
    let csv = written(|out| morgue_present::comparison_csv(out, &plain));
    assert!(csv.starts_with("query,step,first,last,count,weakly_dated\r\n"), "{csv}");
}

#[test]
fn three_sentences_for_a_footnote() {
    let request = Request {
        from: Some("1924".into()),
        to: Some("1927".into()),
        keep: vec![
            (FacetField::Outlet, "Harbour Post".into()),
            (FacetField::Outlet, "Quay Gazette".into()),
        ],
        exclude: vec![(FacetField::Section, "Sport".into())],
        ..Request::default()
    };
    let about = Methods {
        program: "morgue 0.1.0",
        analysis: 1,
        today: Day::from_ymd(2026, 11, 23).unwrap(),
        articles: 65_000,
        request: &request,
    };
    let one = morgue_present::methods(&comparison(vec![strike()], true), &about);
    insta::assert_snapshot!("methods", one);
}

fn known(id: u128, indexed: bool, told: bool) -> Known {
    let day = Published::day(Day::from_ymd(1926, 5, 4).unwrap(), "metadata");
    Known {
        id: ArticleId::from_u128(id << 96),
        indexed,
        headline: told.then(|| "General strike begins as talks fail in the night".into()),
        outlet: told.then(|| OutletView { id: "harbour-post".into(), name: "Harbour Post".into() }),
        published: told.then(|| ShownDate::from(&day)),
    }
}

#[test]
fn what_became_of_a_search() {
    let found = Rechecked {
        v: 1,
        interpreted: "strike AND harbour".into(),
        notices: vec![],
        day: Day::from_ymd(2026, 11, 23).unwrap(),
        then: 1421,
        now: 1442,
        same_archive: false,
        archive_then: Some(65_000),
        archive_now: 65_040,
        came: (0..22).map(|id| known(id, true, true)).collect(),
        went: vec![known(99, false, false), known(98, true, true), known(97, false, true)],
        changed: vec![],
    };
    let page = written(|out| morgue_present::rechecked(out, &found, &Look::plain(80)));
    insta::assert_snapshot!("rechecked", page);
}

#[test]
fn similar_articles() {
    let hit = |copy| SimilarHit {
        copy,
        hit: HitView {
            id: ArticleId::from_u128(7 << 96),
            score: 3.5,
            headline: Some("General strike begins".into()),
            headline_highlights: vec![(8, 14)],
            outlet: None,
            published: None,
            byline: None,
            byline_highlights: vec![],
            dateline: None,
            lang: None,
            words: 120,
            snippets: vec![],
            url: None,
            origin: vec![],
        },
    };
    let word = |word: &str| MarkingWord { word: word.into(), weight: 0.5, articles: 12 };
    let found = Similar {
        v: 1,
        id: ArticleId::from_u128(1),
        headline: Some("Strike begins".into()),
        words: vec![word("strike"), word("dockers")],
        hits: vec![hit(Some(Copied::Near)), hit(None)],
        fingerprint: "0".into(),
        took_ms: 1,
    };
    let page = written(|out| morgue_present::similar(out, &found, &Look::plain(60)));
    insta::assert_snapshot!("similar", page);
}

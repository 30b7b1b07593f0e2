//! Whole outputs of invented answers.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::io::{self, Write};

use morgue_article::{
    Article, ArticleId, Block, Byline, Dateline, Day, DayRange, Language, Origin, Outlet,
    Precision, Published, SourceKey,
};
use morgue_present::{Caret, Column, Look, Report, Tally};
use morgue_query::plan::{FacetField, Interval};
use morgue_query::{
    Answer, Bucket, FacetCount, FacetList, HitView, LanguageStats, LitArticle, Notice, OriginView,
    OutletStats, OutletView, QueryEcho, Relation, ShownDate, Snippet, Stats, Timeline, Total,
};

/// What an output writes, as text; styles as `⟦` and `⟧`, so that they are seen in a snapshot.
fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap().replace("\u{1b}[0m", "⟧");
    let mut shown = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        shown += before;
        rest = after.split_once('m').expect("a style ends with m").1;
        if !rest.starts_with('\u{1b}') {
            shown.push('⟦');
        }
    }
    shown + rest
}

fn hit(id: u128, headline: &str) -> HitView {
    HitView {
        id: ArticleId::from_u128(id << 96),
        score: 7.25,
        headline: Some(headline.into()),
        headline_highlights: vec![],
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
    }
}

fn answer() -> Answer {
    let date = |text: &str, precision, basis| {
        let range = DayRange::parse(text).unwrap();
        Some(ShownDate::from(&Published::span(range, precision, basis)))
    };
    let origin = |path: &str, line, id: Option<&str>| OriginView {
        path: path.into(),
        root: 0,
        entry: None,
        line,
        source_id: id.map(str::to_string),
    };
    let first = HitView {
        headline_highlights: vec![(0, 14)],
        outlet: Some(OutletView { id: "harbour-post".into(), name: "The Harbour Post".into() }),
        published: date("1871-03-02", Precision::Day, "metadata"),
        byline: Some("By Jane Doe and John Roe".into()),
        snippets: vec![
            Snippet {
                field: "body".into(),
                text: "The harbour bridge, closed since the storm of January, was opened again \
                       to carts and to persons on foot at noon on Thursday."
                    .into(),
                highlights: vec![(4, 18)],
            },
            Snippet {
                field: "caption".into(),
                text: "The harbour bridge seen from the quay.".into(),
                highlights: vec![(4, 18)],
            },
        ],
        url: Some("https://harbour-post.example/1871/bridge".into()),
        origin: vec![
            origin("clippings/1871.jsonl", Some(40), Some("b 7")),
            origin("clippings/copy.txt", None, Some("c8")),
        ],
        ..hit(0x1a2b_3c4d, "Harbour bridge reopens")
    };
    let second = HitView {
        published: date("2025", Precision::Year, "copyright"),
        snippets: vec![Snippet {
            field: "body".into(),
            text: "港の橋は木曜日の正午に再び開通し、荷車と歩行者が渡った。\u{1b}[31m橋は一月の嵐で壊れていた。".into(),
            highlights: vec![(0, 3)],
        }],
        origin: vec![OriginView {
            entry: Some("2025/a.html".into()),
            ..origin("old.zip", None, None)
        }],
        score: 3.5,
        ..hit(0xffee_0011, "He said \"no\", twice\u{7}")
    };
    let third = HitView {
        headline: None,
        score: 1.0,
        origin: vec![origin("notes.txt", None, Some("c8"))],
        ..hit(5, "")
    };
    let value = |value: &str, label: Option<&str>, count| FacetCount {
        value: value.into(),
        label: label.map(str::to_string),
        count,
    };
    let bucket = |year, count| {
        let range = Day::year_span(year).unwrap();
        Bucket { first: range.first, last: range.last, count }
    };
    Answer {
        v: 1,
        query: QueryEcho {
            input: "harbour bridge or".into(),
            interpreted: "harbour AND bridge".into(),
            notices: vec![Notice {
                code: "lower-case-operator".into(),
                message: "`or` was read as a word".into(),
                instead: Some("harbour OR bridge".into()),
                place: Some((15, 17)),
            }],
        },
        fingerprint: "0123".into(),
        took_ms: 4,
        total: Some(Total { value: 4312, relation: Relation::Exact, overlapping: 12 }),
        hits: vec![first, second, third],
        facets: vec![
            FacetList {
                field: FacetField::Outlet,
                values: vec![
                    value("harbour-post", Some("The Harbour Post"), 4000),
                    value("quay-gazette", Some("The Quay Gazette and Shipping Intelligencer"), 12),
                ],
                distinct: 9,
                missing: 200,
            },
            FacetList {
                field: FacetField::Year,
                values: vec![value("1873", None, 7), value("1871", None, 4305)],
                distinct: 2,
                missing: 0,
            },
            FacetList { field: FacetField::Tag, values: vec![], distinct: 0, missing: 4312 },
        ],
        timeline: Some(Timeline {
            interval: Interval::Year,
            buckets: vec![bucket(1871, 4000), bucket(1872, 0), bucket(1873, 300)],
            imprecise: 11,
            undated: 1,
        }),
        next: None,
        help: None,
    }
}

#[test]
fn a_page() {
    let wide = written(|out| morgue_present::page(out, &answer(), &Look::plain(100)));
    insta::assert_snapshot!("page", wide);
    let narrow = written(|out| morgue_present::page(out, &answer(), &Look::plain(40)));
    insta::assert_snapshot!("page_narrow", narrow);
    let lit = written(|out| morgue_present::page(out, &answer(), &Look::colour(100)));
    insta::assert_snapshot!("page_lit", lit);
    assert!(!lit.contains('\u{1b}') && lit.contains('␛'));
}

#[test]
fn a_tally_says_what_is_not_shown() {
    let tally = |value, relation, overlapping, shown| {
        let total = Some(Total { value, relation, overlapping });
        let hits = answer().hits.into_iter().take(shown).collect();
        morgue_present::tally(&Answer { total, hits, ..answer() })
    };
    assert_eq!(tally(4312, Relation::Exact, 0, 3), "3 of 4,312 articles; -n all for the rest");
    assert_eq!(tally(3, Relation::Exact, 0, 3), "3 articles");
    assert_eq!(tally(0, Relation::Exact, 0, 0), "nothing found");
    assert_eq!(tally(1, Relation::Exact, 0, 0), "1 article");
    assert_eq!(
        tally(1000, Relation::AtLeast, 12, 1),
        "1 of at least 1,000 articles; -n all for the rest \
         (+12 whose date is too wide to be sure: date~: finds them)"
    );
}

#[test]
fn data() {
    let all = Column::ALL;
    insta::assert_snapshot!("json", written(|out| morgue_present::json(out, &answer())));
    insta::assert_snapshot!("jsonl", written(|out| morgue_present::json_lines(out, &answer())));
    let csv = written(|out| morgue_present::csv(out, &answer(), &Column::DEFAULT));
    assert_eq!(csv.matches("\r\n").count(), 4);
    insta::assert_snapshot!("csv", csv.replace("\r\n", "␍\n"));
    let csv = written(|out| morgue_present::csv(out, &answer(), &all));
    insta::assert_snapshot!("csv_all", csv.replace("\r\n", "␍\n"));
    let trec = written(|out| morgue_present::trec(out, "q 1", "morgue", &answer()));
    insta::assert_snapshot!("trec", trec);
    let lists = written(|out| {
        morgue_present::ids(out, &answer())?;
        morgue_present::paths(out, &answer())?;
        morgue_present::count(out, &answer())?;
        morgue_present::counts(out, "q1", &answer())
    });
    insta::assert_snapshot!("lists", lists);
}

#[test]
fn json_is_read_back_as_it_was() {
    let text = written(|out| morgue_present::json(out, &answer()));
    assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), answer());
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    for line in written(|out| morgue_present::json_lines(out, &answer())).lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["type"].is_string());
    }
}

#[test]
fn a_column_is_known_or_the_others_are_named() {
    assert_eq!("date_earliest".parse(), Ok(Column::DateEarliest));
    let error = "datum".parse::<Column>().unwrap_err().to_string();
    assert!(error.starts_with("`datum` is not a column; there are id, date_earliest,"), "{error}");
}

#[test]
fn a_timeline() {
    let timeline = answer().timeline.unwrap();
    let bars = written(|out| morgue_present::bars(out, &timeline, &Look::plain(60)));
    insta::assert_snapshot!("bars", bars);
    let empty = Timeline { buckets: vec![], imprecise: 0, undated: 0, ..timeline };
    let none = written(|out| morgue_present::bars(out, &empty, &Look::plain(60)));
    assert_eq!(none, "0 articles\n");
}

#[test]
fn notices_and_errors() {
    let look = Look::plain(80);
    let notices = written(|out| morgue_present::notices(out, &answer().query.notices, &look));
    assert_eq!(notices, "notice: `or` was read as a word; otherwise: harbour OR bridge\n");
    let error = |input: &str, place, help| {
        let caret = Caret { input, message: "this bracket is never closed", place: &place, help };
        written(|out| morgue_present::query_error(out, &caret, &look))
    };
    insta::assert_snapshot!("query_error", error("harbour (bridge", 8..9, Some("add `)`")));
    insta::assert_snapshot!("query_error_end", error("東京 \u{1b}(", 100..200, None));
    let long = format!("{}(b{}", "a ".repeat(5000), " c".repeat(5000));
    insta::assert_snapshot!("query_error_long", error(&long, 10_000..10_001, None));
}

fn article() -> Article {
    let mut article = Article::new("url:https://harbour-post.example/1871/bridge");
    article.headline = Some("Harbour bridge reopens".into());
    article.body = vec![
        Block::paragraph("PORT ADA, March 2 (HP) - The harbour bridge was opened again."),
        Block::subhead("The storm"),
        Block::paragraph("It had been closed since January."),
    ];
    article.captions = vec!["The harbour bridge.".into()];
    article.byline =
        Some(Byline { printed: "By Jane Doe".into(), authors: vec!["Jane Doe".into()] });
    article.dateline = Some(Dateline {
        printed: "PORT ADA, March 2 (HP)".into(),
        place: Some("PORT ADA".into()),
        length: 25,
    });
    article.outlet = Some(Outlet::from_name("The Harbour Post", "metadata"));
    article.published =
        Some(Published::at(Day::from_ymd(1871, 3, 2).unwrap(), 43_200, Some(0), "metadata"));
    article.tags = vec!["bridges".into(), "storms".into()];
    article.language = Some(Language { code: "en".into(), basis: "detected".into() });
    article.url = Some("https://harbour-post.example/1871/bridge".into());
    article.rights = Some("© 1871 The Harbour Post".into());
    for (field, rule) in [
        ("headline", "json-ld headline"),
        ("published", "json-ld datePublished"),
        ("body", "json-ld articleBody"),
    ] {
        article.provenance.insert(field.into(), rule.into());
    }
    article.text_hash = "ab".repeat(16);
    article.simhash = 0xabc;
    article.origins = vec![Origin {
        source: SourceKey { root: "/archive".into(), path: "1871.jsonl".into() },
        entry: None,
        line: Some(40),
        ordinal: 39,
        source_id: Some("b7".into()),
        sha256: "cd".repeat(32),
        format: "jsonl".into(),
    }];
    article
}

#[test]
fn one_article() {
    let lit = LitArticle {
        headline: vec![(0, 14)],
        body: vec![vec![(29, 43)]],
        captions: vec![vec![(4, 18)]],
        ..LitArticle::default()
    };
    let show = |look| written(|out| morgue_present::show(out, &article(), 17, &lit, &look));
    insta::assert_snapshot!("show", show(Look::plain(80)));
    insta::assert_snapshot!("show_lit", show(Look::colour(80)));
    let inspect = written(|out| morgue_present::inspect(out, &article(), 17, &Look::plain(80)));
    insta::assert_snapshot!("inspect", inspect);
    let bare = Article::new("text:1");
    let bare = written(|out| {
        morgue_present::show(out, &bare, 0, &LitArticle::default(), &Look::plain(80))
    });
    insta::assert_snapshot!("show_bare", bare);
}

#[test]
fn one_article_as_json() {
    let json = written(|out| morgue_present::article_json(out, &article()));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["type"], &json["v"]), (&"article".into(), &1.into()));
    assert_eq!(json["published"]["earliest"], "1871-03-02");
    assert_eq!(json["published"]["time"], "12:00:00");
    assert_eq!(json["simhash"], "0000000000000abc", "a number would be rounded by readers");
    assert_eq!(json["origins"][0]["source_id"], "b7");
}

#[test]
fn a_page_without_hits_begins_with_its_counts() {
    let mut answer = answer();
    answer.hits.clear();
    let page = written(|out| morgue_present::page(out, &answer, &Look::plain(80)));
    assert!(page.starts_with("outlet") && page.ends_with('\n'), "{page}");
}

#[test]
fn an_index() {
    let stats = Stats {
        articles: 4312,
        undated: 3,
        words: 1_234_567,
        sources: 40,
        earliest: Day::from_ymd(1871, 1, 1),
        latest: Day::from_ymd(2025, 12, 31),
        outlets: (0..22)
            .map(|i| OutletStats {
                id: format!("o{i}"),
                name: format!("Outlet {i}"),
                articles: 2200 - i * 100,
            })
            .collect(),
        languages: vec![LanguageStats { code: "en".into(), articles: 4312 }],
        fingerprint: "0f".repeat(16),
        analysis: 1,
        bytes: 3_400_000,
        segments: 2,
        commit: "12".into(),
        ..Stats::default()
    };
    let look = Look::plain(60);
    let full = written(|out| morgue_present::stats(out, "index-data", &stats, &look));
    insta::assert_snapshot!("stats", full);
    let brief = written(|out| morgue_present::overview(out, "index-data", &stats, &look));
    assert_eq!(brief, "index-data holds 4,312 articles of 22 outlets, 1871 to 2025.\n");
    let empty =
        written(|out| morgue_present::overview(out, "index-data", &Stats::default(), &look));
    assert_eq!(empty, "index-data holds 0 articles.\n");
}

#[test]
fn a_run() {
    let tally = |what: &str, count, example: Option<&str>| Tally {
        what: what.into(),
        count,
        example: example.map(str::to_string),
    };
    let report = Report {
        read: 1200,
        unchanged: 40,
        removed: 1,
        formats: vec![tally("jsonl", 4000, None), tally("wire", 312, None)],
        skipped: vec![tally("image", 3, Some("/archive/a.png"))],
        failed: vec![tally("field `date`: not a date", 2, Some("/archive/b.jsonl:7"))],
        remarks: vec!["nothing was removed below /old: it is empty".into()],
        added: 4300,
        repeated: 12,
        articles: 4300,
        undated: 3120,
        without_outlet: 415,
        interrupted: true,
        ..Report::default()
    };
    let full = written(|out| morgue_present::report(out, &report, &Look::plain(80)));
    insta::assert_snapshot!("report", full);
    let empty = written(|out| morgue_present::report(out, &Report::default(), &Look::plain(80)));
    insta::assert_snapshot!("report_empty", empty);
}

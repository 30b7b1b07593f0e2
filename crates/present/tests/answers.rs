//! Whole outputs of what explains: trees, ways out, concordances, tables of queries.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::io::{self, Write};

use morgue_article::{ArticleId, DayRange, Precision, Published};
use morgue_present::{Look, QueryRow, QueryTable};
use morgue_query::{
    Answer, Attempt, ExplainedArticle, ExplainedScore, Explanation, Forms, Help, Kwic, KwicLine,
    Notice, Occurrences, OutletView, Part, PartKind, QueryEcho, Ranking, Relation, ScoreLine,
    ShownDate, Spelling, TermCount, Total, ZoneCounts,
};

fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap().replace('\u{1b}', "␛")
}

fn total(value: u64) -> Total {
    Total { value, relation: Relation::Exact, overlapping: 0 }
}

fn echo(text: &str, notices: Vec<Notice>) -> QueryEcho {
    QueryEcho { input: text.into(), interpreted: text.into(), notices }
}

fn words(words: &[(&str, u64)]) -> Vec<TermCount> {
    words.iter().map(|&(word, articles)| TermCount { word: word.into(), articles }).collect()
}

fn part(query: &str, kind: PartKind, articles: Option<u64>) -> Part {
    Part {
        query: query.into(),
        kind,
        place: None,
        articles,
        problem: None,
        without: None,
        empties: false,
        forms: None,
        holds: None,
        occurrences: None,
        parts: vec![],
    }
}

fn attempt(code: &str, message: &str, params: &[(&str, &str)], articles: u64) -> Attempt {
    let own = |(a, b): &(&str, &str)| (a.to_string(), b.to_string());
    let (code, message) = (code.into(), message.into());
    Attempt { code, message, params: params.iter().map(own).collect(), articles }
}

fn explanation() -> Explanation {
    let many: Vec<TermCount> = (0..9).map(|i| words(&[("strike", 812 - i)])[0].clone()).collect();
    let strike = Part {
        forms: Some(Forms { distinct: 31, words: many, near: vec![] }),
        empties: true,
        without: Some(1),
        ..part("strike*", PartKind::Wildcard, Some(1_812))
    };
    let missing = Part {
        forms: Some(Forms { distinct: 0, words: vec![], near: words(&[("zeppelin", 3)]) }),
        empties: true,
        ..part("zepelin\u{1b}", PartKind::Word, Some(0))
    };
    let costly = Part {
        problem: Some("`a*b` stands for 9,412 words, at most 2000 are allowed".into()),
        ..part("a*b", PartKind::Wildcard, None)
    };
    let not = Part { parts: vec![costly], ..part("NOT a*b", PartKind::Not, None) };
    Explanation {
        v: 1,
        query: echo("strike* zepelin -a*b", vec![]),
        fingerprint: "0123".into(),
        took_ms: 3,
        total: Some(total(0)),
        filters: vec![attempt("filter", "dates from 2016", &[("from", "2016")], 40)],
        unfiltered: Some(0),
        tree: Part {
            parts: vec![strike, missing, not],
            ..part("strike* zepelin NOT a*b", PartKind::All, Some(0))
        },
        complete: false,
        article: None,
    }
}

fn scored() -> Explanation {
    let held = |part: Part, holds, times| Part { holds: Some(holds), occurrences: times, ..part };
    let ferry = held(part("ferry", PartKind::Word, Some(2)), true, Some(3));
    let quay = held(part("quay", PartKind::Word, Some(9)), false, Some(0));
    let line = ScoreLine {
        query: "ferry".into(),
        fields: vec![],
        terms: vec!["en:ferri".into()],
        articles: 2,
        idf: 3.25,
        boost: 2.0,
        frequency: 6,
        zones: ZoneCounts { headline: 1, lead: 1, body: 1, ..ZoneCounts::default() },
        length: 213,
        average: 180.25,
        score: 4.5,
    };
    let ranking = Some(Ranking { k1: 1.2, b: 0.75, headline: 3, lead: 2 });
    Explanation {
        filters: vec![],
        unfiltered: None,
        complete: true,
        tree: held(
            Part { parts: vec![ferry, quay], ..part("ferry OR quay", PartKind::Any, Some(11)) },
            true,
            None,
        ),
        article: Some(ExplainedArticle {
            id: ArticleId::from_u128(0x1a2b_3c4d << 96),
            headline: Some("Ferry late".into()),
            found: true,
            score: Some(ExplainedScore { score: 4.5, ranking, parts: vec![line] }),
        }),
        ..explanation()
    }
}

#[test]
fn a_query_explained() {
    let page =
        |one: &Explanation| written(|out| morgue_present::explain(out, one, &Look::plain(72)));
    insta::assert_snapshot!("explain", page(&explanation()));
    insta::assert_snapshot!("explain_article", page(&scored()));
    let lit = written(|out| morgue_present::explain(out, &explanation(), &Look::colour(72)));
    insta::assert_snapshot!("explain_lit", lit);
    let json = written(|out| morgue_present::json_value(out, &scored()));
    assert_eq!(serde_json::from_str::<Explanation>(&json).unwrap(), scored());
}

#[test]
fn ways_out() {
    let help = Help {
        alone: vec![
            attempt("clause", "\"prime minister\"", &[("q", "\"prime minister\"")], 4_312),
            attempt("clause", "zepelin", &[("q", "zepelin")], 0),
            attempt("filter", "outlet Harbour Post", &[("q", "")], 12),
        ],
        spelling: vec![Spelling { word: "zepelin".into(), near: words(&[("zeppelin", 3)]) }],
        instead: vec![
            attempt(
                "spelling",
                "`zeppelin` in place of `zepelin`",
                &[("q", "\"prime minister\" zeppelin"), ("outlet", "Harbour Post")],
                1,
            ),
            attempt("without-filter", "without outlet Harbour Post", &[("q", "zeppelin")], 3),
        ],
        complete: true,
    };
    let page = written(|out| morgue_present::help(out, "search", &help, &Look::plain(80)));
    insta::assert_snapshot!("help", page);
    let json = written(|out| morgue_present::json_value(out, &help));
    assert_eq!(serde_json::from_str::<Help>(&json).unwrap(), help);
}

fn concordance() -> Kwic {
    let line = |id: u128, outlet: &str, date: &str, left: &str, matched: &str, right: &str| {
        let range = DayRange::parse(date).unwrap();
        let precision = if date.len() == 4 { Precision::Year } else { Precision::Day };
        KwicLine {
            id: ArticleId::from_u128(id << 96),
            headline: Some("A \"headline\"".into()),
            outlet: Some(OutletView { id: outlet.to_lowercase(), name: outlet.into() }),
            published: Some(ShownDate::from(&Published::span(range, precision, "metadata"))),
            field: "body".into(),
            left: left.into(),
            matched: matched.into(),
            highlights: vec![(0, matched.chars().count())],
            right: right.into(),
            origin: vec![],
        }
    };
    let long = "The union of the men of the old port called off the ";
    let mut lines = vec![
        line(
            0x1a2b_3c4d,
            "Harbour Post",
            "1926-05-12",
            long,
            "strike",
            ", but the men stayed out.",
        ),
        line(0x2b3c_4d5e, "江畔晚报", "2020", "气象台预计", "洪水", "将在周五退去。市防"),
        line(0x3c4d_5e6f, "صحيفة الميناء", "2022-05-09", "عاد ", "الجسر", " القديم"),
        line(0x4d5e_6f70, "X", "1871", "a\u{1b}[2J\n", "e\u{301}cole", ""),
    ];
    lines[3].published = None;
    Kwic {
        v: 1,
        query: echo("strike", vec![]),
        fingerprint: "0123".into(),
        took_ms: 2,
        total: total(302),
        occurrences: Occurrences { value: 812, relation: Relation::Exact, articles: 302 },
        lines,
        help: None,
    }
}

#[test]
fn a_concordance() {
    let kwic = concordance();
    let page = |width| written(|out| morgue_present::kwic(out, &kwic, &Look::plain(width)));
    insta::assert_snapshot!("kwic", page(100));
    insta::assert_snapshot!("kwic_narrow", page(60));
    let csv = written(|out| morgue_present::kwic_csv(out, &kwic));
    insta::assert_snapshot!("kwic_csv", csv.replace("\r\n", "␍\n"));
    let lines = written(|out| morgue_present::kwic_json_lines(out, &kwic));
    insta::assert_snapshot!("kwic_jsonl", lines);
    let json = written(|out| morgue_present::json_value(out, &kwic));
    assert_eq!(serde_json::from_str::<Kwic>(&json).unwrap(), kwic);
    let tally = morgue_present::kwic_tally(&kwic);
    assert_eq!(tally, "4 of 812 occurrences in 302 articles; -n all for the rest");
}

#[test]
fn many_queries() {
    let answer = |text: &str, notices, value| Answer {
        v: 1,
        query: echo(text, notices),
        fingerprint: "0123".into(),
        took_ms: 1,
        total: Some(total(value)),
        hits: vec![],
        facets: vec![],
        timeline: None,
        next: None,
        help: None,
    };
    let notice = Notice {
        code: "dropped".into(),
        message: "`@` is left out".into(),
        instead: None,
        place: None,
    };
    let (plain, odd) = (answer("harbour", vec![], 4312), answer("ferry", vec![notice], 0));
    let rows = [
        QueryRow { id: "q1", words: "harbour", answer: Ok(&plain) },
        QueryRow { id: "topic-12", words: "ferry @", answer: Ok(&odd) },
        QueryRow { id: "q3", words: "speaker:\"x\"", answer: Err("the field cannot be searched") },
    ];
    let look = Look::plain(80);
    let table = QueryTable::new(rows.iter().map(|row| row.id), 4312);
    let page = written(|out| {
        table.head(out, &look)?;
        rows.iter().try_for_each(|row| table.row(out, row, &look))
    });
    insta::assert_snapshot!("queries", page);
    let csv = written(|out| {
        morgue_present::query_csv_head(out)?;
        rows.iter().try_for_each(|row| morgue_present::query_csv(out, row))
    });
    insta::assert_snapshot!("queries_csv", csv.replace("\r\n", "␍\n"));
}

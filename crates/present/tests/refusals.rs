//! Every kind of error of the language as a terminal shows it, with its place under a caret, and
//! the notices that only a plan can give.

use std::fmt::Write as _;

use morgue_article::{Day, OutletTable};
use morgue_present::{Caret, Look};
use morgue_query::plan::{FacetField, Limits};
use morgue_query::{
    Code, LanguageStats, Mode, OutletStats, PlanContext, QueryEcho, Request, Stats, SyntaxError,
    prepare,
};

/// A query of every kind that strict reading or a limit refuses.
fn refused() -> Vec<(Code, String)> {
    let short = [
        (Code::LowerCaseOperator, "rock and roll"),
        (Code::LoneOperator, "storm AND"),
        (Code::Dropped, "storm @ flood"),
        (Code::Bracket, "harbour (bridge OR quay"),
        (Code::Quote, "harbour \"bridge and quay"),
        (Code::UnknownField, "titel:storm"),
        (Code::FieldCase, "Source:Reuters"),
        (Code::BadValue, "storm date:yesterday"),
        (Code::ReversedRange, "date:1918..1914"),
        (Code::MisplacedNot, "headline:-merger"),
        (Code::RequiredNot, "flood +-storm"),
        (Code::NumberRange, "storm NEAR/999999 flood"),
        (Code::Wildcard, "東京*"),
        (Code::Fuzzy, "storm~7"),
        (Code::ConnectorSide, "rugby W/5 (sponsor AND NOT money)"),
        (Code::ConnectorFields, "headline:rugby W/5 body:sponsor"),
        (Code::AtLeastInside, "atleast3(harbour wall)"),
        (Code::Caps, "caps(big gap)"),
        (Code::BoostInside, "rugby^2 W/5 sponsor"),
        (Code::Unsupported, "storm quote:resign"),
        (Code::Dropped, "\u{202e}storm\u{202c} \u{200b} flood\0"),
    ];
    let mut all: Vec<(Code, String)> =
        short.into_iter().map(|(code, text)| (code, text.to_string())).collect();
    all.push((Code::TooManyClauses, "storm ".repeat(10_000)));
    all.push((Code::TooDeep, "(".repeat(2_000)));
    all.push((Code::TooLong, "storm flood ".repeat(100_000)));
    // The place is wide, in the middle of a long line.
    all.push((Code::AtLeastInside, format!("{0}atleast3({0})", "storm ".repeat(150))));
    all
}

/// What is only said, and refuses nothing even in strict mode; or has no place in the query.
const TOLD: [Code; 13] = [
    Code::MixedOperators,
    Code::FieldAsText,
    Code::RequiredAnyway,
    Code::Exclamation,
    Code::QuestionMark,
    Code::Slop,
    Code::Signs,
    Code::Elided,
    Code::UnknownOutlet,
    Code::AbsentLanguage,
    Code::More,
    Code::Parameter,
    // In the table.
    Code::LowerCaseOperator,
];

fn asked(request: &Request) -> Result<QueryEcho, SyntaxError> {
    let outlet =
        |id: &str, name: &str| OutletStats { id: id.into(), name: name.into(), articles: 3 };
    let language = |code: &str| LanguageStats { code: code.into(), articles: 3 };
    let stats = Stats {
        outlets: vec![outlet("hp", "Harbour Post"), outlet("qg", "Quay Gazette")],
        languages: vec![language("en"), language("de")],
        ..Stats::default()
    };
    let table = OutletTable::new();
    let context = PlanContext::new(Day(20_000), &table, &stats);
    prepare(request, &PlanContext { limits: Limits::default(), ..context })
        .map(|prepared| prepared.echo)
}

fn shown(text: &str, error: &SyntaxError) -> String {
    let help = error.suggestion.as_ref().map(|suggestion| format!("write: {suggestion}"));
    let (message, place) = (error.message.as_str(), &error.span);
    let caret = Caret { input: text, message, place, help: help.as_deref() };
    let mut out = Vec::new();
    morgue_present::query_error(&mut out, &caret, &Look::plain(100)).expect("memory takes it");
    String::from_utf8(out).expect("text")
}

#[test]
fn every_kind_of_error_has_its_place_under_a_caret() {
    let mut all = String::new();
    let mut kinds: Vec<Code> = TOLD.to_vec();
    for (code, q) in refused() {
        let mode = Mode { strict: true, ..Mode::default() };
        let error = asked(&Request { q: q.clone(), mode, ..Request::default() }).expect_err(&q);
        assert_eq!(error.code, code, "{error:?}");
        let shown = shown(&q, &error);
        assert!(shown.contains('^') && shown.len() < 2_000, "{shown}");
        let _ = writeln!(all, "{code}\n{shown}");
        kinds.push(code);
    }
    insta::assert_snapshot!("refusals", all);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !kinds.contains(code)).collect();
    assert!(missing.is_empty(), "no error shows {missing:?}");
}

#[test]
fn parameters_are_refused_by_name() {
    let keep = |field, value: &str| Request {
        keep: vec![(field, value.to_string())],
        ..Request::default()
    };
    let from = |from: &str, to: &str| Request {
        from: Some(from.into()),
        to: Some(to.into()),
        ..Request::default()
    };
    let said: Vec<String> = [
        from("soon", "1918"),
        from("1918", "1914"),
        keep(FacetField::Year, "1871-03"),
        keep(FacetField::Section, " "),
    ]
    .iter()
    .map(|request| asked(request).expect_err("refused").to_string())
    .collect();
    insta::assert_snapshot!("parameters", said.join("\n"));
}

#[test]
fn notices_of_a_plan_have_their_place_and_another_reading() {
    let mut all = String::new();
    for q in [
        "storm outlet:Post",
        "storm outlet:harbour-pots flood",
        "outlet:(hp OR \"Evening Star\")",
        "storm lang:englsh",
        "storm lang:fr",
        "storm lang:klingon",
        "@ outlet:nobody flood or tide",
    ] {
        let echo = asked(&Request { q: q.into(), ..Request::default() }).expect("answered");
        let _ = writeln!(all, "{q} => {}", echo.interpreted);
        for notice in echo.notices {
            let (start, end) = notice.place.expect("a place");
            let _ = writeln!(all, "  {}{}", " ".repeat(start), "^".repeat((end - start).max(1)));
            let _ = writeln!(all, "  {}: {}", notice.code, notice.message);
            notice.instead.into_iter().for_each(|it| {
                let _ = writeln!(all, "  otherwise: {it}");
            });
        }
    }
    let many: String = (0..100).map(|n| format!("a{n}! ")).collect();
    let many = asked(&Request { q: many, ..Request::default() }).expect("answered");
    let last = many.notices.last().expect("many notices");
    let _ = writeln!(
        all,
        "100 times word! => {} notices, then {}: {}",
        many.notices.len() - 1,
        last.code,
        last.message
    );
    insta::assert_snapshot!("plan_notices", all);
}

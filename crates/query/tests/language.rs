//! The language, line by line: what each query is read as, and what is said about it.

#[path = "language/table.rs"]
mod table;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use morgue_query::{Code, Mode, parse, print};
use table::{check_table, escaped, typed, underlined};

/// `query => canonical form | codes of the notices`, one a line, by subject.
const QUERIES: [(&str, &str); 15] = [
    ("reference", include_str!("language/queries/reference.txt")),
    ("words", include_str!("language/queries/words.txt")),
    ("wild", include_str!("language/queries/wild.txt")),
    ("scripts", include_str!("language/queries/scripts.txt")),
    ("logic", include_str!("language/queries/logic.txt")),
    ("precedence", include_str!("language/queries/precedence.txt")),
    ("connectors", include_str!("language/queries/connectors.txt")),
    ("fields", include_str!("language/queries/fields.txt")),
    ("near_names", include_str!("language/queries/near_names.txt")),
    ("dates", include_str!("language/queries/dates.txt")),
    ("lexis", include_str!("language/queries/lexis.txt")),
    ("factiva", include_str!("language/queries/factiva.txt")),
    ("google", include_str!("language/queries/google.txt")),
    ("lucene", include_str!("language/queries/lucene.txt")),
    ("repairs", include_str!("language/queries/repairs.txt")),
];

/// What notices say and offer, a query of every kind.
const NOTICES: &str = include_str!("language/notices.txt");
/// What strict readers are told.
const REFUSED: &str = include_str!("language/refused.txt");

fn read(query: &str) -> String {
    let parsed = parse(&typed(query), Mode::default()).expect("a short query is repaired");
    let mut line = format!(" {}", escaped(&print(&parsed.query)));
    let codes: Vec<&str> = parsed.notices.iter().map(|notice| notice.code.as_str()).collect();
    if !codes.is_empty() {
        let _ = write!(line, " | {}", codes.join(", "));
    }
    line.trim_end().to_string()
}

#[test]
fn every_query_is_read_as_the_tables_say() {
    let wrong: Vec<String> = QUERIES
        .iter()
        .filter_map(|(name, table)| check_table(table, &format!("queries/{name}.txt"), read).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn queries() -> impl Iterator<Item = String> {
    let rows = QUERIES.iter().flat_map(|(_, table)| table.lines());
    let rows = rows.filter(|line| !line.starts_with("# ") && !line.is_empty());
    rows.map(|line| typed(line.split_once(" =>").map_or(line, |(query, _)| query)))
}

#[test]
fn the_tables_are_as_long_as_they_should_be() {
    let different: BTreeSet<String> = queries().collect();
    assert!(different.len() > 600, "{}", different.len());
}

#[test]
fn what_holds_of_any_text_holds_of_these() {
    for query in queries() {
        morgue_testkit::checks::check_query(&query)
            .unwrap_or_else(|why| panic!("{query:?}: {why}"));
    }
}

#[test]
fn what_is_printed_says_nothing_of_precedence() {
    for query in queries() {
        let text = print(&parse(&query, Mode::default()).expect("repaired").query);
        let again = parse(&text, Mode::default()).expect("repaired");
        let mixed = again.notices.iter().any(|notice| notice.code == "mixed-operators");
        assert!(!mixed, "{query} => {text}: {:?}", again.notices);
    }
}

#[test]
fn notices_say_and_offer_what_the_table_says() {
    let say = |query: &str| {
        let notices = parse(&typed(query), Mode::default()).expect("repaired").notices;
        let told = notices.iter().map(|notice| {
            let place = notice.place.map_or(0..0, |(start, end)| start..end);
            let message = format!("{}: {}", notice.code, notice.message);
            let offered = notice.instead.as_ref().map(|it| format!("otherwise: {it}"));
            underlined(query, place, &message, offered.as_deref())
        });
        told.collect::<String>()
    };
    check_table(NOTICES, "notices.txt", say).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn every_refusal_shows_its_place() {
    let say = |query: &str| {
        let error = parse(query, Mode { strict: true, ..Mode::default() }).expect_err(query);
        let start = query[..error.span.start].chars().count();
        let place = start..start + query[error.span.clone()].chars().count();
        let message = format!("{}: {error}", error.code);
        let offered = error.suggestion.as_ref().map(|it| format!("try: {}", it.trim_end()));
        underlined(query, place, &message, offered.as_deref())
    };
    check_table(REFUSED, "refused.txt", say).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn every_kind_of_decision_is_shown() {
    // Limits, and what only a plan or its parameters can be wrong in: tests/refusals.rs.
    let elsewhere = [
        Code::More,
        Code::TooLong,
        Code::TooDeep,
        Code::TooManyClauses,
        Code::UnknownOutlet,
        Code::AbsentLanguage,
        Code::Elided,
        Code::Unsupported,
        Code::Parameter,
    ];
    for code in Code::ALL.iter().filter(|code| !elsewhere.contains(code)) {
        let shown = |table: &str| table.contains(&format!("^ {code}: "));
        assert!(shown(NOTICES), "no notice shows `{code}`");
    }
}

#[test]
fn a_notice_offers_the_other_reading_and_its_place_in_characters() {
    let told = |query: &str| {
        let notices = parse(query, Mode::default()).expect("repaired").notices;
        notices.into_iter().map(|n| (n.place.unwrap(), n.instead.unwrap())).collect::<Vec<_>>()
    };
    let one = |place, instead: &str| vec![(place, instead.to_string())];
    assert_eq!(told("été or hiver"), one((4, 6), "été OR hiver"));
    assert_eq!(told("climate change OR warming"), one((0, 25), "(climate change) OR warming"));
    assert_eq!(told("x1 AND y1 OR z1"), one((0, 15), "x1 AND (y1 OR z1)"));
    assert_eq!(told("x1 OR y1 W/5 z1"), one((0, 15), "(x1 OR y1) W/5 z1"));
    assert_eq!(told("prime minister W/5 resign"), one((0, 25), "\"prime minister\" W/5 resign"));
    assert_eq!(told("body(fire at sea OR port)"), one((5, 24), "body((fire at sea) OR port)"));
    assert_eq!(told("who won the cup?"), one((15, 16), "who won the cup?^1"));
    assert_eq!(told("sponsor!"), one((0, 8), "sponsor"));
    // What was done anyway is no other reading.
    let repaired = parse("(storm @", Mode::default()).expect("repaired").notices;
    assert!(repaired.iter().all(|notice| notice.instead.is_none()), "{repaired:?}");
}

#[test]
fn plain_text_has_no_operators() {
    let read = |text: &str| {
        let plain = Mode { plain: true, ..Mode::default() };
        print(&parse(text, plain).expect("plain text is read").query)
    };
    assert_eq!(read("fire AND (\"smoke\" OR ash*) -rain?"), "fire And smoke Or ash rain");
    assert_eq!(read("headline:storm w/5 NEAR/3 ~ date"), "headline;storm w-5 NEAR-3 date");
    assert_eq!(read("– ( )"), "()");
    assert_eq!(read(" "), "");
}

//! The language, line by line: what each query is read as, and what is said about it.

use std::fmt::Write as _;

use morgue_query::{Mode, parse, print};

/// `query => canonical form | codes of the notices`, one a line.
const QUERIES: &str = include_str!("language/queries.txt");

fn read(query: &str) -> String {
    let parsed = parse(query, Mode::default()).expect("a short query is repaired, not refused");
    let canonical = print(&parsed.query);
    let codes: Vec<&str> = parsed.notices.iter().map(|notice| notice.code.as_str()).collect();
    let mut line = format!("{query} => {canonical}");
    if !codes.is_empty() {
        let _ = write!(line, " | {}", codes.join(", "));
    }
    line.trim_end().to_string()
}

#[test]
fn every_query_is_read_as_the_table_says() {
    let mut actual = String::new();
    for line in QUERIES.lines() {
        if line.starts_with("# ") {
            let _ = writeln!(actual, "{line}");
            continue;
        }
        let query = line.split_once(" =>").map_or(line, |(query, _)| query);
        let _ = writeln!(actual, "{}", if line.is_empty() { String::new() } else { read(query) });
    }
    let wrong: Vec<String> = QUERIES
        .lines()
        .zip(actual.lines())
        .filter(|(expected, actual)| expected != actual)
        .map(|(expected, actual)| format!("- {expected}\n+ {actual}"))
        .collect();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("queries.txt");
    std::fs::write(&path, &actual).expect("the folder of cargo's tests is writable");
    assert!(wrong.is_empty(), "{}\nas it is now: {}", wrong.join("\n"), path.display());
}

#[test]
fn what_is_printed_is_read_the_same() {
    for line in QUERIES.lines().filter(|line| !line.starts_with("# ")) {
        let query = line.split_once(" =>").map_or(line, |(query, _)| query);
        let first = parse(query, Mode::default()).expect("repaired").query;
        let text = print(&first);
        let again = parse(&text, Mode::default()).expect("repaired");
        assert_eq!(first, again.query, "{query} => {text}");
        let mixed = again.notices.iter().any(|notice| notice.code == "mixed-operators");
        assert!(!mixed, "{query} => {text}: {:?}", again.notices);
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
    assert_eq!(told("storm @"), one((6, 7), "storm"));
    let nothing_left = parse("@", Mode::default()).expect("repaired").notices;
    assert_eq!(nothing_left[0].instead, None);
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

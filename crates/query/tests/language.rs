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

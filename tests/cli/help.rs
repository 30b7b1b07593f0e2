use crate::desk::Desk;

#[test]
fn the_guide_is_in_the_program() {
    let desk = Desk::new();
    for (topic, says) in [
        ("query", "# The query language"),
        ("searching", "# Searching"),
        ("indexing", "# Indexing"),
        ("exit-codes", "| 130 |"),
        ("search", "Find articles"),
        ("serving", "# Serving people and programs"),
        ("Many queries", "## Many queries"),
        ("behind a proxy", "## Behind a proxy"),
    ] {
        let run = desk.run(&["help", topic]);
        assert!(run.code == 0 && run.out.contains(says), "{topic}: {run:?}");
    }
}

#[test]
fn what_there_is_no_help_on() {
    let run = Desk::new().run(&["help", "tides"]);
    assert!(
        run.code == 2 && run.talk.contains("serving") && run.talk.contains("`tides`"),
        "{run:?}"
    );
}

#[test]
fn manuals_and_completions() {
    let desk = Desk::new();
    assert!(desk.run(&["man"]).out.contains(".TH morgue 1"));
    assert!(desk.run(&["man", "search"]).out.contains("morgue\\-search"));
    assert!(desk.run(&["completions", "bash"]).out.contains("_morgue"));
    assert_eq!(desk.run(&["completions", "cobol"]).code, 2);
    assert!(desk.run(&["--version"]).out.starts_with("morgue "));
    assert!(desk.run(&["search", "-h"]).out.contains("--outlet"));
}

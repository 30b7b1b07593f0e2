use crate::desk::Desk;

#[test]
fn what_to_do_first() {
    let desk = Desk::new();
    let run = desk.run(&[]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("morgue index PATH"), "{run:?}");
}

#[test]
fn what_the_index_holds_and_queries_from_its_own_words() {
    let desk = Desk::indexed();
    let run = desk.run(&[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.starts_with("index-data holds 4 articles of 3 outlets, 1871 to 2019.\n"),
        "{}",
        run.out
    );
    let examples: Vec<&str> =
        run.out.lines().filter_map(|line| line.strip_prefix("  morgue search ")).collect();
    assert_eq!(examples.len(), 3, "{}", run.out);
    for example in examples {
        let words: Vec<&str> = example.trim_matches('\'').split(' ').collect();
        let found = desk.run(&[&["search", "-c"], &words[..]].concat());
        assert_eq!(found.code, 0, "{example}: {found:?}");
    }
}

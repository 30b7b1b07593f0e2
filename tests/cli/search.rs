use crate::desk::Desk;

#[test]
fn a_page() {
    let desk = Desk::indexed();
    let run = desk.run(&["search", "harbour", "-football"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.talk.contains("index-data: 4 articles\n"), "{}", run.talk);
    assert!(run.talk.ends_with("2 articles\n"), "{}", run.talk);
    assert!(run.out.starts_with("Harbour bridge reopens after storm\n"), "{}", run.out);
    assert!(run.out.contains("2 March 1871"), "{}", run.out);
    assert!(run.out.contains("  clippings/post.jsonl:1\n"), "{}", run.out);
    assert!(run.out.contains("\noutlet "), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn colours_when_asked_for() {
    let desk = Desk::indexed();
    let run = desk.run(&["search", "harbour", "--color", "always"]);
    assert!(run.out.contains("\u{1b}["), "{}", run.out);
    let mut command = desk.command(&["search", "harbour", "--color=auto"]);
    assert!(!command.env("NO_COLOR", "1").output().unwrap().stdout.contains(&0x1b));
}

#[test]
fn forms_of_output() {
    let desk = Desk::indexed();
    let count = desk.run(&["search", "-c", "harbour"]);
    assert_eq!((count.out.as_str(), count.code), ("3\n", 0), "{count:?}");
    let json = desk.run(&["search", "harbour", "--json", "--facets", "outlet:5"]).json();
    assert_eq!(json["v"], 1);
    assert_eq!(json["total"]["value"], 3);
    assert_eq!(json["facets"][0]["field"], "outlet");
    let ids = desk.run(&["search", "--ids", "harbour"]);
    assert!(ids.out.lines().all(|id| id.len() == 32) && ids.out.lines().count() == 3);
    let paths = desk.run(&["search", "ferry", "OR", "masons", "-l"]);
    let mut lines: Vec<&str> = paths.out.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["DESK/clippings/bridge.txt", "DESK/clippings/post.jsonl"]);
    let csv = desk.run(&["search", "hafen", "--columns", "date_earliest,precision,headline"]);
    assert_eq!(
        csv.out,
        "date_earliest,precision,headline\r\n2019-01-01,year,Hafen wieder offen\r\n"
    );
    let run = desk.run(&["search", "--run", "ferry"]);
    assert!(run.out.starts_with("1 Q0 p1 1 ") && run.out.ends_with(" morgue\n"), "{}", run.out);
    let lines = desk.run(&["search", "--jsonl", "harbour"]);
    assert_eq!(lines.out.lines().count(), 5, "{}", lines.out);
    assert!(lines.out.lines().last().unwrap().starts_with(r#"{"type":"end""#));
}

#[test]
fn filters_sorts_and_amounts() {
    let desk = Desk::indexed();
    let ids = |args: &[&str]| {
        let run = desk.run(&[&["search", "--run"], args].concat());
        let ids = run.out.lines().filter_map(|line| line.split(' ').nth(2));
        ids.map(|id| if id.len() == 32 { "bridge" } else { id }.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["harbour", "--from", "2016", "--sort", "oldest"]), ["p1", "p2"]);
    assert_eq!(ids(&["harbour", "--to", "2016-06"]).len(), 2);
    assert_eq!(ids(&["harbour", "--section", "sport"]), ["p2"]);
    assert_eq!(ids(&["harbour", "--exclude-outlet", "Quay Gazette"]), ["bridge"]);
    assert_eq!(ids(&["--lang", "de"]), ["p3"]);
    assert_eq!(ids(&["harbour", "--sort", "newest", "-n1"]), ["p2"]);
    assert_eq!(ids(&["harbour", "--sort", "oldest", "-n", "all"]), ["bridge", "p1", "p2"]);
    assert_eq!(ids(&["\"second week\""]), ["p1"]);
    assert_eq!(ids(&["ferry masons", "--match", "any"]).len(), 3);
    assert_eq!(ids(&["--plain", "(ferry", "strike)"]), ["p1"]);
}

#[test]
fn the_query_may_come_from_standard_input() {
    let desk = Desk::indexed();
    let run = desk.run_with(&["search", "-c", "-"], "harbour\n-football\n");
    assert_eq!(run.out, "2\n", "{run:?}");
}

#[test]
fn many_queries() {
    let desk = Desk::indexed();
    desk.write("topics.tsv", "q1\tharbour\n\nq2\tnothingatall\nq3\tferry strike\n");
    let counts = desk.run(&["search", "--queries", "topics.tsv", "-c"]);
    assert_eq!(counts.out, "q1\t3\nq2\t0\nq3\t1\n", "{counts:?}");
    let table = desk.run(&["search", "--queries", "topics.tsv"]);
    assert_eq!(
        table.out,
        "id  articles  query\nq1         3  harbour\nq2         0  nothingatall\n\
         q3         1  ferry strike\n"
    );
    let csv = desk.run(&["search", "--queries", "topics.tsv", "--csv"]);
    assert_eq!(csv.out.lines().nth(3).unwrap(), "q3,ferry strike,ferry strike,1,exact,0,,");
    let run = desk.run(&["search", "--queries", "topics.tsv", "--run"]);
    assert_eq!(run.out.lines().count(), 4, "{run:?}");
    assert!(run.out.lines().last().unwrap().starts_with("q3 Q0 p1 1 "));
    let json = desk.run(&["search", "--queries", "topics.tsv", "--json"]);
    let lines: Vec<serde_json::Value> =
        json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[2]["id"], "q3");
}

#[test]
fn ids_of_queries_tell_them_apart() {
    let desk = Desk::indexed();
    for (text, said) in [
        ("a\tferry\na\tbridge\n", "q.tsv:2: the id `a` is the one of line 1 already"),
        ("a b\tferry\n", "q.tsv:1: `a b` is no id"),
        ("a\tferry\n# bridge\n", "q.tsv:2: no tab"),
    ] {
        desk.write("q.tsv", text);
        let run = desk.run(&["search", "--queries", "q.tsv", "-c"]);
        assert!(run.code == 2 && run.talk.contains(said), "{run:?}");
    }
    desk.write("q.tsv", "\u{feff} a \tbridge\n");
    let run = desk.run(&["search", "--queries", "q.tsv", "--run"]);
    assert!(run.out.starts_with("a Q0 "), "{run:?}");
}

#[test]
fn nothing_is_silent_in_a_file_of_queries() {
    let desk = Desk::indexed();
    desk.write("odd.tsv", "q1\tharbour and strike\nq2\tspeaker:mayor\nq3\tferry\n");
    let run = desk.run(&["search", "--queries", "odd.tsv", "-c"]);
    assert_eq!((run.out.as_str(), run.code), ("q1\t0\nq2\trefused\nq3\t1\n", 2), "{run:?}");
    assert!(run.talk.contains("odd.tsv:1: query q1:\nnotice: `and` is"), "{}", run.talk);
    assert!(run.talk.contains("odd.tsv:2: query q2:\n"), "{}", run.talk);
    let table = desk.run(&["search", "--queries", "odd.tsv"]);
    assert!(table.out.contains("q1         0  ! harbour "), "{}", table.out);
    assert!(table.out.contains("q2         –  refused: speaker:mayor\n"), "{}", table.out);
    let lines = desk.run(&["search", "--queries", "odd.tsv", "--jsonl"]);
    let refused: serde_json::Value =
        serde_json::from_str(lines.out.lines().nth(1).unwrap()).unwrap();
    assert_eq!((&refused["type"], &refused["id"]), (&"error".into(), &"q2".into()));
    desk.write("bad.tsv", "q1\tharbour\nno tab\n");
    let bad = desk.run(&["search", "--queries", "bad.tsv"]);
    assert_eq!((bad.out.as_str(), bad.code), ("", 2), "{bad:?}");
    assert!(bad.talk.contains("bad.tsv:2: no tab"), "{}", bad.talk);
}

#[test]
fn a_list_that_is_cut_says_so() {
    let desk = Desk::indexed();
    for form in ["--ids", "-l", "--csv", "--columns=id"] {
        let run = desk.run(&["search", "harbour", form, "-n2"]);
        assert!(run.talk.ends_with("2 of 3 articles; -n all for the rest\n"), "{run:?}");
        let run = desk.run(&["search", "harbour", form]);
        assert!(run.talk.ends_with("4 articles\n"), "{run:?}");
    }
    let next = |n: &str| desk.run(&["search", "harbour", "--json", n]).json()["next"].clone();
    assert!(next("-n2").is_string() && next("-n3").is_null());
}

#[test]
fn what_is_not_searched_yet_is_refused_by_name() {
    let desk = Desk::indexed();
    for (query, name) in [("quote:ferry", "`quote`"), ("speaker:mayor", "`speaker`")] {
        let run = desk.run(&["search", query]);
        assert_eq!((run.out.as_str(), run.code), ("", 2), "{query}: {run:?}");
        assert!(run.talk.contains(name), "{query}: {}", run.talk);
    }
}

#[test]
fn which_index_is_said_before_what_is_found() {
    let desk = Desk::indexed();
    for args in [&["search", "ferry"][..], &["timeline", "ferry"], &["facets", "ferry"]] {
        let run = desk.run(args);
        assert_eq!(run.talk, "index-data: 4 articles\n1 article\n", "{args:?}");
        assert!(run.out.ends_with('\n') && !run.out.starts_with('\n'), "{args:?}: {}", run.out);
    }
    let counts = desk.run(&["search", "ferry", "-n0"]);
    assert!(counts.out.starts_with("outlet") && counts.talk.ends_with("\n1 article\n"));
    let mut below = desk.command(&["search", "ferry", "-c"]);
    let below = below.current_dir(desk.path("clippings")).output().unwrap();
    assert_eq!(below.stdout, b"1\n", "an index of a parent folder is found");
}

#[test]
fn in_a_path_reads_it_first_and_searches_only_it() {
    let desk = Desk::new();
    desk.write("other/far.txt", "Harbour far away\n\nThe far harbour is quiet.\n");
    let run = desk.run(&["search", "-c", "harbour", "--in", "clippings"]);
    assert_eq!((run.out.as_str(), run.code), ("3\n", 0), "{run:?}");
    assert_eq!(desk.run(&["search", "-c", "harbour", "--in", "other"]).out, "1\n");
    assert_eq!(desk.run(&["search", "-c", "harbour"]).out, "4\n");
    let file = desk.run(&["search", "-c", "harbour", "--in", "clippings/bridge.txt"]);
    assert_eq!(file.out, "1\n", "{file:?}");
}

#[test]
fn where_nothing_is_found_there_is_a_way_out() {
    let desk = Desk::indexed();
    let run = desk.run(&["search", "fery", "strike"]);
    assert_eq!((run.out.as_str(), run.code), ("", 1), "{run:?}");
    assert_eq!(
        run.talk,
        "index-data: 4 articles
nothing found
each by itself finds
   0  fery
   1  strike
like fery: ferry 1
these find something
   1  `ferry` in place of `fery`: morgue search ferry strike
   1  without fery: morgue search strike
"
    );
    let json = desk.run(&["search", "ferry", "--from", "2018", "--json"]).json();
    assert_eq!(json["help"]["alone"][1]["articles"], 1);
    assert_eq!(json["help"]["instead"][0]["params"][1], serde_json::json!(["from", "2016"]));
    assert!(desk.run(&["search", "ferry", "--json"]).json()["help"].is_null());
}

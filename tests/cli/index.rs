use std::fs;

use crate::desk::Desk;

#[test]
fn a_run_ends_with_a_report() {
    let desk = Desk::new();
    let run = desk.run(&["index", "clippings", "--report", "report.json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("4 new, 0 changed, 0 gone: the index holds 4 articles"), "{run:?}");
    assert!(run.out.contains("jsonl") && run.out.contains("skipped"), "{run:?}");
    assert!(run.talk.contains("committed 4\n"), "{run:?}");
    let report = fs::read_to_string(desk.path("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["added"], 4);
}

#[test]
fn a_second_run_reads_nothing_and_finds_what_changed() {
    let desk = Desk::indexed();
    let again = desk.run(&["index"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.out.starts_with("0 files read, 3 unchanged"), "{again:?}");
    desk.write("clippings/new.txt", "A lighthouse is built\n\nIt stands on the rock.\n");
    fs::remove_file(desk.path("clippings/bridge.txt")).unwrap();
    let changed = desk.run(&["index"]);
    assert!(changed.out.contains("1 new, 0 changed, 1 gone"), "{changed:?}");
    assert_eq!(desk.run(&["search", "-c", "bridge"]).out, "0\n");
    assert_eq!(desk.run(&["search", "-c", "lighthouse"]).out, "1\n");
}

#[test]
fn options_are_remembered() {
    let desk = Desk::new();
    desk.write("notes/a.txt", "On tides\n\nThe tide was high and the quay under water.\n");
    desk.write("notes/b.md", "On winds\n\nThe wind was strong and the quay under water.\n");
    let run = desk.run(&["index", "notes", "--set", "outlet=The Tide", "--exclude", "*.md"]);
    assert_eq!(run.code, 0, "{run:?}");
    let roots = fs::read_to_string(desk.path("index-data/kept/roots.toml")).unwrap();
    assert!(roots.contains("The Tide") && roots.contains("*.md"), "{roots}");
    desk.write("notes/c.txt", "On rain\n\nThe rain was long and the quay under water.\n");
    assert_eq!(desk.run(&["index"]).code, 0);
    let found = desk.run(&["search", "-c", "quay", "--outlet", "The Tide"]);
    assert_eq!(found.out, "2\n", "{found:?}");
}

#[test]
fn options_add_up() {
    let desk = Desk::new();
    desk.write("notes/a.txt", "On tides\n\nThe tide was high and the quay under water.\n");
    let set = |value| desk.run(&["index", "notes", "--set", value]);
    assert_eq!(set("outlet=The Tide").code, 0);
    let more = set("country=gb");
    assert!(more.talk.contains("still in force") && more.talk.contains("The Tide"), "{more:?}");
    let found = || desk.run(&["search", "-c", "quay", "--outlet", "The Tide"]).out;
    assert_eq!(found(), "1\n");
    assert_eq!(desk.run(&["search", "-c", "quay", "--country", "gb"]).out, "1\n");
    assert_eq!(set("outlet=").code, 0);
    assert_eq!(found(), "0\n");
}

#[test]
fn what_is_out_of_reach_for_once_is_not_gone() {
    let desk = Desk::indexed();
    let pre = |command: &str| {
        desk.run(&["index", "clippings", "--reread", "--pre", &format!("bridge.txt={command}")])
    };
    let failed = pre("no-such-program {}");
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.out.contains("0 new, 0 changed, 0 gone"), "{failed:?}");
    let found = || desk.run(&["search", "-c", "bridge"]).out;
    let before = found();
    assert_ne!(before, "0\n");
    assert_eq!(pre("").code, 0);
    assert_eq!(found(), before);
}

#[test]
fn outlets_that_people_know() {
    let desk = Desk::new();
    desk.write("index-data/README.md", "mine\n");
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    desk.write("index-data/kept/outlets.txt", "qg | The Quay Gazette | Gazette | | gb\n");
    let run = desk.run(&["index"]);
    assert_eq!(run.code, 0, "{run:?}");
    let found = desk.run(&["search", "-c", "outlet:gazette"]);
    assert_eq!(found.out, "2\n", "{found:?}");
}

#[test]
fn a_hook_is_remembered_for_the_user_and_not_in_the_index() {
    let desk = Desk::new();
    desk.write("scans/a.pdf", "A dredger arrives\n\nThe dredger will clear the quay by May.\n");
    let run = desk.run(&["index", "scans", "--pre", "*.pdf=cat {}"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(desk.run(&["search", "-c", "dredger"]).out, "1\n");
    assert!(!fs::read_to_string(desk.path("index-data/kept/roots.toml")).unwrap().contains("cat"));
    assert!(fs::read_to_string(desk.path("config/morgue/config.toml")).unwrap().contains("cat {}"));
    desk.write("scans/b.pdf", "Another dredger\n\nAnother dredger came to the quay in June.\n");
    assert_eq!(desk.run(&["index"]).code, 0);
    assert_eq!(desk.run(&["search", "-c", "dredger"]).out, "2\n");
}

#[test]
fn a_root_that_is_gone_keeps_its_articles_until_told() {
    let desk = Desk::indexed();
    fs::rename(desk.path("clippings"), desk.path("elsewhere")).unwrap();
    let run = desk.run(&["index"]);
    assert!(run.out.contains("nothing was removed below `DESK/clippings`"), "{run:?}");
    assert!(run.out.contains("--prune"), "{run:?}");
    assert_eq!(desk.run(&["search", "-c", "harbour"]).out, "3\n");
    let pruned = desk.run(&["index", "--prune"]);
    assert!(pruned.out.contains("4 gone: the index holds 0 articles"), "{pruned:?}");
    assert!(pruned.out.contains("`DESK/clippings` is gone and forgotten"), "{pruned:?}");
    assert_eq!(pruned.code, 0, "what was asked for is no failure: {pruned:?}");
    assert_eq!(desk.run(&["index"]).code, 0);
}

#[test]
fn a_folder_inside_a_known_one_is_corrected_by_options_of_its_own() {
    let desk = Desk::new();
    desk.write("clippings/box/a.txt", "On tides\n\nThe tide was high and the quay under water.\n");
    desk.write(
        "clippings/box/b.txt",
        "On winds\n\nThe wind was strong and the quay under water.\n",
    );
    desk.write("clippings/box/c.txt", "On rain\n\nThe rain was long and the quay under water.\n");
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    let run = desk.run(&["index", "clippings/box", "--set", "outlet=The Tide"]);
    assert!(run.out.contains("0 new, 3 changed, 0 gone"), "{run:?}");
    assert!(run.out.contains("3 files are read as part of the innermost folder"), "{run:?}");
    let named = || desk.run(&["search", "-c", "quay", "--outlet", "The Tide"]).out;
    assert_eq!(named(), "3\n");
    let again = desk.run(&["index"]);
    assert!(again.out.starts_with("0 files read, 6 unchanged\n0 new"), "{again:?}");
    let outer = desk.run(&["index", "clippings", "--reread"]);
    assert!(outer.out.starts_with("3 files read, 1 skipped"), "{outer:?}");
    assert!(!outer.out.contains("read again, as"), "nothing has changed: {outer:?}");
    let deeper = desk.run(&["search", "-c", "quay", "--in", "clippings/box/a.txt"]);
    assert_eq!(deeper.out, "1\n", "{deeper:?}");
    assert_eq!(named(), "3\n", "a folder inside a known one is read as that one is");
    assert_eq!(desk.run(&["search", "-c", "quay", "--in", "clippings"]).out, "3\n");
}

#[test]
fn a_refused_run_leaves_no_trace() {
    let desk = Desk::new();
    let refused = [
        ["--set", "lang=klingon", "`klingon` is not a language"],
        ["--set", "date=soon", "`soon` is not a date"],
        ["--set", "colour=red", "`colour` is not a field"],
        ["--include", "[", "`[` is not a glob"],
        ["--pre", "*.pdf='", "is not a command"],
    ];
    for [option, value, message] in refused {
        let run = desk.run(&["index", "clippings", option, value]);
        assert!(run.code == 2 && run.talk.contains(message), "{run:?}");
        assert!(!desk.path("index-data").exists(), "{run:?}");
        assert!(!desk.path("config").exists(), "{run:?}");
    }
    for lang in ["tlh", "pt-BR", "English", "fr"] {
        let run = desk.run(&["index", "clippings", "--set", &format!("lang={lang}")]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

#[test]
fn an_export_of_a_databank_is_many_articles() {
    let desk = Desk::bare();
    let one = |n: u8, headline: &str, day: u8| {
        format!(
            "                    {n} of 2 DOCUMENTS\n\n\n          The Harbour Post\n\n\
             March {day}, 2011 Friday\n\n{headline}\n\nBYLINE: Ada Quill\n\n\
             SECTION: NEWS; Pg. 4\n\nLENGTH: 9 words\n\n\n The council said so on Thursday.\n\n\
             LOAD-DATE: March 5, 2011\n\nLANGUAGE: ENGLISH\n\n"
        )
    };
    let text = one(1, "Harbour wall to be raised", 4) + &one(2, "Ferry stays", 3);
    desk.write("export/harbour.txt", &text);
    let run = desk.run(&["index", "export"]);
    assert!(run.code == 0 && run.out.contains("2  nexis"), "{run:?}");
    let found = desk.run(&["search", "council", "--csv", "--sort", "oldest"]);
    let rows: Vec<&str> = found.out.lines().collect();
    assert!(rows[1].contains("2011-03-03") && rows[1].contains("Ferry stays"), "{found:?}");
    assert!(rows[2].contains("The Harbour Post"), "{found:?}");
    assert!(rows[2].contains("Harbour wall to be raised"), "{found:?}");
    assert_eq!(desk.run(&["search", "-c", "author:\"ada quill\"", "page:4"]).out, "2\n");
    // What the databank says of an article is not its text.
    assert_eq!(desk.run(&["search", "-c", "LENGTH OR English"]).out, "0\n");
}

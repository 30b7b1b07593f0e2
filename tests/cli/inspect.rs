use std::fs;

use crate::desk::Desk;

#[test]
fn every_field_has_its_rule() {
    let desk = Desk::new();
    let run = desk.run(&["inspect", "clippings/bridge.txt"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("bridge.txt"), "{}", run.out);
    assert!(run.out.contains("  author      Jane Doe\n"), "{}", run.out);
    assert!(run.out.contains("2 March 1871"), "{}", run.out);
    assert!(run.out.contains("from "), "{}", run.out);
    assert!(!desk.path("index-data").exists());
    let json = desk.run(&["inspect", "--json", "clippings/post.jsonl"]);
    assert_eq!(json.out.lines().count(), 3, "{json:?}");
}

#[test]
fn a_picture_holds_no_article() {
    let desk = Desk::new();
    let run = desk.run(&["inspect", "clippings/crest.png"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.talk.contains("image"), "{run:?}");
}

#[test]
fn a_spreadsheet_of_another_country() {
    let desk = Desk::new();
    let table = "Titel;Datum;Zeitung;Text\r\nF\u{e4}hre;14.05.2013;Der Bote;\"Sie f\u{e4}hrt\nwieder.\"\r\n\
                 M\u{fc}hle;02.11.2014;Der Bote;Sie mahlt.\r\n";
    let latin: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    fs::write(desk.path("latin.csv"), latin).unwrap();
    desk.write("ends.csv", &table.replace("\r\n", "\n"));
    let run = desk.run(&["inspect", "latin.csv"]);
    for part in
        ["latin.csv:2  csv", "latin.csv:4  csv", "M\u{fc}hle", "2 November 2014", "Der Bote"]
    {
        assert!(run.out.contains(part), "{part}: {run:?}");
    }
    let run = desk.run(&["inspect", "ends.csv"]);
    assert!(run.out.contains("ends.csv:2  csv") && run.out.contains("ends.csv:4  csv"), "{run:?}");
}

#[test]
fn a_folder_is_told_from_a_file() {
    let run = Desk::new().run(&["inspect", "clippings"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.talk.contains("`clippings` is a folder"), "{run:?}");
}

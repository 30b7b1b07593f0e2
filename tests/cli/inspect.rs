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

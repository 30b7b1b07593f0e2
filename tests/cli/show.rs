use crate::desk::Desk;

#[test]
fn an_article_by_a_short_id() {
    let desk = Desk::indexed();
    let ids = desk.run(&["search", "--ids", "ferry"]).out;
    let id = &ids[..8];
    let run = desk.run(&["show", id]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.starts_with("Ferry strike enters second week\n"), "{}", run.out);
    assert!(run.out.contains("The ferry strike entered its second week."), "{}", run.out);
    assert!(run.out.contains("post.jsonl:1"), "{}", run.out);
    let lit = desk.run(&["show", id, "--lit", "ferry", "--color", "always"]);
    assert!(lit.out.contains("\u{1b}[31mferry\u{1b}[0m"), "{:?}", lit.out);
    let json = desk.run(&["show", "p1", "--json"]).json();
    assert_eq!((&json["id"], &json["v"]), (&ids.trim().into(), &1.into()));
    assert_eq!(json["published"]["earliest"], "2016-06-23");
}

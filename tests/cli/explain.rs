use crate::desk::Desk;

#[test]
fn a_tree_with_counts() {
    let desk = Desk::indexed();
    let run = desk.run(&["explain", "harbour", "-football", "--from", "2016"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.out,
        "     1  harbour NOT football
     2  ├─ harbour
     2  └─ NOT football
     1     └─ football

filters
     3  dates from 2016
"
    );
}

#[test]
fn what_empties_the_result_is_marked() {
    let desk = Desk::indexed();
    let run = desk.run(&["explain", "ferry", "masons"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("ferry  ← without it 2 articles\n"), "{}", run.out);
    let typo = desk.run(&["explain", "fery", "strike"]);
    assert!(typo.out.contains("fery  ← finds nothing\n"), "{}", typo.out);
    assert!(typo.out.contains("no word of the index; like it ferry 1\n"), "{}", typo.out);
}

#[test]
fn one_article() {
    let desk = Desk::indexed();
    let id = desk.run(&["search", "ferry", "--ids"]).out.trim().to_string();
    let run = desk.run(&["explain", "ferry", "OR", "masons", "--article", &id[..8]]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("yes 2 ├─ ferry\n"), "{}", run.out);
    assert!(run.out.contains("no    └─ masons\n"), "{}", run.out);
    assert!(run.out.contains(&format!("\n{}  Ferry strike", &id[..8])), "{}", run.out);
    let not = desk.run(&["explain", "masons", "--article", "p1"]);
    assert!(not.out.contains("is not found"), "{not:?}");
    assert_eq!(desk.run(&["explain", "masons", "--article", "nobody"]).code, 1);
    let json = desk.run(&["explain", "ferry", "--article", "p1", "--json"]).json();
    assert_eq!(json["v"], 1);
    assert_eq!(json["tree"]["kind"], "word");
    assert_eq!((&json["article"]["found"], &json["tree"]["holds"]), (&true.into(), &true.into()));
}

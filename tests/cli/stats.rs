use crate::desk::Desk;

#[test]
fn what_the_index_holds() {
    let desk = Desk::indexed();
    let run = desk.run(&["stats"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("articles        4\n"), "{}", run.out);
    assert!(run.out.contains("years           1871 to 2019\n"), "{}", run.out);
    assert_eq!(desk.run(&["stats", "--json"]).json()["articles"], 4);
}

use crate::desk::Desk;

#[test]
fn lists_of_counts() {
    let desk = Desk::indexed();
    let run = desk.run(&["facets", "--facets", "outlet,year"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("The Quay Gazette  2"), "{}", run.out);
    assert!(run.out.contains("2016  2"), "{}", run.out);
    let json = desk.run(&["facets", "harbour", "--facets", "section", "--json"]).json();
    assert_eq!(json["facets"][0]["missing"], 1);
}

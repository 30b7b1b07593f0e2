use crate::desk::Desk;

#[test]
fn what_matches_stands_in_one_column() {
    let desk = Desk::indexed();
    let run = desk.run(&["kwic", "harbour", "--sort", "oldest", "-C", "3"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.talk, "index-data: 4 articles\n4 occurrences in 3 articles\n");
    let columns: Vec<Option<usize>> = run
        .out
        .lines()
        .map(|line| {
            let byte = line.to_lowercase().find("harbour bridge").or(line.rfind("harbour"))?;
            Some(line[..byte].chars().count())
        })
        .collect();
    assert_eq!(columns.len(), 4, "{}", run.out);
    assert!(columns.iter().all(|at| at.is_some() && *at == columns[0]), "{}", run.out);
    assert!(run.out.contains("1871-03-02  Harbour P…  "), "{}", run.out);
}

#[test]
fn forms_of_output() {
    let desk = Desk::indexed();
    let csv = desk.run(&["kwic", "ferry", "--csv", "-C2"]);
    assert!(csv.out.starts_with("id,date_earliest,date_latest,precision,outlet,headline,field,"));
    assert_eq!(csv.out.lines().count(), 3, "{}", csv.out);
    assert!(csv.out.contains(",body,The ,ferry, strike entered,"), "{}", csv.out);
    let json = desk.run(&["kwic", "ferry", "--json"]).json();
    assert_eq!((&json["v"], &json["occurrences"]["value"]), (&1.into(), &2.into()));
    assert_eq!(json["lines"][0]["match"], "Ferry");
    let lines = desk.run(&["kwic", "ferry", "--jsonl", "-n1"]);
    assert_eq!(lines.out.lines().count(), 3, "{}", lines.out);
    assert!(lines.out.lines().last().unwrap().starts_with(r#"{"type":"end""#));
}

#[test]
fn what_is_not_shown_is_told() {
    let desk = Desk::indexed();
    let few = desk.run(&["kwic", "harbour", "-n", "1"]);
    assert!(few.talk.ends_with("1 of 4 occurrences in 3 articles; -n all for the rest\n"));
    let part = desk.run(&["kwic", "harbour", "--articles", "1"]);
    assert!(part.talk.contains("only 1 were read"), "{part:?}");
    let none = desk.run(&["kwic", "harbor"]);
    assert_eq!(none.code, 1);
    assert!(
        none.talk.contains("`harbour` in place of `harbor`: morgue kwic harbour\n"),
        "{none:?}"
    );
    assert_eq!(desk.run(&["kwic"]).code, 2);
}

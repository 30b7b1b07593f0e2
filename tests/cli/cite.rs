use crate::desk::Desk;

#[test]
fn an_article_in_every_style() {
    let desk = Desk::indexed();
    let id = desk.run(&["search", "--ids", "carts"]).out.trim().to_string();
    let cases = [
        (
            "chicago",
            "Doe, Jane, and John Roe. “Harbour bridge reopens after storm.” Harbour Post, March 2, 1871.",
        ),
        (
            "chicago-note",
            "Jane Doe and John Roe, “Harbour bridge reopens after storm,” Harbour Post, March 2, 1871.",
        ),
        (
            "apa",
            "Doe, J., & Roe, J. (1871, March 2). Harbour bridge reopens after storm. Harbour Post.",
        ),
        (
            "mla",
            "Doe, Jane, and John Roe. “Harbour bridge reopens after storm.” Harbour Post, 2 Mar. 1871.",
        ),
    ];
    for (style, expected) in cases {
        let run = desk.run(&["cite", &id[..12], "--style", style]);
        assert_eq!((run.code, run.out.trim_end()), (0, expected), "{run:?}");
    }
    let ris = desk.run(&["cite", &id, "--style", "ris"]);
    assert!(ris.out.starts_with("TY  - NEWS\r\n") && ris.out.ends_with("ER  - \r\n"), "{ris:?}");
    let bib = desk.run(&["cite", &id, "--style", "bibtex"]).out;
    assert!(bib.starts_with(&format!("@article{{doe1871-{},\n", &id[..12])), "{bib}");
    let csl = desk.run(&["cite", &id, "--style", "csl-json"]).json();
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[1871, 3, 2]]));
}

#[test]
fn many_articles_come_from_a_search() {
    let desk = Desk::indexed();
    let ids = desk.run(&["search", "harbour", "--ids", "--sort", "oldest"]).out;
    let run = desk.run_with(&["cite", "-", "--style", "csl-json"], &ids);
    let cited = run.json();
    let listed: Vec<&str> = ids.lines().collect();
    let given: Vec<&str> =
        cited.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(given, listed);
    let wrong = desk.run(&["cite", listed[0], "ffffffff"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""), "{wrong:?}");
    let style = desk.run(&["cite", listed[0], "--style", "turabian"]);
    assert!(style.code == 2 && style.talk.contains("chicago-note"), "{style:?}");
    assert_eq!(desk.run_with(&["cite", "-"], "\n").code, 1);
}

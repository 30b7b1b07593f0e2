use std::fs;

use crate::desk::Desk;

#[test]
fn what_came_what_went_and_what_changed() {
    let desk = Desk::indexed();
    let run = desk.run(&["export", "harbour", "--about", "harbour.json", "-o", "harbour.csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    let same = desk.run(&["recheck", "harbour.json"]);
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.out.contains("the whole archive is as it was"), "{}", same.out);

    let posts = fs::read_to_string(desk.path("clippings/post.jsonl")).unwrap();
    let posts = posts.replace("second week", "third week").replace("behind the harbour", "there");
    let more = r#"{"id": "p4", "url": "https://post.example/4", "title": "Harbour dredged", "body": "The harbour is deep again.", "date": "2017-01-05", "source": "The Quay Gazette"}"#;
    desk.write("clippings/post.jsonl", &format!("{posts}{more}\n"));
    fs::remove_file(desk.path("clippings/bridge.txt")).unwrap();
    assert_eq!(desk.run(&["index"]).code, 0);

    let run = desk.run(&["recheck", "harbour.json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("3 articles on ") && run.out.contains("the archive has changed"));
    assert!(run.out.contains("Harbour dredged  The Quay Gazette, 5 January 2017"), "{}", run.out);
    assert!(run.out.contains("no longer in the index"), "{}", run.out);
    let json = desk.run(&["recheck", "harbour.json", "--json"]).json();
    // Without an address the text is part of what an article is: another text, another article.
    assert_eq!(json["came"].as_array().map(Vec::len), Some(2), "{json}");
    assert_eq!(json["went"].as_array().map(Vec::len), Some(3), "{json}");
}

#[test]
fn a_changed_article_is_told_from_another() {
    let desk = Desk::bare();
    let post = r#"{"url": "https://post.example/2024/harbour-1", "title": "Harbour shut", "body": "The harbour is shut."}"#;
    desk.write("clippings/a.jsonl", post);
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    assert_eq!(desk.run(&["export", "harbour", "--about", "a.json", "--jsonl"]).code, 0);
    desk.write("clippings/a.jsonl", &post.replace("is shut.", "was shut, and is open."));
    assert_eq!(desk.run(&["index"]).code, 0);
    let json = desk.run(&["recheck", "a.json", "--json"]).json();
    assert_eq!(json["changed"][0]["headline"], "Harbour shut", "{json}");
    assert_eq!((&json["came"], &json["went"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn a_record_of_another_kind() {
    let desk = Desk::indexed();
    desk.write("x.json", "{\"type\": \"hit\"}");
    let run = desk.run(&["recheck", "x.json"]);
    assert!(
        run.code == 2 && run.talk.contains("no record that `export --about` writes"),
        "{run:?}"
    );
    assert_eq!(desk.run(&["recheck", "nowhere.json"]).code, 2);
}

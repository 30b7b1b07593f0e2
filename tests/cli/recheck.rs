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
    let gone = "Harbour Post, 2 March 1871 (dateline), no longer in the index";
    assert!(run.out.contains("Harbour bridge") && run.out.contains(gone), "{}", run.out);
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

#[test]
fn another_index_is_said_to_be_another() {
    let desk = Desk::indexed();
    assert_eq!(desk.run(&["export", "harbour", "--about", "harbour.json", "--jsonl"]).code, 0);
    desk.write("else/a.txt", "On tides\n\nThe tide was high at the harbour.\n");
    assert_eq!(desk.run(&["index", "else", "--index", "other"]).code, 0);
    let run = desk.run(&["recheck", "harbour.json", "--index", "other"]);
    let said =
        "none of the 3 articles found then is in this index (it held 4 articles then, 1 now)";
    assert!(run.code == 1 && run.talk.contains(said), "{run:?}");

    // A record of the first form, which had hashes only.
    let mut record: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(desk.path("harbour.json")).unwrap()).unwrap();
    record["v"] = 1.into();
    record.as_object_mut().unwrap().remove("archive");
    for (_, article) in record["articles"].as_object_mut().unwrap() {
        *article = article["content"].take();
    }
    desk.write("harbour.json", &record.to_string());
    let run = desk.run(&["recheck", "harbour.json"]);
    assert!(run.code == 0 && run.talk.lines().count() == 1, "{run:?}");
    let run = desk.run(&["recheck", "harbour.json", "--index", "other"]);
    assert!(
        run.out.contains("no longer in the index") && run.talk.contains("none of the 3"),
        "{run:?}"
    );
}

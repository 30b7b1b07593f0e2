use crate::desk::Desk;

fn strikes() -> Desk {
    let desk = Desk::new();
    let mut lines = String::new();
    for (id, title, body) in [
        (
            "s1",
            "Ferry crews walk out",
            "The ferry crews of Port Ada walked out over night pay, and no ferry sailed.",
        ),
        (
            "s2",
            "Ferry crews walk out",
            "The ferry crews of Port Ada walked out over night pay, and no ferry sailed!",
        ),
        (
            "s3",
            "Night pay settled",
            "The owners settled night pay with the ferry crews of Port Ada.",
        ),
        ("s4", "Tulips early this year", "The tulips of the park opened early, gardeners said."),
        ("s5", "Bread dearer", "A loaf costs a penny more, bakers said."),
        ("s6", "Museum opens", "The museum opened its new wing of old clocks."),
    ] {
        lines += &format!(
            "{{\"id\": \"{id}\", \"title\": \"{title}\", \"body\": \"{body}\", \"language\": \"en\"}}\n"
        );
    }
    desk.write("clippings/strikes.jsonl", &lines);
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    desk
}

#[test]
fn the_same_story_comes_first_and_copies_are_marked() {
    let desk = strikes();
    let run = desk.run(&["similar", "s1"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.starts_with("like Ferry crews walk out\nby "), "{}", run.out);
    assert!(run.out.contains("copy: the same text\nFerry crews walk out"), "{}", run.out);
    let json = desk.run(&["similar", "s1", "--json"]).json();
    assert_eq!(json["hits"][0]["copy"], "same");
    assert_eq!(json["hits"][1]["headline"], "Night pay settled", "{json}");
    let ids: Vec<_> = json["hits"].as_array().unwrap().iter().map(|hit| &hit["id"]).collect();
    assert!(!ids.contains(&&json["id"]), "{json}");
    assert_eq!(desk.run(&["similar", "ffffffffffff"]).code, 1);
}

#[test]
fn a_query_is_widened_when_asked() {
    let desk = strikes();
    let plain = desk.run(&["search", "ferry", "sailed", "--ids"]);
    let related = desk.run(&["search", "ferry", "sailed", "-tulips", "--related", "--json"]);
    assert!(related.talk.is_empty() || related.talk.contains("index-data"), "{related:?}");
    let json = related.json();
    assert_eq!(json["query"]["notices"][0]["code"], "related", "{json}");
    let headlines: Vec<_> =
        json["hits"].as_array().unwrap().iter().map(|hit| hit["headline"].clone()).collect();
    assert!(headlines.contains(&"Night pay settled".into()), "{headlines:?}");
    assert!(!headlines.contains(&"Tulips early this year".into()), "{headlines:?}");
    assert_eq!(plain.out.lines().count(), 2);
}

//! Files and folders that are not what they should be: each is named, and nothing good is lost.

use std::fs;

use crate::desk::Desk;

#[test]
fn the_good_beside_the_bad_is_found() {
    let desk = Desk::new();
    let deep = "[".repeat(100_000);
    let bad: [(&str, &[u8]); 8] = [
        ("empty.txt", b""),
        ("noise.html", b"\x01\x02\0\0\xff\xfe\0\x07\x1f\x00"),
        ("cut.gz", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("cut.zip", b"PK\x03\x04\x14\0"),
        ("deep.json", deep.as_bytes()),
        ("broken.txt", b"Caf\xc3\xa9 f\xc3\xaate\n\nThe f\xc3\xaate on the quay \xff was long.\n"),
        ("wide.txt", b"\xff\xfeT\0i\0d\0e\0\n\0\n\0Q\0u\0a\0y\0s\0 \0w\0e\0t\0.\0"),
        (
            "old.txt",
            b"Gro\xdfe Flut\n\nDie Flut war gro\xdf, und die K\xfcste stand unter Wasser.\n",
        ),
    ];
    for (name, bytes) in bad {
        fs::write(desk.path("clippings").join(name), bytes).unwrap();
    }
    let run = desk.run(&["index", "clippings"]);
    assert_eq!(run.code, 3, "{run:?}");
    for says in ["cut.gz: not valid gzip", "cut.zip: not valid zip", "deep.json:1: over the limit"]
    {
        assert!(run.talk.contains(says), "{says}: {run:?}");
    }
    assert!(!run.talk.contains("panicked"), "{run:?}");
    for word in ["bridge", "ferry", "f\u{ea}te", "quays", "k\u{fc}ste"] {
        assert_eq!(desk.run(&["search", "-c", word]).out, "1\n", "{word}: {run:?}");
    }
}

#[test]
fn an_index_that_cannot_be_read_says_what_helps() {
    let desk = Desk::indexed();
    fs::write(desk.path("index-data/g1/meta.json"), "{").unwrap();
    for command in [&["search", "harbour"][..], &["verify"], &["rebuild"], &["index"]] {
        let run = desk.run(command);
        assert_eq!(run.code, 4, "{run:?}");
        assert!(run.talk.contains("is damaged") && run.talk.contains("delete `"), "{run:?}");
    }
    fs::write(desk.path("index-data/morgue.json"), "{").unwrap();
    let run = desk.run(&["search", "harbour"]);
    assert!(run.code == 4 && run.talk.contains("is not a manifest of morgue"), "{run:?}");
    fs::remove_file(desk.path("index-data/morgue.json")).unwrap();
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    assert_eq!(desk.run(&["search", "-c", "harbour"]).out, "3\n");
}

#[test]
fn a_file_or_a_folder_of_articles_is_no_index() {
    let desk = Desk::new();
    let run = desk.run(&["index", "clippings", "--index", "clippings/bridge.txt"]);
    assert!(run.code == 4 && run.talk.contains("is a file"), "{run:?}");
    let run = desk.run(&["search", "harbour", "--index", "clippings"]);
    assert!(run.code == 4 && run.talk.contains("--in clippings"), "{run:?}");
}

#[test]
fn a_query_of_a_megabyte_is_answered() {
    let desk = Desk::indexed();
    for (query, says) in [("a ".repeat(500_000), "1024 words"), ("(".repeat(1_000_000), "64 deep")]
    {
        let run = desk.run_with(&["search", "-"], &query);
        assert!(run.code == 2 && run.talk.contains(says) && run.talk.len() < 1000, "{run:?}");
    }
}

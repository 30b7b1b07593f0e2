use std::fs;

use crate::desk::Desk;

const MORE: &str = r#"{"id": "p4", "url": "https://post.example/4", "title": "Harbour dredged: Ö", "body": "The harbour is deep again.", "date": "2017-01-05", "source": "The Quay Gazette"}"#;

/// With a saved search of the harbour.
fn saved() -> Desk {
    let desk = Desk::indexed();
    let run = desk.run(&["saved", "add", "harbour", "harbour", "-football"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.talk.contains("harbour: harbour NOT football\n2 articles now; none"), "{run:?}");
    desk
}

fn index(desk: &Desk, name: &str, text: &str) {
    desk.write(&format!("clippings/{name}"), text);
    assert_eq!(desk.run(&["index"]).code, 0);
}

#[test]
fn an_article_is_told_of_once() {
    let desk = saved();
    let nothing = desk.run(&["saved", "run"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""), "{nothing:?}");
    index(&desk, "more.jsonl", MORE);
    let peek = desk.run(&["saved", "run", "--peek", "--json"]);
    assert_eq!(peek.code, 0, "{peek:?}");
    let run = desk.run(&["saved", "run"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("Harbour dredged: Ö") && run.talk.contains("1 new article\n"));
    assert_eq!(desk.run(&["saved", "run"]).code, 1);
    // A correction is no news, and neither is an index made anew from the same articles.
    index(&desk, "more.jsonl", &MORE.replace("deep again.", "deep again, at last."));
    assert_eq!(desk.run(&["saved", "run"]).code, 1);
    assert_eq!(desk.run(&["rebuild"]).code, 0);
    assert_eq!(desk.run(&["saved", "run"]).code, 1);
    let second = ["--index", "second"];
    assert_eq!(desk.run(&[&["index", "clippings"][..], &second].concat()).code, 0);
    fs::create_dir_all(desk.path("second/kept/saved")).unwrap();
    for file in ["harbour.toml", "harbour.seen"] {
        let from = desk.path("index-data/kept/saved").join(file);
        fs::copy(from, desk.path("second/kept/saved").join(file)).unwrap();
    }
    assert_eq!(desk.run(&[&["saved", "run"][..], &second].concat()).code, 1);
}

#[test]
fn a_search_that_is_not_what_it_seems_is_refused_with_the_one_to_save() {
    let desk = Desk::indexed();
    let run = desk.run(&["saved", "add", "a", "harbour", "and", "strike"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.talk.contains("to save it as it would be read: harbour"), "{run:?}");
    assert_eq!(desk.run(&["saved", "add", "a", "harbour(("]).code, 2);
    assert_eq!(desk.run(&["saved", "list"]).code, 1);
    for name in ["../x", "A", "con", "a/b", ""] {
        assert_eq!(desk.run(&["saved", "add", name, "harbour"]).code, 2, "{name}");
    }
    assert_eq!(desk.run(&["saved", "add", "a", "harbour"]).code, 0);
    assert_eq!(desk.run(&["saved", "add", "a", "ferry"]).code, 2);
    assert_eq!(desk.run(&["saved", "add", "a", "ferry", "--replace", "--lang", "en"]).code, 0);
    let list = desk.run(&["saved", "list"]);
    assert_eq!(list.out, "a  ferry  lang=en\n");
    let json = desk.run(&["saved", "list", "--json"]).json();
    assert_eq!(json["saved"][0]["filters"]["lang"][0], "en", "{json}");
    assert_eq!(desk.run(&["saved", "show", "a"]).code, 0);
    assert_eq!(desk.run(&["saved", "rm", "a"]).code, 0);
    assert_eq!(desk.run(&["saved", "rm", "a"]).code, 1);
    assert_eq!(desk.run(&["saved", "show", "a"]).code, 1);
}

#[test]
fn a_query_changed_by_hand_finds_no_old_news() {
    let desk = saved();
    let file = "index-data/kept/saved/harbour.toml";
    let text = fs::read_to_string(desk.path(file)).unwrap();
    assert!(text.contains("q = \"harbour -football\"\n"), "{text}");
    desk.write(file, "q = 'masons OR ferry OR sturm'");
    let run = desk.run(&["saved", "run"]);
    assert!(run.code == 1 && run.talk.contains("changed since"), "{run:?}");
    desk.write("index-data/kept/saved/mine.toml", "q = 'ferry'\n");
    let run = desk.run(&["saved", "run", "mine"]);
    assert!(run.code == 1 && run.talk.contains("1 article found now count as told"), "{run:?}");
    desk.write("index-data/kept/saved/mine.toml", "q = 'ferry'\ncommand = 'touch x'\n");
    let run = desk.run(&["saved", "run", "mine"]);
    assert!(run.code == 2 && run.talk.contains("mine.toml"), "{run:?}");
}

#[test]
fn a_mail_is_one_mail() {
    let desk = saved();
    let none = desk.run(&["saved", "run", "--mail", "ada@news.example"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""), "{none:?}");
    let nasty = MORE.replace("dredged: Ö", "dredged\\r\\nBcc: eve@news.example\\r\\n\\r\\nÖ");
    index(&desk, "more.jsonl", &nasty);
    let bad = desk.run(&["saved", "run", "--mail", "ada@news.example\nBcc: eve@news.example"]);
    assert_eq!(bad.code, 2, "{bad:?}");
    let mail = desk.run(&["saved", "run", "--mail", "ada@news.example"]);
    assert_eq!(mail.code, 0, "{mail:?}");
    let (head, body) = mail.out.split_once("\n\n").unwrap();
    assert!(head.starts_with(
        "From: ada@news.example\nTo: ada@news.example\nSubject: 1 new article: harbour\nDate: "
    ));
    assert!(!head.contains("Bcc"), "{head}");
    assert!(body.contains("* Harbour dredged Bcc: eve@news.example"), "{body}");
    assert!(body.contains("=C3=96") && mail.out.is_ascii(), "{body}");
}

#[test]
fn commands_come_from_the_users_own_settings_only() {
    let desk = saved();
    index(&desk, "more.jsonl", MORE);
    let alert = |index: &str, command: &str| {
        format!("[[alert]]\nindex = '{index}'\nmail = 'ada@news.example'\ncommand = '{command}'\n")
    };
    let index = desk.path("index-data").canonicalize().unwrap();
    let index = index.to_str().unwrap();
    // What lies in the index or the folder sets nothing.
    for file in ["index-data/config.toml", "index-data/kept/config.toml", "config.toml"] {
        desk.write(file, &alert(index, "touch was-run"));
    }
    let run = desk.run(&["saved", "run", "--deliver"]);
    assert!(run.code == 2 && run.talk.contains("no command is set"), "{run:?}");
    desk.write("config/morgue/config.toml", &alert("/elsewhere", "touch was-run"));
    assert_eq!(desk.run(&["saved", "run", "--deliver"]).code, 2);
    desk.write("config/morgue/config.toml", &alert(index, "exit 3"));
    let failed = desk.run(&["saved", "run", "--deliver"]);
    assert!(failed.code != 0 && failed.talk.contains("exit 3"), "{failed:?}");
    desk.write("config/morgue/config.toml", &alert(index, "cat > delivered"));
    let run = desk.run(&["saved", "run", "--deliver"]);
    assert_eq!(run.code, 0, "what a failed command was given is still new: {run:?}");
    let mail = fs::read_to_string(desk.path("delivered")).unwrap();
    assert!(mail.contains("Harbour dredged"), "{mail}");
    assert_eq!(desk.run(&["saved", "run", "--deliver"]).code, 1);
    assert!(!desk.path("was-run").exists());
}

#[test]
fn one_bad_search_or_command_keeps_no_other_from_its_work() {
    let desk = saved();
    desk.write("index-data/kept/saved/broken.toml", "q = ");
    desk.write("index-data/kept/saved/open.toml", "q = '\"open'\nstrict = true\n");
    let list = desk.run(&["saved", "list"]);
    assert!(list.code == 2 && list.talk.contains("broken.toml"), "{list:?}");
    assert!(list.out.contains("harbour"), "{list:?}");
    index(&desk, "more.jsonl", MORE);
    let place = desk.path("index-data").canonicalize().unwrap();
    let alert = |command: &str| {
        format!("[[alert]]\nindex = '{}'\ncommand = '{command}'\n", place.display())
    };
    let both = alert("cat > delivered") + &alert("exit 3");
    desk.write("config/morgue/config.toml", &both);
    let run = desk.run(&["saved", "run", "--deliver"]);
    assert_eq!(run.code, 2, "{run:?}");
    for said in ["broken.toml", "open: ", "exit 3", "undelivered"] {
        assert!(run.talk.contains(said), "{said}: {run:?}");
    }
    assert!(fs::read_to_string(desk.path("delivered")).unwrap().contains("Harbour dredged"));
    let kept = fs::read_dir(desk.path("index-data/kept/saved/undelivered")).unwrap();
    let kept: Vec<_> = kept.map(|file| file.unwrap().path()).collect();
    assert!(kept.len() == 1 && fs::read_to_string(&kept[0]).unwrap().contains("Harbour dredged"));
    // It was told of: not again to those who had it.
    fs::remove_file(desk.path("delivered")).unwrap();
    let again = desk.run(&["saved", "run", "--deliver"]);
    assert!(again.code == 2 && !desk.path("delivered").exists(), "{again:?}");
}

//! Wrong use and missing things: a message that says what to do next, and a code.

use crate::desk::Desk;

fn fails(desk: &Desk, args: &[&str], code: i32, says: &str) {
    let run = desk.run(args);
    assert_eq!(run.code, code, "{args:?}: {run:?}");
    assert!(run.talk.contains(says), "{args:?}: {}", run.talk);
    assert!(!run.talk.contains("panicked"), "{args:?}: {}", run.talk);
}

#[test]
fn without_an_index() {
    let desk = Desk::new();
    fails(&desk, &["search", "harbour"], 4, "`morgue index PATH` makes one");
    fails(&desk, &["stats"], 4, "there is no index here");
    fails(&desk, &["index"], 4, "there is no index here");
    fails(&desk, &["verify", "--index", "nowhere"], 4, "there is no index in `nowhere`");
    assert!(!desk.path("index-data").exists());
}

#[test]
fn a_folder_of_articles_is_no_index() {
    let desk = Desk::new();
    let args = ["index", "clippings", "--index", "clippings"];
    fails(&desk, &args, 4, "is not an index and holds other things");
    fails(&desk, &["search", "a", "--index", "clippings"], 4, "there is no index in `clippings`");
    assert!(!desk.path("clippings/morgue.json").exists());
}

#[test]
fn wrong_use() {
    let desk = Desk::indexed();
    fails(&desk, &["serch", "x"], 2, "search");
    fails(&desk, &["search"], 2, "what is to be found?");
    fails(&desk, &["search", "x", "--outlt", "y"], 2, "--outlet");
    fails(&desk, &["search", "x", "-n", "many"], 2, "a number or `all`");
    fails(&desk, &["search", "x", "--facets", "colour"], 2, "`colour` is not counted");
    fails(&desk, &["search", "x", "--columns", "datum"], 2, "`datum` is not a column");
    fails(&desk, &["search", "x", "--json", "--csv"], 2, "cannot be used with");
    fails(&desk, &["search", "x", "--from", "yesterday"], 2, "`yesterday`");
    fails(&desk, &["index", "nowhere"], 2, "there is nothing to read at `nowhere`");
    fails(&desk, &["index", "--set", "lang=en"], 2, "name it");
    fails(&desk, &["index", "index-data"], 2, "is an index");
    fails(&desk, &["help", "cooking"], 2, "there is no help on `cooking`");
    fails(&desk, &["search", "x", "--index", "opensearch://host:9200/name"], 2, "opensearch");
}

#[test]
fn a_bad_query_is_shown_with_a_caret() {
    let desk = Desk::indexed();
    let run = desk.run(&["search", "--strict", "harbour", "(bridge"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.talk.contains("harbour (bridge\n") && run.talk.contains('^'), "{}", run.talk);
    let lenient = desk.run(&["search", "harbour", "(bridge"]);
    assert_eq!(lenient.code, 0, "{lenient:?}");
    assert!(lenient.talk.contains("notice: "), "{}", lenient.talk);
    fails(&desk, &["search", "said:mayor bridge"], 2, "`speaker`");
}

#[test]
fn nothing_found() {
    let desk = Desk::indexed();
    fails(&desk, &["search", "zeppelin"], 1, "nothing found");
    fails(&desk, &["show", "ffffffffffff"], 1, "there is no article `ffffffffffff`");
    fails(&desk, &["timeline", "zeppelin"], 1, "nothing found");
}

#[test]
fn something_could_not_be_read() {
    let desk = Desk::new();
    desk.write("clippings/broken.jsonl", "{\"title\": \"a\", \"body\": \"b\"}\n{\"title\": \n");
    let run = desk.run(&["index", "clippings"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.talk.contains("broken.jsonl:2: "), "{}", run.talk);
    let search = desk.run(&["search", "harbour", "--in", "clippings"]);
    assert_eq!(search.code, 0, "{search:?}");
}

#[test]
fn a_closed_pipe_is_quiet() {
    let desk = Desk::indexed();
    let mut command = desk.command(&["search", "harbour", "--json"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command.stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("pipe"));
}

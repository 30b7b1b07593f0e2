use std::fs;

use crate::desk::Desk;

fn rows(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_string()).collect()
}

#[test]
fn a_table_of_all_that_is_found() {
    let desk = Desk::indexed();
    let run =
        desk.run(&["export", "harbour", "--sort", "oldest", "--columns", "date_earliest,headline"]);
    assert_eq!(run.code, 0, "{run:?}");
    let expected = [
        "date_earliest,headline",
        "1871-03-02,Harbour bridge reopens after storm",
        "2016-06-23,Ferry strike enters second week",
        "2016-07-02,Masons win the cup",
    ];
    assert_eq!(rows(&run.out), expected);
    let unsorted = desk.run(&["export", "harbour", "--columns", "date_earliest,headline"]);
    let (mut all, mut sorted) = (rows(&unsorted.out), rows(&run.out));
    all.sort();
    sorted.sort();
    assert_eq!(all, sorted);
    let filtered = desk.run(&["export", "--from", "2019", "--ids"]);
    assert_eq!(filtered.code, 2, "{filtered:?}");
    assert_eq!(desk.run(&["export", "zeppelin"]).code, 1);
    let score = desk.run(&["export", "harbour", "--columns", "score"]);
    assert!(score.code == 2 && score.talk.contains("--sort relevance"), "{score:?}");
}

#[test]
fn lines_say_that_they_are_whole() {
    let desk = Desk::indexed();
    let run = desk.run(&["export", "harbour", "--jsonl"]);
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["type"], "hit");
    assert_eq!((&lines[3]["type"], &lines[3]["articles"]), (&"end".into(), &3.into()));
}

#[test]
fn a_file_is_there_when_it_is_whole() {
    let desk = Desk::indexed();
    let run = desk.run(&["export", "-o", "all.csv"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert_eq!(fs::read_to_string(desk.path("all.csv")).unwrap().lines().count(), 5);
    assert_eq!(desk.run(&["recheck", "all.about.json"]).code, 0);
    let failed = desk.run(&["export", "-o", "nowhere/all.csv"]);
    assert!(failed.code != 0 && failed.talk.contains("nowhere/all.about.json"), "{failed:?}");
    let left: Vec<_> = fs::read_dir(desk.path(".")).unwrap().flatten().collect();
    assert!(left.iter().all(|file| !file.file_name().to_string_lossy().contains(".part")));
}

#[test]
fn whole_articles_are_indexed_elsewhere_as_they_are_here() {
    let desk = Desk::indexed();
    let run = desk.run(&["export", "--full", "-o", "away/all.jsonl"]);
    assert_ne!(run.code, 0, "the folder is not there yet");
    fs::create_dir(desk.path("away")).unwrap();
    let run = desk.run(&["export", "--full", "-o", "away/all.jsonl"]);
    assert_eq!(run.code, 0, "{run:?}");
    let elsewhere = ["--index", "second"];
    let read = desk.run(&[&["index", "away"][..], &elsewhere].concat());
    assert_eq!(read.code, 0, "{read:?}");
    let stats = |more: &[&str]| desk.run(&[&["stats", "--json"][..], more].concat()).json();
    let (here, there) = (stats(&[]), stats(&elsewhere));
    assert_eq!(here["articles"], there["articles"]);
    assert_eq!(here["fingerprint"], there["fingerprint"]);
    let show = |more: &[&str]| desk.run(&[&["show", "p1", "--json"][..], more].concat()).json();
    let (here, there) = (show(&[]), show(&elsewhere));
    for field in ["id", "key", "added", "published", "outlet", "body", "simhash"] {
        assert_eq!(here[field], there[field], "{field}");
    }
    assert_eq!(here["origins"][0], there["origins"][1], "where it came from is kept");
}

#[test]
fn a_file_has_the_form_of_its_name() {
    let desk = Desk::indexed();
    let cases = [
        ("a.csv", "id,date_earliest,"),
        ("b.jsonl", "{\"type\":\"hit\","),
        ("c.ris", "TY  - NEWS\r\n"),
        ("d.bib", "@article{"),
        ("e.json", "[\n{\"id\":\""),
        ("f", "id,date_earliest,"),
    ];
    for (name, begin) in cases {
        let run = desk.run(&["export", "harbour", "-o", name]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{name}: {run:?}");
        let text = fs::read_to_string(desk.path(name)).unwrap();
        assert!(text.starts_with(begin), "{name}: {text}");
        let format = ["csv", "jsonl", "ris", "bibtex", "csl-json", "csv"];
        let at = cases.iter().position(|(known, _)| *known == name).unwrap();
        let printed = desk.run(&["export", "harbour", "--format", format[at]]);
        let lines = |text: &str| text.lines().count();
        assert_eq!(lines(&printed.out), lines(&text), "{name}");
    }
    let bundle = desk.run(&["export", "harbour", "-o", "g.zip"]);
    assert_eq!(bundle.code, 0, "{bundle:?}");
    let bytes = fs::read(desk.path("g.zip")).unwrap();
    let has = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(bytes.starts_with(b"PK\x03\x04") && has(b"COMPLETE.txt"));
    assert!(has(b"harbour-post/1871-03-02-harbour-bridge-reopens-after-storm-"));
    for (args, said) in [
        (&["-o", "a.xlsx"][..], "`.xlsx` is no form of export"),
        (&["--format", "ris", "--excel"], "--excel has no meaning in the form `ris`"),
        (&["--full", "--csv"], "--full has no meaning in the form `csv`"),
        (&["--format", "xml"], "`xml` is not a form of export"),
    ] {
        let run = desk.run(&[&["export"], args].concat());
        assert!(run.code == 2 && run.talk.contains(said), "{args:?}: {run:?}");
    }
}

#[test]
fn a_spreadsheet_takes_nothing_for_a_formula() {
    let desk = Desk::bare();
    let post = r#"{"title": "=HYPERLINK(1)", "body": "A harbour.", "byline": "-x"}"#;
    desk.write("clippings/a.jsonl", post);
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    let columns = ["export", "--columns", "headline"];
    assert_eq!(rows(&desk.run(&columns).out), ["headline", "=HYPERLINK(1)"]);
    let excel = desk.run(&[&columns[..], &["--excel"]].concat());
    assert_eq!(rows(&excel.out), ["\u{feff}headline", "'=HYPERLINK(1)"]);
}

#[test]
fn an_export_that_fails_leaves_what_was_there() {
    let desk = Desk::indexed();
    desk.write("old.csv", "old");
    let failed = desk.run(&["export", "harbour", "-o", "old.csv", "--about", "nowhere/a.json"]);
    assert_ne!(failed.code, 0, "{failed:?}");
    let limited = desk.run(&["export", "speaker:mayor", "-o", "old.csv"]);
    assert_eq!(limited.code, 2, "{limited:?}");
    assert_eq!(fs::read_to_string(desk.path("old.csv")).unwrap(), "old");
    let left: Vec<_> = fs::read_dir(desk.path(".")).unwrap().flatten().collect();
    assert!(left.iter().all(|file| !file.file_name().to_string_lossy().contains(".part")));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let desk = Desk::indexed();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = desk.command(&["export"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("pipe"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    let desk = Desk::indexed();
    let output = desk.command(&["export", "harbour"]).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    // A link leads to the file that is meant, there already or not.
    desk.write("kept/real.csv", "old");
    fs::set_permissions(desk.path("kept/real.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("kept/real.csv", desk.path("link.csv")).unwrap();
    symlink(desk.path("kept/new.csv"), desk.path("later.csv")).unwrap();
    for (link, real) in [("link.csv", "kept/real.csv"), ("later.csv", "kept/new.csv")] {
        assert_eq!(desk.run(&["export", "harbour", "-o", link]).code, 0);
        assert!(fs::symlink_metadata(desk.path(link)).unwrap().is_symlink(), "{link}");
        assert_eq!(fs::read_to_string(desk.path(real)).unwrap(), table);
    }
    let mode = fs::metadata(desk.path("kept/real.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What is no file is written to and stays what it is.
    let null = fs::metadata("/dev/null").unwrap().file_type();
    assert_eq!(desk.run(&["export", "harbour", "-o", "/dev/null"]).code, 0);
    assert!(null.is_char_device() && fs::metadata("/dev/null").unwrap().file_type() == null);
    assert!(!std::path::Path::new("/dev/null.about.json").exists());
    for name in ["/dev/stdout", "-"] {
        let output = desk.command(&["export", "harbour", "-o", name]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), table, "{name}");
    }
    assert!(!desk.path("-").exists());
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap();
    assert!(made.success());
    let reader = desk.path("pipe");
    let reader = std::thread::spawn(move || fs::read_to_string(reader).unwrap());
    assert_eq!(desk.run(&["export", "harbour", "-o", "pipe"]).code, 0);
    assert_eq!(reader.join().unwrap(), table);
    assert!(fs::symlink_metadata(desk.path("pipe")).unwrap().file_type().is_fifo());
    // A file that the shell holds open is added to, not put in another's place.
    let shell = format!(
        "echo first >> out; {} export harbour -o /dev/stdout >> out",
        env!("CARGO_BIN_EXE_morgue")
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &shell]).current_dir(desk.path(".")).env_remove("MORGUE_INDEX");
    assert!(command.status().unwrap().success());
    assert_eq!(fs::read_to_string(desk.path("out")).unwrap(), format!("first\n{table}"));
}

#[cfg(unix)]
#[test]
fn two_files_have_two_places() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let desk = Desk::indexed();
    desk.write("a.csv", "old");
    symlink("a.csv", desk.path("same.csv")).unwrap();
    symlink("round", desk.path("round")).unwrap();
    for (args, said) in [
        (&["-o", "a.csv", "--about", "a.csv"][..], "same place"),
        (&["-o", "a.csv", "--about", "clippings/../a.csv"], "same place"),
        (&["-o", "a.csv", "--about", "same.csv"], "same place"),
        (&["-o", "b.csv", "--about", "./b.csv"], "same place"),
        (&["--about", "-"], "same place"),
        (&["-o", "-", "--about", "/dev/stdout"], "same place"),
        (&["-o", "clippings"], "`clippings`: it is a folder"),
        (&["-o", "a.csv", "--about", "clippings"], "it is a folder"),
        (&["-o", "round"], "in a circle"),
    ] {
        let run = desk.run(&[&["export", "harbour"], args].concat());
        assert!(run.code == 2 && run.talk.contains(said), "{args:?}: {run:?}");
        assert_eq!(fs::read_to_string(desk.path("a.csv")).unwrap(), "old", "{args:?}");
    }
    let run = desk.run(&["export", "harbour", "-o", "b.csv", "--about", "-"]);
    assert_eq!((run.code, &run.json()["articles"].as_object().map(|it| it.len())), (0, &Some(3)));
    fs::set_permissions(desk.path("a.csv"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = desk.run(&["export", "harbour", "-o", "a.csv"]);
    assert!(run.code == 2 && run.talk.contains("write-protected"), "{run:?}");
}

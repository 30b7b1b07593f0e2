use crate::desk::Desk;

/// Articles of two outlets over some years: a weak date, an imprecise one and none.
const YEARS: &str = r#"{"id": "y1", "title": "Flood at the weir", "body": "The flood took the weir.", "date": "2001-03-02", "source": "The Quay Gazette"}
{"id": "y2", "title": "Council meets", "body": "It spoke of drains.", "date": "2001-05-02", "source": "The Quay Gazette"}
{"id": "y3", "title": "Second flood", "body": "The flood came back with a storm.", "date": "2001-09-09", "source": "The Quay Gazette"}
{"id": "y4", "title": "Storm over the bay", "body": "A storm passed.", "date": "2003-01-20", "source": "Der Anzeiger"}
{"id": "y5", "title": "Flood remembered", "body": "The flood of 2001, two years on.", "date": "2003-03-02", "source": "Der Anzeiger"}
{"id": "y6", "title": "A decade of floods", "body": "Every flood on a map.", "date": "2000s", "source": "Der Anzeiger"}
{"id": "y7", "title": "On floods", "body": "What a flood is.", "source": "Der Anzeiger"}
"#;

fn years() -> Desk {
    let desk = Desk::bare();
    desk.write("clippings/years.jsonl", YEARS);
    desk.write(
        "clippings/2003/flood-notes.txt",
        "Flood notes\n\nThe flood in notes, nothing else.\n",
    );
    let run = desk.run(&["index", "clippings"]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

#[test]
fn bars_with_empty_steps() {
    let desk = Desk::indexed();
    let run =
        desk.run(&["timeline", "harbour", "-nothing", "--interval", "month", "--from", "2016-05"]);
    assert_eq!(run.code, 0, "{run:?}");
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0] == "2016-05  0" && lines[1].starts_with("2016-06  █"), "{}", run.out);
    assert!(lines[1].ends_with(" 1"), "{}", run.out);
    let all = desk.run(&["timeline", "", "--interval", "decade", "--json"]).json();
    let buckets = all["lines"][0]["timeline"]["buckets"].as_array().unwrap();
    assert_eq!(buckets.len(), 15);
    assert_eq!(buckets[1]["count"], 0);
    assert_eq!(all["gaps"][0]["first"], "1880-01-01");
}

#[test]
fn queries_beside_each_other() {
    let desk = years();
    let run = desk.run(&["timeline", "flood", "--vs", "storm", "--interval", "year"]);
    assert_eq!(run.code, 0, "{run:?}");
    let page = "A  flood  6 articles
B  storm  2 articles

         A                                    B
2001  ██████████████████████████████████ 2   █████████████████ 1
2002  0                                    0
2003  ██████████████████░░░░░░░░░░░░░░░░ 2   █████████████████ 1
A: 1 not known to the year, 1 undated
";
    // The widths are those of the page; what is drawn is tested there.
    let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    let shape = |text: &str| {
        let bar = |word: &String| !word.starts_with(['█', '░']);
        words(text).into_iter().filter(bar).collect::<Vec<_>>()
    };
    assert!(shape(&run.out).starts_with(&shape(page)), "{}", run.out);
    assert!(run.out.contains("░ dated only by a file or folder name"), "{}", run.out);
    assert!(run.talk.contains("nothing under these filters for 2002"), "{}", run.talk);
    assert!(run.talk.contains("The Quay Gazette lacks 2003"), "{}", run.talk);
    // What is not dated to the year may be of that year.
    let unsure =
        "Der Anzeiger has nothing dated 2001, but 2 of its 4 articles are not dated to the year";
    assert!(run.talk.contains(unsure), "{}", run.talk);
    assert!(run.talk.contains("A 6, B 2 articles"), "{}", run.talk);
}

#[test]
fn shares_add_up() {
    let desk = years();
    let args = ["timeline", "flood", "--share", "--interval", "year"];
    let run = desk.run(&args);
    assert!(run.out.contains("67%  2 of 3") && run.out.contains("-  0 of 0"), "{}", run.out);
    let csv = desk.run(&[&args[..], &["--csv", "--methods"]].concat());
    let rows: Vec<Vec<&str>> = csv.out.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        rows[0],
        ["query", "step", "first", "last", "count", "weakly_dated", "all", "share"]
    );
    assert_eq!(rows[1], ["flood", "2001", "2001-01-01", "2001-12-31", "2", "0", "3", "0.666667"]);
    assert_eq!(rows[2], ["flood", "2002", "2002-01-01", "2002-12-31", "0", "0", "0", ""]);
    let sum: u64 = rows[1..].iter().map(|row| row[4].parse::<u64>().unwrap()).sum();
    let of: u64 = rows[1..].iter().map(|row| row[6].parse::<u64>().unwrap()).sum();
    assert_eq!((sum, of), (6, 8), "{}", csv.out);
    assert!(csv.talk.contains("to the same year, 6 in all steps together"), "{}", csv.talk);
    assert!(csv.talk.contains("fingerprint was "), "{}", csv.talk);
    let own = desk.run(&["timeline", "flood", "outlet:\"der anzeiger\"", "--share"]);
    assert!(own.talk.contains("its share is of all articles"), "{}", own.talk);
    let filter = desk.run(&["timeline", "flood", "--outlet", "Der Anzeiger", "--share"]);
    assert!(filter.out.contains("1 of 2"), "{}", filter.out);
}

#[test]
fn lists_beside_the_bars() {
    let desk = years();
    let run = desk.run(&["timeline", "flood", "--facets", "outlet"]);
    assert!(run.out.contains("The Quay Gazette  2"), "{}", run.out);
    let json = desk.run(&["timeline", "flood", "--facets", "outlet", "--json"]).json();
    assert_eq!(json["lines"][0]["facets"][0]["field"], "outlet");
    assert_eq!(json["outlets"][0]["outlet"]["name"], "Der Anzeiger");
}

#[test]
fn too_many_queries() {
    let desk = years();
    let run = desk
        .run(&["timeline", "a", "--vs", "b", "--vs", "c", "--vs", "d", "--vs", "e", "--vs", "f"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.talk.contains("at most 5"), "{}", run.talk);
    let bad = desk.run(&["timeline", "flood", "--vs", "(flood", "--strict"]);
    assert!(bad.code == 2 && bad.talk.contains("(flood"), "{bad:?}");
}

#[test]
fn a_time_beyond_the_archive() {
    let desk = years();
    for args in
        [["flood", "--from", "2050"], ["flood", "--to", "1700"], ["flood", "--from", "2010"]]
    {
        let run = desk.run(&[&["timeline"], &args[..]].concat());
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.talk.contains("its articles are of 2000 to 2009"), "{run:?}");
    }
    let json = desk.run(&["timeline", "flood", "--from", "2050", "--json"]).json();
    assert_eq!(json["lines"][0]["query"]["notices"][0]["code"], "empty-period", "{json}");
}

#[test]
fn more_outlets_than_are_looked_at() {
    let desk = Desk::bare();
    let line = |n: usize| {
        let date = if n == 0 { "1990" } else { "1991" };
        format!(
            "{{\"title\": \"Flood {n}\", \"body\": \"A flood.\", \"date\": \"{date}\", \"source\": \"Paper {n}\"}}\n"
        )
    };
    desk.write("all.jsonl", &(0..15).map(line).collect::<String>());
    assert_eq!(desk.run(&["index", "all.jsonl"]).code, 0);
    let run = desk.run(&["timeline", "flood", "--interval", "year"]);
    assert!(run.talk.contains("only the 12 outlets") && run.talk.contains("of 15"), "{run:?}");
}

//! Records with named fields: what JSON, JSON lines and tables give.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use morgue_article::{Article, Day};
use morgue_ingest::{Options, default_outlets, inspect};

/// One line for each article or error of a file with this name and content.
fn read(name: &str, content: impl AsRef<[u8]>, options: &Options) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("a file");
    let mut out = String::new();
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    let mut take = |result: Result<(Article, Vec<String>), _>| {
        match result {
            Ok((article, remarks)) => line(&mut out, &article, &remarks),
            Err(error) => {
                let error: morgue_ingest::IngestError = error;
                let text = error.to_string();
                let _ = writeln!(out, "! {}", text.rsplit('/').next().unwrap_or(&text));
            }
        }
        ControlFlow::Continue(())
    };
    inspect(&path, options, &default_outlets(), today, &mut take).expect("good options");
    out
}

fn line(out: &mut String, article: &Article, remarks: &[String]) {
    let field = |value: Option<&str>| value.unwrap_or("-").to_string();
    let origin = &article.origins[0];
    let _ = write!(
        out,
        "{}:{} {} | {} | {} | {} | {} | {}",
        origin.format,
        origin.line.unwrap_or(0),
        field(article.headline.as_deref()),
        field(article.outlet.as_ref().map(|outlet| outlet.id.as_str())),
        article.published.as_ref().map_or("-".into(), ToString::to_string),
        article.authors().join("+"),
        article.section.as_deref().unwrap_or("-"),
        article.body_text().replace('\n', "¶"),
    );
    if !article.tags.is_empty() {
        let _ = write!(out, " #{}", article.tags.join(","));
    }
    if let Some(id) = &origin.source_id {
        let _ = write!(out, " id={id}");
    }
    remarks.iter().for_each(|remark| {
        let _ = write!(out, " ({remark})");
    });
    out.push('\n');
}

#[test]
fn json_under_the_names_people_use() {
    let content = r#"{"items": [
        {"title": "Mill reopens", "content_original": "It did.", "content": "It did .",
         "source": {"id": null, "name": "Reuters"}, "published_at": "2024-03-05T10:00:00+01:00",
         "authors": [{"name": "Jane Doe"}, {"name": "John Roe"}], "category": "Local", "id": 7},
        {"thread": {"title": "Bridge closes", "site": "post.example", "published": "2015-10-13T18:40:00.000+03:00"},
         "author": "", "text": "It closed.", "tags": ["bridges", "rivers"]},
        {"headline": {"main": "Ferry returns"}, "body": ["One.", "Two."], "date": 1303896720, "byline": "By Ann Poe, CNN"},
        {"pictures": []},
        17
    ]}"#;
    insta::assert_snapshot!(read("a.json", content, &Options::default()));
}

#[test]
fn bad_json_is_named_and_stops_nothing() {
    let options = Options::default();
    insta::assert_snapshot!(read(
        "a.jsonl",
        "{\"title\":\"A\",\"text\":\"x\"}\n\n{\"title\": \n{\"title\":\"B\"}",
        &options
    ));
    insta::assert_snapshot!(read(
        "a.json",
        "[{\"title\":\"A\",\"text\":\"x\"},{\"title\":\"B",
        &options
    ));
    insta::assert_snapshot!(read("a.json", "[".repeat(100_000), &options));
    insta::assert_snapshot!(read("a.json", "{\"a\":".repeat(100_000), &options));
    insta::assert_snapshot!(read(
        "b.json",
        "{\"title\":\"A\",\"text\":".to_string() + &"[".repeat(100_000),
        &options
    ));
}

#[test]
fn our_own_export_keeps_what_it_says() {
    let mut article = Article::new("url:https://post.example/1");
    article.headline = Some("Mill reopens".into());
    article.added = Some(99);
    article.origins = vec![morgue_article::Origin {
        source: morgue_article::SourceKey { root: "/x".into(), path: "y".into() },
        entry: None,
        line: None,
        ordinal: 3,
        source_id: Some("42".into()),
        sha256: String::new(),
        format: "jsonl".into(),
    }];
    let line = morgue_article::ExportedArticle::from(&article);
    let line = serde_json::to_string(&line).expect("JSON");
    let end = r#"{"type":"end","v":1,"articles":1,"whole":true,"fingerprint":"0"}"#;
    let text = format!("{line}\n{end}\n");
    insta::assert_snapshot!(read("a.jsonl", text, &Options::default()));
}

#[test]
fn tables_in_their_dialects() {
    let options = Options::default();
    let bom = "\u{feff}title,text,date\nMill,\"It \"\"did\"\",\nreally.\",2024-05-01\nBridge,It closed.,x\n";
    insta::assert_snapshot!(read("a.csv", bom, &options));
    let quoted = "Lokal;'Die Mühle ''lebt'' wieder und mahlt das Korn; alle freuen sich.'\nSport;'Ein Sieg, endlich.'\n";
    insta::assert_snapshot!(read("b.csv", quoted, &options));
    let tabs = "category\theadline\ttext\turl\nlocal\tMill reopens\t\"It\tdid.\"\thttps://post.example/m?utm_source=x\n";
    insta::assert_snapshot!(read("c.tsv", tabs, &options));
    let wide = "title,text\nMill,It did.\nBridge,It closed.,too,much\n";
    insta::assert_snapshot!(read("d.csv", wide, &options));
}

#[test]
fn other_names_are_mapped() {
    let map = vec![("headline".into(), "doc.t".into()), ("body".into(), "doc.parts.0".into())];
    let options = Options { map, ..Options::default() };
    let content = r#"{"doc": {"t": "Mill reopens", "parts": ["It did."]}}"#;
    insta::assert_snapshot!(read("a.json", content, &options));
}

#[test]
fn header_lines_of_a_wire_are_fields() {
    let content = "-- Mill reopens after a century\n-- By  Jane Doe  and  John Roe\n\
        -- Wed Apr 27, 2011 9:32am EDT\n-- http://wire.example/2011/04/27/mill\n\n \n\n \
        HARBOUR TOWN  (Reuters) - The mill reopened on Wednesday.\n\n It had been shut.\n\n \
        (Reporting by Jane Doe; Editing by Tom Poe)\n";
    insta::assert_snapshot!(read("us-mill", content, &Options::default()));
}

#[test]
fn a_table_shows_whether_the_day_or_the_month_comes_first() {
    let table = |dates: &[&str]| {
        let rows: Vec<String> =
            dates.iter().map(|date| format!("Ferry late,The ferry was late.,{date}\n")).collect();
        let content = format!("title,body,date\n{}", rows.concat());
        let read = read("table.csv", content, &Options::default());
        let day = |line: &str| line.split(" | ").nth(2).unwrap_or_default().to_string();
        read.lines().map(day).collect::<Vec<_>>()
    };
    // The second row shows the order of the first.
    assert_eq!(table(&["03/04/2019", "25/04/2019"]), ["2019-04-03", "2019-04-25"]);
    assert_eq!(table(&["03/04/2019", "04/25/2019"]), ["2019-03-04", "2019-04-25"]);
    // Rows that contradict each other show nothing.
    assert_eq!(table(&["03/04/2019", "25/04/2019", "04/25/2019"])[0], "2019-03-04");
}

#[test]
fn a_map_to_a_column_that_is_not_there_is_said_once() {
    let mut options = Options::default();
    options.map.push(("headline".into(), "titel".into()));
    let read = read("table.csv", "title,body\nA,One two.\nB,Three.\n", &options);
    let said = "--map headline=titel: no such column; there are `title`, `body`";
    assert_eq!(read.matches(said).count(), 1, "{read}");
}

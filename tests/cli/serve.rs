//! `morgue serve`: what programs get over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::desk::Desk;

/// A running server that ends with the test.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(desk: &Desk) -> Self {
        Self::with(desk, &[], &[], Stdio::null())
    }

    /// With more flags and variables, and a place for its log.
    fn with(desk: &Desk, flags: &[&str], env: &[(&str, &str)], log: Stdio) -> Self {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0"];
        args.extend(flags);
        let mut command = desk.command(&args);
        command.env_remove("MORGUE_TOKEN").env_remove("MORGUE_WRITE_TOKEN");
        command.envs(env.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("http://").expect("an address").to_string();
        Self { child, address }
    }

    /// Status and JSON of a page.
    fn get(&self, path: &str) -> (u16, Value) {
        let (status, _, body) = self.ask("GET", path, "", "");
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    /// Status, head and body.
    fn ask(&self, method: &str, path: &str, head: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let (host, length) = (&self.address, body.len());
        // An old version, so that a body of unknown length is not cut into pieces.
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nhost: {host}\r\ncontent-length: {length}\r\n{head}\r\n{body}"
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), head.to_string(), body.to_string())
    }

    /// Asks until it is so, for ten seconds.
    fn until(&self, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let (_, answer) = self.get(path);
            if is_so(&answer) {
                return answer;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "never so: {path}: {answer}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with an index of the sample archive.
fn examples() -> Desk {
    let desk = Desk::bare();
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/articles");
    desk.run(&["index", articles]);
    desk
}

/// What is allowed to differ.
fn comparable(mut answer: Value) -> Value {
    answer["took_ms"] = Value::Null;
    for hit in answer["hits"].as_array_mut().into_iter().flatten() {
        hit["origin"] = Value::Null;
    }
    answer
}

/// Queries of every kind, on what the sample archive holds.
const QUERIES: [&str; 17] = [
    "ferry",
    "flood bridge",
    "\"port sorrel\"",
    "bridg*",
    "strike -football",
    "(ferry OR tram) harbour",
    "ferry W/8 strike",
    "headline:bridge",
    "outlet:Meridian",
    "date:1900..2000",
    "lang:fr",
    "fery~",
    "=Ferry",
    "length:>50",
    "author:* harbour",
    "\"of the\"",
    "xyzzyplugh",
];

/// Options as flags and as parameters.
const OPTIONS: [(&[&str], &str); 3] = [
    (&["--facets", "none", "--interval", "none"], ""),
    (
        &[
            "--sort",
            "newest",
            "-n",
            "3",
            "--snippets",
            "1",
            "--facets",
            "none",
            "--interval",
            "none",
        ],
        "&sort=newest&limit=3&snippets=1",
    ),
    (
        &[
            "--match",
            "any",
            "--facets",
            "outlet:3,lang",
            "--interval",
            "decade",
            "--exclude-lang",
            "fr",
        ],
        "&match=any&facets=outlet:3,lang&interval=decade&exclude-lang=fr",
    ),
];

#[test]
fn the_server_and_the_command_line_answer_the_same() {
    let desk = examples();
    let server = Server::start(&desk);
    let encoded =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let mut found = 0;
    for query in QUERIES {
        for (flags, parameters) in OPTIONS {
            let args = [&["search", "--json"], flags, &["--", query]].concat();
            let printed = desk.run(&args);
            let path = format!("/v1/search?q={}&explain=1{parameters}", encoded(query));
            let (status, served) = server.get(&path);
            if printed.code == 2 {
                assert_eq!(status, 400, "{query} {parameters}: {served}");
                continue;
            }
            let printed = printed.json();
            found += u64::from(printed["total"]["value"] != 0);
            assert_eq!(comparable(served), comparable(printed), "{query} {parameters}");
        }
    }
    assert!(found > 30, "only {found} of them find anything");
}

#[test]
fn a_new_commit_is_seen_and_an_open_address_needs_a_secret() {
    let desk = examples();
    let server = Server::start(&desk);
    let before = server.get("/v1/stats").1["articles"].as_u64().expect("a number");
    desk.write("later/quoll.txt", "The quoll of Sorrel\n\nA quoll came into the harbour.\n");
    desk.run(&["index", "later"]);
    assert_eq!(server.get("/v1/stats").1["articles"].as_u64(), Some(before + 1));
    assert_eq!(server.get("/v1/search?q=quoll").1["total"]["value"], 1);
    // A proxy in front lets others in as well, whatever the address.
    for flags in [
        &["--listen", "0.0.0.0:0"][..],
        &["--public-url", "https://news.example.org/archive"],
        &["--host", "news.example.org"],
        &["--host", "localhost", "--host", "news.example.org:8080"],
    ] {
        let refused = desk.run(&[&["serve"], flags].concat());
        assert_eq!(refused.code, 2, "{flags:?}: {}", refused.talk);
        assert!(refused.talk.contains("MORGUE_TOKEN"), "{}", refused.talk);
    }
}

#[test]
fn files_that_change_are_served_as_they_are_now() {
    let desk = Desk::new();
    // The index lies in what is read: its own changes are no news.
    let server = Server::with(&desk, &["--in", "."], &[], Stdio::null());
    let total = |n: u64| move |answer: &Value| answer["total"]["value"] == n;
    assert_eq!(server.get("/v1/search?q=masons").1["total"]["value"], 2);
    desk.write("clippings/later/quoll.txt", "The quoll of Sorrel\n\nA quoll came by ferry.\n");
    server.until("/v1/search?q=quoll", total(1));
    desk.write("clippings/later/quoll.txt", "The bandicoot of Sorrel\n\nA bandicoot came by.\n");
    server.until("/v1/search?q=bandicoot", total(1));
    assert_eq!(server.get("/v1/search?q=quoll").1["total"]["value"], 0);
    std::fs::remove_file(desk.path("clippings/later/quoll.txt")).unwrap();
    server.until("/v1/search?q=bandicoot", total(0));
    // What cannot be read ends nothing.
    desk.write("clippings/bad.jsonl", "{\"title\": \"A\", \"body\": \"b\"}\n{nonsense\n");
    desk.write("clippings/good.txt", "The wombat of Sorrel\n\nA wombat came by ferry.\n");
    server.until("/v1/search?q=wombat", total(1));
}

const WRITE: &str = "a-token-for-writing";

#[test]
fn articles_that_are_sent_are_there_and_sending_again_changes_nothing() {
    let desk = Desk::indexed();
    let server = Server::with(&desk, &[], &[("MORGUE_WRITE_TOKEN", WRITE)], Stdio::null());
    let head = format!("authorization: Bearer {WRITE}\r\n");
    let quoll = r#"{"url": "https://post.example/q1", "title": "The quoll", "body": "A quoll came.", "date": "1931-05-04"}"#;
    let changed = quoll.replace("A quoll came", "A quoll went");
    let body = format!(
        "{quoll}\nnonsense\n{{\"title\": \"No boat\", \"body\": \"No boat left.\"}}\n{quoll}\n"
    );
    let send = |body: &str| {
        let (status, _, text) = server.ask("POST", "/v1/ingest?source=desk", &head, body);
        assert_eq!(status, 200, "{text}");
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.collect::<Vec<Value>>()
    };
    let outcomes = |lines: &[Value]| -> Vec<String> {
        lines.iter().filter_map(|line| line["outcome"].as_str()).map(str::to_string).collect()
    };
    let first = send(&body);
    assert_eq!(outcomes(&first), ["added", "error", "added", "unchanged"]);
    assert_eq!(server.get("/v1/search?q=quoll").1["total"]["value"], 1);
    let stats = server.get("/v1/stats").1;
    assert_eq!(outcomes(&send(&body)), ["unchanged", "error", "unchanged", "unchanged"]);
    assert_eq!(server.get("/v1/stats").1["fingerprint"], stats["fingerprint"]);
    assert_eq!(server.get("/v1/stats").1["commit"], stats["commit"], "nothing was written");
    assert_eq!(outcomes(&send(&changed)), ["changed"]);
    let id = first[0]["id"].as_str().unwrap();
    let article = server.get(&format!("/v1/articles/{id}")).1;
    assert_eq!(article["body"][0]["text"], "A quoll went.");
    // Another run over the files leaves alone what was sent.
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    assert_eq!(server.get("/v1/search?q=quoll").1["total"]["value"], 1);
    assert_eq!(desk.run(&["verify"]).code, 0);
}

#[test]
fn the_bytes_an_article_was_read_from_are_a_download_or_gone() {
    let desk = Desk::new();
    desk.write("clippings/page.html", PAGE);
    assert_eq!(desk.run(&["index", "clippings"]).code, 0);
    let server = Server::with(&desk, &["--originals"], &[], Stdio::null());
    let raw = |query: &str| {
        let found = server.get(&format!("/v1/search?limit=1&q={query}")).1;
        let id = found["hits"][0]["id"].as_str().expect("an id").to_string();
        server.ask("GET", &format!("/v1/articles/{id}/raw"), "", "")
    };
    let (status, head, body) = raw("wharf");
    assert_eq!((status, body.as_str()), (200, PAGE));
    assert!(head.contains("content-type: application/octet-stream"), "{head}");
    assert!(head.contains("attachment; filename=\"page.html\""), "{head}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    let (status, _, line) = raw("cup");
    assert!(status == 200 && line.starts_with("{\"id\": \"p2\"") && line.ends_with('}'), "{line}");
    desk.write("clippings/page.html", "<html>Something else</html>");
    let (status, _, problem) = raw("wharf");
    assert!(status == 410 && problem.contains("original-gone"), "{problem}");
    // A list of roots that came with the index may name any file of this machine.
    let closed = Server::start(&desk);
    let id = server.get("/v1/search?limit=1&q=wharf").1["hits"][0]["id"].to_string();
    let path = format!("/v1/articles/{}/raw", id.trim_matches('"'));
    assert_eq!(closed.ask("GET", &path, "", "").0, 403);
}

const PAGE: &str = "<html><head><title>Wharf burns down</title></head><body><article><h1>Wharf burns \
    down</h1><p>The old wharf burned down last night, and nobody in the town could say how the fire \
    had begun.</p><script>alert(1)</script></article></body></html>";

#[test]
fn a_server_ends_when_told_to_and_says_what_it_did_but_not_what_the_public_asked() {
    let desk = Desk::indexed();
    for (flags, told) in
        [(&["--log", "json"][..], true), (&["--log", "json", "--public-read"], false)]
    {
        let log = std::fs::File::create(desk.path("log")).unwrap();
        let mut server = Server::with(&desk, flags, &[], log.into());
        assert_eq!(server.get("/v1/search?q=ferrymen").0, 200);
        let (_, head, _) = server.ask("GET", "/v1/stats", "", "");
        let id = head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).expect("an id");
        let pid = server.child.id().to_string();
        let ended = std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(ended.success());
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        let log = std::fs::read_to_string(desk.path("log")).unwrap();
        let lines: Vec<Value> =
            log.lines().filter_map(|it| serde_json::from_str(it).ok()).collect();
        let answered: Vec<&Value> = lines.iter().filter(|it| it["message"] == "answered").collect();
        assert_eq!(answered.len(), 2, "{log}");
        assert!(answered[1]["id"] == id.trim() && answered[1]["status"] == 200, "{log}");
        assert_eq!(log.contains("ferrymen"), told, "{log}");
    }
}

#[test]
fn nothing_in_a_folder_that_is_served_is_a_setting() {
    let desk = Desk::new();
    let pwned = desk.path("pwned");
    let hook = format!(
        "[[pre]]\nindex = \"{}\"\nglob = \"*\"\ncommand = \"touch {}\"\n",
        desk.path("index-data").display(),
        pwned.display()
    );
    for name in ["config.toml", "morgue/config.toml", ".morgue.toml", ".config/morgue/config.toml"]
    {
        desk.write(&format!("clippings/{name}"), &hook);
    }
    desk.write("clippings/.env", "MORGUE_TOKEN=a-token-that-locks-others-out\n");
    desk.write("clippings/kept/roots.toml", "[[root]]\npath = \"/etc\"\n");
    desk.write("clippings/kept/outlets.txt", "quay | The Forged Gazette\n");
    let server = Server::with(&desk, &["--in", "clippings"], &[], Stdio::null());
    desk.write("clippings/new.txt", "The quoll\n\nA quoll came by ferry.\n");
    server.until("/v1/search?q=quoll", |answer| answer["total"]["value"] == 1);
    let outlets = server.get("/v1/outlets").1.to_string();
    assert!(outlets.contains("Quay Gazette") && !outlets.contains("Forged"), "{outlets}");
    assert!(!pwned.exists(), "a file from the folder ran a program");
    let roots = std::fs::read_to_string(desk.path("index-data/kept/roots.toml")).unwrap();
    assert!(!roots.contains("/etc"), "{roots}");
}

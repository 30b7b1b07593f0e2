//! `morgue serve`: what programs get over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::desk::Desk;

/// A running server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(desk: &Desk) -> Self {
        let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("http://").expect("an address").to_string();
        Self { child, address }
    }

    /// Status and JSON of a page.
    fn get(&self, path: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), serde_json::from_str(body).unwrap_or_default())
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

#[test]
fn the_server_and_the_command_line_answer_the_same() {
    let desk = examples();
    let server = Server::start(&desk);
    let cases: &[(&str, &[&str])] = &[
        ("q=ferry", &["ferry"]),
        ("q=flood+bridge&match=any&limit=3", &["flood", "bridge", "--match", "any", "-n", "3"]),
        ("q=%22port+sorrel%22&sort=oldest", &["\"port sorrel\"", "--sort", "oldest"]),
        ("q=strike&from=2024&snippets=1", &["strike", "--from", "2024", "--snippets", "1"]),
        (
            "q=bridg*&facets=outlet:3,year&interval=decade",
            &["bridg*", "--facets", "outlet:3,year", "--interval", "decade"],
        ),
        (
            "q=bridge&outlet=Meridian&exclude-lang=fr",
            &["bridge", "--outlet", "Meridian", "--exclude-lang", "fr"],
        ),
        ("q=xyzzyplugh", &["xyzzyplugh"]),
    ];
    for (query, words) in cases {
        let none = query.contains("facets") || query.contains("xyzzy");
        let mut args = vec!["search", "--json"];
        args.extend(*words);
        if !none {
            args.extend(["--facets", "none", "--interval", "none"]);
        }
        let printed = desk.run(&args).out;
        let printed: Value = serde_json::from_str(&printed).expect("JSON");
        let (status, served) = server.get(&format!("/v1/search?{query}&explain=1"));
        assert_eq!(status, 200, "{query}");
        assert_eq!(comparable(served), comparable(printed), "{query}");
    }
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
    let refused = desk.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.code, 2, "{}", refused.talk);
    assert!(refused.talk.contains("MORGUE_TOKEN"), "{}", refused.talk);
}

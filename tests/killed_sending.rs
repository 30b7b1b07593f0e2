//! Killed at any moment while articles are sent to it, a server holds every article it said it had
//! taken, and sending all again ends as if nobody had disturbed it.
//!
//! `MORGUE_KILLS=100` kills a hundred times instead of four; `MORGUE_SEED` repeats a run.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const TOKEN: &str = "a-token-for-writing";

fn morgue(index: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.args(args).env_clear().env("MORGUE_INDEX", index).env("MORGUE_WRITE_TOKEN", TOKEN);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn serve(index: &Path) -> (Child, String) {
    let mut command = morgue(index, &["serve", "--listen", "127.0.0.1:0", "--log", "none"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().strip_prefix("http://").unwrap().to_string())
}

fn story(n: usize) -> String {
    let body = ["harbour", "bridge", "council", "flood", "tide"][n % 5].repeat(1 + n % 40);
    format!(
        r#"{{"url":"https://post.example/{n}","title":"Story {n}","body":"The {body} of {n}."}}"#
    )
}

/// Sends lines and gives the ids it is told were taken, as far as the answer came.
fn send(address: &str, lines: &str) -> Vec<String> {
    let Ok(mut stream) = TcpStream::connect(address) else { return Vec::new() };
    let head = format!(
        "POST /v1/ingest HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\n\
         content-length: {}\r\n\r\n",
        lines.len()
    );
    let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(lines.as_bytes()));
    let mut answer = Vec::new();
    let _ = sent.and_then(|()| stream.read_to_end(&mut answer).map(|_| ()));
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let lines =
        answer.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines.filter_map(|line| Some(line["id"].as_str()?.to_string())).collect()
}

#[test]
fn what_was_said_to_be_taken_is_there_after_a_kill() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let kills = number("MORGUE_KILLS").unwrap_or(4);
    let seed = number("MORGUE_SEED").unwrap_or_else(|| fastrand::u64(..));
    println!("MORGUE_SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    let seedling = dir.path().join("first.txt");
    std::fs::write(&seedling, "The first\n\nIt was here before.\n").unwrap();
    assert!(morgue(&index, &["index", seedling.to_str().unwrap()]).status().unwrap().success());
    let (mut taken, mut next) = (Vec::<String>::new(), 0);
    for kill in 0..kills {
        let (mut child, address) = serve(&index);
        let (first, batches, size) = (next, 200, 1 + rng.usize(..60));
        let sender = std::thread::spawn(move || {
            let mut told = Vec::new();
            for batch in 0..batches {
                let from = first + batch * size;
                let lines: Vec<String> = (from..from + size).map(story).collect();
                let ids = send(&address, &lines.join("\n"));
                let broken = ids.len() < size;
                told.extend(ids);
                if broken {
                    return (told, from);
                }
            }
            (told, first + batches * size)
        });
        std::thread::sleep(Duration::from_millis(200 + rng.u64(..1500)));
        child.kill().unwrap();
        child.wait().unwrap();
        let (told, reached) = sender.join().unwrap();
        next = reached;
        println!("kill {kill}: {} said to be taken", told.len());
        taken.extend(told);
        assert!(morgue(&index, &["verify"]).status().unwrap().success(), "seed {seed}: verify");
        let held = held(&index);
        let lost: Vec<&String> = taken.iter().filter(|id| !held.contains(id.as_str())).collect();
        assert!(lost.is_empty(), "seed {seed}, kill {kill}: lost {lost:?}");
    }
    assert!(!taken.is_empty(), "seed {seed}: no batch was ever taken");
    let (mut child, address) = serve(&index);
    let all: Vec<String> = (0..next + 5).map(story).collect();
    assert_eq!(send(&address, &all.join("\n")).len(), all.len());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(held(&index).len(), all.len() + 1);
}

/// The ids of all articles.
fn held(index: &Path) -> std::collections::HashSet<String> {
    let out = morgue(index, &["search", "--ids", "-n", "all", "length:>0"]).output().unwrap();
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_string).collect()
}

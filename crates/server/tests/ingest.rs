//! Putting articles in, with a place for them that only counts.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use common::{Answer, WRITE, ask, desk, token};
use morgue_query::{EngineError, EngineErrorKind};
use morgue_server::{Config, Intake, LineError, LineOutcome, Lines, Taken, app};
use serde_json::Value;

/// Takes every line but those that say `bad`; breaks at `full`.
#[derive(Default)]
struct Inbox {
    durable: Arc<Mutex<Vec<String>>>,
    commits: Arc<AtomicUsize>,
    locked: bool,
}

struct Open {
    durable: Arc<Mutex<Vec<String>>>,
    commits: Arc<AtomicUsize>,
    waiting: Vec<(u64, String)>,
}

impl Intake for Inbox {
    fn open(&self, _: &str) -> Result<Box<dyn Lines>, EngineError> {
        if self.locked {
            return Err(EngineError::new(EngineErrorKind::Locked, "another writer has the index"));
        }
        let (durable, commits) = (Arc::clone(&self.durable), Arc::clone(&self.commits));
        Ok(Box::new(Open { durable, commits, waiting: Vec::new() }))
    }
}

impl Lines for Open {
    fn take(&mut self, number: u64, line: &[u8]) -> Result<(), EngineError> {
        if line.starts_with(b"full") {
            return Err(EngineError::new(EngineErrorKind::NotWritable, "the disk is full"));
        }
        self.waiting.push((number, String::from_utf8_lossy(line).into_owned()));
        Ok(())
    }

    fn commit(&mut self) -> Result<Vec<Taken>, EngineError> {
        self.commits.fetch_add(1, Ordering::Relaxed);
        let waiting = std::mem::take(&mut self.waiting);
        let taken = waiting.into_iter().map(|(line, text)| {
            if text.starts_with("bad") {
                let (code, detail) = ("field".to_string(), "is bad".to_string());
                let error = LineError { code, detail, field: Some("date".to_string()) };
                let outcome = LineOutcome::Error;
                return Taken { line, id: None, outcome, error: Some(error) };
            }
            self.durable.lock().expect("nobody panicked").push(text);
            Taken {
                line,
                id: Some(format!("{line:032x}")),
                outcome: LineOutcome::Added,
                error: None,
            }
        });
        Ok(taken.collect())
    }

    fn close(&mut self) -> Result<(), EngineError> {
        Ok(())
    }
}

fn served(intake: Inbox) -> Router {
    let config = Config { write: Some(token(WRITE)), ..Config::default() };
    app(desk().with_intake(Arc::new(intake)), config)
}

async fn post(app: &Router, uri: &str, body: &str) -> Answer {
    let header = format!("Bearer {WRITE}");
    ask(app, "POST", uri, &[("authorization", &header)], body).await
}

fn lines(answer: &Answer) -> Vec<Value> {
    answer.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[tokio::test]
async fn every_line_has_its_answer_and_the_last_line_says_so() {
    let app = served(Inbox::default());
    let answer = post(&app, "/v1/ingest?source=desk-1", "one\r\n\nbad\nthree").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
    let lines = lines(&answer);
    let told: Vec<(u64, &str)> = lines[..3]
        .iter()
        .map(|it| (it["line"].as_u64().expect("a number"), it["outcome"].as_str().expect("text")))
        .collect();
    assert_eq!(told, [(1, "added"), (3, "error"), (4, "added")]);
    assert_eq!(lines[1]["error"]["field"], "date");
    assert_eq!(lines[3]["type"], "end");
    assert_eq!((&lines[3]["added"], &lines[3]["errors"]), (&2.into(), &1.into()));
    assert_eq!(lines.len(), 4);
}

#[tokio::test]
async fn nothing_is_told_before_it_is_durable_and_memory_is_bounded() {
    let intake = Inbox::default();
    let (durable, commits) = (Arc::clone(&intake.durable), Arc::clone(&intake.commits));
    let app = served(intake);
    let body = "an article\n".repeat(2500) + "full\nnever\n";
    let answer = post(&app, "/v1/ingest", &body).await;
    let lines = lines(&answer);
    let told = lines.iter().filter(|it| it["type"] == "line").count();
    assert_eq!((told, durable.lock().unwrap().len()), (2000, 2000));
    assert_eq!(commits.load(Ordering::Relaxed), 2);
    let last = lines.last().expect("a last line");
    assert_eq!(
        (&last["type"], &last["problem"]["code"]),
        (&"failed".into(), &"not-writable".into())
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_a_lock_is_said() {
    let app = served(Inbox::default());
    let long = format!("short\n{}\nshort\n", "x".repeat(17 << 20));
    let told = lines(&post(&app, "/v1/ingest", &long).await);
    let outcomes: Vec<&Value> = told.iter().map(|it| &it["outcome"]).collect();
    assert_eq!(outcomes, [&"added".into(), &"error".into(), &"added".into(), &Value::Null]);
    let all = "x\n".repeat(100_000);
    let told = lines(&post(&app, "/v1/ingest", &all).await);
    assert_eq!(told.last().expect("a line")["added"], 100_000);
    // Of one too many those before it are taken, and said to be.
    let told = lines(&post(&app, "/v1/ingest", &(all + "x\n")).await);
    assert_eq!(told.len(), 100_001);
    assert_eq!(told.last().expect("a line")["problem"]["code"], "too-large");
    let header = format!("Bearer {WRITE}");
    let huge = [("authorization", header.as_str()), ("content-length", "1073741824")];
    assert_eq!(ask(&app, "POST", "/v1/ingest", &huge, "").await.status, 413);
    let packed = [("authorization", header.as_str()), ("content-encoding", "gzip")];
    assert_eq!(ask(&app, "POST", "/v1/ingest", &packed, "x").await.status, 415);
    let locked = served(Inbox { locked: true, ..Inbox::default() });
    assert_eq!(post(&locked, "/v1/ingest", "x").await.status, 503);
    for source in ["..", "a/b", "", "-x", &"x".repeat(61)] {
        let answer = post(&app, &format!("/v1/ingest?source={source}"), "x").await;
        assert_eq!((answer.status, &answer.json()["code"]), (400, &"parameter".into()), "{source}");
    }
}

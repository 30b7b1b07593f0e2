//! `POST /v1/ingest`: articles as JSON lines in, a line about each out.
//!
//! A line is answered only when its article is durable. Lines are read, taken in and answered in
//! batches, so that memory does not grow with the body; answers wait in a queue as long as the
//! most lines allowed, so that a client which sends all before it reads anything is no deadlock.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::mpsc;

use super::App;
use super::arriving::{BODY_BYTES, Read, read, too_large};
use crate::api::{Form, Needs, Operation};
use crate::intake::{Intake, LineError, LineOutcome, Lines, Taken};
use crate::params::few;
use crate::problem::Problem;

const MEDIA: &str = "application/x-ndjson";
/// Where lines come from unless a request says so.
const SOURCE: &str = "api";
/// Bytes of a line, and lines of a body.
const LINE_BYTES: usize = 16 << 20;
const LINES: u64 = 100_000;
/// Lines and bytes after which what was taken is made durable.
const BATCH_LINES: u64 = 1000;
const BATCH_BYTES: u64 = 16 << 20;

/// One line of the answer.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    /// What became of a line that was sent. An article of it is durable now.
    #[serde(rename = "line")]
    Article(Taken),
    /// The last line: all that was sent was answered.
    End {
        /// Lines with an article, by what came of them.
        added: u64,
        /// Other content than before.
        changed: u64,
        /// Held so already.
        unchanged: u64,
        /// Lines that are no article.
        errors: u64,
        /// Whether the whole body was read.
        whole: bool,
    },
    /// The last line where taking in broke off: of lines without an answer nothing is known; they
    /// can be sent again.
    Failed {
        /// Why.
        #[schemars(with = "crate::problem::ProblemBody<'_>")]
        problem: &'a Problem,
    },
}

pub(crate) fn operation() -> Operation {
    Operation::post("/v1/ingest", "Takes articles in: JSON lines, a line about each out.", post)
        .needs(Needs::Writing)
        .only(&["source"])
        .body(MEDIA)
        .gives(200, MEDIA, Form::Json(|generator| generator.subschema_for::<Line<'_>>()))
}

async fn post(
    State(app): App,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    if let Some(coding) = request.headers().get(header::CONTENT_ENCODING)
        && coding.as_bytes() != b"identity"
    {
        let detail = "bodies are taken as they are: send it without `Content-Encoding`";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "coding", detail));
    }
    let source = few(query.as_deref(), &["source"])?.pop().map(|(_, source)| source);
    let source = named(source)?;
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > BODY_BYTES) {
        return Err(too_large());
    }
    let Some(intake) = app.intake.clone() else { return Err(no_intake()) };
    let turn = Arc::clone(&app.ingesting).acquire_owned();
    let turn = tokio::time::timeout(app.config.deadline, turn).await;
    let turn = turn.map_err(|_| Problem::busy_with("another request is putting articles in"))?;
    let (bytes, taken) = mpsc::channel::<Read>(4);
    let (opened, is_open) = tokio::sync::oneshot::channel();
    let (answers, answered) = mpsc::unbounded_channel::<Bytes>();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        take(&*intake, &source, taken, opened, &answers);
    });
    is_open.await.unwrap_or_else(|_| Err(no_intake()))?;
    tokio::spawn(read(request.into_body(), bytes));
    let lines = futures_util::stream::unfold(answered, |mut answered| async move {
        answered.recv().await.map(|line| (Ok::<_, std::convert::Infallible>(line), answered))
    });
    // Layers ask again after the end.
    Ok(([(header::CONTENT_TYPE, MEDIA)], Body::from_stream(lines.fuse())).into_response())
}

/// Takes the lines in, on a thread of its own.
fn take(
    intake: &dyn Intake,
    source: &str,
    mut from: mpsc::Receiver<Read>,
    opened: tokio::sync::oneshot::Sender<Result<(), Problem>>,
    answers: &mpsc::UnboundedSender<Bytes>,
) {
    let lines = match intake.open(source) {
        Ok(lines) => lines,
        Err(error) => return drop(opened.send(Err(error.into()))),
    };
    let _ = opened.send(Ok(()));
    let (line, batch, told) = (Vec::new(), (0, 0), [0; 4]);
    let mut batches = Batches { lines, answers, line, over: false, number: 0, batch, told };
    let mut broken = None;
    let result = loop {
        match from.blocking_recv() {
            Some(Read::Bytes(bytes)) => {
                if let Err(problem) = batches.bytes(&bytes) {
                    break Err(problem);
                }
            }
            Some(Read::Broken(problem)) => {
                broken = Some(problem);
                break Ok(());
            }
            None => break Ok(()),
        }
    };
    // A line that broke off is not taken; the last one needs no end.
    let result = result.and_then(|()| match broken {
        None if batches.has_begun() => batches.end_line(),
        _ => Ok(()),
    });
    // What came before more than is taken is taken.
    let result = match result {
        Err(problem) if problem.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            broken = Some(problem);
            Ok(())
        }
        result => result,
    };
    let result = result.and_then(|()| batches.commit());
    let result = result.and_then(|()| Ok(batches.lines.close()?));
    let last = match (result, broken) {
        (Err(problem), _) | (Ok(()), Some(problem)) => {
            tracing::warn!(reason = problem.detail(), "putting articles in broke off");
            write(answers, &Line::Failed { problem: &problem })
        }
        (Ok(()), None) => {
            let [added, changed, unchanged, errors] = batches.told;
            tracing::info!(added, changed, unchanged, errors, "articles were put in");
            write(answers, &Line::End { added, changed, unchanged, errors, whole: true })
        }
    };
    let _ = last;
}

/// Lines on their way in.
struct Batches<'a> {
    lines: Box<dyn Lines>,
    answers: &'a mpsc::UnboundedSender<Bytes>,
    /// The beginning of a line whose end has not come.
    line: Vec<u8>,
    /// Whether that line is longer than is taken.
    over: bool,
    number: u64,
    /// Lines and bytes since the last commit.
    batch: (u64, u64),
    /// How many were added, changed, unchanged and no article.
    told: [u64; 4],
}

impl Batches<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            let text = part.strip_suffix(b"\n").unwrap_or(part);
            if self.line.len() + text.len() > LINE_BYTES {
                self.over = true;
                self.line = Vec::new();
            }
            if !self.over {
                self.line.extend_from_slice(text);
            }
            if text.len() < part.len() {
                self.end_line()?;
            }
        }
        Ok(())
    }

    /// Whether a line has begun that has no end yet.
    fn has_begun(&self) -> bool {
        self.over || !self.line.is_empty()
    }

    fn end_line(&mut self) -> Result<(), Problem> {
        self.number += 1;
        let line = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.over) {
            // What came before it is answered first.
            self.commit()?;
            let code = "over the limit of bytes per line".to_string();
            let detail = format!("over the limit of {LINE_BYTES} bytes per line");
            let error = Some(LineError { code, detail, field: None });
            let (line, outcome) = (self.number, LineOutcome::Error);
            return self.tell(Taken { line, id: None, outcome, error });
        }
        if self.number > LINES {
            let detail = format!("a request has at most {LINES} lines: send the rest by another");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail));
        }
        if !line.trim_ascii().is_empty() {
            self.lines.take(self.number, &line)?;
            self.batch = (self.batch.0 + 1, self.batch.1 + line.len() as u64);
        }
        if self.batch.0 >= BATCH_LINES || self.batch.1 >= BATCH_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    /// Makes durable what was taken, then says so.
    fn commit(&mut self) -> Result<(), Problem> {
        if std::mem::take(&mut self.batch).0 > 0 {
            for taken in self.lines.commit()? {
                self.tell(taken)?;
            }
        }
        Ok(())
    }

    fn tell(&mut self, taken: Taken) -> Result<(), Problem> {
        self.told[taken.outcome as usize] += 1;
        write(self.answers, &Line::Article(taken))
    }
}

fn write(answers: &mpsc::UnboundedSender<Bytes>, line: &Line<'_>) -> Result<(), Problem> {
    let mut text = serde_json::to_vec(line).unwrap_or_default();
    text.push(b'\n');
    let gone = |_| Problem::new(StatusCode::BAD_REQUEST, "client-gone", "the client has gone");
    answers.send(text.into()).map_err(gone)
}

/// A name that can stand in the ledger: never a path.
fn named(source: Option<String>) -> Result<String, Problem> {
    let Some(source) = source else { return Ok(SOURCE.to_string()) };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let good = (1..=60).contains(&source.len()) && source.chars().all(plain);
    if good && source.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(source);
    }
    let short: String = source.chars().take(60).collect();
    let detail =
        format!("parameter `source`: `{short}` is not a name of letters, digits, `-`, `_`, `.`");
    Err(Problem::parameter(detail))
}

fn no_intake() -> Problem {
    let detail = "this server only reads";
    Problem::new(StatusCode::FORBIDDEN, "only-reads", detail)
}

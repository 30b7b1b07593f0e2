//! A long body on its way in: piece by piece, no more than is taken, and not too slowly.

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::StreamExt;
use tokio::sync::mpsc;

use crate::problem::Problem;

/// Bytes of a body.
pub(super) const BODY_BYTES: u64 = 256 << 20;

/// What is read of a body.
pub(super) enum Read {
    Bytes(Bytes),
    /// There is more than is taken, it comes too slowly, or the client has gone.
    Broken(Problem),
}

/// A body that brings less than this, after its first minute, is given up: it keeps others waiting.
const BYTES_A_SECOND: u64 = 16 << 10;
const FIRST: Duration = Duration::from_secs(60);

/// Hands a body on, piece by piece, as fast as it is taken.
pub(super) async fn read(body: Body, to: mpsc::Sender<Read>) {
    let (mut body, mut length) = (body.into_data_stream(), 0u64);
    let began = Instant::now();
    loop {
        let due = began + FIRST + Duration::from_secs(length / BYTES_A_SECOND);
        let piece = match tokio::time::timeout_at(due.into(), body.next()).await {
            Ok(None) => return,
            Ok(Some(piece)) => piece,
            Err(_) => {
                let detail = "the body comes too slowly: send it at once, or in several";
                let slow = Problem::new(StatusCode::REQUEST_TIMEOUT, "too-slow", detail);
                let _ = to.send(Read::Broken(slow)).await;
                return;
            }
        };
        let piece = match piece {
            Ok(piece) if length + piece.len() as u64 <= BODY_BYTES => {
                length += piece.len() as u64;
                Read::Bytes(piece)
            }
            Ok(_) => Read::Broken(too_large()),
            Err(_) => {
                let detail = "the body broke off";
                Read::Broken(Problem::new(StatusCode::BAD_REQUEST, "broken-body", detail))
            }
        };
        let last = matches!(piece, Read::Broken(_));
        if to.send(piece).await.is_err() || last {
            return;
        }
    }
}

pub(super) fn too_large() -> Problem {
    let detail = format!("a body has at most {BODY_BYTES} bytes: send several");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
}

//! Files of any length on their way to a reader: written by a thread of their own, a few parts ahead
//! of who reads them and no more.
//!
//! A thread writes only while it has a turn among the searches, and gives it back whenever it
//! waits for its reader: a slow one holds up nobody. One who takes nothing for a while is given up.
//! A file that cannot be finished breaks off, which HTTP tells apart from an end.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use morgue_present::write_export;
use morgue_query::{CancelToken, Control, export};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;

use crate::app::State;
use crate::leases::Lease;
use crate::problem::Problem;
use crate::routes::ask_context;
use crate::routes::export::Wanted;

/// The trailer that says that all was sent.
pub(crate) const WHOLE: &str = "morgue-whole";
/// Files on their way at one time; more are sent away.
pub(crate) const AT_ONCE: usize = 8;
/// And those of one address, where others come from elsewhere.
const OF_ONE: usize = 3;
/// A reader who has waited its patience over, and took less than this meanwhile, is given up.
const BYTES_A_SECOND: u64 = 8 << 10;
/// Bytes of a part, and parts that wait for a reader.
const PART: usize = 64 << 10;
const AHEAD: usize = 4;
/// How long a whole file may take.
const LONGEST: Duration = Duration::from_secs(3600);

/// The right to send a file.
pub(crate) struct Outflow {
    place: Place,
}

/// A place among those that are sent, given back when it is dropped.
struct Place {
    _room: OwnedSemaphorePermit,
    of: Option<(Arc<Readers>, IpAddr)>,
}

/// How many files each address reads.
pub(crate) type Readers = Mutex<HashMap<IpAddr, usize>>;

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((readers, from)) = &self.of {
            let mut readers = readers.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(count) = readers.get_mut(from) {
                *count -= 1;
            }
            readers.retain(|_, count| *count > 0);
        }
    }
}

impl Outflow {
    /// Takes a place for who asks from this address.
    ///
    /// # Errors
    /// All are taken, or as many as one may have.
    pub(crate) fn begin(state: &State, from: IpAddr) -> Result<Self, Problem> {
        let busy = |_| Problem::busy_with("as many files as may be are being sent");
        let room = Arc::clone(&state.outflows).try_acquire_owned().map_err(busy)?;
        // On this machine nobody takes it from others.
        if from.is_loopback() {
            return Ok(Self { place: Place { _room: room, of: None } });
        }
        let mut readers = state.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let count = readers.entry(from).or_default();
        if *count >= OF_ONE {
            let detail = "as many files as one address may have are being sent to yours";
            return Err(Problem::busy_with(detail));
        }
        *count += 1;
        drop(readers);
        let of = Some((Arc::clone(&state.readers), from));
        Ok(Self { place: Place { _room: room, of } })
    }

    /// Sends what is wanted.
    pub(crate) fn run(self, state: Arc<State>, lease: Lease, wanted: Wanted) -> Parts {
        let (to, from) = mpsc::channel(AHEAD);
        let cancel = CancelToken::default();
        let pipe = Pipe {
            handle: Handle::current(),
            turns: state.searches.turns(),
            turn: Vec::new(),
            to,
            part: Vec::with_capacity(PART),
            patience: state.config.file_patience,
            waited: Duration::ZERO,
            sent: 0,
        };
        let deadline = Some(Instant::now() + LONGEST);
        let control = Control { deadline, cancel: cancel.clone(), pace: None };
        tokio::task::spawn_blocking(move || {
            let _place = self.place;
            if let Err(error) = write(&state, &lease, &wanted, &control, pipe) {
                // A message may hold what was asked, which in public is nobody's affair.
                let error =
                    if state.config.is_public() { String::new() } else { error.to_string() };
                tracing::info!(error, "an export was not finished");
            }
        });
        Parts { from, cancel, ended: false }
    }
}

fn write(
    state: &State,
    lease: &Lease,
    wanted: &Wanted,
    control: &Control,
    mut pipe: Pipe,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    pipe.take_turn()?;
    let context = ask_context(state);
    let found = export(&*lease.engine, &wanted.request, wanted.order, &context, control)?;
    let said = format!("articles={}; fingerprint={}", found.total, found.fingerprint);
    write_export(&mut pipe, found, &wanted.form, &mut |_| Ok(()))?;
    let mut trailers = HeaderMap::new();
    trailers.insert(WHOLE, HeaderValue::from_str(&said)?);
    pipe.end(trailers)?;
    Ok(())
}

/// A part of a file, or its end.
enum Part {
    Bytes(Bytes),
    Whole(HeaderMap),
}

/// Where a thread writes to.
struct Pipe {
    handle: Handle,
    turns: [Arc<Semaphore>; 2],
    turn: Vec<OwnedSemaphorePermit>,
    to: mpsc::Sender<Part>,
    part: Vec<u8>,
    patience: Duration,
    /// How long the reader was waited for, and how much it took.
    waited: Duration,
    sent: u64,
}

impl Pipe {
    fn take_turn(&mut self) -> io::Result<()> {
        for room in &self.turns {
            let turn = self.handle.block_on(Arc::clone(room).acquire_owned());
            self.turn.push(turn.map_err(io::Error::other)?);
        }
        Ok(())
    }

    /// Waits for the reader, without a turn.
    fn send(&mut self, part: Part) -> io::Result<()> {
        self.turn.clear();
        let start = Instant::now();
        let bytes = if let Part::Bytes(bytes) = &part { bytes.len() as u64 } else { 0 };
        let sent = self.handle.block_on(async { timeout(self.patience, self.to.send(part)).await });
        self.waited += start.elapsed();
        self.sent += bytes;
        if self.waited > self.patience + Duration::from_secs(self.sent / BYTES_A_SECOND) {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the reader takes too little"));
        }
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::Error::new(io::ErrorKind::BrokenPipe, "the reader has gone")),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the reader takes nothing")),
        }
    }

    fn send_part(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        self.send(Part::Bytes(part.into()))
    }

    fn end(mut self, trailers: HeaderMap) -> io::Result<()> {
        self.send_part()?;
        self.send(Part::Whole(trailers))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.send_part()?;
            self.take_turn()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The parts as a body.
pub(crate) struct Parts {
    from: mpsc::Receiver<Part>,
    cancel: CancelToken,
    ended: bool,
}

impl Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        self.from.poll_recv(context).map(|part| match part {
            Some(Part::Bytes(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Part::Whole(trailers)) => {
                self.ended = true;
                Some(Ok(Frame::trailers(trailers)))
            }
            None => {
                self.ended = true;
                Some(Err(io::Error::other("the export is not whole")))
            }
        })
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_takes_nothing_holds_no_turn_and_is_given_up() {
        let turns = Arc::new(Semaphore::new(1));
        let (to, mut from) = mpsc::channel(AHEAD);
        let mut pipe = Pipe {
            handle: Handle::current(),
            turns: [Arc::new(Semaphore::new(1)), Arc::clone(&turns)],
            turn: Vec::new(),
            to,
            part: Vec::new(),
            patience: Duration::from_millis(300),
            waited: Duration::ZERO,
            sent: 0,
        };
        let writing = tokio::task::spawn_blocking(move || {
            pipe.take_turn()?;
            (0..100).try_for_each(|_| pipe.write_all(&[0; PART]))
        });
        // While it waits for a reader the turn is there for others.
        let turn = timeout(Duration::from_secs(10), turns.acquire()).await;
        assert!(turn.is_ok());
        drop(turn);
        let error = writing.await.expect("no panic").expect_err("nobody reads");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(turns.available_permits(), 1);
        let mut parts = 0;
        while from.recv().await.is_some() {
            parts += 1;
        }
        assert_eq!(parts, AHEAD, "no more than that was held");
    }
}

//! Who may write: one document of the index, changed only by who saw it last.
//!
//! Every taking of the lease raises its *epoch*, and the number of every write begins with it. So
//! the numbers grow over all writers, and one that lost its lease without knowing cannot put an
//! older text over a newer one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use morgue_query::{Control, EngineError, EngineErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::client::{Call, Client};
use crate::error::CallError;
use crate::mapping::kind;

/// The document's id: no article's and no source's.
pub(crate) const ID: &str = "lease";
/// Seconds that it holds without being renewed.
const HELD: i64 = 60;
/// After how long it is renewed.
const RENEWED: Duration = Duration::from_secs(15);
/// Bits of a write's number below its epoch. The whole stays exact in a double.
const BELOW: u32 = 28;

/// The right to write.
#[derive(Debug)]
pub(crate) struct Lease {
    client: Arc<Client>,
    index: String,
    owner: String,
    epoch: u64,
    written: u64,
    /// Seconds since 1970 when it was taken, and the moment of that.
    taken: (i64, Instant),
    renewed: Instant,
    seen: Seen,
    given_back: bool,
}

/// Which state of the document was seen last.
#[derive(Debug, Clone, Copy)]
struct Seen {
    number: u64,
    term: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Stored {
    owner: String,
    until: i64,
    epoch: u64,
}

#[derive(Deserialize)]
struct Got {
    #[serde(default)]
    found: bool,
    #[serde(rename = "_seq_no", default)]
    number: u64,
    #[serde(rename = "_primary_term", default)]
    term: u64,
    #[serde(rename = "_source")]
    source: Option<Source>,
}

#[derive(Deserialize)]
struct Source {
    lease: Stored,
}

#[derive(Deserialize)]
struct Put {
    #[serde(rename = "_seq_no")]
    number: u64,
    #[serde(rename = "_primary_term")]
    term: u64,
}

impl Lease {
    /// Takes the lease of an index. `now` is in seconds since 1970.
    pub(crate) fn take(
        client: &Arc<Client>,
        index: &str,
        now: i64,
        control: &Control,
    ) -> Result<Self, EngineError> {
        let got = get(client, index, control)?;
        let before = got.source.map(|source| source.lease);
        if let Some(before) = before.as_ref().filter(|before| before.until > now) {
            let left = (before.until - now).min(HELD);
            let message = format!(
                "another program is writing to `{index}`; if it broke off, it is free again in {left} s"
            );
            return Err(EngineError::new(EngineErrorKind::Locked, message));
        }
        let mut lease = Self {
            client: Arc::clone(client),
            index: index.to_string(),
            owner: random()?,
            epoch: before.map_or(0, |before| before.epoch) + 1,
            written: 0,
            taken: (now, Instant::now()),
            renewed: Instant::now(),
            seen: Seen { number: got.number, term: got.term },
            given_back: false,
        };
        lease.put(got.found, now + HELD, control)?;
        Ok(lease)
    }

    /// The number of the next write.
    pub(crate) fn next(&mut self) -> u64 {
        self.written += 1;
        (self.epoch << BELOW) + self.written
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        let since = self.taken.1.elapsed().as_secs();
        self.taken.0.saturating_add(i64::try_from(since).unwrap_or(i64::MAX))
    }

    /// Makes sure of it. To be called before every batch of writes.
    pub(crate) fn renew(&mut self, control: &Control) -> Result<(), EngineError> {
        let spent = self.written >= 1 << (BELOW - 1);
        if self.renewed.elapsed() < RENEWED && !spent {
            return Ok(());
        }
        if spent {
            (self.epoch, self.written) = (self.epoch + 1, 0);
        }
        self.put(true, self.now() + HELD, control)?;
        self.renewed = Instant::now();
        Ok(())
    }

    /// Gives it back.
    pub(crate) fn give_back(&mut self, control: &Control) -> Result<(), EngineError> {
        self.given_back = true;
        self.put(true, 0, control)
    }

    /// The document for the index that takes over: free, and with numbers that go on from here.
    pub(crate) fn handed_on(&self) -> Value {
        let stored = Stored { owner: self.owner.clone(), until: 0, epoch: self.epoch };
        json!({ "kind": kind::LEASE, "lease": stored })
    }

    fn put(&mut self, known: bool, until: i64, control: &Control) -> Result<(), EngineError> {
        let stored = Stored { owner: self.owner.clone(), until, epoch: self.epoch };
        let call = Call::put(format!("/{}/_doc/{ID}", self.index))
            .json(&json!({ "kind": kind::LEASE, "lease": stored }));
        let call = match known {
            true => {
                call.with("if_seq_no", self.seen.number).with("if_primary_term", self.seen.term)
            }
            false => call.with("op_type", "create"),
        };
        match self.client.call::<Put>(&call, control) {
            Ok(put) => self.seen = Seen { number: put.number, term: put.term },
            Err(CallError::Refused(refusal)) if refusal.status == 409 => {
                // It may be ours, the answer lost.
                let got = get(&self.client, &self.index, control)?;
                let ours = got.source.is_some_and(|source| {
                    (source.lease.owner, source.lease.until) == (self.owner.clone(), until)
                });
                if !ours {
                    return Err(lost(&self.index));
                }
                self.seen = Seen { number: got.number, term: got.term };
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

impl Drop for Lease {
    /// Given up in the middle: nobody should have to wait.
    fn drop(&mut self) {
        if !self.given_back {
            let deadline = Some(Instant::now() + Duration::from_secs(2));
            let _ = self.give_back(&Control { deadline, ..Control::default() });
        }
    }
}

/// Somebody else writes now.
pub(crate) fn lost(index: &str) -> EngineError {
    let message = format!("another program has begun to write to `{index}`: this one stops");
    EngineError::new(EngineErrorKind::Locked, message)
}

fn get(client: &Client, index: &str, control: &Control) -> Result<Got, EngineError> {
    match client.call::<Got>(&Call::get(format!("/{index}/_doc/{ID}")), control) {
        Ok(got) => Ok(got),
        Err(CallError::Refused(refusal))
            if refusal.status == 404 && refusal.kind != "index_not_found_exception" =>
        {
            Ok(Got { found: false, number: 0, term: 0, source: None })
        }
        Err(error) => Err(error.into()),
    }
}

fn random() -> Result<String, EngineError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        EngineError::new(EngineErrorKind::Io, "cannot get random numbers")
            .because(error.to_string())
    })?;
    Ok(Value::from(u128::from_le_bytes(bytes).to_string()).to_string())
}

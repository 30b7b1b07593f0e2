//! Calls to a cluster that stand failures: nodes in turn, a dead one left alone, a call that may
//! succeed a moment later made again, deadlines and cancelling obeyed, parts of an answer never
//! taken for all of it.
//!
//! Every call of ours may be made twice: documents carry their id and a number that grows, so a
//! write whose answer was lost is the same write again.

mod nodes;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use morgue_query::{Control, EngineError, EngineErrorKind};
use opensearch::auth::Credentials as Auth;
use opensearch::http::Method;
use opensearch::http::headers::{CONTENT_TYPE, HeaderMap, HeaderValue};
use opensearch::http::transport::{SingleNodeConnectionPool, Transport, TransportBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::runtime::Runtime;

use self::nodes::Nodes;
use crate::address::Address;
use crate::error::{CallError, Refusal, unreadable};

/// How often it is looked whether somebody still waits for an answer.
const LOOK: Duration = Duration::from_millis(20);
/// How long one call may take before it counts as failed, unless its deadline is nearer.
const CALL: Duration = Duration::from_secs(30);
/// How long a call is made again and again: a cluster that lost its manager needs seconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// Rounds over all nodes after which a cluster that never answered is given up.
const ROUNDS: u32 = 4;
/// The first pause before a call is made again; it doubles, up to [`LONGEST`].
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(2);

/// Who asks.
#[derive(Clone, Default)]
pub enum Credentials {
    /// Nobody: a cluster without a login.
    #[default]
    None,
    /// A user and a password.
    Basic(String, String),
    /// A token (`Authorization: Bearer …`).
    Token(String),
}

impl std::fmt::Debug for Credentials {
    /// Never with the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Basic(..) => "Basic(…)",
            Self::Token(_) => "Token(…)",
        })
    }
}

/// A call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body is many lines of JSON.
    pub(crate) lines: bool,
}

impl Call {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body: Vec::new(), lines: false }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::Put, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self
    }
}

/// What came of making a call once.
enum Once {
    Answer(Vec<u8>),
    Refused(Refusal),
    /// The node could not be reached, or broke off.
    Broken(String),
}

/// A part of an answer that says whether it is whole.
#[derive(Deserialize)]
struct Wholeness {
    #[serde(default)]
    timed_out: bool,
    #[serde(rename = "_shards")]
    shards: Option<Shards>,
}

#[derive(Deserialize)]
struct Shards {
    #[serde(default)]
    failed: u64,
}

/// The nodes of a cluster and a way to each.
pub(crate) struct Client {
    /// Taken out when it is dropped: a runtime must not end inside another one.
    runtime: Option<Runtime>,
    ways: Vec<Transport>,
    nodes: Nodes,
    names: String,
    /// Whether any node ever answered.
    reached: std::sync::atomic::AtomicBool,
}

impl Client {
    /// For these nodes. Nothing is asked yet.
    pub(crate) fn new(address: &Address, credentials: &Credentials) -> Result<Self, EngineError> {
        let failed = |message: String| EngineError::new(EngineErrorKind::Io, message);
        if address.is_tls() && !cfg!(feature = "tls") {
            let message =
                "this program was built without https to clusters: build it with the feature `tls`";
            return Err(EngineError::new(EngineErrorKind::Unsupported, message));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("morgue-cluster")
            .enable_all()
            .build()
            .map_err(|error| failed("cannot start threads".into()).because(error))?;
        let mut ways = Vec::new();
        for node in address.nodes() {
            let pool = SingleNodeConnectionPool::new(node.clone());
            let builder = TransportBuilder::new(pool).disable_proxy();
            let builder = match credentials {
                Credentials::None => builder,
                Credentials::Basic(user, password) => {
                    builder.auth(Auth::Basic(user.clone(), password.clone()))
                }
                Credentials::Token(token) => builder.auth(Auth::Bearer(token.clone())),
            };
            let way = builder.build();
            ways.push(way.map_err(|error| failed(format!("cannot reach `{node}`: {error}")))?);
        }
        let nodes = Nodes::new(ways.len());
        let names: Vec<String> = address.nodes().iter().map(ToString::to_string).collect();
        Ok(Self {
            runtime: Some(runtime),
            ways,
            nodes,
            names: names.join(", "),
            reached: false.into(),
        })
    }

    /// Makes a call until it is answered or refused for good.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        call: &Call,
        control: &Control,
    ) -> Result<T, CallError> {
        self.until(call, control, PATIENCE, |_| true)
    }

    /// A search: an answer that lacks the part of a shard is asked for again, and never taken.
    pub(crate) fn search<T: DeserializeOwned>(
        &self,
        call: &Call,
        control: &Control,
    ) -> Result<T, CallError> {
        self.search_for(call, control, PATIENCE)
    }

    /// The same for no longer than this.
    pub(crate) fn search_for<T: DeserializeOwned>(
        &self,
        call: &Call,
        control: &Control,
        patience: Duration,
    ) -> Result<T, CallError> {
        let call = call.clone().with("allow_partial_search_results", false);
        self.until(&call, control, patience, |answer| {
            serde_json::from_slice::<Wholeness>(answer)
                .is_ok_and(|it| !it.timed_out && it.shards.is_none_or(|shards| shards.failed == 0))
        })
    }

    /// The same for what is not a search but has shards: a refresh.
    pub(crate) fn whole<T: DeserializeOwned>(
        &self,
        call: &Call,
        control: &Control,
    ) -> Result<T, CallError> {
        self.until(call, control, PATIENCE, |answer| {
            serde_json::from_slice::<Wholeness>(answer)
                .is_ok_and(|it| it.shards.is_none_or(|shards| shards.failed == 0))
        })
    }

    fn until<T: DeserializeOwned>(
        &self,
        call: &Call,
        control: &Control,
        patience: Duration,
        whole: impl Fn(&[u8]) -> bool,
    ) -> Result<T, CallError> {
        use std::sync::atomic::Ordering::Relaxed;
        let start = Instant::now();
        let mut pause = PAUSE;
        let mut broken = 0;
        loop {
            control.check()?;
            let node = self.nodes.pick(Instant::now());
            let once = self.once(node, call, control)?;
            let why = match once {
                Once::Answer(answer) => {
                    self.nodes.well(node);
                    self.reached.store(true, Relaxed);
                    if whole(&answer) {
                        let read = serde_json::from_slice(&answer);
                        return read.map_err(|error| unreadable(&call.path, error).into());
                    }
                    "parts of the index do not answer".to_string()
                }
                Once::Refused(refusal) if refusal.passes() => {
                    self.reached.store(true, Relaxed);
                    refusal.to_string()
                }
                Once::Refused(refusal) => {
                    self.nodes.well(node);
                    self.reached.store(true, Relaxed);
                    return Err(CallError::Refused(refusal));
                }
                Once::Broken(why) => {
                    self.nodes.failed(node, Instant::now());
                    broken += 1;
                    // The next node may be well: it is asked at once.
                    if (broken as usize) < self.nodes.len() {
                        continue;
                    }
                    why
                }
            };
            let never = !self.reached.load(Relaxed) && broken >= ROUNDS * self.nodes.len() as u32;
            if never || start.elapsed() >= patience {
                return Err(self.given_up(&why).into());
            }
            wait(jittered(pause), control)?;
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// Stands still after the cluster had no room, longer each time.
    pub(crate) fn stand_back(&self, times: u32, control: &Control) -> Result<(), EngineError> {
        let pause = PAUSE.saturating_mul(1 << times.min(6)).min(LONGEST);
        wait(jittered(pause), control)
    }

    fn given_up(&self, why: &str) -> EngineError {
        let message = format!("the cluster ({}) does not answer: {why}", self.names);
        EngineError::new(EngineErrorKind::Unreachable, message)
    }

    /// Makes a call once.
    fn once(&self, node: usize, call: &Call, control: &Control) -> Result<Once, EngineError> {
        let left = control.deadline.map(|at| at.saturating_duration_since(Instant::now()));
        let timeout = left.map_or(CALL, |left| left.min(CALL)).max(LOOK);
        let way = self.ways[node % self.ways.len()].clone();
        let call = call.clone();
        let (told, answer) = mpsc::sync_channel(1);
        let runtime = self.runtime.as_ref().expect("taken out only when dropped");
        let task = runtime.spawn(async move {
            // Nobody may wait any more.
            let _ = told.send(made(&way, call, timeout).await);
        });
        loop {
            match answer.recv_timeout(LOOK) {
                Ok(once) => return Ok(once),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(stop) = control.check() {
                        // The connection closes, and the cluster stops searching.
                        task.abort();
                        return Err(stop);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Ok(Once::Broken("the call broke off".into()));
                }
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("nodes", &self.names).finish_non_exhaustive()
    }
}

async fn made(way: &Transport, call: Call, timeout: Duration) -> Once {
    let mut headers = HeaderMap::new();
    if call.lines {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    }
    let body = (!call.body.is_empty()).then_some(call.body);
    let sent =
        way.send(call.method, &call.path, headers, Some(&call.query), body, Some(timeout)).await;
    let response = match sent {
        Ok(response) => response,
        Err(error) => return Once::Broken(deepest(&error)),
    };
    let status = response.status_code().as_u16();
    match response.bytes().await {
        Ok(body) if (200..300).contains(&status) => Once::Answer(body.to_vec()),
        Ok(body) => Once::Refused(Refusal::of(status, &body)),
        Err(error) => Once::Broken(deepest(&error)),
    }
}

/// What an error rests on at last: that says what happened.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}

fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(0.5 + fastrand::f64())
}

/// Stands still, but not longer than anybody waits.
pub(crate) fn wait(pause: Duration, control: &Control) -> Result<(), EngineError> {
    let until = Instant::now() + pause;
    loop {
        control.check()?;
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(LOOK));
    }
}

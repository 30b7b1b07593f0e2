//! A cluster's failures in the engine's words.

use morgue_query::{EngineError, EngineErrorKind};
use serde::Deserialize;

/// Why a call to the cluster has no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    /// The cluster answered that it will not.
    Refused(Refusal),
    /// Nobody answered, or nobody waits for the answer any more.
    Failed(EngineError),
}

/// What a cluster says when it will not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {reason}")]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The cluster's own name for it: `index_not_found_exception`.
    pub(crate) kind: String,
    /// Its explanation, shortened.
    pub(crate) reason: String,
}

#[derive(Deserialize)]
struct Said {
    error: Option<Cause>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Cause {
    Text(String),
    Told {
        #[serde(rename = "type")]
        kind: Option<String>,
        reason: Option<String>,
        #[serde(default)]
        root_cause: Vec<Root>,
    },
}

#[derive(Deserialize)]
struct Root {
    #[serde(rename = "type")]
    kind: Option<String>,
    reason: Option<String>,
}

impl Refusal {
    /// Reads an answer that is none.
    pub(crate) fn of(status: u16, body: &[u8]) -> Self {
        let said = serde_json::from_slice::<Said>(body).ok().and_then(|said| said.error);
        let (kind, reason) = match said {
            Some(Cause::Told { kind, reason, root_cause }) => {
                // What a shard failed with says more than that one did.
                let root = root_cause.into_iter().next();
                let root = root.map(|root| (root.kind, root.reason)).unwrap_or_default();
                (root.0.or(kind), root.1.or(reason))
            }
            Some(Cause::Text(text)) => (None, Some(text)),
            None => (None, Some(String::from_utf8_lossy(body).into_owned())),
        };
        let kind = kind.unwrap_or_else(|| format!("status {status}"));
        Self { status, kind, reason: short(&reason.unwrap_or_default()) }
    }

    /// Whether the cluster may do it a moment later.
    pub(crate) fn passes(&self) -> bool {
        // A node that another one has just lost is told as an error of the cluster.
        const LOST: [&str; 6] = [
            "node_not_connected_exception",
            "node_disconnected_exception",
            "node_closed_exception",
            "connect_transport_exception",
            "no_shard_available_action_exception",
            "cluster_manager_not_discovered_exception",
        ];
        matches!(self.status, 429 | 502..=504) || LOST.contains(&self.kind.as_str())
    }

    /// Whether what it refuses is that a snapshot is no longer held.
    pub(crate) fn is_gone(&self) -> bool {
        // A point in time names the nodes that hold it; one that left the cluster took its part along.
        let left = self.kind == "illegal_state_exception" && self.reason.contains("no node found");
        self.kind == "search_context_missing_exception" || left
    }
}

/// A cluster explains itself at length.
fn short(text: &str) -> String {
    const MOST: usize = 300;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        use EngineErrorKind as Kind;
        let too_many = refusal.kind.contains("too_many_nested_clauses")
            || refusal.kind.contains("too_many_clauses")
            || refusal.reason.contains("maxClauseCount");
        let (kind, message) = match refusal.status {
            403 if refusal.kind == "cluster_block_exception" => {
                (Kind::NotWritable, "the cluster lets nobody write now: a disk of it is full")
            }
            401 | 403 => (
                Kind::Unreachable,
                "the cluster does not let us in: set MORGUE_OPENSEARCH_USER and MORGUE_OPENSEARCH_PASSWORD, or MORGUE_OPENSEARCH_TOKEN",
            ),
            404 if refusal.kind == "index_not_found_exception" => {
                (Kind::Missing, "there is no such index in the cluster")
            }
            _ if refusal.is_gone() => {
                (Kind::Gone, "the cluster no longer holds this state of the index")
            }
            _ if too_many => (
                Kind::TooManyExpansions,
                "the query stands for more words than the cluster takes (its `indices.query.bool.max_clause_count`): write more letters, or fewer words",
            ),
            429 | 502..=504 => (
                Kind::Unreachable,
                "the cluster has no room for this now, or its parts do not answer: try again later",
            ),
            400..=499 => (Kind::Io, "the cluster does not understand us"),
            _ => (Kind::Io, "the cluster failed"),
        };
        Self::new(kind, message).because(refusal)
    }
}

impl From<CallError> for EngineError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(refusal) => refusal.into(),
            CallError::Failed(error) => error,
        }
    }
}

impl From<EngineError> for CallError {
    fn from(error: EngineError) -> Self {
        Self::Failed(error)
    }
}

/// An answer that is not what it should be.
pub(crate) fn unreadable(what: &str, error: serde_json::Error) -> EngineError {
    let message = format!("the cluster's answer ({what}) cannot be read");
    EngineError::new(EngineErrorKind::Damaged, message).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cluster_says_is_told_by_its_first_cause() {
        let body = br#"{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index [x]"}],"type":"y"},"status":404}"#;
        let refusal = Refusal::of(404, body);
        assert_eq!(refusal.to_string(), "index_not_found_exception: no such index [x]");
        assert_eq!(EngineError::from(refusal).kind, EngineErrorKind::Missing);
        assert_eq!(Refusal::of(503, b"busy").to_string(), "status 503: busy");
        assert!(Refusal::of(503, b"").passes() && !Refusal::of(400, b"{}").passes());
        let lost = br#"{"error":{"type":"node_not_connected_exception","reason":"[n3]"}}"#;
        assert!(Refusal::of(500, lost).passes() && !Refusal::of(500, b"{}").passes());
        let left =
            br#"{"error":{"type":"illegal_state_exception","reason":"no node found for id: x"}}"#;
        assert_eq!(EngineError::from(Refusal::of(500, left)).kind, EngineErrorKind::Gone);
    }
}

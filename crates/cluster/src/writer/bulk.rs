//! Many writes in one call, and what became of each.

use morgue_query::{Control, EngineError, EngineErrorKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::lease::lost;
use crate::client::{Call, Client};

/// Bytes that are sent at a time.
const BYTES: usize = 5 << 20;
/// How often the cluster may say of a write that it has no room for it.
const TRIES: u32 = 12;
/// Documents that are named where they could not be written.
const NAMED: usize = 5;

/// Writes that wait to be sent.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    items: Vec<Item>,
    bytes: usize,
}

#[derive(Debug)]
struct Item {
    id: String,
    write: u64,
    lines: Vec<u8>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errors: bool,
    items: Vec<Outcome>,
}

/// By the name of what was to be done.
#[derive(Deserialize)]
struct Outcome {
    #[serde(alias = "delete")]
    index: Done,
}

#[derive(Deserialize)]
struct Done {
    status: u16,
    error: Option<Cause>,
}

#[derive(Deserialize)]
struct Cause {
    #[serde(rename = "type")]
    kind: String,
    reason: Option<String>,
}

impl Bulk {
    /// A document that takes the place of what is there, if that is older.
    pub(crate) fn index(&mut self, id: &str, write: u64, document: &Value) {
        let action = json!({ "index": {
            "_id": id, "version": write, "version_type": "external",
        } });
        self.push(id, write, format!("{action}\n{document}\n"));
    }

    /// A document that goes, if it is older.
    pub(crate) fn delete(&mut self, id: &str, write: u64) {
        let action = json!({ "delete": {
            "_id": id, "version": write, "version_type": "external",
        } });
        self.push(id, write, format!("{action}\n"));
    }

    fn push(&mut self, id: &str, write: u64, lines: String) {
        self.bytes += lines.len();
        self.items.push(Item { id: id.to_string(), write, lines: lines.into_bytes() });
    }

    /// Whether enough has come together to be sent.
    pub(crate) fn is_due(&self) -> bool {
        self.bytes >= BYTES
    }

    /// Sends all of it, until every write is stored.
    ///
    /// # Errors
    /// What could not be written, by name.
    pub(crate) fn send(
        &mut self,
        client: &Client,
        (index, is_alias): (&str, bool),
        control: &Control,
    ) -> Result<(), EngineError> {
        let mut items = std::mem::take(&mut self.items);
        self.bytes = 0;
        let mut tries = 0;
        while !items.is_empty() {
            let mut call = Call::post(format!("/{index}/_bulk"));
            if is_alias {
                // An index that is gone must not be made anew by the way.
                call = call.with("require_alias", true);
            }
            call.lines = true;
            call.body = items.iter().flat_map(|item| item.lines.iter().copied()).collect();
            let answer: Answer = client.call(&call, control)?;
            if !answer.errors {
                return Ok(());
            }
            items = left(client, index, items, &answer, control)?;
            tries += 1;
            if !items.is_empty() && tries >= TRIES {
                let message = format!(
                    "the cluster has no room for {} documents, and had none {TRIES} times: run again \
                     later, what is whole is kept",
                    items.len()
                );
                return Err(EngineError::new(EngineErrorKind::Unreachable, message));
            }
            if !items.is_empty() {
                client.stand_back(tries, control)?;
            }
        }
        Ok(())
    }
}

/// What must be sent again.
fn left(
    client: &Client,
    index: &str,
    items: Vec<Item>,
    answer: &Answer,
    control: &Control,
) -> Result<Vec<Item>, EngineError> {
    let (mut again, mut conflicts, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (item, outcome) in items.into_iter().zip(&answer.items) {
        match outcome.index.status {
            // What is to go and is not there is gone.
            200..=299 | 404 if outcome.index.error.is_none() => {}
            409 => conflicts.push(item),
            429 | 502..=504 => again.push(item),
            _ => refused.push((item, outcome.index.error.as_ref())),
        }
    }
    if !refused.is_empty() {
        return Err(not_written(&refused));
    }
    if !conflicts.is_empty() && !stored_already(client, index, &conflicts, control)? {
        return Err(lost(index));
    }
    Ok(again)
}

fn not_written(refused: &[(Item, Option<&Cause>)]) -> EngineError {
    let name = |(item, cause): &(Item, Option<&Cause>)| {
        let cause = cause.map(|it| format!("{}: {}", it.kind, it.reason.as_deref().unwrap_or("")));
        format!("`{}` ({})", item.id, cause.unwrap_or_default())
    };
    let named: Vec<String> = refused.iter().take(NAMED).map(name).collect();
    let message =
        format!("the cluster will not write {} documents: {}", refused.len(), named.join(", "));
    EngineError::new(EngineErrorKind::NotWritable, message)
}

/// Whether these writes are there: then only the answer to them was lost.
fn stored_already(
    client: &Client,
    index: &str,
    items: &[Item],
    control: &Control,
) -> Result<bool, EngineError> {
    #[derive(Deserialize)]
    struct Got {
        docs: Vec<Doc>,
    }
    #[derive(Deserialize)]
    struct Doc {
        #[serde(rename = "_version")]
        version: Option<u64>,
    }
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let call =
        Call::post(format!("/{index}/_mget")).with("_source", false).json(&json!({ "ids": ids }));
    let got: Got = client.call(&call, control)?;
    // A deletion that is stored leaves nothing to be seen.
    let same = |(item, doc): (&Item, &Doc)| doc.version.is_none_or(|it| it == item.write);
    Ok(items.iter().zip(&got.docs).all(same))
}

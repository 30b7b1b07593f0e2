//! Making what was written visible to searches, on every copy that may be searched.
//!
//! A cluster does not call it a failure when a copy could not be refreshed because its node just
//! died: it is not counted at all. Until the cluster knows of the death, or when a copy is promoted
//! that missed the call, searches would see a part of a commit. So the copies that were refreshed
//! are held against those that are in use.

use std::time::{Duration, Instant};

use morgue_query::{Control, EngineError, EngineErrorKind};
use serde::Deserialize;

use crate::client::{Call, Client};

/// How long it is tried: a cluster needs seconds to see that a node is gone.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct Refreshed {
    #[serde(rename = "_shards")]
    shards: Copies,
}

#[derive(Deserialize)]
struct Copies {
    total: u64,
    successful: u64,
}

#[derive(Deserialize, PartialEq)]
struct Health {
    status: String,
    active_shards: u64,
    number_of_data_nodes: u64,
}

/// Makes what was written visible on every copy of every shard that is in use.
pub(crate) fn refresh(client: &Client, name: &str, control: &Control) -> Result<(), EngineError> {
    let start = Instant::now();
    let health = || client.call(&Call::get(format!("/_cluster/health/{name}")), control);
    let mut before: Option<Health> = None;
    let mut tries = 0;
    loop {
        let refreshed: Refreshed =
            client.whole(&Call::post(format!("/{name}/_refresh")), control)?;
        let Copies { total, successful } = refreshed.shards;
        if successful == total {
            return Ok(());
        }
        let after: Health = health()?;
        // Nodes came or went in between: which copies were refreshed is not known.
        let settled = before.as_ref() == Some(&after);
        if settled && after.status != "red" && successful >= after.active_shards {
            return Ok(());
        }
        if start.elapsed() >= PATIENCE {
            let message = format!(
                "only {successful} of {} copies of the parts of `{name}` can be made visible: what \
                 was written is stored; is a node down?",
                after.active_shards
            );
            return Err(EngineError::new(EngineErrorKind::Unreachable, message));
        }
        if settled {
            tries += 1;
            client.stand_back(tries, control)?;
        }
        before = Some(after);
    }
}

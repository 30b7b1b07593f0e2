//! An index of a cluster as a whole: made, opened, built anew.
//!
//! Its name is an alias; behind it stands an index of the same name with a number, so that a
//! rebuild can make the next one beside it and switch when that is whole.

use std::sync::Arc;

use morgue_query::{Control, Engine, EngineError, EngineErrorKind, Ranking};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::address::Address;
use crate::client::{Call, Client, Credentials};
use crate::document::{DocumentMaker, source_id};
use crate::engine::ClusterEngine;
use crate::error::CallError;
use crate::mapping::{self, About, FORMAT, Spread, kind};
use crate::snapshot::{Snapshot, about};
use crate::verify::{Verified, verify};
use crate::writer::{Bulk, LEASE_ID, Lease, Writer, WriterOptions, each_document, refresh};

/// An index of a cluster.
#[derive(Debug, Clone)]
pub struct ClusterIndex {
    client: Arc<Client>,
    name: String,
}

/// What a rebuild made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Current articles.
    pub articles: u64,
    /// All documents: articles with their versions, tombstones, ledger lines.
    pub documents: u64,
}

impl ClusterIndex {
    /// An index of a cluster, which may not be there. Nothing is asked yet.
    ///
    /// # Errors
    /// The cluster cannot be reached in the way that is asked for.
    pub fn new(address: &Address, credentials: &Credentials) -> Result<Self, EngineError> {
        let client = Arc::new(Client::new(address, credentials)?);
        Ok(Self { client, name: address.name().to_string() })
    }

    /// Whether it is there.
    ///
    /// # Errors
    /// Nobody answers, or what is there is another program's.
    pub fn exists(&self, control: &Control) -> Result<bool, EngineError> {
        match about(&self.client, &self.name, control) {
            Ok(_) => Ok(true),
            Err(error) if error.kind == EngineErrorKind::Missing => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes it, empty, unless it is there.
    ///
    /// # Errors
    /// Nobody answers, or the cluster refuses.
    pub fn create(&self, spread: Spread, control: &Control) -> Result<(), EngineError> {
        if self.exists(control)? {
            return Ok(());
        }
        let index = numbered(&self.name, 1);
        self.make(&index, &mapping::index(Some(&self.name), spread, Ranking::DEFAULT), control)
    }

    fn make(&self, index: &str, body: &Value, control: &Control) -> Result<(), EngineError> {
        let call = Call::put(format!("/{index}")).json(body);
        match self.client.call::<Value>(&call, control) {
            // Made already, the answer lost.
            Err(CallError::Refused(refusal))
                if refusal.kind == "resource_already_exists_exception" => {}
            answer => drop(answer?),
        }
        let call = Call::get(format!("/_cluster/health/{index}"))
            .with("wait_for_status", "yellow")
            .with("timeout", "30s");
        self.client.call::<Value>(&call, control)?;
        Ok(())
    }

    /// Waits until every copy of every shard is where it should be, for two minutes at most.
    ///
    /// # Errors
    /// Nobody answers, or it takes longer.
    pub fn wait_until_whole(&self, control: &Control) -> Result<(), EngineError> {
        for _ in 0..12 {
            let call = Call::get(format!("/_cluster/health/{}", self.name))
                .with("wait_for_status", "green")
                .with("timeout", "10s");
            match self.client.call::<Value>(&call, control) {
                Err(CallError::Refused(refusal)) if refusal.status == 408 => {}
                answer => {
                    answer?;
                    return Ok(());
                }
            }
        }
        let message = format!("`{}` lacks copies of its parts for two minutes", self.name);
        Err(EngineError::new(EngineErrorKind::Unreachable, message))
    }

    /// Opens it to be asked.
    ///
    /// # Errors
    /// There is none, or it must be rebuilt first.
    pub fn engine(&self) -> Result<Box<dyn Engine>, EngineError> {
        Ok(Box::new(ClusterEngine::over(Arc::clone(&self.client), &self.name)?))
    }

    /// Opens it to be written to.
    ///
    /// # Errors
    /// Another writer has it, or it must be rebuilt first.
    pub fn writer(&self, options: WriterOptions) -> Result<Writer, EngineError> {
        let (_, about) = about(&self.client, &self.name, &Control::default())?;
        if about.analysis != morgue_analysis::VERSION {
            let message = format!("`{}` must be rebuilt first: `morgue rebuild`", self.name);
            return Err(EngineError::new(EngineErrorKind::OtherVersion, message));
        }
        Writer::open(&self.client, &self.name, about, options)
    }

    /// Says what is wrong with it, without changing it. `progress` is told how much of how much is
    /// done.
    ///
    /// # Errors
    /// It cannot even be read.
    pub fn verify(
        &self,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Verified, EngineError> {
        verify(&self.snapshot(control)?, control, progress)
    }

    fn snapshot(&self, control: &Control) -> Result<Snapshot, EngineError> {
        let (index, about) = about(&self.client, &self.name, control)?;
        Snapshot::take(&self.client, (&index, about), control)
    }

    /// Takes it away with all it holds.
    ///
    /// # Errors
    /// Nobody answers, or the cluster refuses.
    pub fn delete(&self, control: &Control) -> Result<(), EngineError> {
        let (index, _) = about(&self.client, &self.name, control)?;
        self.client.call::<Value>(&Call::delete(format!("/{index}")), control)?;
        Ok(())
    }

    /// Builds it anew from itself, in a new index, and switches the name over when that is whole.
    ///
    /// # Errors
    /// Another writer has it, or what it stores cannot be read; it then stays as it is.
    pub fn rebuild(
        &self,
        now: i64,
        ranking: Option<Ranking>,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rebuilt, EngineError> {
        let (old, about) = about(&self.client, &self.name, control)?;
        let mut lease = Lease::take(&self.client, &old, now, control)?;
        refresh(&self.client, &old, control)?;
        let ranking = ranking.unwrap_or(about.ranking);
        let new = next_of(&self.name, &old);
        let spread = self.spread(&old, control)?;
        // What an earlier rebuild left half done is begun anew.
        match self.client.call::<Value>(&Call::delete(format!("/{new}")), control) {
            Err(CallError::Refused(refusal)) if refusal.status == 404 => {}
            answer => drop(answer?),
        }
        self.make(&new, &mapping::index(None, spread, ranking), control)?;
        let rebuilt = self.copy_over((&old, &new), ranking, &mut lease, control, progress)?;
        self.switch((&old, &new), &lease, control)?;
        drop(lease);
        self.client.call::<Value>(&Call::delete(format!("/{old}")), control)?;
        Ok(rebuilt)
    }

    fn copy_over(
        &self,
        (old, new): (&str, &str),
        ranking: Ranking,
        lease: &mut Lease,
        control: &Control,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rebuilt, EngineError> {
        let about = About { format: FORMAT, analysis: morgue_analysis::VERSION, ranking };
        let snapshot = Snapshot::take(&self.client, (old, about), control)?;
        let (mut maker, mut bulk) = (DocumentMaker::new(ranking), Bulk::default());
        let (mut rebuilt, mut done) = (Rebuilt::default(), 0);
        each_document(&snapshot, control, &mut |id, holding, record, total| {
            let write = lease.next();
            if let Some(holding) = holding {
                rebuilt.articles += u64::from(holding.current.is_some());
                bulk.index(id, write, &maker.held(&holding, write));
            } else if let Some(record) = record {
                let document = crate::document::source(&record, write);
                bulk.index(&source_id(&record.key), write, &document);
            }
            done += 1;
            progress(done, total);
            if bulk.is_due() {
                lease.renew(control)?;
                bulk.send(&self.client, (new, false), control)?;
            }
            Ok(())
        })?;
        bulk.send(&self.client, (new, false), control)?;
        refresh(&self.client, new, control)?;
        let made = self.count(new, control)?;
        if made != done {
            let message =
                format!("{done} documents were written anew and {made} are there: `{old}` stays");
            return Err(EngineError::new(EngineErrorKind::Io, message));
        }
        rebuilt.documents = made;
        Ok(rebuilt)
    }

    fn count(&self, index: &str, control: &Control) -> Result<u64, EngineError> {
        let body =
            json!({ "query": { "bool": { "must_not": [{ "term": { "kind": kind::LEASE } }] } } });
        let call = Call::post(format!("/{index}/_count")).json(&body);
        let counted: Value = self.client.whole(&call, control)?;
        Ok(counted["count"].as_u64().unwrap_or(0))
    }

    /// The name means the new index from one moment to the next; its numbers go on from the old.
    fn switch(
        &self,
        (old, new): (&str, &str),
        lease: &Lease,
        control: &Control,
    ) -> Result<(), EngineError> {
        let call = Call::put(format!("/{new}/_doc/{LEASE_ID}")).json(&lease.handed_on());
        self.client.call::<Value>(&call, control)?;
        let actions = json!({ "actions": [
            { "remove": { "index": old, "alias": self.name } },
            { "add": { "index": new, "alias": self.name } },
        ] });
        self.client.call::<Value>(&Call::post("/_aliases").json(&actions), control)?;
        Ok(())
    }

    /// How an index is spread.
    fn spread(&self, index: &str, control: &Control) -> Result<Spread, EngineError> {
        #[derive(Deserialize)]
        struct Of {
            settings: Settings,
        }
        #[derive(Deserialize)]
        struct Settings {
            index: Numbers,
        }
        #[derive(Deserialize)]
        struct Numbers {
            number_of_shards: String,
            number_of_replicas: String,
        }
        let call = Call::get(format!("/{index}/_settings"));
        let all: std::collections::HashMap<String, Of> = self.client.call(&call, control)?;
        let of = all.into_values().next().map(|of| of.settings.index);
        let number = |text: &str, usual: u32| text.parse().unwrap_or(usual);
        let usual = Spread::default();
        Ok(of.map_or(usual, |of| Spread {
            shards: number(&of.number_of_shards, usual.shards),
            replicas: number(&of.number_of_replicas, usual.replicas),
        }))
    }
}

fn numbered(name: &str, number: u64) -> String {
    format!("{name}-g{number}")
}

/// The name of the index after this one.
fn next_of(name: &str, index: &str) -> String {
    let number = index.strip_prefix(name).and_then(|rest| rest.strip_prefix("-g"));
    numbered(name, number.and_then(|number| number.parse().ok()).unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_are_counted() {
        assert_eq!(next_of("news", &numbered("news", 1)), "news-g2");
        assert_eq!(next_of("news", "other"), "news-g1");
    }
}

//! What the tests of this crate share: a real cluster, where `OPENSEARCH_URLS` names its nodes.

#![allow(unreachable_pub, dead_code, reason = "shared by several test programs")]
#![allow(clippy::print_stdout, reason = "what was not run is said")]

use std::cell::RefCell;

use morgue_article::Article;
use morgue_cluster::{Address, ClusterIndex, Credentials, Spread, WriterOptions};
use morgue_query::{Control, Engine};
use morgue_testkit::fill;

/// A cluster and the indexes that a test made in it: they go with it.
pub struct Cluster {
    hosts: String,
    spread: Spread,
    made: RefCell<Vec<ClusterIndex>>,
}

impl Cluster {
    /// The cluster of `OPENSEARCH_URLS` (`http://host:port,…`); says loudly that there is none.
    pub fn running() -> Option<Self> {
        let Ok(urls) = std::env::var("OPENSEARCH_URLS") else {
            println!(
                "NOT RUN: OPENSEARCH_URLS names no cluster (tests/opensearch/run.sh starts one)"
            );
            return None;
        };
        let hosts: Vec<&str> =
            urls.split(',').map(|url| url.trim_start_matches("http://")).collect();
        let spread = match hosts.len() {
            1 => Spread { shards: 1, replicas: 0 },
            _ => Spread { shards: 3, replicas: 1 },
        };
        Some(Self { hosts: hosts.join(","), spread, made: RefCell::default() })
    }

    /// An index of its own, empty.
    pub fn index(&self) -> ClusterIndex {
        let name = format!("test-{:016x}", fastrand::u64(..));
        let address = format!("opensearch://{}/{name}", self.hosts);
        let address = Address::parse(&address).expect("an address");
        let index = ClusterIndex::new(&address, &Credentials::None).expect("a client");
        index.create(self.spread, &Control::default()).expect("a new index");
        self.made.borrow_mut().push(index.clone());
        index
    }

    /// An engine over an index of these articles.
    pub fn engine(&self, articles: Vec<Article>) -> Box<dyn Engine> {
        let index = self.index();
        let writer = index.writer(WriterOptions::new(1_000)).expect("one writer");
        fill(Box::new(writer), &articles).expect("written");
        index.engine().expect("an engine")
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.hosts.split(',').count()
    }

    /// Waits until every copy of every shard is there again.
    pub fn wait_until_whole(&self, index: &ClusterIndex) {
        let health = index.wait_until_whole(&Control::default());
        health.expect("green after a while");
    }

    /// Takes the indexes made so far away.
    pub fn clear(&self) {
        for index in self.made.borrow_mut().drain(..) {
            let _ = index.delete(&Control::default());
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.clear();
    }
}

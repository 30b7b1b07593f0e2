//! An archive on the web.
//!
//! Owns routes, parameters, status codes, problems, cursors and what keeps a server safe. Is given
//! an [`Engine`](morgue_query::Engine) and does not know which one it is; knows no file, no
//! ingest, no flag and no clock but one for deadlines. Answers are the types of the command line's `--json`.
//!
//! ```no_run
//! use std::sync::Arc;
//! use morgue_server::{Config, Desk, serve};
//!
//! # fn engine() -> Arc<dyn morgue_query::Engine> { unimplemented!() }
//! # async fn run() -> std::io::Result<()> {
//! let today = || morgue_article::Day(20_000);
//! let desk = Desk::new(engine(), Arc::default(), today);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! serve(listener, desk, Config::default(), std::future::pending()).await
//! # }
//! ```

mod api;
mod app;
mod config;
mod cors;
mod guard;
mod intake;
mod keeping;
mod leases;
mod limiter;
mod links;
mod metrics;
mod net;
mod originals;
mod outflow;
mod pages;
mod params;
mod problem;
mod routes;
mod saving;
mod searches;
mod sessions;
mod who;

pub use app::{Desk, SavedSearches, app};
pub use config::{Access, Config, Token};
pub use intake::{Intake, LineError, LineOutcome, Lines, Taken};
pub use keeping::{Keeping, Kept};
pub use links::{PublicUrl, PublicUrlError};
pub use net::serve;
pub use originals::Originals;
pub use problem::Problem;

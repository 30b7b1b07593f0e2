//! `morgue serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use morgue_server::{Access, Config, Desk, Token};

use crate::failure::{Failure, code};
use crate::session::Session;

/// Where a server listens unless told otherwise.
const ADDRESS: &str = "127.0.0.1:8642";
/// The variable that holds the token.
const TOKEN: &str = "MORGUE_TOKEN";
/// How often it looks whether it was told to end.
const LOOK: Duration = Duration::from_millis(100);

/// Answer over HTTP: the same searches as JSON, for programs.
///
/// It only reads, and shows what another run of `morgue index` adds within seconds. Other machines
/// are let in only with a token, or when everybody may read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue serve
  morgue serve --in ~/clippings
  MORGUE_TOKEN=… morgue serve --listen 0.0.0.0:8642 --host news.example.org
  curl 'http://127.0.0.1:8642/v1/search?q=climate+change&outlet=cnn'")]
pub(crate) struct ServeArgs {
    /// The address and port to listen at
    #[arg(long, value_name = "ADDRESS", default_value = ADDRESS)]
    listen: SocketAddr,
    /// Bring the index up to date with this file or folder first (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    within: Vec<PathBuf>,
    /// A name this server is reached by, with its port unless that is 80 (repeatable)
    #[arg(long = "host", value_name = "NAME[:PORT]")]
    hosts: Vec<String>,
    /// Let everybody read who reaches the address
    #[arg(long)]
    public_read: bool,
    /// Tell the files that articles were read from
    #[arg(long)]
    show_origin: bool,
}

pub(crate) fn run(args: &ServeArgs, session: &Session) -> anyhow::Result<u8> {
    let config = args.config()?;
    super::index::update_within(&args.within, session)?;
    let (engine, outlets) = crate::engine::open(&session.place()?)?;
    let desk = Desk::new(Arc::from(engine), Arc::new(outlets), crate::clock::today);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let cancel = session.control.cancel.clone();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.listen);
        let listener = listener.await.with_context(|| format!("cannot listen at {}", args.listen));
        let listener =
            listener.map_err(|error| Failure::with_code(code::USAGE, format!("{error:#}")))?;
        let address = listener.local_addr()?;
        session.output.page(|out, _| writeln!(out, "http://{address}"))?;
        let end = async move {
            while !cancel.is_cancelled() {
                tokio::time::sleep(LOOK).await;
            }
        };
        morgue_server::serve(listener, desk, config, end).await?;
        Ok(code::OK)
    })
}

impl ServeArgs {
    fn config(&self) -> anyhow::Result<Config> {
        let access = match std::env::var(TOKEN).ok().filter(|token| !token.is_empty()) {
            Some(token) => {
                Access::Token(Token::new(token).ok_or_else(|| {
                    Failure::usage(format!("{TOKEN} is shorter than 16 characters"))
                })?)
            }
            None if self.public_read => Access::Public,
            None if self.listen.ip().is_loopback() => Access::Loopback,
            None => {
                return Err(Failure::usage(format!(
                    "{} can be reached by other machines: set {TOKEN} to a secret of 16 characters \
                     or more, or let everybody read with --public-read",
                    self.listen
                )));
            }
        };
        let mut hosts = self.hosts.clone();
        hosts.push(self.listen.to_string());
        Ok(Config { access, hosts, show_origin: self.show_origin, ..Config::default() })
    }
}

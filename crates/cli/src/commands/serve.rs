//! `morgue serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use morgue_server::{Access, Config, Desk, PublicUrl, Token};

use crate::failure::{Failure, code};
use crate::session::Session;

/// Where a server listens unless told otherwise.
const ADDRESS: &str = "127.0.0.1:8642";
/// The variable that holds the token of readers.
const TOKEN: &str = "MORGUE_TOKEN";
/// The variable that holds the token of those who may put articles in.
const WRITE_TOKEN: &str = "MORGUE_WRITE_TOKEN";
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
    /// Where a proxy in front lets this server appear, with the path before its pages
    #[arg(long, value_name = "URL")]
    public_url: Option<PublicUrl>,
    /// Let everybody read who reaches the address
    #[arg(long)]
    public_read: bool,
    /// Let search engines list the pages that everybody may read
    #[arg(long, requires = "public_read")]
    allow_index: bool,
    /// Tell the files that articles were read from
    #[arg(long)]
    show_origin: bool,
    /// Let readers download the bytes an article was read from (never with --public-read)
    #[arg(long, conflicts_with = "public_read")]
    originals: bool,
}

pub(crate) fn run(args: &ServeArgs, session: &Session) -> anyhow::Result<u8> {
    let config = args.config()?;
    super::index::update_within(&args.within, session)?;
    let (engine, outlets) = crate::engine::open(&session.place()?)?;
    let desk = Desk::new(Arc::from(engine), Arc::new(outlets), crate::clock::today)
        .with_guide(super::help::QUERY);
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
        let access = match token(TOKEN)? {
            Some(_) if self.public_read => {
                let both = format!("{TOKEN} is set, and --public-read lets everybody in: which?");
                return Err(Failure::usage(both));
            }
            Some(token) => Access::Token(token),
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
        Ok(Config {
            access,
            hosts,
            public_url: self.public_url.clone(),
            write: token(WRITE_TOKEN)?,
            show_origin: self.show_origin,
            originals: self.originals,
            allow_index: self.allow_index,
            ..Config::default()
        })
    }
}

/// The secret in a variable of the environment.
fn token(variable: &str) -> anyhow::Result<Option<Token>> {
    let secret = std::env::var(variable).ok().filter(|secret| !secret.is_empty());
    let Some(secret) = secret else { return Ok(None) };
    match Token::new(secret) {
        Some(token) => Ok(Some(token)),
        None => Err(Failure::usage(format!("{variable} is shorter than 16 characters"))),
    }
}

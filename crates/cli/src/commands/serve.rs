//! `morgue serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use morgue_archive::{Archive, Hook, Root};
use morgue_server::{Access, Config, Desk, PublicUrl, Token};
use tokio::net::TcpListener;

use crate::failure::{Failure, code};
use crate::serving::logs::LogForm;
use crate::serving::watch::{Watched, watch};
use crate::serving::writing::{Files, Inbox, Turn};
use crate::serving::{browser, logs};
use crate::session::Session;

/// Where a server listens unless told otherwise.
const ADDRESS: &str = "127.0.0.1:8642";
/// The variable that holds the token of readers.
const TOKEN: &str = "MORGUE_TOKEN";
/// The variable that holds the token of those who may put articles in.
const WRITE_TOKEN: &str = "MORGUE_WRITE_TOKEN";
/// How often it looks whether it was told to end.
const LOOK: Duration = Duration::from_millis(100);
/// Files and connections that are open at one time at most, where the system lets us.
const OPEN: u64 = 16_384;
/// Of these, how many are no connections: the index, what is read.
const OTHERS: u64 = 256;
/// Requests a second from one address, where everybody may read.
const PUBLIC_RATE: u32 = 20;

/// Answer over HTTP: pages for people, JSON for programs.
///
/// It shows what another run of `morgue index` adds within seconds; with --in it also keeps the
/// index up to date with files as they change. Other machines are let in only with a token, or when
/// everybody may read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue serve
  morgue serve --in ~/clippings --open
  MORGUE_TOKEN=… morgue serve --listen 0.0.0.0:8642 --host news.example.org
  curl 'http://127.0.0.1:8642/v1/search?q=climate+change&outlet=cnn'")]
pub(crate) struct ServeArgs {
    /// The address and port to listen at
    #[arg(long, value_name = "ADDRESS", default_value = ADDRESS, value_parser = listen)]
    listen: SocketAddr,
    /// Bring the index up to date with this file or folder, now and whenever it changes (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    within: Vec<PathBuf>,
    /// A name this server is reached by, with its port unless that is 80 (repeatable)
    #[arg(long = "host", value_name = "NAME[:PORT]", value_parser = host)]
    hosts: Vec<String>,
    /// Where a proxy in front lets this server appear, with the path before its pages
    #[arg(long, value_name = "URL")]
    public_url: Option<PublicUrl>,
    /// Let pages of this site read `/v1` from a reader's browser: `https://desk.example.org`
    /// (repeatable)
    #[arg(long = "cors", value_name = "ORIGIN", value_parser = site)]
    sites: Vec<String>,
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
    /// Requests a second that one address may make in the long run; 0 for any number [default: any,
    /// 20 with --public-read]
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
    /// How the log is written, to standard error
    #[arg(long, value_name = "FORM", default_value = "plain")]
    log: LogForm,
    /// Start the browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(args: &ServeArgs, session: &Session) -> anyhow::Result<u8> {
    let mut config = args.config()?;
    let listener = args.listener()?;
    // With the port that the system chose, where it was asked to.
    config.hosts.push(listener.local_addr()?.to_string());
    let within = super::index::update_within(&args.within, session)?;
    let place = session.place()?;
    let (engine, outlets) = crate::engine::open(&place)?;
    let archive = crate::engine::archive(&place)?;
    logs::begin(args.log, session.output.progress);
    let saved = archive.kept().saved();
    let turn = Arc::new(Turn::default());
    let inbox = Inbox { archive: archive.clone(), turn: Arc::clone(&turn) };
    let desk = Desk::new(Arc::from(engine), Arc::new(outlets), crate::clock::today)
        .with_guide(super::help::QUERY)
        .with_keeping(Arc::new(super::saved::Folder(archive.kept().saved())))
        .with_saved(Arc::new(move || {
            saved.all().map(|all| all.searches).map_err(|error| error.to_string())
        }))
        .with_intake(Arc::new(inbox))
        .with_originals(Arc::new(Files(archive.clone())));
    let watching = watched(archive, &within, turn, session)?.map(watch).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(args.serve(listener, desk, config, session))?;
    // Searches nobody waits for any more are not waited for either.
    runtime.shutdown_timeout(LOOK);
    if let Some(watching) = watching {
        let _ = watching.join();
    }
    Ok(code::OK)
}

/// What is kept up to date, if anything.
fn watched(
    archive: Archive,
    within: &[String],
    turn: Arc<Turn>,
    session: &Session,
) -> anyhow::Result<Option<Watched>> {
    if within.is_empty() {
        return Ok(None);
    }
    let roots: Result<Vec<Root>, _> =
        within.iter().map(|path| archive.root_of(path.as_ref())).collect();
    let index = std::path::absolute(archive.path())?;
    let hooks = crate::hooks::hooks(&index, &[])?.into_iter();
    let hooks = hooks.map(|hook| Hook { glob: hook.glob, command: hook.command }).collect();
    let control = session.control.clone();
    Ok(Some(Watched { archive, roots: roots?, hooks, turn, control }))
}

impl ServeArgs {
    /// Before anything long is done: an address that is taken is said at once.
    fn listener(&self) -> anyhow::Result<std::net::TcpListener> {
        let listener = std::net::TcpListener::bind(self.listen)
            .with_context(|| format!("cannot listen at {}", self.listen))
            .map_err(|error| Failure::with_code(code::USAGE, format!("{error:#}")))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    }

    async fn serve(
        &self,
        listener: std::net::TcpListener,
        desk: Desk,
        config: Config,
        session: &Session,
    ) -> anyhow::Result<()> {
        let cancel = session.control.cancel.clone();
        let listener = TcpListener::from_std(listener)?;
        let address = format!("http://{}", listener.local_addr()?);
        session.output.page(|out, _| writeln!(out, "{address}"))?;
        if self.open
            && let Err(error) = browser::open(&address)
        {
            session.output.say(format_args!("no browser could be started: {error}"));
        }
        let end = async move {
            while !cancel.is_cancelled() {
                tokio::time::sleep(LOOK).await;
            }
        };
        morgue_server::serve(listener, desk, config, end).await?;
        Ok(())
    }

    /// What lets other machines in: the address, or a proxy in front, which others reach.
    fn reached_from_elsewhere(&self) -> Option<String> {
        let here = ["localhost", "127.0.0.1", "[::1]"];
        let is_here = |host: &str| {
            let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
            here.contains(&name.map_or(host, |(name, _)| name))
        };
        if !self.listen.ip().is_loopback() {
            return Some(self.listen.to_string());
        }
        let public = self.public_url.as_ref().map(|public| public.host().to_string());
        public.or_else(|| self.hosts.iter().find(|host| !is_here(host)).cloned())
    }

    fn config(&self) -> anyhow::Result<Config> {
        let (reading, writing) = (secret(TOKEN), secret(WRITE_TOKEN));
        if reading.is_some() && reading == writing {
            let same = format!("{TOKEN} and {WRITE_TOKEN} are the same: every reader could write");
            return Err(Failure::usage(same));
        }
        let access = match token(TOKEN)? {
            Some(_) if self.public_read => {
                let both = format!("{TOKEN} is set, and --public-read lets everybody in: which?");
                return Err(Failure::usage(both));
            }
            Some(token) => Access::Token(token),
            None if self.public_read => Access::Public,
            None => match self.reached_from_elsewhere() {
                None => Access::Loopback,
                Some(by) => {
                    return Err(Failure::usage(format!(
                        "{by} can be reached by other machines: set {TOKEN} to a secret of 16 \
                         characters or more, or let everybody read with --public-read",
                    )));
                }
            },
        };
        Ok(Config {
            access,
            hosts: self.hosts.clone(),
            sites: self.sites.clone(),
            public_url: self.public_url.clone(),
            write: token(WRITE_TOKEN)?,
            show_origin: self.show_origin,
            originals: self.originals,
            allow_index: self.allow_index,
            rate: match self.rate {
                Some(0) => None,
                None if self.public_read => Some(PUBLIC_RATE),
                rate => rate,
            },
            connections: connections(),
            ..Config::default()
        })
    }
}

/// An address with its port; without one it is the usual.
fn listen(text: &str) -> Result<SocketAddr, String> {
    let usual = ADDRESS.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(0);
    let alone = text.parse().map(|ip| SocketAddr::new(ip, usual));
    text.parse().or(alone).map_err(|_| {
        format!("it must be an address in numbers with a port, like `{ADDRESS}` or `0.0.0.0:8642`")
    })
}

/// A name with or without its port, as browsers send it.
fn host(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
    match text.is_empty() || !text.chars().all(plain) {
        true => Err("it must be a name like `news.example.org` or `news.example.org:8080`".into()),
        false => Ok(text.to_string()),
    }
}

/// A site, as browsers name it: scheme, name and port.
fn site(text: &str) -> Result<String, String> {
    let name = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match name.map(host) {
        Some(Ok(_)) => Ok(text.to_ascii_lowercase()),
        _ => Err("it must be a site like `https://desk.example.org`, without a path".into()),
    }
}

fn secret(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|secret| !secret.is_empty())
}

/// The secret in a variable of the environment.
fn token(variable: &str) -> anyhow::Result<Option<Token>> {
    let Some(secret) = secret(variable) else { return Ok(None) };
    match Token::new(secret) {
        Some(token) => Ok(Some(token)),
        None => Err(Failure::usage(format!("{variable} is shorter than 16 characters"))),
    }
}

/// As many connections as the system gives us files for.
fn connections() -> usize {
    let files = rlimit::increase_nofile_limit(OPEN).unwrap_or(1024);
    usize::try_from(files.min(OPEN).saturating_sub(OTHERS) / 2).unwrap_or(1).max(64)
}

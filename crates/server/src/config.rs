//! What the owner of a server decides.

use std::fmt;
use std::time::Duration;

use morgue_query::Origins;
use subtle::ConstantTimeEq;

use crate::links::PublicUrl;

/// How a server behaves. The default is safe: only this machine reads.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who may read.
    pub access: Access,
    /// The names and ports under which browsers may ask (`news.example.org`, `localhost:8080`).
    /// Any other `Host` is refused: a page elsewhere cannot point its own name at this machine.
    pub hosts: Vec<String>,
    /// Where a proxy in front lets the server appear.
    pub public_url: Option<PublicUrl>,
    /// Sites whose pages may read `/v1` from a reader's browser: `https://desk.example.org`.
    pub sites: Vec<String>,
    /// Who may put articles in: whoever has this token. Nobody where there is none.
    pub write: Option<Token>,
    /// Whether answers tell the file an article was read from, relative to its root.
    pub show_origin: bool,
    /// Whether the bytes an article was read from may be downloaded. Never by [`Access::Public`].
    pub originals: bool,
    /// Whether search engines may list pages that everybody may read.
    pub allow_index: bool,
    /// Requests a second that one address may make in the long run, and ten times as many at once.
    pub rate: Option<u32>,
    /// Connections at one time; who comes when there are more waits.
    pub connections: usize,
    /// How long a client may take for the head of a request; an idle connection is one too.
    pub patience: Duration,
    /// Searches at one time.
    pub searches: usize,
    /// Searches that wait for their turn; more are sent away.
    pub queue: usize,
    /// How long who reads a long file may take none of it before it is given up.
    pub file_patience: Duration,
    /// How long a search may take, waiting included.
    pub deadline: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            access: Access::Loopback,
            hosts: Vec::new(),
            public_url: None,
            sites: Vec::new(),
            write: None,
            show_origin: false,
            originals: false,
            allow_index: false,
            rate: None,
            connections: 4096,
            patience: Duration::from_secs(15),
            searches: std::thread::available_parallelism().map_or(2, usize::from),
            queue: 256,
            file_patience: Duration::from_secs(60),
            deadline: Duration::from_secs(10),
        }
    }
}

impl Config {
    /// Whether everybody may read.
    pub fn is_public(&self) -> bool {
        matches!(self.access, Access::Public)
    }

    /// What answers tell of the files that articles were read from: never a folder of this machine.
    pub fn origins(&self) -> Origins {
        if self.show_origin { Origins::BelowRoot } else { Origins::Hidden }
    }

    /// Whether search engines are asked to stay away.
    pub fn is_unlisted(&self) -> bool {
        !(self.is_public() && self.allow_index)
    }

    /// Whether the bytes an article was read from may be downloaded.
    pub fn gives_originals(&self) -> bool {
        self.originals && !self.is_public()
    }
}

/// Who may read.
#[derive(Debug, Clone)]
pub enum Access {
    /// Whoever reaches the address, which is of this machine only.
    Loopback,
    /// Whoever has the token.
    Token(Token),
    /// Everybody. The text of queries then stays out of the logs.
    Public,
}

/// A secret that lets its holder in. Never shown.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A secret of at least 16 characters.
    pub fn new(secret: impl Into<String>) -> Option<Self> {
        let secret: String = secret.into();
        (secret.chars().count() >= 16).then_some(Self(secret))
    }

    /// Whether this is it, in a time that tells its length at most.
    pub fn is(&self, offered: &str) -> bool {
        self.0.as_bytes().ct_eq(offered.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

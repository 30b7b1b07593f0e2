//! Commands that are given what is new for saved searches: in the user's own file only, never in
//! the index, so that an index from someone else cannot run programs here.
//!
//! ```toml
//! [[alert]]
//! index = "/home/ada/index-data"
//! mail = "ada@news.example"       # then the command is given a mail, else JSON
//! command = "sendmail -t"
//! ```

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;
use morgue_present::MailAddress;
use serde::Deserialize;

/// A command that is told.
#[derive(Debug)]
pub(crate) struct Alert {
    /// The address of the mail that it is given; JSON without one.
    pub(crate) mail: Option<MailAddress>,
    command: String,
}

/// The part of the user's file that is ours; other parts are left alone.
#[derive(Debug, Default, Deserialize)]
struct Settings {
    #[serde(default)]
    alert: Vec<Written>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    index: String,
    mail: Option<String>,
    command: String,
}

/// The commands for an index.
pub(crate) fn of_index(index: &Path) -> anyhow::Result<Vec<Alert>> {
    let Some(path) = crate::hooks::settings_file() else { return Ok(Vec::new()) };
    let name = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).context(format!("cannot read `{name}`")),
    };
    let settings: Settings = toml::from_str(&text).with_context(|| format!("`{name}`"))?;
    let same = |written: &str| match (Path::new(written).canonicalize(), index.canonicalize()) {
        (Ok(written), Ok(index)) => written == index,
        _ => Path::new(written) == index,
    };
    let mut out = Vec::new();
    for alert in settings.alert.into_iter().filter(|alert| same(&alert.index)) {
        let mail = alert.mail.map(|mail| mail.parse()).transpose();
        let mail = mail.with_context(|| format!("`{name}`"))?;
        out.push(Alert { mail, command: alert.command });
    }
    Ok(out)
}

/// What to do where there is none.
pub(crate) fn none() -> String {
    let file = crate::hooks::settings_file().unwrap_or_default();
    format!(
        "no command is set for this index: put `[[alert]]` with `index`, `command` and perhaps \
         `mail` into `{}`",
        file.display()
    )
}

impl Alert {
    /// Runs the command with this on its standard input.
    pub(crate) fn run(&self, input: &[u8]) -> anyhow::Result<()> {
        let said = || format!("the command `{}` of your settings", self.command);
        let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let mut command = Command::new(shell);
        command.args([option, &self.command]).stdin(Stdio::piped());
        let mut child = command.spawn().with_context(said)?;
        if let Some(mut stdin) = child.stdin.take() {
            // It need not read it all; its exit code says whether it is content.
            let _ = stdin.write_all(input);
        }
        let status = child.wait().with_context(said)?;
        anyhow::ensure!(status.success(), "{} failed: {status}", said());
        Ok(())
    }
}

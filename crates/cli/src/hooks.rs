//! `--pre` commands: remembered in the user's own file under the index's path, never in the index,
//! so that an index from someone else cannot run programs here.
//!
//! ```toml
//! [[pre]]
//! index = "/home/ada/index-data"
//! glob = "*.pdf"
//! command = "pdftotext {} -"
//! ```

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

/// Which files another program turns into text, and how it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hook {
    /// The index it belongs to.
    pub(crate) index: String,
    /// Which files.
    pub(crate) glob: String,
    /// The command; `{}` stands for the file.
    pub(crate) command: String,
}

/// The part of the user's file that is ours; other parts are left alone.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Settings {
    #[serde(default)]
    pre: Vec<Hook>,
}

/// The hooks of an index: those remembered, with the new ones, which are remembered from now on.
/// A later one of the same glob replaces an earlier one; an empty command takes it away.
pub(crate) fn hooks(index: &Path, new: &[(String, String)]) -> anyhow::Result<Vec<Hook>> {
    let path = settings_file();
    let index = index.display().to_string();
    let mut hooks = match &path {
        Some(path) => read(path)?,
        None => Vec::new(),
    };
    hooks.retain(|hook| hook.index == index);
    let mut added = Vec::new();
    for (glob, command) in new {
        let hook = Hook { index: index.clone(), glob: glob.clone(), command: command.clone() };
        if !hooks.contains(&hook) {
            added.push(hook.clone());
            hooks.push(hook);
        }
    }
    if let Some(path) = path.filter(|_| !added.is_empty()) {
        append(&path, added)?;
    }
    Ok(in_force(hooks))
}

fn in_force(hooks: Vec<Hook>) -> Vec<Hook> {
    let mut out: Vec<Hook> = Vec::new();
    for hook in hooks {
        out.retain(|earlier| earlier.glob != hook.glob);
        out.push(hook);
    }
    out.retain(|hook| !hook.command.is_empty());
    out
}

pub(crate) fn settings_file() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))?;
    Some(folder.join("morgue").join("config.toml"))
}

fn read(path: &Path) -> anyhow::Result<Vec<Hook>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).context(format!("cannot read `{}`", path.display())),
    };
    let settings: Settings =
        toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
    Ok(settings.pre)
}

/// Written behind what is there, so that the user's own lines and comments stay.
fn append(path: &Path, hooks: Vec<Hook>) -> anyhow::Result<()> {
    let text = toml::to_string(&Settings { pre: hooks }).expect("hooks are plain text");
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(format!("\n{text}").as_bytes())
    };
    write().with_context(|| format!("cannot remember --pre in `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(glob: &str, command: &str) -> Hook {
        Hook { index: "i".into(), glob: glob.into(), command: command.into() }
    }

    #[test]
    fn later_hooks_win_and_an_empty_one_takes_away() {
        let hooks = vec![hook("a", "1"), hook("b", "2"), hook("a", "3"), hook("b", "")];
        assert_eq!(in_force(hooks), [hook("a", "3")]);
    }

    #[test]
    fn the_users_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("morgue/config.toml");
        assert_eq!(read(&path).unwrap(), []);
        append(&path, vec![hook("*.pdf", "pdftotext {} -")]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("# mine\nother = 1\n{text}")).unwrap();
        append(&path, vec![hook("*.doc", "antiword \"{}\"")]).unwrap();
        let expected = [hook("*.pdf", "pdftotext {} -"), hook("*.doc", "antiword \"{}\"")];
        assert_eq!(read(&path).unwrap(), expected);
        assert!(fs::read_to_string(&path).unwrap().starts_with("# mine\n"));
    }
}

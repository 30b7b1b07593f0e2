//! Which index: the flag, the environment, or `index-data` here or in the nearest parent.

use std::path::{Path, PathBuf};

use crate::args::Global;

/// The name of a folder that is an index unless told otherwise.
const NAME: &str = "index-data";
/// The variable that names an index.
const VARIABLE: &str = "MORGUE_INDEX";

/// A choice of index and what made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// A folder, or a url that a cluster stands behind.
    pub(crate) path: PathBuf,
    /// Whether the user named it.
    pub(crate) named: bool,
}

impl Place {
    /// The index these options and this environment mean.
    pub(crate) fn of(global: &Global) -> std::io::Result<Self> {
        let variable = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
        match global.index.clone().or(variable.map(PathBuf::from)) {
            Some(path) => Ok(Self { path, named: true }),
            None => {
                let here = std::env::current_dir()?;
                Ok(Self { path: nearest(&here), named: false })
            }
        }
    }

    /// The name as a person would type it from here.
    pub(crate) fn shown(&self) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        let path = match self.path.strip_prefix(&here) {
            Ok(below) if below.as_os_str().is_empty() => Path::new("."),
            Ok(below) => below,
            Err(_) => &self.path,
        };
        path.display().to_string()
    }
}

/// `index-data` in this folder or the nearest parent that has one; in this folder where none has.
fn nearest(here: &Path) -> PathBuf {
    let found = here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_dir());
    found.unwrap_or_else(|| here.join(NAME))
}

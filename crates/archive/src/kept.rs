//! What people made: plain text in the index's `kept` folder, read at the start of a run.
//!
//! Everything else in the index can be made again; this cannot, so it is written whole to a file
//! beside the old one, which is then renamed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use morgue_article::{OutletTable, OutletTableError};
use morgue_ingest::RootJob;
use serde::{Deserialize, Serialize};

/// A folder or file that articles are read from, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Its absolute path.
    pub path: String,
    /// Only files that fit one of these globs, if there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Not files that fit one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Whether a file's time may stand in for a date that nothing else gives.
    #[serde(default, skip_serializing_if = "is_false")]
    pub date_from_mtime: bool,
    /// What all of its articles have in common: field → value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Where fields stand in JSON and CSV: field → path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, String>,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Root {
    /// A root without options.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }
}

/// A file of the `kept` folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// It cannot be read or written.
    #[error("cannot {doing} `{}`", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The list of roots is not what it should be.
    #[error("`{}`: {message}", path.display())]
    Roots {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        message: String,
    },
    /// A saved search is not what it should be.
    #[error("`{}`: {message}", path.display())]
    Saved {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        message: String,
    },
    /// The table of outlets is not what it should be.
    #[error("`{}`", path.display())]
    Outlets {
        /// The file.
        path: PathBuf,
        /// The line that cannot be read.
        #[source]
        source: OutletTableError,
    },
}

/// The `kept` folder of an index. Files that are not there are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    folder: PathBuf,
}

/// The roots as a file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RootsFile {
    #[serde(default, rename = "root")]
    roots: Vec<Root>,
}

const HEAD: &str = "# The folders and files this index was made of, and how each is read.
# `morgue index` without a path brings all of them up to date.

";

impl Kept {
    /// What is kept in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of roots.
    pub fn roots_file(&self) -> PathBuf {
        self.folder.join("roots.toml")
    }

    /// The file of outlets.
    pub fn outlets_file(&self) -> PathBuf {
        self.folder.join("outlets.txt")
    }

    /// The roots, in the order they came in.
    ///
    /// # Errors
    /// The file cannot be read, or is not a list of roots.
    pub fn roots(&self) -> Result<Vec<Root>, KeptError> {
        let path = self.roots_file();
        let Some(text) = read(&path)? else { return Ok(Vec::new()) };
        match toml::from_str::<RootsFile>(&text) {
            Ok(file) => Ok(file.roots),
            Err(error) => {
                let message = error.to_string().trim_end().to_string();
                Err(KeptError::Roots { path, message })
            }
        }
    }

    /// Adds roots, or replaces those of the same path. The file is written only if that changes it.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn remember(&self, roots: &[Root]) -> Result<(), KeptError> {
        let before = self.roots()?;
        let mut after = before.clone();
        for root in roots {
            match after.iter_mut().find(|known| known.path == root.path) {
                Some(known) => known.clone_from(root),
                None => after.push(root.clone()),
            }
        }
        if after == before { Ok(()) } else { self.write_roots(after) }
    }

    /// Takes those of these roots out of which nothing is left on disk, and names them.
    pub(crate) fn forget_missing(&self, roots: &[RootJob]) -> Result<Vec<String>, KeptError> {
        let gone = |root: &&RootJob| Path::new(&root.root).try_exists().is_ok_and(|it| !it);
        let gone: Vec<String> = roots.iter().filter(gone).map(|root| root.root.clone()).collect();
        if !gone.is_empty() {
            let mut after = self.roots()?;
            after.retain(|root| !gone.contains(&root.path));
            self.write_roots(after)?;
        }
        Ok(gone)
    }

    fn write_roots(&self, after: Vec<Root>) -> Result<(), KeptError> {
        let file = RootsFile { roots: after };
        let text = toml::to_string_pretty(&file).expect("roots are plain tables of text");
        write(&self.roots_file(), &format!("{HEAD}{text}"))
    }

    /// Extends a table by the outlets people wrote down.
    ///
    /// # Errors
    /// The file cannot be read, or a line of it is no outlet.
    pub fn extend_outlets(&self, table: &mut OutletTable) -> Result<(), KeptError> {
        let path = self.outlets_file();
        let Some(text) = read(&path)? else { return Ok(()) };
        table.extend(&text).map_err(|source| KeptError::Outlets { path, source })
    }
}

pub(crate) fn read(path: &Path) -> Result<Option<String>, KeptError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeptError::Io { doing: "read", path: path.to_path_buf(), source }),
    }
}

/// Writes a file so that a crash leaves the old one or the new one.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), KeptError> {
    let new = path.with_extension("new");
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = fs::File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().map_err(|source| KeptError::Io { doing: "write", path: path.to_path_buf(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_remembered_with_their_options() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(folder.path().join("kept"));
        assert_eq!(kept.roots().unwrap(), []);
        let harbour = Root {
            set: [("outlet".to_string(), "The Harbour \"Post\"".to_string())].into(),
            include: vec!["*.html".into()],
            date_from_mtime: true,
            ..Root::new("/archive/harbour")
        };
        kept.remember(&[harbour.clone(), Root::new("/archive/quay")]).unwrap();
        kept.remember(&[Root::new("/archive/quay")]).unwrap();
        assert_eq!(kept.roots().unwrap(), [harbour, Root::new("/archive/quay")]);
        kept.remember(&[Root::new("/archive/harbour")]).unwrap();
        assert_eq!(kept.roots().unwrap()[0], Root::new("/archive/harbour"));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(folder.path().to_path_buf());
        fs::write(kept.roots_file(), "[[root]]\npath = 3\n").unwrap();
        let error = kept.roots().unwrap_err().to_string();
        assert!(error.contains("roots.toml") && error.contains("line 2"), "{error}");
        fs::write(kept.outlets_file(), "hp | The Harbour Post\nBad Id | x\n").unwrap();
        let mut table = OutletTable::new();
        let error = kept.extend_outlets(&mut table).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.starts_with("line 2: "), "{cause}");
        assert!(table.by_name("harbour post").is_some());
    }
}

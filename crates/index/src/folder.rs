//! An index folder: its manifest, its generations, its one writer.
//!
//! ```text
//! index-data/
//!   morgue.json    the manifest: which generation is current, and what it was built with
//!   writer.lock    held (flock) by the one writer
//!   g1/            tantivy's files; `rebuild` makes g2 beside it and the manifest switches
//!   kept/          what people made; never touched by rebuilding
//! ```

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use morgue_query::{EngineError, EngineErrorKind, Ranking};
use serde::{Deserialize, Serialize};
use tantivy::schema::Schema;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings};

use crate::directory::Folded;
use crate::error::{engine_error, io_error};
use crate::schema::{Fields, schema};
use crate::terms::{TOKENS, TokenReader};

/// The version of the folder's layout and of the schema that this program writes.
pub const FORMAT: u32 = 4;

/// The name of the manifest: a folder that holds one is an index.
pub const MANIFEST: &str = "morgue.json";

/// What people made, beside the generations.
pub const KEPT: &str = "kept";

const LOCK: &str = "writer.lock";

/// What `morgue.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of layout and schema ([`FORMAT`]).
    pub format: u32,
    /// Version of the analysis.
    pub analysis: u32,
    /// Version of the program that built it, for people to read.
    pub program: String,
    /// The folder of the current generation.
    pub generation: String,
    /// The constants of the score, where they are not the program's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
}

impl Manifest {
    fn of_this_program(generation: String) -> Self {
        let program = format!("morgue {}", env!("CARGO_PKG_VERSION"));
        Self {
            format: FORMAT,
            analysis: morgue_analysis::VERSION,
            program,
            generation,
            ranking: None,
        }
    }
}

/// A folder that holds an index.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

/// The lock of the one writer; given back when dropped, or by the system when the process dies.
#[derive(Debug)]
pub(crate) struct WriterLock(
    #[expect(dead_code, reason = "the lock lives as long as the file")] File,
);

impl Folder {
    /// Whether there is an index in this folder.
    pub fn is_index(path: &Path) -> bool {
        path.join(MANIFEST).is_file()
    }

    /// Opens the index in this folder, whatever version built it.
    ///
    /// # Errors
    /// [`EngineErrorKind::Missing`] where there is none, [`EngineErrorKind::Damaged`] where the
    /// manifest cannot be read, [`EngineErrorKind::OtherVersion`] where it is of a later program.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        let file = path.join(MANIFEST);
        let text = fs::read_to_string(&file).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => missing(path),
            _ => io_error(&file, "read", error),
        })?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| {
            let message = format!(
                "`{}` is not a manifest of morgue; delete it and run `morgue index --index {} \
                 FOLDER` to read the files again (what is in `{KEPT}` beside it stays)",
                file.display(),
                path.display()
            );
            EngineError::new(EngineErrorKind::Damaged, message).because(error)
        })?;
        if manifest.format > FORMAT {
            let message = format!(
                "`{}` was built by {}, which is newer than this program: use that one",
                path.display(),
                manifest.program
            );
            return Err(EngineError::new(EngineErrorKind::OtherVersion, message));
        }
        let generation = &manifest.generation;
        if generation.is_empty() || !generation.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let message = format!("`{}` names the generation `{generation}`", file.display());
            return Err(EngineError::new(EngineErrorKind::Damaged, message));
        }
        if manifest.ranking.is_some_and(|ranking| !ranking.is_valid()) {
            let message = format!(
                "`{}` has a `ranking` that nothing can be ranked by: correct it, or take it out \
                 and run `morgue rebuild --index {}`",
                file.display(),
                path.display()
            );
            return Err(EngineError::new(EngineErrorKind::Damaged, message));
        }
        Ok(Self { path: path.to_path_buf(), manifest })
    }

    /// Makes an empty index in this folder. The folder may exist, if it holds nothing but a
    /// `README.md`, a `.gitignore` or what an interrupted creation left.
    ///
    /// # Errors
    /// [`EngineErrorKind::NotWritable`] where the folder holds other things or cannot be written.
    pub fn create(path: &Path) -> Result<Self, EngineError> {
        if Self::is_index(path) {
            return Self::open(path);
        }
        if path.is_file() {
            let message = format!(
                "`{}` is a file, and an index is a folder: name an empty folder, or a new one",
                path.display()
            );
            return Err(EngineError::new(EngineErrorKind::NotWritable, message));
        }
        let generation = "g1".to_string();
        fs::create_dir_all(path).map_err(|error| io_error(path, "make the folder", error))?;
        let entries = fs::read_dir(path).map_err(|error| io_error(path, "read", error))?;
        for entry in entries {
            let name = entry.map_err(|error| io_error(path, "read", error))?.file_name();
            let ours = ["README.md", ".gitignore", LOCK, KEPT, "g1", "morgue.json.new"];
            if !ours.iter().any(|known| name == *known) {
                let message = format!(
                    "`{}` is not an index and holds other things (`{}`): to read articles from it \
                     use `morgue index {}`, to keep an index name an empty folder",
                    path.display(),
                    name.to_string_lossy(),
                    path.display()
                );
                return Err(EngineError::new(EngineErrorKind::NotWritable, message));
            }
        }
        let folder =
            Self { path: path.to_path_buf(), manifest: Manifest::of_this_program(generation) };
        let lock = folder.lock()?;
        folder.create_generation(&folder.manifest.generation)?;
        folder.write_manifest(&folder.manifest)?;
        drop(lock);
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it was built with.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The constants of the score.
    pub fn ranking(&self) -> Ranking {
        self.manifest.ranking.unwrap_or_default()
    }

    /// Sets the constants that the next generation is built with and answers by.
    pub(crate) fn set_ranking(&mut self, ranking: Ranking) {
        self.manifest.ranking = Some(ranking).filter(|ranking| *ranking != Ranking::DEFAULT);
    }

    /// Where what people made is kept.
    pub fn kept(&self) -> PathBuf {
        self.path.join(KEPT)
    }

    /// Whether this program's schema and analysis built it.
    ///
    /// # Errors
    /// [`EngineErrorKind::OtherVersion`] with the command that rebuilds it.
    pub fn check_version(&self) -> Result<(), EngineError> {
        let Manifest { format, analysis, program, .. } = &self.manifest;
        if (*format, *analysis) == (FORMAT, morgue_analysis::VERSION) {
            return Ok(());
        }
        let message = format!(
            "`{}` was built by {program} (format {format}, analysis {analysis}; this program has \
             format {FORMAT}, analysis {}): `morgue rebuild --index {}` makes it anew from itself",
            self.path.display(),
            morgue_analysis::VERSION,
            self.path.display()
        );
        Err(EngineError::new(EngineErrorKind::OtherVersion, message))
    }

    /// Takes the writer's lock.
    ///
    /// # Errors
    /// [`EngineErrorKind::Locked`] while another writer has it.
    pub(crate) fn lock(&self) -> Result<WriterLock, EngineError> {
        let path = self.path.join(LOCK);
        let options = File::options().write(true).create(true).truncate(false).open(&path);
        let file = options.map_err(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                let message = format!("`{}` cannot be written", self.path.display());
                EngineError::new(EngineErrorKind::NotWritable, message).because(error)
            }
            _ => io_error(&path, "open", error),
        })?;
        match file.try_lock() {
            Ok(()) => Ok(WriterLock(file)),
            Err(TryLockError::WouldBlock) => Err(EngineError::new(
                EngineErrorKind::Locked,
                format!(
                    "another program is writing to `{}`: wait until it has ended",
                    self.path.display()
                ),
            )),
            Err(TryLockError::Error(error)) => Err(io_error(&path, "lock", error)),
        }
    }

    /// Opens tantivy's index of the current generation with our tokenizer.
    pub(crate) fn open_index(&self) -> Result<Index, EngineError> {
        let path = self.path.join(&self.manifest.generation);
        let opened = Folded::open(&path).and_then(Index::open);
        let index = opened.map_err(|error| {
            let error = engine_error(&format!("open the index in `{}`", path.display()), error);
            match error.kind {
                EngineErrorKind::Missing => {
                    let message = format!("its folder `{}` is gone", path.display());
                    self.beyond_rebuilding(&message)
                }
                EngineErrorKind::Damaged => {
                    let message = self.beyond_rebuilding(&error.message).message;
                    EngineError { message, ..error }
                }
                _ => error,
            }
        })?;
        index.tokenizers().register(TOKENS, TokenReader::default());
        Ok(index)
    }

    /// The fields of an opened index of this program's version.
    pub(crate) fn fields(&self, schema: &Schema) -> Result<Fields, EngineError> {
        Fields::of(schema).map_err(|name| {
            let path = self.path.display();
            let message = format!(
                "the index in `{path}` was built by another version: it has no field `{name}`; \
                 `morgue rebuild --index {path}` makes it anew from itself"
            );
            EngineError::new(EngineErrorKind::OtherVersion, message)
        })
    }

    /// What a rebuild cannot read can only be read again from the files.
    pub(crate) fn beyond_rebuilding(&self, what: &str) -> EngineError {
        let path = self.path.display();
        let message = format!(
            "the index in `{path}` is damaged: {what}; delete `{path}/{MANIFEST}` and run \
             `morgue index --index {path} FOLDER` to read the files again (what is in \
             `{path}/{KEPT}` stays)"
        );
        EngineError::new(EngineErrorKind::Damaged, message)
    }

    /// Makes an empty generation, in place of what an interrupted run may have left there.
    pub(crate) fn create_generation(&self, name: &str) -> Result<Index, EngineError> {
        let path = self.path.join(name);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(|error| io_error(&path, "empty", error))?;
        }
        fs::create_dir_all(&path).map_err(|error| io_error(&path, "make the folder", error))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(1) }),
            ..IndexSettings::default()
        };
        let made = Folded::open(&path).and_then(|folder| Index::create(folder, schema(), settings));
        let index = made.map_err(|error| {
            engine_error(&format!("make an index in `{}`", path.display()), error)
        })?;
        index.tokenizers().register(TOKENS, TokenReader::default());
        Ok(index)
    }

    /// The name of the generation after the current one.
    pub(crate) fn next_generation(&self) -> String {
        let number = self.manifest.generation.trim_start_matches('g').parse::<u64>().unwrap_or(0);
        format!("g{}", number + 1)
    }

    /// Makes a whole generation the current one and deletes the others.
    pub(crate) fn switch(&mut self, generation: String) -> Result<(), EngineError> {
        let ranking = self.manifest.ranking;
        let manifest = Manifest { ranking, ..Manifest::of_this_program(generation) };
        self.write_manifest(&manifest)?;
        self.manifest = manifest;
        self.delete_other_generations();
        Ok(())
    }

    /// Deletes what an interrupted rebuild left. A file that cannot be deleted now will be later.
    pub(crate) fn delete_other_generations(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix('g').unwrap_or_default();
            let generation = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            if generation && name != self.manifest.generation {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Writes the manifest so that a crash leaves the old one or the new one.
    fn write_manifest(&self, manifest: &Manifest) -> Result<(), EngineError> {
        let (new, path) = (self.path.join("morgue.json.new"), self.path.join(MANIFEST));
        let mut text = serde_json::to_string_pretty(manifest).expect("a manifest is JSON");
        text.push('\n');
        let write = || {
            let mut file = File::create(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            File::open(&self.path)?.sync_all()
        };
        write().map_err(|error| io_error(&path, "write", error))
    }
}

/// There is no index; a folder that holds other things is probably one of articles.
fn missing(path: &Path) -> EngineError {
    let shown = path.display();
    let articles = path.is_file()
        || fs::read_dir(path).is_ok_and(|mut entries| {
            entries.any(|entry| {
                entry.is_ok_and(|e| {
                    !["README.md", ".gitignore", KEPT].iter().any(|n| e.file_name() == *n)
                })
            })
        });
    let advice = if articles {
        format!("if it is articles, `morgue search WORDS --in {shown}` searches them")
    } else {
        "`morgue index PATH` makes one".to_string()
    };
    EngineError::new(EngineErrorKind::Missing, format!("there is no index in `{shown}`: {advice}"))
}

//! The files below a root, in order.

use std::path::Path;

use globset::GlobSet;
use morgue_article::SourceKey;
use walkdir::WalkDir;

use crate::error::{Cause, IngestError};
use crate::options::{Options, OptionsError, globs};

/// A file that may hold articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its root and path.
    pub(crate) key: SourceKey,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Nanoseconds since 1970, 0 where unknown.
    pub(crate) modified: i64,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// The files, sorted by path.
    pub(crate) files: Vec<Found>,
    /// Folders and files that could not be looked at; nothing below them is known to be gone.
    pub(crate) errors: Vec<IngestError>,
    /// The paths below the root where that was.
    pub(crate) unreadable: Vec<String>,
    /// Whether there is anything at the root's path.
    pub(crate) exists: bool,
}

/// Whether a folder is an index rather than part of an archive.
pub(crate) type IsIndex<'a> = &'a (dyn Fn(&Path) -> bool + Sync);

/// Walks a root: hidden files, index folders and what the options leave out are skipped; links are
/// followed, but never into a folder above themselves.
pub(crate) fn walk(
    root: &str,
    options: &Options,
    is_index: IsIndex<'_>,
) -> Result<Walked, OptionsError> {
    let (include, exclude) = (globs(&options.include)?, globs(&options.exclude)?);
    let mut walked = Walked::default();
    let path = Path::new(root);
    match std::fs::metadata(path) {
        Ok(_) => walked.exists = true,
        Err(error) => {
            walked.errors.push(IngestError::file(root, error.into()));
            return Ok(walked);
        }
    }
    let keep = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let folder = entry.file_type().is_dir();
            let left_out = exclude.is_match(below(path, entry.path()));
            let index = || folder && is_index_folder(entry.path(), is_index);
            !(hidden || left_out || index())
        }
    };
    let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(keep) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let path = below(path, entry.path());
                if entry.depth() == 0 || include.is_empty() || wanted(&include, &path) {
                    file(root, path, &entry, &mut walked);
                }
            }
            Ok(_) => {}
            // A link that leads back to a folder above it is no error.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => failed(path, &error, &mut walked),
        }
    }
    Ok(walked)
}

fn wanted(include: &GlobSet, path: &str) -> bool {
    include.is_match(path)
}

fn file(root: &str, path: String, entry: &walkdir::DirEntry, walked: &mut Walked) {
    let key = SourceKey { root: root.to_string(), path };
    match entry.metadata() {
        Ok(metadata) => {
            let modified = modified(&metadata);
            walked.files.push(Found { key, size: metadata.len(), modified });
        }
        Err(error) => {
            walked
                .errors
                .push(IngestError::file(key.full_path(), Cause::Unreadable(error.to_string())));
            walked.unreadable.push(key.path);
        }
    }
}

fn failed(root: &Path, error: &walkdir::Error, walked: &mut Walked) {
    let path = error.path().unwrap_or(root);
    let text = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let place = path.to_string_lossy().into_owned();
    walked.errors.push(IngestError::file(place, Cause::Unreadable(text)));
    walked.unreadable.push(below(root, path));
}

/// The modification time in nanoseconds since 1970, 0 where unknown. What was packed without times
/// unpacks with that of 1970 itself: this is one, moved by the least there is.
pub(crate) fn modified(metadata: &std::fs::Metadata) -> i64 {
    let time = metadata.modified().ok();
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_nanos()).ok()).map_or(0, |nanos| nanos.max(1))
}

/// The path below a root with `/` between its parts, empty for the root itself.
fn below(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// An index lies in it; the name alone is enough for the usual one.
fn is_index_folder(path: &Path, is_index: IsIndex<'_>) -> bool {
    path.file_name().is_some_and(|name| name == "index-data")
        || path.join("morgue.json").is_file()
        || is_index(path)
}

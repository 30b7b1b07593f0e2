//! tantivy's directory, made to open where nothing can be written.
//!
//! A tantivy reader takes a lock file even to read. An archive on a read-only disk, or in somebody
//! else's folder, has no place for one, and needs none: nothing there changes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A memory-mapped folder that can be read without write permission.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    inner: MmapDirectory,
    folder: PathBuf,
}

impl Folded {
    /// The directory in a folder.
    pub(crate) fn open(folder: &Path) -> tantivy::Result<Self> {
        Ok(Self { inner: MmapDirectory::open(folder)?, folder: folder.to_path_buf() })
    }
}

/// tantivy writes some files for their owner alone; an index can be read by whoever can read its
/// folder. Where that cannot be arranged the file stays as it is.
#[cfg(unix)]
fn share(folder: &Path, file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Ok(metadata) = std::fs::metadata(folder) {
        let mode = metadata.permissions().mode() & 0o644 | 0o600;
        let permissions = std::fs::Permissions::from_mode(mode);
        let _ = std::fs::set_permissions(folder.join(file), permissions);
    }
}

#[cfg(not(unix))]
fn share(_: &Path, _: &Path) {}

impl Directory for Folded {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.inner.atomic_write(path, data)?;
        share(&self.folder, path);
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error)) if lock.is_blocking && unwritable(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            answer => answer,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn unwritable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

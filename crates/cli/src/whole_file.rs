//! A file that is there when it is whole, and not before.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::failure::Failure;

/// Names that are tried for the file beside: one may be left from a run that was killed.
const NAMES: u32 = 100;

/// A file beside the one that is meant, which takes its place when it is whole and goes when it is
/// given up.
pub(crate) struct WholeFile {
    path: PathBuf,
    part: PathBuf,
    out: BufWriter<File>,
    whole: bool,
}

impl WholeFile {
    /// Begins one. What stands there already keeps its permissions, and its content until then.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let failed = || format!("cannot write `{}`", path.display());
        let permissions = fs::metadata(path).ok().map(|there| there.permissions());
        if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
            return Err(Failure::usage(format!("{}: it is write-protected", failed())));
        }
        let (part, file) = beside(path).with_context(failed)?;
        let whole =
            Self { path: path.to_path_buf(), part, out: BufWriter::new(file), whole: false };
        if let Some(permissions) = permissions {
            whole.out.get_ref().set_permissions(permissions).with_context(failed)?;
        }
        Ok(whole)
    }

    /// Puts it in its place.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let mut put = || {
            self.out.flush()?;
            self.out.get_ref().sync_all()?;
            fs::rename(&self.part, &self.path)
        };
        put().with_context(|| format!("cannot write `{}`", self.path.display()))?;
        self.whole = true;
        Ok(())
    }
}

/// A new file in the same folder: never one that is there, nor what a link leads to.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(ErrorKind::InvalidFilename)?;
    let mut last = ErrorKind::AlreadyExists.into();
    for n in 0..NAMES {
        let mut part = name.to_os_string();
        part.push(format!(".{}-{n}.part", std::process::id()));
        let part = path.with_file_name(part);
        match OpenOptions::new().write(true).create_new(true).open(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(&self.part);
        }
    }
}

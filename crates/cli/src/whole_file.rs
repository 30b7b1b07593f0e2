//! A file that is there when it is whole, and not before.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::failure::Failure;

/// A file beside the one that is meant, which takes its place when it is whole and goes when it is
/// given up.
pub(crate) struct WholeFile {
    path: PathBuf,
    part: PathBuf,
    out: BufWriter<File>,
    whole: bool,
}

impl WholeFile {
    /// Begins one.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let failed = || format!("cannot write `{}`", path.display());
        let mut name = path.file_name().ok_or_else(|| Failure::usage(failed()))?.to_os_string();
        name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(name);
        let file = File::create(&part).with_context(failed)?;
        Ok(Self { path: path.to_path_buf(), part, out: BufWriter::new(file), whole: false })
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

//! Where a command was told to write: standard output, a file that is there when it is whole, or
//! something that takes bytes as they come (a device, a pipe).

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::failure::Failure;
use crate::output::Output;
use crate::whole_file::WholeFile;

/// Links that are followed from one name, as systems do.
const LINKS: u32 = 40;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// `-`, or no name at all.
    Stdout,
    /// No file, or one that others hold open: it is never put in the place of another.
    Straight(PathBuf),
    /// A file, where its links lead to.
    Whole(PathBuf),
}

impl Target {
    /// What a name on the command line means.
    ///
    /// # Errors
    /// It is a folder, or leads round in a circle.
    pub(crate) fn of(name: &Path) -> anyhow::Result<Self> {
        if name == Path::new("-") {
            return Ok(Self::Stdout);
        }
        let failed = || format!("cannot write `{}`", name.display());
        let mut path = std::path::absolute(name).with_context(failed)?;
        for _ in 0..LINKS {
            if is_the_systems(&path) {
                return Ok(Self::Straight(path));
            }
            let Ok(there) = fs::symlink_metadata(&path) else { return Ok(Self::Whole(path)) };
            if there.is_dir() {
                let message = format!("{}: it is a folder: name a file in it", failed());
                return Err(Failure::usage(message));
            }
            if there.is_file() {
                return Ok(Self::Whole(path));
            }
            if !there.is_symlink() {
                return Ok(Self::Straight(path));
            }
            let link = fs::read_link(&path).with_context(failed)?;
            path = path.parent().unwrap_or(Path::new("/")).join(link);
        }
        Err(Failure::usage(format!("{}: its links lead round in a circle", failed())))
    }

    /// Whether both lead to the same place, by whatever names.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let real = |path: &Path| {
            // A file that is not there yet has a folder that is.
            let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
            let beside = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
            path.canonicalize().ok().or(beside).unwrap_or_else(|| path.to_path_buf())
        };
        match (self, other) {
            (Self::Stdout, Self::Stdout) => true,
            (Self::Stdout, Self::Straight(path)) | (Self::Straight(path), Self::Stdout) => {
                ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
                    .iter()
                    .any(|it| path == Path::new(it))
            }
            (Self::Straight(a) | Self::Whole(a), Self::Straight(b) | Self::Whole(b)) => {
                real(a) == real(b)
            }
            _ => false,
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// It cannot be written to.
    pub(crate) fn open(&self, output: &Output) -> anyhow::Result<Sink> {
        Ok(match self {
            Self::Stdout => Sink::Stdout(output.stream()),
            Self::Straight(path) => {
                // A shell may have opened it to be added to.
                let file = OpenOptions::new().append(true).open(path);
                let file = file.with_context(|| format!("cannot write `{}`", path.display()))?;
                Sink::Straight(BufWriter::new(file))
            }
            Self::Whole(path) => Sink::Whole(WholeFile::create(path)?),
        })
    }
}

/// Whether the system keeps this for its own ends: `/dev/stdout` may lead to a plain file, but to
/// one that a shell holds open.
fn is_the_systems(path: &Path) -> bool {
    ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder)) && !path.starts_with("/dev/shm")
}

/// A target that is open.
pub(crate) enum Sink {
    /// Standard output.
    Stdout(BufWriter<Box<dyn Write>>),
    /// What takes bytes as they come.
    Straight(BufWriter<File>),
    /// A file that is there when it is whole.
    Whole(WholeFile),
}

impl Sink {
    /// Ends it: a file is in its place then.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::Straight(mut out) => Ok(out.flush()?),
            Self::Whole(file) => file.finish(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Straight(out) => out.write(bytes),
            Self::Whole(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Straight(out) => out.flush(),
            Self::Whole(file) => file.flush(),
        }
    }
}

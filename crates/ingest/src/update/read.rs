//! Files to batches of articles, on many threads, in order.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender, bounded};
use morgue_article::{Article, Day};
use xxhash_rust::xxh3::Xxh3;

use super::Job;
use super::chunks;
use super::plan::ToRead;
use crate::error::{Cause, IngestError, Place};
use crate::format::{Format, Sniffed, sniff, unnamed};
use crate::formats::{self, Data, FormatContext, Input, RecordError};
use crate::normalise::{self, normalise};
use crate::options::globs;
use crate::raw::RawArticle;
use crate::walk;

/// From this size on a file of lines is cut up.
const CUT: u64 = 4 << 20;
/// So many articles are handed over at once.
const BATCH: usize = 32;

/// What was read, in order.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) items: Vec<Result<(Article, Vec<String>), IngestError>>,
    /// Bytes of the file it stands for.
    pub(super) bytes: u64,
}

/// How a file ended.
#[derive(Default)]
pub(super) struct FileEnd {
    pub(super) format: Option<Format>,
    pub(super) hash: String,
    pub(super) failure: Option<Cause>,
    pub(super) changed: bool,
    /// Bytes that no batch stood for.
    pub(super) bytes: u64,
}

/// What comes next of a file.
pub(super) enum Step {
    Begin,
    Batches(Receiver<Batch>),
    End(Receiver<FileEnd>),
}

/// A piece of work for one thread.
pub(super) enum Unit<'a> {
    /// A whole file.
    File { job: &'a Job<'a>, file: &'a ToRead<'a>, batches: Sender<Batch>, end: Sender<FileEnd> },
    /// A piece of a file of lines.
    Chunk { job: &'a Job<'a>, file: &'a ToRead<'a>, chunk: chunks::Chunk, batches: Sender<Batch> },
}

/// Hands out the work and the order it is to come back in.
pub(super) fn feed<'a>(
    job: &'a Job<'a>,
    files: &'a [ToRead<'a>],
    work: &Sender<Unit<'a>>,
    order: &Sender<(usize, Step)>,
) {
    for (i, file) in files.iter().enumerate() {
        if job.cancel.load(std::sync::atomic::Ordering::Relaxed) {
            return;
        }
        let fed = feed_file(job, i, file, work, order);
        if fed.is_none() {
            // Nobody takes any more.
            return;
        }
    }
}

fn feed_file<'a>(
    job: &'a Job<'a>,
    i: usize,
    file: &'a ToRead<'a>,
    work: &Sender<Unit<'a>>,
    order: &Sender<(usize, Step)>,
) -> Option<()> {
    order.send((i, Step::Begin)).ok()?;
    let (end, ended) = bounded(1);
    let large = file.found.size >= CUT && pre_command(file).is_none();
    let lines = large.then(|| chunks::Chunks::open(&path_of(file), &job.limits).ok().flatten());
    if let Some(mut lines) = lines.flatten() {
        while let Some(chunk) = lines.next() {
            let (batches, taken) = bounded(4);
            order.send((i, Step::Batches(taken))).ok()?;
            work.send(Unit::Chunk { job, file, chunk, batches }).ok()?;
            if job.cancel.load(std::sync::atomic::Ordering::Relaxed) {
                break;
            }
        }
        let changed = has_changed(file);
        let failure = lines.failure.take().or(changed.then_some(Cause::Changed));
        let format = Some(Format::JsonLines);
        let hash = format!("{:032x}", lines.hash.digest128());
        end.send(FileEnd { format, hash, failure, changed, bytes: 0 }).ok()?;
        return order.send((i, Step::End(ended))).ok();
    }
    let (batches, taken) = bounded(4);
    order.send((i, Step::Batches(taken))).ok()?;
    order.send((i, Step::End(ended))).ok()?;
    work.send(Unit::File { job, file, batches, end }).ok()
}

impl Unit<'_> {
    /// Does the work; ends early when nobody takes what it gives.
    pub(super) fn run(self) {
        match self {
            Unit::File { job, file, batches, end } => {
                let done = read_file(job, file, &batches);
                drop(batches);
                let _ = end.send(done);
            }
            Unit::Chunk { job, file, chunk, batches } => {
                let mut out = Outbox::new(job, file, &batches);
                let name = name_of(file);
                let input = Input {
                    name: &name,
                    first_line: chunk.first_line,
                    data: Data::Bytes(&chunk.bytes),
                };
                let context = context(job, file);
                let result =
                    formats::read(Format::JsonLines, input, &context, &mut |r| out.take(r));
                if let Err(cause) = result {
                    let error = RecordError::at(chunk.first_line, cause);
                    let _ = out.take(Err(error));
                }
                out.batch.bytes += chunk.bytes.len() as u64;
                let _ = out.flush();
            }
        }
    }
}

fn context<'a>(job: &'a Job<'_>, file: &'a ToRead<'_>) -> FormatContext<'a> {
    let map = &file.root.options.map;
    FormatContext::new(map, &job.limits, &job.cancel)
}

fn path_of(file: &ToRead<'_>) -> PathBuf {
    PathBuf::from(file.found.key.full_path())
}

fn name_of(file: &ToRead<'_>) -> String {
    let path = file.found.key.full_path();
    path.rsplit('/').next().unwrap_or(&path).to_string()
}

fn has_changed(file: &ToRead<'_>) -> bool {
    std::fs::metadata(path_of(file)).map_or(true, |metadata| {
        metadata.len() != file.found.size || walk::modified(&metadata) != file.found.modified
    })
}

/// The command that turns this file into text.
fn pre_command<'a>(file: &'a ToRead<'_>) -> Option<&'a str> {
    let name =
        if file.found.key.path.is_empty() { name_of(file) } else { file.found.key.path.clone() };
    let fits =
        |glob: &String| globs(std::slice::from_ref(glob)).is_ok_and(|set| set.is_match(&name));
    file.root.options.pre.iter().find(|(glob, _)| fits(glob)).map(|(_, command)| command.as_str())
}

fn read_file(job: &Job<'_>, file: &ToRead<'_>, batches: &Sender<Batch>) -> FileEnd {
    let mut out = Outbox::new(job, file, batches);
    let mut end = FileEnd { bytes: file.found.size, ..FileEnd::default() };
    let context = context(job, file);
    let result = match pre_command(file) {
        Some(command) => read_printed(command, file, &context, &mut out, &mut end),
        None => {
            let name = name_of(file);
            let asked_for = file.found.key.path.is_empty();
            let name = if asked_for { unnamed(&name) } else { &name };
            read_opened(&path_of(file), name, &context, &mut out, &mut end)
        }
    };
    let _ = out.flush();
    end.failure = result.err();
    end.changed = has_changed(file);
    if end.changed && end.failure.is_none() {
        end.failure = Some(Cause::Changed);
    }
    end
}

/// Reads what a command prints.
fn read_printed(
    command: &str,
    file: &ToRead<'_>,
    context: &FormatContext<'_>,
    out: &mut Outbox<'_>,
    end: &mut FileEnd,
) -> Result<(), Cause> {
    let bytes = crate::pre::run(command, &path_of(file), context.limits.command_bytes)?;
    // Its name was the name of what it came from: no hint any more.
    let format = match sniff("", &bytes[..bytes.len().min(formats::HEAD)]) {
        Sniffed::Format(format) => format,
        Sniffed::NotAnArticle(reason) => return Err(Cause::Skipped(reason)),
    };
    end.format = Some(format);
    formats::read(format, Input::bytes("", &bytes), context, &mut |r| out.take(r))
}

fn read_opened(
    path: &Path,
    name: &str,
    context: &FormatContext<'_>,
    out: &mut Outbox<'_>,
    end: &mut FileEnd,
) -> Result<(), Cause> {
    let mut file = File::open(path)?;
    let head = formats::read_head(&mut file)?;
    let format = match sniff(name, &head) {
        Sniffed::Format(format) => format,
        Sniffed::NotAnArticle(reason) => return Err(Cause::Skipped(reason)),
    };
    end.format = Some(format);
    file.rewind()?;
    if format == Format::Zip {
        // Its directory stands at its end: it is not read in order.
        let input = Input { name, first_line: 1, data: Data::File(&file) };
        return formats::read(format, input, context, &mut |r| out.take(r));
    }
    let mut hashed = Hashed { inner: file, hash: Xxh3::new() };
    let result =
        formats::read(format, Input::reader(name, &mut hashed), context, &mut |r| out.take(r));
    if result.is_ok() && !context.cancelled() {
        io::copy(&mut hashed, &mut io::sink())?;
        end.hash = format!("{:032x}", hashed.hash.digest128());
    }
    result
}

/// A file whose bytes are hashed as they are read.
struct Hashed {
    inner: File,
    hash: Xxh3,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        Ok(n)
    }
}

/// Normalises what a format finds and sends it off in batches.
struct Outbox<'a> {
    context: normalise::Context<'a>,
    batch: Batch,
    batches: &'a Sender<Batch>,
}

impl<'a> Outbox<'a> {
    fn new(job: &'a Job<'_>, file: &'a ToRead<'_>, batches: &'a Sender<Batch>) -> Self {
        let options = file.root.options;
        let day = Day(file.found.modified.div_euclid(86_400_000_000_000));
        let file_day = (options.date_from_mtime && day.0 > 0).then_some(day);
        let source = &file.found.key;
        let (set, today) = (options.set.as_slice(), job.today);
        let context = normalise::Context { outlets: job.outlets, set, source, file_day, today };
        Self { context, batch: Batch::default(), batches }
    }

    fn take(&mut self, result: Result<RawArticle, RecordError>) -> ControlFlow<()> {
        let item = match result {
            Ok(raw) => {
                let (entry, line) = (raw.entry.clone(), raw.line);
                normalise(raw, &self.context).map_err(|cause| at(entry, line, cause))
            }
            Err(error) => Err(at(error.entry, error.line, error.cause)),
        };
        self.batch.items.push(item);
        if self.batch.items.len() >= BATCH { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        match self.batches.send(std::mem::take(&mut self.batch)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// An error whose path is filled in where it is handed over.
fn at(entry: Option<String>, line: Option<u64>, cause: Cause) -> IngestError {
    IngestError { place: Place { path: String::new(), entry, line }, cause }
}

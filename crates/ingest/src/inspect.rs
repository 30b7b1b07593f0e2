//! What reading makes of a file, without a run.

use std::fs::File;
use std::io::Seek;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use morgue_article::{Article, Day, OutletTable, SourceKey};

use crate::error::{Cause, IngestError, Place};
use crate::format::{Format, Sniffed, sniff, unnamed};
use crate::formats::{self, Data, FormatContext, Input};
use crate::limits::Limits;
use crate::normalise::{Context, normalise};
use crate::options::{Options, OptionsError, globs};

/// An article (its `provenance` says which rule gave each field) and what was decided on the way.
pub type Inspected = Result<(Article, Vec<String>), IngestError>;

/// Reads one file as a run would and hands over what it gives, one after the other. Gives the
/// format it was read as.
///
/// # Errors
/// An option cannot be used. What cannot be read is handed over.
pub fn inspect(
    path: &Path,
    options: &Options,
    outlets: &OutletTable,
    today: Day,
    take: &mut dyn FnMut(Inspected) -> ControlFlow<()>,
) -> Result<Option<Format>, OptionsError> {
    options.check()?;
    let source = SourceKey { root: path.to_string_lossy().into_owned(), path: String::new() };
    let mut ordinal = 0;
    let context = Context { outlets, set: &options.set, source: &source, file_day: None, today };
    let place = |entry, line| Place { path: source.root.clone(), entry, line };
    let mut out = |result: Result<crate::RawArticle, formats::RecordError>| {
        take(match result {
            Ok(raw) => {
                let at = place(raw.entry.clone(), raw.line);
                let made = normalise(raw, &context);
                made.map_err(|cause| IngestError { place: at, cause }).map(
                    |(mut article, remarks)| {
                        article.origins.iter_mut().for_each(|origin| origin.ordinal = ordinal);
                        ordinal += 1;
                        (article, remarks)
                    },
                )
            }
            Err(error) => {
                Err(IngestError { place: place(error.entry, error.line), cause: error.cause })
            }
        })
    };
    let mut format = None;
    let result = read(path, options, &mut format, &mut out);
    if let Err(cause) = result {
        let _ = take(Err(IngestError { place: place(None, None), cause }));
    }
    Ok(format)
}

fn read(
    path: &Path,
    options: &Options,
    format: &mut Option<Format>,
    out: &mut formats::Out<'_>,
) -> Result<(), Cause> {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&options.map, &limits, &cancel);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fits =
        |glob: &String| globs(std::slice::from_ref(glob)).is_ok_and(|set| set.is_match(&name));
    let known = |name: &str, head: &[u8]| match sniff(name, head) {
        Sniffed::Format(format) => Ok(format),
        Sniffed::NotAnArticle(reason) => Err(Cause::Skipped(reason)),
    };
    if let Some((_, command)) = options.pre.iter().find(|(glob, _)| fits(glob)) {
        let bytes = crate::pre::run(command, path, limits.command_bytes)?;
        let found = known("", &bytes[..bytes.len().min(formats::HEAD)])?;
        *format = Some(found);
        return formats::read(found, Input::bytes("", &bytes), &context, out);
    }
    let mut file = File::open(path)?;
    let name = unnamed(&name);
    let found = known(name, &formats::read_head(&mut file)?)?;
    *format = Some(found);
    file.rewind()?;
    let input = Input { name, first_line: 1, data: Data::File(&file) };
    formats::read(found, input, &context, out)
}

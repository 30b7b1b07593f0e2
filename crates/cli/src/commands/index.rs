//! `morgue index`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use morgue_archive::{Archive, Root, Told, Update, Updated};
use morgue_ingest::ReasonReport;
use morgue_present::{Report, Tally};
use morgue_query::Control;

use crate::args::ReadArgs;
use crate::failure::{Failure, code};
use crate::progress::Progress;
use crate::session::Session;

/// Read folders and files of articles into the index, or bring it up to date with them.
///
/// Files are told by their content: text and wire copy, web pages, JSON, JSON lines, CSV, feeds,
/// SGML, exports of Nexis, ProQuest and Factiva, and archives of these. Without a path all folders it knows are brought up to date with the
/// options they were given; files that have not changed are not read again. Options add up: a field
/// given again replaces its value, one given empty (`--set outlet=`) is forgotten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue index ~/clippings
  morgue index ~/post --set outlet='The Harbour Post' --exclude 'drafts/**'
  morgue index dump.jsonl --map headline=meta.title --map body=meta.text
  morgue index ~/scans --pre '*.pdf=pdftotext {} -'
  morgue index

Exit code: 0 done, 3 something that should be an article could not be read, 4 no usable index,
130 interrupted (what is whole was kept).")]
pub(crate) struct IndexArgs {
    /// Folders and files of articles [default: all that the index knows]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// Read files again that have not changed
    #[arg(long)]
    reread: bool,
    /// Let articles go even below a folder that is gone, empty or has lost much
    #[arg(long)]
    prune: bool,
    /// Commit after so many bytes of text (for tests)
    #[arg(long, value_name = "BYTES", hide = true)]
    commit_bytes: Option<u64>,
    /// Write the report as JSON to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(args: &IndexArgs, session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    if args.paths.is_empty() && !args.read.is_empty() {
        return Err(Failure::usage("options of reading belong to a folder: name it"));
    }
    missing(&args.paths)?;
    args.read.check()?;
    let archive = if args.paths.is_empty() {
        crate::engine::archive(&place)?
    } else {
        crate::engine::create(&place)?
    };
    session.output.say(format_args!("index: {}", place.shown()));
    let paths = args.paths.iter();
    let roots: Vec<Root> =
        paths.map(|path| root(&archive, path, &args.read)).collect::<Result<_, _>>()?;
    for said in roots.iter().filter_map(|root| kept_options(root, &args.read)) {
        session.output.say(said);
    }
    let update = Update {
        roots,
        hooks: hooks(&archive, &args.read.pre)?,
        reread: args.reread,
        prune: args.prune,
        commit_bytes: args.commit_bytes,
        now: crate::clock::now(),
    };
    let updated = update_shown(&archive, &update, session)?;
    let report = report(&archive, &updated)?;
    if let Some(path) = &args.report {
        let text = serde_json::to_string_pretty(&report)?;
        std::fs::write(path, text + "\n")
            .with_context(|| format!("cannot write the report to `{}`", path.display()))?;
    }
    session.output.page(|out, look| morgue_present::report(out, &report, look))?;
    Ok(match () {
        () if report.interrupted => code::INTERRUPTED,
        () if !report.failed.is_empty() => code::UNREADABLE,
        () => code::OK,
    })
}

/// Brings the index up to date with the paths of `search --in`, and gives their absolute names.
pub(crate) fn update_within(paths: &[PathBuf], session: &Session) -> anyhow::Result<Vec<String>> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    missing(paths)?;
    let archive = crate::engine::create(&session.place()?)?;
    let options = ReadArgs::default();
    let roots: Vec<Root> =
        paths.iter().map(|path| root(&archive, path, &options)).collect::<Result<_, _>>()?;
    let names = roots.iter().map(|root| root.path.clone()).collect();
    let hooks = hooks(&archive, &[])?;
    let update = Update { roots, hooks, ..Update::at(crate::clock::now()) };
    let updated = update_shown(&archive, &update, session)?;
    if updated.report.interrupted {
        return Err(Failure::with_code(code::INTERRUPTED, "interrupted: what is whole was kept"));
    }
    Ok(names)
}

/// A path that is not there is said before an index is made for it.
fn missing(paths: &[PathBuf]) -> anyhow::Result<()> {
    for path in paths {
        std::fs::metadata(path).map_err(|error| {
            Failure::usage(format!("there is nothing to read at `{}`: {error}", path.display()))
        })?;
    }
    Ok(())
}

/// A path as a root, with the options it has and those just given: a field is set or mapped anew,
/// and one with an empty value no longer; a list of globs replaces the one before.
fn root(archive: &Archive, path: &Path, read: &ReadArgs) -> anyhow::Result<Root> {
    let mut root = archive.root_of(path)?;
    merge(&mut root.set, read.set());
    merge(&mut root.map, read.map());
    for (list, given) in [(&mut root.include, &read.include), (&mut root.exclude, &read.exclude)] {
        if !given.is_empty() {
            list.clone_from(given);
            list.retain(|glob| !glob.is_empty());
        }
    }
    root.date_from_mtime |= read.date_from.is_some();
    Ok(root)
}

fn merge(known: &mut BTreeMap<String, String>, given: BTreeMap<String, String>) {
    known.extend(given);
    known.retain(|_, value| !value.is_empty());
}

/// What a folder is read with besides what was just given: nobody should have to remember it.
fn kept_options(root: &Root, read: &ReadArgs) -> Option<String> {
    if read.is_empty() {
        return None;
    }
    let pairs = |name: &str, all: &BTreeMap<String, String>, given: &BTreeMap<String, String>| {
        let kept = all.iter().filter(|(field, _)| !given.contains_key(*field));
        kept.map(|(field, value)| format!("--{name} {field}={value}")).collect::<Vec<_>>()
    };
    let globs = |name: &str, all: &[String], given: &[String]| {
        let kept = all.iter().filter(|_| given.is_empty());
        kept.map(|glob| format!("--{name} {glob}")).collect::<Vec<_>>()
    };
    let mut kept = pairs("set", &root.set, &read.set());
    kept.extend(pairs("map", &root.map, &read.map()));
    kept.extend(globs("include", &root.include, &read.include));
    kept.extend(globs("exclude", &root.exclude, &read.exclude));
    if root.date_from_mtime && read.date_from.is_none() {
        kept.push("--date-from mtime".to_string());
    }
    (!kept.is_empty()).then(|| {
        let kept = kept.join(" ");
        format!("still in force for `{}`: {kept} (an empty value takes one away)", root.path)
    })
}

fn hooks(archive: &Archive, new: &[(String, String)]) -> anyhow::Result<Vec<morgue_archive::Hook>> {
    let index = std::path::absolute(archive.path())?;
    let hooks = crate::hooks::hooks(&index, new)?;
    let plain =
        |hook: crate::hooks::Hook| morgue_archive::Hook { glob: hook.glob, command: hook.command };
    Ok(hooks.into_iter().map(plain).collect())
}

/// Runs and shows how far it is.
fn update_shown(archive: &Archive, update: &Update, session: &Session) -> anyhow::Result<Updated> {
    let progress = Progress::new(session.output.progress);
    let updated = archive.update(update, &session.control, &mut |told| match told {
        Told::Progress { read, of, articles } => progress.read(read, of, articles),
        Told::Problem(problem) => progress.say(problem),
        // Only the ledger may have changed: no article is newly safe.
        Told::Committed(now) if now.added + now.changed + now.removed == 0 => {}
        Told::Committed(committed) => {
            progress.say(format_args!("committed {}", committed.articles));
        }
    });
    progress.done();
    Ok(updated?)
}

/// The figures of a run, with what is weak in the index now.
fn report(archive: &Archive, updated: &Updated) -> anyhow::Result<Report> {
    let Updated { report, committed } = updated;
    // Not under the run's control: it may have been cancelled, and this is short.
    let stats = archive.engine()?.stats(&Control::default())?;
    let tallies = |reasons: &BTreeMap<String, ReasonReport>| {
        let tally = |(what, reason): (&String, &ReasonReport)| Tally {
            what: what.clone(),
            count: reason.count,
            example: reason.examples.first().cloned(),
        };
        most_first(reasons.iter().map(tally).collect())
    };
    // What only holds other files gives no article itself.
    let formats = report.formats.iter().filter(|(_, read)| read.articles > 0);
    let formats = formats.map(|(format, read)| Tally {
        what: format.clone(),
        count: read.articles,
        example: None,
    });
    Ok(Report {
        read: report.read,
        unchanged: report.unchanged,
        moved: report.moved,
        removed: report.removed,
        formats: most_first(formats.collect()),
        skipped: tallies(&report.skipped),
        failed: tallies(&report.failed),
        remarks: remarks(report),
        added: committed.added,
        changed: committed.changed,
        repeated: report.articles.saturating_sub(committed.added + committed.changed),
        withdrawn: committed.removed,
        articles: committed.articles,
        undated: stats.undated,
        without_outlet: stats.without_outlet,
        interrupted: report.interrupted,
    })
}

fn most_first(mut tallies: Vec<Tally>) -> Vec<Tally> {
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.count));
    tallies
}

/// Decisions that were made for whole folders.
fn remarks(report: &morgue_ingest::Report) -> Vec<String> {
    let mut out = Vec::new();
    if report.reread > 0 {
        let files = morgue_present::plural(report.reread, "file was", "files were");
        out.push(format!(
            "{files} read again, as this program, the options or the outlets have changed"
        ));
    }
    if report.handed_over > 0 {
        let files = morgue_present::plural(report.handed_over, "file is", "files are");
        out.push(format!("{files} read as part of the innermost folder that was named, no other"));
    }
    for root in &report.forgotten {
        out.push(format!("`{root}` is gone and forgotten"));
    }
    for kept in &report.kept {
        let articles = morgue_present::plural(kept.articles, "article", "articles");
        out.push(format!(
            "nothing was removed below `{}` ({}): {articles} of {} stay; --prune lets them go",
            kept.root,
            kept.reason,
            morgue_present::plural(kept.files, "file", "files")
        ));
    }
    out
}

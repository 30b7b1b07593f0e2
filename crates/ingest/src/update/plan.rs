//! What is to be read and what is gone, by size and time alone: no file is opened.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use morgue_article::{OutletTable, SourceKey, SourceRecord};
use xxhash_rust::xxh3::Xxh3;

use super::gone::{Gone, Missing};
use super::nested::{Nested, below};
use super::{Job, RootJob};
use crate::error::IngestError;
use crate::options::{Options, OptionsError};
use crate::report::Report;
use crate::walk::{Found, Walked, walk};

/// Raised when reading the same bytes gives other articles than before.
const READER_VERSION: u32 = 4;

/// What the reading of a root's files is made of.
pub(super) struct RootPlan<'a> {
    pub(super) options: &'a Options,
    pub(super) rules: String,
}

/// A file that is to be read.
pub(super) struct ToRead<'a> {
    pub(super) found: Found,
    pub(super) root: Arc<RootPlan<'a>>,
    /// Whether the ledger does not know it.
    pub(super) new: bool,
}

/// What a run has to do.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) to_read: Vec<ToRead<'a>>,
    /// What is no longer where it was. Whether it may go is said after reading, when it is known
    /// what has only moved.
    pub(super) gone: Vec<Gone>,
    /// Of an outer root, what one inside it reads now.
    pub(super) handed_over: Vec<SourceKey>,
    pub(super) errors: Vec<IngestError>,
}

pub(super) fn plan<'a>(
    job: &'a Job<'_>,
    known: &dyn Fn(&str) -> Vec<SourceRecord>,
    report: &mut Report,
) -> Result<Plan<'a>, OptionsError> {
    job.roots.iter().try_for_each(|root| root.options.check())?;
    let mut plan = Plan::default();
    for root in &job.roots {
        let mut walked = walk(&root.root, &root.options, job.is_index)?;
        let empty = walked.files.is_empty();
        let records = hand_over(job, root, &mut walked, known, &mut plan)?;
        one_root(job, root, (walked, empty), records, &mut plan, report);
    }
    Ok(plan)
}

/// Leaves files to the roots inside this one, and takes those of roots around it that are not read
/// in this run. Gives what is known of the rest.
fn hand_over(
    job: &Job<'_>,
    root: &RootJob,
    walked: &mut Walked,
    known: &dyn Fn(&str) -> Vec<SourceRecord>,
    plan: &mut Plan<'_>,
) -> Result<Vec<SourceRecord>, OptionsError> {
    let nested = Nested::inside(&root.root, job, known)?;
    walked.files.retain(|found| !nested.take(&found.key.path));
    let records = known(&root.root).into_iter();
    let (over, own): (Vec<_>, Vec<_>) = records.partition(|record| nested.take(&record.key.path));
    plan.handed_over.extend(over.into_iter().map(|record| record.key));
    let now = |outer: &RootJob| job.roots.iter().any(|root| root.root == outer.root);
    let around = |outer: &&RootJob| below(&outer.root, &root.root).is_some_and(|it| !it.is_empty());
    let outer: Vec<_> = job.known.iter().filter(|it| !now(it)).filter(around).collect();
    if !outer.is_empty() {
        let taken: HashSet<String> = walked.files.iter().map(|it| it.key.full_path()).collect();
        let keys = outer.iter().flat_map(|outer| known(&outer.root)).map(|record| record.key);
        plan.handed_over.extend(keys.filter(|key| taken.contains(&key.full_path())));
    }
    Ok(own)
}

fn one_root<'a>(
    job: &Job<'_>,
    root: &'a RootJob,
    (walked, empty): (Walked, bool),
    known: Vec<SourceRecord>,
    plan: &mut Plan<'a>,
    report: &mut Report,
) {
    let rules = rules(&root.options, job.outlets);
    let root_plan = Arc::new(RootPlan { options: &root.options, rules });
    let total: u64 = known.iter().map(|record| record.holds.len() as u64).sum();
    let mut records: HashMap<String, SourceRecord> =
        known.into_iter().map(|record| (record.key.path.clone(), record)).collect();
    for found in walked.files {
        report.files += 1;
        let record = records.remove(&found.key.path);
        let same = record.as_ref().is_some_and(|record| {
            record.size == found.size && record.modified == found.modified && found.modified != 0
        });
        let new = record.is_none();
        let same_rules = record.is_some_and(|record| record.rules == root_plan.rules);
        if same && same_rules && !job.reread {
            report.unchanged += 1;
            continue;
        }
        report.reread += u64::from(same && !same_rules);
        plan.to_read.push(ToRead { found, root: Arc::clone(&root_plan), new });
    }
    // To say that a root is gone is why `prune` is given: then it is no error.
    let gone = || Path::new(&root.root).try_exists().is_ok_and(|there| !there);
    if walked.exists || !job.prune || !gone() {
        plan.errors.extend(walked.errors);
    }
    let hidden = |path: &str| {
        walked.unreadable.iter().any(|folder| {
            folder.is_empty()
                || path == folder
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let mut gone: Vec<Missing> = records
        .into_values()
        .filter(|record| !hidden(&record.key.path))
        .map(|record| Missing::of(&record))
        .collect();
    if gone.is_empty() {
        return;
    }
    gone.sort_by(|a, b| a.key.cmp(&b.key));
    let unseen = if !walked.exists { Some("missing") } else { empty.then_some("empty") };
    plan.gone.push(Gone { root: root.root.clone(), unseen, total, files: gone });
}

/// A hash of all that decides what reading gives besides the bytes.
fn rules(options: &Options, outlets: &OutletTable) -> String {
    let mut hash = Xxh3::new();
    hash.update(&READER_VERSION.to_le_bytes());
    // Globs decide which files are read, not what they give.
    let reading = (&options.map, &options.set, &options.pre, options.date_from_mtime);
    hash.update(format!("{reading:?}").as_bytes());
    for alias in outlets.iter() {
        hash.update(format!("{alias:?}").as_bytes());
    }
    format!("{:032x}", hash.digest128())
}

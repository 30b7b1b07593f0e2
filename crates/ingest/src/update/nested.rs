//! Roots inside roots: a file is read by the innermost root that takes it, with that root's
//! options, and by no other. So a folder whose outlet was not known can be named afterwards.

use std::collections::HashSet;

use globset::GlobSet;
use morgue_article::SourceRecord;

use super::{Job, RootJob};
use crate::options::{OptionsError, globs};

/// A root that lies inside another.
struct Inner {
    /// Where, below the outer one.
    below: String,
    include: GlobSet,
    exclude: GlobSet,
    /// What it held after its last run; `None` when it is read in this one.
    holds: Option<HashSet<String>>,
}

/// The roots inside a root.
pub(super) struct Nested(Vec<Inner>);

impl Nested {
    /// Those inside this root, of all the archive has.
    pub(super) fn inside(
        root: &str,
        job: &Job<'_>,
        known: &dyn Fn(&str) -> Vec<SourceRecord>,
    ) -> Result<Self, OptionsError> {
        let now = |inner: &RootJob| job.roots.iter().any(|root| root.root == inner.root);
        let kept = job.known.iter().filter(|inner| !now(inner));
        let inside = |inner: &&RootJob| below(root, &inner.root).is_some_and(|it| !it.is_empty());
        job.roots
            .iter()
            .chain(kept)
            .filter(inside)
            .map(|it| Inner::new(root, it, now(it), known))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether a file of the outer root, by its path there, is read by one of them.
    pub(super) fn take(&self, path: &str) -> bool {
        self.0.iter().any(|inner| inner.takes(path))
    }
}

impl Inner {
    fn new(
        outer: &str,
        root: &RootJob,
        now: bool,
        known: &dyn Fn(&str) -> Vec<SourceRecord>,
    ) -> Result<Self, OptionsError> {
        let holds = || known(&root.root).into_iter().map(|record| record.key.path).collect();
        Ok(Self {
            below: below(outer, &root.root).unwrap_or_default().to_string(),
            include: globs(&root.options.include)?,
            exclude: globs(&root.options.exclude)?,
            holds: (!now).then(holds),
        })
    }

    fn takes(&self, path: &str) -> bool {
        let Some(path) = below(&self.below, path) else { return false };
        if let Some(holds) = &self.holds {
            return holds.contains(path);
        }
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let left_out = || ends.map(|end| &path[..end]).any(|part| self.exclude.is_match(part));
        path.is_empty() || (self.include.is_empty() || self.include.is_match(path)) && !left_out()
    }
}

/// The path of what is inside a folder, empty for the folder itself.
pub(super) fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    match path.strip_prefix(folder)? {
        "" => Some(""),
        rest if folder.ends_with('/') => Some(rest),
        rest => rest.strip_prefix('/'),
    }
}

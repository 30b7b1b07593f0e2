//! Saved searches, as a list to be read and as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use morgue_query::SavedSearch;
use serde::Serialize;

use crate::safe;
use crate::theme::Look;

/// A saved search as programs get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// The query.
    pub q: String,
    /// The other parameters that decide what it finds, by name.
    pub filters: BTreeMap<String, Vec<String>>,
    /// The day it was saved.
    pub created: String,
}

/// A saved search as programs get it.
pub fn saved_view(search: &SavedSearch) -> SavedView {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in search.request.params().into_iter().skip(1) {
        filters.entry(name).or_default().push(value);
    }
    SavedView {
        name: search.name.to_string(),
        q: search.request.q.clone(),
        filters,
        created: search.created.to_string(),
    }
}

/// A line for each: its name, its query, its filters.
///
/// # Errors
/// Writing failed.
pub fn saved_list(out: &mut dyn Write, all: &[SavedSearch], look: &Look) -> io::Result<()> {
    let (label, dim) = (look.theme.label, look.theme.dim);
    let width = all.iter().map(|search| search.name.as_str().len()).max().unwrap_or_default();
    for search in all {
        let name = search.name.as_str();
        write!(out, "{label}{name}{label:#}{}  ", " ".repeat(width - name.len()))?;
        let params = search.request.params();
        let (query, filters) = params.split_first().map_or(("", &[][..]), |(q, rest)| (&q.1, rest));
        write!(out, "{}", if query.is_empty() { "(every article)".into() } else { safe(query) })?;
        for (name, value) in filters {
            write!(out, "  {dim}{name}={}{dim:#}", safe(value))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

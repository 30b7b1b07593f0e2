//! How files are read: shared by `index` and `inspect`, remembered for a root.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use morgue_ingest::Options;

use crate::failure::Failure;

/// Options of reading.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ReadArgs {
    /// What all of it has in common: `outlet=The Harbour Post`, `lang=en` (repeatable)
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair, help_heading = "Reading")]
    pub(crate) set: Vec<(String, String)>,
    /// Where a field stands in JSON and CSV: `headline=meta.title` (repeatable)
    #[arg(long, value_name = "FIELD=PATH", value_parser = pair, help_heading = "Reading")]
    pub(crate) map: Vec<(String, String)>,
    /// Only files that fit: `*.html`, `2024/**` (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Reading")]
    pub(crate) include: Vec<String>,
    /// Not files that fit (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Reading")]
    pub(crate) exclude: Vec<String>,
    /// Let another program turn files into text: `*.pdf=pdftotext {} -` (repeatable), in all folders
    /// of the index; remembered in your own settings, never in the index; `*.pdf=` forgets it
    #[arg(long, value_name = "GLOB=COMMAND", value_parser = pair, help_heading = "Reading")]
    pub(crate) pre: Vec<(String, String)>,
    /// Where nothing else gives a date, take the file's time
    #[arg(long, value_name = "WHAT", help_heading = "Reading")]
    pub(crate) date_from: Option<DateFrom>,
}

/// What may stand in for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DateFrom {
    /// The time the file was last changed
    Mtime,
}

impl ReadArgs {
    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { set, map, include, exclude, pre, date_from } = self;
        let lists = [set.len(), map.len(), include.len(), exclude.len(), pre.len()];
        lists.iter().all(|&len| len == 0) && date_from.is_none()
    }

    /// As reading takes them.
    pub(crate) fn options(&self) -> Options {
        Options {
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            map: self.map.clone(),
            set: self.set.clone(),
            pre: self.pre.clone(),
            date_from_mtime: self.date_from.is_some(),
        }
    }

    /// Refuses what cannot be used, before anything is made or remembered for it.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let mut options = self.options();
        // An empty value takes away what is remembered.
        let lists = [&mut options.set, &mut options.map, &mut options.pre];
        lists.into_iter().for_each(|list| list.retain(|(_, value)| !value.is_empty()));
        options.check().map_err(|error| Failure::usage(error.to_string()))
    }

    /// `--set` as a table; the last one of a field counts.
    pub(crate) fn set(&self) -> BTreeMap<String, String> {
        self.set.iter().cloned().collect()
    }

    /// `--map` as a table; the last one of a field counts.
    pub(crate) fn map(&self) -> BTreeMap<String, String> {
        self.map.iter().cloned().collect()
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_string(), value.to_string())),
        _ => Err("a name, `=` and a value are needed".to_string()),
    }
}

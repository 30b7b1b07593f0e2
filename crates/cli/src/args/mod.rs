//! What was typed: the shape of the command line. Nothing here does anything.

mod ask;
mod read;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use ask::{AskArgs, CountArgs, Limit, SortArg, facets};
pub(crate) use read::ReadArgs;

/// A full-text search engine for news archives.
///
/// Point it at a folder of articles in whatever form you have them, then ask.
#[derive(Debug, Parser)]
#[command(
    name = "morgue",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Examples:
  morgue index ~/clippings
  morgue search climate change -football --from 2016
  morgue search '\"prime minister\" resign*' --outlet reuters
  morgue help query"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The index: else $MORGUE_INDEX, else `index-data` here or in the nearest parent folder
    #[arg(long, global = true, value_name = "DIR|URL", help_heading = "Global options")]
    pub(crate) index: Option<PathBuf>,
    /// Whether to use colours; `auto` uses them on a terminal unless $NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub(crate) color: When,
}

/// When something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands; each has a file of its own in `commands`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(crate::commands::index::IndexArgs),
    Search(crate::commands::search::SearchArgs),
    Show(crate::commands::show::ShowArgs),
    Inspect(crate::commands::inspect::InspectArgs),
    Facets(crate::commands::facets::FacetsArgs),
    Timeline(crate::commands::timeline::TimelineArgs),
    Kwic(crate::commands::kwic::KwicArgs),
    Explain(crate::commands::explain::ExplainArgs),
    Similar(crate::commands::similar::SimilarArgs),
    Cite(crate::commands::cite::CiteArgs),
    Export(crate::commands::export::ExportArgs),
    Recheck(crate::commands::recheck::RecheckArgs),
    Saved(crate::commands::saved::SavedArgs),
    Serve(crate::commands::serve::ServeArgs),
    Stats(crate::commands::stats::StatsArgs),
    Verify(crate::commands::verify::VerifyArgs),
    Rebuild(crate::commands::rebuild::RebuildArgs),
    Help(crate::commands::help::HelpArgs),
    Completions(crate::commands::completions::CompletionsArgs),
    Man(crate::commands::man::ManArgs),
}

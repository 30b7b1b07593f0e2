//! `morgue inspect`.

use std::path::PathBuf;

use clap::Args;

use crate::args::ReadArgs;
use crate::failure::code;
use crate::session::Session;

/// Show what is made of files, and which rule gave each field. Nothing is indexed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue inspect clippings/1871.txt
  morgue inspect dump.jsonl --map headline=meta.title
  morgue inspect page.html --json

Exit code: 0 read, 1 no article in it, 3 something could not be read.")]
pub(crate) struct InspectArgs {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// JSON lines, an article each
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(_args: &InspectArgs, _session: &Session) -> anyhow::Result<u8> {
    Ok(code::OK)
}

//! `morgue help`.

use clap::{Args, CommandFactory};

use crate::failure::{Failure, code};
use crate::session::Session;

/// Explain the query language, a subject of the guide, or a command.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue help query
  morgue help exit-codes
  morgue help search")]
pub(crate) struct HelpArgs {
    /// `query`, `searching`, `explaining`, `research`, `exporting`, `saved`, `indexing`, `exit-codes`, or the name of a command
    topic: Option<String>,
}

/// The query language explained: served as a page, too.
pub(crate) const QUERY: &str = include_str!("../../guide/query.md");

/// The pages of the guide that the program has with it.
const GUIDE: [(&str, &str); 8] = [
    ("query", QUERY),
    ("searching", include_str!("../../guide/searching.md")),
    ("explaining", include_str!("../../guide/explaining.md")),
    ("research", include_str!("../../guide/research.md")),
    ("exporting", include_str!("../../guide/exporting.md")),
    ("saved", include_str!("../../guide/saved.md")),
    ("indexing", include_str!("../../guide/indexing.md")),
    ("exit-codes", include_str!("../../guide/exit-codes.md")),
];

pub(crate) fn run(args: &HelpArgs, session: &Session) -> anyhow::Result<u8> {
    let mut command = crate::args::Cli::command();
    let text = match args.topic.as_deref() {
        None => command.render_long_help().to_string(),
        Some(topic) => match GUIDE.iter().find(|(name, _)| *name == topic) {
            Some((_, page)) => (*page).to_string(),
            None => {
                command.build();
                let found = command.find_subcommand_mut(topic);
                let found = found.ok_or_else(|| {
                    let subjects = GUIDE.map(|(name, _)| name).join(", ");
                    Failure::usage(format!(
                        "there is no help on `{topic}`; subjects are {subjects} and the commands"
                    ))
                })?;
                found.render_long_help().to_string()
            }
        },
    };
    session.output.data(|out| out.write_all(text.as_bytes()))?;
    Ok(code::OK)
}

//! `morgue man`.

use clap::{Args, CommandFactory};

use crate::failure::{Failure, code};
use crate::session::Session;

/// Write a manual page to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue man > morgue.1
  morgue man search | man -l -")]
pub(crate) struct ManArgs {
    /// The command the page is of [default: the program as a whole]
    command: Option<String>,
}

pub(crate) fn run(args: &ManArgs, session: &Session) -> anyhow::Result<u8> {
    let mut command = crate::args::Cli::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name).cloned();
            found
                .ok_or_else(|| Failure::usage(format!("there is no command `{name}`")))?
                .name(format!("morgue-{name}"))
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    session.output.data(|out| out.write_all(&text))?;
    Ok(code::OK)
}

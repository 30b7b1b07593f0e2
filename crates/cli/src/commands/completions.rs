//! `morgue completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::failure::code;
use crate::session::Session;

/// Write the completions for a shell to standard output.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue completions bash > ~/.local/share/bash-completion/completions/morgue
  morgue completions zsh > ~/.zfunc/_morgue")]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, session: &Session) -> anyhow::Result<u8> {
    let mut command = crate::args::Cli::command();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "morgue", &mut text);
    session.output.data(|out| out.write_all(&text))?;
    Ok(code::OK)
}

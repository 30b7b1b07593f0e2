//! The command line: flags, choice of engine, exit codes. The one place where everything meets.
//!
//! Read it from [`main`] downwards: `argv` tells query words from options, `args` is what can
//! be typed, each file of `commands` is a command, `engine` is the choice of engine. Owns the
//! clock, the environment and the terminal, which no library may look at. Does not know how
//! anything is done.

mod alerts;
mod args;
mod argv;
mod ask;
mod clock;
mod commands;
mod engine;
mod failure;
mod hooks;
mod interrupt;
mod output;
mod place;
mod progress;
mod serving;
mod session;
mod target;
mod whole_file;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use output::Output;
use session::Session;

/// What the program calls itself where a version counts.
const PROGRAM: &str = concat!("morgue ", env!("CARGO_PKG_VERSION"));

/// Runs the program with the arguments it was given.
#[must_use]
pub fn main() -> ExitCode {
    // There is one version: `search -V` is not that of a `morgue-search`.
    let mut command = Cli::command().mut_subcommands(|command| command.display_name("morgue"));
    let argv = argv::sort_out(&command, std::env::args_os().collect());
    let parsed =
        command.try_get_matches_from_mut(argv).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors; clap knows which is which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { failure::code::USAGE } else { 0 });
        }
    };
    let output = Output::new(cli.global.color);
    let session = Session { global: cli.global, output, control: interrupt::control() };
    match run(cli.command.as_ref(), &session) {
        Ok(code) => ExitCode::from(code),
        Err(error) => failure::report(&error, &session.output),
    }
}

fn run(command: Option<&Command>, session: &Session) -> anyhow::Result<u8> {
    match command {
        None => commands::overview::run(session),
        Some(Command::Index(args)) => commands::index::run(args, session),
        Some(Command::Search(args)) => commands::search::run(args, session),
        Some(Command::Show(args)) => commands::show::run(args, session),
        Some(Command::Inspect(args)) => commands::inspect::run(args, session),
        Some(Command::Facets(args)) => commands::facets::run(args, session),
        Some(Command::Timeline(args)) => commands::timeline::run(args, session),
        Some(Command::Kwic(args)) => commands::kwic::run(args, session),
        Some(Command::Explain(args)) => commands::explain::run(args, session),
        Some(Command::Similar(args)) => commands::similar::run(args, session),
        Some(Command::Cite(args)) => commands::cite::run(args, session),
        Some(Command::Export(args)) => commands::export::run(args, session),
        Some(Command::Recheck(args)) => commands::recheck::run(args, session),
        Some(Command::Saved(args)) => commands::saved::run(args, session),
        Some(Command::Serve(args)) => commands::serve::run(args, session),
        Some(Command::Stats(args)) => commands::stats::run(args, session),
        Some(Command::Verify(args)) => commands::verify::run(args, session),
        Some(Command::Rebuild(args)) => commands::rebuild::run(args, session),
        Some(Command::Help(args)) => commands::help::run(args, session),
        Some(Command::Completions(args)) => commands::completions::run(args, session),
        Some(Command::Man(args)) => commands::man::run(args, session),
    }
}

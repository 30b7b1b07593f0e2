//! The log of a server: a line for each request and for what goes wrong, on standard error.

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// Lines for people
    Plain,
    /// One JSON object a line, for programs
    Json,
    /// Nothing
    None,
}

/// Begins it. `colour` is for people at a terminal.
pub(crate) fn begin(form: LogForm, colour: bool) {
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .with_ansi(colour);
    match form {
        LogForm::Plain => log.init(),
        LogForm::Json => log.json().flatten_event(true).init(),
        LogForm::None => {}
    }
}

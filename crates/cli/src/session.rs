//! What every command has at hand.

use morgue_query::Control;

use crate::args::Global;
use crate::output::Output;
use crate::place::Place;

/// The options of every command, the terminal, and when to stop.
#[derive(Debug)]
pub(crate) struct Session {
    /// What was typed for every command.
    pub(crate) global: Global,
    /// Where data and talk go.
    pub(crate) output: Output,
    /// Cancelled by Ctrl-C.
    pub(crate) control: Control,
}

impl Session {
    /// The index that is meant.
    pub(crate) fn place(&self) -> std::io::Result<Place> {
        Place::of(&self.global)
    }
}

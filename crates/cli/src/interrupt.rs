//! Ctrl-C: the first raises a flag that everything looks at, the second ends the program.

use std::sync::atomic::{AtomicBool, Ordering};

use morgue_query::{CancelToken, Control};

/// Raises the flag of a control at Ctrl-C or a request to end.
pub(crate) fn control() -> Control {
    let control = Control::default();
    let token: CancelToken = control.cancel.clone();
    let asked = AtomicBool::new(false);
    // Where no handler can be set, the system ends the program, which loses nothing committed.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        token.cancel();
    });
    control
}

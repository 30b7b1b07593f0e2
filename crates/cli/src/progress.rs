//! How far a run has come, on a terminal: one line with rate and the time it will still take.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use morgue_present::{plural, safe};

/// A line that is redrawn. Where standard error is not a terminal it shows nothing.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A line about work whose amount is not known yet.
    pub(crate) fn new(visible: bool) -> Self {
        let target =
            if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(style("{spinner} {elapsed} {msg}"));
        if visible {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar }
    }

    /// So many of so many bytes are read, with so many articles in them.
    pub(crate) fn read(&self, done: u64, total: u64, articles: u64) {
        if self.bar.length() != Some(total) {
            self.bar.set_length(total);
            let template = "{wide_bar:.dim} {percent}% {binary_bytes_per_sec} {eta} {msg}";
            self.bar.set_style(style(template));
        }
        self.bar.set_position(done);
        self.bar.set_message(plural(articles, "article", "articles"));
    }

    /// So many of so many steps are done.
    pub(crate) fn step(&self, done: u64, total: u64) {
        if self.bar.length() != Some(total) {
            self.bar.set_length(total);
            self.bar.set_style(style("{wide_bar:.dim} {percent}% {per_sec} {eta}"));
        }
        self.bar.set_position(done);
    }

    /// A line of talk that does not disturb the bar.
    pub(crate) fn say(&self, line: impl std::fmt::Display) {
        let line = safe(&line.to_string()).into_owned();
        self.bar.suspend(|| {
            use std::io::Write;
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        });
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

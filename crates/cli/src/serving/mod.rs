//! What `morgue serve` does besides answering: keeping the index up to date, taking articles in,
//! giving the bytes they were read from, its log, the browser.

pub(crate) mod browser;
pub(crate) mod logs;
pub(crate) mod watch;
pub(crate) mod writing;

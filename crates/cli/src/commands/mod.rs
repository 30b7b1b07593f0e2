//! The commands, one file each: what can be typed (`…Args`, whose comments are the help) and what
//! it does (`run`), which returns the exit code.

pub(crate) mod cite;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod facets;
pub(crate) mod help;
pub(crate) mod index;
pub(crate) mod inspect;
pub(crate) mod kwic;
pub(crate) mod man;
pub(crate) mod overview;
mod queries;
pub(crate) mod rebuild;
pub(crate) mod recheck;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod similar;
pub(crate) mod stats;
pub(crate) mod timeline;
pub(crate) mod verify;

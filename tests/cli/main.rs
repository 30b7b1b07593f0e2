//! The program as a person runs it: a file of tests for each command.

#![allow(clippy::unwrap_used)] // helpers of tests

mod desk;

mod bad_input;
mod cite;
mod exit_codes;
mod explain;
mod export;
mod facets;
mod guide;
mod help;
mod index;
mod inspect;
mod kwic;
mod overview;
mod rebuild;
mod recheck;
mod saved;
mod search;
mod serve;
mod show;
mod similar;
mod stats;
mod timeline;
mod verify;

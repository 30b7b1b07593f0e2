//! Any text as a query: see `morgue_testkit::checks::check_query`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue_testkit::checks::check_query;

fuzz_target!(|text: &str| {
    if let Err(why) = check_query(text) {
        panic!("{text:?}: {why}");
    }
});

//! Any query over any article: see `morgue_testkit::checks::check_matching`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue_testkit::checks::{Case, check_matching};

fuzz_target!(|text: &str| {
    if let Err(why) = check_matching(&Case::of(text)) {
        panic!("{text:?}: {why}");
    }
});

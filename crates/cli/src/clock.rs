//! The clock, which only this crate may look at.

use morgue_article::Day;

/// The asker's day: what `last:7d` counts from.
#[expect(clippy::disallowed_methods, reason = "libraries are told the time by this crate")]
pub(crate) fn today() -> Day {
    Day::from_naive(chrono::Local::now().date_naive())
}

/// Seconds since 1970: when what is new now was taken in.
#[expect(clippy::disallowed_methods, reason = "libraries are told the time by this crate")]
pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

//! What tests share (测试工具): fresh stores on both databases, acts by name, scenarios; tests only.
//!
//! Reading order: [`stores`] (a fresh store on each database), [`bucket`] (documents elsewhere),
//! [`sample`] (a zone in which things
//! happen by name and on fixed days), [`turn`] (what time and reactions bring about), [`scenario`]
//! (stories that an officer can read).
//!
//! Never: a clock, randomness, a network beyond this machine; a server left behind.

pub mod bucket;
pub mod sample;
pub mod scenario;
pub mod stores;
pub mod turn;

use jiff::Timestamp;
use jiff::civil::{Date, time};

pub use sample::Sample;
pub use stores::{Fresh, for_each_store};

/// A day, as `2026-03-02`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

/// Nine in the morning of a day, in the zone's time.
pub fn morning(day: Date) -> Timestamp {
    kernel::local_time::moment_of(day.to_datetime(time(9, 0, 0, 0)))
}

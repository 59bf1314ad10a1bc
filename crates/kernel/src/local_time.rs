//! The zone's local time (北京时间): a fixed eight hours before UTC, without summer time.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, offset};

const BEIJING: Offset = offset(8);

/// The calendar day on which a moment falls.
pub fn day_of(at: Timestamp) -> Date {
    clock_of(at).date()
}

/// The day and time that the wall clock shows at a moment.
pub fn clock_of(at: Timestamp) -> DateTime {
    BEIJING.to_datetime(at)
}

/// The moment at which the wall clock shows `clock`.
pub fn moment_of(clock: DateTime) -> Timestamp {
    BEIJING.to_timestamp(clock).expect("dates of this product lie far inside the range of time")
}

//! Tally (工作日累计): working days summed up day by day, so that counting is subtracting.
//!
//! A million open cases are counted anew when a year is announced; a walk through the days would
//! make that a matter of minutes. Days stand here as numbers, since that is what sums are over.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day from which days are numbered.
const EPOCH: Date = date(1970, 1, 1);

/// Sums of working days over the years that the table speaks of and some more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// The number of the day before the first one summed.
    origin: i32,
    /// Working days from the origin (exclusive) to each day (inclusive).
    worked: Vec<u32>,
}

impl Tally {
    /// Sums up the years, each day asked once.
    pub(super) fn of_years(years: RangeInclusive<i16>, is_worked: impl Fn(Date) -> bool) -> Tally {
        let first = number(date(*years.start(), 1, 1));
        let mut total = 0;
        let worked = (first..=number(date(*years.end(), 12, 31))).map(|day| {
            total += u32::from(is_worked(day_numbered(day)));
            total
        });
        Tally { worked: worked.collect(), origin: first - 1 }
    }

    /// Working days from the origin to `day`, if that day is summed up.
    pub(super) fn rank(&self, day: i32) -> Option<u32> {
        match usize::try_from(day - self.origin) {
            Ok(0) if !self.worked.is_empty() => Some(0),
            Ok(place) => self.worked.get(place.checked_sub(1)?).copied(),
            Err(_) => None,
        }
    }

    /// The first day with `rank`, a positive one, if it is summed up.
    pub(super) fn day_of_rank(&self, rank: u32) -> Option<i32> {
        let place = self.worked.partition_point(|worked| *worked < rank);
        (place < self.worked.len()).then(|| self.origin + length(place) + 1)
    }

    /// The last day summed up.
    pub(super) fn last_day(&self) -> i32 {
        self.origin + length(self.worked.len())
    }
}

/// The number of a day.
pub(super) fn number(day: Date) -> i32 {
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).expect("a day's number is small")
}

/// The day with a number, or the last day that there is.
pub(super) fn day_numbered(number: i32) -> Date {
    EPOCH.saturating_add(number.days())
}

fn length(days: usize) -> i32 {
    i32::try_from(days).expect("a tally holds some thousand days")
}

//! Time elapsed (用时): each day since acceptance belongs to exactly one holder.
//!
//! Zones publish "organ time" and "whole time" apart; both must come from the same facts. The split
//! is of calendar days, so it adds up to the whole; the days that use up the limit are counted
//! among the organ's.
//!
//! Invariant: the four parts sum to the calendar days from acceptance (not counted) to today or
//! the decision (counted), and `counted` is never more than the organ's part.

use jiff::civil::Date;
use serde::Serialize;

use super::pause::{day_before, days_between, stops};
use super::{Clock, DayUnit, Holder};
use crate::calendar::{Calendar, DayCount};

/// Calendar days by who had the case (各方用时).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Split {
    /// The organ's (审批用时).
    pub organ: u32,
    /// The applicant's (申请人用时).
    pub applicant: u32,
    /// Third parties' (第三方用时).
    pub third_party: u32,
    /// Under public notice (公示用时).
    pub public_notice: u32,
}

/// How much time has gone, and to whom (用时).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Elapsed {
    /// Every calendar day, by holder.
    pub calendar: Split,
    /// Days that use up the limit that binds, in `unit`.
    pub counted: u32,
    /// What `counted` is counted in.
    pub unit: DayUnit,
    /// The count touched a day that has not been announced.
    pub provisional: bool,
}

impl Split {
    /// All of it.
    pub fn total(&self) -> u32 {
        self.organ + self.applicant + self.third_party + self.public_notice
    }

    /// Both together.
    pub fn and(self, other: Split) -> Split {
        Split {
            organ: self.organ + other.organ,
            applicant: self.applicant + other.applicant,
            third_party: self.third_party + other.third_party,
            public_notice: self.public_notice + other.public_notice,
        }
    }

    /// The part of one holder.
    pub fn of(&self, holder: Holder) -> u32 {
        match holder {
            Holder::Organ => self.organ,
            Holder::Applicant => self.applicant,
            Holder::ThirdParty => self.third_party,
            Holder::PublicNotice => self.public_notice,
        }
    }
}

/// Splits the time from acceptance to today, or to the decision.
pub fn elapsed(clock: &Clock, calendar: &Calendar, today: Date) -> Elapsed {
    let until = clock.ran_until(today);
    let mut split = Split::default();
    for stop in stops(clock, today) {
        let before = day_before(stop.from).max(clock.started);
        let days = days_between(before, stop.until.min(until)).count;
        match stop.ground.holder() {
            Holder::Organ => split.organ += days,
            Holder::Applicant => split.applicant += days,
            Holder::ThirdParty => split.third_party += days,
            Holder::PublicNotice => split.public_notice += days,
        }
    }
    split.organ += days_between(clock.started, until).count - split.total();

    let unit = clock.unit();
    let used = used(clock, unit, calendar, today);
    Elapsed { calendar: split, counted: used.count, unit, provisional: used.provisional }
}

/// Working days on which the clock ran, whatever its limits are counted in (实际工作日).
pub fn ran(clock: &Clock, calendar: &Calendar, today: Date) -> DayCount {
    used(clock, DayUnit::Working, calendar, today)
}

/// Days of `unit` on which the clock ran, from acceptance to today or the decision.
pub(super) fn used(clock: &Clock, unit: DayUnit, calendar: &Calendar, today: Date) -> DayCount {
    let until = clock.ran_until(today);
    let mut used = DayCount { count: 0, provisional: false };
    let mut from = clock.started;
    let mut add = |from: Date, to: Date| {
        let running = unit.count(from, to, calendar);
        used.count += running.count;
        used.provisional |= running.provisional;
    };
    for stop in stops(clock, today) {
        add(from, day_before(stop.from).min(until));
        from = from.max(stop.until);
    }
    add(from, until);
    used
}

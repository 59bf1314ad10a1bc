//! Time limits (时限): how long we have, how much is used, when it ends.
//!
//! A case has two limits. The *statutory limit* (法定时限) is the law's; passing it is a breach.
//! The *promised limit* (承诺时限) is the zone's own and binds once promised; lights and day tables
//! follow it, and the statutory one where nothing is promised. Both start at acceptance (受理).
//!
//! The day of acceptance is not counted. A working day is used up if the clock was running at its
//! close: neither the day on which a pause begins nor the day on which it ends is used, and
//! counting resumes on the working day after. The day of the decision is used.
//!
//! Two things move the end, and they must not be confused:
//!
//! - a **pause** (暂停计时): time stands still while a special procedure runs or what was asked for
//!   in writing is owed. Pauses that overlap count once. While one is open, the end is not known:
//!   what is given is the end "if the pause ended today", and said to be standing still.
//! - an **extension** (延期) adds days, once, with a reason and the name of who allowed it. It adds
//!   them to the promised limit as well: the promise was of the ordinary course, and the applicant
//!   is told the reason (article 42).
//!
//! Before acceptance no limit of the case runs; what runs is our own limit for saying everything
//! that is missing, at once. [`deemed_accepted_on`] is the only place that knows what silence does.
//!
//! Basis: Administrative Licensing Law, articles 32, 42, 45, 82; Civil Code, articles 201, 203.
//!
//! Invariant: nothing here reads a clock or a calendar file; a case gives the same answer in a
//! test, in a rebuild ten years on, and at the desk.
//!
//! Never: a due date as a fact. The fact is the number of days; the date follows from it and the
//! calendar, so a holiday announced in November moves every open case by itself.

mod day_table;
mod elapsed;
mod light;
mod pause;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::day_table::{DAY_TABLE_LIMIT, DayRow, DayRule, day_table};
pub use self::elapsed::{Elapsed, Split, elapsed, ran};
pub use self::light::{Light, Thresholds, light};
pub use self::pause::{Holder, Pause, PauseGround};
use self::pause::{Stretch, day_before, stops};
use crate::calendar::{Calendar, Counted, DayCount};

/// What a limit is counted in (计算单位).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayUnit {
    /// Working days (工作日): every limit of the Administrative Licensing Law, article 82.
    #[default]
    Working,
    /// Calendar days (自然日): public notices and the like; an end on a day off moves on.
    Natural,
}

/// A number of days to do something in (时限).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many; zero is the same working day (即办).
    pub days: u32,
    /// Of which sort.
    pub unit: DayUnit,
}

/// Which of a case's two limits is meant (时限种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// The law's (法定时限).
    Statutory,
    /// The zone's own (承诺时限).
    Promised,
}

/// Days added once, by decision (延期).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// How many, in the unit of the limit that they are added to.
    pub days: u32,
    /// Why, as told to the applicant.
    pub reason: String,
    /// Who allowed it: the head of the organ, or of the government for joint handling.
    pub allowed_by: String,
}

/// What happened to a case as far as its time goes (计时事实).
///
/// Any value is answered: a pause that ends before it begins stops nothing, and what lies before
/// the start or after the end counts nothing. Refusing such facts is the capability's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The day of acceptance.
    pub started: Date,
    /// The law's limit, if there is one.
    pub statutory: Option<Limit>,
    /// The zone's own limit, if one was promised.
    pub promised: Option<Limit>,
    /// Every pause, in any order.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The one extension.
    pub extension: Option<Extension>,
    /// The day of the decision.
    pub ended: Option<Date>,
}

/// When a limit ends, and how it stands today (到期情况).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day. While time stands still: the last day if the pause ended today.
    pub date: Date,
    /// The count touched a day that has not been announced, so the date may move.
    pub provisional: bool,
    /// A pause is open, so the date is not known.
    pub standing_still: bool,
    /// Days of the limit, the extension included, in its own unit.
    pub total: u32,
    /// Days used, in the same unit; more than `total` once overdue.
    pub used: u32,
    /// Today, or the day of the decision, is after the last day (超期).
    pub overdue: bool,
    /// Working days since the last day; zero on the weekend after it, although overdue.
    pub over_working_days: u32,
}

impl Limit {
    /// So many working days.
    pub const fn working(days: u32) -> Limit {
        Limit { days, unit: DayUnit::Working }
    }

    /// So many calendar days.
    pub const fn natural(days: u32) -> Limit {
        Limit { days, unit: DayUnit::Natural }
    }

    /// The last day of this limit, if it starts on `start` and nothing stops it.
    pub fn ends(self, start: Date, calendar: &Calendar) -> Counted {
        self.ends_around(start, &[], calendar)
    }

    /// The last day, days in `stops` left out.
    fn ends_around(self, start: Date, stops: &[Stretch], calendar: &Calendar) -> Counted {
        let mut end = Counted { date: start, provisional: false };
        let mut left = self.days;
        for stop in stops.iter().filter(|stop| stop.until > start) {
            let before = day_before(stop.from);
            let running = self.unit.count(end.date, before, calendar);
            if left <= running.count {
                break;
            }
            left -= running.count;
            end.provisional |= running.provisional;
            end.date = end.date.max(stop.until);
        }
        let last = self.unit.add(end.date, left, calendar);
        end = Counted { date: last.date, provisional: end.provisional | last.provisional };
        running_working_day(end, stops, calendar)
    }
}

impl Clock {
    /// The limit that binds: the promised one, else the statutory one.
    pub fn governing(&self) -> Option<LimitKind> {
        let statutory = self.statutory.map(|_| LimitKind::Statutory);
        self.promised.map(|_| LimitKind::Promised).or(statutory)
    }

    /// What this clock counts in: the unit of the limit that binds, working days without one.
    pub fn unit(&self) -> DayUnit {
        self.promised.or(self.statutory).map_or(DayUnit::Working, |limit| limit.unit)
    }

    /// A limit with the extension added.
    pub fn limit(&self, which: LimitKind) -> Option<Limit> {
        let limit = match which {
            LimitKind::Statutory => self.statutory,
            LimitKind::Promised => self.promised,
        }?;
        let added = self.extension.as_ref().map_or(0, |extension| extension.days);
        Some(Limit { days: limit.days.saturating_add(added), ..limit })
    }

    /// Does time stand still today? Not on the day on which a pause ends: what was awaited is here.
    pub fn is_standing_still(&self, today: Date) -> bool {
        self.ended.is_none_or(|ended| ended > today)
            && self
                .pauses
                .iter()
                .any(|pause| pause.from <= today && pause.until.is_none_or(|until| until > today))
    }

    /// The open pause that lasts longer than was told in writing (特别程序超期).
    pub fn overrun(&self, today: Date) -> Option<&Pause> {
        let mut pauses = self.pauses.iter().filter(|_| self.is_standing_still(today));
        pauses.find(|one| one.until.is_none() && one.expected.is_some_and(|day| day < today))
    }

    /// The day up to which time has run: today, or the day of the decision.
    fn ran_until(&self, today: Date) -> Date {
        self.ended.map_or(today, |ended| ended.min(today))
    }
}

/// When the limit `which` ends, and how it stands today; nothing if the case has no such limit.
pub fn due(clock: &Clock, which: LimitKind, calendar: &Calendar, today: Date) -> Option<Due> {
    let limit = clock.limit(which)?;
    let until = clock.ran_until(today);
    let stops = stops(clock, today);
    let last = limit.ends_around(clock.started, &stops, calendar);
    let used = elapsed::used(clock, limit.unit, calendar, today);
    Some(Due {
        date: last.date,
        provisional: last.provisional,
        standing_still: clock.is_standing_still(today),
        total: limit.days,
        used: used.count,
        overdue: until > last.date,
        over_working_days: calendar.working_days_between(last.date, until).count,
    })
}

/// The day on which silence made the application count as accepted (视为受理): the day it was
/// received, once the limit for the one-time notice has passed before today.
///
/// Answers nothing while the count rests on days that have not been announced: an acceptance that
/// comes late can still be dated back to the receipt, one that comes early can never be taken back.
///
/// Basis: Administrative Licensing Law, article 32, paragraph 1, item 4.
pub fn deemed_accepted_on(
    received: Date,
    notice_limit: Limit,
    calendar: &Calendar,
    today: Date,
) -> Option<Date> {
    let last = notice_limit.ends(received, calendar);
    (today > last.date && !last.provisional).then_some(received)
}

impl DayUnit {
    fn add(self, start: Date, days: u32, calendar: &Calendar) -> Counted {
        match self {
            DayUnit::Working => calendar.add_working_days(start, days),
            DayUnit::Natural => pause::days_later(start, days),
        }
    }

    /// Days of this unit after `from` up to and including `to`.
    fn count(self, from: Date, to: Date, calendar: &Calendar) -> DayCount {
        match self {
            DayUnit::Working => calendar.working_days_between(from, to),
            DayUnit::Natural => pause::days_between(from, to),
        }
    }
}

/// The first working day on or after `end` on which the clock runs. A limit of working days with
/// at least one day ends on such a day anyway; this moves calendar days and the same-day limit.
fn running_working_day(end: Counted, stops: &[Stretch], calendar: &Calendar) -> Counted {
    let mut end = end;
    loop {
        let day = calendar.working_day_from(end.date);
        end = Counted { date: day.date, provisional: end.provisional | day.provisional };
        let stop = stops.iter().find(|stop| stop.holds(end.date) && stop.until < Date::MAX);
        match stop {
            Some(stop) => end.date = pause::day_after(stop.until),
            None => return end,
        }
    }
}

#[cfg(test)]
mod tests;

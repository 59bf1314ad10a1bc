//! Day table (逐日计时表): every day of a case, whether it counted, and by which rule.
//!
//! Who is told that a case is late, or in time, may ask why. This is the answer, one row a day, and
//! it adds up to the figures shown elsewhere.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::pause::stops;
use super::{Clock, DayUnit, Holder, PauseGround};
use crate::calendar::{Calendar, DayKind};
use crate::text::{Text, text};

/// The most rows a table has; ten years and more.
pub const DAY_TABLE_LIMIT: usize = 4_000;

/// Why a day counted or did not (计时规则).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum DayRule {
    /// The day of acceptance (受理当日).
    StartDay,
    /// A working day (工作日).
    WorkingDay,
    /// A Saturday or Sunday worked in exchange (调休上班日).
    MakeUpWorkday,
    /// A Saturday or Sunday (周末).
    Weekend,
    /// A day off for a festival (节假日).
    StatutoryHoliday,
    /// Any day, where the limit is one of calendar days (自然日).
    NaturalDay,
    /// Time stands still (暂停计时).
    Paused {
        /// Why.
        ground: PauseGround,
    },
}

/// One day of a case (计时表的一天).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayRow {
    /// The day.
    pub date: Date,
    /// What sort of day it is.
    #[serde(flatten)]
    pub kind: DayKind,
    /// Does it use up the limit?
    pub counted: bool,
    /// Who has the case on it.
    pub holder: Holder,
    /// The rule that decides.
    #[serde(flatten)]
    pub rule: DayRule,
    /// Days used up to and including this one.
    pub used: u32,
    /// No notice settles this day.
    pub provisional: bool,
}

impl DayRule {
    /// The rule as a sentence.
    pub fn text(self) -> Text {
        match self {
            DayRule::StartDay => {
                text("受理当日不计，自次日起算", "the day of acceptance is not counted")
            }
            DayRule::WorkingDay => text("工作日，计入", "a working day, counted"),
            DayRule::MakeUpWorkday => text(
                "调休上班日，计入",
                "a Saturday or Sunday worked in exchange for a day off, counted",
            ),
            DayRule::Weekend => text("周末，不计", "a weekend, not counted"),
            DayRule::StatutoryHoliday => {
                text("节假日放假，不计", "a day off for a festival, not counted")
            }
            DayRule::NaturalDay => text("按自然日计算，计入", "a calendar day, counted"),
            DayRule::Paused { ground } => {
                let ground = ground.text();
                text(
                    format!("{}期间暂停计时，不计", ground.zh),
                    format!("time stands still ({}), not counted", ground.en),
                )
            }
        }
    }

    /// What the rule rests on.
    pub fn basis(self) -> Text {
        match self {
            DayRule::StartDay => text("民法典第二百零一条", "Civil Code, article 201"),
            DayRule::WorkingDay | DayRule::Weekend => {
                text("行政许可法第八十二条", "Administrative Licensing Law, article 82")
            }
            DayRule::MakeUpWorkday | DayRule::StatutoryHoliday => text(
                "行政许可法第八十二条；国务院办公厅放假安排通知",
                "Administrative Licensing Law, article 82; the State Council's notice of days off",
            ),
            DayRule::NaturalDay => text(
                "该事项以自然日计算的规定；民法典第二百零三条",
                "the matter's rule that counts calendar days; Civil Code, article 203",
            ),
            DayRule::Paused { ground } => ground.basis(),
        }
    }
}

/// One row for each day from acceptance to `through`, or to the decision if that is earlier.
///
/// Counted in the unit of the limit that binds. Rows after today, if asked for, show what follows
/// if an open pause ended today. At most [`DAY_TABLE_LIMIT`] rows.
pub fn day_table(clock: &Clock, calendar: &Calendar, today: Date, through: Date) -> Vec<DayRow> {
    let last = clock.ran_until(through);
    let unit = clock.unit();
    let stops = stops(clock, today);
    let mut used = 0;
    let days = clock.started.series(1.day()).take_while(|day| *day <= last);
    days.take(DAY_TABLE_LIMIT)
        .map(|date| {
            let ground = stops.iter().find(|stop| stop.holds(date)).map(|stop| stop.ground);
            let kind = calendar.kind_of(date);
            let rule = match ground {
                _ if date == clock.started => DayRule::StartDay,
                Some(ground) => DayRule::Paused { ground },
                None => running_rule(&kind, unit),
            };
            let counted = is_counted(rule);
            used += u32::from(counted);
            DayRow {
                date,
                kind,
                counted,
                holder: ground.map_or(Holder::Organ, PauseGround::holder),
                rule,
                used,
                provisional: calendar.is_provisional(date),
            }
        })
        .collect()
}

fn running_rule(kind: &DayKind, unit: DayUnit) -> DayRule {
    match (unit, kind) {
        (DayUnit::Natural, _) => DayRule::NaturalDay,
        (DayUnit::Working, DayKind::Workday) => DayRule::WorkingDay,
        (DayUnit::Working, DayKind::MakeUpWorkday { .. }) => DayRule::MakeUpWorkday,
        (DayUnit::Working, DayKind::Weekend) => DayRule::Weekend,
        (DayUnit::Working, DayKind::Holiday { .. }) => DayRule::StatutoryHoliday,
    }
}

fn is_counted(rule: DayRule) -> bool {
    match rule {
        DayRule::WorkingDay | DayRule::MakeUpWorkday | DayRule::NaturalDay => true,
        DayRule::StartDay
        | DayRule::Weekend
        | DayRule::StatutoryHoliday
        | DayRule::Paused { .. } => false,
    }
}

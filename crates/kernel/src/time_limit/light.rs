//! Lights (红黄绿灯): how a case stands, at a glance, measured against the limit that binds.
//!
//! In order: a concluded case is done; past the last day it is red, and a pause opened after that
//! day does not hide it; a pause that lasts longer than was told in writing is red too (article
//! 45); while time stands still it is paused; near the end it is yellow.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Clock, due};
use crate::calendar::Calendar;
use crate::text::{Text, text};

/// When yellow begins (预警阈值): at a fraction of the limit or at a number of days, whichever
/// comes first. A denominator of zero makes every running case yellow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Above the line.
    pub yellow_numerator: u32,
    /// Below the line.
    pub yellow_denominator: u32,
    /// Days left, in the unit of the limit.
    pub yellow_days: u32,
}

/// How a case stands (预警状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "light")]
pub enum Light {
    /// In time (正常).
    Green,
    /// Due soon (将到期).
    Yellow,
    /// Overdue (已超期).
    Red,
    /// Time stands still (暂停计时).
    Paused,
    /// Concluded (已办结).
    Done {
        /// On or before the last day, or without any limit.
        in_time: bool,
    },
}

impl Default for Thresholds {
    /// A third of the limit, or two days.
    fn default() -> Thresholds {
        Thresholds { yellow_numerator: 1, yellow_denominator: 3, yellow_days: 2 }
    }
}

impl Light {
    /// The light in words, so that color never carries the meaning alone.
    pub fn text(self) -> Text {
        match self {
            Light::Green => text("正常", "in time"),
            Light::Yellow => text("将到期", "due soon"),
            Light::Red => text("已超期", "overdue"),
            Light::Paused => text("暂停计时", "paused"),
            Light::Done { in_time: true } => text("已办结", "concluded"),
            Light::Done { in_time: false } => text("已办结（超期）", "concluded late"),
        }
    }
}

/// How the case stands today. A case without any limit is green until it is concluded.
pub fn light(clock: &Clock, calendar: &Calendar, today: Date, thresholds: &Thresholds) -> Light {
    let due = clock.governing().and_then(|which| due(clock, which, calendar, today));
    let is_overdue = due.is_some_and(|due| due.overdue);
    if clock.ended.is_some_and(|ended| ended <= today) {
        return Light::Done { in_time: !is_overdue };
    }
    if is_overdue || clock.overrun(today).is_some() {
        return Light::Red;
    }
    if clock.is_standing_still(today) {
        return Light::Paused;
    }
    match due {
        Some(due) if thresholds.is_near(due.total, due.total.saturating_sub(due.used)) => {
            Light::Yellow
        }
        Some(_) | None => Light::Green,
    }
}

impl Thresholds {
    fn is_near(&self, total: u32, left: u32) -> bool {
        let fraction = u64::from(total) * u64::from(self.yellow_numerator);
        left <= self.yellow_days || u64::from(left) * u64::from(self.yellow_denominator) <= fraction
    }
}

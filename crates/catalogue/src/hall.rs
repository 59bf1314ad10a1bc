//! The zone's hall (行政服务中心): its desks, when they are open, and what may be booked.

use jiff::civil::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schema;

/// The zone's hall (行政服务中心): what comes together at its one window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    /// The matters for which more than one visit is allowed, and no others: the province's list of
    /// exceptions (“最多跑一次”例外事项目录).
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// Within how many working days a bad grade is called back and closed (差评回访期限).
    #[serde(default = "call_back_days")]
    pub call_back_days: u32,
    /// Within how many working days an office acknowledges what the hall handed to it (签收期限).
    #[serde(default = "transfer_days")]
    pub transfer_days: u32,
    /// For how many days a mandate for assistance may be given at most (帮办代办委托期限).
    #[serde(default = "assistance_days")]
    pub assistance_days: u32,
    /// How many desks call tickets (窗口数).
    #[serde(default = "desks")]
    pub desks: u32,
    /// How many may wait at once; beyond that nobody draws a ticket (排队上限).
    #[serde(default = "waiting_at_most")]
    pub waiting_at_most: u32,
    /// How long one booked slot is, in minutes (预约时段).
    #[serde(default = "slot_minutes")]
    pub slot_minutes: u32,
    /// How many may book one slot (每个时段可约人数).
    #[serde(default = "places")]
    pub places: u32,
    /// How many days ahead a slot may be booked (可提前预约天数).
    #[serde(default = "days_ahead")]
    pub days_ahead: u32,
    /// When the hall is open on a working day, in order (开放时间).
    #[serde(default = "hours")]
    pub hours: Vec<Hours>,
    /// Where to complain about how a matter is handled, in Chinese (投诉渠道).
    #[serde(default)]
    pub complaints: String,
    /// The same, in English.
    #[serde(default)]
    pub complaints_en: String,
}

/// A stretch of the day during which the hall is open (开放时段).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// From when.
    #[schemars(schema_with = "schema::time")]
    pub from: Time,
    /// Until when, which is no more part of it.
    #[schemars(schema_with = "schema::time")]
    pub until: Time,
}

impl Default for Hall {
    fn default() -> Hall {
        Hall {
            exceptions: Vec::new(),
            call_back_days: call_back_days(),
            transfer_days: transfer_days(),
            assistance_days: assistance_days(),
            desks: desks(),
            waiting_at_most: waiting_at_most(),
            slot_minutes: slot_minutes(),
            places: places(),
            days_ahead: days_ahead(),
            hours: hours(),
            complaints: String::new(),
            complaints_en: String::new(),
        }
    }
}

impl Hall {
    /// Is it open at this time of a working day?
    pub fn is_open(&self, at: Time) -> bool {
        self.hours.iter().any(|hours| (hours.from..hours.until).contains(&at))
    }

    /// When the slots of a working day begin; one that would not end in time is none.
    pub fn slots(&self) -> Vec<Time> {
        let long = i32::try_from(self.slot_minutes.max(1)).unwrap_or(i32::MAX);
        let mut slots = Vec::new();
        for hours in &self.hours {
            let (mut from, until) = (minute_of(hours.from), minute_of(hours.until));
            while from.saturating_add(long) <= until {
                slots.push(at_minute(from));
                from += long;
            }
        }
        slots
    }
}

fn minute_of(at: Time) -> i32 {
    i32::from(at.hour()) * 60 + i32::from(at.minute())
}

fn at_minute(minute: i32) -> Time {
    let part = |value: i32| i8::try_from(value).unwrap_or_default();
    jiff::civil::time(part(minute / 60), part(minute % 60), 0, 0)
}

// Defaults, all of them: no text was seen that sets them, and each zone writes its own.

fn call_back_days() -> u32 {
    5
}

fn assistance_days() -> u32 {
    365
}

fn transfer_days() -> u32 {
    1
}

fn desks() -> u32 {
    4
}

fn waiting_at_most() -> u32 {
    200
}

fn slot_minutes() -> u32 {
    30
}

fn places() -> u32 {
    4
}

fn days_ahead() -> u32 {
    14
}

fn hours() -> Vec<Hours> {
    let of = |from, until| Hours { from: at_minute(from * 60), until: at_minute(until * 60) };
    vec![of(9, 12), of(14, 17)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_fill_the_hours_and_none_outlasts_them() {
        let hall = Hall { slot_minutes: 45, ..Hall::default() };
        let slots: Vec<String> = hall.slots().iter().map(|at| at.to_string()).collect();
        let expected = ["09:00:00", "09:45:00", "10:30:00", "11:15:00"];
        assert_eq!(slots[..4], expected);
        assert_eq!(slots.len(), 8, "{slots:?}");
        let long = Hall { slot_minutes: 181, ..Hall::default() };
        assert!(long.slots().is_empty());
        let whole = Hall { slot_minutes: 180, ..Hall::default() };
        assert_eq!(whole.slots().len(), 2);
    }

    #[test]
    fn the_hall_is_open_from_the_first_minute_and_no_more_at_the_last() {
        let hall = Hall::default();
        for (at, is_open) in [
            ("08:59", false),
            ("09:00", true),
            ("11:59", true),
            ("12:00", false),
            ("14:00", true),
            ("17:00", false),
        ] {
            assert_eq!(hall.is_open(at.parse().expect("a time")), is_open, "{at}");
        }
    }
}

//! The board of lights (红黄绿灯看板): counted from counters, never by looking at every case.
//!
//! Cases that stand alike, which is to say in one office, with one post, of one matter, in one
//! state, due on one day within a limit of one length, are one number. A light follows from that
//! number's day and from today. An inbox is counted from the same numbers.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::{Light, Thresholds};
use store::{Fault, Row, RowExt, Value, Views};

use super::bundle_lists::applications_to_deliver;
use super::case_column as column;
use super::case_rows::is_to_be_delivered;
use super::queries::CaseRow;
use super::{BOARD, FAR};
use crate::case::State;

/// In place of a length where no limit runs: what is due is the end of a pause, as it was told.
pub(super) const STANDING_STILL: i64 = -1;

/// How many cases of an office show which light (部门灯色).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lights {
    /// The office.
    pub office: String,
    /// In time.
    pub green: i64,
    /// Due soon.
    pub yellow: i64,
    /// Overdue.
    pub red: i64,
    /// Waiting for the applicant, a third party, the public or an authority.
    pub waiting: i64,
    /// Decided, and the result is still in time to be delivered.
    pub to_deliver: i64,
    /// Decided, and the result should have been delivered by now.
    pub undelivered: i64,
}

/// The lights of every office that has open cases or results to deliver, by its identifier.
pub fn board(
    views: &mut Views,
    today: Date,
    thresholds: &Thresholds,
) -> Result<Vec<Lights>, Fault> {
    let sql = "SELECT office, due, limit_days, cases, state FROM approvals_board
               WHERE zone = ?1 AND is_live = 1 ORDER BY office, state, due, limit_days";
    let rows = views.query(sql, &[])?;
    let calendar = views.calendar();
    let mut board: Vec<Lights> = Vec::new();
    for row in &rows {
        let office = row.text(0).unwrap_or_default();
        if board.last().is_none_or(|last| last.office != office) {
            board.push(Lights { office: office.into(), ..Lights::default() });
        }
        let Some(lights) = board.last_mut() else { continue };
        let due = row.text(1).filter(|due| *due != FAR);
        let due = due.and_then(|due| due.parse::<Date>().ok());
        let cases = row.int(3).unwrap_or(0);
        let total = limit_days(row.int(2));
        let light = light(due, total, (today, &calendar, thresholds));
        let state = row.text(4).and_then(State::of).unwrap_or_default();
        if is_to_be_delivered(state) {
            let is_late = light == Light::Red;
            *(if is_late { &mut lights.undelivered } else { &mut lights.to_deliver }) += cases;
            continue;
        }
        match light {
            Light::Paused => lights.waiting += cases,
            Light::Red => lights.red += cases,
            Light::Yellow => lights.yellow += cases,
            Light::Green | Light::Done { .. } => lights.green += cases,
        }
    }
    // An application for a bundle is nobody's case: of it only the delivery is counted here.
    for (office, due, results) in applications_to_deliver(views)? {
        let at = board.iter().position(|one| one.office == office).unwrap_or_else(|| {
            board.push(Lights { office, ..Lights::default() });
            board.len() - 1
        });
        let is_late = due.is_some_and(|due| due < today);
        let lights = &mut board[at];
        *(if is_late { &mut lights.undelivered } else { &mut lights.to_deliver }) += results;
    }
    board.sort_by(|one, other| one.office.cmp(&other.office));
    Ok(board)
}

/// The light of a case by what its office owes next, as the board counts it.
pub fn light_of(row: &CaseRow, today: Date, calendar: &Calendar, thresholds: &Thresholds) -> Light {
    light(row.due, row.limit_days, (today, calendar, thresholds))
}

/// The light of what is due on a day, of so many working days.
pub fn light_by(due: Date, days: u32, on: (Date, &Calendar, &Thresholds)) -> Light {
    light(Some(due), Some(days), on)
}

/// The length of the limit that a row says; none where time stands still.
pub(super) fn limit_days(told: Option<i64>) -> Option<u32> {
    told.filter(|days| *days != STANDING_STILL).map(|days| u32::try_from(days).unwrap_or(0))
}

/// The light of what is due on a day, within a limit of a length; without a length it is the end of
/// a pause, which is waited for until it is late.
pub(super) fn light(
    due: Option<Date>,
    limit_days: Option<u32>,
    (today, calendar, thresholds): (Date, &Calendar, &Thresholds),
) -> Light {
    let Some(due) = due else { return Light::Paused };
    let left = calendar.working_days_between(today, due).count;
    match limit_days {
        _ if today > due => Light::Red,
        None => Light::Paused,
        Some(total) if is_near(left, total, thresholds) => Light::Yellow,
        Some(_) => Light::Green,
    }
}

/// A case's row becomes another: it leaves one number and joins the next.
pub(super) fn moved(views: &mut Views, before: Option<&Row>, after: &Row) -> Result<(), Fault> {
    let (from, to) = (before.and_then(place), place(after));
    if from == to {
        return Ok(());
    }
    from.map_or(Ok(()), |key| add(views, key, -1))?;
    to.map_or(Ok(()), |key| add(views, key, 1))
}

/// Is the end near: by a fraction of the limit or by days, whichever comes first?
fn is_near(left: u32, total: u32, thresholds: &Thresholds) -> bool {
    let (left, total) = (u64::from(left), u64::from(total));
    let by_days = left <= u64::from(thresholds.yellow_days);
    let numerator = u64::from(thresholds.yellow_numerator);
    let denominator = u64::from(thresholds.yellow_denominator);
    by_days || left * denominator <= total * numerator
}

/// The number that a row counts in; none where the office owes nothing any more.
fn place(row: &Row) -> Option<Vec<Value>> {
    let due = row.text(column::INBOX_DUE)?;
    let days = row.int(column::LIMIT_DAYS).unwrap_or(0);
    let text = |at: usize| Value::from(row.text(at).unwrap_or_default());
    let (office, desk) = (text(column::OFFICE), text(column::DESK));
    Some(vec![office, desk, text(column::MATTER), text(column::STATE), due.into(), days.into()])
}

fn add(views: &mut Views, key: Vec<Value>, by: i64) -> Result<(), Fault> {
    let before = views.get(&BOARD, &key)?;
    let cases = before.and_then(|row| row.int(key.len() + 1)).unwrap_or(0) + by;
    let mut row = key;
    row.extend([cases.into(), i64::from(cases > 0).into()]);
    views.put(&BOARD, row);
    Ok(())
}

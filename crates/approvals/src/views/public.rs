//! What anybody may read (公开查询): matters in force, what happened lately, how fast it goes.
//!
//! Never: a name, a code, a project. What is told here is told of offices and matters.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::text::Text;
use kernel::time_limit::{Clock, LimitKind, due, elapsed};
use store::{Fault, RowExt, Views};

use super::facts::{definition_in_force, read_definition};
use super::{CASE, case_column as column};
use crate::case::Definition;
use crate::route::{History, Took, worked};

/// How many decisions a pace is taken from: the newest.
pub const PACE_OF: u32 = 100;

/// What happened to a case, as anybody may read it (公开台账行).
#[derive(Clone, Debug)]
pub struct PublicAct {
    /// The number of the entry.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What happened, by the kind of the entry.
    pub kind: String,
    /// The matter.
    pub matter: Text,
    /// The office that decides.
    pub office: String,
}

/// How the newest decisions stood to their promises (办理效率).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Decisions that were looked at.
    pub decisions: u32,
    /// Those of them within the promised limit.
    pub in_time: u32,
    /// Days used, all together.
    pub used_days: u32,
    /// Days promised, all together.
    pub promised_days: u32,
}

/// Decisions that a history is taken from: the newest.
const HISTORY_OF: u32 = 2_000;

/// Working days that decided cases took, by matter, from the newest decisions; time that stood
/// still is not counted.
pub fn history(views: &mut Views) -> Result<History, Fault> {
    let sql = format!(
        "SELECT clock, decided_on, matter FROM approvals_case
         WHERE zone = ?1 AND decided_on IS NOT NULL
         ORDER BY decided_on DESC, number DESC LIMIT {HISTORY_OF}"
    );
    let rows = views.query(&sql, &[])?;
    let calendar = views.calendar();
    let mut history = History::new();
    for row in &rows {
        let clock = row.text(0).and_then(|text| serde_json::from_str::<Clock>(text).ok());
        let on = row.text(1).and_then(|day| day.parse::<Date>().ok());
        let (Some(clock), Some(on), Some(matter)) = (clock, on, row.text(2)) else { continue };
        let days = worked(&clock, (&calendar, on));
        let split = elapsed(&clock, &calendar, on).calendar;
        let stood = split.third_party + split.public_notice;
        let took = Took { days, stood, decided_on: on };
        history.entry(matter.to_owned()).or_default().push(took);
    }
    Ok(history)
}

/// The definitions in force, in the order of their matters' identifiers.
pub fn definitions_in_force(views: &mut Views) -> Result<Vec<Arc<Definition>>, Fault> {
    let sql = "SELECT matter FROM approvals_matter_in_force WHERE zone = ?1 ORDER BY matter";
    let rows = views.query(sql, &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.extend(definition_in_force(views, row.text(0).unwrap_or_default())?);
    }
    Ok(all)
}

/// What an entry tells anybody; nothing where it is not about a case.
pub fn public_act(views: &mut Views, entry: &Entry) -> Result<Option<PublicAct>, Fault> {
    if !entry.subject.starts_with("case:") {
        return Ok(None);
    }
    let Some(row) = views.get(&CASE, &[entry.subject.into()])? else { return Ok(None) };
    // The row as the table has it begins with the zone.
    let known = read_definition(views, row.text(column::DEFINITION + 1).unwrap_or_default())?;
    Ok(known.map(|known| PublicAct {
        number: entry.number,
        at: entry.at,
        kind: entry.kind.to_owned(),
        matter: known.matter.name(),
        office: row.text(column::OFFICE + 1).unwrap_or_default().to_owned(),
    }))
}

/// How the newest decisions stood to their promises; what is decided on the spot counts nowhere.
pub fn pace(views: &mut Views) -> Result<Pace, Fault> {
    let sql = format!(
        "SELECT clock, decided_on FROM approvals_case
         WHERE zone = ?1 AND decided_on IS NOT NULL
         ORDER BY decided_on DESC, number DESC LIMIT {PACE_OF}"
    );
    let rows = views.query(&sql, &[])?;
    let calendar = views.calendar();
    let mut pace = Pace::default();
    for row in &rows {
        let clock = row.text(0).and_then(|text| serde_json::from_str::<Clock>(text).ok());
        let on = row.text(1).and_then(|day| day.parse::<Date>().ok());
        let (Some(clock), Some(on)) = (clock, on) else { continue };
        let due = due(&clock, LimitKind::Promised, &calendar, on);
        let Some(due) = due.filter(|due| due.total > 0) else { continue };
        pace.decisions += 1;
        pace.in_time += u32::from(!due.overdue);
        pace.used_days += due.used;
        pace.promised_days += due.total;
    }
    Ok(pace)
}

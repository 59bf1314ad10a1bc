//! Deliveries (送达): how each decided case's result comes, and what an office has to do about it.
//!
//! A delivery has no date of its own: it is due when its case's result is, which the case's row
//! says, and with it the lights.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::facts::read_definition;
use super::lists::{After, PAGE};
use super::queries::{CASES, CaseRow, case_row};
use super::{case_by_subject, papers_of_case};
use crate::case;
use crate::delivery::{
    ATTEMPTS, CaseFacts, Command, Course, Delivery, Event, Facts, Reach, State, of_case,
};

/// Deliveries, one a case.
pub static DELIVERY: Table = Table {
    name: "approvals_delivery",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("case_subject", Kind::Text),
        ("office", Kind::Text),
        ("way", Kind::Text),
        ("state", Kind::Text),
        ("courier", Kind::Text),
        ("tracking", Kind::Text),
        ("failures", Kind::Int),
        ("is_turned", Kind::Int),
        ("packed", Kind::Int),
        ("entry", Kind::Int),
    ],
    key: 2,
    indexes: &[
        &["zone", "case_subject"],
        &["zone", "office", "state"],
        &["zone", "tracking"],
        &["zone", "packed"],
    ],
    sparse: &["tracking", "packed"],
};

/// The places of the columns after the zone.
mod column {
    pub const CASE: usize = 1;
    pub const WAY: usize = 3;
    pub const STATE: usize = 4;
    pub const COURIER: usize = 5;
    pub const TRACKING: usize = 6;
    pub const FAILURES: usize = 7;
    pub const IS_TURNED: usize = 8;
    /// The entry that packed it, while no manifest names it.
    pub const PACKED: usize = 9;
    pub const ENTRY: usize = 10;
}

/// A delivery as lists show it (送达列表行).
#[derive(Clone, Debug, Default)]
pub struct DeliveryRow {
    /// The subject.
    pub subject: String,
    /// The case's subject.
    pub case: String,
    /// The way's word.
    pub way: String,
    /// Where it stands.
    pub state: State,
    /// The courier; empty where none has it.
    pub courier: String,
    /// The tracking number; empty where there is none.
    pub tracking: String,
    /// How often it failed.
    pub failures: i64,
    /// It waits at the counter because it failed too often.
    pub is_turned: bool,
    /// The entry that packed it, while no manifest names it.
    pub packed: Option<u64>,
}

/// A delivery's row.
pub(crate) fn project_delivery(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    let mut row = match (event, views.get(&DELIVERY, &[entry.subject.into()])?) {
        (_, Some(row)) => row[1..].to_vec(),
        (Event::DeliveryChosen { case, .. }, None) => {
            let office = case_by_subject(views, case)?.map(|row| row.office).unwrap_or_default();
            let mut row: Row = vec![entry.subject.into(), case.as_str().into(), office.into()];
            row.resize(DELIVERY.columns.len() - 1, Value::Null);
            row[column::FAILURES] = 0i64.into();
            row[column::IS_TURNED] = 0i64.into();
            row
        }
        (_, None) => return Err(Fault::Broken(format!("{} has no row", entry.subject))),
    };
    let before = row.text(column::WAY).map(str::to_owned);
    let is_post = before.as_deref() == Some("post");
    let state = match event {
        // The row knows the way by its word alone.
        Event::DeliveryStarted { .. } if is_post => State::ToPack,
        Event::DeliveryStarted { .. } => State::AtCounter,
        _ => event.state(None),
    };
    row[column::STATE] = state.word().into();
    row[column::ENTRY] = entry.number.into();
    match event {
        Event::DeliveryChosen { way, .. } => {
            row[column::WAY] = way.word().into();
            forget_parcel(&mut row);
        }
        Event::ParcelRetried { .. } => forget_parcel(&mut row),
        Event::PapersPacked { .. } => row[column::PACKED] = entry.number.into(),
        Event::ManifestWritten { .. } => row[column::PACKED] = Value::Null,
        Event::ParcelHandedOver { courier, tracking, .. } => {
            row[column::COURIER] = courier.as_str().into();
            row[column::TRACKING] = tracking.as_str().into();
            row[column::PACKED] = Value::Null;
        }
        Event::ParcelFailed { failures, .. } => {
            row[column::FAILURES] = i64::from(*failures).into();
        }
        Event::TurnedToCounter { .. } => row[column::IS_TURNED] = 1i64.into(),
        Event::ResultCollected { .. } => row[column::PACKED] = Value::Null,
        Event::DeliveryStarted { .. }
        | Event::ResultSentElectronically { .. }
        | Event::ParcelInTransit { .. }
        | Event::ParcelReceived { .. } => {}
    }
    views.put(&DELIVERY, row);
    Ok(())
}

fn forget_parcel(row: &mut Row) {
    row[column::COURIER] = Value::Null;
    row[column::TRACKING] = Value::Null;
    row[column::PACKED] = Value::Null;
}

/// Facts for a command to a delivery.
pub(crate) fn delivery_facts(
    views: &mut Views,
    delivery: &Delivery,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts { attempts: ATTEMPTS, ..Facts::default() };
    let subject = match command {
        Command::Choose { case, .. } if delivery.case.is_empty() => case,
        _ => &delivery.case,
    };
    let Some(row) = case_by_subject(views, subject)? else { return Ok(facts) };
    let known = read_definition(views, &row.definition)?;
    let attempts = known.and_then(|known| known.matter.delivery_attempts);
    facts.attempts = attempts.unwrap_or(ATTEMPTS);
    let document = row.document.clone().unwrap_or_default();
    if let Command::Pack { .. } = command {
        let papers = papers_of_case(views, subject)?.into_iter();
        let standing = papers.filter(|paper| matches!(paper.state.as_str(), "issued" | "sealed"));
        facts.papers = standing.map(|paper| paper.number).collect();
        // What an authority decided elsewhere has no paper of ours.
        if !document.is_empty() && !facts.papers.contains(&document) {
            facts.papers.push(document.clone());
        }
    }
    if let Command::HandOver { tracking, .. } = command {
        let sql = "SELECT c.number FROM approvals_delivery d
                   JOIN approvals_case c ON c.zone = d.zone AND c.subject = d.case_subject
                   WHERE d.zone = ?1 AND d.tracking = ?2 AND d.case_subject <> ?3 LIMIT 1";
        let found = views.query(sql, &[tracking.trim().into(), subject.as_str().into()])?;
        facts.taken_by = found.first().and_then(|row| row.text(0)).map(str::to_owned);
    }
    let reach = reach(case::State::of(&row.state).unwrap_or_default());
    let (applicant, office) = (row.applicant, row.office);
    facts.case = Some(CaseFacts { applicant, office, document, reach });
    Ok(facts)
}

fn reach(state: case::State) -> Reach {
    match state {
        case::State::Unknown
        | case::State::Received
        | case::State::Correcting
        | case::State::Accepted
        | case::State::HandedOver => Reach::Running,
        case::State::Granted | case::State::Denied => Reach::Decided,
        case::State::Delivered | case::State::Concluded => Reach::Arrived,
        case::State::NotAccepted
        | case::State::Withdrawn
        | case::State::Terminated
        | case::State::Revoked
        | case::State::Cancelled => Reach::Ended,
    }
}

/// How far the delivery of a case is; nothing where no way was chosen.
pub(super) fn course_of(views: &mut Views, case: &str) -> Result<Option<Course>, Fault> {
    let row = views.get(&DELIVERY, &[of_case(case).into()])?;
    Ok(row.map(|row| {
        let row = delivery_row(&row[1..].to_vec());
        match row.state {
            state if state.has_arrived() => Course::Arrived,
            State::AtCounter if row.is_turned => Course::Exhausted,
            _ => Course::Underway,
        }
    }))
}

/// The delivery of a case, by the case's subject.
pub fn delivery_of_case(views: &mut Views, case: &str) -> Result<Option<DeliveryRow>, Fault> {
    let row = views.get(&DELIVERY, &[of_case(case).into()])?;
    Ok(row.map(|row| delivery_row(&row[1..].to_vec())))
}

/// The case whose parcel has this tracking number.
pub fn case_by_tracking(views: &mut Views, tracking: &str) -> Result<Option<CaseRow>, Fault> {
    let sql = "SELECT case_subject FROM approvals_delivery WHERE zone = ?1 AND tracking = ?2
               ORDER BY case_subject LIMIT 1";
    let found = views.query(sql, &[tracking.into()])?;
    let case = found.first().and_then(|row| row.text(0)).map(str::to_owned);
    case.map_or(Ok(None), |case| case_by_subject(views, &case))
}

/// What an office has to deliver in one of these states, by the last day for it.
pub fn deliveries_of_office(
    views: &mut Views,
    office: &str,
    states: &[State],
    after: Option<&After>,
) -> Result<Vec<(DeliveryRow, CaseRow)>, Fault> {
    let words: Vec<String> = states.iter().map(|state| format!("'{}'", state.word())).collect();
    // What was delivered by other means may still wait at the counter: it comes first.
    let sql = format!(
        "SELECT d.case_subject FROM approvals_delivery d
         JOIN approvals_case c ON c.zone = d.zone AND c.subject = d.case_subject
         WHERE d.zone = ?1 AND d.office = ?2 AND d.state IN ({})
         AND (COALESCE(c.inbox_due, ''), c.number) > (?3, ?4)
         ORDER BY COALESCE(c.inbox_due, ''), c.number LIMIT {PAGE}",
        words.join(", ")
    );
    let (day, number) = after.map_or(("", ""), |at| (&at.day, &at.number));
    let found = views.query(&sql, &[office.into(), day.into(), number.into()])?;
    let mut rows = Vec::with_capacity(found.len());
    for case in found.iter().filter_map(|row| row.text(0)) {
        let pair = (delivery_of_case(views, case)?, case_by_subject(views, case)?);
        if let (Some(delivery), Some(case)) = pair {
            rows.push((delivery, case));
        }
    }
    Ok(rows)
}

/// Decided cases of these offices whose result should have arrived before `today`, the oldest
/// first.
pub fn undelivered(
    views: &mut Views,
    offices: &[&str],
    today: Date,
) -> Result<Vec<(CaseRow, Option<DeliveryRow>)>, Fault> {
    let sql = format!(
        "{CASES} AND c.office = ?2 AND c.inbox_due < ?3 AND c.state IN ('granted', 'denied')
         ORDER BY c.inbox_due, c.number LIMIT {PAGE}"
    );
    let mut found = Vec::new();
    for office in offices {
        for row in views.query(&sql, &[(*office).into(), today.into()])? {
            let case = case_row(&row);
            let delivery = delivery_of_case(views, &case.subject)?;
            found.push((case, delivery));
        }
    }
    found.sort_by_key(|(case, _)| (case.due, case.number.clone()));
    found.truncate(PAGE);
    Ok(found)
}

/// What is packed and stands in no manifest yet, in the order of packing.
pub fn without_manifest(views: &mut Views) -> Result<Vec<DeliveryRow>, Fault> {
    let columns: Vec<&str> = DELIVERY.columns[1..].iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "SELECT {} FROM approvals_delivery WHERE zone = ?1 AND packed > 0
         ORDER BY packed LIMIT 500",
        columns.join(", ")
    );
    Ok(views.query(&sql, &[])?.iter().map(delivery_row).collect())
}

fn delivery_row(row: &Row) -> DeliveryRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    DeliveryRow {
        subject: text(0),
        case: text(column::CASE),
        way: text(column::WAY),
        state: State::of(&text(column::STATE)).unwrap_or_default(),
        courier: text(column::COURIER),
        tracking: text(column::TRACKING),
        failures: row.int(column::FAILURES).unwrap_or(0),
        is_turned: row.int(column::IS_TURNED) == Some(1),
        packed: row.int(column::PACKED).and_then(|entry| u64::try_from(entry).ok()),
    }
}

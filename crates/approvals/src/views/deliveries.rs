//! Deliveries (送达): how each result comes, of a decided case or of an application for a bundle, and
//! what an office has to do about it.
//!
//! A delivery has no date of its own: it is due when that result is, which the row of the case or
//! of the application says, and with it the lights.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::bundle_lists::undelivered_applications;
use super::deliverables::{self, Deliverable, deliverable, deliverable_by_tracking};
use super::facts::read_definition;
use super::lists::{After, PAGE};
use super::papers_of_case;
use super::queries::{CASES, case_row};
use crate::case;
use crate::delivery::{
    ATTEMPTS, Command, Course, Delivery, Event, Facts, Reach, State, delivery_of,
};

/// Deliveries, one a case or application.
pub static DELIVERY: Table = Table {
    name: "approvals_delivery",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("about", Kind::Text),
        ("office", Kind::Text),
        ("way", Kind::Text),
        ("state", Kind::Text),
        ("courier", Kind::Text),
        ("tracking", Kind::Text),
        ("failures", Kind::Int),
        ("is_turned", Kind::Int),
        ("packed", Kind::Int),
        ("entry", Kind::Int),
        ("parcel", Kind::Int),
    ],
    key: 2,
    indexes: &[
        &["zone", "about"],
        &["zone", "office", "state"],
        &["zone", "tracking"],
        &["zone", "packed"],
        &["zone", "parcel"],
    ],
    sparse: &["tracking", "packed", "parcel"],
};

/// The places of the columns after the zone.
mod column {
    pub const ABOUT: usize = 1;
    pub const WAY: usize = 3;
    pub const STATE: usize = 4;
    pub const COURIER: usize = 5;
    pub const TRACKING: usize = 6;
    pub const FAILURES: usize = 7;
    pub const IS_TURNED: usize = 8;
    /// The entry that packed it, while no manifest names it.
    pub const PACKED: usize = 9;
    pub const ENTRY: usize = 10;
    /// The entry that packed it, by which the courier knows the parcel.
    pub const PARCEL: usize = 11;
}

/// A delivery as lists show it (送达列表行).
#[derive(Clone, Debug, Default)]
pub struct DeliveryRow {
    /// The subject.
    pub subject: String,
    /// The subject of what is delivered.
    pub about: String,
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
            let office = deliverable(views, case)?.map(|of| of.office().to_owned());
            let office = office.unwrap_or_default();
            let mut row: Row = vec![entry.subject.into(), case.as_str().into(), office.into()];
            row.resize(DELIVERY.columns.len() - 1, Value::Null);
            row[column::FAILURES] = 0i64.into();
            row[column::IS_TURNED] = 0i64.into();
            row
        }
        (_, None) => return Err(Fault::Broken(format!("{} has no row", entry.subject))),
    };
    let before = row.text(column::WAY).map(str::to_owned);
    let is_post = matches!(before.as_deref(), Some("post" | "unaddressed"));
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
        Event::PapersPacked { .. } => {
            row[column::PACKED] = entry.number.into();
            row[column::PARCEL] = entry.number.into();
        }
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
    row[column::PARCEL] = Value::Null;
}

/// Facts for a command to a delivery.
pub(crate) fn delivery_facts(
    views: &mut Views,
    delivery: &Delivery,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts { attempts: ATTEMPTS, ..Facts::default() };
    let subject = match command {
        Command::Choose { about, .. } if delivery.about.is_empty() => about,
        _ => &delivery.about,
    };
    let Some(of) = deliverable(views, subject)? else { return Ok(facts) };
    let about = deliverables::about(views, &of)?;
    if let Deliverable::Case(row) = &of {
        let known = read_definition(views, &row.definition)?;
        let attempts = known.and_then(|known| known.matter.delivery_attempts);
        facts.attempts = attempts.unwrap_or(ATTEMPTS);
    }
    if let Command::Pack { .. } = command {
        // An application has its receipt, and no result of its own.
        let papers = match &of {
            Deliverable::Case(_) => papers_of_case(views, subject)?,
            Deliverable::Application(_) => Vec::new(),
        };
        let standing =
            papers.into_iter().filter(|paper| matches!(paper.state.as_str(), "issued" | "sealed"));
        facts.papers = standing.map(|paper| paper.number).collect();
        // What an authority or a department decided has no paper of ours.
        let others = about.documents.iter().filter(|one| !facts.papers.contains(one));
        let others: Vec<String> = others.cloned().collect();
        facts.papers.extend(others);
    }
    if let Command::HandOver { tracking, .. } = command {
        let other = deliverable_by_tracking(views, tracking.trim(), subject)?;
        facts.taken_by = other.map(|of| of.number().to_owned());
    }
    facts.about = Some(about);
    Ok(facts)
}

/// How far the delivery about a subject is; nothing where no way was chosen.
pub(super) fn course_of(views: &mut Views, about: &str) -> Result<Option<Course>, Fault> {
    let row = views.get(&DELIVERY, &[delivery_of(about).into()])?;
    Ok(row.map(|row| {
        let row = delivery_row(&row[1..].to_vec());
        match row.state {
            state if state.has_arrived() => Course::Arrived,
            State::AtCounter if row.is_turned => Course::Exhausted,
            _ => Course::Underway,
        }
    }))
}

/// The delivery of a case or an application, by its subject.
pub fn delivery_about(views: &mut Views, about: &str) -> Result<Option<DeliveryRow>, Fault> {
    let row = views.get(&DELIVERY, &[delivery_of(about).into()])?;
    Ok(row.map(|row| delivery_row(&row[1..].to_vec())))
}

/// What an office has to deliver in one of these states, by the last day for it.
pub fn deliveries_of_office(
    views: &mut Views,
    office: &str,
    states: &[State],
    after: Option<&After>,
) -> Result<Vec<(DeliveryRow, Deliverable)>, Fault> {
    let words: Vec<String> = states.iter().map(|state| format!("'{}'", state.word())).collect();
    // What was revoked or ended before it arrived is delivered no more.
    let ended =
        case::State::ALL.into_iter().filter(|state| deliverables::reach(*state) == Reach::Ended);
    let ended: Vec<String> = ended.map(|state| format!("'{}'", state.word())).collect();
    // What was delivered by other means may still wait at the counter: it comes first.
    let day = "COALESCE(c.inbox_due, a.deliver_by, a.due, '')";
    let number = "COALESCE(c.number, a.number)";
    let sql = format!(
        "SELECT d.about FROM approvals_delivery d
         LEFT JOIN approvals_case c ON c.zone = d.zone AND c.subject = d.about
         LEFT JOIN approvals_application a ON a.zone = d.zone AND a.subject = d.about
         WHERE d.zone = ?1 AND d.office = ?2 AND d.state IN ({})
         AND COALESCE(c.state, a.state) NOT IN ({})
         AND ({day}, {number}) > (?3, ?4)
         ORDER BY {day}, {number} LIMIT {PAGE}",
        words.join(", "),
        ended.join(", ")
    );
    let (day, number) = after.map_or(("", ""), |at| (&at.day, &at.number));
    let found = views.query(&sql, &[office.into(), day.into(), number.into()])?;
    let mut rows = Vec::with_capacity(found.len());
    for about in found.iter().filter_map(|row| row.text(0)) {
        let pair = (delivery_about(views, about)?, deliverable(views, about)?);
        if let (Some(delivery), Some(of)) = pair {
            rows.push((delivery, of));
        }
    }
    Ok(rows)
}

/// What of these offices was decided and should have arrived before `today`, the oldest first.
pub fn undelivered(
    views: &mut Views,
    offices: &[&str],
    today: Date,
) -> Result<Vec<(Deliverable, Option<DeliveryRow>)>, Fault> {
    let sql = format!(
        "{CASES} AND c.office = ?2 AND c.inbox_due < ?3 AND c.state IN ('granted', 'denied')
         ORDER BY c.inbox_due, c.number LIMIT {PAGE}"
    );
    let mut late = Vec::new();
    for office in offices {
        let rows = views.query(&sql, &[(*office).into(), today.into()])?;
        late.extend(rows.iter().map(|row| Deliverable::Case(Box::new(case_row(row)))));
    }
    let applications = undelivered_applications(views, offices, today)?;
    late.extend(applications.into_iter().map(|row| Deliverable::Application(Box::new(row))));
    late.sort_by_key(|of| (of.due(), of.number().to_owned()));
    late.truncate(PAGE);
    let with = |of: Deliverable| Ok((delivery_about(views, of.subject())?, of));
    let late = late.into_iter().map(with).collect::<Result<Vec<_>, Fault>>()?;
    Ok(late.into_iter().map(|(row, of)| (of, row)).collect())
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
        about: text(column::ABOUT),
        way: text(column::WAY),
        state: State::of(&text(column::STATE)).unwrap_or_default(),
        courier: text(column::COURIER),
        tracking: text(column::TRACKING),
        failures: row.int(column::FAILURES).unwrap_or(0),
        is_turned: row.int(column::IS_TURNED) == Some(1),
        packed: row.int(column::PACKED).and_then(|entry| u64::try_from(entry).ok()),
    }
}

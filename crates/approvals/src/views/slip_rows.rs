//! Transfer slips as rows (交接单视图): what the hall handed to which office, and what is not
//! acknowledged yet.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Limit;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::counters::count;
use super::facts::register;
use super::{case_by_number, projection};
use crate::slip::{CaseFacts, Command, Event, Facts};

/// Slips; `due` stands while one is not acknowledged.
pub static SLIP: Table = Table {
    name: "approvals_slip",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("office", Kind::Text),
        ("handed_on", Kind::Text),
        ("cases", Kind::Int),
        ("slip_limit", Kind::Text),
        ("due", Kind::Text),
        ("missing", Kind::Int),
    ],
    key: 2,
    indexes: &[&["zone", "number"], &["zone", "office", "number"], &["zone", "due"]],
    sparse: &["due"],
};

/// The cases that stand on a slip and are not missing.
pub static SLIP_CASE: Table = Table {
    name: "approvals_slip_case",
    columns: &[("zone", Kind::Text), ("number", Kind::Text), ("slip", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

const COLUMNS: &str = "subject, number, office, handed_on, cases, slip_limit, due, missing";
const HANDED_ON: usize = 3;
const LIMIT: usize = 5;
const DUE: usize = 6;
const MISSING: usize = 7;
/// Slips of a list.
const PAGE: u32 = 50;

/// A slip as lists show it.
#[derive(Clone, Debug)]
pub struct SlipRow {
    /// Its subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// The office for which it is.
    pub office: String,
    /// The day on which it was handed over.
    pub on: Option<Date>,
    /// How many cases stand on it.
    pub cases: u32,
    /// The last day of saying that they are here; nothing where that was said.
    pub due: Option<Date>,
    /// How many were missing.
    pub missing: u32,
}

/// What a slip's rules need.
pub(crate) fn slip_facts(views: &mut Views, command: &Command) -> Result<Facts, Fault> {
    let Command::HandOver { cases, .. } = command else { return Ok(Facts::default()) };
    let mut facts = Facts { numbers: register(views, "slip")?, cases: Vec::new() };
    // One more than a slip takes is refused before any of them is looked at.
    for number in cases.iter().take(50) {
        let Some(row) = case_by_number(views, number)? else { continue };
        let slip = views.get(&SLIP_CASE, &[number.as_str().into()])?;
        facts.cases.push(CaseFacts {
            number: row.number,
            subject: row.subject,
            matter: row.matter,
            office: row.office,
            is_on_a_slip: slip.is_some_and(|row| row.text(2).is_some_and(|slip| !slip.is_empty())),
        });
    }
    Ok(facts)
}

/// A slip's row, and what it says of its cases.
pub(crate) fn project_slip(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let row = match event {
        Event::SlipHandedOver { on, number, office, handed, limit, .. } => {
            for one in handed {
                views.put(&SLIP_CASE, vec![one.number.as_str().into(), entry.subject.into()]);
            }
            count(views, "slip", entry)?;
            let mut row: Row = [entry.subject, number, office].map(Value::from).into();
            row.push((*on).into());
            row.push((handed.len() as u64).into());
            row.push(serde_json::to_string(limit).expect("a limit is JSON").into());
            row.push(limit.ends(*on, &views.calendar()).date.into());
            row.push(0i64.into());
            row
        }
        Event::SlipAcknowledged { missing, .. } => {
            for number in missing {
                // It may stand on another slip.
                views.put(&SLIP_CASE, vec![number.as_str().into(), "".into()]);
            }
            let mut row = projection::row(views, &SLIP, entry)?;
            row[DUE] = Value::Null;
            row[MISSING] = (missing.len() as u64).into();
            row
        }
    };
    views.put(&SLIP, row);
    Ok(())
}

/// The calendar moved: the last days of what is open are derived again.
pub(crate) fn slips_moved(views: &mut Views) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM approvals_slip WHERE zone = ?1 AND due IS NOT NULL");
    for mut row in views.query(&sql, &[])? {
        let limit: Option<Limit> = row.text(LIMIT).and_then(|it| serde_json::from_str(it).ok());
        let on = row.text(HANDED_ON).and_then(|day| day.parse::<Date>().ok());
        let due = limit.zip(on).map(|(limit, on)| limit.ends(on, &views.calendar()).date);
        row[DUE] = due.into();
        views.put(&SLIP, row);
    }
    Ok(())
}

/// A slip by its number.
pub fn slip_by_number(views: &mut Views, number: &str) -> Result<Option<SlipRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM approvals_slip WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(slip_row))
}

/// The newest slips, of one office where one is named; what is not acknowledged first.
pub fn slips(views: &mut Views, office: Option<&str>) -> Result<Vec<SlipRow>, Fault> {
    let (of_office, values) = match office {
        Some(office) => (" AND office = ?2", vec![Value::from(office)]),
        None => ("", Vec::new()),
    };
    let mut rows = Vec::new();
    for (which, order) in [("due IS NOT NULL", "due, number"), ("due IS NULL", "number DESC")] {
        let sql = format!(
            "SELECT {COLUMNS} FROM approvals_slip WHERE zone = ?1{of_office} AND {which}
             ORDER BY {order} LIMIT {PAGE}"
        );
        rows.extend(views.query(&sql, &values)?.iter().map(slip_row));
    }
    Ok(rows)
}

fn slip_row(row: &Row) -> SlipRow {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let number = |at| u32::try_from(row.int(at).unwrap_or(0)).unwrap_or(0);
    SlipRow {
        subject: text(0),
        number: text(1),
        office: text(2),
        on: row.text(HANDED_ON).and_then(|day| day.parse().ok()),
        cases: number(4),
        due: row.text(DUE).and_then(|day| day.parse().ok()),
        missing: number(MISSING),
    }
}

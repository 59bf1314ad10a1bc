//! From facts about commitments to rows (投影): what is to be inspected by when, and what came of it.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Limit;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::BROKEN_PROMISE;
use super::case_column as case;
use crate::case::Event;
use crate::case::commitment::{Fact, Ground, Standing};

/// Permits that were granted on a commitment: by when the office is to look, and what came of it.
pub static COMMITMENT: Table = Table {
    name: "approvals_commitment",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("office", Kind::Text),
        ("standing", Kind::Text),
        ("counted_from", Kind::Text),
        ("inspect_limit", Kind::Text),
        ("due", Kind::Text),
        ("wakes", Kind::Text),
        ("state_by", Kind::Text),
        ("revoked_by", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "wakes"], &["zone", "standing", "office"]],
    sparse: &["wakes"],
};

/// The places of the columns after the zone.
const STANDING: usize = 3;
const FROM: usize = 4;
const LIMIT: usize = 5;
/// The last day for the office to look, while it has not.
const DUE: usize = 6;
/// The same, while that it passed is not recorded.
const WAKES: usize = 7;
const STATE_BY: usize = 8;
const REVOKED_BY: usize = 9;

/// A permit that was granted on a commitment and is not inspected to its end (待核查许可).
#[derive(Clone, Debug)]
pub struct InspectionRow {
    /// The case's number.
    pub number: String,
    /// The office that is to look.
    pub office: String,
    /// The matter's identifier.
    pub matter: String,
    /// The project's name.
    pub project_title: String,
    /// Where it stands, as [`Standing`] says it.
    pub standing: String,
    /// The last day for the office to look; nothing where it has.
    pub due: Option<Date>,
    /// The last day for the party to state its case, where it is to be revoked.
    pub state_by: Option<Date>,
}

/// What a fact of a case does to its commitment; `row` is the case's.
pub(super) fn project(
    views: &mut Views,
    (entry, event): (&Entry, &Event),
    row: &Row,
) -> Result<(), Fault> {
    let Event::Commitment(fact) = event else { return Ok(()) };
    let known = views.get(&COMMITMENT, &[entry.subject.into()])?;
    let mut kept = match known {
        Some(known) => known[1..].to_vec(),
        None => {
            let (number, office) = (row[case::NUMBER].clone(), row[case::OFFICE].clone());
            let begun = vec![entry.subject.into(), number, office];
            [begun, vec![Value::Null; COMMITMENT.columns.len() - 4]].concat()
        }
    };
    if matches!(fact, Fact::Promised { .. }) {
        return Ok(());
    }
    if let Some(standing) = fact.on_standing() {
        kept[STANDING] = standing.word().into();
        let (from, limit) = match standing {
            Standing::Due { since, limit } => (since.into(), in_words(limit)),
            Standing::Rectifying { by } => (by.into(), Value::Null),
            Standing::Unfit | Standing::Fit | Standing::Revoked => (Value::Null, Value::Null),
        };
        (kept[FROM], kept[LIMIT]) = (from, limit);
        kept[DUE] = due(views, &kept).into();
        kept[WAKES] = kept[DUE].clone();
    }
    match fact {
        Fact::InspectionMissed { .. } => kept[WAKES] = Value::Null,
        Fact::RevocationAnnounced { state_by, .. } => kept[STATE_BY] = (*state_by).into(),
        Fact::FoundFit { .. } => kept[STATE_BY] = Value::Null,
        Fact::Revoked { document, ground, .. } => {
            kept[STATE_BY] = Value::Null;
            kept[REVOKED_BY] = document.as_str().into();
            let (who, number) = (row[case::APPLICANT].clone(), row[case::NUMBER].clone());
            // A rule that decided wrongly is nobody's broken promise.
            if *ground != Ground::Wrong {
                views.put(&BROKEN_PROMISE, vec![who, number, Value::Null]);
            }
        }
        Fact::Promised { .. }
        | Fact::Granted { .. }
        | Fact::RectificationOrdered { .. }
        | Fact::FoundUnfit { .. }
        | Fact::StatementHeard { .. } => {}
    }
    views.put(&COMMITMENT, kept);
    Ok(())
}

/// The cases whose inspection was not made before `today`, some of them at a time.
pub(super) fn missed(views: &mut Views, today: Date) -> Result<Vec<String>, Fault> {
    let sql = "SELECT subject FROM approvals_commitment
               WHERE zone = ?1 AND wakes < ?2 ORDER BY wakes, subject LIMIT 1000";
    let rows = views.query(sql, &[today.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect())
}

/// What an office is to look at, and what of it is to end, the first due first; of every office
/// where none is named.
pub fn inspections(views: &mut Views, office: Option<&str>) -> Result<Vec<InspectionRow>, Fault> {
    let sql = format!(
        "SELECT m.number, m.office, c.matter, p.title, m.standing, m.due, m.state_by
         FROM approvals_commitment m
         JOIN approvals_case c ON c.zone = m.zone AND c.subject = m.subject
         JOIN approvals_project p ON p.zone = c.zone AND p.subject = c.project
         WHERE m.zone = ?1 AND m.standing <> 'revoked'
         AND (m.standing <> 'fit' OR m.state_by IS NOT NULL) {}
         ORDER BY m.due, m.number LIMIT 200",
        if office.is_some() { "AND m.office = ?2" } else { "" }
    );
    let of = office.map(Value::from);
    Ok(views.query(&sql, of.as_slice())?.iter().map(inspection).collect())
}

/// The calendar moved: the dates of what is to be inspected are derived again.
pub(super) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let columns: Vec<&str> = COMMITMENT.columns[1..].iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "SELECT {} FROM approvals_commitment WHERE zone = ?1 AND due IS NOT NULL",
        columns.join(", ")
    );
    for mut row in views.query(&sql, &[])? {
        row[DUE] = due(views, &row).into();
        if row.text(WAKES).is_some() {
            row[WAKES] = row[DUE].clone();
        }
        views.put(&COMMITMENT, row);
    }
    Ok(())
}

fn due(views: &Views, row: &Row) -> Option<Date> {
    let from = row.text(FROM).and_then(|day| day.parse::<Date>().ok())?;
    let limit: Option<Limit> = row.text(LIMIT).and_then(|limit| serde_json::from_str(limit).ok());
    let standing = match limit {
        Some(limit) => Standing::Due { since: from, limit },
        None => Standing::Rectifying { by: from },
    };
    standing.due(&views.calendar()).map(|due| due.date)
}

fn in_words(limit: Limit) -> Value {
    serde_json::to_string(&limit).expect("a limit is JSON").into()
}

fn inspection(row: &Row) -> InspectionRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    let day = |at| row.text(at).and_then(|day: &str| day.parse().ok());
    InspectionRow {
        number: text(0),
        office: text(1),
        matter: text(2),
        project_title: text(3),
        standing: text(4),
        due: day(5),
        state_by: day(6),
    }
}

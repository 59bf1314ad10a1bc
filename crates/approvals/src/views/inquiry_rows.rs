//! Inquiries as rows (数据查询视图): those of an application, and those that a register is to be asked.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::{assistance_rows::note_signed, project_by_subject};
use crate::assistance::Signature;
use crate::inquiry::{Command, Event, Facts, Inquiry, RegisterTold, State};

/// Inquiries; `asking` stands while a register is to be asked.
pub static INQUIRY: Table = Table {
    name: "approvals_inquiry",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("application", Kind::Text),
        ("register", Kind::Text),
        ("state", Kind::Text),
        ("asking", Kind::Int),
        ("holder", Kind::Text),
        ("told", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "application"], &["zone", "asking", "subject"]],
    sparse: &["asking"],
};

/// The places of the columns after the zone.
const STATE: usize = 3;
const ASKING: usize = 4;
const HOLDER: usize = 5;
const TOLD: usize = 6;
/// Inquiries that are asked in one turn.
const AT_ONCE: u32 = 50;
/// Registers that one application may ask.
const OF_ONE: u32 = 50;

/// What an inquiry is about.
pub(crate) fn inquiry_facts(
    views: &mut Views,
    inquiry: &Inquiry,
    command: &Command,
) -> Result<Facts, Fault> {
    let project = match command {
        Command::Consent { project, .. } => project,
        Command::Record(_)
        | Command::Repeat
        | Command::Withdraw
        | Command::Confirm { .. }
        | Command::Contest { .. } => &inquiry.project,
    };
    let row = project_by_subject(views, project)?;
    let submitted_on = submitted_on(views, &inquiry.application)?;
    Ok(Facts { enterprise: row.map(|row| row.credit_code), submitted_on })
}

/// An inquiry's row.
pub(crate) fn project_inquiry(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    let mut row = match event {
        Event::InquiryConsented { application, register, holder, .. } => {
            consented(views, application)?;
            let mut row: Row = [entry.subject, application, register].map(Value::from).into();
            row.resize(INQUIRY.columns.len() - 1, Value::Null);
            row[HOLDER] = holder.as_str().into();
            row
        }
        Event::InquiryAnswered { .. }
        | Event::InquiryFoundNothing { .. }
        | Event::InquiryFailed { .. }
        | Event::InquiryRepeated { .. }
        | Event::InquiryWithdrawn { .. }
        | Event::LicenceConfirmed { .. }
        | Event::LicenceContested { .. } => super::projection::row(views, &INQUIRY, entry)?,
    };
    match event {
        Event::InquiryAnswered { as_of, reference, told, .. } => {
            let holder = row.text(HOLDER).unwrap_or_default();
            let source = format!("{holder} {reference}（截至{as_of}）");
            let told = RegisterTold { source, answers: told.clone() };
            row[TOLD] = serde_json::to_string(&told).expect("what was told is JSON").into();
        }
        Event::InquiryWithdrawn { .. } => row[TOLD] = Value::Null,
        _ => {}
    }
    let state = event.state();
    row[STATE] = state.word().into();
    // The entry that asks: the oldest is asked first, and each asking has a key of its own.
    row[ASKING] = (state == State::Asked).then_some(entry.number).into();
    views.put(&INQUIRY, row);
    Ok(())
}

/// The applicant consented itself: nobody waits for it any more.
fn consented(views: &mut Views, application: &str) -> Result<(), Fault> {
    for word in ["case", "package"] {
        note_signed(views, (&format!("{word}:{application}"), Signature::Consent))?;
    }
    Ok(())
}

/// The day on which an application was submitted, as a case, a package or a simulated case; nothing
/// where it was not.
pub fn submitted_on(views: &mut Views, application: &str) -> Result<Option<Date>, Fault> {
    for kind in ["case", "package", "simulation"] {
        let sql =
            format!("SELECT received_on FROM approvals_{kind} WHERE zone = ?1 AND subject = ?2");
        let subject = format!("{kind}:{application}");
        let rows = views.query(&sql, &[subject.into()])?;
        let day = rows.first().and_then(|row| row.text(0)?.parse().ok());
        if day.is_some() {
            return Ok(day);
        }
    }
    Ok(None)
}

/// The inquiries that a register is to be asked, the oldest first, each with the entry that asks.
pub fn open_inquiries(views: &mut Views) -> Result<Vec<(String, i64)>, Fault> {
    let sql = format!(
        "SELECT subject, asking FROM approvals_inquiry WHERE zone = ?1 AND asking IS NOT NULL
         ORDER BY asking, subject LIMIT {AT_ONCE}"
    );
    let read = |row: &Row| Some((row.text(0)?.to_owned(), row.int(1)?));
    Ok(views.query(&sql, &[])?.iter().filter_map(read).collect())
}

/// The inquiries of an application, by their subjects.
pub fn inquiries_of(views: &mut Views, application: &str) -> Result<Vec<String>, Fault> {
    let sql = format!(
        "SELECT subject FROM approvals_inquiry WHERE zone = ?1 AND application = ?2
         ORDER BY subject LIMIT {OF_ONE}"
    );
    let rows = views.query(&sql, &[application.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

/// What registers told for an application.
pub(super) fn told_for(views: &mut Views, application: &str) -> Result<Vec<RegisterTold>, Fault> {
    let sql = format!(
        "SELECT told FROM approvals_inquiry
         WHERE zone = ?1 AND application = ?2 AND told IS NOT NULL ORDER BY subject LIMIT {OF_ONE}"
    );
    let rows = views.query(&sql, &[application.into()])?;
    let read = |row: &Row| serde_json::from_str(row.text(0).unwrap_or_default());
    let all = rows.iter().map(read).collect::<Result<Vec<_>, _>>();
    all.map_err(|error| Fault::Broken(error.to_string()))
}

//! From facts to rows (投影): what each event of people writes.

use kernel::entry::Entry;
use kernel::local_time::day_of;
use store::{Fault, Row, Table, Value, Views};

use super::{ACCOUNT, CAPACITY, ENTERPRISE};
use crate::{account, enterprise};

/// An account's row, and the rows of its capacities.
pub(crate) fn project_account(
    views: &mut Views,
    entry: &Entry,
    event: &account::Event,
) -> Result<(), Fault> {
    if let Some((capacity, is_held)) = event.on_capacity() {
        views.put(
            &CAPACITY,
            vec![
                entry.subject.into(),
                capacity.kind().into(),
                capacity.place().into(),
                capacity.until().into(),
                is_held.into(),
            ],
        );
    }
    match event {
        account::Event::AccountOpened { name, .. } => {
            let name = name.as_str().into();
            let row = vec![entry.subject.into(), name, 0i64.into(), Value::Null, entry.at.into()];
            views.put(&ACCOUNT, row);
        }
        account::Event::AccountDisabled { reason } => disable(views, entry, Some(reason))?,
        account::Event::AccountEnabled { .. } => disable(views, entry, None)?,
        account::Event::PasswordSet { .. }
        | account::Event::OfficerAppointed { .. }
        | account::Event::OfficerRelieved { .. }
        | account::Event::MandateGiven { .. }
        | account::Event::MandateEnded { .. }
        | account::Event::AdministratorAppointed { .. }
        | account::Event::AdministratorRelieved { .. } => {}
    }
    Ok(())
}

/// An enterprise's row.
pub(crate) fn project_enterprise(
    views: &mut Views,
    entry: &Entry,
    event: &enterprise::Event,
) -> Result<(), Fault> {
    match event {
        enterprise::Event::EnterpriseRegistered { credit_code, name, .. } => {
            let mut row: Row = vec![credit_code.as_str().into(), name.as_str().into()];
            row.extend([entry.at.into(), Value::Null, Value::Null, Value::Null]);
            views.put(&ENTERPRISE, row);
        }
        enterprise::Event::EnterpriseAttested { evidence } => {
            let code = entry.subject.trim_start_matches("enterprise:");
            let mut row = row(views, &ENTERPRISE, code)?;
            row[3] = day_of(entry.at).into();
            row[4] = entry.actor.to_string().into();
            row[5] = evidence.as_str().into();
            views.put(&ENTERPRISE, row);
        }
    }
    Ok(())
}

fn disable(views: &mut Views, entry: &Entry, reason: Option<&String>) -> Result<(), Fault> {
    let mut row = row(views, &ACCOUNT, entry.subject)?;
    row[2] = reason.is_some().into();
    row[3] = reason.map(String::as_str).into();
    views.put(&ACCOUNT, row);
    Ok(())
}

/// A row without its zone.
fn row(views: &mut Views, table: &'static Table, key: &str) -> Result<Row, Fault> {
    let row = views.get(table, &[key.into()])?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{key} has no row in {}", table.name)))?;
    Ok(row[1..].to_vec())
}

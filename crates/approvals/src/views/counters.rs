//! Registers and totals (编号登记簿、合计): numbers that only ever follow from entries.

use kernel::entry::Entry;
use kernel::local_time::day_of;
use store::{Fault, Kind, RowExt, Table, Views};

/// The last number given in each register, and the year that it belongs to; a total has the year 0.
pub static COUNTER: Table = Table {
    name: "approvals_counter",
    columns: &[
        ("zone", Kind::Text),
        ("register", Kind::Text),
        ("year", Kind::Int),
        ("last", Kind::Int),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// Adds to a total.
pub(super) fn tally(views: &mut Views, total: &str, by: i64) -> Result<(), Fault> {
    let before = views.get(&COUNTER, &[total.into()])?;
    let last = before.and_then(|row| row.int(3)).unwrap_or(0) + by;
    views.put(&COUNTER, vec![total.into(), 0i64.into(), last.into()]);
    Ok(())
}

/// Moves a register on: it counts what was entered in the year of the entry.
pub(super) fn count(views: &mut Views, register: &str, entry: &Entry) -> Result<(), Fault> {
    let year = i64::from(day_of(entry.at).year());
    let before = views.get(&COUNTER, &[register.into()])?;
    let last = before.filter(|row| row.int(2) == Some(year)).and_then(|row| row.int(3));
    let last = last.unwrap_or(0) + 1;
    views.put(&COUNTER, vec![register.into(), year.into(), last.into()]);
    Ok(())
}

//! Steps of a plan that somebody was charged with (受托环节), as whoever was charged asks for them.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use crate::project::node::Fact;

/// Who is charged with which step of which project; the last one, where it was charged anew.
pub static CHARGED: Table = Table {
    name: "approvals_charged",
    columns: &[
        ("zone", Kind::Text),
        ("project", Kind::Text),
        ("step", Kind::Text),
        ("agency", Kind::Text),
        ("charged_on", Kind::Text),
        ("begun_on", Kind::Text),
        ("ended_on", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "agency", "charged_on"]],
    sparse: &[],
};

/// The places of the columns after the zone.
const AGENCY: usize = 2;
const CHARGED_ON: usize = 3;
const BEGUN_ON: usize = 4;
const ENDED_ON: usize = 5;

/// A step that somebody was charged with (受托环节).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargedStep {
    /// The project's subject.
    pub project: String,
    /// The step.
    pub step: String,
    /// Since when.
    pub charged_on: Option<Date>,
    /// When it began.
    pub begun_on: Option<Date>,
    /// When it ended.
    pub ended_on: Option<Date>,
}

/// The row of a step, from what was recorded of it; a step with which nobody is charged has none.
pub(super) fn recorded(views: &mut Views, entry: &Entry, fact: &Fact) -> Result<(), Fault> {
    let (Fact::Charged { step, .. } | Fact::Begun { step, .. } | Fact::Ended { step, .. }) = fact;
    let key = [Value::from(entry.subject), Value::from(step.as_str())];
    let known = views.get(&CHARGED, &key)?.map(|row| row[1..].to_vec());
    let is_new = known.is_none();
    let mut row: Row = known.unwrap_or_else(|| {
        let mut row: Row = key.into();
        row.resize(CHARGED.columns.len() - 1, Value::Null);
        row
    });
    match fact {
        Fact::Charged { on, agency, .. } => {
            row[AGENCY] = agency.credit_code.as_str().into();
            row[CHARGED_ON] = (*on).into();
        }
        Fact::Begun { .. } | Fact::Ended { .. } if is_new => return Ok(()),
        Fact::Begun { happened_on, .. } => row[BEGUN_ON] = (*happened_on).into(),
        Fact::Ended { happened_on, .. } => row[ENDED_ON] = (*happened_on).into(),
    }
    views.put(&CHARGED, row);
    Ok(())
}

/// What this enterprise is charged with: what is open first, the oldest of it foremost.
pub fn charged_with(views: &mut Views, agency: &str) -> Result<Vec<ChargedStep>, Fault> {
    let sql = "SELECT project, step, charged_on, begun_on, ended_on FROM approvals_charged
               WHERE zone = ?1 AND agency = ?2
               ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, charged_on, project, step
               LIMIT 50";
    let day = |row: &Row, at| row.text(at).and_then(|day| day.parse().ok());
    let read = |row: &Row| ChargedStep {
        project: row.text(0).unwrap_or_default().to_owned(),
        step: row.text(1).unwrap_or_default().to_owned(),
        charged_on: day(row, 2),
        begun_on: day(row, 3),
        ended_on: day(row, 4),
    };
    Ok(views.query(sql, &[agency.into()])?.iter().map(read).collect())
}

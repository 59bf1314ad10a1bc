//! Materials that were asked for again (重复索要材料): handed in anew although the enterprise's own was
//! here already. The goal is none; each is counted where it happened, by matter.

use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Views};

use super::case_column as column;
use crate::case::Event;

/// How often a material was handed in anew, by matter.
pub static REASKED: Table = Table {
    name: "approvals_reasked",
    columns: &[
        ("zone", Kind::Text),
        ("matter", Kind::Text),
        ("material", Kind::Text),
        ("times", Kind::Int),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// A material that was asked for again (重复索要材料).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasked {
    /// The matter's identifier.
    pub matter: String,
    /// The material's identifier.
    pub material: String,
    /// How often.
    pub times: i64,
}

/// Counts what a case brings anew; `row` is the case's.
pub(super) fn project(
    views: &mut Views,
    (entry, event): (&Entry, &Event),
    row: &Row,
) -> Result<(), Fault> {
    let (Event::CaseSubmitted { handed_in, .. }
    | Event::CaseOpened { handed_in, .. }
    | Event::CaseCorrected { handed_in, .. }) = event
    else {
        return Ok(());
    };
    if handed_in.is_empty() {
        return Ok(());
    }
    let package = match event {
        Event::CaseOpened { package, .. } => package.as_str(),
        _ => "",
    };
    let applicant = row.text(column::APPLICANT).unwrap_or_default().to_owned();
    let matter = row.text(column::MATTER).unwrap_or_default().to_owned();
    for place in [entry.subject, package].into_iter().filter(|place| !place.is_empty()) {
        for material in brought_anew(views, place, &applicant)? {
            if handed_in.contains(&material) {
                let key = [matter.as_str().into(), material.as_str().into()];
                let before = views.get(&REASKED, &key)?.and_then(|row| row.int(3));
                let times = before.unwrap_or(0) + 1;
                let [matter, material] = key;
                views.put(&REASKED, vec![matter, material, times.into()]);
            }
        }
    }
    Ok(())
}

/// The materials of a place that stand in a fresh file, while an older one of the enterprise was
/// here and could have served.
fn brought_anew(views: &mut Views, place: &str, owner: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT DISTINCT a.material FROM approvals_attached a
               JOIN approvals_document d ON d.zone = a.zone AND d.subject = a.document
               WHERE a.zone = ?1 AND a.place = ?2 AND d.owner = ?3
               AND NOT EXISTS (SELECT 1 FROM approvals_attached o
                 WHERE o.zone = a.zone AND o.document = a.document AND o.place <> a.place)
               AND EXISTS (SELECT 1 FROM approvals_document e
                 JOIN approvals_attached b ON b.zone = e.zone AND b.document = e.subject
                 WHERE e.zone = a.zone AND e.owner = d.owner AND e.state = 'usable'
                 AND e.entry < d.entry AND b.material = a.material AND b.place <> a.place)
               ORDER BY a.material";
    let rows = views.query(sql, &[place.into(), owner.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect())
}

/// What was asked for again, the most often first.
pub fn reasked(views: &mut Views) -> Result<Vec<Reasked>, Fault> {
    let sql = "SELECT matter, material, times FROM approvals_reasked
               WHERE zone = ?1 ORDER BY times DESC, matter, material LIMIT 100";
    let told = |row: &Row, at| row.text(at).unwrap_or_default().to_owned();
    let rows = views.query(sql, &[])?;
    let all = rows.iter().map(|row| Reasked {
        matter: told(row, 0),
        material: told(row, 1),
        times: row.int(2).unwrap_or(0),
    });
    Ok(all.collect())
}

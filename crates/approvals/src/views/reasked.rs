//! Materials that were asked for again (重复索要材料): handed in anew although the enterprise's own was
//! here already. The goal is none; each is counted where it happened, by matter.

use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

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

/// What each enterprise brought anew, by place and material.
pub static ANEW: Table = Table {
    name: "approvals_anew",
    columns: &[("zone", Kind::Text), ("owner", Kind::Text), ("brought", Kind::Text)],
    key: 2,
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

/// A file came; where an older one of the enterprise could have served, that is kept for
/// when the case is handed in. Looking here, and not when cases come, leaves their writing alone.
pub(super) fn file_came(
    views: &mut Views,
    entry: &Entry,
    (owner, place, material): (&str, &str, &str),
) -> Result<(), Fault> {
    let sql = "SELECT e.subject FROM approvals_document e
               JOIN approvals_attached b ON b.zone = e.zone AND b.document = e.subject
               WHERE e.zone = ?1 AND e.owner = ?2 AND e.state = 'usable' AND e.subject <> ?3
               AND b.material = ?4 AND b.place <> ?5 LIMIT 1";
    let values = [owner, entry.subject, material, place].map(Value::from);
    if views.query(sql, &values)?.is_empty() {
        return Ok(());
    }
    let mut anew = anew(views, owner)?;
    let pair = (place.to_owned(), material.to_owned());
    if !anew.contains(&pair) {
        anew.push(pair);
        keep(views, owner, &anew);
    }
    Ok(())
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
    let package = match event {
        Event::CaseOpened { package, .. } => package.as_str(),
        _ => "",
    };
    let owner = row.text(column::APPLICANT).unwrap_or_default();
    let mut anew = anew(views, owner)?;
    let is_own = |place: &str| place == entry.subject;
    let is_here = |place: &str| is_own(place) || (place == package && !place.is_empty());
    let came: Vec<(String, String)> =
        anew.iter().filter(|(at, of)| is_here(at) && handed_in.contains(of)).cloned().collect();
    for (_, material) in &came {
        let is_mended = matches!(event, Event::CaseCorrected { .. })
            && was_here(views, entry.subject, material)?;
        if !is_mended {
            let matter = row.text(column::MATTER).unwrap_or_default();
            let key = [matter.into(), material.as_str().into()];
            let before = views.get(&REASKED, &key)?.and_then(|row| row.int(3));
            let times = before.unwrap_or(0) + 1;
            let [matter, material] = key;
            views.put(&REASKED, vec![matter, material, times.into()]);
        }
    }
    // Each is counted once; what came for a package counts in each of its cases as they open.
    let before = anew.len();
    anew.retain(|pair| !(is_own(&pair.0) && came.contains(pair)));
    if anew.len() < before {
        keep(views, owner, &anew);
    }
    Ok(())
}

/// Was another file of the material in the case already? Then the new one mends it.
fn was_here(views: &mut Views, case: &str, material: &str) -> Result<bool, Fault> {
    let sql = "SELECT document FROM approvals_attached
               WHERE zone = ?1 AND place = ?2 AND material = ?3 LIMIT 2";
    Ok(views.query(sql, &[case.into(), material.into()])?.len() > 1)
}

fn keep(views: &mut Views, owner: &str, anew: &[(String, String)]) {
    let list = serde_json::to_string(anew).expect("a list is JSON");
    views.put(&ANEW, vec![owner.into(), list.into()]);
}

/// The materials of an enterprise, each with its place, that came anew.
fn anew(views: &mut Views, owner: &str) -> Result<Vec<(String, String)>, Fault> {
    let row = views.get(&ANEW, &[owner.into()])?;
    let list = row.as_ref().and_then(|row| row.text(2)).map(serde_json::from_str).transpose();
    Ok(list.map_err(|error| Fault::Broken(error.to_string()))?.unwrap_or_default())
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

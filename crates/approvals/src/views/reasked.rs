//! Materials that were asked for again (重复索要材料): handed in anew although the enterprise's own was
//! here already. The goal is none; each is counted where it happened, by matter.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use serde::{Deserialize, Serialize};
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::application_by_subject;
use super::case_column as column;
use super::facts::read_definition;
use crate::case::Event;
use crate::project::Licence;

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
    columns: &[("zone", Kind::Text), ("owner", Kind::Text), ("came", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// A material that was asked for again (重复索要材料).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasked {
    /// The identifier of the matter or the bundle.
    pub matter: String,
    /// The material's identifier.
    pub material: String,
    /// How often.
    pub times: i64,
}

/// A file that came although something of the enterprise could have served (重新提交的文件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Came {
    /// The case or package.
    place: String,
    /// The material.
    material: String,
    /// Another file of the same material was here.
    has_file: bool,
    /// The results that the enterprise held, of this zone or as another authority's licence: the
    /// matter and the project of each.
    results: Vec<(String, String)>,
}

/// A file came; where an older one of the enterprise, or a result that this zone gave it, could
/// have served, that is kept for when the case is handed in. Looking here, and not when cases come,
/// leaves their writing alone. An application for a bundle is in already: there it counts at once.
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
    let has_file = !views.query(sql, &values)?.is_empty();
    if let Some(application) = application_by_subject(views, place)? {
        if has_file && !was_here(views, place, material)? {
            count(views, &application.bundle, material)?;
        }
        return Ok(());
    }
    let mut results = results(views, owner)?;
    results.extend(licences(views, owner, day_of(entry.at))?);
    if !has_file && results.is_empty() {
        return Ok(());
    }
    let mut anew = anew(views, owner)?;
    anew.retain(|one| (one.place.as_str(), one.material.as_str()) != (place, material));
    anew.push(Came { place: place.into(), material: material.into(), has_file, results });
    keep(views, owner, &anew);
    Ok(())
}

/// The results of this zone that an enterprise holds: the matter and the project of each.
fn results(views: &mut Views, owner: &str) -> Result<Vec<(String, String)>, Fault> {
    let sql = "SELECT DISTINCT c.matter, c.project FROM approvals_paper p
               JOIN approvals_case c ON c.zone = p.zone AND c.subject = p.case_subject
               WHERE p.zone = ?1 AND p.addressee = ?2 AND p.kind IN ('grant', 'filing')
               AND p.state = 'sealed' ORDER BY c.matter, c.project LIMIT 100";
    let told = |row: &Row, at| row.text(at).unwrap_or_default().to_owned();
    let rows = views.query(sql, &[owner.into()])?;
    Ok(rows.iter().map(|row| (told(row, 0), told(row, 1))).collect())
}

/// The licences of other authorities in force that its projects' files keep, in the same way.
fn licences(views: &mut Views, owner: &str, today: Date) -> Result<Vec<(String, String)>, Fault> {
    let sql = "SELECT l.matter, l.project, l.licences FROM approvals_project p
               JOIN approvals_licence l ON l.zone = p.zone AND l.project = p.subject
               WHERE p.zone = ?1 AND p.credit_code = ?2 ORDER BY l.matter, l.project LIMIT 100";
    let told = |row: &Row, at| row.text(at).unwrap_or_default().to_owned();
    let mut held = Vec::new();
    for row in views.query(sql, &[owner.into()])? {
        let all: Vec<Licence> = serde_json::from_str(&told(&row, 2))
            .map_err(|error| Fault::Broken(format!("a project's licences: {error}")))?;
        if all.iter().any(|licence| licence.is_in_force(today)) {
            held.push((told(&row, 0), told(&row, 1)));
        }
    }
    Ok(held)
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
    let came: Vec<Came> = anew
        .iter()
        .filter(|one| is_here(&one.place) && handed_in.contains(&one.material))
        .cloned()
        .collect();
    for one in &came {
        let is_mended = matches!(event, Event::CaseCorrected { .. })
            && was_here(views, entry.subject, &one.material)?;
        if !is_mended && (one.has_file || has_result(views, one, row)?) {
            count(views, row.text(column::MATTER).unwrap_or_default(), &one.material)?;
        }
    }
    // Each is counted once; what came for a package counts in each of its cases as they open.
    let before = anew.len();
    anew.retain(|one| !(is_own(&one.place) && came.contains(one)));
    if anew.len() < before {
        keep(views, owner, &anew);
    }
    Ok(())
}

/// Is the material of this case the result of a matter that was held for the same project?
fn has_result(views: &mut Views, one: &Came, row: &Row) -> Result<bool, Fault> {
    if one.results.is_empty() {
        return Ok(false);
    }
    let known = read_definition(views, row.text(column::DEFINITION).unwrap_or_default())?;
    let material = known.as_ref().and_then(|known| known.matter.material(&one.material));
    let Some(matter) = material.and_then(|material| material.result_of.as_ref()) else {
        return Ok(false);
    };
    let project = row.text(column::PROJECT).unwrap_or_default();
    Ok(one.results.iter().any(|(of, on)| of == matter && on == project))
}

fn count(views: &mut Views, matter: &str, material: &str) -> Result<(), Fault> {
    let key = [matter.into(), material.into()];
    let before = views.get(&REASKED, &key)?.and_then(|row| row.int(3));
    let [matter, material] = key;
    views.put(&REASKED, vec![matter, material, (before.unwrap_or(0) + 1).into()]);
    Ok(())
}

/// Was another file of the material in the case already? Then the new one mends it.
fn was_here(views: &mut Views, case: &str, material: &str) -> Result<bool, Fault> {
    let sql = "SELECT document FROM approvals_attached
               WHERE zone = ?1 AND place = ?2 AND material = ?3 LIMIT 2";
    Ok(views.query(sql, &[case.into(), material.into()])?.len() > 1)
}

fn keep(views: &mut Views, owner: &str, anew: &[Came]) {
    let list = serde_json::to_string(anew).expect("a list is JSON");
    views.put(&ANEW, vec![owner.into(), list.into()]);
}

/// What of an enterprise came anew and waits for its case.
fn anew(views: &mut Views, owner: &str) -> Result<Vec<Came>, Fault> {
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

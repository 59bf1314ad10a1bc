//! Where documents serve (材料的共用): a case, and in a package the other cases that ask for the same.

use store::{Fault, RowExt, Views};

use super::documents::{DocumentRow, document_row};
use crate::package::of_case;

/// The documents of a case, package or project, in the order in which they came.
///
/// The materials of a package are one set: where a case of it was given a file of one of them, a
/// file that came for the same material in another of its cases is this case's too.
pub fn documents_of(views: &mut Views, place: &str) -> Result<Vec<DocumentRow>, Fault> {
    const COLUMNS: &str = "d.subject, d.owner, a.place, a.material, d.kind, d.bytes, d.state,
         d.why, d.received_on, d.entry FROM approvals_attached a
         JOIN approvals_document d ON d.zone = a.zone AND d.subject = a.document";
    let sql =
        format!("SELECT {COLUMNS} WHERE a.zone = ?1 AND a.place = ?2 ORDER BY d.entry LIMIT 500");
    let rows = views.query(&sql, &[place.into()])?;
    let mut found: Vec<DocumentRow> = rows.iter().map(document_row).collect();
    let Some((package, _)) = of_case(place) else { return Ok(found) };
    let sql = format!(
        "SELECT {COLUMNS} WHERE a.zone = ?1 AND a.place > ?2 AND a.place < ?3 AND a.place <> ?4
         ORDER BY d.entry LIMIT 500"
    );
    let (from, until) = cases_of(&package);
    for row in views.query(&sql, &[from.into(), until.into(), place.into()])? {
        let row = document_row(&row);
        let is_known = found.iter().any(|one| one.subject == row.subject);
        if !is_known && found.iter().any(|one| one.material == row.material) {
            found.push(row);
        }
    }
    found.sort_by_key(|row| row.entry);
    Ok(found)
}

/// Where a document serves: each case, package or project that it is attached to, and the cases of
/// the same package that were given another file of the same material.
pub fn places_of(views: &mut Views, document: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT place, material FROM approvals_attached WHERE zone = ?1 AND document = ?2
         ORDER BY place LIMIT 100";
    let beside = "SELECT DISTINCT place FROM approvals_attached WHERE zone = ?1
         AND place > ?2 AND place < ?3 AND material = ?4 ORDER BY place LIMIT 100";
    let mut places = Vec::new();
    for row in views.query(sql, &[document.into()])? {
        let (Some(place), Some(material)) = (row.text(0), row.text(1)) else { continue };
        places.push(place.to_owned());
        let Some((package, _)) = of_case(place) else { continue };
        let (from, until) = cases_of(&package);
        let rows = views.query(beside, &[from.into(), until.into(), material.into()])?;
        places.extend(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)));
    }
    places.sort();
    places.dedup();
    Ok(places)
}

/// The stretch of subjects that holds the cases of a package: they are named after it.
fn cases_of(package: &str) -> (String, String) {
    let name = package.strip_prefix("package:").unwrap_or(package);
    (format!("case:{name}."), format!("case:{name}/"))
}

//! What an enterprise is told of (已告知的文件): never a document of a decision that stands nowhere yet.

use approvals::case::{Cases, Event};
use approvals::document::AUTHORITYS;
use approvals::views::DocumentRow;
use store::Fault;

use crate::Site;

/// Those of these documents that count: an authority's does once its decision, recorded in the
/// case, names it. Until then it is on a form that an office has not finished.
pub fn told(site: &Site, rows: Vec<DocumentRow>) -> Result<Vec<DocumentRow>, Fault> {
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        if row.material != AUTHORITYS || is_named(site, &row)? {
            told.push(row);
        }
    }
    Ok(told)
}

fn is_named(site: &Site, row: &DocumentRow) -> Result<bool, Fault> {
    let past = site.store.history::<Cases>(&site.zone, &row.place)?;
    let names = |event: &Event| match event {
        Event::AuthorityAnswered { file, .. } => *file == row.subject,
        _ => false,
    };
    Ok(past.iter().any(|past| names(&past.event)))
}

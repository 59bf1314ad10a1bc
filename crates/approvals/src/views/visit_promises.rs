//! Visits as they were promised and as they came (承诺到场次数与实际): by matter, of what was asked for by
//! itself; what a package took is counted for the package.

use store::{Fault, RowExt, Views};

use super::visit_rows::VISITS_OF;

/// How often somebody came for a matter, by its newest decisions (事项到场情况).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The matter's identifier.
    pub matter: String,
    /// Cases that were decided.
    pub cases: u32,
    /// Visits that count, in all of them.
    pub visits: u32,
    /// The most that one of them took.
    pub most: u32,
}

/// The matters of the newest decisions, each with what it took.
pub fn visits_by_matter(views: &mut Views) -> Result<Vec<Came>, Fault> {
    let sql = format!(
        "SELECT d.matter, COUNT(*), CAST(SUM(d.counted) AS BIGINT), MAX(d.counted) FROM (
             SELECT c.matter AS matter, COALESCE(v.counted, 0) AS counted
             FROM approvals_case c
             LEFT JOIN approvals_visits v ON v.zone = c.zone AND v.about = c.subject
             WHERE c.zone = ?1 AND c.decided_on IS NOT NULL AND c.package IS NULL
             ORDER BY c.decided_on DESC, c.number DESC LIMIT {VISITS_OF}
         ) d GROUP BY d.matter ORDER BY d.matter"
    );
    let rows = views.query(&sql, &[])?;
    let count = |told: Option<i64>| u32::try_from(told.unwrap_or(0)).unwrap_or(0);
    let came = rows.iter().map(|row| Came {
        matter: row.text(0).unwrap_or_default().to_owned(),
        cases: count(row.int(1)),
        visits: count(row.int(2)),
        most: count(row.int(3)),
    });
    Ok(came.collect())
}

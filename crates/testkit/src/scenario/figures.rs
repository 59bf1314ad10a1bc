//! Figures of the zone in stories (园区统计用语), as its boards count them.
//!
//! A *page* line about `the zone` has its open and decided cases; one about `results of OFFICE that
//! are late` has how many there are.

use approvals::views;
use kernel::local_time::day_of;

use super::ZONE;
use crate::sample::Sample;

/// What the boards have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let late =
        what.strip_prefix("results of ").and_then(|rest| rest.strip_suffix(" that are late"));
    let found = sample.store.read(ZONE, |open| match (what, late) {
        ("the zone", _) => {
            let totals = views::totals(open)?;
            Ok(Some(vec![format!("open={}", totals.open), format!("decided={}", totals.decided)]))
        }
        (_, Some(office)) => {
            let late = views::undelivered(open, &[office], day_of(sample.now))?;
            Ok(Some(vec![format!("count={}", late.len())]))
        }
        _ => Ok(None),
    });
    found.map_err(|fault| fault.to_string())
}

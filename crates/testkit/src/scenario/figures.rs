//! Figures of the zone in stories (园区统计用语), as its boards count them.
//!
//! A *page* line about `the zone` has its open and decided cases; one about `results of OFFICE that
//! are late` has how many there are; one about `the lights of OFFICE` has the office's row of the
//! board.

use approvals::views;
use kernel::local_time::day_of;
use kernel::time_limit::Thresholds;

use super::ZONE;
use crate::sample::Sample;

/// What the boards have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let late =
        what.strip_prefix("results of ").and_then(|rest| rest.strip_suffix(" that are late"));
    if let Some(office) = what.strip_prefix("the lights of ") {
        return lights(sample, office).map(Some);
    }
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

fn lights(sample: &Sample, office: &str) -> Result<Vec<String>, String> {
    let read =
        |open: &mut store::Views| views::board(open, day_of(sample.now), &Thresholds::default());
    let board = sample.store.read(ZONE, read).map_err(|fault| fault.to_string())?;
    let row = board.into_iter().find(|row| row.office == office).unwrap_or_default();
    let counts =
        [("green", row.green), ("yellow", row.yellow), ("red", row.red), ("waiting", row.waiting)];
    Ok(counts.map(|(light, cases)| format!("{light}={cases}")).to_vec())
}

//! What a joint review decided (议定事项): whoever took part may owe it, and another attests it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::agreement::terms::{LONGEST, PARTIES};

use crate::package::{Decision, Package, Refusal};

/// Decisions of one review.
const MOST: usize = 40;

/// May these decisions be owed from today on? What stands here, an agreement takes over as it is.
pub(super) fn are_fit(
    package: &Package,
    decisions: &[Decision],
    today: Date,
) -> Result<(), Refusal> {
    let is_a_line =
        |one: &Decision| !one.title.trim().is_empty() && one.title.chars().count() <= LONGEST;
    let offices = || decisions.iter().flat_map(|one| [&one.office, &one.attested_by]);
    let parties: BTreeSet<&String> = offices().chain([&package.lead_office]).collect();
    let is_much = decisions.len() > MOST || parties.len() > PARTIES;
    if is_much || !decisions.iter().all(is_a_line) {
        return Err(Refusal::DecisionsUnfit { most: MOST, longest: LONGEST });
    }
    if let Some(office) = offices().find(|id| !package.took_part(id, today)) {
        return Err(Refusal::OfficeTookNoPart { office: office.clone() });
    }
    if let Some(own) = decisions.iter().find(|one| one.attested_by == one.office) {
        return Err(Refusal::DecisionAttestsItself { decision: own.title.clone() });
    }
    match decisions.iter().find(|one| one.due < today) {
        None => Ok(()),
        Some(past) => Err(Refusal::DecisionDayPast { decision: past.title.clone() }),
    }
}

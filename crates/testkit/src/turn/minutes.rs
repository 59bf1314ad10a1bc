//! What minutes of a joint review bring about (会审纪要), as the binary does it.

use agreements::Agreements;
use agreements::minutes::{Decision, Kept, taken_over};
use approvals::package::{Event, Packages, minutes_of};
use kernel::agreement::Party;
use kernel::entry::Entry;
use store::worker::Act;

use super::read;

/// What a joint review decided is owed: an agreement among those who took part.
pub(super) fn recorded(entry: &Entry) -> Vec<Act> {
    let Some(Event::MinutesRecorded { minutes, decisions, number, lead_office, .. }) =
        read::<Packages>(entry)
    else {
        return Vec::new();
    };
    if decisions.is_empty() {
        return Vec::new();
    }
    let decided = decisions.into_iter().map(|one| Decision {
        title: one.title,
        owner: Party::Office(one.office),
        attested_by: Party::Office(one.attested_by),
        due: one.due,
    });
    let kept = Kept {
        title: format!("{number} 联合会审纪要"),
        about: entry.subject.to_owned(),
        convener: Party::Office(lead_office),
        decisions: decided.collect(),
        words: minutes,
        stand: format!("会审纪要，台账第 {} 条", entry.number),
    };
    let subject = minutes_of(entry.subject, entry.number);
    let told = taken_over(kept).into_iter();
    told.map(|act| Act::of::<Agreements>(subject.clone(), act)).collect()
}

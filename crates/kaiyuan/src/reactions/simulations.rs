//! What simulated cases and their project bring about in each other (模拟审批联动): a fact that
//! arrives makes a formal case, one that is gone voids what rests on it.
//!
//! Which of them are called for stands in the view, since one arrival concerns several of them; the
//! formal case itself follows the entry of the conversion.

use approvals::case::conversion::Act as Conversion;
use approvals::case::{Cases, Command};
use approvals::simulation::{self, Event, Simulations};
use approvals::views::{Call, calls};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::worker::Act;
use store::{Answer, Envelope, Fault, Store};

use super::documents::name_of;
use super::read;

/// Puts to each simulated case what the view calls for; how many entries were made.
pub fn turn(store: &Store, zone: &str, now: Timestamp) -> Result<u64, Fault> {
    let mut moved = 0;
    for (subject, call) in store.read(zone, calls)? {
        let command = match call {
            Call::Convert => simulation::Command::Convert { subject: subject.clone() },
            Call::Void(ground) => simulation::Command::Void { ground },
        };
        let answer = store.execute::<Simulations>(Envelope {
            zone: zone.into(),
            id: name_of(&format!("{zone}/{subject}/{}", call.word())),
            subject,
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: now,
            command,
        });
        match answer {
            Answer::Recorded(_) => moved += 1,
            // The rule knows better than the list.
            Answer::Refused(_) => {}
            Answer::Fault(fault) => return Err(fault),
        }
    }
    Ok(moved)
}

/// The formal case opens with everything carried over.
pub(super) fn converted(entry: &Entry) -> Vec<Act> {
    let Some(Event::Converted { formal, brought, .. }) = read::<Simulations>(entry) else {
        return Vec::new();
    };
    let command = Command::Conversion(Conversion::Open(Box::new(brought)));
    vec![Act::of::<Cases>(formal, command)]
}

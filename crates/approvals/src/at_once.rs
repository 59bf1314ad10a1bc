//! The rule decides (秒批执行): asked within the request that submits, and again by whoever follows
//! the ledger, under one key, so that it decides once.
//!
//! A crash between the two leaves the application received, in its office's inbox like any other;
//! the follower then asks the rule, since the fact that calls for it stands in the ledger.

use jiff::Timestamp;
use kernel::actor::Actor;
use store::worker::{Act, key_of};
use store::{Answer, Envelope, Fault, Store};

use crate::case::{Cases, Command, instant};
use crate::views;

/// What an entry that calls for a rule's decision asks: `subject` is the case.
pub fn act(subject: &str, matter: &str, version: &str) -> Act {
    let key = key_of(&words(subject, version));
    let actor = Actor::automatic(matter, version);
    Act::keyed::<Cases>(key, actor, subject, Command::Instant(instant::Act::Decide))
}

/// Has the rule decide about a case that was just submitted, where one does. A refusal leaves it to
/// its office.
pub fn decide(store: &Store, zone: &str, subject: &str, at: Timestamp) -> Result<(), Fault> {
    let found = store.read(zone, |views| {
        let Some(row) = views::case_by_subject(views, subject)? else { return Ok(None) };
        views::definition(views, &row.definition)
    })?;
    let Some(known) = found.filter(|known| known.matter.instant_rule().is_some()) else {
        return Ok(());
    };
    let answer = store.execute::<Cases>(Envelope {
        zone: zone.into(),
        id: key_of(&words(subject, &known.hash)),
        subject: subject.into(),
        actor: Actor::automatic(&known.matter.id, &known.hash),
        asserted_by: None,
        attested_by: None,
        at,
        command: Command::Instant(instant::Act::Decide),
    });
    match answer {
        Answer::Recorded(_) | Answer::Refused(_) => Ok(()),
        Answer::Fault(fault) => Err(fault),
    }
}

fn words(subject: &str, version: &str) -> String {
    format!("instant\n{subject}\n{version}")
}

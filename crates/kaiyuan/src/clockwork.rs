//! What happens because time passes (到期处理): deadlines become entries, reactions follow.
//!
//! Keys are derived from the case and what fell due, so that asking twice is harmless.

use approvals::case::{Cases, Command};
use approvals::views::{Timer, timers};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::merkle::leaf_hash;
use kernel::time_limit::LimitKind;
use store::{Answer, Envelope, Fault, Store};
use uuid::Uuid;

use crate::reactions;

/// Does what is due in a zone as of `now`; how many entries followed or were made.
pub fn turn(store: &Store, zone: &str, now: Timestamp) -> Result<u64, Fault> {
    let followed = store.follow(zone, reactions::CURSOR, &reactions::react)?;
    let due = store.read(zone, |views| timers(views, day_of(now)))?;
    let mut recorded = 0;
    for (subject, timer) in due {
        match store.execute::<Cases>(envelope(zone, &subject, timer, now)) {
            Answer::Recorded(_) => recorded += 1,
            // Not due after all, or noted before: the rule knows better than the list.
            Answer::Refused(_) => {}
            Answer::Fault(fault) => return Err(fault),
        }
    }
    Ok(followed + recorded)
}

fn envelope(zone: &str, subject: &str, timer: Timer, now: Timestamp) -> Envelope<Command> {
    let (word, command) = match timer {
        Timer::Silence => ("silence", Command::DeemAccepted),
        Timer::Limit(limit) => {
            let word = match limit {
                LimitKind::Statutory => "statutory",
                LimitKind::Promised => "promised",
            };
            (word, Command::NoteLimitPassed { limit })
        }
    };
    let name = leaf_hash(format!("{zone}/{subject}/{word}/{}", day_of(now)).as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&name[..16]);
    Envelope {
        zone: zone.into(),
        id: uuid::Builder::from_custom_bytes(id).into_uuid(),
        subject: subject.into(),
        actor: Actor::Clock,
        asserted_by: None,
        attested_by: None,
        at: now,
        command,
    }
}

/// A fresh key for a command.
pub fn fresh_key() -> Uuid {
    Uuid::now_v7()
}

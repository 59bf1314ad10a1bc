//! What happens because time passes (到期处理): deadlines become entries, reactions follow.
//!
//! Keys are derived from the subject and what fell due, so that asking twice is harmless.

use agreements::Agreements;
use approvals::assistance::{self, Assistances};
use approvals::bundle::{self, Applications};
use approvals::case::Cases;
use approvals::plot::{self, Plots};
use approvals::project::Projects;
use approvals::simulation::{self, Simulations};
use approvals::ticket::{self, Tickets};
use approvals::views::{
    assistance_timers, link_timers, plot_timers, project_timers, simulation_timers, ticket_timers,
    timers,
};
use jiff::Timestamp;
use kernel::{actor::Actor, local_time::day_of, merkle::leaf_hash};
use store::{Answer, Capability, Envelope, Fault, Store};
use uuid::Uuid;

use crate::reactions;

/// Does what is due in a zone as of `now`; how many entries followed or were made.
pub fn turn(store: &Store, zone: &str, now: Timestamp) -> Result<u64, Fault> {
    let mut moved = store.follow(zone, reactions::CURSOR, &reactions::react)?;
    let voided_or_converted = reactions::simulations::turn(store, zone, now)?;
    if voided_or_converted > 0 {
        // The formal case opens on the day of its conversion.
        moved += voided_or_converted;
        moved += store.follow(zone, reactions::CURSOR, &reactions::react)?;
    }
    let clock = Clockwork { store, zone, now };
    for (subject, timer) in store.read(zone, |views| timers(views, day_of(now)))? {
        moved += clock.put::<Cases>(subject, &timer.word(), timer.command())?;
    }
    for (subject, timer) in store.read(zone, |views| project_timers(views, day_of(now)))? {
        moved += clock.put::<Projects>(subject, timer.word(), timer.command())?;
    }
    for (subject, question) in store.read(zone, |views| plot_timers(views, day_of(now)))? {
        let note = plot::opinion::Act::NoteOverdue { question };
        let word = format!("opinion-{question}");
        moved += clock.put::<Plots>(subject, &word, plot::Command::Opinion(note))?;
    }
    for subject in store.read(zone, |views| simulation_timers(views, day_of(now)))? {
        moved += clock.put::<Simulations>(subject, "tick", simulation::Command::Tick)?;
    }
    for (subject, certificate) in store.read(zone, |views| link_timers(views, day_of(now)))? {
        let word = format!("lapse-{certificate}");
        moved +=
            clock.put::<Applications>(subject, &word, bundle::Command::Lapse { certificate })?;
    }
    for subject in store.read(zone, |views| ticket_timers(views, day_of(now)))? {
        moved += clock.put::<Tickets>(subject, "end", ticket::Command::EndDay)?;
    }
    for subject in store.read(zone, |views| assistance_timers(views, day_of(now)))? {
        moved += clock.put::<Assistances>(subject, "end", assistance::Command::End)?;
    }
    let due = store.read(zone, |views| agreements::views::timers(views, day_of(now)))?;
    for (subject, timer) in due {
        moved += clock.put::<Agreements>(subject, &timer.word(), timer.command())?;
    }
    Ok(moved)
}

/// Where and when the clock asks.
struct Clockwork<'a> {
    store: &'a Store,
    zone: &'a str,
    now: Timestamp,
}

impl Clockwork<'_> {
    /// Puts to a subject what fell due; one where that made entries.
    fn put<C: Capability>(
        &self,
        subject: String,
        word: &str,
        command: C::Command,
    ) -> Result<u64, Fault> {
        let Clockwork { store, zone, now } = self;
        let name = leaf_hash(format!("{zone}/{subject}/{word}/{}", day_of(*now)).as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&name[..16]);
        let envelope = Envelope {
            zone: (*zone).into(),
            id: uuid::Builder::from_custom_bytes(id).into_uuid(),
            subject,
            actor: Actor::Clock,
            asserted_by: None,
            attested_by: None,
            at: *now,
            command,
        };
        match store.execute::<C>(envelope) {
            Answer::Recorded(_) => Ok(1),
            // Not due after all, or noted before: the rule knows better than the list.
            Answer::Refused(_) => Ok(0),
            Answer::Fault(fault) => Err(fault),
        }
    }
}

/// A fresh key for a command.
pub fn fresh_key() -> Uuid {
    Uuid::now_v7()
}

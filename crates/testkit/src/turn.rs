//! What time and reactions bring about (到期与联动), as the binary does it, for tests below it.
//!
//! The binary's own wiring is `kaiyuan::clockwork` and `kaiyuan::reactions`; its tests run the same
//! scenarios through those.

use approvals::case::{Cases, Command, Event};
use approvals::issued::{self, Issued, Papers, Seal};
use approvals::project::{self, Projects};
use approvals::views::{Timer, timers};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use kernel::merkle::leaf_hash;
use store::worker::Act;
use store::{Answer, Envelope, Fault, Store};
use uuid::Uuid;

/// The cursor behind which reactions follow the ledger.
pub const CURSOR: &str = "reactions";

/// Does what is due in a zone as of `now`.
pub type Turn = fn(&Store, &str, Timestamp) -> Result<(), Fault>;

/// Follows the ledger, and puts to each case what fell due.
pub fn turn(store: &Store, zone: &str, now: Timestamp) -> Result<(), Fault> {
    store.follow(zone, CURSOR, &react)?;
    for (subject, timer) in store.read(zone, |views| timers(views, day_of(now)))? {
        let command = match timer {
            Timer::Silence => Command::DeemAccepted,
            Timer::Limit(limit) => Command::NoteLimitPassed { limit },
        };
        let id = key(&format!("{zone}/{subject}/{timer:?}/{}", day_of(now)));
        let envelope = Envelope {
            zone: zone.into(),
            id,
            subject,
            actor: Actor::Clock,
            asserted_by: None,
            attested_by: None,
            at: now,
            command,
        };
        if let Answer::Fault(fault) = store.execute::<Cases>(envelope) {
            return Err(fault);
        }
    }
    store.follow(zone, CURSOR, &react).map(drop)
}

/// A granted case shows in the file of its project.
pub fn react(entry: &Entry) -> Vec<Act> {
    if entry.kind != "approvals.case_granted" {
        return Vec::new();
    }
    let event = serde_json::from_str(entry.payload.get()).expect("an entry holds its event");
    let Event::CaseGranted { on, document, project, files_project } = event else {
        unreachable!("the kind says what it is")
    };
    let case = entry.subject.to_owned();
    let command = if files_project {
        project::Command::RecordFiling { case, on }
    } else {
        project::Command::RecordPermit { case, document, on }
    };
    vec![Act::of::<Projects>(project, command)]
}

/// Issues and seals the papers that cases call for, with the software's seal.
pub fn issue(store: &Store, zone: &str, now: Timestamp) -> Result<(), Fault> {
    store.follow(zone, "papers", &|entry| paper(entry).into_iter().collect())?;
    for row in store.read(zone, approvals::views::awaiting_seal)? {
        let mut issued = Issued::default();
        let past = store.history::<Papers>(zone, &row.subject)?;
        past.iter().for_each(|past| issued.apply(&past.event));
        let paper = issued.paper.expect("a row stands for a paper");
        let seal = Seal::in_software(&paper, &store.seal_key(zone, &paper.organ)?);
        let envelope = Envelope {
            zone: zone.into(),
            id: key(&format!("{zone}/{}/seal", row.subject)),
            subject: row.subject,
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: now,
            command: issued::Command::Seal { seal },
        };
        store.execute::<Papers>(envelope).recorded().map_err(Fault::Broken)?;
    }
    Ok(())
}

fn paper(entry: &Entry) -> Option<Act> {
    let of_a_case = entry.subject.starts_with("case:").then_some(entry.payload.get())?;
    let event = serde_json::from_str(of_a_case).expect("an entry holds its event");
    let occasion = issued::called_for(&event)?;
    let subject = format!("issued:paper-{}", entry.number);
    let case = entry.subject.to_owned();
    Some(Act::of::<Papers>(subject, issued::Command::Issue { case, occasion }))
}

/// A key that follows from words.
pub fn key(words: &str) -> Uuid {
    let hash = leaf_hash(words.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

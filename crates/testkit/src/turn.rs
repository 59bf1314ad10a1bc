//! What time and reactions bring about (到期与联动), as the binary does it, for tests below it.
//!
//! The binary's own wiring is `kaiyuan::clockwork` and `kaiyuan::reactions`; its tests run the same
//! scenarios through those.

mod minutes;

use agreements::Agreements;
use approvals::case::{
    Cases, Command, Event, Outcome, commitment::Fact as Committed, instant::Fact,
    on_plot::Fact as OnPlot,
};
use approvals::issued::{self, Issued, Papers, Seal};
use approvals::package::{self, Event as PackageEvent, Packages, PartOutcome};
use approvals::project::{self, Projects};
use approvals::views::{
    Call, assistance_timers, calls, link_timers, plot_timers, project_timers, simulation_timers,
    ticket_timers, timers,
};
use approvals::{
    assistance::{self, Assistances},
    at_desk, at_once,
    bundle::{self, Applications},
    delivery::{self, Deliveries},
    on_contract,
    plot::{self, Plots},
    simulation::{self, Simulations},
    ticket::{self, Served, Tickets},
    visit,
};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use kernel::merkle::leaf_hash;
use store::worker::Act;
use store::{Answer, Capability, Envelope, Fault, Store};
use uuid::Uuid;

/// The cursor behind which reactions follow the ledger.
pub const CURSOR: &str = "reactions";

/// Does what is due in a zone as of `now`.
pub type Turn = fn(&Store, &str, Timestamp) -> Result<(), Fault>;

/// Follows the ledger, and puts to each case and project what fell due.
pub fn turn(store: &Store, zone: &str, now: Timestamp) -> Result<(), Fault> {
    store.follow(zone, CURSOR, &react)?;
    let ask = Asking { store, zone, now };
    ask.follow_simulations()?;
    for (subject, timer) in store.read(zone, |views| timers(views, day_of(now)))? {
        ask.put::<Cases>(subject, &timer.word(), timer.command())?;
    }
    for (subject, timer) in store.read(zone, |views| project_timers(views, day_of(now)))? {
        ask.put::<Projects>(subject, timer.word(), timer.command())?;
    }
    for (subject, question) in store.read(zone, |views| plot_timers(views, day_of(now)))? {
        let note = plot::opinion::Act::NoteOverdue { question };
        let word = format!("opinion-{question}");
        ask.put::<Plots>(subject, &word, plot::Command::Opinion(note))?;
    }
    for subject in store.read(zone, |views| simulation_timers(views, day_of(now)))? {
        ask.put::<Simulations>(subject, "tick", simulation::Command::Tick)?;
    }
    for (subject, certificate) in store.read(zone, |views| link_timers(views, day_of(now)))? {
        let word = format!("lapse-{certificate}");
        ask.put::<Applications>(subject, &word, bundle::Command::Lapse { certificate })?;
    }
    for subject in store.read(zone, |views| ticket_timers(views, day_of(now)))? {
        ask.put::<Tickets>(subject, "end", ticket::Command::EndDay)?;
    }
    for subject in store.read(zone, |views| assistance_timers(views, day_of(now)))? {
        ask.put::<Assistances>(subject, "end", assistance::Command::End)?;
    }
    let due = store.read(zone, |views| agreements::views::timers(views, day_of(now)))?;
    for (subject, timer) in due {
        ask.put::<Agreements>(subject, &timer.word(), timer.command())?;
    }
    store.follow(zone, CURSOR, &react).map(drop)
}

/// Where and when the clock asks.
struct Asking<'a> {
    store: &'a Store,
    zone: &'a str,
    now: Timestamp,
}

impl Asking<'_> {
    /// What the view of simulated cases calls for.
    fn follow_simulations(&self) -> Result<(), Fault> {
        for (subject, call) in self.store.read(self.zone, calls)? {
            let command = match call {
                Call::Convert => simulation::Command::Convert { subject: subject.clone() },
                Call::Void(ground) => simulation::Command::Void { ground },
            };
            let word = call.word();
            self.told::<Simulations>(Actor::Reaction, subject, &word, command)?;
        }
        Ok(())
    }

    fn put<C: Capability>(
        &self,
        subject: String,
        word: &str,
        command: C::Command,
    ) -> Result<(), Fault> {
        self.told::<C>(Actor::Clock, subject, word, command)
    }

    fn told<C: Capability>(
        &self,
        actor: Actor,
        subject: String,
        word: &str,
        command: C::Command,
    ) -> Result<(), Fault> {
        let id = key(&format!("{}/{subject}/{word}/{}", self.zone, day_of(self.now)));
        let envelope = Envelope {
            zone: self.zone.into(),
            id,
            subject,
            actor,
            asserted_by: None,
            attested_by: None,
            at: self.now,
            command,
        };
        match self.store.execute::<C>(envelope) {
            Answer::Recorded(_) | Answer::Refused(_) => Ok(()),
            Answer::Fault(fault) => Err(fault),
        }
    }
}

/// What an entry calls for.
pub fn react(entry: &Entry) -> Vec<Act> {
    match entry.kind {
        "approvals.case_granted"
        | "approvals.authority_answered"
        | "approvals.case_denied"
        | "approvals.case_not_accepted"
        | "approvals.case_withdrawn"
        | "approvals.deemed_withdrawn"
        | "approvals.case_terminated"
        | "approvals.contract_gone"
        | "approvals.case_revoked" => {
            let mut acts = case_ended(entry);
            acts.extend(delivery_begins(entry));
            acts
        }
        "approvals.result_sent_electronically"
        | "approvals.parcel_received"
        | "approvals.result_collected" => result_arrived(entry).into_iter().collect(),
        "approvals.material_replaced" => material_replaced(entry),
        "approvals.package_material_replaced" => package_material_replaced(entry),
        "approvals.package_case_started" => package_case_started(entry),
        "approvals.bundle_form_filled" | "approvals.link_mended" => {
            way_is_told(entry).into_iter().collect()
        }
        "approvals.bundle_through" => delivery_begins(entry).into_iter().collect(),
        "approvals.simulation_converted" => simulation_converted(entry),
        "approvals.plot_project_linked"
        | "approvals.scheme_reviewed"
        | "approvals.scheme_sent_back"
        | "approvals.contract_rescinded"
        | "approvals.change_declared" => {
            read::<Plots>(entry).map_or_else(Vec::new, on_contract::acts)
        }
        "approvals.instant_called" => instant_called(entry),
        "approvals.case_submitted"
        | "approvals.package_submitted"
        | "approvals.bundle_submitted" => {
            let came = at_desk::came(entry).expect("an entry holds its event");
            came.into_iter().collect()
        }
        "approvals.ticket_served" => ticket_served(entry),
        "approvals.minutes_recorded" => minutes::recorded(entry),
        _ => Vec::new(),
    }
}

/// Whoever was served at a desk for a case or a package has come for it.
fn ticket_served(entry: &Entry) -> Vec<Act> {
    let Some(ticket::Event::TicketServed { on, number, served }) = read::<Tickets>(entry) else {
        return Vec::new();
    };
    let Served { about, cause, required_by, reason } = served;
    if about.is_empty() {
        return Vec::new();
    }
    let (book, way) = (visit::book_of(&about), visit::Way::Hall);
    let ticket = number;
    let command = visit::Command::Record { about, on, cause, way, ticket, required_by, reason };
    vec![Act::of::<visit::Visits>(book, command)]
}

/// A granted case shows in the file of its project; however it ended, its package is told.
fn case_ended(entry: &Entry) -> Vec<Act> {
    let Some(event) = read::<Cases>(entry) else { return Vec::new() };
    let (outcome, on) = match &event {
        Event::CaseGranted { on, .. }
        | Event::AuthorityAnswered { on, outcome: Outcome::Granted, .. } => {
            (PartOutcome::Granted, *on)
        }
        Event::CaseDenied { on, .. } | Event::AuthorityAnswered { on, .. } => {
            (PartOutcome::Denied, *on)
        }
        Event::CaseNotAccepted { on, .. } => (PartOutcome::NotAccepted, *on),
        Event::CaseWithdrawn { on, .. } | Event::DeemedWithdrawn { on } => {
            (PartOutcome::Withdrawn, *on)
        }
        Event::CaseTerminated { on, .. } => (PartOutcome::Terminated, *on),
        Event::Commitment(Committed::Revoked { on, .. })
        | Event::OnPlot(OnPlot::ContractGone { on, .. }) => (PartOutcome::Revoked, *on),
        _ => return Vec::new(),
    };
    let tells = matches!(outcome, PartOutcome::Granted | PartOutcome::Revoked);
    let granted = project_is_told(entry, event).filter(|_| tells);
    let package = package::of_case(entry.subject).map(|(package, matter)| {
        Act::of::<Packages>(package, package::Command::RecordOutcome { matter, outcome, on })
    });
    granted.into_iter().chain(package).collect()
}

/// A filing files the project, a permit is recorded, and one that is revoked taken out.
fn project_is_told(entry: &Entry, event: Event) -> Option<Act> {
    let case = entry.subject.to_owned();
    if let Event::Commitment(Committed::Revoked { on, document, project, .. }) = event {
        let command = project::Command::RecordRevocation { case, document, on };
        return Some(Act::of::<Projects>(project, command));
    }
    if let Event::OnPlot(OnPlot::ContractGone { on, document, project, .. }) = event {
        let command = project::Command::RecordRevocation { case, document: document.clone(), on };
        return (!document.is_empty()).then(|| Act::of::<Projects>(project, command));
    }
    let (Event::CaseGranted { on, document, project, files_project, .. }
    | Event::AuthorityAnswered { on, document, project, files_project, .. }) = event
    else {
        return None;
    };
    let command = if files_project {
        project::Command::RecordFiling { case, on }
    } else {
        project::Command::RecordPermit { case, document, on }
    };
    Some(Act::of::<Projects>(project, command))
}

/// What a bundle's form says of how its result is to come, at first or once it was mended, is what
/// its applicant chose.
fn way_is_told(entry: &Entry) -> Option<Act> {
    let Some(
        bundle::Event::BundleFormFilled { answers, .. } | bundle::Event::LinkMended { answers, .. },
    ) = read::<Applications>(entry)
    else {
        return None;
    };
    let (about, way) = (entry.subject.to_owned(), delivery::Way::of_form(&answers)?);
    let delivery = delivery::delivery_of(&about);
    Some(Act::of::<Deliveries>(delivery, delivery::Command::Choose { about, way }))
}

/// What is decided, or through, is delivered as its applicant chose; where nothing was chosen,
/// nothing begins.
fn delivery_begins(entry: &Entry) -> Option<Act> {
    let is_decided = matches!(
        entry.kind,
        "approvals.case_granted"
            | "approvals.case_denied"
            | "approvals.authority_answered"
            | "approvals.bundle_through"
    );
    let begin = || {
        let delivery = delivery::delivery_of(entry.subject);
        Act::of::<Deliveries>(delivery, delivery::Command::Begin)
    };
    is_decided.then(begin)
}

/// What has arrived by its delivery counts as delivered, which calls for the proof of it.
fn result_arrived(entry: &Entry) -> Option<Act> {
    let arrived = read::<Deliveries>(entry)?;
    let (means, on) = (arrived.means()?, arrived.arrived_on());
    let about = delivery::about_of(entry.subject);
    Some(match about.starts_with("bundle:") {
        true => Act::of::<Applications>(about, bundle::Command::Deliver { means, on }),
        false => Act::of::<Cases>(about, Command::Deliver { means, on }),
    })
}

/// A package opens the case of one of its matters.
fn package_case_started(entry: &Entry) -> Vec<Act> {
    let Some(PackageEvent::PackageCaseStarted { matter, on, project, applicant, handed_in }) =
        read::<Packages>(entry)
    else {
        return Vec::new();
    };
    let package = entry.subject.to_owned();
    let case = package::case_of(&package, &matter);
    let received_on = on;
    let command = Command::Open { matter, project, applicant, handed_in, package, received_on };
    vec![Act::of::<Cases>(case, command)]
}

/// What the applicant replaced in a case of a package is replaced in all of it.
fn material_replaced(entry: &Entry) -> Vec<Act> {
    let package = package::of_case(entry.subject).filter(|_| entry.actor != Actor::Reaction);
    let (Some((package, matter)), Some(Event::MaterialReplaced { on, material, reason, .. })) =
        (package, read::<Cases>(entry))
    else {
        return Vec::new();
    };
    let command = package::Command::RecordReplacement { matter, material, reason, on };
    vec![Act::of::<Packages>(package, command)]
}

/// Each of the other cases that ask for it opens again what rests on it.
fn package_material_replaced(entry: &Entry) -> Vec<Act> {
    let Some(PackageEvent::PackageMaterialReplaced { material, reason, touches, .. }) =
        read::<Packages>(entry)
    else {
        return Vec::new();
    };
    let told = touches.iter().map(|matter| {
        let command = Command::Replace { material: material.clone(), reason: reason.clone() };
        Act::of::<Cases>(package::case_of(entry.subject, matter), command)
    });
    told.collect()
}

/// The formal case opens with everything carried over.
fn simulation_converted(entry: &Entry) -> Vec<Act> {
    let Some(simulation::Event::Converted { formal, brought, .. }) = read::<Simulations>(entry)
    else {
        return Vec::new();
    };
    let open = approvals::case::conversion::Act::Open(Box::new(brought));
    vec![Act::of::<Cases>(formal, Command::Conversion(open))]
}

/// A rule decides what calls for it, where the request that submitted did not come so far.
fn instant_called(entry: &Entry) -> Vec<Act> {
    let Some(Event::Instant(Fact::Called { matter, version })) = read::<Cases>(entry) else {
        return Vec::new();
    };
    vec![at_once::act(entry.subject, &matter, &version)]
}

fn read<C: Capability>(entry: &Entry) -> Option<C::Event> {
    Some(serde_json::from_str(entry.payload.get()).expect("an entry holds its event"))
}

/// Issues and seals the papers that cases and applications call for, with the software's seal.
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
    take_back(store, zone, now)
}

/// Takes back the papers that no longer stand.
fn take_back(store: &Store, zone: &str, now: Timestamp) -> Result<(), Fault> {
    for one in store.read(zone, approvals::views::to_be_taken_back)? {
        let (subject, reason) = (one.subject, one.why.words());
        let envelope = Envelope {
            zone: zone.into(),
            id: key(&format!("{zone}/{subject}/revoked")),
            subject,
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: now,
            command: issued::Command::Revoke { reason },
        };
        store.execute::<Papers>(envelope).recorded().map_err(Fault::Broken)?;
    }
    Ok(())
}

fn paper(entry: &Entry) -> Option<Act> {
    let occasion = issued::called_for(entry).expect("an entry holds its event")?;
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

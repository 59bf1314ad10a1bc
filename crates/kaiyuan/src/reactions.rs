//! Every coupling of the product (联动): which entry calls for which command elsewhere.
//!
//! A capability never depends on another one, nor one kind of subject on another: where one must
//! answer another, it is written here; `promises` and `commitments` are the rooms where cases meet
//! agreements, `minutes` where packages do, `visits` where what happens is counted as a visit.
//! [`documents`] follows on its own: a seal that is late holds nothing else up.

mod commitments;
pub mod documents;
mod minutes;
mod promises;
pub mod simulations;
mod visits;

use approvals::case::commitment::Fact as Committed;
use approvals::case::on_plot::Fact as OnPlot;
use approvals::case::{Cases, Command, Event, Outcome, instant::Fact};
use approvals::delivery::{self, Deliveries};
use approvals::package::{self, Event as PackageEvent, Packages, PartOutcome};
use approvals::project::{self, Projects};
use approvals::{
    at_once,
    bundle::{self, Applications},
    on_contract,
    plot::Plots,
};
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::Capability;
use store::worker::Act;

/// The cursor behind which reactions follow the ledger.
pub const CURSOR: &str = "reactions";

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
            acts.extend(promises::case_ended(entry));
            acts.extend(delivery_begins(entry));
            acts.extend(commitments::told(entry));
            acts
        }
        "approvals.granted_on_commitment"
        | "approvals.commitment_found_fit"
        | "approvals.rectification_ordered"
        | "approvals.commitment_found_unfit" => commitments::told(entry),
        "approvals.case_corrected" => promises::came(entry),
        "approvals.materials_owed"
        | "approvals.material_settled"
        | "approvals.material_returned"
        | "approvals.promise_broken" => promises::told(entry),
        "approvals.material_replaced" => material_replaced(entry),
        "approvals.package_material_replaced" => package_material_replaced(entry),
        "approvals.package_case_started" => package_case_started(entry),
        "approvals.bundle_form_filled" | "approvals.link_mended" => {
            way_is_told(entry).into_iter().collect()
        }
        "approvals.bundle_through" => delivery_begins(entry).into_iter().collect(),
        "approvals.result_sent_electronically" | "approvals.parcel_received" => {
            result_arrived(entry).into_iter().collect()
        }
        "approvals.result_collected" => {
            let mut acts: Vec<Act> = result_arrived(entry).into_iter().collect();
            acts.extend(visits::collected(entry));
            acts
        }
        "approvals.simulation_converted" => simulations::converted(entry),
        "approvals.plot_project_linked"
        | "approvals.scheme_reviewed"
        | "approvals.scheme_sent_back"
        | "approvals.contract_rescinded"
        | "approvals.change_declared" => {
            read::<Plots>(entry).map_or_else(Vec::new, on_contract::acts)
        }
        "approvals.instant_called" => instant_called(entry),
        "approvals.joint_site_visit_held" => visits::held(entry),
        "approvals.minutes_recorded" => minutes::recorded(entry),
        "approvals.ticket_served" => visits::came(entry),
        "approvals.case_submitted"
        | "approvals.package_submitted"
        | "approvals.bundle_submitted" => visits::handed_in(entry),
        _ => Vec::new(),
    }
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

/// What the applicant replaced in a case of a package is replaced in all of it; what the package
/// passed on is not told to it again.
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

/// A rule decides what calls for it, where the request that submitted did not come so far.
fn instant_called(entry: &Entry) -> Vec<Act> {
    let Some(Event::Instant(Fact::Called { matter, version })) = read::<Cases>(entry) else {
        return Vec::new();
    };
    vec![at_once::act(entry.subject, &matter, &version)]
}

/// The event of an entry; one that cannot be read is told to whoever runs the installation.
fn read<C: Capability>(entry: &Entry) -> Option<C::Event> {
    let event = serde_json::from_str(entry.payload.get());
    event.inspect_err(|flaw| tracing::error!(entry = entry.number, %flaw, "it cannot be read")).ok()
}

//! Agreements (协议): promises, contracts and minutes, signed, reminded of, breached, ended.
//!
//! The shape of an agreement and its rules stand in `kernel::agreement`, so that they are the same
//! whoever holds one. Here are the [`kind`]s as data with the [`refusal`]s that they add, what
//! [`minutes`] make of a meeting's decisions, what posts may do (`decide`), [`words`], and
//! [`views`], the only SQL of the crate.
//!
//! Never: what follows from a breach done by itself. The list says that it may follow; a person
//! carries it out and says so. A promise that the ledger drafted follows the case that it is
//! about, and nothing is done to it here; minutes that it drafted are the offices' own.

mod decide;
pub mod kind;
pub mod minutes;
pub mod refusal;
pub mod views;
mod wiring;
pub mod words;

use jiff::civil::Date;
use kernel::actor::Actor;
pub use kernel::agreement::{Act, Agreement, Event};
use kernel::calendar::Calendar;
use kernel::right::Rights;
use store::{Context, Registered};
pub use wiring::Agreements;

/// All kinds of subject of this capability.
pub fn capabilities() -> Vec<Registered> {
    vec![Registered::of::<Agreements>()]
}

/// What the rules need to know beyond the agreement's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of numbers: the year of the last one, and the last one.
    pub last: (i64, i64),
    /// An office among the parties that the zone has no post of.
    pub unknown_office: Option<String>,
}

/// What a decision of this crate may know of the world.
pub(crate) struct Situation<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The day.
    pub today: Date,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// What the actor's post may do.
    pub rights: &'a Rights,
}

impl<'a> From<&'a Context<'a>> for Situation<'a> {
    fn from(context: &'a Context<'a>) -> Situation<'a> {
        let Context { actor, today, calendar, rights, .. } = context;
        Situation { actor, today: *today, calendar, rights }
    }
}

/// The literal kind of a fact's entry.
pub fn entry_kind(event: &Event) -> &'static str {
    match event {
        Event::AgreementDrafted { .. } => "agreements.agreement_drafted",
        Event::AgreementSigned { .. } => "agreements.agreement_signed",
        Event::AgreementChanged { .. } => "agreements.agreement_changed",
        Event::ChangeWithdrawn { .. } => "agreements.change_withdrawn",
        Event::FulfilmentDemanded { .. } => "agreements.fulfilment_demanded",
        Event::EvidenceHandedIn { .. } => "agreements.evidence_handed_in",
        Event::EvidenceReturned { .. } => "agreements.evidence_returned",
        Event::ObligationFulfilled { .. } => "agreements.obligation_fulfilled",
        Event::ObligationDueSoon { .. } => "agreements.obligation_due_soon",
        Event::ObligationBreached { .. } => "agreements.obligation_breached",
        Event::ConsequenceCarriedOut { .. } => "agreements.consequence_carried_out",
        Event::EndAgreedTo { .. } => "agreements.end_agreed_to",
        Event::AgreementEnded { .. } => "agreements.agreement_ended",
    }
}

//! Assistance (帮办代办): an enterprise entrusts a post of the zone with acting for it, for a scope,
//! for certain acts, until a day, free of charge.
//!
//! Under the mandate an officer at that post asks the same commands as the applicant; the entry
//! names both, and nobody vouches by it. What is the applicant's own, its signature, its consent,
//! its grade, is never entrusted. [`allows`] is the one place that says what a mandate covers; the
//! store asks it for every command of an assistant.
//!
//! A mandate given at the counter stands on its paper: the scan is the evidence, and the enterprise
//! may confirm or revoke it on its own page.
//!
//! Never: a fee; a decision; a mandate without an end.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, article 30.

mod command;
mod decide;
mod event;
mod kind;
mod refusal;
mod under;

use jiff::civil::Date;

use crate::Register;

pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Because, Event};
pub use kind::{Act, Scope, Signature, State};
pub use refusal::Refusal;
pub use under::{About, allows};
pub(crate) use under::{
    Wanted, of_bundle, of_case, of_delivery, of_document, of_package, of_plot, of_project,
    of_simulation, of_ticket,
};

/// The kind of subject.
pub struct Assistances;

/// What a mandate says (委托内容).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Its number.
    pub number: String,
    /// The enterprise that gave it.
    pub credit_code: String,
    /// The office of the post that is entrusted.
    pub office: String,
    /// The post.
    pub post: String,
    /// For what.
    pub scope: Scope,
    /// With which acts.
    pub acts: Vec<Act>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What the rules need to know beyond the mandate's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of mandates.
    pub numbers: Register,
    /// Is the post one that assists?
    pub is_assisting: bool,
    /// Is what it is for the enterprise's own?
    pub is_scope_own: bool,
    /// Was the scan of the paper handed in for the enterprise?
    pub is_scan_here: bool,
    /// Is the one case over for which it was given?
    pub is_concluded: bool,
}

/// A mandate as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Assistance {
    /// What it says; nothing before it was given.
    pub terms: Option<Terms>,
    /// Where it stands.
    pub state: State,
    /// The paper that it stands on, where it was given at the counter.
    pub paper: String,
    /// The document that holds its scan.
    pub scan: String,
    /// Did the enterprise confirm it since?
    pub is_confirmed: bool,
    /// The signatures that were asked for, each once.
    pub asked: Vec<(String, Signature)>,
}

impl Assistance {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::AssistanceEntrusted { paper, scan, .. } => {
                self.terms = event.terms();
                self.state = State::InForce;
                self.paper.clone_from(paper);
                self.scan.clone_from(scan);
            }
            Event::AssistanceConfirmed { .. } => self.is_confirmed = true,
            Event::AssistanceRevoked { .. } => self.state = State::Revoked,
            Event::AssistanceLaidDown { .. } => self.state = State::LaidDown,
            Event::AssistanceEnded { .. } => self.state = State::Ended,
            Event::SignatureAsked { about, what, .. } => self.asked.push((about.clone(), *what)),
        }
    }
}

//! A case (办件): one matter, asked for by one applicant, decided by one office, on a clock.
//!
//! Life: submitted → (one-time notice → corrected, or what may follow promised) → accepted, with
//! what was promised owed, or not accepted → (paused, resumed, extended, opinions asked) → granted
//! or denied, here or by the authority that it is handed over to → delivered → concluded. Where the
//! conditions were promised, it is granted at once, inspected later, and revoked where the promise
//! was not kept. It may be withdrawn until it is decided, and is terminated where its object is
//! gone.
//!
//! Basis: Administrative Licensing Law, articles 29 to 45.

mod before;
mod command;
pub mod commitment;
pub mod conversion;
mod decide;
mod effect;
mod event;
mod facts;
pub mod instant;
pub mod on_plot;
mod question;
mod refusal;
mod refusal_words;
mod state;
pub mod tolerance;
mod words;

use catalogue::Uncorrected;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::time_limit::{Clock, LimitKind, PauseGround};

pub use crate::question::{Question, Stance};
pub use before::Before;
pub use command::Command;
pub use commitment::Commitment;
pub use decide::Point;
pub(crate) use decide::{decide, findings, review};
pub use event::Event;
pub use facts::{Definition, Facts, Prerequisite, ProjectFacts, Record};
pub use instant::Instant;
pub use refusal::Refusal;
pub use state::State;
pub use tolerance::Tolerance;
pub use words::{Acceptance, Outcome, TerminationGround};

/// The kind of subject.
pub struct Cases;

/// A case as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Where it stands.
    pub state: State,
    /// Its number in the zone's register.
    pub number: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition it started under.
    pub definition: String,
    /// The project's subject.
    pub project: String,
    /// The applicant's code.
    pub applicant: String,
    /// What was handed in.
    pub handed_in: Vec<String>,
    /// What was told to be missing.
    pub told_missing: Vec<String>,
    /// Everything missing was told, be it in words alone.
    pub notice_given: bool,
    /// The day of receipt, or of the correction that completed it.
    pub received_on: Option<Date>,
    /// The days before acceptance.
    pub before: Before,
    /// The clock, from acceptance.
    pub clock: Option<Clock>,
    /// The limits whose passing is recorded.
    pub passed: Vec<LimitKind>,
    /// The package that it was received in; empty where it came alone.
    pub package: String,
    /// By when the correction is due, and what comes of it otherwise.
    pub correct_by: Option<(Date, Uncorrected)>,
    /// What other offices were asked, in order.
    pub questions: Vec<Question>,
    /// The post that has it.
    pub post: Option<String>,
    /// The day of the decision, here or elsewhere.
    pub decided_on: Option<Date>,
    /// The result could not be delivered.
    pub delivery_failed: bool,
    /// What was promised, and what of it is owed.
    pub tolerance: Tolerance,
    /// The conditions that were promised to be met, and what was found of them.
    pub commitment: Commitment,
    /// The simulated case that it came out of, where it did.
    pub origin: conversion::Origin,
    /// The plot whose scheme it rests on, where it does.
    pub ground: on_plot::Ground,
    /// The answers to the matter's form.
    pub answers: Answers,
    /// Its instant decision.
    pub instant: Instant,
}

impl Case {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        let before = self.state;
        self.state = event.on_state(before).unwrap_or(before);
        event.on_clock(&mut self.clock);
        self.before.fold(event, (before, self.state));
        self.fold_ways(event);
        match event {
            Event::CaseSubmitted { on, number, matter, definition, project, applicant, .. }
            | Event::CaseOpened { on, number, matter, definition, project, applicant, .. } => {
                self.number.clone_from(number);
                self.matter.clone_from(matter);
                self.definition.clone_from(definition);
                self.project.clone_from(project);
                self.applicant.clone_from(applicant);
                self.received_on = Some(*on);
            }
            Event::NoticeGiven { missing, .. } | Event::NoticeGivenUntil { missing, .. } => {
                self.told_missing.clone_from(missing);
                self.notice_given = true;
            }
            Event::CaseCorrected { on, .. }
            | Event::Tolerance(tolerance::Fact::Promised { on, .. })
            | Event::Commitment(commitment::Fact::Promised { on, .. }) => {
                if before == State::Correcting && self.state == State::Received {
                    self.received_on = Some(*on);
                    self.before.corrected(*on);
                }
            }
            Event::CaseGranted { on, .. }
            | Event::CaseDenied { on, .. }
            | Event::AuthorityAnswered { on, .. } => self.decided_on = Some(*on),
            Event::LimitPassed { limit } => self.passed.push(*limit),
            Event::CaseAssigned { post, .. } => self.post = Some(post.clone()),
            Event::DeliveryFailed { .. } => self.delivery_failed = true,
            Event::CaseFormFilled { answers, .. } => self.answers.clone_from(answers),
            Event::CaseNotAccepted { .. }
            | Event::CaseAccepted { .. }
            | Event::CasePaused { .. }
            | Event::CaseResumed { .. }
            | Event::CaseExtended { .. }
            | Event::CaseWithdrawn { .. }
            | Event::DeemedWithdrawn { .. }
            | Event::HandedOver { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. }
            | Event::OpinionFollowedUp { .. }
            | Event::OpinionOverdue { .. }
            | Event::OpinionWithdrawn { .. }
            | Event::CaseEscalated { .. }
            | Event::OverdueExplained { .. }
            | Event::CaseTerminated { .. }
            | Event::CaseConcluded { .. }
            | Event::ResultDelivered { .. }
            | Event::MaterialReplaced { .. }
            | Event::Conversion(_)
            | Event::OnPlot(_)
            | Event::Instant(_)
            | Event::Tolerance(_)
            | Event::Commitment(_) => {}
        }
        if let Event::CaseSubmitted { handed_in, .. }
        | Event::CaseOpened { handed_in, .. }
        | Event::CaseCorrected { handed_in, .. } = event
        {
            self.handed_in.extend(handed_in.iter().cloned());
        }
        if let Event::NoticeGivenUntil { correct_by, uncorrected, .. } = event {
            self.correct_by = Some((*correct_by, *uncorrected));
        }
    }

    /// What the fact does to what stands in rooms of its own.
    fn fold_ways(&mut self, event: &Event) {
        if let Event::CaseOpened { package, .. } = event {
            self.package.clone_from(package);
        }
        question::fold(&mut self.questions, event);
        self.tolerance.fold(event, &mut self.handed_in);
        self.origin.fold(event, &mut self.questions);
        self.ground.fold(event);
        self.commitment.fold(event);
        self.instant.fold(event);
    }

    /// Is it at its end, for whatever reason?
    pub fn is_concluded(&self) -> bool {
        match self.state {
            State::Unknown
            | State::Received
            | State::Correcting
            | State::Accepted
            | State::HandedOver => false,
            State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded
            | State::Revoked
            | State::Cancelled => true,
        }
    }

    /// Did its applicant break a promise in it, tolerated or committed?
    pub fn has_a_broken_promise(&self) -> bool {
        self.tolerance.is_broken || self.commitment.is_broken()
    }

    /// May what it granted be revoked: on a commitment and in force, or found wrong by a look?
    pub fn is_revocable(&self) -> bool {
        self.commitment.stands() || self.instant.audit == instant::Audit::Wrong
    }

    /// Does time stand still, without an end in sight?
    pub fn is_paused(&self) -> bool {
        let pauses = self.clock.iter().flat_map(|clock| &clock.pauses);
        pauses.into_iter().any(|pause| pause.until.is_none())
    }

    /// Does time stand still for this ground, without an end in sight?
    pub fn waits_for(&self, ground: PauseGround) -> bool {
        let mut pauses = self.clock.iter().flat_map(|clock| &clock.pauses);
        pauses.any(|one| one.until.is_none() && one.ground == ground)
    }

    /// The materials that are asked for, and neither here nor proven by what the ledger holds.
    pub fn missing(&self, matter: &catalogue::Matter) -> Vec<String> {
        let mut missing = matter.missing(&self.handed_in);
        missing.retain(|id| !self.is_met(id, matter));
        missing
    }

    /// Is no paper asked for, because what it proves is in the ledger: a fact that a simulated
    /// review assumed and that arrived, or what a contract for a plot brings?
    pub fn is_met(&self, material: &str, matter: &catalogue::Matter) -> bool {
        self.origin.is_met(material, matter) || self.ground.held.iter().any(|id| id == material)
    }

    /// Is the material here and being examined? Then another file in its place is a replacement.
    pub fn is_relied_on(&self, material: &str) -> bool {
        self.state == State::Accepted && self.handed_in.iter().any(|it| it == material)
    }

    /// The questions to other offices that a decision must wait for.
    pub fn open_questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.holds_the_decision())
    }
}

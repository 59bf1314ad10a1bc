//! A case (办件): one matter, asked for by one applicant, decided by one office, on a clock.
//!
//! Life: submitted → (one-time notice → corrected) → accepted, or not accepted → (paused, resumed,
//! extended) → granted or denied → delivered. It may be withdrawn until it is decided.
//!
//! Basis: Administrative Licensing Law, articles 29 to 45.

mod command;
mod decide;
mod event;
mod refusal;

use std::sync::Arc;

use catalogue::Matter;
use jiff::civil::Date;
use kernel::time_limit::{Clock, Limit};

use crate::Register;
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Acceptance, Event};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Cases;

/// What the rules need to know beyond the case's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The definition in force, for a case to be; the one it started under, for a case that is.
    pub definition: Option<Arc<Definition>>,
    /// The project, where the case has one.
    pub project: Option<ProjectFacts>,
    /// The register of cases.
    pub numbers: Register,
    /// The register of documents.
    pub documents: Register,
}

/// A matter as the zone published it.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name that its content gives it.
    pub hash: String,
    /// The definition.
    pub matter: Matter,
    /// Within how many days everything missing is told.
    pub notice_limit: Limit,
}

/// What a case must know of its project.
#[derive(Clone, Debug)]
pub struct ProjectFacts {
    /// The enterprise's code.
    pub credit_code: String,
    /// Does it hold a code?
    pub has_code: bool,
    /// Is it filed?
    pub is_filed: bool,
}

/// Where a case stands (办件状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was submitted.
    #[default]
    Unknown,
    /// Received, not accepted yet.
    Received,
    /// Everything missing was told; the applicant corrects.
    Correcting,
    /// Accepted; the limits run.
    Accepted,
    /// Not accepted, with reasons.
    NotAccepted,
    /// Decided for the applicant.
    Granted,
    /// Decided against the applicant.
    Denied,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// The result has reached the applicant.
    Delivered,
}

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
    /// The clock, from acceptance.
    pub clock: Option<Clock>,
    /// The limits whose passing is recorded.
    pub passed: Vec<kernel::time_limit::LimitKind>,
}

impl State {
    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Received => "received",
            State::Correcting => "correcting",
            State::Accepted => "accepted",
            State::NotAccepted => "not_accepted",
            State::Granted => "granted",
            State::Denied => "denied",
            State::Withdrawn => "withdrawn",
            State::Delivered => "delivered",
        }
    }
}

impl Case {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::CaseSubmitted { on, number, matter, definition, project, applicant, .. } => {
                self.state = State::Received;
                self.number.clone_from(number);
                self.matter.clone_from(matter);
                self.definition.clone_from(definition);
                self.project.clone_from(project);
                self.applicant.clone_from(applicant);
                self.received_on = Some(*on);
            }
            Event::NoticeGiven { missing, .. } => {
                self.state = State::Correcting;
                self.told_missing.clone_from(missing);
                self.notice_given = true;
            }
            // What comes before any notice, or after acceptance, starts nothing anew.
            Event::CaseCorrected { on, .. } => {
                if self.state == State::Correcting {
                    self.state = State::Received;
                    self.received_on = Some(*on);
                }
            }
            Event::CaseNotAccepted { .. } => self.state = State::NotAccepted,
            Event::CaseAccepted { .. } => self.state = State::Accepted,
            Event::CaseWithdrawn { .. } => self.state = State::Withdrawn,
            Event::CaseGranted { .. } => self.state = State::Granted,
            Event::CaseDenied { .. } => self.state = State::Denied,
            Event::ResultDelivered { .. } => self.state = State::Delivered,
            Event::LimitPassed { limit } => self.passed.push(*limit),
            Event::CasePaused { .. } | Event::CaseResumed { .. } | Event::CaseExtended { .. } => {}
        }
        if let Event::CaseSubmitted { handed_in, .. } | Event::CaseCorrected { handed_in, .. } =
            event
        {
            self.handed_in.extend(handed_in.iter().cloned());
        }
        event.on_clock(&mut self.clock);
    }

    /// Is it at its end, for whatever reason?
    pub fn is_concluded(&self) -> bool {
        match self.state {
            State::Unknown | State::Received | State::Correcting | State::Accepted => false,
            State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered => true,
        }
    }

    /// Does time stand still, without an end in sight?
    pub fn is_paused(&self) -> bool {
        let pauses = self.clock.iter().flat_map(|clock| &clock.pauses);
        pauses.into_iter().any(|pause| pause.until.is_none())
    }
}

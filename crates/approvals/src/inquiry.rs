//! A register of another authority is asked (数据查询), so that the applicant need not tell again
//! what is known there: for one application, with the applicant's consent, and for nothing else.
//!
//! The answer is kept with its source, the register's own reference and the day as of which it
//! holds. What the register does not answer, for whatever reason, the applicant tells as before:
//! an inquiry holds up no application. The consent can be withdrawn until an application was
//! submitted on the answer; then it is said that it was used, and when.
//!
//! Never: a fact that was not consented to; an answer that somebody typed.

mod command;
mod decide;
mod event;
mod refusal;

use std::collections::BTreeMap;

use catalogue::form::Answers;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{Command, Heard};
pub(crate) use decide::decide;
pub use event::{Event, Outage, State};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Inquiries;

/// What the rules need to know beyond the inquiry's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Whose project it is about; nothing where it is not here.
    pub enterprise: Option<String>,
    /// The day on which the application was submitted, where it was.
    pub submitted_on: Option<Date>,
}

/// What a register told for an application, with where it comes from (登记内容).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterTold {
    /// Who keeps it, under which number it was told, and as of which day it holds.
    pub source: String,
    /// What, by field.
    pub answers: Answers,
}

/// An inquiry as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Inquiry {
    /// Where it stands.
    pub state: State,
    /// The application that it is for.
    pub application: String,
    /// Whose it is.
    pub applicant: String,
    /// The project.
    pub project: String,
    /// The register.
    pub register: String,
    /// Who keeps it, in Chinese.
    pub holder: String,
    /// The fields that it was consented to ask for.
    pub asks: Vec<String>,
    /// The day of the consent.
    pub consented_on: Option<Date>,
    /// The register's own number of what it told.
    pub reference: String,
    /// As of which day that holds.
    pub as_of: Option<Date>,
    /// The day on which it told that.
    pub answered_on: Option<Date>,
    /// What it told, by field.
    pub told: Answers,
    /// Why it could not be asked, last.
    pub outage: Option<Outage>,
    /// The materials whose licences, as told, the applicant confirmed: they are not asked for.
    pub confirmed: Vec<String>,
    /// Those that the applicant contests, each with why; their papers are handed in.
    pub contested: BTreeMap<String, String>,
    /// The day on which the consent was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// How often it was asked for.
    pub times: u32,
}

impl Inquiry {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        self.state = event.state();
        match event {
            Event::InquiryConsented {
                on,
                application,
                applicant,
                project,
                register,
                holder,
                asks,
            } => {
                self.application.clone_from(application);
                self.applicant.clone_from(applicant);
                self.project.clone_from(project);
                self.register.clone_from(register);
                self.holder.clone_from(holder);
                self.asks.clone_from(asks);
                self.consented_on = Some(*on);
                self.withdrawn_on = None;
                self.times = 1;
            }
            Event::InquiryAnswered { on, as_of, reference, told } => {
                self.answered_on = Some(*on);
                self.as_of = Some(*as_of);
                self.reference.clone_from(reference);
                self.told.clone_from(told);
            }
            Event::InquiryFoundNothing { reference, .. } => self.reference.clone_from(reference),
            Event::InquiryFailed { outage, .. } => self.outage = Some(*outage),
            Event::InquiryRepeated { .. } => self.times += 1,
            Event::InquiryWithdrawn { on } => {
                self.withdrawn_on = Some(*on);
                self.told.clear();
                self.confirmed.clear();
                self.contested.clear();
            }
            Event::LicenceConfirmed { material, .. } => {
                self.contested.remove(material);
                self.confirmed.push(material.clone());
            }
            Event::LicenceContested { material, reason, .. } => {
                self.confirmed.retain(|one| one != material);
                self.contested.insert(material.clone(), reason.clone());
            }
        }
    }
}

impl Inquiry {
    /// Did it tell only after the application that says it was submitted? Then the applicant told
    /// it without the register, and the two are compared.
    pub fn is_late(&self, submitted_on: Date) -> bool {
        self.state == State::Answered && self.answered_on.is_some_and(|on| on > submitted_on)
    }

    /// The licence that was told in the place of a material; nothing where none was.
    pub fn licence(&self, material: &str) -> Option<&str> {
        let is_answered = self.state == State::Answered;
        self.told.get(&licence_of(material)).filter(|_| is_answered).map(String::as_str)
    }
}

/// What a register is asked for in the place of a material: the number of its licence.
pub fn licence_of(material: &str) -> String {
    format!("licence:{material}")
}

/// The inquiry of an application at a register: the application by the name that the case or
/// package that comes of it has after its kind.
pub fn inquiry_of(application: &str, register: &str) -> String {
    format!("inquiry:{application}.{register}")
}

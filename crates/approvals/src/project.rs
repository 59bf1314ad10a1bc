//! A project (投资项目): one file from registration to completion.
//!
//! The national code is stored, never minted here: it is assigned by the national platform, and an
//! officer records it. A failing check digit stops the record unless the officer gives a reason.
//!
//! Basis: Regulations on the Approval and Filing of Enterprise Investment Projects (State Council
//! Order 673), articles 5, 13.

mod command;
mod decide;
mod event;
mod refusal;

use jiff::civil::Date;

use crate::Register;
pub use command::Command;
pub(crate) use decide::{as_recorded, decide};
pub use event::Event;
pub use refusal::Refusal;

/// The kind of subject.
pub struct Projects;

/// What the rules need to know beyond the project's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of projects.
    pub numbers: Register,
    /// The project that holds the code asked for already.
    pub holder_of_code: Option<String>,
}

/// A project as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The number in the zone's register; nothing before registration.
    pub number: Option<String>,
    /// The enterprise's unified social credit code.
    pub credit_code: String,
    /// The national code.
    pub code: Option<String>,
    /// Since when it is filed (备案).
    pub filed_on: Option<Date>,
    /// The cases whose permits are recorded.
    pub permits: Vec<String>,
}

impl Project {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::ProjectRegistered { number, credit_code, .. } => {
                self.number = Some(number.clone());
                self.credit_code.clone_from(credit_code);
            }
            Event::CodeRecorded { code, .. } => self.code = Some(code.clone()),
            Event::ProjectFiled { on, .. } => self.filed_on = Some(*on),
            Event::PermitRecorded { case, .. } => self.permits.push(case.clone()),
        }
    }
}

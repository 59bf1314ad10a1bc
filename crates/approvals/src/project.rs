//! A project (投资项目): one file from registration to completion.
//!
//! The national code is stored, never minted here: it is assigned by the national platform, and an
//! officer records it. A failing check digit stops the record unless the officer gives a reason.
//!
//! Basis: Regulations on the Approval and Filing of Enterprise Investment Projects (State Council
//! Order 673), articles 5, 13.

pub mod assumption;
mod command;
mod decide;
mod event;
pub mod node;
mod plan;
mod refusal;
mod refusal_words;
mod schedule;
mod words;

use std::sync::Arc;

use catalogue::form::Answers;
use jiff::civil::Date;

use crate::Register;
use crate::case::Definition;
pub use assumption::Assumptions;
pub use command::{Command, Registration};
pub(crate) use decide::{as_recorded, decide};
pub use event::Event;
pub use plan::{Baseline, BaselineCost, BaselineStep, Contact, NotedRisk};
pub use refusal::Refusal;
pub use schedule::Schedule;
pub use words::{Changes, Details, Licence, Nature, ProjectKind, Report};

/// The kind of subject.
pub struct Projects;

/// What the rules need to know beyond the project's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of projects.
    pub numbers: Register,
    /// The project that holds the code asked for already.
    pub holder_of_code: Option<String>,
    /// An open project of the same enterprise with the same name or site, by its number.
    pub lookalike: Option<String>,
    /// How the matter is handled that a licence was issued under, where it is in force here.
    pub mode_of_matter: Option<catalogue::Mode>,
    /// Who the ledger says obtained the plot that is said to have arrived, by its code.
    pub sold_to: Option<String>,
    /// The matters in force, where a plan is made of them.
    pub matters: Vec<Arc<Definition>>,
    /// Is it on a plot that was sold with its scheme, the contract standing?
    pub is_on_plot: bool,
    /// Is the post that is to be turned to among those that the zone published?
    pub is_contact_published: bool,
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
    /// The provisional code; nothing once the national one is there.
    pub provisional_code: Option<String>,
    /// What is planned, reported and reminded of.
    pub schedule: Schedule,
    /// The licences of other authorities, the latest notice of each.
    pub licences: Vec<Licence>,
    /// The plans that were decided on, version by version.
    pub plans: Vec<Baseline>,
    /// The answers that the last of them follows from.
    pub answers: Answers,
    /// What is assumed before the land is obtained, and what turned out.
    pub assumptions: Assumptions,
    /// What was recorded of the steps that are the project's own to see to.
    pub nodes: node::Nodes,
}

impl Project {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        self.schedule.apply(event);
        match event {
            Event::ProjectRegistered { number, credit_code, .. } => {
                self.number = Some(number.clone());
                self.credit_code.clone_from(credit_code);
            }
            Event::CodeRecorded { code, .. } => {
                self.code = Some(code.clone());
                self.provisional_code = None;
            }
            Event::ProjectFiled { on, .. } => self.filed_on = Some(*on),
            Event::PermitRecorded { case, .. } => self.permits.push(case.clone()),
            Event::PermitRevoked { case, .. } => self.permits.retain(|known| known != case),
            Event::ProvisionalCodeIssued { code } => self.provisional_code = Some(code.clone()),
            Event::LicenceMirrored { licence } => {
                self.licences.retain(|known| known.number != licence.number);
                self.licences.push(licence.clone());
            }
            Event::PlanAdopted { plan, answers, .. } => {
                self.plans.push(plan.clone());
                self.answers.clone_from(answers);
            }
            Event::Assumption(fact) => self.assumptions.apply(fact),
            Event::Node(fact) => self.nodes.apply(fact),
            Event::ProjectDescribed { .. }
            | Event::DuplicateExplained { .. }
            | Event::FormFilled { .. }
            | Event::ProjectChanged { .. }
            | Event::ApprovalProlonged { .. }
            | Event::ApprovalExpired { .. }
            | Event::ProjectVoided { .. }
            | Event::ProjectCompleted { .. }
            | Event::ProgressReported { .. }
            | Event::ReportReminded { .. } => {}
        }
    }
}

//! A package (并联申请): one stage of a project, asked for at once, decided by each office itself.
//!
//! One form, one set of materials, one receipt. The cases are received at the same moment, save
//! those that the law lets follow another: they start when what comes before them is granted. The
//! lead office convenes, visits and reminds; it decides for nobody.
//!
//! Basis: Administrative Licensing Law, articles 26 and 42.

mod command;
mod critical_path;
mod decide;
mod event;
mod refusal;

use std::sync::Arc;

use jiff::civil::Date;

use crate::Register;
use crate::case::{Definition, ProjectFacts};
pub use command::Command;
pub use critical_path::{JOINT_LIMIT, Path, Span, Standing, critical_path};
pub(crate) use decide::decide;
pub use event::{Decision, Event, Part, PartOutcome};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Packages;

/// What the rules need to know beyond the package's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The project, where there is one.
    pub project: Option<ProjectFacts>,
    /// The register of packages.
    pub numbers: Register,
    /// The definitions of the matters that are asked for; of its cases, where a material was
    /// replaced: each goes by the one that it started under.
    pub definitions: Vec<Arc<Definition>>,
}

/// A package as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The number of its receipt; nothing before it was submitted.
    pub number: Option<String>,
    /// The project's subject.
    pub project: String,
    /// The stage.
    pub stage: u8,
    /// The office that coordinates.
    pub lead_office: String,
    /// The applicant's code.
    pub applicant: String,
    /// The day of receipt.
    pub received_on: Option<Date>,
    /// What was handed in, for all of it.
    pub handed_in: Vec<String>,
    /// The matters, each with its case.
    pub members: Vec<Member>,
    /// Since when all of it is granted.
    pub through_on: Option<Date>,
    /// The offices that were called to joint reviews, each with the day of the review.
    pub called: Vec<(String, Date)>,
}

/// One matter of a package, as the facts leave it (并联事项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The matter, its office, and what must be granted first.
    pub part: Part,
    /// Since when its case runs.
    pub started_on: Option<Date>,
    /// How its case ended, and on which day.
    pub ended: Option<(PartOutcome, Date)>,
}

/// The subject of the case that a package opens for a matter.
pub fn case_of(package: &str, matter: &str) -> String {
    let name = package.strip_prefix("package:").unwrap_or(package);
    format!("case:{name}.{matter}")
}

/// The package and the matter that a case belongs to, where its name says so.
pub fn of_case(case: &str) -> Option<(String, String)> {
    let (name, matter) = case.strip_prefix("case:")?.split_once('.')?;
    Some((format!("package:{name}"), matter.to_owned()))
}

/// The subject of the agreement in which the decisions of minutes are owed: `entry` is where the
/// minutes stand in the ledger.
pub fn minutes_of(package: &str, entry: u64) -> String {
    let name = package.strip_prefix("package:").unwrap_or(package);
    format!("agreement:minutes.{name}.{entry}")
}

impl Package {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::PackageSubmitted {
                on,
                number,
                project,
                stage,
                lead_office,
                applicant,
                parts,
                handed_in,
                ..
            } => {
                self.number = Some(number.clone());
                self.project.clone_from(project);
                self.stage = *stage;
                self.lead_office.clone_from(lead_office);
                self.applicant.clone_from(applicant);
                self.received_on = Some(*on);
                self.handed_in.clone_from(handed_in);
                let member =
                    |part: &Part| Member { part: part.clone(), started_on: None, ended: None };
                self.members = parts.iter().map(member).collect();
            }
            Event::PackageCaseStarted { matter, on, .. } => {
                self.member_mut(matter).for_each(|member| member.started_on = Some(*on));
            }
            Event::PackageCaseConcluded { matter, outcome, on } => {
                // Without one of its permits it is not through any more.
                if *outcome == PartOutcome::Revoked {
                    self.through_on = None;
                }
                let ended = Some((*outcome, *on));
                self.member_mut(matter).for_each(|member| member.ended = ended);
            }
            Event::PackageThrough { on } => self.through_on = Some(*on),
            Event::JointReviewConvened { meets_on, offices, .. } => {
                let of_it = offices.iter().map(|office| (office.clone(), *meets_on));
                self.called.extend(of_it);
            }
            Event::PackageMaterialReplaced { .. }
            | Event::JointSiteVisitHeld { .. }
            | Event::MinutesRecorded { .. }
            | Event::OfficeReminded { .. }
            | Event::PackageFormFilled { .. } => {}
        }
    }

    /// A matter of the package.
    pub fn member(&self, matter: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.part.matter == matter)
    }

    /// Did the office take part in a joint review by this day: as its lead, or called to it?
    pub fn took_part(&self, office: &str, by: Date) -> bool {
        let was_called = |(called, on): &(String, Date)| called == office && *on <= by;
        self.lead_office == office || self.called.iter().any(was_called)
    }

    /// The offices that did, the lead office first.
    pub fn parties_of_minutes(&self, by: Date) -> Vec<&str> {
        let mut offices = vec![self.lead_office.as_str()];
        for (office, on) in &self.called {
            if *on <= by && !offices.contains(&office.as_str()) {
                offices.push(office);
            }
        }
        offices
    }

    fn member_mut(&mut self, matter: &str) -> impl Iterator<Item = &mut Member> {
        self.members.iter_mut().filter(move |member| member.part.matter == matter)
    }

    /// Was the matter granted?
    pub fn is_granted(&self, matter: &str) -> bool {
        let ended = self.member(matter).and_then(|member| member.ended);
        ended.is_some_and(|(outcome, _)| outcome == PartOutcome::Granted)
    }
}

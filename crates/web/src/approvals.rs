//! Pages of approvals (审批页面): the project's and the case's, and what both are made of.

pub mod case;
pub mod changes;
pub mod charged;
pub mod clocks;
pub mod commitments;
pub mod contact;
pub mod day_table;
pub mod deliveries;
pub mod facts;
pub mod filled;
pub mod inquired;
pub mod instant;
mod lanes;
pub mod materials;
mod messages;
mod next;
pub mod nodes;
pub mod paying;
pub mod plan;
pub mod planning;
pub mod project;
pub mod promises;
mod reliance;
pub mod risks;
pub mod standing;
pub mod trail;

use std::sync::Arc;

use agreements::views::{AgreementRow, agreements_about};
use approvals::case::{self as cases, Case, Cases, Definition};
use approvals::delivery::State as Where;
use approvals::package::{self as packages, Packages};
use approvals::project::{self as projects, Projects};
use approvals::views::{
    CaseRow, DeliveryRow, DocumentRow, PackageRow, PaperRow, ProjectRow, case_by_number,
    cases_of_project, definition, delivery_about, documents_of, packages_of_project,
    project_by_number, visits_of,
};
use approvals::visit::Tally;
use jiff::civil::Date;
use kernel::local_time::day_of;
use kernel::right::Right;
use kernel::text::{Text, text};
use store::{Fault, Past};

use crate::{
    Site,
    documents::papers_of,
    principal::{Parties, Principal},
    shell::Frame,
};

/// A case with its history (办件档案).
pub struct CaseFile {
    /// As lists show it.
    pub row: CaseRow,
    /// As its facts leave it.
    pub case: Case,
    /// Its facts.
    pub past: Vec<Past<cases::Event>>,
    /// The definition that it started under.
    pub definition: Arc<Definition>,
    /// How its result comes, where a way was chosen.
    pub delivery: Option<DeliveryRow>,
}

/// A project with its history and its cases (项目档案).
pub struct ProjectFile {
    /// As lists show it.
    pub row: ProjectRow,
    /// Its facts.
    pub past: Vec<Past<projects::Event>>,
    /// Its cases, oldest first.
    pub cases: Vec<CaseFile>,
    /// Its packages.
    pub packages: Vec<PackageRow>,
    /// What is agreed about it; whom each concerns is looked at where it is shown.
    pub agreements: Vec<AgreementRow>,
}

/// A case and what its page says of its project.
pub struct CaseOfProject {
    /// The case.
    pub file: CaseFile,
    /// The project's number.
    pub project_number: String,
    /// The project's name.
    pub project_title: String,
    /// Whether the project has its code, and is filed.
    pub on_file: next::OnFile,
    /// The papers issued, each with the token that leads to its check.
    pub papers: Vec<(PaperRow, String)>,
    /// The documents handed in.
    pub documents: Vec<DocumentRow>,
    /// What the form says that was filled in for it.
    pub filled_in: Option<filled::FilledIn>,
    /// What registers of other authorities were asked for it.
    pub told: Vec<approvals::inquiry::Inquiry>,
    /// How often somebody came for it, or for the package that it belongs to.
    pub visits: Tally,
}

impl CaseOfProject {
    /// Was the reader's office only asked for its opinion? It sees the case and not the project.
    pub fn is_only_asked(&self, principal: &Principal) -> bool {
        let Some(office) = principal.office() else { return false };
        let sees_projects = principal.has(Right::Register) || principal.has(Right::Supervise);
        let is_asked = self.file.case.questions.iter().any(|one| one.office == office);
        is_asked && self.file.row.office != office && !sees_projects
    }

    /// The address of its project for the reader; empty where it is not shown.
    pub fn project_for(&self, frame: &Frame) -> String {
        if self.is_only_asked(&frame.principal) {
            return String::new();
        }
        format!("{}/projects/{}", frame.files(), self.project_number)
    }

    /// Is `to` the case or the package that it came in?
    fn is_place(&self, to: &str) -> bool {
        self.file.row.subject == to || self.file.row.package.as_deref() == Some(to)
    }
}

impl CaseFile {
    /// Is its result to come as the applicant chose? Then nobody delivers it by hand.
    pub fn is_delivery_underway(&self) -> bool {
        let is_last_resort = |row: &DeliveryRow| row.is_turned && row.state == Where::AtCounter;
        let row = self.delivery.as_ref();
        row.is_some_and(|row| !row.state.has_arrived() && !is_last_resort(row))
    }

    /// May this reader see it, where `lead` leads its package?
    fn may_be_seen(&self, principal: &Principal, lead: Option<&str>) -> bool {
        let mut offices = vec![self.row.office.as_str()];
        offices.extend(self.case.questions.iter().map(|one| one.office.as_str()));
        offices.extend(lead);
        principal.may_see(&Parties { credit_code: &self.row.applicant, offices: &offices })
    }

    /// Was it decided for the applicant, whether delivered by now or not? What was revoked was not.
    pub fn is_granted(&self) -> bool {
        let is_revoked = matches!(self.case.state, cases::State::Revoked | cases::State::Cancelled);
        let is_grant = |event: &cases::Event| {
            matches!(
                event,
                cases::Event::CaseGranted { .. }
                    | cases::Event::AuthorityAnswered { outcome: cases::Outcome::Granted, .. }
            )
        };
        !is_revoked && self.past.iter().any(|past| is_grant(&past.event))
    }

    /// Was it decided against the applicant?
    pub fn is_denied(&self) -> bool {
        self.past.iter().any(|past| matches!(past.event, cases::Event::CaseDenied { .. }))
    }

    /// The day of the last fact that `is_it` names, as recorded.
    pub fn last_day(&self, is_it: impl Fn(&cases::Event) -> bool) -> Option<Date> {
        let last = self.past.iter().rev().find(|past| is_it(&past.event));
        last.map(|past| day_of(past.at))
    }
}

impl ProjectFile {
    /// May this reader open the case? Who sees the project does not see all of its cases.
    pub fn is_open_to(&self, principal: &Principal, case: &CaseFile) -> bool {
        let package = case.row.package.as_deref();
        let own = self.packages.iter().find(|one| Some(one.subject.as_str()) == package);
        case.may_be_seen(principal, own.map(|one| one.lead_office.as_str()))
    }

    /// A case by its matter; with its number where the project has several of the matter.
    pub fn name_of(&self, case: &CaseFile) -> Text {
        let name = case.definition.matter.name();
        if self.cases.iter().filter(|other| other.row.matter == case.row.matter).count() == 1 {
            return name;
        }
        let number = &case.row.number;
        text(format!("{} {number}", name.zh), format!("{} {number}", name.en))
    }
}

/// May this reader see the case: the applicant, the office that decides, those that were asked, the
/// one that leads its package, or whoever supervises?
pub fn may_see_case(
    site: &Site,
    principal: &Principal,
    found: &CaseOfProject,
) -> Result<bool, Fault> {
    let row = &found.file.row;
    let lead = match &row.package {
        None => None,
        Some(package) => site.store.read(&site.zone, |open| {
            let packages = packages_of_project(open, &row.project)?;
            let own = packages.into_iter().find(|one| one.subject == *package);
            Ok(own.map(|one| one.lead_office))
        })?,
    };
    Ok(found.file.may_be_seen(principal, lead.as_deref()))
}

/// May this reader see the project: its enterprise, whoever acts for it under its mandate, the
/// offices of its cases and packages, whoever keeps projects, or whoever supervises?
pub fn may_see_project(principal: &Principal, file: &ProjectFile) -> bool {
    let mut offices: Vec<&str> = file.cases.iter().map(|case| case.row.office.as_str()).collect();
    offices.extend(file.packages.iter().map(|package| package.lead_office.as_str()));
    let parties = Parties { credit_code: &file.row.credit_code, offices: &offices };
    let is_entrusted = principal.acts_for() == Some(&file.row.credit_code)
        && principal.reaches_project(&file.row.number);
    is_entrusted || principal.has(Right::Register) || principal.may_see(&parties)
}

/// Is this the shape of a number of the registers: year and serial?
pub fn is_number(word: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('-').is_some_and(|(year, serial)| {
        year.len() == 4 && (6..=12).contains(&serial.len()) && digits(year) && digits(serial)
    })
}

/// Reads a project with all that its page shows.
pub fn read_project(site: &Site, number: &str) -> Result<Option<ProjectFile>, Fault> {
    if !is_number(number) {
        return Ok(None);
    }
    let found = site.store.read(&site.zone, |views| {
        let Some(row) = project_by_number(views, number)? else { return Ok(None) };
        let mut cases = Vec::new();
        for case in cases_of_project(views, &row.subject)? {
            cases.push((definition_of(views, &case)?, case));
        }
        let packages = packages_of_project(views, &row.subject)?;
        let agreements = agreements_about(views, &row.subject)?;
        Ok(Some((row, cases, packages, agreements)))
    })?;
    let Some((row, rows, packages, agreements)) = found else { return Ok(None) };
    let past = site.store.history::<Projects>(&site.zone, &row.subject)?;
    let cases = rows.into_iter().map(|(definition, row)| case_file(site, row, definition));
    let cases = cases.collect::<Result<_, _>>()?;
    Ok(Some(ProjectFile { row, past, cases, packages, agreements }))
}

/// Reads a case with all that its page shows.
pub fn read_case(site: &Site, number: &str) -> Result<Option<CaseOfProject>, Fault> {
    if !is_number(number) {
        return Ok(None);
    }
    let found = site.store.read(&site.zone, |views| {
        let Some(row) = case_by_number(views, number)? else { return Ok(None) };
        Ok(Some((definition_of(views, &row)?, row)))
    })?;
    let Some((definition, row)) = found else { return Ok(None) };
    let (documents, visits) = site.store.read(&site.zone, |views| {
        let thing = row.package.as_deref().unwrap_or(&row.subject);
        let visits = visits_of(views, thing)?.map(|row| row.tally).unwrap_or_default();
        Ok((documents_of(views, &row.subject)?, visits))
    })?;
    // What was asked for with others has one receipt with them, and its own papers from then on.
    let together = row.package.as_deref().map(|package| papers_of(site, package)).transpose()?;
    let mut papers = together.unwrap_or_default();
    papers.extend(papers_of(site, &row.subject)?);
    let mut of = CaseOfProject {
        papers,
        documents,
        file: case_file(site, row, definition)?,
        project_number: String::new(),
        project_title: String::new(),
        on_file: next::OnFile::default(),
        filled_in: None,
        told: Vec::new(),
        visits,
    };
    for past in site.store.history::<Projects>(&site.zone, &of.file.row.project)? {
        match past.event {
            projects::Event::ProjectRegistered { number, title, .. } => {
                (of.project_number, of.project_title) = (number, title);
            }
            projects::Event::ProjectFiled { .. } => of.on_file.is_filed = true,
            projects::Event::CodeRecorded { .. } => of.on_file.has_code = true,
            projects::Event::FormFilled { on, to, answers } => {
                if of.is_place(&to) {
                    of.filled_in = Some(filled::FilledIn { on, answers, told: Vec::new() });
                }
            }
            projects::Event::PermitRecorded { .. }
            | projects::Event::PermitRevoked { .. }
            | projects::Event::ProjectDescribed { .. }
            | projects::Event::DuplicateExplained { .. }
            | projects::Event::ProvisionalCodeIssued { .. }
            | projects::Event::ProjectChanged { .. }
            | projects::Event::ApprovalProlonged { .. }
            | projects::Event::ApprovalExpired { .. }
            | projects::Event::ProjectVoided { .. }
            | projects::Event::ProjectCompleted { .. }
            | projects::Event::ProgressReported { .. }
            | projects::Event::ReportReminded { .. }
            | projects::Event::LicenceMirrored { .. }
            | projects::Event::PlanAdopted { .. }
            | projects::Event::Node(_)
            | projects::Event::Assumption(_) => {}
        }
    }
    if let Some(filled_in) = filled_in(site, &of.file)? {
        of.filled_in = Some(filled_in);
    }
    of.told = inquired::of_case(site, &of.file.row)?;
    if let Some(filled_in) = &mut of.filled_in {
        filled_in.told.clone_from(&of.told);
    }
    Ok(Some(of))
}

/// What the form says, as it stands in the case itself or in its package.
fn filled_in(site: &Site, file: &CaseFile) -> Result<Option<filled::FilledIn>, Fault> {
    let own = file.past.iter().rev().find_map(|past| match &past.event {
        cases::Event::CaseFormFilled { on, answers } => Some((*on, answers.clone())),
        _ => None,
    });
    let told = match (own, &file.row.package) {
        (None, Some(package)) => {
            let past = site.store.history::<Packages>(&site.zone, package)?;
            past.into_iter().rev().find_map(|past| match past.event {
                packages::Event::PackageFormFilled { on, answers } => Some((on, answers)),
                _ => None,
            })
        }
        (own, _) => own,
    };
    Ok(told.map(|(on, answers)| filled::FilledIn { on, answers, told: Vec::new() }))
}

fn definition_of(views: &mut store::Views, row: &CaseRow) -> Result<Arc<Definition>, Fault> {
    let lost = || Fault::Broken(format!("case {} started under an unknown definition", row.number));
    definition(views, &row.definition)?.ok_or_else(lost)
}

fn case_file(site: &Site, row: CaseRow, definition: Arc<Definition>) -> Result<CaseFile, Fault> {
    let past = site.store.history::<Cases>(&site.zone, &row.subject)?;
    let mut case = Case::default();
    past.iter().for_each(|past| case.apply(&past.event));
    let delivery = site.store.read(&site.zone, |open| delivery_about(open, &row.subject))?;
    Ok(CaseFile { row, case, past, definition, delivery })
}

//! Packages as rows (并联申请视图): what of each is granted, and who leads it.

use std::sync::Arc;

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Row, RowExt, Value, Views};

use super::counters::count;
use super::facts::{definition_in_force, read_definition};
use super::projection::row;
use super::queries::{CASES, CaseRow, case_row, date};
use super::{PACKAGE, lead_words};
use crate::case::Definition;
use crate::issued;
use crate::package::{Event, Package, PartOutcome};

/// The places of the columns after the zone.
const NUMBER: usize = 1;
const PROJECT: usize = 2;
const STAGE: usize = 3;
const LEAD_OFFICE: usize = 4;
const APPLICANT: usize = 5;
const STATE: usize = 7;
const GRANTED: usize = 9;
const ENDED: usize = 10;
const ANSWERS: usize = 11;

const COLUMNS: &str = "subject, number, project, stage, lead_office, applicant, received_on, state,
    members, granted, ended";

/// A package as lists show it.
#[derive(Clone, Debug)]
pub struct PackageRow {
    /// The subject.
    pub subject: String,
    /// The number of its receipt.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The stage.
    pub stage: i64,
    /// The office that coordinates.
    pub lead_office: String,
    /// The applicant's code.
    pub applicant: String,
    /// The day of receipt.
    pub received_on: Option<Date>,
    /// Is all of it granted?
    pub is_through: bool,
    /// How many matters it has.
    pub members: i64,
    /// How many of them are granted.
    pub granted: i64,
    /// How many of their cases have ended, however.
    pub ended: i64,
}

/// A package's row.
pub(crate) fn project_package(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    lead_words::project(views, entry, event);
    match event {
        Event::PackageSubmitted {
            on,
            number,
            project,
            stage,
            lead_office,
            applicant,
            parts,
            ..
        } => {
            let members = i64::try_from(parts.len()).unwrap_or(i64::MAX);
            let mut row: Row = vec![entry.subject.into()];
            row.extend([number, project].map(|text| Value::from(text.as_str())));
            row.push(i64::from(*stage).into());
            row.extend([lead_office, applicant].map(|text| Value::from(text.as_str())));
            row.extend([(*on).into(), "open".into()]);
            row.extend([members, 0, 0].map(Value::from));
            row.push(Value::Null);
            views.put(&PACKAGE, row);
            count(views, "package", entry)?;
            super::assistance_rows::note_assisted(views, entry)?;
        }
        Event::PackageCaseConcluded { outcome, .. } => {
            let mut row = row(views, &PACKAGE, entry)?;
            let add = |row: &Row, at, by| row.int(at).unwrap_or(0) + by;
            // What is revoked had ended before, as granted.
            if *outcome == PartOutcome::Revoked {
                row[GRANTED] = add(&row, GRANTED, -1).into();
                row[STATE] = "open".into();
            } else {
                row[ENDED] = add(&row, ENDED, 1).into();
            }
            if *outcome == PartOutcome::Granted {
                row[GRANTED] = add(&row, GRANTED, 1).into();
            }
            views.put(&PACKAGE, row);
        }
        Event::PackageThrough { .. } => {
            let mut row = row(views, &PACKAGE, entry)?;
            row[STATE] = "through".into();
            views.put(&PACKAGE, row);
        }
        Event::PackageFormFilled { answers, .. } => {
            let mut row = row(views, &PACKAGE, entry)?;
            row[ANSWERS] = serde_json::to_string(answers).expect("answers are JSON").into();
            views.put(&PACKAGE, row);
        }
        Event::PackageCaseStarted { .. }
        | Event::JointReviewConvened { .. }
        | Event::JointSiteVisitHeld { .. }
        | Event::MinutesRecorded { .. }
        | Event::OfficeReminded { .. }
        | Event::PackageMaterialReplaced { .. } => {}
    }
    Ok(())
}

/// A package by the number of its receipt.
pub fn package_by_number(views: &mut Views, number: &str) -> Result<Option<PackageRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM approvals_package WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(package_row))
}

/// The number of a package, and what its one form says; nothing where none was filled in.
pub(super) fn form_of(
    views: &mut Views,
    package: &str,
) -> Result<Option<(String, Answers)>, Fault> {
    // A row that is asked by its key begins with the zone.
    let row = views.get(&PACKAGE, &[package.into()])?;
    let told = row.as_ref().and_then(|row| Some((row.text(NUMBER + 1)?, row.text(ANSWERS + 1)?)));
    let Some((number, answers)) = told else { return Ok(None) };
    let answers = serde_json::from_str(answers);
    let answers = answers.map_err(|flaw| Fault::Broken(format!("a package's row: {flaw}")))?;
    Ok(Some((number.to_owned(), answers)))
}

/// What the receipt of a package says of it.
pub(super) fn receipt_facts(
    views: &mut Views,
    package: &str,
    matters: &[&str],
) -> Result<Option<issued::CaseFacts>, Fault> {
    let Some(row) = views.get(&PACKAGE, &[package.into()])? else { return Ok(None) };
    let text = |row: &Row, at: usize| row.text(at + 1).unwrap_or("").to_owned();
    let stage = row.int(STAGE + 1).unwrap_or(0);
    let mut facts = issued::CaseFacts {
        number: text(&row, NUMBER),
        applicant: text(&row, APPLICANT),
        office: text(&row, LEAD_OFFICE),
        matter: (format!("第{stage}阶段并联审批"), format!("stage {stage} in parallel")),
        ..issued::CaseFacts::default()
    };
    for id in matters {
        let Some(known) = definition_in_force(views, id)? else { continue };
        let (matter, id) = (&known.matter, (*id).to_owned());
        facts.matters.push((id, matter.title.clone(), matter.title_en.clone()));
        let asked = matter.materials.iter();
        let named = asked.map(|one| (one.id.clone(), one.title.clone(), one.title_en.clone()));
        facts.materials.extend(named);
    }
    if let Some(project) = views.get(&super::PROJECT, &[row.text(PROJECT + 1).into()])? {
        facts.project = text(&project, super::project_column::TITLE);
        facts.enterprise = project.text(4).unwrap_or("").into();
    }
    Ok(Some(facts))
}

/// The definitions of a package's matters, in its order: as their cases have them, and as they are
/// in force where no case has opened yet.
pub fn definitions_of_package(
    views: &mut Views,
    package: &Package,
    cases: &[CaseRow],
) -> Result<Vec<Arc<Definition>>, Fault> {
    let mut all = Vec::with_capacity(package.members.len());
    for member in &package.members {
        let matter = &member.part.matter;
        all.extend(match cases.iter().find(|case| case.matter == *matter) {
            Some(case) => read_definition(views, &case.definition)?,
            None => definition_in_force(views, matter)?,
        });
    }
    Ok(all)
}

/// A package by its subject.
pub fn package_by_subject(views: &mut Views, subject: &str) -> Result<Option<PackageRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM approvals_package WHERE zone = ?1 AND subject = ?2");
    Ok(views.query(&sql, &[subject.into()])?.first().map(package_row))
}

/// A project's packages, oldest first.
pub fn packages_of_project(views: &mut Views, project: &str) -> Result<Vec<PackageRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_package WHERE zone = ?1 AND project = ?2
         ORDER BY number LIMIT 50"
    );
    Ok(views.query(&sql, &[project.into()])?.iter().map(package_row).collect())
}

/// The packages that an office coordinates and that are not through, oldest first, after `after`
/// where a page goes on.
pub fn packages_led_by(
    views: &mut Views,
    office: &str,
    after: Option<&str>,
) -> Result<Vec<PackageRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_package
         WHERE zone = ?1 AND lead_office = ?2 AND state = 'open' AND number > ?3
         ORDER BY number LIMIT 50"
    );
    let rows = views.query(&sql, &[office.into(), after.unwrap_or("").into()])?;
    Ok(rows.iter().map(package_row).collect())
}

/// The cases that a package has opened so far, by number.
pub fn cases_of_package(views: &mut Views, package: &str) -> Result<Vec<CaseRow>, Fault> {
    let name = package.strip_prefix("package:").unwrap_or(package);
    // The case is named after its package: a stretch of the key finds them all.
    let (from, until) = (format!("case:{name}."), format!("case:{name}/"));
    let sql = format!("{CASES} AND c.subject > ?2 AND c.subject < ?3 ORDER BY c.subject LIMIT 100");
    let rows = views.query(&sql, &[from.into(), until.into()])?;
    let mut cases: Vec<CaseRow> = rows.iter().map(case_row).collect();
    cases.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(cases)
}

fn package_row(row: &Row) -> PackageRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    let number = |at| row.int(at).unwrap_or(0);
    PackageRow {
        subject: text(0),
        number: text(1),
        project: text(2),
        stage: number(3),
        lead_office: text(4),
        applicant: text(5),
        received_on: date(row, 6),
        is_through: row.text(7) == Some("through"),
        members: number(8),
        granted: number(9),
        ended: number(10),
    }
}

//! From facts of matters and projects to rows (投影).

use kernel::entry::Entry;
use store::{Fault, Row, RowExt, Table, Value, Views};

use super::counters::{count, tally};
use super::facts::licences_of;
use super::instant_rows;
use super::project_column as column;
use super::{LICENCE, MATTER, MATTER_IN_FORCE, PROJECT};
use super::{charged_rows, simulation_calls, simulation_rows};
use crate::project::{Licence, Schedule};
use crate::{matter, project};

/// A definition and that it is in force.
pub(crate) fn project_matter(
    views: &mut Views,
    entry: &Entry,
    event: &matter::Event,
) -> Result<(), Fault> {
    instant_rows::published(views, entry, event)?;
    let matter::Event::MatterPublished { definition, matter, notice_limit } = event else {
        return Ok(());
    };
    let body = serde_json::to_string(matter).expect("a matter is JSON");
    let limit = serde_json::to_string(notice_limit).expect("a limit is JSON");
    let (id, hash) = (matter.id.as_str(), definition.as_str());
    views.put(&MATTER, vec![hash.into(), id.into(), body.into(), limit.into()]);
    views.put(&MATTER_IN_FORCE, vec![id.into(), hash.into()]);
    Ok(())
}

/// A project's row.
pub(crate) fn project_project(
    views: &mut Views,
    entry: &Entry,
    event: &project::Event,
) -> Result<(), Fault> {
    super::assistance_rows::note_acted(views, entry);
    let mut row = match event {
        project::Event::ProjectRegistered { .. } => registered(views, entry, event)?,
        project::Event::CodeRecorded { .. }
        | project::Event::ProjectFiled { .. }
        | project::Event::ProjectDescribed { .. }
        | project::Event::ProvisionalCodeIssued { .. }
        | project::Event::ProjectChanged { .. }
        | project::Event::ApprovalProlonged { .. }
        | project::Event::ApprovalExpired { .. }
        | project::Event::ProjectVoided { .. }
        | project::Event::ProjectCompleted { .. }
        | project::Event::ProgressReported { .. }
        | project::Event::ReportReminded { .. } => row(views, &PROJECT, entry)?,
        // These stand in the project's history alone.
        project::Event::PermitRecorded { .. }
        | project::Event::PermitRevoked { .. }
        | project::Event::DuplicateExplained { .. }
        | project::Event::FormFilled { .. }
        | project::Event::PlanAdopted { .. } => return Ok(()),
        project::Event::Node(fact) => return charged_rows::recorded(views, entry, fact),
        project::Event::LicenceMirrored { licence } => return kept(views, entry, licence),
        project::Event::Assumption(fact) => return simulation_rows::assumed(views, entry, fact),
    };
    told(event, &mut row);
    let mut schedule = read_schedule(&row)?;
    schedule.apply(event);
    let due = schedule.next_report();
    row[column::REPORT] = due.map(|(report, _)| report.word().to_owned()).into();
    row[column::REPORT_DUE] = due.map(|(_, day)| day).into();
    row[column::WAKES_AFTER] = schedule.wakes_after().into();
    let text = serde_json::to_string(&schedule).expect("a schedule is JSON");
    row[column::SCHEDULE] = text.into();
    views.put(&PROJECT, row);
    // A project that ends voids what was simulated for it.
    simulation_calls::refresh(views, entry.subject)
}

/// A licence among those that the project's file keeps: the latest notice of each number.
fn kept(views: &mut Views, entry: &Entry, licence: &Licence) -> Result<(), Fault> {
    let mut all = licences_of(views, entry.subject, &licence.matter)?;
    all.retain(|known| known.number != licence.number);
    all.push(licence.clone());
    let text = serde_json::to_string(&all).expect("licences are JSON");
    let matter = licence.matter.as_str().into();
    views.put(&LICENCE, vec![entry.subject.into(), matter, text.into()]);
    Ok(())
}

/// The subject's row, after the zone; a later event of a subject without one is a broken ledger.
pub(super) fn row(views: &mut Views, table: &'static Table, entry: &Entry) -> Result<Row, Fault> {
    let row = views.get(table, &[entry.subject.into()])?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{} has no row", entry.subject)))?;
    Ok(row[1..].to_vec())
}

fn registered(views: &mut Views, entry: &Entry, event: &project::Event) -> Result<Row, Fault> {
    let project::Event::ProjectRegistered {
        number,
        title,
        enterprise,
        credit_code,
        region,
        industry,
        site,
        scale,
        total_investment_fen,
        ..
    } = event
    else {
        unreachable!("the caller matched the event")
    };
    let mut row: Row = vec![entry.subject.into()];
    let texts = [number, title, enterprise, credit_code, region, industry, site, scale];
    row.extend(texts.map(|text| Value::from(text.as_str())));
    row.push((*total_investment_fen).into());
    row.extend([Value::Null, Value::Null, entry.at.into()]);
    row.resize(PROJECT.columns.len() - 1, Value::Null);
    row[column::STATE] = "open".into();
    count(views, "project", entry)?;
    tally(views, "projects", 1)?;
    Ok(row)
}

/// What the event says of the columns that are told, not derived.
fn told(event: &project::Event, row: &mut Row) {
    match event {
        project::Event::CodeRecorded { code, .. } => {
            row[column::CODE] = code.as_str().into();
            row[column::PROVISIONAL_CODE] = Value::Null;
        }
        project::Event::ProjectFiled { on, .. } => row[column::FILED_ON] = (*on).into(),
        project::Event::ProjectDescribed { details } => {
            row[column::KIND] = details.kind.word().into();
        }
        project::Event::ProvisionalCodeIssued { code } => {
            row[column::PROVISIONAL_CODE] = code.as_str().into();
        }
        project::Event::ProjectChanged { changes, .. } => {
            for (at, told) in [
                (column::TITLE, &changes.title),
                (column::SITE, &changes.site),
                (column::SCALE, &changes.scale),
            ] {
                told.iter().for_each(|told| row[at] = told.as_str().into());
            }
            let investment = changes.total_investment_fen;
            investment.iter().for_each(|fen| row[column::INVESTMENT] = (*fen).into());
        }
        project::Event::ApprovalExpired { .. } => row[column::STATE] = "expired".into(),
        project::Event::ProjectVoided { .. } => row[column::STATE] = "void".into(),
        project::Event::ProjectCompleted { .. } => row[column::STATE] = "completed".into(),
        project::Event::ProjectRegistered { .. }
        | project::Event::PermitRecorded { .. }
        | project::Event::PermitRevoked { .. }
        | project::Event::DuplicateExplained { .. }
        | project::Event::FormFilled { .. }
        | project::Event::ApprovalProlonged { .. }
        | project::Event::ProgressReported { .. }
        | project::Event::ReportReminded { .. }
        | project::Event::LicenceMirrored { .. }
        | project::Event::PlanAdopted { .. }
        | project::Event::Assumption(_)
        | project::Event::Node(_) => {}
    }
}

fn read_schedule(row: &Row) -> Result<Schedule, Fault> {
    let text = row.text(column::SCHEDULE);
    let schedule = text.map(serde_json::from_str).transpose();
    let schedule = schedule.map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(schedule.unwrap_or_default())
}

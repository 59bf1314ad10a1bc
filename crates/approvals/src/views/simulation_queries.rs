//! Simulated cases as lists and the ledger ask for them (模拟办件查询).

use jiff::civil::Date;
use store::{Fault, Row, RowExt, Value, Views};

use super::queries::{ProjectRow, project_by_subject};
use super::simulation_calls::Call;
use super::simulation_rows::{
    APPLICANT, CALLS, DEFINITION, DOCUMENT, DUE, LIMIT_DAYS, MATTER, NOTICE_DUE, NUMBER, OFFICE,
    PROJECT, RECEIVED_ON, SIMULATION, SUBJECT, VALID_UNTIL, kept, state,
};
use super::{PROJECT as PROJECTS, facts::read_definition};
use crate::issued;
use crate::simulation::State;

/// A simulated case as lists show it (模拟办件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulationRow {
    /// Its subject.
    pub subject: String,
    /// Its number, in a series of its own.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition that it is reviewed under.
    pub definition: String,
    /// The applicant's code.
    pub applicant: String,
    /// The office that reviews.
    pub office: String,
    /// Where it stands.
    pub state: State,
    /// The day of receipt.
    pub received_on: Option<Date>,
    /// The number of its opinion.
    pub document: Option<String>,
    /// Until when the opinion is good.
    pub valid_until: Option<Date>,
    /// By when the review is to be through.
    pub due: Option<Date>,
    /// By when the office accepts it or says what is missing, while it has done neither.
    pub notice_due: Option<Date>,
    /// The length of the limit that runs, in its days.
    pub limit_days: Option<u32>,
}

/// The simulated cases that the ledger has something to do about, some of them at a time.
pub fn calls(views: &mut Views) -> Result<Vec<(String, Call)>, Fault> {
    let all = rows(views, "calls IS NOT NULL ORDER BY number LIMIT 500", &[])?;
    let named = |row: &Row| Some((row.text(SUBJECT)?.to_owned(), Call::of(row.text(CALLS)?)?));
    Ok(all.iter().filter_map(named).collect())
}

/// The simulated cases of which a day has passed, some of them at a time.
pub fn simulation_timers(views: &mut Views, today: Date) -> Result<Vec<String>, Fault> {
    let all = rows(views, "wakes_after < ?2 ORDER BY wakes_after LIMIT 500", &[today.into()])?;
    Ok(all.iter().filter_map(|row| row.text(SUBJECT)).map(str::to_owned).collect())
}

/// A simulated case by its number.
pub fn simulation_by_number(
    views: &mut Views,
    number: &str,
) -> Result<Option<SimulationRow>, Fault> {
    Ok(rows(views, "number = ?2", &[number.into()])?.first().map(shown))
}

/// A simulated case by its subject.
pub fn simulation_by_subject(
    views: &mut Views,
    subject: &str,
) -> Result<Option<SimulationRow>, Fault> {
    Ok(rows(views, "subject = ?2", &[subject.into()])?.first().map(shown))
}

/// What the paper of a simulated case says of it.
pub(super) fn simulation_facts(
    views: &mut Views,
    subject: &str,
) -> Result<Option<issued::CaseFacts>, Fault> {
    let found = rows(views, "subject = ?2", &[subject.into()])?;
    let Some(row) = found.first() else { return Ok(None) };
    let (assumed, row) = (kept(row)?.assumed, shown(row));
    let mut facts = issued::CaseFacts {
        number: row.number,
        office: row.office,
        applicant: row.applicant,
        assumed,
        ..issued::CaseFacts::default()
    };
    if let Some(known) = read_definition(views, &row.definition)? {
        facts.matter = (known.matter.title.clone(), known.matter.title_en.clone());
    }
    if let Some(project) = views.get(&PROJECTS, &[row.project.into()])? {
        facts.project = project.text(3).unwrap_or_default().into();
        facts.enterprise = project.text(4).unwrap_or_default().into();
    }
    Ok(Some(facts))
}

/// The simulated cases of a project, in the order of their numbers.
pub fn simulations_of_project(
    views: &mut Views,
    project: &str,
) -> Result<Vec<SimulationRow>, Fault> {
    let all = rows(views, "project = ?2 ORDER BY number", &[project.into()])?;
    Ok(all.iter().map(shown).collect())
}

/// The newest simulated cases of an applicant.
pub fn simulations_of_applicant(
    views: &mut Views,
    applicant: &str,
) -> Result<Vec<SimulationRow>, Fault> {
    let all = rows(views, "applicant = ?2 ORDER BY number DESC LIMIT 50", &[applicant.into()])?;
    Ok(all.iter().map(shown).collect())
}

/// The simulated cases that an office reviews, the oldest first.
pub fn simulations_at(views: &mut Views, office: &str) -> Result<Vec<SimulationRow>, Fault> {
    let all = rows(views, "desk = ?2 ORDER BY number LIMIT 200", &[office.into()])?;
    Ok(all.iter().map(shown).collect())
}

/// The simulated cases in which an office is asked, the oldest first.
pub fn simulations_asking(views: &mut Views, office: &str) -> Result<Vec<SimulationRow>, Fault> {
    let filter = "desk IS NOT NULL AND subject IN (SELECT subject FROM approvals_simulation_asked
                  WHERE zone = ?1 AND waits = ?2) ORDER BY number LIMIT 200";
    let all = rows(views, filter, &[office.into()])?;
    Ok(all.iter().map(shown).collect())
}

/// Of live simulated cases: another company than the applicant obtained the plot that they rest on.
const SOLD_ELSEWHERE: &str = "desk IS NOT NULL AND EXISTS (SELECT 1 FROM approvals_plot AS sold
     WHERE sold.zone = ?1 AND sold.called = approvals_simulation.plot AND sold.winner IS NOT NULL
     AND sold.winner <> approvals_simulation.applicant)";

/// Did another company than the applicant obtain the plot that this live simulated case rests on,
/// as far as the ledger knows plots?
pub fn is_sold_elsewhere(views: &mut Views, subject: &str) -> Result<bool, Fault> {
    let filter = format!("subject = ?2 AND {SOLD_ELSEWHERE}");
    Ok(!rows(views, &filter, &[subject.into()])?.is_empty())
}

/// The projects whose simulated cases rest on a plot that another company obtained, the oldest
/// first: whoever keeps projects hears of it here.
pub fn projects_sold_elsewhere(views: &mut Views) -> Result<Vec<ProjectRow>, Fault> {
    let filter = format!("{SOLD_ELSEWHERE} ORDER BY number LIMIT 200");
    let mut found: Vec<ProjectRow> = Vec::new();
    for row in rows(views, &filter, &[])? {
        let project = row.text(PROJECT).unwrap_or_default();
        if !found.iter().any(|known| known.subject == project) {
            found.extend(project_by_subject(views, project)?);
        }
    }
    Ok(found)
}

/// How many simulated cases run, have an opinion, became formal, are void: apart from all others.
pub fn simulation_totals(views: &mut Views) -> Result<[i64; 4], Fault> {
    let mut found = [0; 4];
    let names =
        ["simulations_open", "simulations_issued", "simulations_formal", "simulations_void"];
    for (at, name) in names.into_iter().enumerate() {
        let row = views.get(&super::COUNTER, &[name.into()])?;
        found[at] = row.and_then(|row| row.int(3)).unwrap_or(0);
    }
    Ok(found)
}

/// Rows as they stand, after the zone.
pub(super) fn rows(views: &mut Views, filter: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
    let columns: Vec<&str> = SIMULATION.columns[1..].iter().map(|(name, _)| *name).collect();
    let columns = columns.join(", ");
    let sql = format!("SELECT {columns} FROM approvals_simulation WHERE zone = ?1 AND {filter}");
    views.query(&sql, values)
}

fn shown(row: &Row) -> SimulationRow {
    let text = |at: usize| row.text(at).unwrap_or_default().to_owned();
    let day = |at: usize| row.text(at).and_then(|day: &str| day.parse().ok());
    SimulationRow {
        subject: text(SUBJECT),
        number: text(NUMBER),
        project: text(PROJECT),
        matter: text(MATTER),
        definition: text(DEFINITION),
        applicant: text(APPLICANT),
        office: text(OFFICE),
        state: state(row),
        received_on: day(RECEIVED_ON),
        document: row.text(DOCUMENT).map(str::to_owned),
        valid_until: day(VALID_UNTIL),
        due: day(DUE),
        notice_due: day(NOTICE_DUE),
        limit_days: row.int(LIMIT_DAYS).and_then(|days| u32::try_from(days).ok()),
    }
}

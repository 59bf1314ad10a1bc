//! What pages and the clock ask of approvals (查询).

use std::sync::Arc;

use jiff::civil::Date;
use kernel::time_limit::LimitKind;
use store::{Fault, Row, RowExt, Value, Views};

use super::projection::passed;
use crate::case::Definition;

/// A project as lists and pages show it.
#[derive(Clone, Debug)]
pub struct ProjectRow {
    /// The subject.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Who invests.
    pub enterprise: String,
    /// The enterprise's code.
    pub credit_code: String,
    /// The region's code.
    pub region: String,
    /// The industry's code.
    pub industry: String,
    /// Where.
    pub site: String,
    /// What, and how much.
    pub scale: String,
    /// The total investment, in fen.
    pub total_investment_fen: i64,
    /// The national code.
    pub code: Option<String>,
    /// Since when it is filed.
    pub filed_on: Option<Date>,
}

/// A case as lists show it.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// The subject.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition it started under.
    pub definition: String,
    /// The office that decides.
    pub office: String,
    /// The state's word.
    pub state: String,
    /// The last day of the promised limit, where it runs.
    pub promised_due: Option<Date>,
    /// The document issued.
    pub document: Option<String>,
}

/// What the clock has to say about a case (到期事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The office said nothing within the limit for the one-time notice.
    Silence,
    /// A limit passed.
    Limit(LimitKind),
}

/// Figures over all cases of a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Projects on file.
    pub projects: i64,
    /// Cases that run.
    pub open: i64,
    /// Cases decided.
    pub decided: i64,
}

const PROJECT_COLUMNS: &str = "subject, number, title, enterprise, credit_code, region, industry,
    site, scale, total_investment_fen, code, filed_on";
const CASE_COLUMNS: &str =
    "subject, number, project, matter, definition, office, state, promised_due, document";

/// The newest projects, before `before` where a page goes on.
pub fn projects(views: &mut Views, before: Option<&str>) -> Result<Vec<ProjectRow>, Fault> {
    let sql = format!(
        "SELECT {PROJECT_COLUMNS} FROM approvals_project
         WHERE zone = ?1 AND number < ?2 ORDER BY number DESC LIMIT 50"
    );
    let before = before.unwrap_or("9999");
    Ok(views.query(&sql, &[before.into()])?.iter().map(project_row).collect())
}

/// A project by its number.
pub fn project_by_number(views: &mut Views, number: &str) -> Result<Option<ProjectRow>, Fault> {
    let sql =
        format!("SELECT {PROJECT_COLUMNS} FROM approvals_project WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(project_row))
}

/// A project's cases, oldest first.
pub fn cases_of_project(views: &mut Views, subject: &str) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!(
        "SELECT {CASE_COLUMNS} FROM approvals_case WHERE zone = ?1 AND project = ?2
         ORDER BY number LIMIT 200"
    );
    Ok(views.query(&sql, &[subject.into()])?.iter().map(case_row).collect())
}

/// A case by its number.
pub fn case_by_number(views: &mut Views, number: &str) -> Result<Option<CaseRow>, Fault> {
    let sql = format!("SELECT {CASE_COLUMNS} FROM approvals_case WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(case_row))
}

/// The cases for which time has passed before `today`, some of them at a time.
pub fn timers(views: &mut Views, today: Date) -> Result<Vec<(String, Timer)>, Fault> {
    let sql = "SELECT subject, state, promised_due, statutory_due, passed FROM approvals_case
               WHERE zone = ?1 AND next_due < ?2
               ORDER BY next_due, subject LIMIT 1000";
    let rows = views.query(sql, &[Value::from(today)])?;
    let today = today.to_string();
    Ok(rows.iter().flat_map(|row| timers_of(row, &today)).collect())
}

/// Figures over all cases.
pub fn totals(views: &mut Views) -> Result<Totals, Fault> {
    let sql = "SELECT register, last FROM approvals_counter WHERE zone = ?1 AND year = 0";
    let rows = views.query(sql, &[])?;
    let of = |total: &str| {
        rows.iter().find(|row| row.text(0) == Some(total)).and_then(|row| row.int(1)).unwrap_or(0)
    };
    Ok(Totals { projects: of("projects"), open: of("open"), decided: of("decided") })
}

/// What has passed for one case.
fn timers_of(row: &Row, today: &str) -> Vec<(String, Timer)> {
    let subject = row.text(0).unwrap_or("");
    if row.text(1) == Some(crate::case::State::Received.word()) {
        return vec![(subject.into(), Timer::Silence)];
    }
    let recorded = row.int(4).unwrap_or(0);
    let limits = [(2, LimitKind::Promised), (3, LimitKind::Statutory)];
    let passed = limits.into_iter().filter(|(due, limit)| {
        row.text(*due).is_some_and(|due| due < today) && recorded & passed(*limit) == 0
    });
    passed.map(|(_, limit)| (subject.into(), Timer::Limit(limit))).collect()
}

/// A definition by its content's hash.
pub fn definition(views: &mut Views, hash: &str) -> Result<Option<Arc<Definition>>, Fault> {
    super::facts::read_definition(views, hash)
}

fn project_row(row: &Row) -> ProjectRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    ProjectRow {
        subject: text(0),
        number: text(1),
        title: text(2),
        enterprise: text(3),
        credit_code: text(4),
        region: text(5),
        industry: text(6),
        site: text(7),
        scale: text(8),
        total_investment_fen: row.int(9).unwrap_or(0),
        code: row.text(10).map(str::to_owned),
        filed_on: row.text(11).and_then(|day| day.parse().ok()),
    }
}

fn case_row(row: &Row) -> CaseRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    CaseRow {
        subject: text(0),
        number: text(1),
        project: text(2),
        matter: text(3),
        definition: text(4),
        office: text(5),
        state: text(6),
        promised_due: row.text(7).and_then(|day| day.parse().ok()),
        document: row.text(8).map(str::to_owned),
    }
}

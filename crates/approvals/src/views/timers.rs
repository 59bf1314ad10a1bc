//! What the clock has to say (到期事项): found by date, put to each subject as a command.

use jiff::civil::Date;
use kernel::time_limit::LimitKind;
use store::{Fault, Row, RowExt, Value, Views};

use super::case_rows::passed;
use super::lists::PLOT;
use super::{commitment_rows, tolerance_rows};
use crate::{case, project};

/// What the clock has to say about a case (办件到期事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The office said nothing within the limit for the one-time notice.
    Silence,
    /// A limit passed.
    Limit(LimitKind),
    /// The correction did not come by its day.
    Correction,
    /// An office that was asked let its limit pass; which question of the case.
    Opinion(u32),
    /// What was promised did not come by its day.
    Promise,
    /// What was granted on a commitment was not inspected by its day.
    Inspection,
}

/// What the clock has to say about a project (项目到期事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectTimer {
    /// A report did not come on its day.
    Report,
    /// Construction did not begin in time.
    Expiry,
}

impl Timer {
    /// The command that puts it to the case.
    pub fn command(self) -> case::Command {
        match self {
            Timer::Silence => case::Command::DeemAccepted,
            Timer::Limit(limit) => case::Command::NoteLimitPassed { limit },
            Timer::Correction => case::Command::DeemWithdrawn,
            Timer::Opinion(question) => case::Command::NoteOpinionOverdue { question },
            Timer::Promise => case::Command::Tolerance(case::tolerance::Act::NoteBroken),
            Timer::Inspection => case::Command::Commitment(case::commitment::Act::NoteMissed),
        }
    }

    /// A word for it that no other timer of the case has.
    pub fn word(self) -> String {
        match self {
            Timer::Silence => "silence".into(),
            Timer::Limit(LimitKind::Statutory) => "statutory".into(),
            Timer::Limit(LimitKind::Promised) => "promised".into(),
            Timer::Correction => "correction".into(),
            Timer::Opinion(question) => format!("opinion-{question}"),
            Timer::Promise => "promise".into(),
            Timer::Inspection => "inspection".into(),
        }
    }
}

impl ProjectTimer {
    /// The command that puts it to the project.
    pub fn command(self) -> project::Command {
        match self {
            ProjectTimer::Report => project::Command::RemindOfReport,
            ProjectTimer::Expiry => project::Command::NoteExpired,
        }
    }

    /// A word for it that the other timer of the project has not.
    pub fn word(self) -> &'static str {
        match self {
            ProjectTimer::Report => "report",
            ProjectTimer::Expiry => "expiry",
        }
    }
}

/// The cases for which time has passed before `today`, some of them at a time.
pub fn timers(views: &mut Views, today: Date) -> Result<Vec<(String, Timer)>, Fault> {
    let sql = "SELECT subject, state, promised_due, statutory_due, passed FROM approvals_case
               WHERE zone = ?1 AND next_due < ?2
               ORDER BY next_due, subject LIMIT 1000";
    let cases = views.query(sql, &[Value::from(today)])?;
    let opinions = silent(views, today)?.into_iter();
    let promises = tolerance_rows::passed(views, today)?;
    let promises = promises.into_iter().map(|subject| (subject, Timer::Promise));
    let inspections = commitment_rows::missed(views, today)?;
    let inspections = inspections.into_iter().map(|subject| (subject, Timer::Inspection));
    let today = today.to_string();
    let opinions = opinions.filter(|(subject, _)| !subject.starts_with(PLOT));
    let opinions = opinions.map(|(subject, question)| (subject, Timer::Opinion(question)));
    let cases = cases.iter().flat_map(|row| timers_of(row, &today));
    Ok(cases.chain(opinions).chain(promises).chain(inspections).collect())
}

/// The plots about whose scheme an office was asked that let its limit pass before `today`, some of
/// them at a time; which question of the plot.
pub fn plot_timers(views: &mut Views, today: Date) -> Result<Vec<(String, u32)>, Fault> {
    let mut asked = silent(views, today)?;
    asked.retain(|(subject, _)| subject.starts_with(PLOT));
    Ok(asked)
}

/// The projects for which time has passed before `today`, some of them at a time.
pub fn project_timers(
    views: &mut Views,
    today: Date,
) -> Result<Vec<(String, ProjectTimer)>, Fault> {
    let sql = "SELECT subject, report_due FROM approvals_project
               WHERE zone = ?1 AND wakes_after < ?2
               ORDER BY wakes_after, subject LIMIT 1000";
    let rows = views.query(sql, &[Value::from(today)])?;
    let today = today.to_string();
    let of = |row: &Row| {
        let subject = row.text(0).unwrap_or("").to_owned();
        let report = row.text(1).filter(|due| *due < today.as_str());
        // Which of the two it was, the rule knows; asking both is harmless.
        let report = report.map(|_| (subject.clone(), ProjectTimer::Report));
        report.into_iter().chain([(subject, ProjectTimer::Expiry)])
    };
    Ok(rows.iter().flat_map(of).collect())
}

/// The questions whose limit passed before `today`, of cases and plots.
fn silent(views: &mut Views, today: Date) -> Result<Vec<(String, u32)>, Fault> {
    let sql = "SELECT subject, question FROM approvals_opinion
               WHERE zone = ?1 AND waits < ?2 ORDER BY waits, subject, question LIMIT 1000";
    let question = |row: &Row| u32::try_from(row.int(1).unwrap_or(0)).unwrap_or(0);
    let rows = views.query(sql, &[Value::from(today)])?;
    let of = |row: &Row| (row.text(0).unwrap_or("").to_owned(), question(row));
    Ok(rows.iter().map(of).collect())
}

/// What has passed for one case.
fn timers_of(row: &Row, today: &str) -> Vec<(String, Timer)> {
    let subject = row.text(0).unwrap_or("");
    let state = row.text(1);
    if state == Some(case::State::Received.word()) {
        return vec![(subject.into(), Timer::Silence)];
    }
    if state == Some(case::State::Correcting.word()) {
        return vec![(subject.into(), Timer::Correction)];
    }
    let recorded = row.int(4).unwrap_or(0);
    let limits = [(2, LimitKind::Promised), (3, LimitKind::Statutory)];
    let passed = limits.into_iter().filter(|(due, limit)| {
        row.text(*due).is_some_and(|due| due < today) && recorded & passed(*limit) == 0
    });
    passed.map(|(_, limit)| (subject.into(), Timer::Limit(limit))).collect()
}

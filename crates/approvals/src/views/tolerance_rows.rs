//! From facts about promises to rows (投影): what is owed and by when, and who broke a promise.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Limit;
use store::{Fault, Row, RowExt, Value, Views};

use super::case_column as case;
use super::case_rows::{is_open, state_of};
use super::{BROKEN_PROMISE, OWED};
use crate::case::tolerance::Fact;
use crate::case::{Case, Command, Definition, Event};

/// The places of the columns after the zone.
const SINCE: usize = 1;
const LIMIT: usize = 2;
/// What the applicant still has to bring, one to a line.
const AWAITED: usize = 3;
/// The last day for it, while anything is awaited.
const DUE: usize = 4;

/// What a fact of a case does to what is owed; `row` is the case's.
pub(super) fn project(
    views: &mut Views,
    (entry, event): (&Entry, &Event),
    row: &Row,
) -> Result<(), Fault> {
    match event {
        Event::Tolerance(Fact::Owed { on, materials, limit, .. }) => {
            let asked = serde_json::to_string(limit).expect("a limit is JSON");
            let due = limit.ends(*on, &views.calendar()).date;
            let awaited = materials.join("\n");
            let owed = vec![entry.subject.into(), (*on).into(), asked.into(), awaited.into()];
            views.put(&OWED, [owed, vec![due.into()]].concat());
            Ok(())
        }
        Event::CaseCorrected { handed_in, .. } => change(views, entry.subject, |awaited| {
            awaited.retain(|id| !handed_in.contains(id));
        }),
        Event::Tolerance(Fact::Returned { material, .. }) => {
            change(views, entry.subject, |awaited| awaited.push(material.clone()))
        }
        Event::Tolerance(Fact::Broken { .. }) => {
            views.put(&BROKEN_PROMISE, broken(row, Value::Null));
            Ok(())
        }
        Event::Tolerance(Fact::Repaired { on, .. }) => {
            views.put(&BROKEN_PROMISE, broken(row, (*on).into()));
            Ok(())
        }
        // What is granted owes nothing any more.
        Event::CaseDenied { .. } | Event::CaseWithdrawn { .. } | Event::CaseTerminated { .. } => {
            debug_assert!(!is_open(state_of(row)));
            change(views, entry.subject, Vec::clear)
        }
        _ => Ok(()),
    }
}

/// Is it a notice or a refusal where the rule may have a promise accepted? Else nothing is read.
pub(super) fn may_not_be_turned_away(
    command: &Command,
    case: &Case,
    known: Option<&Definition>,
) -> bool {
    let must = known.is_some_and(|it| it.matter.on_promise == Some(catalogue::OnPromise::Must));
    let turns_away = matches!(
        command,
        Command::GiveNotice { .. }
            | Command::GiveNoticeUntil { .. }
            | Command::RefuseAcceptance { .. }
    );
    must && turns_away && case.tolerance.promise.is_some()
}

/// The number of a case in which the applicant broke a promise, where that is not repaired.
pub(super) fn broken_promise(views: &mut Views, applicant: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT number FROM approvals_broken_promise
               WHERE zone = ?1 AND applicant = ?2 AND repaired_on IS NULL
               ORDER BY number LIMIT 1";
    let rows = views.query(sql, &[applicant.into()])?;
    Ok(rows.first().and_then(|row| row.text(0)).map(str::to_owned))
}

/// The cases whose promised materials did not come before `today`, some of them at a time.
pub(super) fn passed(views: &mut Views, today: Date) -> Result<Vec<String>, Fault> {
    let sql = "SELECT subject FROM approvals_owed
               WHERE zone = ?1 AND due < ?2 ORDER BY due, subject LIMIT 1000";
    let rows = views.query(sql, &[today.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect())
}

/// The calendar moved: the dates of what is still awaited are derived again.
pub(super) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let sql = "SELECT subject, since, owed_limit, awaited, due FROM approvals_owed
               WHERE zone = ?1 AND due IS NOT NULL";
    for mut row in views.query(sql, &[])? {
        row[DUE] = due(views, &row).into();
        views.put(&OWED, row);
    }
    Ok(())
}

fn change(
    views: &mut Views,
    subject: &str,
    change: impl FnOnce(&mut Vec<String>),
) -> Result<(), Fault> {
    let Some(known) = views.get(&OWED, &[subject.into()])? else { return Ok(()) };
    let mut row = known[1..].to_vec();
    let lines = row.text(AWAITED).unwrap_or_default().lines();
    let mut awaited: Vec<String> = lines.map(str::to_owned).collect();
    change(&mut awaited);
    row[AWAITED] = awaited.join("\n").into();
    row[DUE] = if awaited.is_empty() { Value::Null } else { due(views, &row).into() };
    views.put(&OWED, row);
    Ok(())
}

fn due(views: &Views, row: &Row) -> Option<Date> {
    let limit: Option<Limit> = row.text(LIMIT).and_then(|limit| serde_json::from_str(limit).ok());
    let since = row.text(SINCE).and_then(|day| day.parse::<Date>().ok());
    Some(limit?.ends(since?, &views.calendar()).date)
}

fn broken(row: &Row, repaired_on: Value) -> Row {
    vec![row[case::APPLICANT].clone(), row[case::NUMBER].clone(), repaired_on]
}

//! From facts to rows (投影): what each event of approvals writes.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use kernel::time_limit::{Clock, Limit, LimitKind, due};
use store::{Fault, Row, RowExt, Value, Views};

use super::case_column as column;
use super::facts::read_definition;
use super::{CASE, COUNTER, MATTER, MATTER_IN_FORCE, PROJECT};
use crate::{case, matter, project};

/// A definition and that it is in force.
pub(crate) fn project_matter(views: &mut Views, event: &matter::Event) -> Result<(), Fault> {
    let matter::Event::MatterPublished { definition, matter, notice_limit } = event;
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
    match event {
        project::Event::ProjectRegistered {
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
        } => {
            let mut row: Row = vec![entry.subject.into()];
            let texts = [number, title, enterprise, credit_code, region, industry, site, scale];
            row.extend(texts.map(|text| Value::from(text.as_str())));
            row.push((*total_investment_fen).into());
            row.extend([Value::Null, Value::Null, entry.at.into()]);
            views.put(&PROJECT, row);
            count(views, "project", entry)?;
            tally(views, "projects", 1)?;
        }
        project::Event::CodeRecorded { code, .. } => {
            let mut row = row(views, &PROJECT, entry)?;
            row[10] = code.as_str().into();
            views.put(&PROJECT, row);
        }
        project::Event::ProjectFiled { on, .. } => {
            let mut row = row(views, &PROJECT, entry)?;
            row[11] = (*on).into();
            views.put(&PROJECT, row);
        }
        project::Event::PermitRecorded { .. } => {}
    }
    Ok(())
}

/// A case's row.
pub(crate) fn project_case(
    views: &mut Views,
    entry: &Entry,
    event: &case::Event,
) -> Result<(), Fault> {
    if let case::Event::CaseSubmitted { .. } = event {
        return project_submission(views, entry, event);
    }
    let mut row = row(views, &CASE, entry)?;
    let was_open = is_open(row.text(column::STATE));
    let after = state_after(event, row.text(column::STATE));
    if let Some(state) = after {
        row[column::STATE] = state.word().into();
    }
    if was_open && !is_open(row.text(column::STATE)) {
        tally(views, "open", -1)?;
    }
    match event {
        case::Event::CaseCorrected { on, .. } => {
            // What is handed in unasked starts nothing anew.
            if after == Some(case::State::Received) {
                row[column::RECEIVED_ON] = (*on).into();
            }
        }
        case::Event::CaseGranted { document, .. } | case::Event::CaseDenied { document, .. } => {
            row[column::DOCUMENT] = document.as_str().into();
            count(views, "document", entry)?;
            tally(views, "decided", 1)?;
        }
        case::Event::LimitPassed { limit } => {
            let passed = row.int(column::PASSED).unwrap_or(0) | passed(*limit);
            row[column::PASSED] = passed.into();
        }
        case::Event::CaseSubmitted { .. }
        | case::Event::NoticeGiven { .. }
        | case::Event::CaseNotAccepted { .. }
        | case::Event::CaseAccepted { .. }
        | case::Event::CasePaused { .. }
        | case::Event::CaseResumed { .. }
        | case::Event::CaseExtended { .. }
        | case::Event::CaseWithdrawn { .. }
        | case::Event::ResultDelivered { .. } => {}
    }
    let mut clock = read_clock(&row)?;
    event.on_clock(&mut clock);
    row[column::CLOCK] = clock.map(|c| serde_json::to_string(&c).expect("a clock is JSON")).into();
    row[column::LAST_ENTRY] = entry.number.into();
    derive_dates(views, &mut row)?;
    views.put(&CASE, row);
    Ok(())
}

/// The calendar moved: the dates of every open case are derived again.
pub(crate) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let columns: Vec<&str> = CASE.columns[1..].iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "SELECT {} FROM approvals_case WHERE zone = ?1
         AND state IN ('received', 'correcting', 'accepted')",
        columns.join(", ")
    );
    for mut row in views.query(&sql, &[])? {
        derive_dates(views, &mut row)?;
        views.put(&CASE, row);
    }
    Ok(())
}

fn project_submission(views: &mut Views, entry: &Entry, event: &case::Event) -> Result<(), Fault> {
    let case::Event::CaseSubmitted { on, number, matter, definition, project, applicant, .. } =
        event
    else {
        unreachable!("the caller matched the event")
    };
    let office = read_definition(views, definition)?;
    let office = office.map_or(String::new(), |known| known.matter.lead_office.clone());
    let texts = [number, project, matter, definition, applicant, &office];
    let mut row: Row = vec![entry.subject.into()];
    row.extend(texts.map(|text| Value::from(text.as_str())));
    row.extend([case::State::Received.word().into(), (*on).into()]);
    row.resize(CASE.columns.len() - 1, Value::Null);
    row[column::LAST_ENTRY] = entry.number.into();
    row[column::PASSED] = 0i64.into();
    derive_dates(views, &mut row)?;
    views.put(&CASE, row);
    tally(views, "open", 1)?;
    count(views, "case", entry)
}

/// What an event makes of the state, as [`case::Case::apply`] does.
fn state_after(event: &case::Event, before: Option<&str>) -> Option<case::State> {
    match event {
        case::Event::CaseSubmitted { .. } => Some(case::State::Received),
        case::Event::NoticeGiven { .. } => Some(case::State::Correcting),
        case::Event::CaseCorrected { .. } => {
            let is_corrected = before == Some(case::State::Correcting.word());
            is_corrected.then_some(case::State::Received)
        }
        case::Event::CaseNotAccepted { .. } => Some(case::State::NotAccepted),
        case::Event::CaseAccepted { .. } => Some(case::State::Accepted),
        case::Event::CaseWithdrawn { .. } => Some(case::State::Withdrawn),
        case::Event::CaseGranted { .. } => Some(case::State::Granted),
        case::Event::CaseDenied { .. } => Some(case::State::Denied),
        case::Event::ResultDelivered { .. } => Some(case::State::Delivered),
        case::Event::CasePaused { .. }
        | case::Event::CaseResumed { .. }
        | case::Event::CaseExtended { .. }
        | case::Event::LimitPassed { .. } => None,
    }
}

/// The dates that follow from the row's clock and state; none where nothing runs.
fn derive_dates(views: &mut Views, row: &mut Row) -> Result<(), Fault> {
    let calendar = views.calendar();
    let date = |row: &Row, at| row.text(at).and_then(|day: &str| day.parse::<Date>().ok());
    let mut dates: [Option<Date>; 3] = [None; 3];
    if row.text(column::STATE) == Some(case::State::Received.word()) {
        let known = read_definition(views, row.text(column::DEFINITION).unwrap_or(""))?;
        let limit = known.map_or(Limit::working(5), |known| known.notice_limit);
        dates[0] = date(row, column::RECEIVED_ON).map(|on| limit.ends(on, &calendar).date);
    }
    let clock = read_clock(row)?;
    let runs = row.text(column::STATE) == Some(case::State::Accepted.word());
    if let Some(clock) = clock.filter(|c| runs && c.pauses.iter().all(|p| p.until.is_some())) {
        // A due date does not depend on the day on which it is asked, unless time stands still.
        let asked = clock.started;
        let of = |which| due(&clock, which, &calendar, asked).map(|due| due.date);
        dates[1] = of(LimitKind::Promised);
        dates[2] = of(LimitKind::Statutory);
    }
    row[column::NOTICE_DUE] = dates[0].into();
    row[column::PROMISED_DUE] = dates[1].into();
    row[column::STATUTORY_DUE] = dates[2].into();
    // What passed and is recorded is not waited for again.
    let recorded = row.int(column::PASSED).unwrap_or(0);
    let waits = [0, passed(LimitKind::Promised), passed(LimitKind::Statutory)];
    let waited = dates.into_iter().zip(waits).filter(|(_, limit)| recorded & limit == 0);
    row[column::NEXT_DUE] = waited.filter_map(|(date, _)| date).min().into();
    Ok(())
}

fn read_clock(row: &Row) -> Result<Option<Clock>, Fault> {
    let text = row.text(column::CLOCK);
    let clock = text.map(serde_json::from_str).transpose();
    clock.map_err(|error| Fault::Broken(error.to_string()))
}

/// The subject's row, after the zone; a later event of a subject without one is a broken ledger.
fn row(views: &mut Views, table: &'static store::Table, entry: &Entry) -> Result<Row, Fault> {
    let row = views.get(table, &[entry.subject.into()])?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{} has no row", entry.subject)))?;
    Ok(row[1..].to_vec())
}

/// The mark of a limit whose passing is recorded.
pub(super) fn passed(limit: LimitKind) -> i64 {
    match limit {
        LimitKind::Promised => 1,
        LimitKind::Statutory => 2,
    }
}

fn is_open(state: Option<&str>) -> bool {
    use case::State::{Accepted, Correcting, Received};
    [Received, Correcting, Accepted].iter().any(|open| state == Some(open.word()))
}

/// Adds to a total.
fn tally(views: &mut Views, total: &str, by: i64) -> Result<(), Fault> {
    let before = views.get(&COUNTER, &[total.into()])?;
    let last = before.and_then(|row| row.int(3)).unwrap_or(0) + by;
    views.put(&COUNTER, vec![total.into(), 0i64.into(), last.into()]);
    Ok(())
}

/// Moves a register on: it counts what was entered in the year of the entry.
pub(super) fn count(views: &mut Views, register: &str, entry: &Entry) -> Result<(), Fault> {
    let year = i64::from(day_of(entry.at).year());
    let before = views.get(&COUNTER, &[register.into()])?;
    let last = before.filter(|row| row.int(2) == Some(year)).and_then(|row| row.int(3));
    let last = last.unwrap_or(0) + 1;
    views.put(&COUNTER, vec![register.into(), year.into(), last.into()]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::case::{Case, Event, State};

    const STATES: [State; 9] = [
        State::Unknown,
        State::Received,
        State::Correcting,
        State::Accepted,
        State::NotAccepted,
        State::Granted,
        State::Denied,
        State::Withdrawn,
        State::Delivered,
    ];

    /// One event of each shape: the samples of old events.
    fn samples() -> Vec<Event> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/old_events");
        let files = std::fs::read_dir(folder).expect("the samples are there").flatten();
        let texts = files.map(|file| std::fs::read_to_string(file.path()).expect("it is text"));
        texts.filter_map(|text| serde_json::from_str(&text).ok()).collect()
    }

    #[test]
    fn the_row_takes_every_event_in_every_state_as_the_case_does() {
        let events = samples();
        let mut kinds: Vec<&str> = events.iter().map(Event::kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), 13, "{kinds:?}");
        for (before, event) in
            STATES.iter().flat_map(|state| events.iter().map(move |e| (state, e)))
        {
            let mut case = Case { state: *before, ..Case::default() };
            case.apply(event);
            let after = state_after(event, Some(before.word())).unwrap_or(*before);
            assert_eq!(case.state, after, "{before:?}, {}", event.kind());
            let is_open = is_open(Some(after.word()));
            assert_eq!(is_open, !case.is_concluded() && after != State::Unknown, "{after:?}");
        }
    }
}

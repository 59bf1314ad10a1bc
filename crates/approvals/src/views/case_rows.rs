//! From facts of cases to rows (投影): state, clock, dates, and who has it.

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::{Clock, Holder, Limit, LimitKind, due};
use store::{Fault, Row, RowExt, Value, Views};

use super::board::STANDING_STILL;
use super::case_column as column;
use super::counters::{count, tally};
use super::facts::read_definition;
use super::projection::row;
use super::{CASE, FAR, GRANTED, Holding, assistance_rows, board, commitment_rows};
use super::{instant_rows, opinion_rows, reasked, simulation_calls, tolerance_rows};
use crate::case::commitment::Fact as Committed;
use crate::case::tolerance::Fact;
use crate::case::{Event, Outcome, State, on_plot};

/// Article 44: what was decided is delivered within so many working days.
pub const DELIVER_WITHIN: u32 = 10;
pub(super) const DELIVERY: Limit = Limit::working(DELIVER_WITHIN);

/// A case's row.
pub(crate) fn project_case(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let before = match event {
        Event::CaseSubmitted { .. } | Event::CaseOpened { .. } => None,
        _ => Some(row(views, &CASE, entry)?),
    };
    let mut row = match &before {
        Some(before) => before.clone(),
        None => received(views, entry, event)?,
    };
    let state = before.as_ref().map_or(State::Unknown, state_of);
    let after = event.on_state(state);
    row[column::STATE] = after.unwrap_or(state).word().into();
    if is_open(state) && !is_open(after.unwrap_or(state)) {
        tally(views, "open", -1)?;
    }
    told(event, after, &mut row);
    follow_up(views, entry, event, &row)?;
    let mut clock = read_clock(&row)?;
    event.on_clock(&mut clock);
    row[column::CLOCK] = clock.map(|c| serde_json::to_string(&c).expect("a clock is JSON")).into();
    row[column::LAST_ENTRY] = entry.number.into();
    opinion_rows::project(views, (entry, event), &mut row)?;
    tolerance_rows::project(views, (entry, event), &row)?;
    reasked::project(views, (entry, event), &row)?;
    commitment_rows::project(views, (entry, event), &row)?;
    instant_rows::project(views, (entry, event), &row)?;
    assistance_rows::note_case(views, (entry, event))?;
    derive_dates(views, &mut row)?;
    board::moved(views, before.as_ref(), &row)?;
    let project = row.text(column::PROJECT).unwrap_or_default().to_owned();
    views.put(&CASE, row);
    // What is decided is what simulated cases of the project wait for.
    if after.is_some_and(|after| !is_open(after)) {
        simulation_calls::refresh(views, &project)?;
    }
    Ok(())
}

/// Cases whose dates are derived at once: however many are open, few are in memory.
const AT_ONCE: usize = 5_000;

/// The calendar moved: the dates of every open case are derived again.
pub(crate) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let columns: Vec<&str> = CASE.columns[1..].iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "SELECT {} FROM approvals_case WHERE zone = ?1 AND subject > ?2
         AND state IN ('received', 'correcting', 'accepted', 'granted', 'denied')
         ORDER BY subject LIMIT {AT_ONCE}",
        columns.join(", ")
    );
    let mut last = String::new();
    loop {
        let rows = views.query(&sql, &[last.as_str().into()])?;
        for before in &rows {
            let mut row = before.clone();
            derive_dates(views, &mut row)?;
            // What ends on another side of the days that moved stays as it is.
            if row != *before {
                board::moved(views, Some(before), &row)?;
                views.put(&CASE, row);
            }
        }
        if rows.len() < AT_ONCE {
            break;
        }
        last = rows[AT_ONCE - 1].text(0).unwrap_or_default().to_owned();
    }
    tolerance_rows::due_dates_moved(views)?;
    commitment_rows::due_dates_moved(views)?;
    opinion_rows::due_dates_moved(views)
}

/// The row of a case that begins.
fn received(views: &mut Views, entry: &Entry, event: &Event) -> Result<Row, Fault> {
    let (Event::CaseSubmitted { on, number, matter, definition, project, applicant, .. }
    | Event::CaseOpened { on, number, matter, definition, project, applicant, .. }) = event
    else {
        unreachable!("the caller matched the event")
    };
    let office = read_definition(views, definition)?;
    let office = office.map_or(String::new(), |known| known.matter.lead_office.clone());
    let texts = [number, project, matter, definition, applicant, &office];
    let mut row: Row = vec![entry.subject.into()];
    row.extend(texts.map(|text| Value::from(text.as_str())));
    row.extend([State::Received.word().into(), (*on).into()]);
    row.resize(CASE.columns.len() - 1, Value::Null);
    row[column::PASSED] = 0i64.into();
    row[column::QUESTIONS] = 0i64.into();
    tally(views, "open", 1)?;
    count(views, "case", entry)?;
    Ok(row)
}

/// What the event says of the columns that are told, not derived.
fn told(event: &Event, after: Option<State>, row: &mut Row) {
    match event {
        Event::CaseOpened { package, .. } if !package.is_empty() => {
            row[column::PACKAGE] = package.as_str().into();
        }
        Event::NoticeGivenUntil { correct_by, uncorrected, .. } => {
            let counts = *uncorrected == Uncorrected::Withdrawn;
            row[column::CORRECT_BY] = counts.then_some(*correct_by).into();
        }
        // What is handed in unasked starts nothing anew.
        Event::CaseCorrected { on, .. }
        | Event::Tolerance(Fact::Promised { on, answers_notice: true, .. })
        | Event::Commitment(Committed::Promised { on, answers_notice: true, .. })
            if after == Some(State::Received) =>
        {
            row[column::RECEIVED_ON] = (*on).into();
        }
        Event::CaseGranted { on, document, .. }
        | Event::CaseDenied { on, document, .. }
        | Event::AuthorityAnswered { on, document, .. } => {
            row[column::DOCUMENT] = document.as_str().into();
            row[column::DECIDED_ON] = (*on).into();
        }
        Event::LimitPassed { limit } => {
            let recorded = row.int(column::PASSED).unwrap_or(0);
            row[column::PASSED] = (recorded | passed(*limit)).into();
        }
        Event::Tolerance(Fact::Reviewed { on, .. }) => row[column::REVIEWED_ON] = (*on).into(),
        Event::Tolerance(Fact::Settled { completes: true, .. } | Fact::Reopened { .. }) => {
            row[column::REVIEWED_ON] = Value::Null;
        }
        Event::CaseAssigned { post, .. } => {
            let office = row.text(column::OFFICE).unwrap_or_default();
            row[column::DESK] = format!("{office}/{post}").into();
        }
        Event::CaseSubmitted { .. }
        | Event::CaseOpened { .. }
        | Event::NoticeGiven { .. }
        | Event::CaseCorrected { .. }
        | Event::CaseNotAccepted { .. }
        | Event::CaseAccepted { .. }
        | Event::CasePaused { .. }
        | Event::CaseResumed { .. }
        | Event::CaseExtended { .. }
        | Event::CaseWithdrawn { .. }
        | Event::DeemedWithdrawn { .. }
        | Event::HandedOver { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionFollowedUp { .. }
        | Event::OpinionOverdue { .. }
        | Event::OpinionWithdrawn { .. }
        | Event::CaseEscalated { .. }
        | Event::OverdueExplained { .. }
        | Event::CaseTerminated { .. }
        | Event::ResultDelivered { .. }
        | Event::DeliveryFailed { .. }
        | Event::CaseConcluded { .. }
        | Event::CaseFormFilled { .. }
        | Event::MaterialReplaced { .. }
        | Event::Conversion(_)
        | Event::OnPlot(_)
        | Event::Instant(_)
        | Event::Tolerance(_)
        | Event::Commitment(_) => {}
    }
}

/// What a decision moves besides: registers, totals, what the project has been granted.
fn follow_up(views: &mut Views, entry: &Entry, event: &Event, row: &Row) -> Result<(), Fault> {
    let is_own = matches!(event, Event::CaseGranted { .. } | Event::CaseDenied { .. });
    if is_own {
        count(views, "document", entry)?;
    }
    if is_own || matches!(event, Event::AuthorityAnswered { .. }) {
        tally(views, "decided", 1)?;
    }
    if let Event::CaseGranted { on, document, project, .. }
    | Event::AuthorityAnswered { on, document, project, outcome: Outcome::Granted, .. } = event
    {
        let matter = row[column::MATTER].clone();
        let (project, document) = (project.as_str().into(), document.as_str().into());
        views.put(&GRANTED, vec![project, matter, document, (*on).into()]);
    }
    match event {
        Event::Commitment(Committed::Revoked { revokes, project, .. }) => {
            count(views, "document", entry)?;
            is_void(views, (project, &row[column::MATTER]), revokes)
        }
        Event::OnPlot(on_plot::Fact::ContractGone { document, project, .. })
            if !document.is_empty() =>
        {
            is_void(views, (project, &row[column::MATTER]), document)
        }
        _ => Ok(()),
    }
}

/// What was granted to the project under this number holds no more; nothing rests on it from now.
fn is_void(
    views: &mut Views,
    (project, matter): (&str, &Value),
    document: &str,
) -> Result<(), Fault> {
    let (project, matter) = (Value::from(project), matter.clone());
    let known = views.get(&GRANTED, &[project.clone(), matter.clone()])?;
    // Another grant of the matter, after this one, stands.
    if known.is_some_and(|row| row.text(3) == Some(document)) {
        views.put(&GRANTED, vec![project, matter, Value::Null, Value::Null]);
    }
    Ok(())
}

/// The dates that follow from the row's clock and state; none where nothing runs.
fn derive_dates(views: &mut Views, row: &mut Row) -> Result<(), Fault> {
    let calendar = views.calendar();
    let date = |row: &Row, at| row.text(at).and_then(|day: &str| day.parse::<Date>().ok());
    let state = state_of(row);
    let mut dates: [Option<Date>; 3] = [None; 3];
    let mut limit_days = 0;
    if state == State::Received {
        let known = read_definition(views, row.text(column::DEFINITION).unwrap_or(""))?;
        let limit = known.map_or(Limit::working(5), |known| known.notice_limit);
        dates[0] = date(row, column::RECEIVED_ON).map(|on| limit.ends(on, &calendar).date);
        limit_days = limit.days;
    }
    let clock = read_clock(row)?;
    let holder = holder(state, clock.as_ref());
    let told = clock.as_ref().filter(|_| state == State::Accepted).and_then(told_end);
    if let Some(clock) = clock.filter(|_| state == State::Accepted && holder == Holding::Office) {
        // A due date does not depend on the day on which it is asked, unless time stands still.
        let asked = clock.started;
        let of = |which| due(&clock, which, &calendar, asked).map(|due| due.date);
        dates[1] = of(LimitKind::Promised);
        dates[2] = of(LimitKind::Statutory);
        let governing = clock.governing().and_then(|which| clock.limit(which));
        limit_days = governing.map_or(0, |limit| limit.days);
    }
    row[column::NOTICE_DUE] = dates[0].into();
    row[column::PROMISED_DUE] = dates[1].into();
    row[column::STATUTORY_DUE] = dates[2].into();
    row[column::HOLDER] = holder.word().into();
    row[column::LIMIT_DAYS] = told.map_or(i64::from(limit_days), |_| STANDING_STILL).into();
    // What passed and is recorded is not waited for again.
    let recorded = row.int(column::PASSED).unwrap_or(0);
    let waits = [0, passed(LimitKind::Promised), passed(LimitKind::Statutory)];
    let waited = dates.into_iter().zip(waits).filter(|(_, limit)| recorded & limit == 0);
    let correction = date(row, column::CORRECT_BY).filter(|_| state == State::Correcting);
    let next = waited.filter_map(|(date, _)| date).chain(correction).min();
    row[column::NEXT_DUE] = next.into();
    let decided = date(row, column::DECIDED_ON).filter(|_| is_to_be_delivered(state));
    let delivery = decided.map(|on| DELIVERY.ends(on, &calendar).date);
    let owed = dates[0].or(dates[1]).or(dates[2]).or(delivery).or(told);
    let is_in_hand = is_open(state) || is_to_be_delivered(state);
    let inbox = owed.map_or_else(|| FAR.to_owned(), |date| date.to_string());
    row[column::INBOX_DUE] = is_in_hand.then_some(inbox).into();
    // Once late it stays late until its end, wherever its limits are by then.
    let first = row.text(column::LATE_SINCE).map(str::to_owned);
    let late =
        first.or_else(|| (recorded > 0).then(|| dates[1].or(dates[2]))?.map(|d| d.to_string()));
    row[column::LATE_SINCE] = late.filter(|_| is_open(state)).into();
    Ok(())
}

/// By which day the pause that lasts is over, as its document tells.
fn told_end(clock: &Clock) -> Option<Date> {
    let open = clock.pauses.iter().find(|pause| pause.until.is_none());
    open.and_then(|pause| pause.expected)
}

/// Who has the ball.
fn holder(state: State, clock: Option<&Clock>) -> Holding {
    let pause = clock.and_then(|clock| clock.pauses.iter().find(|pause| pause.until.is_none()));
    match (state, pause) {
        (State::Received | State::Granted | State::Denied, _) | (State::Accepted, None) => {
            Holding::Office
        }
        (State::Accepted, Some(pause)) => match pause.ground.holder() {
            // Time stands still all the same.
            Holder::Organ | Holder::ThirdParty => Holding::ThirdParty,
            Holder::Applicant => Holding::Applicant,
            Holder::PublicNotice => Holding::Public,
        },
        (State::Correcting, _) => Holding::Applicant,
        (State::HandedOver, _) => Holding::Authority,
        (
            State::Unknown
            | State::NotAccepted
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded
            | State::Revoked
            | State::Cancelled,
            _,
        ) => Holding::Nobody,
    }
}

pub(super) fn read_clock(row: &Row) -> Result<Option<Clock>, Fault> {
    let text = row.text(column::CLOCK);
    let clock = text.map(serde_json::from_str).transpose();
    clock.map_err(|error| Fault::Broken(error.to_string()))
}

/// The mark of a limit whose passing is recorded.
pub(super) fn passed(limit: LimitKind) -> i64 {
    match limit {
        LimitKind::Promised => 1,
        LimitKind::Statutory => 2,
    }
}

/// The state that a row says.
pub(super) fn state_of(row: &Row) -> State {
    row.text(column::STATE).and_then(State::of).unwrap_or_default()
}

/// Does it run, for the zone's figures?
pub(super) fn is_open(state: State) -> bool {
    match state {
        State::Received | State::Correcting | State::Accepted | State::HandedOver => true,
        State::Unknown
        | State::NotAccepted
        | State::Granted
        | State::Denied
        | State::Withdrawn
        | State::Delivered
        | State::Terminated
        | State::Concluded
        | State::Revoked
        | State::Cancelled => false,
    }
}

/// Is it decided, and its result not delivered yet?
pub(super) fn is_to_be_delivered(state: State) -> bool {
    matches!(state, State::Granted | State::Denied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;

    #[test]
    fn a_case_is_open_on_the_row_until_it_is_concluded() {
        for state in State::ALL {
            let case = Case { state, ..Case::default() };
            let is_running = !case.is_concluded() && state != State::Unknown;
            assert_eq!(is_open(state), is_running, "{state:?}");
            assert_eq!(State::of(state.word()), Some(state));
        }
        assert_eq!(State::of("lost"), None);
    }
}

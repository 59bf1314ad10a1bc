//! From facts about simulated cases and what they rest on to rows (投影): where each stands, when
//! the clock looks at it, and what the ledger has to do about it.
//!
//! They have a table of their own: no board, no total and no list of formal cases counts them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::{Clock, Limit, LimitKind, due};
use serde::{Deserialize, Serialize};
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::counters::{count, tally};
use super::facts::read_definition;
use super::projection::row;
use super::simulation_calls::refresh;
use crate::case;
use crate::project::assumption::{self, Assumptions, Values};
use crate::simulation::{Consent, Event, State};

/// Simulated cases.
pub static SIMULATION: Table = Table {
    name: "approvals_simulation",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("project", Kind::Text),
        ("matter", Kind::Text),
        ("definition", Kind::Text),
        ("applicant", Kind::Text),
        ("office", Kind::Text),
        ("state", Kind::Text),
        ("received_on", Kind::Text),
        ("document", Kind::Text),
        ("valid_until", Kind::Text),
        ("due", Kind::Text),
        ("kept", Kind::Text),
        ("desk", Kind::Text),
        ("wakes_after", Kind::Text),
        ("calls", Kind::Text),
        ("plot", Kind::Text),
        ("notice_due", Kind::Text),
        ("limit_days", Kind::Int),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "project", "number"],
        &["zone", "applicant", "number"],
        &["zone", "desk", "number"],
        &["zone", "wakes_after"],
        &["zone", "calls", "number"],
        &["zone", "plot", "number"],
    ],
    sparse: &["desk", "wakes_after", "calls"],
};

/// What a project assumes, and what has arrived.
pub static ASSUMPTION: Table = Table {
    name: "approvals_assumption",
    columns: &[("zone", Kind::Text), ("project", Kind::Text), ("known", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// The projects whose simulated cases another project may take over, by that one.
pub static SIMULATION_HEIR: Table = Table {
    name: "approvals_simulation_heir",
    columns: &[("zone", Kind::Text), ("project", Kind::Text), ("takes_over", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// The offices that are asked in a simulated case, while an answer is awaited.
pub static SIMULATION_ASKED: Table = Table {
    name: "approvals_simulation_asked",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("question", Kind::Int),
        ("office", Kind::Text),
        ("waits", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "waits"]],
    sparse: &["waits"],
};

/// The places of the columns after the zone.
pub(super) const SUBJECT: usize = 0;
pub(super) const NUMBER: usize = 1;
pub(super) const PROJECT: usize = 2;
pub(super) const MATTER: usize = 3;
pub(super) const DEFINITION: usize = 4;
pub(super) const APPLICANT: usize = 5;
pub(super) const OFFICE: usize = 6;
pub(super) const STATE: usize = 7;
pub(super) const RECEIVED_ON: usize = 8;
pub(super) const DOCUMENT: usize = 9;
pub(super) const VALID_UNTIL: usize = 10;
pub(super) const DUE: usize = 11;
pub(super) const KEPT: usize = 12;
/// The office, while it is under review or its opinion stands.
pub(super) const DESK: usize = 13;
pub(super) const WAKES_AFTER: usize = 14;
/// What the ledger has to do about it: to convert it, or to void it and why.
pub(super) const CALLS: usize = 15;
/// The plot that it rests on, in the one spelling: as it arrived, and before as assumed.
pub(super) const PLOT: usize = 16;
/// By when the office says what is missing, while nobody has accepted it: the limit of a case. It
/// is late then, and no more: silence accepts nothing that has no legal effect.
pub(super) const NOTICE_DUE: usize = 17;
/// The length of the limit that runs, in its days.
pub(super) const LIMIT_DAYS: usize = 18;

/// What dates and calls follow from (推算依据).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// What it took for granted.
    pub(super) assumed: Values,
    /// What a statement of intent stands in for.
    pub(super) stood_in: Vec<String>,
    /// What was handed in.
    pub(super) handed_in: Vec<String>,
    /// The clock.
    pub(super) clock: Option<Clock>,
    /// Since when the office has it and has neither accepted it nor told what is missing.
    pub(super) waits_since: Option<Date>,
    /// The limits whose passing is recorded.
    pub(super) passed: Vec<LimitKind>,
    /// Who was asked when, while the answer is awaited.
    pub(super) asked: BTreeMap<u32, (Date, Limit)>,
    /// Within how long each question is to be answered, also once it is asked again.
    pub(super) limits: BTreeMap<u32, Limit>,
    /// Who may take it over, and in which project.
    pub(super) consent: Option<Consent>,
}

/// A simulated case's row.
pub(crate) fn project_simulation(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    super::assistance_rows::note_acted(views, entry);
    let mut row = match event {
        Event::Opened { on, number, assumed, stood_in, .. } => {
            let kept =
                Kept { assumed: assumed.clone(), stood_in: stood_in.clone(), ..Kept::default() };
            count(views, "simulation", entry)?;
            tally(views, "simulations_open", 1)?;
            opened(entry, number, *on, &kept)
        }
        _ => row(views, &SIMULATION, entry)?,
    };
    let before = state(&row);
    let mut kept = kept(&row)?;
    told(views, entry, (event, &mut row, &mut kept))?;
    let after = state(&row);
    if is_live(before) && !is_live(after) {
        tally(views, "simulations_open", -1)?;
    }
    derive(views, &mut row, &kept)?;
    let project = row.text(PROJECT).unwrap_or_default().to_owned();
    views.put(&SIMULATION, row);
    refresh(views, &project)
}

/// What a project assumes has moved: its simulated cases are looked at.
pub(super) fn assumed(
    views: &mut Views,
    entry: &Entry,
    fact: &assumption::Fact,
) -> Result<(), Fault> {
    let mut known = assumptions(views, entry.subject)?;
    known.apply(fact);
    let text = serde_json::to_string(&known).expect("assumptions are JSON");
    views.put(&ASSUMPTION, vec![entry.subject.into(), text.into()]);
    refresh(views, entry.subject)
}

/// What a project assumes, and what has arrived.
pub fn assumptions(views: &mut Views, project: &str) -> Result<Assumptions, Fault> {
    let row = views.get(&ASSUMPTION, &[project.into()])?;
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    let known = row.as_ref().and_then(|row| row.text(2)).map(serde_json::from_str);
    Ok(known.transpose().map_err(broken)?.unwrap_or_default())
}

/// The projects whose simulated cases may become formal in this one.
pub(super) fn taken_over(views: &mut Views, project: &str) -> Result<Vec<String>, Fault> {
    let row = views.get(&SIMULATION_HEIR, &[project.into()])?;
    let all = row.as_ref().and_then(|row| row.text(2)).unwrap_or_default();
    Ok(all.split(' ').filter(|one| !one.is_empty()).map(str::to_owned).collect())
}

/// A project may take over what was simulated for another: what moves there is looked at here.
fn heir(views: &mut Views, project: &str, of: &str) -> Result<(), Fault> {
    let mut all = taken_over(views, project)?;
    if !project.is_empty() && !all.iter().any(|one| one == of) {
        all.push(of.to_owned());
        views.put(&SIMULATION_HEIR, vec![project.into(), all.join(" ").into()]);
    }
    Ok(())
}

fn opened(entry: &Entry, number: &str, on: Date, kept: &Kept) -> Row {
    let mut row: Row = vec![entry.subject.into(), number.into()];
    row.resize(SIMULATION.columns.len() - 1, Value::Null);
    for at in [PROJECT, MATTER, DEFINITION, APPLICANT, OFFICE] {
        row[at] = "".into();
    }
    row[STATE] = State::UnderReview.word().into();
    row[RECEIVED_ON] = on.into();
    row[KEPT] = serde_json::to_string(kept).expect("it is JSON").into();
    row
}

/// What the event says of the columns that are told, not derived.
fn told(
    views: &mut Views,
    entry: &Entry,
    (event, row, kept): (&Event, &mut Row, &mut Kept),
) -> Result<(), Fault> {
    match event {
        Event::Reviewed(fact) => {
            reviewed(fact, kept);
            asked(views, entry, fact)?;
            if let case::Event::CaseSubmitted { matter, definition, project, applicant, .. } = fact
            {
                let office = read_definition(views, definition)?;
                let office = office.map_or(String::new(), |known| known.matter.lead_office.clone());
                let told = [(PROJECT, project), (MATTER, matter), (DEFINITION, definition)];
                let told = told.into_iter().chain([(APPLICANT, applicant), (OFFICE, &office)]);
                told.for_each(|(at, text)| row[at] = text.as_str().into());
            }
            if matches!(
                fact,
                case::Event::CaseNotAccepted { .. } | case::Event::CaseWithdrawn { .. }
            ) {
                row[STATE] = State::Ended.word().into();
            }
        }
        Event::Issued { number, valid_until, .. } => {
            row[STATE] = State::Issued.word().into();
            row[DOCUMENT] = number.as_str().into();
            row[VALID_UNTIL] = (*valid_until).into();
            count(views, "simulated_opinion", entry)?;
            tally(views, "simulations_issued", 1)?;
        }
        Event::Reconfirmed { valid_until, .. } => row[VALID_UNTIL] = (*valid_until).into(),
        Event::Declined { .. } => row[STATE] = State::Declined.word().into(),
        Event::Consented { to, project, .. } => {
            kept.consent = Some(Consent { to: to.clone(), project: project.clone() });
            heir(views, project, row.text(PROJECT).unwrap_or_default())?;
        }
        Event::Voided { .. } => {
            row[STATE] = State::Void.word().into();
            tally(views, "simulations_void", 1)?;
        }
        Event::Converted { .. } => {
            row[STATE] = State::Converted.word().into();
            tally(views, "simulations_formal", 1)?;
        }
        Event::Opened { .. } | Event::OpinionRests { .. } => {}
    }
    Ok(())
}

/// Who is asked, while an answer is awaited.
fn asked(views: &mut Views, entry: &Entry, fact: &case::Event) -> Result<(), Fault> {
    if let case::Event::MaterialReplaced { reopens, .. } = fact {
        for question in reopens {
            let key = [entry.subject.into(), i64::from(*question).into()];
            // Whoever answered is asked again.
            if let Some(row) = views.get(&SIMULATION_ASKED, &key)? {
                let mut row = row[1..].to_vec();
                row[3] = row[2].clone();
                views.put(&SIMULATION_ASKED, row);
            }
        }
        return Ok(());
    }
    let (question, office) = match fact {
        case::Event::OpinionAsked { question, office, .. } => (*question, Some(office.clone())),
        case::Event::OpinionGiven { question, .. }
        | case::Event::OpinionWithdrawn { question, .. } => (*question, None),
        _ => return Ok(()),
    };
    let number = i64::from(question);
    let known = views.get(&SIMULATION_ASKED, &[entry.subject.into(), number.into()])?;
    let known = known.and_then(|row| row.text(3).map(str::to_owned));
    let name = office.clone().or(known).unwrap_or_default();
    let row = vec![entry.subject.into(), number.into(), name.into(), office.into()];
    views.put(&SIMULATION_ASKED, row);
    Ok(())
}

fn reviewed(fact: &case::Event, kept: &mut Kept) {
    fact.on_clock(&mut kept.clock);
    match fact {
        case::Event::NoticeGiven { .. }
        | case::Event::NoticeGivenUntil { .. }
        | case::Event::CaseAccepted { .. } => kept.waits_since = None,
        case::Event::CaseSubmitted { on, handed_in, .. } => {
            kept.waits_since = Some(*on);
            kept.handed_in.extend(handed_in.iter().cloned());
        }
        case::Event::CaseCorrected { on, handed_in, .. } => {
            if kept.clock.is_none() {
                kept.waits_since = Some(*on);
            }
            kept.stood_in.retain(|id| !handed_in.contains(id));
            kept.handed_in.extend(handed_in.iter().cloned());
        }
        case::Event::OpinionAsked { on, question, limit, .. } => {
            kept.asked.insert(*question, (*on, *limit));
            kept.limits.insert(*question, *limit);
        }
        case::Event::MaterialReplaced { on, reopens, .. } => {
            let again =
                reopens.iter().filter_map(|one| Some((*one, (*on, *kept.limits.get(one)?))));
            kept.asked.extend(again.collect::<Vec<_>>());
        }
        case::Event::OpinionGiven { question, .. }
        | case::Event::OpinionWithdrawn { question, .. }
        | case::Event::OpinionOverdue { question, .. } => {
            kept.asked.remove(question);
        }
        case::Event::LimitPassed { limit } => kept.passed.push(*limit),
        _ => {}
    }
}

/// The day by which the review is to be through, and the day after which the clock looks at it.
fn derive(views: &mut Views, row: &mut Row, kept: &Kept) -> Result<(), Fault> {
    let calendar = views.calendar();
    let state = state(row);
    let is_reviewed = state == State::UnderReview;
    let last = |which| {
        let clock = kept.clock.as_ref().filter(|_| is_reviewed)?;
        let due = due(clock, which, &calendar, clock.started)?;
        (!due.standing_still).then_some(due.date)
    };
    let promised = last(LimitKind::Promised);
    let waits = |which: LimitKind| last(which).filter(|_| !kept.passed.contains(&which));
    let limits = [waits(LimitKind::Promised), waits(LimitKind::Statutory)];
    let asked = kept.asked.values().filter(|_| is_reviewed);
    let asked = asked.map(|(on, limit)| limit.ends(*on, &calendar).date);
    let good = row.text(VALID_UNTIL).and_then(|day| day.parse::<Date>().ok());
    let good = good.filter(|_| state == State::Issued);
    let notice = notice_limit(views, row, kept)?;
    let told = notice.map(|(since, limit)| limit.ends(since, &calendar).date);
    let wakes = limits.into_iter().flatten().chain(asked).chain(good).min();
    let runs = kept.clock.as_ref().and_then(|clock| clock.limit(LimitKind::Promised));
    let runs = notice.map(|(_, limit)| limit).or(runs.filter(|_| promised.is_some()));
    row[NOTICE_DUE] = told.into();
    row[LIMIT_DAYS] = runs.map(|limit| i64::from(limit.days)).into();
    row[DUE] = promised.into();
    row[WAKES_AFTER] = wakes.into();
    row[DESK] = if is_live(state) { row[OFFICE].clone() } else { Value::Null };
    row[KEPT] = serde_json::to_string(kept).expect("it is JSON").into();
    Ok(())
}

/// Since when, and for how long, the office may be silent; nothing where it is not its turn.
fn notice_limit(views: &mut Views, row: &Row, kept: &Kept) -> Result<Option<(Date, Limit)>, Fault> {
    let since = kept.waits_since.filter(|_| state(row) == State::UnderReview);
    let Some(since) = since else { return Ok(None) };
    let known = read_definition(views, row.text(DEFINITION).unwrap_or_default())?;
    Ok(Some((since, known.map_or(Limit::working(5), |known| known.notice_limit))))
}

pub(super) fn state(row: &Row) -> State {
    row.text(STATE).and_then(State::of).unwrap_or_default()
}

pub(super) fn is_live(state: State) -> bool {
    matches!(state, State::UnderReview | State::Issued)
}

pub(super) fn kept(row: &Row) -> Result<Kept, Fault> {
    let text = row.text(KEPT).unwrap_or("{}");
    serde_json::from_str(text).map_err(|error| Fault::Broken(error.to_string()))
}

//! From facts about simulated cases and what they rest on to rows (投影): where each stands, when
//! the clock looks at it, and what the ledger has to do about it.
//!
//! They have a table of their own: no board, no total and no list of formal cases counts them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::{Clock, Limit, LimitKind, due};
use serde::{Deserialize, Serialize};
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::counters::{count, tally};
use super::facts::{prerequisite, project_of, read_definition};
use super::projection::row;
use super::{CASE, case_rows};
use crate::case::{self, Definition};
use crate::project::assumption::{self, Assumptions, Key, Values};
use crate::simulation::{Event, Ground, State, formal_of};

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
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "project", "number"],
        &["zone", "applicant", "number"],
        &["zone", "desk", "number"],
        &["zone", "wakes_after"],
        &["zone", "calls", "number"],
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
const SUBJECT: usize = 0;
const NUMBER: usize = 1;
const PROJECT: usize = 2;
const MATTER: usize = 3;
const DEFINITION: usize = 4;
const APPLICANT: usize = 5;
const OFFICE: usize = 6;
const STATE: usize = 7;
const RECEIVED_ON: usize = 8;
const DOCUMENT: usize = 9;
const VALID_UNTIL: usize = 10;
const DUE: usize = 11;
const KEPT: usize = 12;
/// The office, while it is under review.
const DESK: usize = 13;
const WAKES_AFTER: usize = 14;
/// What the ledger has to do about it: to convert it, or to void it and why.
const CALLS: usize = 15;

/// What dates and calls follow from (推算依据).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    assumed: Values,
    stood_in: Vec<String>,
    handed_in: Vec<String>,
    clock: Option<Clock>,
    passed: Vec<LimitKind>,
    asked: BTreeMap<u32, (Date, Limit)>,
    consent: Option<String>,
}

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
}

/// What the ledger has to do about a simulated case (待联动事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Every fact arrived: it becomes formal.
    Convert,
    /// What it rested on is gone.
    Void(Ground),
}

impl Call {
    /// The word that rows keep.
    pub fn word(self) -> String {
        match self {
            Call::Convert => "convert".into(),
            Call::Void(ground) => format!("void-{}", ground.word()),
        }
    }

    fn of(word: &str) -> Option<Call> {
        let all = Ground::ALL.map(Call::Void);
        [Call::Convert].into_iter().chain(all).find(|call| call.word() == word)
    }
}

/// A simulated case's row.
pub(crate) fn project_simulation(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
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

/// What the ledger has to do about the simulated cases of a project follows anew.
pub(super) fn refresh(views: &mut Views, project: &str) -> Result<(), Fault> {
    // Most projects assume nothing: then no list is asked for.
    if views.get(&ASSUMPTION, &[project.into()])?.is_none() {
        return Ok(());
    }
    let all = rows(views, "project = ?2 ORDER BY number", &[project.into()])?;
    let known = assumptions(views, project)?;
    let is_closed = project_of(views, project)?.is_none_or(|project| project.is_closed);
    let fallen = fallen(views, &all)?;
    for row in &all {
        let call = call(views, row, (&known, is_closed, &fallen), &all)?;
        let word = call.map(Call::word);
        if row.text(CALLS) != word.as_deref() {
            let mut row = row.clone();
            row[CALLS] = word.into();
            views.put(&SIMULATION, row);
        }
    }
    Ok(())
}

/// Is one of these matters simulated for the project, and good for the next one to build on?
pub(super) fn stands(views: &mut Views, project: &str, any_of: &[String]) -> Result<bool, Fault> {
    let all = rows(views, "project = ?2 ORDER BY number", &[project.into()])?;
    let fallen = fallen(views, &all)?;
    Ok(is_stood_for(&all, any_of, &fallen))
}

/// The definition as a simulated review reads it: a paper that is stood in for proves nothing.
pub(super) fn as_simulated(known: &Arc<Definition>, stood_in: &[String]) -> Arc<Definition> {
    let mut definition = Definition::clone(known);
    for material in &mut definition.matter.materials {
        if stood_in.contains(&material.id) {
            material.result_of = None;
        }
    }
    Arc::new(definition)
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
        Event::Consented { to, .. } => kept.consent = Some(to.clone()),
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
        case::Event::CaseSubmitted { handed_in, .. }
        | case::Event::CaseCorrected { handed_in, .. } => {
            kept.handed_in.extend(handed_in.iter().cloned());
        }
        case::Event::OpinionAsked { on, question, limit, .. } => {
            kept.asked.insert(*question, (*on, *limit));
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
    let wakes = limits.into_iter().flatten().chain(asked).chain(good).min();
    row[DUE] = promised.into();
    row[WAKES_AFTER] = wakes.into();
    row[DESK] = if is_reviewed { row[OFFICE].clone() } else { Value::Null };
    row[KEPT] = serde_json::to_string(kept).expect("it is JSON").into();
    Ok(())
}

/// What is to be done about one simulated case.
fn call(
    views: &mut Views,
    row: &Row,
    (known, is_closed, fallen): (&Assumptions, bool, &[String]),
    all: &[Row],
) -> Result<Option<Call>, Fault> {
    let kept = kept(row)?;
    if !is_live(state(row)) {
        return Ok(None);
    }
    if is_closed {
        return Ok(Some(Call::Void(Ground::ProjectClosed)));
    }
    if known.lost_on.is_some() {
        return Ok(Some(Call::Void(Ground::LandLost)));
    }
    let definition = read_definition(views, row.text(DEFINITION).unwrap_or_default())?;
    let (Some(definition), Some(_)) = (definition, &kept.clock) else { return Ok(None) };
    let matter = as_simulated(&definition, &kept.stood_in).matter.clone();
    let proven = matter.proven(&kept.handed_in);
    let arrives = matter.simulation.as_ref().map_or(&[][..], |allowed| &allowed.prerequisites);
    let mut is_ready = true;
    for (any_of, _) in matter.all_prerequisites().filter(|(_, when)| when.is_none()) {
        let is_met = any_of.iter().any(|id| arrives.contains(id) || proven.contains(&id.as_str()));
        let formal = prerequisite(views, row.text(PROJECT).unwrap_or_default(), any_of)?;
        if is_met || formal.is_granted || !formal.licences.is_empty() {
            continue;
        }
        is_ready = false;
        let fell = all.iter().any(|other| {
            let is_one = any_of.iter().any(|id| other.text(MATTER) == Some(id));
            is_one && other.text(SUBJECT).is_some_and(|id| fallen.iter().any(|fell| fell == id))
        });
        if fell && !is_stood_for(all, any_of, fallen) {
            return Ok(Some(Call::Void(Ground::PredecessorVoid)));
        }
    }
    let is_ready = is_ready
        && known.missing(&kept.assumed).is_empty()
        && may_convert(known, row.text(APPLICANT).unwrap_or_default(), kept.consent.as_deref());
    Ok(is_ready.then_some(Call::Convert))
}

/// Did the applicant obtain the land, or consent to who did?
fn may_convert(known: &Assumptions, applicant: &str, consent: Option<&str>) -> bool {
    let arrived = known.all.get(&Key::CreditCode).and_then(|one| one.established.as_ref());
    let owner = arrived.map(|known| Key::CreditCode.spelled(&known.value));
    owner.is_none_or(|owner| owner == applicant || consent == Some(owner.as_str()))
}

/// Is one of these matters simulated with an opinion that stands, or formal out of one?
fn is_stood_for(all: &[Row], any_of: &[String], fallen: &[String]) -> bool {
    all.iter().any(|row| {
        let is_one = any_of.iter().any(|id| row.text(MATTER) == Some(id));
        let has_opinion = matches!(state(row), State::Issued | State::Converted);
        let has_fallen = fallen.iter().any(|id| row.text(SUBJECT) == Some(id));
        is_one && has_opinion && row.text(DOCUMENT).is_some() && !has_fallen
    })
}

/// The simulated cases that nothing can build on any more: void, declined or over, or formal
/// without a grant.
fn fallen(views: &mut Views, all: &[Row]) -> Result<Vec<String>, Fault> {
    let mut fallen = Vec::new();
    for row in all {
        let subject = row.text(SUBJECT).unwrap_or_default();
        let has_fallen = match state(row) {
            State::Void | State::Declined | State::Ended => true,
            State::Converted => {
                let formal = views.get(&CASE, &[formal_of(subject).into()])?;
                let formal = formal.map(|row| case_rows::state_of(&row[1..].to_vec()));
                matches!(
                    formal,
                    Some(
                        case::State::Denied
                            | case::State::NotAccepted
                            | case::State::Withdrawn
                            | case::State::Terminated
                    )
                )
            }
            State::Unknown | State::UnderReview | State::Issued => false,
        };
        if has_fallen {
            fallen.push(subject.to_owned());
        }
    }
    Ok(fallen)
}

fn rows(views: &mut Views, filter: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
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
    }
}

fn state(row: &Row) -> State {
    row.text(STATE).and_then(State::of).unwrap_or_default()
}

fn is_live(state: State) -> bool {
    matches!(state, State::UnderReview | State::Issued)
}

fn kept(row: &Row) -> Result<Kept, Fault> {
    let text = row.text(KEPT).unwrap_or("{}");
    serde_json::from_str(text).map_err(|error| Fault::Broken(error.to_string()))
}

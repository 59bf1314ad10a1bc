//! Tickets as rows (取号、预约视图): who waits at the hall, which slots are taken. No telephone and no
//! name stands in a row; an enterprise's ticket is known by its actor's word.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::visit_rows::{standing_book, thing};
use crate::ticket::{Command, Event, Facts, Served, State, Ticket, What};
use crate::visit::Cause;

/// Tickets; `open_day` stands while one is still to be served.
pub static TICKET: Table = Table {
    name: "approvals_ticket",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("day", Kind::Text),
        ("slot", Kind::Text),
        ("matter", Kind::Text),
        ("cause", Kind::Text),
        ("about", Kind::Text),
        ("holder", Kind::Text),
        ("state", Kind::Text),
        ("desk", Kind::Int),
        ("since", Kind::Int),
        ("open_day", Kind::Text),
        ("waited_from", Kind::Int),
        ("called_at", Kind::Int),
        ("for_a_thing", Kind::Int),
        ("for_nothing_on", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "day", "number"],
        &["zone", "holder", "day"],
        &["zone", "open_day"],
        &["zone", "for_nothing_on"],
    ],
    sparse: &["open_day", "for_nothing_on"],
};

const COLUMNS: &str =
    "subject, number, day, slot, matter, cause, about, holder, state, desk, since,
    open_day, waited_from, called_at, for_a_thing, for_nothing_on";
const STATE: usize = 8;
const DESK: usize = 9;
const SINCE: usize = 10;
const OPEN_DAY: usize = 11;
const WAITED_FROM: usize = 12;
const CALLED_AT: usize = 13;
/// Was its holder here for a case or a package?
const FOR_A_THING: usize = 14;
/// The day on which its holder was served, where that was for no case and no package.
const FOR_NOTHING_ON: usize = 15;
/// Those who were served for no case that are counted, at most.
pub const WITHOUT_A_CASE: u32 = 10_000;
/// Tickets of a day that are read, at most.
const OF_A_DAY: u32 = 1_000;
/// Tickets of a holder that are shown.
const OF_A_HOLDER: u32 = 50;
/// Tickets that the clock looks at in one turn.
const OF_A_TURN: u32 = 500;

/// A ticket as lists show it.
#[derive(Clone, Debug)]
pub struct TicketRow {
    /// Its subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Date,
    /// When its slot begins, where it was booked.
    pub slot: Option<Time>,
    /// What it is for.
    pub what: What,
    /// Whose it is.
    pub holder: String,
    /// Where it stands.
    pub state: State,
    /// The desk that it was called to.
    pub desk: u32,
    /// The entry with which it began to wait; grows with each arrival.
    pub since: i64,
}

/// How the hall's queue went on a day (排队情况).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueTally {
    /// Tickets that were called.
    pub called: u32,
    /// How long they waited on average, in seconds.
    pub waited_seconds: i64,
    /// Tickets to which nobody came.
    pub missed: u32,
}

/// What a ticket's rules need.
pub(crate) fn ticket_facts(
    views: &mut Views,
    ticket: &Ticket,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    match command {
        Command::Book { day, slot, what, .. } => {
            asked(views, (what, *day), &mut facts)?;
            facts.places_taken = places_taken(views, *day)?.get(slot).copied().unwrap_or(0);
            facts.last = given(views, *day, "IS NOT NULL")?;
        }
        Command::Draw { day, what, .. } => {
            asked(views, (what, *day), &mut facts)?;
            let of_day = tickets_of_day(views, *day)?;
            let waits = |row: &&TicketRow| row.state == State::Waiting;
            facts.waiting = of(of_day.iter().filter(waits).count());
            facts.last = given(views, *day, "IS NULL")?;
        }
        Command::Call { desk, .. } => {
            let of_day = tickets_of_day(views, ticket.day)?;
            let is_there = |row: &TicketRow| {
                let is_at_desk = matches!(row.state, State::Called | State::Serving);
                is_at_desk && row.desk == *desk && row.number != ticket.number
            };
            facts.is_desk_taken = of_day.iter().any(is_there);
        }
        Command::Serve(Served { about, .. }) if !about.is_empty() => {
            facts.thing = thing(views, about)?;
            facts.book = standing_book(views, about)?;
        }
        Command::Serve(_)
        | Command::Cancel
        | Command::Arrive
        | Command::Miss
        | Command::Close
        | Command::EndDay => {}
    }
    Ok(facts)
}

/// What is looked up alike for one that is booked and one that is drawn.
fn asked(views: &mut Views, (what, day): (&What, Date), facts: &mut Facts) -> Result<(), Fault> {
    facts.is_matter_known = super::definition_in_force(views, &what.matter)?.is_some();
    if !what.about.is_empty() {
        facts.thing = thing(views, &what.about)?;
    }
    let has_it = |row: &TicketRow| row.state.is_open() && row.what.matter == what.matter;
    let of_day = tickets_of_day(views, day)?.into_iter();
    facts.holders = of_day.filter(has_it).map(|row| row.holder).collect();
    Ok(())
}

/// How many numbers of a kind were given for a day; none is taken back.
fn given(views: &mut Views, day: Date, kind: &str) -> Result<u32, Fault> {
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM approvals_ticket
         WHERE zone = ?1 AND day = ?2 AND slot {kind}"
    );
    let rows = views.query(&sql, &[day.into()])?;
    let count = rows.first().and_then(|row| row.int(0)).unwrap_or(0);
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A ticket's row.
pub(crate) fn project_ticket(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let at = entry.at.as_second();
    let row = match event {
        Event::TicketBooked { number, day, slot, what, holder, .. } => {
            begun(entry, (number, *day, Some(*slot)), (what, holder), State::Booked)
        }
        Event::TicketDrawn { on, number, what, holder, .. } => {
            begun(entry, (number, *on, None), (what, holder), State::Waiting)
        }
        Event::TicketArrived { .. } => {
            let mut row = moved(views, entry, State::Waiting)?;
            row[SINCE] = entry.number.into();
            row[WAITED_FROM] = at.into();
            row
        }
        Event::TicketCalled { desk, .. } => {
            let mut row = moved(views, entry, State::Called)?;
            row[DESK] = i64::from(*desk).into();
            // Called once more, it has waited no longer.
            if row.int(CALLED_AT).is_none() {
                row[CALLED_AT] = at.into();
            }
            row
        }
        Event::TicketServed { on, served, .. } => {
            let mut row = moved(views, entry, State::Serving)?;
            if !served.about.is_empty() {
                came_for_a_thing(&mut row);
            } else if row.int(FOR_A_THING) != Some(1) {
                row[FOR_NOTHING_ON] = (*on).into();
            }
            row
        }
        Event::TicketClosed { .. } => moved(views, entry, State::Closed)?,
        Event::TicketMissed { .. } => moved(views, entry, State::Missed)?,
        Event::TicketLapsed { .. } => moved(views, entry, State::Lapsed)?,
        Event::TicketCancelled { .. } => moved(views, entry, State::Cancelled)?,
    };
    views.put(&TICKET, row);
    Ok(())
}

fn begun(
    entry: &Entry,
    (number, day, slot): (&str, Date, Option<Time>),
    (what, holder): (&What, &str),
    state: State,
) -> Row {
    let mut row: Row = vec![entry.subject.into(), number.into(), day.into()];
    row.push(slot.map(|slot| slot.to_string()).map_or(Value::Null, Value::from));
    let texts = [&what.matter, what.cause.word(), &what.about, holder, state.word()];
    row.extend(texts.map(Value::from));
    row.extend([Value::from(0i64), entry.number.into(), day.into()]);
    let waits = (state == State::Waiting).then(|| entry.at.as_second());
    row.extend([waits.map_or(Value::Null, Value::from), Value::Null]);
    row.extend([Value::from(0i64), Value::Null]);
    row
}

fn came_for_a_thing(row: &mut Row) {
    row[FOR_A_THING] = 1i64.into();
    row[FOR_NOTHING_ON] = Value::Null;
}

/// A visit was recorded under the number of a ticket: its holder came for a thing after all.
pub(super) fn visited_with(views: &mut Views, (day, number): (Date, &str)) -> Result<(), Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_ticket WHERE zone = ?1 AND day = ?2 AND number = ?3"
    );
    for mut row in views.query(&sql, &[day.into(), number.into()])? {
        came_for_a_thing(&mut row);
        views.put(&TICKET, row);
    }
    Ok(())
}

/// How many were served at the hall in a year for no case and no package, as with a question: no
/// visit is recorded for them. Counted up to [`WITHOUT_A_CASE`].
pub fn came_without_a_case(views: &mut Views, year: i16) -> Result<u32, Fault> {
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM
         (SELECT subject FROM approvals_ticket
          WHERE zone = ?1 AND for_nothing_on >= ?2 AND for_nothing_on <= ?3
          LIMIT {WITHOUT_A_CASE}) AS served"
    );
    let year = [format!("{year:04}-01-01"), format!("{year:04}-12-31")];
    let rows = views.query(&sql, &year.map(|day| Value::from(day.as_str())))?;
    let count = rows.first().and_then(|row| row.int(0)).unwrap_or(0);
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

fn moved(views: &mut Views, entry: &Entry, state: State) -> Result<Row, Fault> {
    let mut row = super::projection::row(views, &TICKET, entry)?;
    row[STATE] = state.word().into();
    if !state.is_open() {
        row[OPEN_DAY] = Value::Null;
    }
    Ok(row)
}

/// A ticket by its subject.
pub fn ticket(views: &mut Views, subject: &str) -> Result<Option<TicketRow>, Fault> {
    let row = views.get(&TICKET, &[subject.into()])?;
    Ok(row.and_then(|row| ticket_row(&row[1..].to_vec())))
}

/// The tickets of a day, by number.
pub fn tickets_of_day(views: &mut Views, day: Date) -> Result<Vec<TicketRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_ticket WHERE zone = ?1 AND day = ?2
         ORDER BY number LIMIT {OF_A_DAY}"
    );
    Ok(views.query(&sql, &[day.into()])?.iter().filter_map(ticket_row).collect())
}

/// The tickets of a holder that are still to be served, the next first.
pub fn open_tickets_of(views: &mut Views, holder: &str) -> Result<Vec<TicketRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_ticket
         WHERE zone = ?1 AND holder = ?2 AND open_day IS NOT NULL
         ORDER BY day, number LIMIT {OF_A_HOLDER}"
    );
    Ok(views.query(&sql, &[holder.into()])?.iter().filter_map(ticket_row).collect())
}

/// How many hold a place in each slot of a day.
pub fn places_taken(views: &mut Views, day: Date) -> Result<BTreeMap<Time, u32>, Fault> {
    let sql = "SELECT slot, CAST(COUNT(*) AS BIGINT) FROM approvals_ticket
               WHERE zone = ?1 AND day = ?2 AND slot IS NOT NULL AND state <> 'cancelled'
               GROUP BY slot ORDER BY slot";
    let rows = views.query(sql, &[day.into()])?;
    let taken = rows.iter().filter_map(|row| {
        let slot = row.text(0)?.parse().ok()?;
        Some((slot, u32::try_from(row.int(1).unwrap_or(0)).unwrap_or(u32::MAX)))
    });
    Ok(taken.collect())
}

/// How the queue went on a day.
pub fn queue_tally(views: &mut Views, day: Date) -> Result<QueueTally, Fault> {
    let sql = "SELECT state, waited_from, called_at FROM approvals_ticket
               WHERE zone = ?1 AND day = ?2 ORDER BY number LIMIT 1000";
    let mut tally = QueueTally::default();
    for row in views.query(sql, &[day.into()])? {
        tally.missed += u32::from(row.text(0) == Some(State::Missed.word()));
        if let (Some(from), Some(called)) = (row.int(1), row.int(2)) {
            tally.called += 1;
            tally.waited_seconds += called - from;
        }
    }
    tally.waited_seconds /= i64::from(tally.called.max(1));
    Ok(tally)
}

/// Tickets whose day is over and that are still open.
pub fn ticket_timers(views: &mut Views, today: Date) -> Result<Vec<String>, Fault> {
    let sql = format!(
        "SELECT subject FROM approvals_ticket
         WHERE zone = ?1 AND open_day IS NOT NULL AND open_day < ?2
         ORDER BY open_day, subject LIMIT {OF_A_TURN}"
    );
    let rows = views.query(&sql, &[today.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

fn ticket_row(row: &Row) -> Option<TicketRow> {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    Some(TicketRow {
        subject: text(0),
        number: text(1),
        day: row.text(2)?.parse().ok()?,
        slot: row.text(3).and_then(|slot| slot.parse().ok()),
        what: What { matter: text(4), cause: Cause::of(row.text(5)?)?, about: text(6) },
        holder: text(7),
        state: State::of(row.text(STATE)?)?,
        desk: row.int(DESK).and_then(|desk| u32::try_from(desk).ok()).unwrap_or(0),
        since: row.int(SINCE).unwrap_or(0),
    })
}

fn of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! Tickets of the hall in stories (场景用语：取号、预约), each called by a name of the story.
//!
//! ```text
//! books NAME for MATTER: CAUSE on DAY at 09:30 [with phone P]     (a bundle in its place alike)
//! draws NAME for MATTER: CAUSE [with phone P]
//! cancels the ticket NAME      arrives with NAME       calls NAME to desk 2
//! passes over NAME             finishes NAME
//! serves NAME with MATTER: CAUSE [for OFFICE] [because …]
//! serves NAME with a question
//! ```
//!
//! The package is called `the-package`. It is nine in the morning. A *page* line about `the queue`
//! has who waits, in order, and how the day went.

use approvals::ticket::{Command, Served, State, Tickets, What, rank};
use approvals::views;
use approvals::visit::Cause;
use catalogue::{Hall, Pack};
use jiff::civil::Time;
use kernel::actor::Actor;
use kernel::local_time::{clock_of, day_of};
use kernel::personal::Personal;
use store::Answer;

use super::ZONE;
use super::acts::cut;
use super::visits::named;
use crate::day;
use crate::sample::{Sample, subject};

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (name, command) = if let Some(rest) = act.strip_prefix("books ") {
        let (rest, phone) = rest.split_once(" with phone ").unwrap_or((rest, ""));
        let (rest, slot) = cut(rest, " at ")?;
        let (rest, on) = cut(rest, " on ")?;
        let (name, what) = what(rest)?;
        let slot = slot.parse::<Time>().map_err(|_| format!("{slot} is no time"))?;
        let phone = Personal::clear(phone);
        let is_bundle = is_bundle(&what);
        (name, Command::Book { day: day(on), slot, what, is_bundle, phone, hall: hall() })
    } else if let Some(rest) = act.strip_prefix("draws ") {
        let (rest, phone) = rest.split_once(" with phone ").unwrap_or((rest, ""));
        let (name, what) = what(rest)?;
        let (day, phone) = (day_of(sample.now), Personal::clear(phone));
        let is_bundle = is_bundle(&what);
        (name, Command::Draw { day, what, is_bundle, phone, hall: hall() })
    } else if let Some(name) = act.strip_prefix("cancels the ticket ") {
        (name, Command::Cancel)
    } else if let Some(name) = act.strip_prefix("arrives with ") {
        (name, Command::Arrive)
    } else if let Some(rest) = act.strip_prefix("calls ") {
        let Some((name, desk)) = rest.split_once(" to desk ") else { return Ok(None) };
        let desk = desk.parse().map_err(|_| format!("{desk} is no number"))?;
        (name, Command::Call { desk, hall: hall() })
    } else if let Some(name) = act.strip_prefix("passes over ") {
        (name, Command::Miss)
    } else if let Some(rest) = act.strip_prefix("serves ") {
        served(rest)?
    } else if let Some(name) = act.strip_prefix("finishes ") {
        (name, Command::Close)
    } else {
        return Ok(None);
    };
    Ok(Some(sample.ask::<Tickets>(actor.clone(), &subject("ticket", name), command)))
}

fn what(words: &str) -> Result<(&str, What), String> {
    let (name, rest) = cut(words, " for ")?;
    let (matter, cause) = cut(rest, ": ")?;
    Ok((name, What { matter: matter.into(), cause: cause_of(cause)?, about: String::new() }))
}

/// Does the shipped pack have it as a bundle?
fn is_bundle(what: &What) -> bool {
    Pack::shipped().bundle(&what.matter).is_some()
}

fn served(words: &str) -> Result<(&str, Command), String> {
    if let Some(name) = words.strip_suffix(" with a question") {
        let (about, required_by, reason) = Default::default();
        let cause = Cause::Advice;
        return Ok((name, Command::Serve(Served { about, cause, required_by, reason })));
    }
    let (rest, reason) = words.split_once(" because ").unwrap_or((words, ""));
    let (rest, required_by) = rest.split_once(" for ").unwrap_or((rest, ""));
    let (name, rest) = cut(rest, " with ")?;
    let (thing, cause) = cut(rest, ": ")?;
    let (required_by, reason) = (required_by.into(), reason.into());
    let cause = cause_of(cause)?;
    Ok((name, Command::Serve(Served { about: named(thing), cause, required_by, reason })))
}

/// What the pages about the queue have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    if what != "the queue" {
        return Ok(None);
    }
    let (today, clock) = (day_of(sample.now), clock_of(sample.now).time());
    let read = |open: &mut store::Views| {
        let tally = views::queue_tally(open, today)?;
        let without = views::came_without_a_case(open, today.year())?;
        Ok((views::tickets_of_day(open, today)?, tally, without))
    };
    let (rows, tally, without) =
        sample.store.read(ZONE, read).map_err(|fault| fault.to_string())?;
    let in_state = |state: State| rows.iter().filter(move |row| row.state == state);
    let mut waiting: Vec<_> = in_state(State::Waiting).collect();
    waiting.sort_by_key(|row| rank(row.slot, row.since, clock));
    let waiting: Vec<&str> = waiting.iter().map(|row| row.number.as_str()).collect();
    Ok(Some(vec![
        format!("waiting={}", waiting.join(",")),
        format!("booked={}", in_state(State::Booked).count()),
        format!("called={}", tally.called),
        format!("missed={}", tally.missed),
        format!("without_a_case={without}"),
    ]))
}

/// The hall as the shipped catalogue has it.
fn hall() -> Hall {
    Pack::shipped().zone.hall
}

fn cause_of(word: &str) -> Result<Cause, String> {
    Cause::of(word).ok_or_else(|| format!("there is no cause \"{word}\""))
}

//! The rules of a ticket (取号、预约规则): one function per command, refusals first.

use catalogue::Hall;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;

use super::{Command, Event, Facts, Refusal, Served, State, Ticket, VISITOR, What};
use crate::Situation;
use crate::visit::{self, Way};

/// Digits that a telephone has, at least and at most.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=20;

/// Answers a command to the ticket, while the wall clock shows `clock`.
pub(crate) fn decide(
    ticket: &Ticket,
    command: Command,
    (facts, clock): (&Facts, DateTime),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Book { day, slot, what, is_bundle, phone, hall } => {
            asks_well(ticket, (&what, is_bundle, &phone), facts, now)?;
            book((day, slot), (what, phone), (facts, &hall, clock), now)
        }
        Command::Draw { day, what, is_bundle, phone, hall } => {
            asks_well(ticket, (&what, is_bundle, &phone), facts, now)?;
            if day != now.today {
                return Err(Refusal::NotItsDay);
            }
            draw((what, phone), (facts, &hall, clock), now)
        }
        Command::Cancel => cancel(ticket, now),
        Command::Arrive => arrive(ticket, now),
        Command::Call { desk, hall } => call(ticket, (desk, &hall), facts, now),
        Command::Miss => {
            is_at_hall(ticket, &[State::Called], now)?;
            Ok(vec![Event::TicketMissed { on: now.today }])
        }
        Command::Serve(served) => serve(ticket, served, facts, now),
        Command::Close => {
            is_at_hall(ticket, &[State::Serving], now)?;
            Ok(vec![Event::TicketClosed { on: now.today }])
        }
        Command::EndDay => end_day(ticket, now),
    }
}

/// What is asked alike of a ticket that is booked and one that is drawn.
fn asks_well(
    ticket: &Ticket,
    (what, is_bundle, phone): (&What, bool, &Personal),
    facts: &Facts,
    now: &Situation,
) -> Result<(), Refusal> {
    if ticket.state.is_some() {
        return Err(Refusal::TicketThere);
    }
    let is_nobody_known = match now.actor {
        Actor::Visitor => true,
        Actor::Enterprise { .. } | Actor::Person { .. } => false,
        Actor::Officer { .. } if is_the_hall(now) => false,
        Actor::Officer { .. }
        | Actor::Assistant { .. }
        | Actor::Administrator { .. }
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => return Err(Refusal::NotAsking),
    };
    if !facts.is_matter_known && !is_bundle {
        return Err(Refusal::MatterUnknown);
    }
    let is_theirs = |thing: &visit::Thing| {
        let is_of_it = thing.subject == what.about && thing.matters.contains(&what.matter);
        let is_own =
            now.actor.is_enterprise(&thing.applicant) || now.actor.to_string() == thing.applicant;
        is_of_it && (is_the_hall(now) || is_own)
    };
    if !what.about.is_empty() && !facts.thing.as_ref().is_some_and(is_theirs) {
        return Err(Refusal::ThingUnknown);
    }
    if !what.cause.is_possible(Way::Hall) {
        return Err(Refusal::CauseUnfit);
    }
    match phone_in_clear(phone) {
        "" if is_nobody_known => Err(Refusal::PhoneMissing),
        "" => Ok(()),
        phone if is_phone(phone) => Ok(()),
        _ => Err(Refusal::PhoneUnfit),
    }
}

fn book(
    (day, slot): (Date, Time),
    (what, phone): (What, Personal),
    (facts, hall, clock): (&Facts, &Hall, DateTime),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if !now.calendar.is_working_day(day) || !hall.slots().contains(&slot) {
        return Err(Refusal::SlotUnknown);
    }
    if day.to_datetime(slot) <= clock {
        return Err(Refusal::SlotPast);
    }
    if day > now.today.saturating_add(i64::from(hall.days_ahead).days()) {
        return Err(Refusal::SlotTooFar);
    }
    if has_one(facts, now) {
        return Err(Refusal::OneAlready);
    }
    if facts.places_taken >= hall.places {
        return Err(Refusal::SlotFull);
    }
    let number = format!("Y{:03}", facts.last + 1);
    let (on, holder) = (now.today, now.actor.to_string());
    Ok(vec![Event::TicketBooked { on, number, day, slot, what, holder, phone }])
}

/// The desk itself may give a ticket at any time: who stands before it is served.
fn draw(
    (what, phone): (What, Personal),
    (facts, hall, clock): (&Facts, &Hall, DateTime),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let is_open = now.calendar.is_working_day(now.today) && hall.is_open(clock.time());
    if !is_open && !is_the_hall(now) {
        return Err(Refusal::HallClosed);
    }
    if has_one(facts, now) {
        return Err(Refusal::OneAlready);
    }
    if facts.waiting >= hall.waiting_at_most {
        return Err(Refusal::QueueFull);
    }
    let number = format!("A{:03}", facts.last + 1);
    let (on, holder) = (now.today, now.actor.to_string());
    Ok(vec![Event::TicketDrawn { on, number, what, holder, phone }])
}

fn cancel(ticket: &Ticket, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_holder(ticket, now)?;
    is_in(ticket, &[State::Booked, State::Waiting])?;
    Ok(vec![Event::TicketCancelled { on: now.today }])
}

fn arrive(ticket: &Ticket, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_holder(ticket, now)?;
    is_in(ticket, &[State::Booked])?;
    if ticket.day != now.today {
        return Err(Refusal::NotItsDay);
    }
    Ok(vec![Event::TicketArrived { on: now.today }])
}

fn call(
    ticket: &Ticket,
    (desk, hall): (u32, &Hall),
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_at_hall(ticket, &[State::Waiting, State::Called], now)?;
    if ticket.day != now.today {
        return Err(Refusal::NotItsDay);
    }
    if !(1..=hall.desks).contains(&desk) {
        return Err(Refusal::DeskUnknown);
    }
    if ticket.state == Some(State::Called) && ticket.desk != desk {
        return Err(Refusal::Elsewhere { state: State::Called });
    }
    if facts.is_desk_taken {
        return Err(Refusal::DeskTaken);
    }
    Ok(vec![Event::TicketCalled { on: now.today, desk }])
}

/// Whoever is served for a case has come for it: the book of its visits is asked first.
fn serve(
    ticket: &Ticket,
    served: Served,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_at_hall(ticket, &[State::Called, State::Serving], now)?;
    if !served.cause.is_possible(Way::Hall) {
        return Err(Refusal::CauseUnfit);
    }
    let is_same = |known: &&Served| (&known.about, known.cause) == (&served.about, served.cause);
    if ticket.served.iter().any(|known| is_same(&known)) {
        return Err(Refusal::ServedBefore);
    }
    if !served.about.is_empty() {
        would_stand(ticket, &served, facts, now)?;
    }
    let number = ticket.number.clone();
    Ok(vec![Event::TicketServed { on: now.today, number, served }])
}

/// Would the visit be recorded? One that an officer recorded before under this ticket is the same.
fn would_stand(
    ticket: &Ticket,
    served: &Served,
    facts: &Facts,
    now: &Situation,
) -> Result<(), Refusal> {
    let book = visit::book_of(&served.about);
    let command = visit::Command::Record {
        about: served.about.clone(),
        on: now.today,
        cause: served.cause,
        way: Way::Hall,
        ticket: ticket.number.clone(),
        required_by: served.required_by.clone(),
        reason: served.reason.clone(),
    };
    let of_visits = visit::Facts { thing: facts.thing.clone() };
    match visit::decide(&facts.book, command, (&of_visits, &book), now) {
        Ok(_) | Err(visit::Refusal::VisitRecorded) => Ok(()),
        Err(refusal) => Err(Refusal::Visit(refusal)),
    }
}

/// What was not called lapses through no fault of its holder; who did not come, did not come.
fn end_day(ticket: &Ticket, now: &Situation) -> Result<Vec<Event>, Refusal> {
    let state = ticket.state.ok_or(Refusal::TicketUnknown)?;
    if *now.actor != Actor::Clock || ticket.day >= now.today {
        return Err(Refusal::NotOver);
    }
    let on = now.today;
    match state {
        State::Booked | State::Called => Ok(vec![Event::TicketMissed { on }]),
        State::Waiting => Ok(vec![Event::TicketLapsed { on }]),
        State::Serving => Ok(vec![Event::TicketClosed { on }]),
        State::Closed | State::Missed | State::Lapsed | State::Cancelled => {
            Err(Refusal::Elsewhere { state })
        }
    }
}

/// A visitor's ticket is whoever's has its address; any other its holder's; the hall may for both.
fn is_holder(ticket: &Ticket, now: &Situation) -> Result<(), Refusal> {
    let is_own = ticket.holder == VISITOR || ticket.holder == now.actor.to_string();
    let may = ticket.state.is_some() && (is_own || is_the_hall(now));
    if may { Ok(()) } else { Err(Refusal::TicketUnknown) }
}

fn is_at_hall(ticket: &Ticket, states: &[State], now: &Situation) -> Result<(), Refusal> {
    if !is_the_hall(now) {
        return Err(Refusal::NotTheHall);
    }
    is_in(ticket, states)
}

fn is_in(ticket: &Ticket, states: &[State]) -> Result<(), Refusal> {
    let state = ticket.state.ok_or(Refusal::TicketUnknown)?;
    if states.contains(&state) { Ok(()) } else { Err(Refusal::Elsewhere { state }) }
}

/// A visitor is not known again, and the desk draws for everybody.
fn has_one(facts: &Facts, now: &Situation) -> bool {
    let is_known = matches!(now.actor, Actor::Enterprise { .. } | Actor::Person { .. });
    is_known && facts.holders.contains(&now.actor.to_string())
}

fn is_the_hall(now: &Situation) -> bool {
    matches!(now.actor, Actor::Officer { .. }) && now.rights.has(Right::Receive)
}

fn phone_in_clear(phone: &Personal) -> &str {
    match phone {
        Personal::Personal(phone) => phone.trim(),
        Personal::Sealed(_) | Personal::Forgotten(_) => "",
    }
}

fn is_phone(phone: &str) -> bool {
    let is_of_it = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ');
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    phone.chars().all(is_of_it) && phone.chars().count() <= 30 && DIGITS.contains(&digits)
}

#[cfg(test)]
mod tests;

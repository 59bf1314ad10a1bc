//! The rules of a book of visits (到场登记规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::right::Right;

use super::cause::Side;
use super::{Book, Cause, Command, Event, Facts, Refusal, STANDARD, Thing, Visit, Way};
use super::{book_of, count};
use crate::Situation;

/// Answers a command to the book with this subject.
pub(crate) fn decide(
    book: &Book,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Record { about, on, cause, way, ticket, required_by, reason } => {
            let visit = Visit { on, cause, way, ticket, required_by, reason };
            let thing = facts.thing.as_ref().filter(|thing| thing.subject == about);
            let thing = thing.filter(|_| book_of(&about) == subject);
            record(book, visit, thing.ok_or(Refusal::ThingUnknown)?, now)
        }
        Command::Strike { visit, reason } => strike(book, visit, reason, now),
    }
}

fn record(
    book: &Book,
    mut visit: Visit,
    thing: &Thing,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    may_record(thing, now)?;
    if thing.is_part {
        return Err(Refusal::CountedWithPackage);
    }
    if visit.on > now.today {
        return Err(Refusal::DayToCome);
    }
    if !visit.cause.is_possible(visit.way) {
        return Err(Refusal::WayUnfit);
    }
    match visit.cause.side() {
        Side::Office if !thing.offices.contains(&visit.required_by) => {
            return Err(Refusal::OfficeNotInvolved);
        }
        Side::Office => {}
        Side::Course | Side::Applicant => visit.required_by.clear(),
    }
    if book.standing().any(|known| is_the_same(known, &visit)) {
        return Err(Refusal::VisitRecorded);
    }
    let is_said_already = |known: &Visit| is_by_post_instead(known, &visit);
    if *now.actor == Actor::Reaction && book.standing().any(is_said_already) {
        return Err(Refusal::VisitRecorded);
    }
    let struck = taken_back(book, &visit, now);
    let (before, after) = (book.tally(), count(book.standing().chain([&visit])));
    let is_one_more = after.counted > before.counted.max(STANDARD);
    if is_one_more && visit.reason.trim().is_empty() {
        return Err(Refusal::SecondVisitUnexplained { counted: before.counted });
    }
    let recorded = Event::VisitRecorded {
        about: thing.subject.clone(),
        number: thing.number.clone(),
        applicant: thing.applicant.clone(),
        offices: thing.offices.clone(),
        matters: thing.matters.clone(),
        visit,
    };
    Ok(struck.into_iter().chain([recorded]).collect())
}

/// The visit that the entry at a desk was taken for, where the desk says the same day that it came
/// by post: nobody was there.
fn taken_back(book: &Book, visit: &Visit, now: &Situation) -> Option<Event> {
    let is_taken_for = |known: &Visit| is_by_post_instead(visit, known) && known.on == now.today;
    let mut visits = (1..).zip(&book.visits);
    let (visit, _) =
        visits.find(|(_, known)| known.struck.is_none() && is_taken_for(&known.visit))?;
    let reason = "材料系邮寄收到，没有人到场".into();
    Some(Event::VisitStruck { on: now.today, visit, reason })
}

/// Did that come by post which is otherwise taken for a visit, because a desk entered it?
fn is_by_post_instead(posted: &Visit, taken: &Visit) -> bool {
    let by_itself = taken.ticket.is_empty() && taken.reason.is_empty();
    let (is_posted, is_taken) = (posted.way == Way::Post, taken.way == Way::Hall);
    let is_same = posted.on == taken.on && [posted.cause, taken.cause] == [Cause::Submit; 2];
    is_posted && is_taken && by_itself && is_same
}

fn strike(book: &Book, visit: u32, reason: String, now: &Situation) -> Result<Vec<Event>, Refusal> {
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    if !is_officer || !now.rights.has(Right::Supervise) {
        return Err(Refusal::NotSupervising);
    }
    let at = usize::try_from(visit).unwrap_or(0).wrapping_sub(1);
    let known = book.visits.get(at).ok_or(Refusal::VisitUnknown)?;
    if known.struck.is_some() {
        return Err(Refusal::AlreadyStruck);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::VisitStruck { on: now.today, visit, reason }])
}

/// The desk of the hall for anything; otherwise whoever handles it.
fn may_record(thing: &Thing, now: &Situation) -> Result<(), Refusal> {
    if *now.actor == Actor::Reaction {
        return Ok(());
    }
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    let is_at_desk = is_officer && now.rights.has(Right::Receive);
    let is_handling = thing.offices.iter().any(|office| now.actor.is_of_office(office));
    let wanted = [Right::Accept, Right::Examine, Right::Coordinate];
    let may = wanted.iter().any(|right| now.rights.has(*right));
    if is_at_desk || is_handling && may { Ok(()) } else { Err(Refusal::NotRecording) }
}

/// The same day and cause, in the same way, with the same ticket or none told.
fn is_the_same(known: &Visit, visit: &Visit) -> bool {
    let is_same_ticket = known.ticket == visit.ticket || visit.ticket.is_empty();
    let is_same = (known.on, known.cause, known.way) == (visit.on, visit.cause, visit.way);
    is_same && is_same_ticket
}

#[cfg(test)]
mod tests;

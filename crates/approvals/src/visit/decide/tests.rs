//! The rules of visits, in tables.

use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::Rights;

use super::*;
use crate::visit::{Cause, Way};

const BOOK: &str = "visits:case.a";

fn thing() -> Thing {
    Thing {
        subject: "case:a".into(),
        number: "2026-000001".into(),
        applicant: "91330421MA28A0010Q".into(),
        offices: vec!["planning".into()],
        matters: vec!["construction-permit".into()],
        is_part: false,
    }
}

fn visit(day: i8, cause: Cause) -> Command {
    let way = if cause == Cause::SiteVisit { Way::Site } else { Way::Hall };
    Command::Record {
        about: "case:a".into(),
        on: jiff::civil::date(2026, 3, day),
        cause,
        way,
        ticket: String::new(),
        required_by: "planning".into(),
        reason: String::new(),
    }
}

/// The command with other contents.
fn with(command: Command, change: impl FnOnce(&mut Way, &mut String, &mut String)) -> Command {
    let Command::Record { about, on, cause, mut way, ticket, mut required_by, mut reason } =
        command
    else {
        unreachable!("visits are recorded")
    };
    change(&mut way, &mut required_by, &mut reason);
    Command::Record { about, on, cause, way, ticket, required_by, reason }
}

fn because(command: Command, why: &str) -> Command {
    with(command, |_, _, reason| *reason = why.into())
}

fn strike(visit: u32, reason: &str) -> Command {
    Command::Strike { visit, reason: reason.into() }
}

/// A desk of the hall, on 10 March.
fn ask(book: &Book, thing: Option<Thing>, actor: &Actor, command: Command) -> String {
    let rights = match actor {
        Actor::Officer { post, .. } => match post.as_str() {
            "desk" => vec![Right::Receive],
            "reviewer" => vec![Right::Examine],
            "inspector" => vec![Right::Supervise],
            _ => vec![Right::Decide],
        },
        _ => Vec::new(),
    };
    let today = jiff::civil::date(2026, 3, 10);
    let (rights, calendar) = (Rights(rights), Calendar::shipped());
    let now = Situation { actor, today, calendar, rights: &rights };
    match decide(book, command, (&Facts { thing }, BOOK), &now) {
        Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
        Err(refusal) => Refused::from(refusal).code.into(),
    }
    .replace("approvals.", "")
}

fn book(given: &[Command]) -> Book {
    let mut book = Book::default();
    let rights = Rights::all();
    for command in given {
        let actor = Actor::officer("hall", "desk");
        let today = jiff::civil::date(2026, 3, 10);
        let now =
            Situation { actor: &actor, today, calendar: Calendar::shipped(), rights: &rights };
        let facts = Facts { thing: Some(thing()) };
        let events = decide(&book, command.clone(), (&facts, BOOK), &now);
        events.expect("it was given").iter().for_each(|event| book.apply(event));
    }
    book
}

#[test]
fn a_visit_is_recorded_or_refused_in_this_order() {
    use Cause::*;
    let desk = Actor::officer("hall", "desk");
    let reviewer = Actor::officer("planning", "reviewer");
    let other = Actor::officer("ecology", "reviewer");
    let head = Actor::officer("planning", "head");
    let own = Actor::enterprise("91330421MA28A0010Q");
    let part = Thing { is_part: true, ..thing() };
    let elsewhere = Thing { subject: "case:b".into(), ..thing() };
    let nobody = |command| with(command, |_, office, _| office.clear());
    let by_post = |command| with(command, |way, _, _| *way = Way::Post);
    let once = [visit(3, Submit)];
    for (given, thing, actor, command, then) in [
        (&[][..], Some(thing()), &desk, visit(3, Submit), "visit_recorded"),
        (&[], Some(thing()), &reviewer, visit(3, Submit), "visit_recorded"),
        (&[], Some(thing()), &Actor::Reaction, visit(3, SiteVisit), "visit_recorded"),
        (&[], None, &own, visit(30, Submit), "visit_thing_unknown"),
        (&[], Some(elsewhere), &own, visit(30, Submit), "visit_thing_unknown"),
        (&[], Some(part.clone()), &own, visit(30, Submit), "visit_not_recording"),
        (&[], Some(part.clone()), &other, visit(30, Submit), "visit_not_recording"),
        (&[], Some(part.clone()), &head, visit(30, Submit), "visit_not_recording"),
        (&[], Some(part), &desk, visit(30, Submit), "visit_counted_with_package"),
        (&[], Some(thing()), &desk, by_post(visit(30, HallCheck)), "visit_day_to_come"),
        (&[], Some(thing()), &desk, nobody(by_post(visit(3, HallCheck))), "visit_way_unfit"),
        (&[], Some(thing()), &desk, nobody(visit(3, HallCheck)), "visit_office_not_involved"),
        (&once, Some(thing()), &desk, nobody(visit(3, Submit)), "visit_already_recorded"),
        (&once, Some(thing()), &desk, visit(4, Collect), "second_visit_unexplained"),
        (&once, Some(thing()), &desk, because(visit(4, Collect), "急用"), "visit_recorded"),
        (&once, Some(thing()), &desk, visit(4, CorrectOwnFault), "visit_recorded"),
        (&once, Some(thing()), &desk, by_post(visit(4, Collect)), "visit_recorded"),
        (&once, Some(thing()), &desk, visit(4, SiteVisit), "visit_recorded"),
        // The same presence, for something else as well, is no second visit.
        (&once, Some(thing()), &desk, visit(3, SignOrIdentify), "visit_recorded"),
    ] {
        let found = ask(&book(given), thing, actor, command.clone());
        assert_eq!(found, then, "{actor} {command:?}");
    }
}

#[test]
fn the_third_visit_is_explained_like_the_second() {
    let twice = [visit(3, Cause::Submit), because(visit(4, Cause::SignOrIdentify), "原件核对")];
    let (book, desk) = (book(&twice), Actor::officer("hall", "desk"));
    let third = visit(5, Cause::Collect);
    assert_eq!(ask(&book, Some(thing()), &desk, third.clone()), "second_visit_unexplained");
    assert_eq!(ask(&book, Some(thing()), &desk, because(third, "急用")), "visit_recorded");
    assert_eq!(book.tally().counted, 2);
}

#[test]
fn what_a_desk_entered_is_no_visit_where_it_says_the_same_day_that_it_came_by_post() {
    use Cause::Submit;
    let (desk, reaction) = (Actor::officer("hall", "desk"), Actor::Reaction);
    let own = Actor::enterprise("91330421MA28A0010Q");
    let posted = |day| with(visit(day, Submit), |way, _, _| *way = Way::Post);
    let taken_back = "visit_struck visit_recorded";
    for (given, actor, command, then) in [
        (&[visit(10, Submit)][..], &desk, posted(10), taken_back),
        // Whichever is first: the ledger does not take it for a visit afterwards.
        (&[posted(10)], &reaction, visit(10, Submit), "visit_already_recorded"),
        (&[posted(10)], &desk, visit(10, Submit), "visit_recorded"),
        (&[posted(9)], &reaction, visit(10, Submit), "visit_recorded"),
        // Another day's visit is struck out by who supervises, and one with its own reason too.
        (&[visit(9, Submit)], &desk, posted(9), "visit_recorded"),
        (&[because(visit(10, Submit), "补交")], &desk, posted(10), "visit_recorded"),
        (&[visit(10, Submit)], &own, posted(10), "visit_not_recording"),
    ] {
        let found = ask(&book(given), Some(thing()), actor, command.clone());
        assert_eq!(found, then, "{actor} {command:?}");
    }
    let book = book(&[visit(10, Submit), posted(10)]);
    assert_eq!((book.tally().counted, book.tally().by_post), (0, 1));
}

#[test]
fn only_who_supervises_strikes_a_visit_out_once_and_with_a_reason() {
    let (desk, inspector) =
        (Actor::officer("hall", "desk"), Actor::officer("supervision", "inspector"));
    let mut book = book(&[visit(3, Cause::Submit)]);
    for (actor, command, then) in [
        (&desk, strike(2, ""), "visit_not_supervising"),
        (&inspector, strike(2, ""), "visit_unknown"),
        (&inspector, strike(0, ""), "visit_unknown"),
        (&inspector, strike(1, " "), "visit_reason_missing"),
        (&inspector, strike(1, "登记错了"), "visit_struck"),
    ] {
        assert_eq!(ask(&book, Some(thing()), actor, command), then);
    }
    let on = jiff::civil::date(2026, 3, 10);
    book.apply(&Event::VisitStruck { on, visit: 1, reason: "登记错了".into() });
    assert_eq!(book.tally(), super::super::Tally::default());
    assert_eq!(ask(&book, Some(thing()), &inspector, strike(1, "")), "visit_already_struck");
    // What was struck out may be recorded again, as it really was.
    assert_eq!(ask(&book, Some(thing()), &desk, visit(3, Cause::Submit)), "visit_recorded");
}

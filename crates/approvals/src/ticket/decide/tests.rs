//! The rules of tickets, in tables: the hall is open from nine to twelve and from two to five.

use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::Rights;

use super::*;
use crate::visit::{Book, Cause, Thing, Visit};

const OWN: &str = "91330421MA28A0010Q";
const TODAY: &str = "2026-03-10";

fn day(day: &str) -> Date {
    day.parse().expect("a day")
}

fn hall() -> Hall {
    Hall { desks: 2, places: 2, waiting_at_most: 3, days_ahead: 7, ..Hall::default() }
}

fn what(cause: Cause, about: &str) -> What {
    What { matter: "construction-permit".into(), cause, about: about.into() }
}

fn book(on: &str, slot: &str, phone: &str) -> Command {
    book_for(what(Cause::Submit, ""), (on, slot), phone)
}

fn book_for(what: What, (on, slot): (&str, &str), phone: &str) -> Command {
    let (day, slot) = (day(on), slot.parse().expect("a time"));
    Command::Book { day, slot, what, is_bundle: false, phone: Personal::clear(phone), hall: hall() }
}

fn draw(phone: &str) -> Command {
    let (what, phone) = (what(Cause::Submit, ""), Personal::clear(phone));
    Command::Draw { day: day(TODAY), what, is_bundle: false, phone, hall: hall() }
}

fn draw_on(on: &str) -> Command {
    let (what, phone) = (what(Cause::Submit, ""), Personal::clear(""));
    Command::Draw { day: day(on), what, is_bundle: false, phone, hall: hall() }
}

fn serve(about: &str, cause: Cause, reason: &str) -> Command {
    let required_by = if cause == Cause::SignOrIdentify { "planning" } else { "" };
    Command::Serve(Served {
        about: about.into(),
        cause,
        required_by: required_by.into(),
        reason: reason.into(),
    })
}

fn call(desk: u32) -> Command {
    Command::Call { desk, hall: hall() }
}

fn known() -> Facts {
    let thing = Thing {
        subject: "case:a".into(),
        applicant: OWN.into(),
        offices: vec!["planning".into()],
        matters: vec!["construction-permit".into()],
        ..Thing::default()
    };
    Facts { is_matter_known: true, thing: Some(thing), last: 6, ..Facts::default() }
}

/// Asked at ten, of a ticket to which this was done before by the hall, the clock or its holder.
fn ask(given: &[Command], (actor, on): (&Actor, &str), command: Command, facts: &Facts) -> String {
    let mut ticket = Ticket::default();
    let (all, none) = (Rights(vec![Right::Receive]), Rights::default());
    let (desk, clock) = (Actor::officer("hall", "desk"), Actor::Clock);
    let calendar = Calendar::shipped();
    for command in given {
        let (own, today) = (Actor::enterprise(OWN), day(TODAY));
        let (actor, rights) = match command {
            Command::Book { .. } | Command::Draw { .. } => (&own, &none),
            Command::EndDay => (&clock, &none),
            _ => (&desk, &all),
        };
        let now = Situation { actor, today, calendar, rights };
        let at = today.at(10, 0, 0, 0);
        let events = decide(&ticket, command.clone(), (&known(), at), &now);
        events.expect("it was given").iter().for_each(|event| ticket.apply(event));
    }
    let rights = if matches!(actor, Actor::Officer { office, .. } if office == "hall") {
        &all
    } else {
        &none
    };
    let today = day(on);
    let now = Situation { actor, today, calendar, rights };
    match decide(&ticket, command, (facts, today.at(10, 0, 0, 0)), &now) {
        Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
        Err(refusal) => Refused::from(refusal).code.into(),
    }
    .replace("approvals.", "")
}

#[test]
fn a_ticket_is_booked_or_drawn_or_refused_in_this_order() {
    let (own, visitor) = (Actor::enterprise(OWN), Actor::Visitor);
    let (desk, reviewer) = (Actor::officer("hall", "desk"), Actor::officer("planning", "reviewer"));
    let unknown = || Facts { is_matter_known: false, ..known() };
    let there = [draw("")];
    let about = |cause, about| book_for(what(cause, about), (TODAY, "10:30"), "");
    let others = Facts {
        thing: known().thing.map(|thing| Thing { applicant: "other".into(), ..thing }),
        ..known()
    };
    let full = || Facts { places_taken: 2, waiting: 3, ..known() };
    let one = || Facts { holders: vec![own.to_string()], ..full() };
    let weekend = "2026-03-14";
    for (given, actor, command, facts, then) in [
        (&[][..], &own, book(TODAY, "10:30", ""), known(), "ticket_booked"),
        (&[], &visitor, book(TODAY, "10:30", "+86 139-5731-2046"), known(), "ticket_booked"),
        (&[], &own, about(Cause::Collect, "case:a"), known(), "ticket_booked"),
        (&[], &desk, about(Cause::Collect, "case:a"), others.clone(), "ticket_booked"),
        (&[], &visitor, draw("13957312046"), known(), "ticket_drawn"),
        (&there, &reviewer, draw(""), unknown(), "ticket_there"),
        (&[], &reviewer, draw(""), unknown(), "ticket_not_asking"),
        (&[], &Actor::Reaction, draw(""), unknown(), "ticket_not_asking"),
        (&[], &own, about(Cause::SiteVisit, "case:a"), unknown(), "ticket_matter_unknown"),
        (&[], &own, about(Cause::SiteVisit, "case:a"), others.clone(), "ticket_thing_unknown"),
        (&[], &own, about(Cause::SiteVisit, "case:b"), known(), "ticket_thing_unknown"),
        (&[], &visitor, about(Cause::Collect, "case:a"), known(), "ticket_thing_unknown"),
        (&[], &visitor, about(Cause::SiteVisit, ""), known(), "ticket_cause_unfit"),
        (&[], &visitor, book(weekend, "10:30", " "), known(), "ticket_phone_missing"),
        (&[], &visitor, book(weekend, "10:30", "13957"), known(), "ticket_phone_unfit"),
        (&[], &own, book(weekend, "10:30", "手机13957312046"), known(), "ticket_phone_unfit"),
        (&[], &own, book(weekend, "10:30", ""), one(), "slot_unknown"),
        (&[], &own, book(TODAY, "10:10", ""), one(), "slot_unknown"),
        (&[], &own, book(TODAY, "10:00", ""), one(), "slot_past"),
        (&[], &own, book("2026-03-09", "10:30", ""), one(), "slot_past"),
        (&[], &own, book("2026-03-17", "10:30", ""), known(), "ticket_booked"),
        (&[], &own, book("2026-03-18", "10:30", ""), one(), "slot_too_far"),
        (&[], &own, book(TODAY, "10:30", ""), one(), "ticket_one_already"),
        (&[], &own, book(TODAY, "10:30", ""), full(), "slot_full"),
        (&[], &own, draw(""), one(), "ticket_one_already"),
        (&[], &own, draw(""), full(), "queue_full"),
    ] {
        let found = ask(given, (actor, TODAY), command.clone(), &facts);
        assert_eq!(found, then, "{actor} {command:?}");
    }
    // On a day off the hall is closed to all but its own desk.
    let draw_then = |facts: &Facts| {
        [&own, &desk].map(|actor| ask(&[], (actor, weekend), draw_on(weekend), facts))
    };
    assert_eq!(draw_then(&known()), ["hall_closed", "ticket_drawn"]);
    assert_eq!(ask(&[], (&desk, weekend), draw(""), &known()), "ticket_not_its_day");
    // The desk draws for everybody, and visitors are not known again.
    let known_ones = Facts { holders: vec!["visitor".into(), desk.to_string()], ..known() };
    assert_eq!(ask(&[], (&desk, TODAY), draw(""), &known_ones), "ticket_drawn");
    assert_eq!(ask(&[], (&visitor, TODAY), draw("13957312046"), &known_ones), "ticket_drawn");
}

#[test]
fn a_ticket_takes_its_course_or_is_refused_in_this_order() {
    let own = Actor::enterprise(OWN);
    let (other, visitor) = (Actor::enterprise("91330421MA2B7K4N65"), Actor::Visitor);
    let (desk, clock) = (Actor::officer("hall", "desk"), Actor::Clock);
    let reviewer = Actor::officer("planning", "reviewer");
    let booked = [book(TODAY, "10:30", "")];
    let waiting = [draw("")];
    let called = [draw(""), call(1)];
    let serving = [draw(""), call(1), serve("", Cause::Advice, "")];
    let closed = [serving.to_vec(), vec![Command::Close]].concat();
    let missed = [draw(""), call(1), Command::Miss];
    use Command::{Arrive, Cancel, Close, EndDay, Miss};
    for (given, actor, command, then) in [
        (&booked[..], &own, Cancel, "ticket_cancelled"),
        (&waiting, &desk, Cancel, "ticket_cancelled"),
        (&[], &desk, Cancel, "ticket_unknown"),
        (&waiting, &other, Cancel, "ticket_unknown"),
        (&waiting, &visitor, Cancel, "ticket_unknown"),
        (&called, &own, Cancel, "ticket_elsewhere"),
        (&booked, &own, Arrive, "ticket_arrived"),
        (&booked, &other, Arrive, "ticket_unknown"),
        (&waiting, &own, Arrive, "ticket_elsewhere"),
        (&waiting, &desk, call(2), "ticket_called"),
        (&called, &desk, call(1), "ticket_called"),
        (&booked, &own, call(9), "ticket_not_the_hall"),
        (&booked, &reviewer, call(9), "ticket_not_the_hall"),
        (&[], &desk, call(9), "ticket_unknown"),
        (&booked, &desk, call(9), "ticket_elsewhere"),
        (&closed, &desk, call(9), "ticket_elsewhere"),
        (&called, &desk, call(3), "hall_desk_unknown"),
        (&waiting, &desk, call(0), "hall_desk_unknown"),
        (&called, &desk, call(2), "ticket_elsewhere"),
        (&called, &desk, Miss, "ticket_missed"),
        (&called, &own, Miss, "ticket_not_the_hall"),
        (&serving, &desk, Miss, "ticket_elsewhere"),
        (&missed, &desk, Miss, "ticket_elsewhere"),
        (&serving, &desk, Close, "ticket_closed"),
        (&serving, &reviewer, Close, "ticket_not_the_hall"),
        (&called, &desk, Close, "ticket_elsewhere"),
        (&waiting, &clock, EndDay, "ticket_not_over"),
    ] {
        let found = ask(given, (actor, TODAY), command.clone(), &known());
        assert_eq!(found, then, "{actor} {command:?}");
    }
    let taken = Facts { is_desk_taken: true, ..known() };
    assert_eq!(ask(&waiting, (&desk, TODAY), call(1), &taken), "hall_desk_taken");
    let tomorrow = "2026-03-11";
    assert_eq!(ask(&booked, (&own, tomorrow), Arrive, &known()), "ticket_not_its_day");
    assert_eq!(ask(&waiting, (&desk, tomorrow), call(9), &known()), "ticket_not_its_day");
    for (given, actor, then) in [
        (&booked[..], &clock, "ticket_missed"),
        (&called, &clock, "ticket_missed"),
        (&waiting, &clock, "ticket_lapsed"),
        (&serving, &clock, "ticket_closed"),
        (&closed, &clock, "ticket_elsewhere"),
        (&waiting, &desk, "ticket_not_over"),
        (&[], &desk, "ticket_unknown"),
    ] {
        assert_eq!(ask(given, (actor, tomorrow), EndDay, &known()), then, "{actor}");
    }
}

#[test]
fn who_is_served_for_a_case_has_come_and_a_second_visit_is_explained() {
    use Cause::*;
    let (own, desk) = (Actor::enterprise(OWN), Actor::officer("hall", "desk"));
    let called = [draw(""), call(1)];
    let serving = [draw(""), call(1), serve("case:a", Submit, "")];
    let mut before = Book::default();
    before.visits.push(visit::Recorded {
        visit: Visit {
            on: day("2026-03-03"),
            cause: Submit,
            way: Way::Hall,
            ticket: "A001".into(),
            required_by: String::new(),
            reason: String::new(),
        },
        struck: None,
    });
    let came = Facts { book: before, ..known() };
    let part =
        Facts { thing: known().thing.map(|thing| Thing { is_part: true, ..thing }), ..known() };
    for (given, actor, command, facts, then) in [
        (&called[..], &desk, serve("", Advice, ""), &known(), "ticket_served"),
        (&called, &desk, serve("case:a", Collect, ""), &known(), "ticket_served"),
        (&serving, &desk, serve("case:a", SignOrIdentify, ""), &known(), "ticket_served"),
        (&called, &own, serve("case:b", SiteVisit, ""), &came, "ticket_not_the_hall"),
        (&called[..1], &desk, serve("case:b", SiteVisit, ""), &came, "ticket_elsewhere"),
        (&called, &desk, serve("case:b", SiteVisit, ""), &came, "ticket_cause_unfit"),
        (&serving, &desk, serve("case:a", Submit, ""), &came, "ticket_served_before"),
        (&called, &desk, serve("case:b", Collect, ""), &came, "visit_thing_unknown"),
        (&called, &desk, serve("case:a", Collect, ""), &part, "visit_counted_with_package"),
        (&called, &desk, serve("case:a", Collect, ""), &came, "second_visit_unexplained"),
        (&called, &desk, serve("case:a", Collect, "证照须当面核对"), &came, "ticket_served"),
        // What the own papers lacked breaks nothing.
        (&called, &desk, serve("case:a", CorrectOwnFault, ""), &came, "ticket_served"),
    ] {
        let found = ask(given, (actor, TODAY), command.clone(), facts);
        assert_eq!(found, then, "{actor} {command:?}");
    }
}

#[test]
fn a_slot_is_booked_for_a_bundle_in_the_place_of_a_matter() {
    let founder = Actor::Person { account: "chen".into() };
    let bundle = || What {
        matter: "start-a-business".into(),
        cause: Cause::Submit,
        about: "bundle:one".into(),
    };
    let book = |is_bundle| {
        let (day, slot) = (day(TODAY), "10:30".parse().expect("a time"));
        let phone = Personal::clear("");
        Command::Book { day, slot, what: bundle(), is_bundle, phone, hall: hall() }
    };
    let of = |applicant: &str| {
        let thing = known().thing.map(|thing| Thing {
            subject: "bundle:one".into(),
            applicant: applicant.into(),
            matters: vec!["start-a-business".into()],
            ..thing
        });
        Facts { is_matter_known: false, thing, ..known() }
    };
    let own = of("person:chen");
    let ask = |command, facts| super::tests::ask(&[], (&founder, TODAY), command, &facts);
    assert_eq!(ask(book(true), own.clone()), "ticket_booked");
    assert_eq!(ask(book(false), own), "ticket_matter_unknown");
    assert_eq!(ask(book(true), of("person:li")), "ticket_thing_unknown");
}

//! Tickets and slots on pages and for programs (取号、预约): a visitor books with a telephone, the
//! hall calls and serves, and whoever is served for a case has come.

use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, PERMIT};

use crate::desk::{signed_in, submitted};
use crate::program::{Program, said};
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

const AT: &str = "/hall/tickets";
const QUEUE: &str = "/hall/queue";

/// The last part of where an answer leads.
fn subject(location: &str) -> String {
    format!("ticket:{}", location.rsplit('/').next().expect("an address has parts"))
}

#[test]
fn a_visitor_books_with_a_telephone_which_nobody_is_shown() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = submitted(&store);
    let served = serve(&store, RUNNING);
    let mut visitor = Browser::of(&served);
    let page = visitor.get(&format!("{AT}?matter={PERMIT}")).body;
    assert!(page.contains("2026-11-18 10:30") && !page.contains("2026-11-18 10:00"), "{page}");
    assert!(!page.contains("2026-11-21 "), "nothing is booked on a Saturday");
    assert!(page.contains("value=\"start-a-business\""), "a bundle is offered beside the matters");
    let book = format!("{AT}/appointments");
    let asked = |slot: &'static str, phone: &'static str| {
        [("matter", PERMIT), ("cause", "advice"), ("slot", slot), ("phone", phone)]
    };
    let size = zone.size();
    let none = visitor.fill((AT, &book), &asked("2026-11-19 09:30", ""));
    assert_eq!(none.status, 422);
    assert!(words(&none.body).contains("没有留手机号"), "{}", words(&none.body));
    let never = visitor.fill((AT, &book), &asked("2026-11-19 09:40", "13957312046"));
    assert!(never.body.contains("id=\"slot-wrong\""), "{}", never.body);
    assert_eq!(visitor.fill((AT, &book), &asked("soon", "13957312046")).status, 422);
    assert_eq!(zone.size(), size, "nothing was recorded");
    let booked = visitor.fill((AT, &book), &asked("2026-11-19 09:30", "13957312046"));
    assert_eq!(booked.status, 303, "{}", booked.body);
    let own = booked.header("location").to_owned();
    let shown = visitor.get(&own).body;
    assert!(words(&shown).contains("Y001") && words(&shown).contains("已预约"), "{shown}");
    assert!(!shown.contains("13957312046"), "{shown}");
    // The addresses hold a number drawn at random, the words must not hold even a part.
    assert!(!words(&shown).contains("139"), "{}", words(&shown));
    assert!(visitor.get(AT).body.contains("2026-11-19 09:30"), "three places are left");

    // It is another day: the hall says so, and the visitor gives it back.
    let early = visitor.fill((&own, &format!("{own}/arrival")), &[]);
    assert_eq!(early.status, 409);
    assert_eq!(visitor.fill((&own, &format!("{own}/cancellation")), &[]).status, 303);
    assert!(words(&visitor.get(&own).body).contains("已取消"));
    assert_eq!(visitor.fill((AT, &format!("{own}/cancellation")), &[]).status, 409);
    assert_eq!(visitor.get(&format!("{AT}/none")).status, 404);
    assert_eq!(visitor.get(&format!("{AT}/0192aaaa-0000-7000-8000-00000000ffff")).status, 404);
}

#[test]
fn the_hall_calls_and_serves_and_whoever_is_served_has_come() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let draw = [("draw-matter", PERMIT), ("draw-cause", "submit")];
    let drawn = li.fill((AT, &format!("{AT}/draws")), &draw);
    assert_eq!(drawn.status, 303, "{}", drawn.body);
    let own = drawn.header("location").to_owned();
    assert!(words(&li.get(&own).body).contains("前面还有0人"), "{}", li.get(&own).body);
    assert!(words(&li.get(AT).body).contains("我的预约和号"));
    assert_eq!(li.fill((AT, &format!("{AT}/draws")), &draw).status, 409, "one is enough");
    // Somebody else who has the address sees it and does nothing with it.
    let mut visitor = Browser::of(&served);
    assert!(!visitor.get(&own).body.contains("/cancellation"));
    let cancelled = visitor.fill((AT, &format!("{own}/cancellation")), &[]);
    assert_eq!(cancelled.status, 422, "{}", words(&cancelled.body));

    let mut desk = signed_in(&served, "window");
    let at = format!("{QUEUE}?desk=2");
    assert!(words(&desk.get(&at).body).contains("A001"));
    let ticket = subject(&own);
    let which = [("desk", "2"), ("ticket", ticket.as_str())];
    let with = |more: &[(&'static str, &'static str)]| [which.as_slice(), more].concat();
    let act = |name: &str| format!("{QUEUE}/{name}");
    assert_eq!(desk.fill((&at, &act("closings")), &which).status, 409, "it is not called");
    assert_eq!(desk.fill((&at, &act("calls")), &which).status, 303);
    assert!(words(&visitor.get(&own).body).contains("请到2号窗口"));
    assert!(words(&visitor.get(AT).body).contains("请到2号窗口"));
    let wrong = [("case", "2026-000009"), ("cause", "submit")];
    let unknown = desk.fill((&at, &act("services")), &with(&wrong));
    assert!(unknown.body.contains("id=\"case-wrong\""), "{}", unknown.body);
    let right = [("case", "2026-000002"), ("cause", "submit")];
    assert_eq!(desk.fill((&at, &act("services")), &with(&right)).status, 303);
    assert_eq!(desk.fill((&at, &act("services")), &with(&right)).status, 409, "noted before");
    assert!(
        words(&desk.get(&at).body).contains("已登记：递交申请"),
        "{}",
        words(&desk.get(&at).body)
    );
    let second = [("draw-matter", PERMIT), ("draw-cause", "advice"), ("desk", "2")];
    assert_eq!(desk.fill((&at, &act("draws")), &second).status, 303);
    assert_eq!(desk.fill((&at, &act("closings")), &which).status, 303);
    let page = words(&desk.get(&at).body);
    assert!(page.contains("叫下一位") && page.contains("A002"), "{page}");
    assert_eq!(signed_in(&served, "porter").get(QUEUE).status, 403);
}

#[test]
fn a_program_books_draws_calls_and_serves() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let hall = Program::of(&served, &store, "window", Actor::officer("development", "window"));
    let about = json!({ "matter": PERMIT, "cause": "submit", "case": "2026-000002" });
    let mut slot = about.clone();
    (slot["day"], slot["slot"]) = (json!("2026-11-18"), json!("10:30"));
    assert_eq!(li.post("tickets/appointments", 1, &slot).status, 201);
    let again = li.post("tickets/appointments", 2, &slot);
    assert_eq!(said(&again)["code"], "approvals.ticket_one_already");
    slot["slot"] = json!("soon");
    assert_eq!(li.post("tickets/appointments", 3, &slot).status, 422);
    let own = said(&li.get("tickets"));
    let ticket = own["rows"][0]["ticket"].as_str().expect("it is there").to_owned();
    assert_eq!(own["rows"][0]["state"], "booked", "{own}");
    let free = said(&li.get("hall"));
    let is_it = |one: &&serde_json::Value| one["slot"] == "10:30" && one["day"] == "2026-11-18";
    let left = free["free"].as_array().and_then(|all| all.iter().find(is_it).cloned());
    assert_eq!(left.expect("it has places")["places"], 3);
    let which = json!({ "ticket": ticket });
    assert_eq!(li.post("tickets/arrivals", 4, &which).status, 201);
    assert_eq!(li.get("queue").status, 403);
    assert_eq!(said(&hall.get("queue"))["rows"][0]["number"], "Y001");
    assert_eq!(hall.post("queue/calls", 5, &json!({ "desk": 1 })).status, 201, "the next");
    let none = hall.post("queue/calls", 6, &json!({ "desk": 2 }));
    assert_eq!(none.status, 422, "nobody waits: {}", none.body);
    assert_eq!(said(&li.get("hall"))["called"][0]["desk"], 1);
    let mut service = json!({ "ticket": ticket, "case": "2026-000002", "cause": "submit" });
    assert_eq!(hall.post("queue/services", 7, &service).status, 201);
    service["case"] = json!("2026-999999");
    assert_eq!(hall.post("queue/services", 8, &service).status, 422);
    assert_eq!(hall.post("queue/closings", 9, &which).status, 201);
    assert_eq!(hall.post("queue/misses", 10, &which).status, 409);
    let draw = json!({ "matter": PERMIT, "cause": "advice" });
    assert_eq!(li.post("tickets", 11, &draw).status, 201);
    let own = said(&li.get("tickets"));
    let which = json!({ "ticket": own["rows"][0]["ticket"] });
    assert_eq!(li.post("tickets/cancellations", 12, &which).status, 201);
    let nothing = json!({ "ticket": "case:permit" });
    assert_eq!(li.post("tickets/cancellations", 13, &nothing).status, 404);

    // Whoever comes with a question alone is in no figure of the cases, and in one of its own.
    let without = || said(&hall.get("visits"))["without_a_case"].clone();
    assert_eq!(without(), 0, "who was served so far was here for a case");
    assert_eq!(li.post("tickets", 14, &draw).status, 201);
    assert_eq!(without(), 0, "to wait is not to be served");
    let own = said(&li.get("tickets"));
    let which = json!({ "ticket": own["rows"][0]["ticket"] });
    assert_eq!(hall.post("queue/calls", 15, &json!({ "desk": 1 })).status, 201);
    let question = json!({ "ticket": which["ticket"], "cause": "advice" });
    let answered = hall.post("queue/services", 16, &question);
    assert_eq!(answered.status, 201, "{}", answered.body);
    assert_eq!(without(), 1);
    let page = words(&Browser::of(&served).get("/visits").body);
    assert!(page.contains("没有办件的到场 1 人次"), "{page}");
    let english = words(&Browser::of(&served).get("/visits?lang=en").body);
    assert!(english.contains("Who came for no case 1 served"), "{english}");
    // A bundle is booked like a matter, and what is neither is not.
    let bundle = |matter: &str, slot: &str| {
        let mut asked = json!({ "matter": matter, "cause": "submit", "day": "2026-11-18" });
        asked["slot"] = json!(slot);
        asked
    };
    let booked = li.post("tickets/appointments", 40, &bundle("start-a-business", "14:00"));
    assert_eq!(booked.status, 201, "{}", booked.body);
    let neither = li.post("tickets/appointments", 41, &bundle("start-another", "14:30"));
    assert_eq!(said(&neither)["code"], "approvals.ticket_matter_unknown");
}

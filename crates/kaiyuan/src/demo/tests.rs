//! What the demonstration is said to hold, it holds.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;
use testkit::stores::for_each_store;

use super::*;

/// A fact of the demonstration.
struct Fact {
    kind: String,
    subject: String,
    actor: String,
    what: Value,
}

impl Fact {
    fn day(&self) -> &str {
        self.what["on"].as_str().unwrap_or_default()
    }
}

/// What an event says: it is its name with that, in one room or in a room of a room.
fn content(event: Value) -> Value {
    match event {
        Value::Object(mut rooms) if rooms.len() == 1 => {
            let name = rooms.keys().next().cloned().unwrap_or_default();
            let within = rooms.remove(&name).unwrap_or_default();
            if within.is_object() { content(within) } else { serde_json::json!({ name: within }) }
        }
        whole => whole,
    }
}

fn facts(store: &Store, zone: &str) -> Vec<Fact> {
    let all = RefCell::new(Vec::new());
    let take = |entry: &kernel::entry::Entry| {
        let payload: Value = serde_json::from_str(entry.payload.get()).expect("it is JSON");
        all.borrow_mut().push(Fact {
            kind: entry.kind.to_owned(),
            subject: entry.subject.to_owned(),
            actor: entry.actor.to_string(),
            what: content(payload),
        });
        Vec::new()
    };
    store.follow(zone, "told", &take).expect("the ledger is read");
    all.into_inner()
}

#[test]
fn the_demonstration_holds_what_it_is_said_to() {
    for_each_store(|fresh| {
        let (store, pack) = (fresh.open(), looked_at(catalogue::Pack::shipped().clone()));
        let now = "2026-11-26T09:00:00Z".parse().expect("a moment");
        story::play(&store, &pack, now, &|_| {}).expect("it is played");
        let zone = pack.zone.id.as_str();
        let facts = facts(&store, zone);
        let of = |kind: &'static str| facts.iter().filter(move |fact| fact.kind == kind);

        let through: BTreeMap<&str, &str> =
            of("approvals.bundle_through").map(|fact| (&*fact.subject, fact.day())).collect();
        let in_a_day = |fact: &Fact| through.get(&*fact.subject) == Some(&fact.day());
        assert!(of("approvals.bundle_submitted").any(in_a_day), "a company opened in one day");

        let by_rule = |fact: &Fact| fact.actor.starts_with("automatic:");
        assert!(of("approvals.case_granted").any(by_rule), "an instant decision");

        let formal = |fact: &Fact| fact.what["formal"].as_str().unwrap_or_default().to_owned();
        let converted: Vec<String> = of("approvals.simulation_converted").map(formal).collect();
        let is_granted = |case: &String| of("approvals.case_granted").any(|it| it.subject == *case);
        assert!(converted.iter().any(is_granted), "a simulated approval that converts");

        let owed = |fact: &Fact| {
            let accepted = of("approvals.case_accepted").find(|it| it.subject == fact.subject);
            accepted.is_some_and(|accepted| accepted.day() < fact.day())
        };
        assert!(of("approvals.material_settled").any(owed), "a tolerated paper that comes late");

        let sold = of("approvals.plot_sold").next().expect("a plot is sold");
        assert!(of("approvals.scheme_reviewed").any(|it| it.subject == sold.subject), "its scheme");
        let linked = of("approvals.plot_project_linked").any(|it| it.subject == sold.subject);
        assert!(linked, "the winner builds there");

        let told = |fact: &Fact| !fact.what["visit"]["reason"].as_str().unwrap_or("").is_empty();
        assert!(of("approvals.visit_recorded").any(told), "a second visit, flagged with why");

        let foretold = planned::count(&store, zone).expect("it is counted");
        assert!(foretold.steps > 0 && foretold.held == foretold.steps, "{foretold:?}");
    });
}

//! Reactions behind a cursor (联动).

use jiff::ToSpan;
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::worker::Act;
use testkit::for_each_store;
use testkit::sample::recorded;

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Event, Notes, write};
use crate::raw::Raw;

/// A note in a subject of letters calls for one in the subject of digits.
fn react(entry: &Entry) -> Vec<Act> {
    let wants = entry.kind == "notes.written" && entry.subject != "note:echo";
    let echo = || Act::of::<Notes>("note:echo", write(entry.number.to_string()));
    let no = || Act::of::<Notes>("note:echo", Command::Refuse);
    if wants { vec![no(), echo(), echo()] } else { Vec::new() }
}

#[test]
fn reactions_are_recorded_once_however_often_they_are_asked_for() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        for at in 0..30 {
            recorded(sample.ask::<Notes>(Actor::Clock, &format!("note:a{at}"), write("x")));
        }
        assert_eq!(store.follow("jiashan", "echo", &react).expect("it is followed"), 31 + 60);
        assert_eq!(store.follow("jiashan", "echo", &react).expect("it is followed"), 0);
        let size = sample.size();
        assert_eq!(store.cursor("jiashan", "echo").expect("a cursor"), size as i64);
        // From the beginning again, as after a lost cursor or by another node.
        Raw::open(fresh).run("DELETE FROM ledger_cursor");
        assert_eq!(store.follow("jiashan", "echo", &react).expect("it is followed"), size);
        assert_eq!(store.follow("jiashan", "another", &react).expect("it is followed"), size);
        assert_eq!(sample.size(), size);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn a_reaction_to_an_old_entry_is_not_too_late() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("old")));
        sample.now += 3.hours();
        recorded(sample.ask::<Notes>(Actor::Clock, "note:b", write("new")));
        store.follow("jiashan", "echo", &react).expect("it is followed");
        let past = store.history::<Notes>("jiashan", "note:echo").expect("its history");
        let words = past.iter().map(|past| match &past.event {
            Event::Written { words, .. } => words.as_str(),
            _ => panic!("only notes were written"),
        });
        assert!(words.eq(["2", "2", "3", "3"]));
        assert!(past.iter().all(|past| past.at == sample.now));
    });
}

#[test]
fn waiting_ends_when_something_is_recorded() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    let seen = store.wait(0, std::time::Duration::ZERO);
    let waiting = {
        let store = store.clone();
        std::thread::spawn(move || store.wait(seen, std::time::Duration::from_secs(30)))
    };
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("x")));
    assert!(waiting.join().expect("it waits") > seen);
}

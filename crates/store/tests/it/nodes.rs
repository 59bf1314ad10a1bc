//! Two nodes over one database (多节点).

use std::sync::atomic::{AtomicUsize, Ordering};

use kernel::actor::Actor;
use kernel::personal::Personal;
use store::Store;
use testkit::sample::{recorded, refused};
use testkit::{Fresh, Sample};

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Event, Notes, write};

fn pair() -> Option<(Fresh, Fresh)> {
    let one = Fresh::postgres()?;
    let two = one.node()?;
    Some((one, two))
}

#[test]
fn two_nodes_take_turns_and_lose_nothing() {
    let Some((one, two)) = pair() else { return };
    let stores = [&one, &two].map(|node| node.open_with(&notes::capabilities()));
    let mut sample = notebook(&stores[0]);
    let mut asked = Vec::new();
    for turn in 0..120 {
        let subject = format!("note:{}", turn % 5);
        let envelope = sample.envelope(Actor::Clock, &subject, write(format!("{turn}")));
        let first = recorded(stores[turn % 2].execute::<Notes>(envelope.clone()));
        assert_eq!(first.first, turn as u64 + 2);
        // The other node knows the answer too.
        assert_eq!(recorded(stores[(turn + 1) % 2].execute::<Notes>(envelope.clone())), first);
        asked.push((envelope, first));
    }
    for (envelope, first) in asked {
        assert_eq!(recorded(stores[0].execute::<Notes>(envelope)), first);
    }
    is_whole(&stores[1], "jiashan");
    assert_eq!(
        stores[0].dump("jiashan").expect("the views are read"),
        stores[1].dump("jiashan").expect("the views are read")
    );
}

#[test]
fn two_nodes_write_at_once_and_lose_nothing() {
    let Some((one, two)) = pair() else { return };
    let stores = [&one, &two].map(|node| node.open_with(&notes::capabilities()));
    let mut sample = notebook(&stores[0]);
    let asked: Vec<(usize, Vec<_>)> = (0..8)
        .map(|thread| {
            let subject = format!("note:{}", thread % 3);
            let ask = |at: u32| sample.envelope(Actor::Clock, &subject, write(format!("{at}")));
            (thread % 2, (0..30).map(ask).collect())
        })
        .collect();
    let run = |(node, envelopes): (usize, Vec<store::Envelope<Command>>)| {
        let store: Store = stores[node].clone();
        std::thread::spawn(move || {
            let ask = |envelope| recorded(store.execute::<Notes>(envelope)).first;
            envelopes.into_iter().map(ask).collect::<Vec<_>>()
        })
    };
    let running: Vec<_> = asked.into_iter().map(run).collect();
    let mut numbers: Vec<u64> =
        running.into_iter().flat_map(|thread| thread.join().expect("all are answered")).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(2..=241));
    is_whole(&stores[0], "jiashan");
}

#[test]
fn two_nodes_may_start_at_once() {
    for _ in 0..5 {
        let Some((one, two)) = pair() else { return };
        let opened = &AtomicUsize::new(0);
        std::thread::scope(|threads| {
            for node in [&one, &two] {
                threads.spawn(move || {
                    // Whoever comes when the other has begun brings its key, and is told so.
                    let store = match node.try_open(&notes::capabilities()) {
                        Ok(store) => store,
                        Err(fault) => {
                            let said = fault.to_string();
                            assert!(said.contains("vault.key is missing"), "{said}");
                            return;
                        }
                    };
                    opened.fetch_add(1, Ordering::Relaxed);
                    let mut sample = Sample::new(&store, "jiashan");
                    let answer = sample.open();
                    if !matches!(answer, store::Answer::Recorded(_)) {
                        assert_eq!(refused(answer), "store.key_reused");
                    }
                });
            }
        });
        assert!(opened.load(Ordering::Relaxed) >= 1, "the one that comes first opens it");
    }
}

#[test]
fn what_one_node_forgets_the_other_does_not_know() {
    let Some((one, two)) = pair() else { return };
    let stores = [&one, &two].map(|node| node.open_with(&notes::capabilities()));
    let mut sample = notebook(&stores[0]);
    let tell = |name: &str| Command::Tell { name: Personal::clear(name) };
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", tell("first")));
    let envelope = sample.envelope(Actor::Clock, "note:a", tell("second"));
    recorded(stores[1].execute::<Notes>(envelope));
    let forget =
        store::zone::Command::Forget { subject: "note:a".into(), reason: "on request".into() };
    let administrator = testkit::sample::administrator();
    let envelope = sample.envelope(administrator, store::zone::ZONE, forget);
    recorded(stores[0].forget(envelope));
    let envelope = sample.envelope(Actor::Clock, "note:a", tell("third"));
    recorded(stores[1].execute::<Notes>(envelope));
    for store in &stores {
        let past = store.history::<Notes>("jiashan", "note:a").expect("its history");
        let names: Vec<&Personal> = past
            .iter()
            .filter_map(|past| match &past.event {
                Event::Told { name } => Some(name),
                _ => None,
            })
            .collect();
        let wanted =
            [Personal::Forgotten(true), Personal::Forgotten(true), Personal::clear("third")];
        assert!(names.into_iter().eq(&wanted));
    }
    is_whole(&stores[0], "jiashan");
}

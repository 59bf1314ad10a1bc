//! Stopped at each step (逐步中断): nothing half done, nothing acknowledged lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use kernel::actor::Actor;
use store::verify::Expect;
use store::{Answer, Fault, Interrupt, Options, Step, Store};
use testkit::sample::recorded;
use testkit::{Fresh, Sample, for_each_store};

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Notes, write};
use crate::raw::Raw;

const STEPS: [Step; 9] = [
    Step::Locked,
    Step::Repeated,
    Step::Replayed,
    Step::Gathered,
    Step::Decided,
    Step::Appended,
    Step::Projected,
    Step::BeforeCommit,
    Step::Committed,
];

/// Stops the engine for good the `nth` time that it comes to `at`, once armed.
fn stop_at(at: Step, nth: u32, armed: &Arc<AtomicBool>) -> Interrupt {
    let (armed, seen, stopped) = (armed.clone(), AtomicU32::new(0), AtomicBool::new(false));
    Arc::new(move |step| {
        if armed.load(Ordering::SeqCst) && step == at {
            let count = seen.fetch_add(1, Ordering::SeqCst) + 1;
            stopped.fetch_or(count >= nth, Ordering::SeqCst);
        }
        stopped.load(Ordering::SeqCst)
    })
}

fn open(options: &Options, interrupt: Option<Interrupt>) -> Store {
    let options = Options { interrupt, ..options.clone() };
    Store::open(options, &notes::capabilities()).expect("the store opens")
}

#[test]
fn a_stop_at_any_step_leaves_nothing_half_done() {
    for_each_store(|fresh| {
        for step in STEPS {
            let fresh = fresh.another();
            let armed = Arc::default();
            let store = open(&fresh.options, Some(stop_at(step, 1, &armed)));
            let mut sample = notebook(&store);
            let before = recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("before")));
            armed.store(true, Ordering::SeqCst);
            let many = sample.envelope(Actor::Clock, "note:a", Command::Many { count: 300 });
            let Answer::Fault(fault) = store.execute::<Notes>(many.clone()) else {
                panic!("stopped at {step:?}, and answered all the same")
            };
            let is_unknown = matches!(fault, Fault::OutcomeUnknown(_));
            assert_eq!(is_unknown, step == Step::Committed, "{step:?}: {fault}");
            assert_eq!(store.trouble().is_some(), is_unknown, "{step:?}");
            drop((store, sample));

            let store = open(&fresh.options, None);
            is_whole(&store, "jiashan");
            let expected = if is_unknown { 302 } else { 2 };
            assert_eq!(store.size("jiashan").expect("a size").0, expected, "{step:?}");
            assert_eq!(recorded(store.execute::<Notes>(many)).first, before.first + 1);
            assert_eq!(store.size("jiashan").expect("a size").0, 302, "{step:?}");
            is_whole(&store, "jiashan");
        }
    });
}

#[test]
fn what_was_acknowledged_under_load_is_there_after_a_stop() {
    for_each_store(|fresh| {
        // Odd steps on the one database, even ones on the other: each costs a load.
        let from = usize::from(fresh.is_file());
        for (at, step) in STEPS.into_iter().enumerate().skip(from).step_by(2) {
            let fresh = fresh.another();
            let armed = Arc::new(AtomicBool::new(true));
            let store = open(&fresh.options, Some(stop_at(step, 10 + at as u32, &armed)));
            let mut sample = notebook(&store);
            let asked: Vec<Vec<_>> = (0..8)
                .map(|thread| {
                    let subject = format!("note:{}", thread % 3);
                    let ask = |at| {
                        sample.envelope(Actor::Clock, &subject, write(format!("{thread}/{at}")))
                    };
                    (0..20).map(ask).collect()
                })
                .collect();
            let answered: Vec<_> = std::thread::scope(|threads| {
                let run = |asked: &Vec<store::Envelope<Command>>| {
                    let (asked, store) = (asked.clone(), store.clone());
                    threads.spawn(move || {
                        let ask = |envelope: store::Envelope<Command>| {
                            let answer = store.execute::<Notes>(envelope.clone());
                            (envelope, answer.recorded().ok())
                        };
                        asked.into_iter().map(ask).collect::<Vec<_>>()
                    })
                };
                let running: Vec<_> = asked.iter().map(run).collect();
                running
                    .into_iter()
                    .flat_map(|thread| thread.join().expect("all are answered"))
                    .collect()
            });
            drop((store, sample));
            assert!(answered.iter().any(|(_, first)| first.is_none()), "{step:?}: never stopped");

            let store = open(&fresh.options, None);
            is_whole(&store, "jiashan");
            let size = store.size("jiashan").expect("a size").0;
            let known = answered.iter().filter(|(_, first)| first.is_some()).count() as u64;
            assert!(size > known, "{step:?}: {size} entries, {known} acknowledged");
            let (again, firsts): (Vec<_>, Vec<_>) = answered.into_iter().unzip();
            let again = store.execute_all::<Notes>("jiashan", again).expect("all are answered");
            for (again, first) in again.into_iter().map(recorded).zip(firsts) {
                assert!(first.is_none_or(|first| first == again), "{step:?}");
            }
            assert_eq!(store.size("jiashan").expect("a size").0, 161, "{step:?}");
            is_whole(&store, "jiashan");
        }
    });
}

#[test]
fn a_folder_has_one_process_that_writes() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let second = Store::open(fresh.options.clone(), &notes::capabilities());
    assert!(matches!(second.err(), Some(Fault::InUse(_))));
    let reading = Store::open_reading(fresh.options.clone(), &notes::capabilities());
    let reading = reading.expect("reading goes on beside");
    let mut sample = notebook(&store);
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("seen")));
    assert_eq!(reading.history::<Notes>("jiashan", "note:a").expect("its history").len(), 1);
    let mut beside = Sample::new(&reading, "jiashan");
    let answer = beside.ask::<Notes>(Actor::Clock, "note:a", write("not by a reader"));
    assert!(matches!(answer, Answer::Fault(Fault::Broken(_))));
    drop((store, sample));
    drop(fresh.open_with(&notes::capabilities()));
}

#[test]
fn what_a_newer_program_wrote_is_left_alone() {
    for_each_store(|fresh| {
        drop(fresh.open_with(&notes::capabilities()));
        Raw::open(fresh).run("UPDATE schema_migration SET version = 99 WHERE name = 'core'");
        for open in [Store::open, Store::open_reading] {
            let newer = open(fresh.options.clone(), &notes::capabilities());
            assert!(matches!(newer.err(), Some(Fault::NewerSchema(_))));
        }
    });
}

#[test]
fn keys_are_not_made_anew_for_a_ledger_that_has_some_or_does_not_answer() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        drop(notebook(&store));
        drop(store);
        std::fs::remove_file(fresh.folder().join("vault.key")).expect("the key is lost");
        let keyless = Store::open(fresh.options.clone(), &notes::capabilities());
        let Some(Fault::Broken(said)) = keyless.err() else { panic!("it was opened") };
        assert!(said.contains("vault.key is missing"), "{said}");
        assert!(!fresh.folder().join("vault.key").exists());
    });
    let fresh = Fresh::sqlite();
    let address = "postgres://nobody@127.0.0.1:1/nothing".into();
    let place = store::Place::Postgres { address, folder: fresh.folder().into() };
    let silent = Store::open(Options::at(place), &notes::capabilities());
    let Some(Fault::Broken(said)) = silent.err() else { panic!("it was opened") };
    assert!(said.contains("does not answer"), "{said}");
}

#[test]
fn views_of_another_shape_are_made_again_on_opening() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("kept")));
        let live = store.dump("jiashan").expect("the views");
        drop((store, sample));
        // As if an older program had made the tables, and a crash had come in between.
        let mut raw = Raw::open(fresh);
        raw.run("UPDATE schema_migration SET note = 'older' WHERE name = 'views'");
        raw.run("ALTER TABLE notes_note ADD COLUMN older TEXT; DELETE FROM notes_note");
        drop(raw);
        let store = fresh.open_with(&notes::capabilities());
        assert_eq!(store.dump("jiashan").expect("the views"), live);
        assert_eq!(store.verify("jiashan", &Expect::default()).expect("it is read").flaw, None);
    });
}

#[test]
fn a_ledger_is_not_opened_with_another_vault_key() {
    for_each_store(|fresh| {
        drop(fresh.open_with(&notes::capabilities()));
        std::fs::write(fresh.folder().join("vault.key"), "00112233445566778899aabbccddeeff")
            .expect("the key is put in place");
        let other = Store::open(fresh.options.clone(), &notes::capabilities());
        let Some(Fault::Broken(said)) = other.err() else { panic!("it was opened") };
        assert!(said.contains("vault.key"), "{said}");
    });
}

#[test]
fn a_torn_secret_of_a_first_start_is_no_obstacle() {
    let fresh = Fresh::sqlite();
    std::fs::create_dir_all(fresh.folder()).expect("a folder");
    // What a power cut leaves of a file that was being made.
    std::fs::write(fresh.folder().join("vault.key.new"), "00").expect("a torn file");
    drop(fresh.open_with(&notes::capabilities()));
}

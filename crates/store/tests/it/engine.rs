//! Commands and their answers (指令与答复).

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use jiff::ToSpan;
use kernel::actor::Actor;
use store::verify::Expect;
use store::{Answer, Interrupt, Options, Recorded, Step, Store};
use testkit::sample::{administrator, fault, recorded, refused};
use testkit::{Fresh, Sample, for_each_store};
use uuid::Uuid;

use crate::notes::{self, Command, Event, Notes, Where, write};
use crate::raw::Raw;

/// A zone for notes, opened.
pub fn notebook(store: &Store) -> Sample {
    let mut sample = Sample::new(store, "jiashan");
    recorded(sample.open());
    sample
}

/// Nothing is wrong with the zone's ledger, and its views are those that its entries make.
pub fn is_whole(store: &Store, zone: &str) {
    let report = store.verify(zone, &Expect::default()).expect("the ledger is read");
    assert_eq!(report.flaw, None);
    let live = store.dump(zone).expect("the views are read");
    store.rebuild().expect("the views are made again");
    assert_eq!(store.dump(zone).expect("the views are read"), live);
}

/// A gate at the start of a transaction: while it is shut, commands queue up behind it.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn options(&self, options: &Options) -> Options {
        let gate = self.0.clone();
        let interrupt: Interrupt = Arc::new(move |step| {
            if step == Step::Locked {
                let shut = gate.0.lock().expect("nobody panics here");
                let opened = gate.1.wait_while(shut, |shut| *shut);
                drop(opened.expect("nobody panics here"));
            }
            false
        });
        Options { interrupt: Some(interrupt), ..options.clone() }
    }

    pub fn set(&self, shut: bool) {
        *self.0.0.lock().expect("nobody panics here") = shut;
        self.0.1.notify_all();
    }
}

/// Runs these in one group, queued in this order.
pub fn together<T: Send>(
    gate: &Gate,
    store: &Store,
    jobs: Vec<Box<dyn FnOnce() -> T + Send>>,
) -> Vec<T> {
    gate.set(true);
    std::thread::scope(|threads| {
        // Something to hold the writer up, so that what follows meets in its queue.
        threads.spawn(|| store.sign("jiashan", jiff::Timestamp::UNIX_EPOCH));
        std::thread::sleep(Duration::from_millis(30));
        let queue = jobs.into_iter().map(|job| {
            let waiting = threads.spawn(job);
            std::thread::sleep(Duration::from_millis(30));
            waiting
        });
        let waiting: Vec<_> = queue.collect();
        gate.set(false);
        waiting.into_iter().map(|job| job.join().expect("the job answers")).collect()
    })
}

#[test]
fn a_repeat_gets_the_first_answer() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let many = sample.envelope(Actor::Clock, "note:a", Command::Many { count: 3 });
        let first = recorded(store.execute::<Notes>(many.clone()));
        assert_eq!((first.first, first.kinds.len()), (2, 3));
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("more")));
        assert_eq!(recorded(store.execute::<Notes>(many.clone())), first);

        let nothing = sample.envelope(Actor::Clock, "note:b", Command::Nothing);
        let silent = recorded(store.execute::<Notes>(nothing.clone()));
        assert_eq!(silent.kinds, Vec::<String>::new());
        assert_eq!(recorded(store.execute::<Notes>(nothing.clone())), silent);

        drop((store, sample));
        let store = fresh.open_with(&notes::capabilities());
        assert_eq!(recorded(store.execute::<Notes>(many)), first);
        assert_eq!(recorded(store.execute::<Notes>(nothing)), silent);
        assert_eq!(store.size("jiashan").expect("a size").0, 5);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn a_repeat_in_the_same_transaction_gets_the_first_answer_and_the_head_moves() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let envelope = sample.envelope(Actor::Clock, "note:a", write("once"));
        let twice = vec![envelope.clone(), envelope.clone()];
        let answers = store.execute_all::<Notes>("jiashan", twice).expect("they are answered");
        let answers: Vec<Recorded> = answers.into_iter().map(recorded).collect();
        assert_eq!(answers[0], answers[1]);
        assert_eq!(store.size("jiashan").expect("a size").0, 2);
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("twice")));
        assert_eq!(recorded(store.execute::<Notes>(envelope)), answers[0]);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn a_key_stands_for_one_body_one_subject_and_one_user() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let envelope = sample.envelope(Actor::Clock, "note:a", write("this"));
        recorded(store.execute::<Notes>(envelope.clone()));
        let mut other = envelope.clone();
        other.command = write("that");
        assert_eq!(refused(store.execute::<Notes>(other)), "store.key_reused");
        let mut other = envelope.clone();
        other.actor = Actor::Reaction;
        assert_eq!(refused(store.execute::<Notes>(other)), "store.key_reused");
        let mut other = envelope.clone();
        other.asserted_by = Some(Actor::Reaction);
        assert_eq!(refused(store.execute::<Notes>(other)), "store.key_reused");
        let mut other = envelope;
        other.subject = "note:b".into();
        assert_eq!(refused(store.execute::<Notes>(other)), "store.key_reused");
        assert_eq!(sample.size(), 2);
    });
}

#[test]
fn sixty_four_threads_are_each_recorded_once_and_numbers_have_no_gaps() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let (threads, commands) = (64, 20);
        let all: Vec<_> = (0..threads)
            .map(|thread| {
                let ask = |at| {
                    let subject = format!("note:{}", (thread + at) % 10);
                    sample.envelope(Actor::Clock, &subject, write(format!("{thread}/{at}")))
                };
                (0..commands).map(ask).collect::<Vec<_>>()
            })
            .collect();
        let answers: Vec<Vec<[Recorded; 2]>> = std::thread::scope(|scope| {
            let run = |envelopes: Vec<_>| {
                scope.spawn(|| {
                    // Each twice, as an impatient finger does.
                    let ask = |envelope: store::Envelope<Command>| {
                        [envelope.clone(), envelope].map(|e| recorded(store.execute::<Notes>(e)))
                    };
                    envelopes.into_iter().map(ask).collect()
                })
            };
            let running: Vec<_> = all.into_iter().map(run).collect();
            running.into_iter().map(|thread| thread.join().expect("it answers")).collect()
        });
        let mut numbers: Vec<u64> = Vec::new();
        for [first, again] in answers.into_iter().flatten() {
            assert_eq!(first, again);
            numbers.push(first.first);
        }
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(2..=1 + threads * commands));
        let past = (0..10).flat_map(|subject| {
            let past = store.history::<Notes>("jiashan", &format!("note:{subject}"));
            past.expect("its history").into_iter().enumerate()
        });
        let mut serials: Vec<i64> = past
            .map(|(at, past)| match past.event {
                Event::Written { nth, serial, .. } => {
                    assert_eq!(nth, at as u64 + 1);
                    serial
                }
                other => panic!("only notes were written: {other:?}"),
            })
            .collect();
        serials.sort_unstable();
        assert!(serials.into_iter().eq(1..=(threads * commands) as i64));
        is_whole(&store, "jiashan");
    });
}

#[test]
fn a_refusal_writes_nothing() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("this")));
        let mut raw = Raw::open(fresh);
        let before = (raw.sizes(), store.dump("jiashan").expect("the views"));
        assert_eq!(
            refused(sample.ask::<Notes>(Actor::Clock, "note:a", Command::Refuse)),
            "notes.refused"
        );
        assert_eq!((raw.sizes(), store.dump("jiashan").expect("the views")), before);

        let mut nowhere = Sample::new(&store, "nowhere");
        let unopened = nowhere.ask::<Notes>(Actor::Clock, "note:a", write("x"));
        assert_eq!(refused(unopened), "zone.not_open");
        let held_because = String::new();
        let unopened = nowhere.administer(store::zone::Command::ConfirmClock { held_because });
        assert_eq!(refused(unopened), "zone.not_open");
        assert_eq!(nowhere.size(), 0);
        assert_eq!(store.zones().expect("the zones"), ["jiashan"]);
    });
}

#[test]
fn a_panic_is_a_fault_for_its_command_alone() {
    for_each_store(|fresh| {
        let gate = Gate::default();
        let store = Store::open(gate.options(&fresh.options), &notes::capabilities());
        let store = store.expect("a fresh store opens");
        let mut sample = notebook(&store);
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("before")));
        for at in [Where::Gather, Where::Decide, Where::Apply, Where::Project] {
            let size = sample.size();
            let commands = [
                ("note:a", write("left")),
                ("note:a", Command::Panic { at }),
                ("note:a", Command::Break),
                ("note:b", Command::Refuse),
                ("note:a", write("right")),
            ];
            let jobs = commands.map(|(subject, command)| {
                let (store, envelope) =
                    (store.clone(), sample.envelope(Actor::Clock, subject, command));
                let job: Box<dyn FnOnce() -> Answer + Send> =
                    Box::new(move || store.execute::<Notes>(envelope));
                job
            });
            let answers = together(&gate, &store, jobs.into());
            let [left, panicked, broken, no, right] =
                answers.try_into().expect("each has its answer");
            assert_eq!(recorded(left).first, size + 1);
            let said = fault(panicked);
            assert!(matches!(said, store::Fault::Panicked(_)), "{at:?}: {said}");
            assert!(matches!(fault(broken), store::Fault::Broken(_)));
            assert_eq!(refused(no), "notes.refused");
            assert_eq!(recorded(right).first, size + 2);
        }
        is_whole(&store, "jiashan");
    });
}

#[test]
fn commands_tasks_and_rebuilds_share_a_transaction() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        for words in ["one", "two"] {
            recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write(words)));
        }
        let (zone, now) = (sample.zone.clone(), sample.now);
        drop((store, sample));

        // Reopened, so that the subject has to be folded from its history.
        let gate = Gate::default();
        let store = Store::open(gate.options(&fresh.options), &notes::capabilities());
        let store = store.expect("it opens again");
        let mut sample = Sample::new(&store, &zone);
        (0..10).for_each(|_| assert_ne!(sample.key(), Uuid::nil()));
        sample.now = now;
        let loaded = vec![sample.envelope(Actor::Clock, "note:a", write("three"))];
        let single = sample.envelope(Actor::Clock, "note:a", write("four"));
        let jobs: Vec<Box<dyn FnOnce() + Send>> = vec![
            Box::new({
                let store = store.clone();
                move || {
                    drop(store.execute_all::<Notes>("jiashan", loaded).expect("all are answered"))
                }
            }),
            Box::new({
                let store = store.clone();
                move || drop(recorded(store.execute::<Notes>(single)))
            }),
            Box::new({
                let store = store.clone();
                move || store.rebuild().expect("the views are made again")
            }),
        ];
        together(&gate, &store, jobs);
        let past = store.history::<Notes>("jiashan", "note:a").expect("its history");
        let nth: Vec<u64> = past
            .iter()
            .map(|past| match past.event {
                Event::Written { nth, .. } => nth,
                _ => panic!("only notes were written"),
            })
            .collect();
        assert_eq!(nth, [1, 2, 3, 4]);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn times_may_cross_a_little_and_never_go_back() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let opened = sample.now;
        sample.now = opened - 5.seconds();
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("a little early")));
        let past = store.history::<Notes>("jiashan", "note:a").expect("its history");
        assert_eq!(past[0].at, opened);
        sample.now = opened - 6.seconds();
        let late = sample.ask::<Notes>(Actor::Clock, "note:a", write("too early"));
        assert_eq!(refused(late), "store.clock_behind");
        is_whole(&store, "jiashan");
    });
}

#[test]
fn while_the_clock_is_held_only_the_zone_itself_is_spoken_to() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    store.hold_clock("it jumped".into());
    let held = sample.ask::<Notes>(Actor::Clock, "note:a", write("now"));
    assert!(matches!(fault(held), store::Fault::ClockHeld(_)));
    let loaded = vec![sample.envelope(Actor::Clock, "note:a", write("now"))];
    let held = store.execute_all::<Notes>("jiashan", loaded);
    assert!(matches!(held, Err(store::Fault::ClockHeld(_))));
    let confirm = store::zone::Command::ConfirmClock { held_because: "it jumped".into() };
    recorded(sample.ask::<store::zone::Zone>(administrator(), store::zone::ZONE, confirm));
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("now")));
}

#[test]
fn a_subject_takes_ten_thousand_entries_and_no_more() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    for _ in 0..10 {
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", Command::Many { count: 1_000 }));
    }
    let full = sample.ask::<Notes>(Actor::Clock, "note:a", write("one more"));
    assert_eq!(refused(full), "store.subject_full");
    recorded(sample.ask::<Notes>(Actor::Clock, "note:b", write("elsewhere")));
    is_whole(&store, "jiashan");
}

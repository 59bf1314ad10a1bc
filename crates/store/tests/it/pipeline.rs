//! Two threads over the groups of a zone (两线并行): one fails while the next is decided, and nobody
//! is answered wrongly.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use kernel::actor::Actor;
use kernel::personal::Personal;
use store::{Answer, Envelope, Fault, Interrupt, Options, Place, Step, Store};
use testkit::sample::recorded;
use testkit::{Fresh, Sample, for_each_store};

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Event, Notes, jot};

/// Threads that ask at once, and how often each.
const THREADS: usize = 48;
const COMMANDS: usize = 4;

/// Long enough for a command to be queued by a thread that is about to.
const GATHERING: Duration = Duration::from_millis(100);

/// Longer than any wait here should take: then the test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the engine is made to fail: the group in front waits at its commit until the next one is
/// being decided, and then one of the two fails, once.
#[derive(Default)]
struct Crossing {
    armed: AtomicBool,
    state: Mutex<Crossed>,
    moved: Condvar,
}

#[derive(Default)]
struct Crossed {
    /// Threads that began to ask.
    asking: usize,
    /// Commands came in.
    has_begun: bool,
    /// The group in front waits.
    is_waiting: bool,
    /// The next one was decided meanwhile, or failed.
    has_met: bool,
    /// The failure was told.
    has_failed: bool,
}

impl Crossing {
    fn interrupt(self: &Arc<Crossing>, at: Step) -> Interrupt {
        let crossing = self.clone();
        Arc::new(move |step| {
            if !crossing.armed.load(Ordering::SeqCst) {
                return false;
            }
            match std::thread::current().name() {
                Some("committing") => crossing.commit(step, at),
                _ => crossing.decide(step, at),
            }
        })
    }

    /// The group in front: it waits where it is to fail, or else before its commit.
    fn commit(&self, step: Step, at: Step) -> bool {
        let fails_here = matches!(at, Step::Locked | Step::BeforeCommit | Step::Committed);
        let waits_at = if fails_here { at } else { Step::BeforeCommit };
        let mut crossed = self.state.lock().expect("nobody panics here");
        if step != waits_at || crossed.is_waiting {
            return false;
        }
        crossed.is_waiting = true;
        self.moved.notify_all();
        let waited = self.moved.wait_timeout_while(crossed, PATIENCE, |crossed| !crossed.has_met);
        let mut crossed = waited.expect("nobody panics here").0;
        // Where nothing was decided meanwhile, the two did not cross: it is tried again.
        let fails = fails_here && crossed.has_met;
        crossed.has_failed |= fails;
        fails
    }

    /// A thread is about to ask its first: every other one waits until the group in front does, so
    /// that there is something to decide meanwhile.
    fn asks(&self, thread: usize) {
        let mut crossed = self.state.lock().expect("nobody panics here");
        crossed.asking += 1;
        self.moved.notify_all();
        if thread % 2 == 1 {
            let waits = |crossed: &mut Crossed| !crossed.is_waiting;
            drop(self.moved.wait_timeout_while(crossed, PATIENCE, waits));
        }
    }

    /// The next group: it fails at its step, or only tells that it came to be decided.
    fn decide(&self, step: Step, at: Step) -> bool {
        let mut crossed = self.state.lock().expect("nobody panics here");
        if !std::mem::replace(&mut crossed.has_begun, true) {
            // The first commands wait for the others, so that these make two groups.
            let has_all = |crossed: &mut Crossed| crossed.asking < THREADS;
            drop(self.moved.wait_timeout_while(crossed, PATIENCE, has_all));
            std::thread::sleep(GATHERING);
            return false;
        }
        if !crossed.is_waiting || crossed.has_met {
            return false;
        }
        let fails_here = step == at && !matches!(at, Step::Locked | Step::BeforeCommit);
        crossed.has_met = fails_here || step == Step::Projected;
        crossed.has_failed |= fails_here;
        self.moved.notify_all();
        fails_here
    }
}

/// What the threads ask: notes on a few subjects, some with a personal field, some that only the
/// first may begin.
fn asked(sample: &mut Sample) -> Vec<Vec<Envelope<Command>>> {
    let mut ask = |thread: usize, at: usize| {
        let subject = format!("note:{}", (thread + at) % 7);
        let command = match (thread + at) % 5 {
            0 => Command::Tell { name: Personal::clear(format!("{thread}/{at}")) },
            1 => Command::Begin { words: format!("{thread}/{at}") },
            _ => jot(format!("{thread}/{at}")),
        };
        sample.envelope(Actor::Clock, &subject, command)
    };
    (0..THREADS).map(|thread| (0..COMMANDS).map(|at| ask(thread, at)).collect()).collect()
}

/// An answer rests on nothing that is not committed: another connection sees it.
fn is_committed(store: &Store, envelope: &Envelope<Command>, answer: &Answer) {
    match answer {
        Answer::Recorded(recorded) => {
            let last = recorded.first + recorded.kinds.len() as u64 - 1;
            assert!(last <= store.size("jiashan").expect("a size").0, "answered before the commit");
        }
        Answer::Refused(_) => {
            let past = store.history::<Notes>("jiashan", &envelope.subject).expect("its history");
            let is_written =
                |past: &store::Past<Event>| matches!(past.event, Event::Written { .. });
            assert!(past.iter().any(is_written), "refused for what was not committed");
        }
        Answer::Fault(_) => {}
    }
}

/// Every thread asks its commands one after the other; each with its answer.
fn play(
    store: &Store,
    asked: Vec<Vec<Envelope<Command>>>,
    begins: &(impl Fn(usize) + Sync),
) -> Vec<(Envelope<Command>, Answer)> {
    std::thread::scope(|threads| {
        let run = |(thread, asked): (usize, Vec<Envelope<Command>>)| {
            threads.spawn(move || {
                begins(thread);
                let ask = |envelope: Envelope<Command>| {
                    let answer = store.execute::<Notes>(envelope.clone());
                    is_committed(store, &envelope, &answer);
                    (envelope, answer)
                };
                asked.into_iter().map(ask).collect::<Vec<_>>()
            })
        };
        let running: Vec<_> = asked.into_iter().enumerate().map(run).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("all are answered")).collect()
    })
}

/// Asks everything again: whoever was answered gets the same answer, and nothing is there twice.
fn holds(store: &Store, answers: &[(Envelope<Command>, Answer)]) {
    let mut numbers = Vec::new();
    for (envelope, answer) in answers {
        let again = store.execute::<Notes>(envelope.clone());
        if let Answer::Recorded(first) = answer {
            assert_eq!(recorded(again.clone()), *first);
        }
        if let Answer::Recorded(recorded) = again {
            numbers.push(recorded.first);
        }
    }
    numbers.sort_unstable();
    let size = store.size("jiashan").expect("a size").0;
    assert!(numbers.into_iter().eq(2..=size), "every entry answers one command");
    is_whole(store, "jiashan");
}

/// Whether a group was decided while another waited, as the failure needs it: on a busy machine
/// all may come in one group.
fn fails_at(fresh: &Fresh, at: Step) -> bool {
    let fresh = fresh.another();
    let crossing = Arc::new(Crossing::default());
    let options = Options { interrupt: Some(crossing.interrupt(at)), ..fresh.options.clone() };
    let store = Store::open(options, &notes::capabilities()).expect("the store opens");
    let mut sample = notebook(&store);
    let asked = asked(&mut sample);
    crossing.armed.store(true, Ordering::SeqCst);
    let answers = play(&store, asked, &|thread| crossing.asks(thread));
    crossing.armed.store(false, Ordering::SeqCst);
    if !crossing.state.lock().expect("nobody panics here").has_failed {
        holds(&store, &answers);
        return false;
    }
    let faults: Vec<_> = answers.iter().filter(|(_, a)| matches!(a, Answer::Fault(_))).collect();
    if at != Step::Committed {
        assert!(faults.is_empty(), "{at:?}: {faults:?}");
        holds(&store, &answers);
        return true;
    }
    let is_unknown = |answer: &Answer| matches!(answer, Answer::Fault(Fault::OutcomeUnknown(_)));
    assert!(!faults.is_empty() && faults.iter().all(|(_, answer)| is_unknown(answer)));
    drop((store, sample));
    holds(&fresh.open_with(&notes::capabilities()), &answers);
    true
}

#[test]
fn one_group_fails_at_any_step_while_the_next_is_decided_and_nobody_is_answered_wrongly() {
    for_each_store(|fresh| {
        if !overlaps(fresh) {
            return;
        }
        for step in [
            Step::Locked,
            Step::Repeated,
            Step::Replayed,
            Step::Gathered,
            Step::Decided,
            Step::Appended,
            Step::Projected,
            Step::BeforeCommit,
            Step::Committed,
        ] {
            let has_crossed = (0..10).any(|_| fails_at(fresh, step));
            assert!(has_crossed, "{step:?}: no group was decided while another waited");
        }
    });
}

/// A file is written by one thread: there no group is decided while another is committed.
fn overlaps(fresh: &Fresh) -> bool {
    matches!(fresh.options.place, Place::Postgres { .. })
}

/// Counts the groups that another thread locks the head for than the one that decided them.
fn counting(options: &Options) -> (Options, Arc<AtomicU32>) {
    let ahead = Arc::new(AtomicU32::new(0));
    let counted = ahead.clone();
    let interrupt: Interrupt = Arc::new(move |step| {
        let is_ahead = std::thread::current().name() == Some("committing");
        counted.fetch_add(u32::from(is_ahead && step == Step::Locked), Ordering::SeqCst);
        false
    });
    (Options { interrupt: Some(interrupt), ..options.clone() }, ahead)
}

#[test]
fn two_threads_leave_the_state_that_one_leaves() {
    for_each_store(|fresh| {
        let (options, ahead) = counting(&fresh.options);
        let store = Store::open(options, &notes::capabilities()).expect("the store opens");
        let mut sample = notebook(&store);
        let asked = asked(&mut sample);
        let answers = play(&store, asked, &|_| ());
        let has_run_ahead = ahead.load(Ordering::SeqCst) > 0;
        assert_eq!(has_run_ahead, overlaps(fresh), "on a server groups run ahead, in a file none");
        let mut in_order: Vec<(u64, Envelope<Command>)> = Vec::new();
        for (envelope, answer) in answers {
            if let Answer::Recorded(recorded) = answer {
                in_order.push((recorded.first, envelope));
            }
        }
        in_order.sort_by_key(|(first, _)| *first);
        let two = store.state_hash("jiashan").expect("a hash");
        drop((store, sample));

        let fresh = fresh.another();
        let (options, ahead) = counting(&fresh.options);
        let store = Store::open(options, &notes::capabilities()).expect("the store opens");
        drop(notebook(&store));
        for (first, envelope) in in_order {
            assert_eq!(recorded(store.execute::<Notes>(envelope)).first, first);
        }
        assert_eq!(ahead.load(Ordering::SeqCst), 0, "one after the other, nothing runs ahead");
        assert_eq!(store.state_hash("jiashan").expect("a hash"), two);
    });
}

#[test]
fn two_nodes_run_ahead_of_each_other_and_lose_nothing() {
    let Some(one) = Fresh::postgres() else { return };
    let two = one.node().expect("a second node");
    let (options, counts): (Vec<_>, Vec<_>) =
        [&one, &two].map(|node| counting(&node.options)).into_iter().unzip();
    let stores: Vec<Store> = options
        .into_iter()
        .map(|options| Store::open(options, &notes::capabilities()).expect("the store opens"))
        .collect();
    let mut sample = notebook(&stores[0]);
    let asked = asked(&mut sample);
    let answers: Vec<_> = std::thread::scope(|threads| {
        let mut asked = asked.into_iter();
        let halves: Vec<Vec<_>> =
            (0..2).map(|_| asked.by_ref().take(THREADS / 2).collect()).collect();
        let run = |(store, half)| threads.spawn(move || play(store, half, &|_| ()));
        let running: Vec<_> = stores.iter().zip(halves).map(run).collect();
        running.into_iter().flat_map(|node| node.join().expect("all are answered")).collect()
    });
    assert!(counts.iter().any(|ahead| ahead.load(Ordering::SeqCst) > 0), "nothing ran ahead");
    assert!(answers.iter().all(|(_, answer)| !matches!(answer, Answer::Fault(_))));
    holds(&stores[1], &answers);
}

#[test]
fn a_repeat_of_what_is_on_its_way_to_the_disk_gets_the_first_answer() {
    for_each_store(|fresh| {
        let (armed, held) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
        let (asks, waits) = (armed.clone(), held.clone());
        let interrupt: Interrupt = Arc::new(move |step| {
            let is_commit = step == Step::BeforeCommit && asks.load(Ordering::SeqCst);
            if is_commit && waits.fetch_add(1, Ordering::SeqCst) < 4 {
                // Long enough for the repeats to be decided, if they were.
                std::thread::sleep(3 * GATHERING);
            }
            false
        });
        let options = Options { interrupt: Some(interrupt), ..fresh.options.clone() };
        let store = Store::open(options, &notes::capabilities()).expect("the store opens");
        let mut sample = notebook(&store);
        let mut begin = |thread: usize| {
            let command = Command::Begin { words: format!("{thread}") };
            vec![sample.envelope(Actor::Clock, &format!("note:{thread}"), command)]
        };
        let once: Vec<_> = (0..THREADS).map(&mut begin).collect();
        let twice = [once.clone(), once].concat();
        armed.store(true, Ordering::SeqCst);
        let answers = play(&store, twice, &|thread| {
            std::thread::sleep(GATHERING * u32::from(thread >= THREADS));
        });
        assert!(held.load(Ordering::SeqCst) > 0, "no commit was held up");
        let (first, again) = answers.split_at(THREADS);
        for ((_, first), (_, again)) in first.iter().zip(again) {
            assert_eq!(recorded(first.clone()), recorded(again.clone()));
        }
        assert_eq!(store.size("jiashan").expect("a size").0, 1 + THREADS as u64);
        is_whole(&store, "jiashan");
    });
}

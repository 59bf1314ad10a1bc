//! The process that is killed, starved and lied to (受试进程): it does as its [`Orders`] say.
//!
//! It uses the store as the product does, from outside, and adds nothing to it: whatever it finds
//! out about a disk it finds out through the answers.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use store::verify::Expect;
use store::{Answer, Entropy, Fault, Options, Store};

use super::double_submit::STORM_LINE;
use super::orders::{GAVE_UP, Honesty, Inspect, Orders, STOPPED, Said, Storm, Work};
use super::random::Random;
use super::sample::CURSOR;
use super::script::{self, Act, Line, ROUND};

/// The zone of the battery.
pub const ZONE: &str = "jiashan";
/// The seed of keys where a run must give the same bytes.
pub const ENTROPY: u64 = 20_260_302;
/// A line that meets a full disk asks again this often, 20 ms apart.
const PATIENCE_WITH_FULL_DISKS: u32 = 750;
/// Other faults are asked again this often.
const PATIENCE_WITH_FAULTS: u32 = 5;

/// Does as the orders say; the exit code.
pub fn obey(orders: &str) -> i32 {
    match serde_json::from_str(orders) {
        Ok(Orders::Work(work)) => ended(run_work(&work)),
        Ok(Orders::Storm(storm)) => ended(run_storm(&storm)),
        Ok(Orders::Inspect(inspect)) => run_inspect(&inspect),
        Err(fault) => {
            eprintln!("these are no orders: {fault}");
            2
        }
    }
}

fn ended(outcome: Result<(), Fault>) -> i32 {
    let Err(fault) = outcome else { return 0 };
    say(&Said::Other("broke".into(), fault.to_string()));
    if fault.stops_the_process() { STOPPED } else { GAVE_UP }
}

fn run_work(work: &Work) -> Result<(), Fault> {
    let mut options = Options::folder(&work.folder);
    options.durability = work.sync.durability();
    if work.is_virtual {
        options.entropy = Entropy::Seeded(ENTROPY);
    }
    let store = Store::open(options, &script::capabilities())?;
    found(&store, work)?;
    say(&Said::Ready);
    let is_over = AtomicBool::new(false);
    let outcome = std::thread::scope(|threads| {
        let lines = (0..).zip(&work.lines).map(|(number, (from, until))| {
            let (store, is_over) = (&store, &is_over);
            let line = Line { zone: ZONE, seed: work.seed, number };
            let worker = Worker { store, work, line, is_over };
            threads.spawn(move || {
                let outcome = worker.walk(*from, *until);
                is_over.fetch_or(outcome.is_err(), Ordering::Relaxed);
                outcome
            })
        });
        let lines: Vec<_> = lines.collect();
        let ends = lines.into_iter().map(|line| line.join());
        let ends = ends.map(|end| end.unwrap_or(Err(Fault::Panicked("a line".into()))));
        ends.collect::<Vec<_>>()
    });
    let stopping = outcome.iter().filter_map(|end| end.as_ref().err());
    let stopping = stopping.max_by_key(|fault| fault.stops_the_process()).cloned();
    if let Some(fault) = stopping {
        return Err(fault);
    }
    if work.leave {
        std::process::exit(0);
    }
    store.stop();
    Ok(())
}

fn found(store: &Store, work: &Work) -> Result<(), Fault> {
    let at = if work.is_virtual { script::moment(0) } else { Timestamp::now() };
    let acts = script::founding(store, ZONE, work.seed, at).map_err(Fault::Broken)?;
    for act in acts {
        match persist(store, &act, &|| ()) {
            Answer::Recorded(_) | Answer::Refused(_) => {}
            Answer::Fault(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// One thread's walk along its line.
struct Worker<'a> {
    store: &'a Store,
    work: &'a Work,
    line: Line<'a>,
    is_over: &'a AtomicBool,
}

impl Worker<'_> {
    fn walk(&self, from: u64, until: u64) -> Result<(), Fault> {
        for place in from.saturating_sub(self.work.again)..until {
            if self.is_over.load(Ordering::Relaxed) {
                return Ok(());
            }
            self.step(place)?;
        }
        Ok(())
    }

    fn step(&self, place: u64) -> Result<(), Fault> {
        let virtual_time = script::moment(place + 1);
        let at = if self.work.is_virtual { virtual_time } else { Timestamp::now() };
        let (act, line) = (self.line.act(place, at), self.line.number);
        let key = act.key();
        if self.work.honesty == Honesty::BeforeCommit {
            say(&Said::Ack { line, place, key, first: 0, entries: 0 });
        }
        let on_fault = |fault: &Fault| {
            say(&Said::Fault { line, place, what: fault.to_string() });
        };
        let answer = match self.work.honesty {
            Honesty::WhateverComes => act.ask(self.store).0,
            Honesty::Honest | Honesty::BeforeCommit => {
                ask_until_answered(self.store, &act, &on_fault, &|| self.reads())
            }
        };
        match answer {
            Answer::Recorded(recorded) => {
                let (first, entries) = (recorded.first, recorded.kinds.len() as u64);
                say(&Said::Ack { line, place, key, first, entries });
                Ok(())
            }
            Answer::Refused(refused) => {
                say(&Said::No { line, place, code: refused.code.into() });
                Ok(())
            }
            // The dishonest child goes on as if nothing had happened.
            Answer::Fault(fault) if self.work.honesty == Honesty::WhateverComes => {
                say(&Said::Ack { line, place, key, first: 0, entries: 0 });
                if fault.stops_the_process() { Err(fault) } else { Ok(()) }
            }
            Answer::Fault(fault) => Err(fault),
        }
    }

    /// While nothing can be written, can anything be read?
    fn reads(&self) {
        let seen = self.store.read(ZONE, approvals::views::totals);
        let said = seen.map_or_else(|fault| fault.to_string(), |totals| format!("{totals:?}"));
        say(&Said::Other("read".into(), said));
    }
}

/// Asks, and asks again with the same key while the disk is full or something else broke.
fn ask_until_answered(
    store: &Store,
    act: &Act,
    on_fault: &dyn Fn(&Fault),
    on_full: &dyn Fn(),
) -> Answer {
    let (mut full, mut broken) = (0, 0);
    loop {
        let answer = act.clone().ask(store).0;
        let Answer::Fault(fault) = &answer else { return answer };
        on_fault(fault);
        match fault {
            Fault::StorageFull(_) if full < PATIENCE_WITH_FULL_DISKS => {
                full += 1;
                on_full();
                std::thread::sleep(Duration::from_millis(if full < 3 { 1 } else { 20 }));
            }
            fault if fault.stops_the_process() => return answer,
            _ if broken < PATIENCE_WITH_FAULTS => broken += 1,
            _ => return answer,
        }
    }
}

fn persist(store: &Store, act: &Act, on_full: &dyn Fn()) -> Answer {
    ask_until_answered(store, act, &|_| (), on_full)
}

fn run_storm(storm: &Storm) -> Result<(), Fault> {
    let store = Store::open(Options::folder(&storm.folder), &script::capabilities())?;
    say(&Said::Ready);
    std::thread::scope(|threads| {
        for copy in 0..storm.copies {
            let store = &store;
            threads.spawn(move || ask_for_all(store, storm, copy));
        }
    });
    store.stop();
    Ok(())
}

/// One side of a storm: every key once, in an order of its own.
fn ask_for_all(store: &Store, storm: &Storm, copy: u64) {
    let mut places: Vec<u64> = (0..storm.keys).collect();
    let near = (copy % 4) as usize;
    // Neighbors ask for the same key at nearly the same moment, some sides in another order.
    if near == 3 {
        Random::for_purpose(storm.seed, &format!("side {copy}")).shuffle(&mut places);
    } else {
        places.rotate_left(near);
    }
    for place in places {
        let number = if storm.fresh { STORM_LINE + copy } else { STORM_LINE };
        let line = Line { zone: ZONE, seed: storm.seed, number };
        let envelope = line.correction(place, storm_case(storm.seed, place), Timestamp::now());
        let (key, act) = (envelope.id, Act::Case(envelope));
        match persist(store, &act, &|| ()) {
            Answer::Recorded(recorded) => {
                let (first, entries) = (recorded.first, recorded.kinds.len() as u64);
                say(&Said::Ack { line: copy, place, key, first, entries });
            }
            Answer::Refused(refused) => {
                say(&Said::No { line: copy, place, code: refused.code.into() });
            }
            Answer::Fault(fault) => {
                say(&Said::Fault { line: copy, place, what: fault.to_string() });
            }
        }
    }
}

/// The case that a storm's key is about: ten cases share the keys.
pub fn storm_case(seed: u64, place: u64) -> String {
    let line = Line { zone: ZONE, seed, number: 0 };
    line.case_of("permit", place % 10 * ROUND)
}

fn run_inspect(inspect: &Inspect) -> i32 {
    let found = |word: &str, said: String| say(&Said::Other(word.into(), said));
    let store = match Store::open(Options::folder(&inspect.folder), &script::capabilities()) {
        Ok(store) => store,
        Err(fault) => {
            found("opening", fault.to_string());
            return 0;
        }
    };
    let expect = |head| Expect { head, key: None, without_roots: inspect.is_lax };
    let verify = |word: &str, head: Option<String>| match store.verify(ZONE, &expect(head)) {
        Ok(report) => report.flaw.into_iter().for_each(|flaw| found(word, flaw.to_string())),
        Err(fault) => found(word, fault.to_string()),
    };
    let state = |word: &str| match store.state_hash(ZONE) {
        Ok(hash) => found(word, kernel::head::hex(&hash)),
        Err(fault) => found(&format!("no-{word}"), fault.to_string()),
    };
    verify("verify", None);
    if !inspect.is_lax {
        verify("head", inspect.head.clone());
        match store.structure() {
            Ok(damage) => damage.into_iter().for_each(|damage| found("structure", damage)),
            Err(fault) => found("structure", fault.to_string()),
        }
    }
    state("live");
    if let Err(fault) = store.cursor(ZONE, CURSOR) {
        found("no-cursor", fault.to_string());
    }
    if !inspect.is_lax {
        match store.rebuild() {
            Ok(()) => state("rebuilt"),
            Err(fault) => found("no-rebuilt", fault.to_string()),
        }
    }
    store.stop();
    0
}

/// One line to whoever listens; with nobody listening there is nothing left to do.
fn say(said: &Said) {
    let mut out = std::io::stdout().lock();
    let told = out.write_all(format!("{}\n", said.line()).as_bytes()).and_then(|()| out.flush());
    if told.is_err() {
        std::process::exit(3);
    }
}

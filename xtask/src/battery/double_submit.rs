//! R12: the same is submitted twice (重复提交), from twenty sides at once, with a kill in between.
//!
//! Every side asks for every key; the process is killed while they do, and a second one is asked
//! for all of it again. Each key has one effect and one answer. The same key with other contents,
//! or from somebody else, is refused by name.

use std::path::Path;
use std::time::Duration;

use approvals::case::{Cases, Command};
use jiff::Timestamp;
use kernel::actor::Actor;
use store::{Answer, Options, Store};

use super::Setting;
use super::books::{Books, Told, audit};
use super::child::{ZONE, storm_case};
use super::orders::{Orders, Said, Storm};
use super::process::{Child, Scratch};
use super::report::{Outcome, Verdict};
use super::sample::{close, open};
use super::script::{self, Line, ROUND};

/// Sides that ask for the same keys.
const COPIES: u64 = 20;
/// Cases that the keys are about.
const CASES: u64 = 10;
/// Keys of the control.
const CONTROL_KEYS: u64 = 10;
/// The line of a storm's keys.
pub const STORM_LINE: u64 = 1_000;
/// How a key used for something else is refused.
const KEY_REUSED: &str = "store.key_reused";

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let keys = setting.volume([100, 300, 1_000]);
    let mut random = setting.random("R12");
    let mut outcome =
        Outcome { volume: format!("{keys} keys, {COPIES} copies each"), ..Outcome::default() };
    let folder = Scratch::below(&setting.disk, "R12")?;
    let storm = Storm {
        folder: folder.path().into(),
        seed: random.next(),
        keys,
        copies: COPIES,
        fresh: false,
    };
    prepare(folder.path(), storm.seed)?;
    let mut told = Told::default();
    let mut child = Child::start(&Orders::Storm(storm.clone()), &[])?;
    let answers_before_the_kill = random.between(keys / 2, keys * COPIES / 2);
    for _ in 0..answers_before_the_kill {
        child.hear(Duration::from_secs(10), |said| matches!(said, Said::Ack { .. }));
    }
    let killed = child.kill()?;
    let before = acks(&killed.said);
    told.note(&killed.said);
    let ended = Child::start(&Orders::Storm(storm.clone()), &[])?.wait(Duration::from_secs(300))?;
    let after = acks(&ended.said);
    told.note(&ended.said);
    outcome.findings.extend(audit(Options::folder(folder.path()), &told, true)?.lines("R12"));
    if after != keys * COPIES {
        outcome.findings.push(format!("{after} of {} copies were answered", keys * COPIES));
    }
    let store = open(folder.path())?;
    let effects = effects(&store, &storm)?;
    if effects != keys {
        outcome.findings.push(format!("{keys} keys have {effects} effects"));
    }
    let refused = misuse(&store, &storm);
    close(store);
    for (what, count) in [("other contents", refused.0), ("another user", refused.1)] {
        if count != keys {
            outcome.findings.push(format!("{count} of {keys} keys were refused to {what}"));
        }
    }
    outcome.figures = vec![
        ("requests", before + after),
        ("answered before the kill", before),
        ("effects", effects),
        ("refused with other contents", refused.0),
        ("refused to another user", refused.1),
    ];
    let control = Storm { keys: CONTROL_KEYS, fresh: true, ..storm };
    let folder = Scratch::below(&setting.disk, "R12-control")?;
    let effects = doubled(folder.path(), control)?;
    let said = format!("{CONTROL_KEYS} keys have {effects} effects");
    outcome.control("a fresh key for every copy", effects > CONTROL_KEYS, said);
    Ok(Verdict::Done(outcome))
}

/// The effects where every copy has a key of its own.
fn doubled(folder: &Path, storm: Storm) -> Result<u64, String> {
    let storm = Storm { folder: folder.into(), ..storm };
    prepare(folder, storm.seed)?;
    Child::start(&Orders::Storm(storm.clone()), &[])?.wait(Duration::from_secs(120))?;
    let store = open(folder)?;
    let effects = effects(&store, &storm);
    close(store);
    effects
}

/// Opens the zone and the cases that the keys are about.
fn prepare(folder: &Path, seed: u64) -> Result<(), String> {
    let store = open(folder)?;
    script::found(&store, ZONE, seed, Timestamp::now())?;
    let line = Line { zone: ZONE, seed, number: 0 };
    for case in 0..CASES {
        // A project registered, and a permit applied for.
        for step in [0, 6] {
            line.act(case * ROUND + step, Timestamp::now()).ask(&store).recorded_as()?;
        }
    }
    close(store);
    Ok(())
}

fn acks(said: &[Said]) -> u64 {
    said.iter().filter(|said| matches!(said, Said::Ack { .. })).count() as u64
}

/// How many of a storm's commands have taken effect.
fn effects(store: &Store, storm: &Storm) -> Result<u64, String> {
    let books = Books::read(store, ZONE)?;
    let lines = if storm.fresh { 0..storm.copies } else { 0..1 };
    let lines = lines.map(|copy| Line { zone: ZONE, seed: storm.seed, number: STORM_LINE + copy });
    let keys = lines.flat_map(|line| (0..storm.keys).map(move |place| line.key(place)));
    Ok(keys.filter(|key| books.has(key)).count() as u64)
}

/// Uses every key again for something else: how many are refused with other contents, and to
/// somebody else.
fn misuse(store: &Store, storm: &Storm) -> (u64, u64) {
    let line = Line { zone: ZONE, seed: storm.seed, number: STORM_LINE };
    let is_refused =
        |answer: Answer| matches!(answer, Answer::Refused(refused) if refused.code == KEY_REUSED);
    let (mut contents, mut users) = (0, 0);
    for place in 0..storm.keys {
        let case = storm_case(storm.seed, place);
        let mut other = line.correction(place, case, Timestamp::now());
        let mut stranger = other.clone();
        other.command = Command::Correct { handed_in: vec!["design-scheme".into()] };
        stranger.actor = Actor::enterprise("91330400A00000012A");
        contents += u64::from(is_refused(store.execute::<Cases>(other)));
        users += u64::from(is_refused(store.execute::<Cases>(stranger)));
    }
    (contents, users)
}

//! R2: the power fails (断电), after any write, with what the disk had not been told to keep.
//!
//! A child writes while the shim records every write, sync and acknowledgement. Then, for a random
//! prefix of the record, the files are written out as a power cut may leave them, opened, verified,
//! and held against the acknowledgements in the prefix. A child that syncs too little, and one
//! whose syncs do nothing, must be seen to lose.
//!
//! Two traps: the bundled SQLite calls `fsync`, not `fdatasync`; and a file's name is as easily
//! lost as its contents.

mod record;

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use store::Options;

use self::record::{Names, Op, What};
use super::Setting;
use super::books::{Findings, Told, audit};
use super::lanes::side_by_side;
use super::orders::{Honesty, Orders, Said, Syncs, Work};
use super::process::{Child, Scratch};
use super::random::Random;
use super::report::{Outcome, Verdict};
use super::shim::{NO_COMPILER, Shim};

/// Cuts of one recording.
const CUTS_OF_ONE_RECORD: u64 = 50;
/// Cuts that a control gets.
const CONTROL_CUTS: u64 = 24;
/// Processes that write one recording, one after the other.
const PROCESSES: u64 = 4;
/// Steps of each of the four lines in one process.
const STEPS: u64 = 60;
const LINES: u64 = 4;
/// Every twentieth cut falls among the first operations, in which the keys are made.
const FIRST_STEPS: usize = 40;
/// Every so many cuts the views are compared with a rebuild, too.
const VIEWS_COMPARED: u64 = 5;

/// How a recording is made.
#[derive(Clone, Copy)]
struct Manner {
    sync: Syncs,
    deaf: bool,
}

/// What the cuts of one recording came to.
#[derive(Default)]
struct Cuts {
    made: u64,
    acknowledged: u64,
    losing: u64,
    findings: Findings,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let Some(shim) = Shim::compile(setting)? else {
        return Ok(Verdict::Skipped(NO_COMPILER.into()));
    };
    let wanted = setting.volume([200, 1_000, 10_000]);
    let mut random = setting.random("R2");
    let mut outcome = Outcome { volume: format!("{wanted} cuts"), ..Outcome::default() };
    let honest = Manner { sync: Syncs::Full, deaf: false };
    let (mut made, mut ops, mut acknowledged, mut lost, mut doubled) = (0, 0, 0, 0, 0);
    while made < wanted {
        let recorded = record(setting, &shim, honest, random.next())?;
        let times = CUTS_OF_ONE_RECORD.min(wanted - made);
        let cuts = cut_often(setting, &recorded, times, random.next())?;
        made += cuts.made;
        ops += recorded.len() as u64;
        acknowledged += cuts.acknowledged;
        lost += cuts.findings.lost;
        doubled += cuts.findings.doubled;
        outcome.findings.extend(cuts.findings.lines("a cut"));
        println!("R2  {made} of {wanted} cuts, {} writes and syncs recorded", recorded.len());
    }
    outcome.figures = vec![
        ("acknowledged before a cut", acknowledged),
        ("lost", lost),
        ("doubled", doubled),
        ("operations recorded", ops),
    ];
    if acknowledged < wanted {
        outcome.findings.push("too little was acknowledged to show anything".into());
    }
    let controls = [
        ("commits that are not synced (NORMAL)", Manner { sync: Syncs::Normal, deaf: false }),
        ("nothing is synced (OFF)", Manner { sync: Syncs::Off, deaf: false }),
        ("a disk that ignores syncs (eatmydata)", Manner { sync: Syncs::Full, deaf: true }),
    ];
    for (what, manner) in controls {
        let recorded = record(setting, &shim, manner, random.next())?;
        let cuts = cut_often(setting, &recorded, CONTROL_CUTS, random.next())?;
        let said = format!("{} of {CONTROL_CUTS} cuts lose", cuts.losing);
        outcome.control(what, cuts.losing > 0, said);
    }
    Ok(Verdict::Done(outcome))
}

/// Lets children write, one after the other, and reads what they did.
fn record(setting: &Setting, shim: &Shim, manner: Manner, seed: u64) -> Result<Vec<Op>, String> {
    let folder = Scratch::below(&setting.disk, "R2")?;
    let log = setting.disk.join("R2.log");
    // The record of an earlier run may not be there.
    let _ = std::fs::remove_file(&log);
    for process in 0..PROCESSES {
        let work = Work {
            folder: folder.path().into(),
            seed,
            sync: manner.sync,
            lines: vec![(process * STEPS, (process + 1) * STEPS); LINES as usize],
            again: 1,
            is_virtual: false,
            honesty: Honesty::Honest,
            // Some end as they should and empty the log of SQLite, some leave it behind.
            leave: process % 2 == 0,
        };
        let mut environment = shim.watching(folder.path());
        environment.push(("BATTERY_LOG", log.display().to_string()));
        if manner.deaf {
            environment.push(("BATTERY_DEAF", "1".into()));
        }
        let ended = Child::start(&Orders::Work(work), &environment)?;
        let ended = ended.wait(Duration::from_secs(120))?;
        if !ended.status.success() {
            return Err(format!("the recorded process broke: {:?}", ended.told("broke")));
        }
    }
    let bytes = std::fs::read(&log).map_err(|fault| format!("nothing was recorded: {fault}"))?;
    let ops = record::read(&bytes)?;
    let is_sync = |op: &&Op| op.what == What::Sync;
    if manner.sync == Syncs::Full && !manner.deaf && ops.iter().filter(is_sync).count() < 100 {
        return Err("the shim has seen no syncs: it watches the wrong call".into());
    }
    Ok(ops)
}

/// Cuts a recording at random places.
fn cut_often(setting: &Setting, ops: &[Op], times: u64, seed: u64) -> Result<Cuts, String> {
    let all = Mutex::new(Cuts::default());
    side_by_side(times, |cut| {
        let mut random = Random::for_purpose(seed, &format!("cut {cut}"));
        let end = match cut % 20 {
            0 => FIRST_STEPS.min(ops.len()),
            10 => ops.len() / 40,
            _ => ops.len(),
        };
        let until = random.between(1, end.max(1) as u64) as usize;
        let names = if cut % 2 == 0 { Names::Ordered } else { Names::Loose };
        let folder = Scratch::below(&setting.memory, &format!("R2-{cut}"))?;
        let told = told_before(&ops[..until]);
        let with_views = cut % VIEWS_COMPARED == 0;
        let files = record::cut(&ops[..until], names, &mut random);
        let found = look(folder.path(), &files, &told, with_views);
        let mut all = all.lock().map_err(|_| "a cut panicked")?;
        all.made += 1;
        all.acknowledged += told.acknowledged.len() as u64;
        let place = format!("after {until} of {} operations, {names:?} names", ops.len());
        let flawed = |fault| Findings { flaws: vec![format!("{place}: {fault}")], ..no_findings() };
        let found = found.unwrap_or_else(flawed);
        all.losing += u64::from(!found.is_clean());
        all.findings.add(found);
        Ok(())
    })?;
    all.into_inner().map_err(|_| "a cut panicked".into())
}

fn no_findings() -> Findings {
    Findings::default()
}

fn look(
    folder: &Path,
    files: &record::Files,
    told: &Told,
    with_views: bool,
) -> Result<Findings, String> {
    record::write(files, folder)?;
    let mut options = Options::folder(folder);
    // What is only looked at need not be synced again.
    options.durability = store::Durability::Off;
    audit(options, told, with_views)
}

/// What had been acknowledged before the cut.
fn told_before(ops: &[Op]) -> Told {
    let mut told = Told::default();
    for op in ops {
        if let What::Said(text) = &op.what {
            told.note(&text.lines().map(Said::read).collect::<Vec<_>>());
        }
    }
    told
}

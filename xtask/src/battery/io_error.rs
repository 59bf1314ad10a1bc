//! R3: the n-th call to the disk fails (读写出错), for n along a whole scripted working day.
//!
//! The day is one line of commands in virtual time with keys from a seed, so that every run of it
//! leaves the same bytes. A run in which one call failed must end as promised: nothing acknowledged
//! is missing; the process stopped with its exit code, or was read-only for a while and went on.
//! Then the same day is asked for again, and must end in exactly the state of a day without
//! failures.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use kernel::merkle::Hash;
use store::{Entropy, Options, Store};

use super::Setting;
use super::books::{Told, audit_open};
use super::child::{ENTROPY, ZONE};
use super::lanes::side_by_side;
use super::orders::{GAVE_UP, Honesty, Orders, STOPPED, Said, Syncs, Work};
use super::process::{Child, Ended, Scratch};
use super::report::{Outcome, Verdict};
use super::script::{self, ROUND};
use super::shim::{Counted, NO_COMPILER, Shim};

/// Steps of the day.
const DAY: u64 = 8 * ROUND;
/// The ways in which a call fails, as the shim calls them.
const KINDS: [&str; 4] = ["sync", "full", "short", "torn"];
/// Points that the dishonest control gets.
const CONTROL_POINTS: u64 = 6;

/// A day's run.
struct Day<'a> {
    setting: &'a Setting,
    shim: &'a Shim,
    seed: u64,
}

/// What the points came to.
#[derive(Default)]
struct Sum {
    injected: u64,
    stopped: u64,
    recovered: u64,
    absorbed: u64,
    not_started: u64,
    acknowledged: u64,
    lost: u64,
    findings: Vec<String>,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let Some(shim) = Shim::compile(setting)? else {
        return Ok(Verdict::Skipped(NO_COMPILER.into()));
    };
    let mut random = setting.random("R3");
    let day = Day { setting, shim: &shim, seed: random.next() };
    let (undisturbed, counted) = day.undisturbed()?;
    let mut points = Vec::new();
    for kind in KINDS {
        let calls = if kind == "sync" { counted.syncs } else { counted.writes };
        let wanted = setting.volume([15, 200, u64::MAX]).min(calls);
        // One point somewhere in each stretch of the day.
        let stretch = |at| 1 + at * calls / wanted;
        points
            .extend((0..wanted).map(|at| (kind, random.between(stretch(at), stretch(at + 1) - 1))));
    }
    let sum = Mutex::new(Sum::default());
    side_by_side(points.len() as u64, |at| {
        let (kind, number) = points[at as usize];
        let judged = day.point(at, (kind, number), undisturbed, &sum);
        if let Err(fault) = judged {
            let mut sum = sum.lock().map_err(|_| "a point panicked")?;
            sum.findings.push(format!("{kind}:{number}: {fault}"));
        }
        Ok(())
    })?;
    let sum = sum.into_inner().map_err(|_| "a point panicked")?;
    let mut outcome = Outcome { volume: format!("{} points", points.len()), ..Outcome::default() };
    outcome.figures = vec![
        ("injected", sum.injected),
        ("stopped", sum.stopped),
        ("read-only, then went on", sum.recovered),
        ("absorbed by a second write", sum.absorbed),
        ("not started", sum.not_started),
        ("acknowledged", sum.acknowledged),
        ("lost", sum.lost),
        ("writes of the day", counted.writes),
        ("syncs of the day", counted.syncs),
    ];
    outcome.findings = sum.findings;
    let injected = counted.injected;
    let said = format!("{injected} injected in {} calls", counted.writes + counted.syncs);
    outcome.control("injection switched off", injected == 0 && counted.syncs > 0, said);
    let lost = day.dishonest(counted)?;
    let said = format!("{lost} lost over {CONTROL_POINTS} points");
    outcome.control("acknowledging whatever comes", lost > 0, said);
    Ok(Verdict::Done(outcome))
}

impl Day<'_> {
    /// The state that a day without failures leaves, and how many calls it makes.
    fn undisturbed(&self) -> Result<(Hash, Counted), String> {
        let folder = Scratch::below(&self.setting.disk, "R3-undisturbed")?;
        let (ended, counted) = self.work(folder.path(), None, Honesty::Honest)?;
        if !ended.status.success() {
            return Err(format!("the undisturbed day broke: {:?}", ended.told("broke")));
        }
        let mut told = Told::default();
        told.note(&ended.said);
        let (state, found) = examine(folder.path(), &told)?;
        match found.first() {
            None => Ok((state, counted)),
            Some(found) => Err(format!("the undisturbed day is flawed: {found}")),
        }
    }

    /// One point: a day with a failure, then the same day again.
    fn point(
        &self,
        at: u64,
        (kind, number): (&str, u64),
        undisturbed: Hash,
        sum: &Mutex<Sum>,
    ) -> Result<(), String> {
        let name = format!("R3-{at}");
        let mut folder = Scratch::below(&self.setting.disk, &name)?;
        let mut fault = format!("{kind}:{number}");
        let (mut ended, mut counted) = self.work(folder.path(), Some(&fault), Honesty::Honest)?;
        // A busier machine lets more commands share a commit: its day is over after fewer calls.
        if counted.injected == 0 {
            folder = Scratch::below(&self.setting.disk, &format!("{name}-earlier"))?;
            fault = format!("{kind}:{}", number / 2 + 1);
            (ended, counted) = self.work(folder.path(), Some(&fault), Honesty::Honest)?;
        }
        let mut findings = Vec::new();
        if counted.injected == 0 {
            findings.push("nothing was injected".into());
        }
        if ended.panicked() {
            findings.push(format!("the process panicked: {}", ended.complaint.trim()));
        }
        let mut told = Told::default();
        told.note(&ended.said);
        let mut lost = 0;
        if folder.path().join("kaiyuan.db").exists() {
            let (_, found) = examine(folder.path(), &told)?;
            lost = found.len() as u64;
            findings.extend(found);
        } else if !told.acknowledged.is_empty() {
            findings.push("the ledger is gone".into());
        }
        let (again, _) = self.work(folder.path(), None, Honesty::Honest)?;
        if !again.status.success() {
            findings.push(format!("the day cannot be finished: {:?}", again.told("broke")));
        }
        told.note(&again.said);
        let (state, found) = examine(folder.path(), &told)?;
        findings.extend(found);
        if state != undisturbed {
            findings.push("the finished day differs from an undisturbed one".into());
        }
        let mut sum = sum.lock().map_err(|_| "a point panicked")?;
        sum.count(&ended, counted, &mut findings);
        sum.acknowledged += told.acknowledged.len() as u64;
        sum.lost += lost;
        sum.findings.extend(findings.iter().map(|finding| format!("{fault}: {finding}")));
        Ok(())
    }

    /// How much is lost by a process that acknowledges whatever comes.
    fn dishonest(&self, counted: Counted) -> Result<u64, String> {
        let mut lost = 0;
        for at in 1..=CONTROL_POINTS {
            let folder = Scratch::below(&self.setting.disk, "R3-control")?;
            // From the middle of the day, when the store is long open.
            let number = counted.writes / 2 + at * counted.writes / (3 * CONTROL_POINTS);
            let fault = format!("full:{number}");
            let (ended, _) = self.work(folder.path(), Some(&fault), Honesty::WhateverComes)?;
            let mut told = Told::default();
            told.note(&ended.said);
            let store = open(folder.path())?;
            lost += audit_open(&store, &told, false)?.lost;
            store.stop();
        }
        Ok(lost)
    }

    fn work(
        &self,
        folder: &Path,
        fault: Option<&str>,
        honesty: Honesty,
    ) -> Result<(Ended, Counted), String> {
        let work = Work {
            folder: folder.into(),
            seed: self.seed,
            sync: Syncs::Full,
            lines: vec![(0, DAY)],
            again: 0,
            is_virtual: true,
            honesty,
            leave: false,
        };
        let count = folder.with_extension("count");
        let mut environment = self.shim.watching(folder);
        environment.push(("BATTERY_COUNT", count.display().to_string()));
        environment.extend(fault.map(|fault| ("BATTERY_FAULT", fault.to_owned())));
        let child = Child::start(&Orders::Work(work), &environment)?;
        let ended = child.wait(Duration::from_secs(120))?;
        let counted = Counted::read(&count);
        // It stands beside the folder, and goes with it.
        let _ = std::fs::remove_file(&count);
        Ok((ended, counted?))
    }
}

impl Sum {
    /// Sorts a run by how it ended.
    fn count(&mut self, ended: &Ended, counted: Counted, findings: &mut Vec<String>) {
        self.injected += counted.injected;
        let is_fault = |said: &&Said| matches!(said, Said::Fault { .. });
        let faults = ended.said.iter().filter(is_fault).count();
        let was_ready = ended.said.contains(&Said::Ready);
        match ended.status.code() {
            Some(0) if faults > 0 => self.recovered += 1,
            Some(0) => self.absorbed += 1,
            Some(STOPPED) => self.stopped += 1,
            Some(GAVE_UP) if !was_ready => self.not_started += 1,
            other => {
                let broke = ended.told("broke").unwrap_or("without a word");
                findings.push(format!("the process ended with {other:?}: {broke}"));
            }
        }
    }
}

fn open(folder: &Path) -> Result<Store, String> {
    let mut options = Options::folder(folder);
    options.entropy = Entropy::Seeded(ENTROPY);
    Store::open(options, &script::capabilities()).map_err(|fault| fault.to_string())
}

/// Opens a folder without failures: its state, and what is wrong.
fn examine(folder: &Path, told: &Told) -> Result<(Hash, Vec<String>), String> {
    let store = open(folder)?;
    let examined = audit_open(&store, told, false).and_then(|found| {
        let state = store.state_hash(ZONE).map_err(|fault| fault.to_string())?;
        Ok((state, found.lines("after the failure")))
    });
    store.stop();
    examined
}

//! R4: the disk is full (磁盘已满): a data folder on small file systems of its own.
//!
//! Commands are accepted until there is no room; then they are refused by name while reading goes
//! on; after the file system is enlarged, writing goes on within five seconds, without a restart.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use store::Options;

use super::Setting;
use super::books::{Told, audit};
use super::orders::{Honesty, Orders, Said, Syncs, Work};
use super::process::{Child, Ended, Scratch};
use super::report::{Outcome, Verdict};

/// Sizes in megabytes.
const SIZES: [u64; 3] = [3, 8, 20];
/// The size that nobody fills in the time given.
const AMPLE: u64 = 256;
/// Refusals that are waited for before there is room again.
const REFUSALS: usize = 20;
/// How soon writing must go on.
const SOON: Duration = Duration::from_secs(5);
/// Threads that write.
const LINES: usize = 4;

/// A file system in memory, mounted by us and unmounted when dropped.
struct Mounted(PathBuf);

/// What one disk came to.
struct Filled {
    accepted: u64,
    refused: u64,
    readings: u64,
    went_on_after: Option<Duration>,
    ended: Ended,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let scratch = Scratch::below(&setting.disk, "R4")?;
    match Mounted::at(scratch.path(), 1) {
        Err(fault) => return Ok(Verdict::Skipped(format!("no file system of our own: {fault}"))),
        Ok(mounted) => drop(mounted),
    }
    let mut random = setting.random("R4");
    let times = setting.volume([1, 5, 20]);
    let volume = format!("{} disks of 3, 8 and 20 MB", 3 * times);
    let mut outcome = Outcome { volume, ..Outcome::default() };
    let (mut accepted, mut refused, mut readings, mut slowest) = (0, 0, 0, 0);
    for size in SIZES.repeat(times as usize) {
        let mounted = Mounted::at(scratch.path(), size)?;
        let filled = fill(&mounted, random.next(), Honesty::Honest)?;
        let place = format!("{size} MB");
        accepted += filled.accepted;
        refused += filled.refused;
        readings += filled.readings;
        let findings = &mut outcome.findings;
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                findings.push(format!("{place}: {what}"));
            }
        };
        expect(filled.accepted > 0, "nothing was accepted");
        expect(filled.refused > 0, "nothing was refused");
        expect(filled.readings > 0, "nothing could be read while it was full");
        expect(!filled.ended.panicked(), "the process panicked");
        let broke = filled.ended.told("broke").map(str::to_owned);
        expect(broke.is_none(), &format!("the process ended: {broke:?}"));
        match filled.went_on_after {
            Some(after) => slowest = slowest.max(after.as_millis() as u64),
            None => expect(false, "writing did not go on within five seconds"),
        }
        let mut told = Told::default();
        told.note(&filled.ended.said);
        let found = audit(Options::folder(&mounted.0), &told, true)?;
        outcome.findings.extend(found.lines(&place));
    }
    outcome.figures = vec![
        ("accepted", accepted),
        ("refused for want of room", refused),
        ("readings meanwhile", readings),
        ("ms at most until writing went on", slowest),
    ];
    controls(scratch.path(), random.next(), &mut outcome)?;
    Ok(Verdict::Done(outcome))
}

fn controls(folder: &Path, seed: u64, outcome: &mut Outcome) -> Result<(), String> {
    let mounted = Mounted::at(folder, AMPLE)?;
    let mut child = start(&mounted.0, seed, Honesty::Honest)?;
    child.hear(Duration::from_secs(2), is_full);
    let full = child.kill()?.said.iter().filter(|said| is_full(said)).count();
    outcome.control("a disk with room", full == 0, format!("{full} refused"));
    drop(mounted);

    let mounted = Mounted::at(folder, SIZES[0])?;
    let filled = fill(&mounted, seed, Honesty::WhateverComes)?;
    let mut told = Told::default();
    told.note(&filled.ended.said);
    let lost = audit(Options::folder(&mounted.0), &told, false)?.lost;
    outcome.control("acknowledging whatever comes", lost > 0, format!("{lost} lost"));
    Ok(())
}

/// Writes until there is no room, makes room, and sees how it goes on.
fn fill(mounted: &Mounted, seed: u64, honesty: Honesty) -> Result<Filled, String> {
    let mut child = start(&mounted.0, seed, honesty)?;
    let patience = Duration::from_secs(60);
    if honesty == Honesty::WhateverComes {
        // It says nothing of refusals: give it the time that the others need.
        child.hear(Duration::from_secs(3), |_| false);
    } else {
        for _ in 0..REFUSALS {
            if !child.hear(patience, is_full) {
                break;
            }
        }
    }
    let count = |child: &Child, is_it: fn(&Said) -> bool| {
        child.heard().iter().filter(|said| is_it(said)).count() as u64
    };
    let (accepted, readings) = (count(&child, is_ack), count(&child, is_reading));
    mounted.enlarge(AMPLE)?;
    let enlarged = Instant::now();
    // Answers on their way belong to the time before.
    child.hear(Duration::from_millis(30), |_| false);
    let went_on_after = child.hear(SOON, is_ack).then(|| enlarged.elapsed());
    child.hear(Duration::from_millis(300), |_| false);
    let ended = child.kill()?;
    let refused = ended.said.iter().filter(|said| is_full(said)).count() as u64;
    Ok(Filled { accepted, refused, readings, went_on_after, ended })
}

fn start(folder: &Path, seed: u64, honesty: Honesty) -> Result<Child, String> {
    let work = Work {
        folder: folder.into(),
        seed,
        sync: Syncs::Full,
        lines: vec![(0, u64::MAX); LINES],
        again: 0,
        is_virtual: false,
        honesty,
        leave: false,
    };
    Child::start(&Orders::Work(work), &[])
}

fn is_full(said: &Said) -> bool {
    matches!(said, Said::Fault { what, .. } if what.starts_with("the disk is full"))
}

fn is_ack(said: &Said) -> bool {
    matches!(said, Said::Ack { .. })
}

fn is_reading(said: &Said) -> bool {
    matches!(said, Said::Other(word, what) if word == "read" && what.starts_with("Totals"))
}

impl Mounted {
    fn at(folder: &Path, megabytes: u64) -> Result<Mounted, String> {
        let size = format!("size={megabytes}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "kaiyuan-battery"]).arg(folder);
        run_quietly(&mut mount)?;
        Ok(Mounted(folder.into()))
    }

    fn enlarge(&self, megabytes: u64) -> Result<(), String> {
        let size = format!("remount,size={megabytes}m");
        run_quietly(Command::new("mount").args(["-o", &size]).arg(&self.0))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // What stays mounted is small, in memory, and gone with the machine.
        let _ = run_quietly(Command::new("umount").arg(&self.0));
    }
}

fn run_quietly(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|fault| fault.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

//! R5: files are damaged (文件损坏): a bit, a sector, a page, a tail, in the database and its log.
//!
//! Each damage is done to a copy, and a child looks at it as an operator would: open, verify,
//! verify against a head kept elsewhere, rebuild and compare. Either something of that speaks, or
//! every row is what it was. What is cut from the end of SQLite's log is indistinguishable from
//! what was never written: only the head kept elsewhere finds it, and the figures say how often.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use super::Setting;
use super::lanes::side_by_side;
use super::orders::{Inspect, Orders};
use super::process::{Child, Ended, Scratch, copy_folder};
use super::random::Random;
use super::report::{Outcome, Verdict};
use super::sample::{Making, Sample, changed_tables, close, kept_rows, open};

const PAGE: usize = 8_192;
const SECTOR: usize = 512;
/// A frame of SQLite's log: a page with 24 bytes before it, after a header of 32.
const FRAME: usize = PAGE + 24;
const LOG_HEADER: usize = 32;
/// Damages that the lax control gets.
const CONTROL_DAMAGES: u64 = 60;

/// What finds a damage, in the order in which an operator would meet it.
const FINDERS: [&str; 7] =
    ["opening", "verify", "head", "structure", "no-live", "no-cursor", "no-rebuilt"];

/// What the damages came to.
#[derive(Default)]
struct Sum {
    at_opening: u64,
    by_verifying: u64,
    by_a_head: u64,
    by_structure: u64,
    by_reading: u64,
    by_rebuilding: u64,
    harmless: u64,
    panics: u64,
    findings: Vec<String>,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let wanted = setting.volume([200, 1_000, 5_000]);
    let mut random = setting.random("R5");
    let scratch = Scratch::below(&setting.memory, "R5")?;
    let making = Making { seed: random.next(), settled: 500, fresh: 60 };
    let sample = Sample::make(scratch.path(), making)?;
    let seed = random.next();
    let sum = Mutex::new(Sum::default());
    side_by_side(wanted, |at| {
        let mut random = Random::for_purpose(seed, &format!("damage {at}"));
        let folder = Scratch::below(scratch.path(), &format!("damage-{at}"))?;
        let done = damage(&sample, folder.path(), &mut random)?;
        let ended = inspect(folder.path(), Some(&sample.head))?;
        let mut sum = sum.lock().map_err(|_| "a damage panicked")?;
        sum.judge(&done, &ended, &sample, || changed(&sample, folder.path()));
        Ok(())
    })?;
    let sum = sum.into_inner().map_err(|_| "a damage panicked")?;
    let mut outcome = Outcome { volume: format!("{wanted} damages"), ..Outcome::default() };
    outcome.figures = vec![
        ("found at opening", sum.at_opening),
        ("by verifying", sum.by_verifying),
        ("by a head kept elsewhere", sum.by_a_head),
        ("by the file's structure", sum.by_structure),
        ("by reading", sum.by_reading),
        ("by rebuilding", sum.by_rebuilding),
        ("harmless", sum.harmless),
        ("panics answered as faults", sum.panics),
    ];
    outcome.findings = sum.findings;
    let missed = lax(&sample, scratch.path(), seed)?;
    let said = format!("{missed} of {CONTROL_DAMAGES} damages missed");
    outcome.control("verifying without roots, head and rebuild", missed > 0, said);
    Ok(Verdict::Done(outcome))
}

/// How many harmful damages the lax look misses.
fn lax(sample: &Sample, scratch: &Path, seed: u64) -> Result<u64, String> {
    let missed = Mutex::new(0);
    side_by_side(CONTROL_DAMAGES, |at| {
        let mut random = Random::for_purpose(seed, &format!("damage {at}"));
        let folder = Scratch::below(scratch, &format!("lax-{at}"))?;
        damage(sample, folder.path(), &mut random)?;
        let ended = inspect(folder.path(), None)?;
        let is_silent = FINDERS.iter().all(|finder| ended.told(finder).is_none());
        let is_harmless = || {
            ended.told("live") == Some(&sample.state) && changed(sample, folder.path()).is_empty()
        };
        if is_silent && !is_harmless() {
            *missed.lock().map_err(|_| "a damage panicked")? += 1;
        }
        Ok(())
    })?;
    missed.into_inner().map_err(|_| "a damage panicked".into())
}

/// Lets a child look; without a head it looks with half an eye.
fn inspect(folder: &Path, head: Option<&str>) -> Result<Ended, String> {
    let inspect =
        Inspect { folder: folder.into(), head: head.map(str::to_owned), is_lax: head.is_none() };
    Child::start(&Orders::Inspect(inspect), &[])?.wait(Duration::from_secs(60))
}

/// What is not as it was, nobody having said so; views are compared by the child.
fn changed(sample: &Sample, folder: &Path) -> Vec<String> {
    let read = || {
        let store = open(folder)?;
        let rows = kept_rows(&store);
        close(store);
        rows
    };
    match read() {
        Err(fault) => vec![fault],
        Ok(rows) => changed_tables(&sample.rows, &rows),
    }
}

/// Copies the sample and damages the copy; what was done, in words.
fn damage(sample: &Sample, folder: &Path, random: &mut Random) -> Result<String, String> {
    copy_folder(&sample.folder, folder)?;
    let name = *random.one_of(&["kaiyuan.db", "kaiyuan.db", "kaiyuan.db-wal"]);
    let path = folder.join(name);
    let broken = |fault: std::io::Error| format!("{}: {fault}", path.display());
    let mut bytes = std::fs::read(&path).map_err(broken)?;
    let at = random.below(bytes.len() as u64) as usize;
    let done = match random.below(5) {
        0 => {
            bytes[at] ^= 1 << random.below(8);
            format!("{name}: a bit at {at}")
        }
        1 => {
            let sector = at / SECTOR * SECTOR;
            let end = (sector + SECTOR).min(bytes.len());
            bytes[sector..end].iter_mut().for_each(|byte| *byte = random.next() as u8);
            format!("{name}: the sector at {sector}")
        }
        2 => {
            bytes.truncate(at);
            format!("{name}: cut off at {at}")
        }
        3 => {
            let page = page_at(name, at, bytes.len());
            bytes[page..page + PAGE].fill(0);
            format!("{name}: a page of zeros at {page}")
        }
        _ => {
            let page = page_at(name, at, bytes.len());
            let other = random.below(bytes.len() as u64) as usize;
            let other = page_at(name, other, bytes.len());
            let (one, two) =
                (bytes[page..page + PAGE].to_vec(), bytes[other..other + PAGE].to_vec());
            bytes[page..page + PAGE].copy_from_slice(&two);
            bytes[other..other + PAGE].copy_from_slice(&one);
            format!("{name}: the pages at {page} and {other} swapped")
        }
    };
    std::fs::write(&path, bytes).map_err(broken)?;
    Ok(done)
}

/// Where the page that holds `at` begins, in a database or in its log.
fn page_at(name: &str, at: usize, length: usize) -> usize {
    let page = if name.ends_with("-wal") {
        at.saturating_sub(LOG_HEADER) / FRAME * FRAME + LOG_HEADER + FRAME - PAGE
    } else {
        at / PAGE * PAGE
    };
    page.min(length - PAGE)
}

impl Sum {
    fn judge(
        &mut self,
        done: &str,
        ended: &Ended,
        sample: &Sample,
        changed: impl FnOnce() -> Vec<String>,
    ) {
        self.panics += u64::from(ended.complaint.contains("panicked at"));
        if !ended.status.success() {
            let said = ended.complaint.lines().take(2).collect::<Vec<_>>().join(" ");
            self.findings.push(format!("{done}: the look ended with {}: {said}", ended.status));
            return;
        }
        let live = ended.told("live");
        let counter = match FINDERS.iter().find(|finder| ended.told(finder).is_some()) {
            Some(&"opening") => &mut self.at_opening,
            Some(&"verify") => &mut self.by_verifying,
            Some(&"head") => &mut self.by_a_head,
            Some(&"structure") => &mut self.by_structure,
            Some(_) => &mut self.by_reading,
            None if live != ended.told("rebuilt") => &mut self.by_rebuilding,
            None => {
                let mut changed = changed();
                if live != Some(&sample.state) {
                    changed.push("a view".into());
                }
                if !changed.is_empty() {
                    let changed = changed.join(", ");
                    self.findings.push(format!("{done}: nobody noticed that {changed} changed"));
                    return;
                }
                &mut self.harmless
            }
        };
        *counter += 1;
    }
}

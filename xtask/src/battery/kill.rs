//! R1: the process is killed (进程被杀), at any moment, while eight threads write.
//!
//! After each kill the folder is opened again as the product opens it, and what was acknowledged is
//! held against the ledger; the next process asks again for what was cut off. Every few kills the
//! ledger starts afresh, so that the check of everything stays cheap.

use std::path::Path;
use std::time::Duration;

use store::Options;

use super::Setting;
use super::books::{Findings, Told, audit};
use super::orders::{Honesty, Orders, Said, Syncs, Work};
use super::process::{Child, Scratch};
use super::random::Random;
use super::report::{Outcome, Verdict};

/// Threads that write.
const LINES: usize = 8;
/// Kills that one ledger suffers.
const KILLS_OF_ONE_LEDGER: u64 = 10;
/// How many steps are asked again after a restart.
const AGAIN: u64 = 3;
/// One kill in so many comes while the store is still opening.
const KILLS_WHILE_OPENING: u64 = 5;

/// What one ledger suffered.
#[derive(Default)]
struct Suffered {
    kills: u64,
    told: Told,
    refused: u64,
    again: u64,
    findings: Findings,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let kills = setting.volume([100, 1_000, 10_000]);
    let mut random = setting.random("R1");
    let mut outcome = Outcome { volume: format!("{kills} kills"), ..Outcome::default() };
    let (mut acknowledged, mut again, mut refused) = (0, 0, 0);
    let (mut lost, mut doubled) = (0, 0);
    for ledger in 0..kills.div_ceil(KILLS_OF_ONE_LEDGER) {
        let folder = Scratch::below(&setting.disk, "R1")?;
        let times = KILLS_OF_ONE_LEDGER.min(kills - ledger * KILLS_OF_ONE_LEDGER);
        let seed = random.next();
        let suffered = suffer(folder.path(), (times, Honesty::Honest), seed, &mut random)?;
        acknowledged += suffered.told.acknowledged.len() as u64;
        again += suffered.again;
        refused += suffered.refused;
        lost += suffered.findings.lost;
        doubled += suffered.findings.doubled;
        outcome.findings.extend(suffered.findings.lines(&format!("ledger {ledger}")));
        println!("R1  {} of {kills} kills", ledger * KILLS_OF_ONE_LEDGER + suffered.kills);
    }
    outcome.figures = vec![
        ("acknowledged", acknowledged),
        ("lost", lost),
        ("doubled", doubled),
        ("asked again", again),
        ("refused by the rules", refused),
    ];
    if acknowledged < kills || again == 0 {
        outcome.findings.push("too little was acknowledged to show anything".into());
    }
    let folder = Scratch::below(&setting.disk, "R1-control")?;
    let early = (KILLS_OF_ONE_LEDGER, Honesty::BeforeCommit);
    let suffered = suffer(folder.path(), early, random.next(), &mut random)?;
    let lost = suffered.findings.lost;
    outcome.control("acknowledging before the commit", lost > 0, format!("{lost} lost"));
    Ok(Verdict::Done(outcome))
}

/// Kills the process that writes a ledger so many times.
fn suffer(
    folder: &Path,
    (times, honesty): (u64, Honesty),
    seed: u64,
    random: &mut Random,
) -> Result<Suffered, String> {
    let mut suffered = Suffered::default();
    let mut places = [0u64; LINES];
    let open = || Options::folder(folder);
    for _ in 0..times {
        let work = Work {
            folder: folder.into(),
            seed,
            sync: Syncs::Full,
            lines: places.iter().map(|place| (*place, u64::MAX)).collect(),
            again: AGAIN,
            is_virtual: false,
            honesty,
            leave: false,
        };
        let mut child = Child::start(&Orders::Work(work), &[])?;
        if !random.once_in(KILLS_WHILE_OPENING) {
            child.hear(Duration::from_secs(30), |said| *said == Said::Ready);
        }
        std::thread::sleep(Duration::from_millis(random.between(20, 250)));
        let ended = child.kill()?;
        if ended.panicked() || ended.told("broke").is_some() {
            let broke = ended.told("broke").unwrap_or(&ended.complaint);
            suffered.findings.flaws.push(format!("the process broke by itself: {broke}"));
        }
        suffered.kills += 1;
        suffered.note(&ended.said, &mut places);
        let found = audit(open(), &suffered.told, false)?;
        if honesty == Honesty::BeforeCommit {
            // What was told too early may be made true by the next process: count it now.
            suffered.told = Told::default();
        }
        suffered.findings.add(found);
    }
    suffered.findings.add(audit(open(), &suffered.told, true)?);
    Ok(suffered)
}

impl Suffered {
    /// Takes down what was said and where each line goes on.
    fn note(&mut self, said: &[Said], places: &mut [u64; LINES]) {
        for one in said {
            let (line, place) = match one {
                Said::Ack { line, place, .. } => (*line, *place),
                Said::No { line, place, .. } => (*line, *place),
                Said::Fault { what, .. } => {
                    self.findings.flaws.push(format!("a fault without a cause: {what}"));
                    continue;
                }
                Said::Ready | Said::Other(..) => continue,
            };
            if matches!(one, Said::No { .. }) {
                self.refused += 1;
            }
            let next = &mut places[line as usize];
            self.again += u64::from(place < *next);
            *next = (*next).max(place + 1);
        }
        self.told.note(said);
    }
}

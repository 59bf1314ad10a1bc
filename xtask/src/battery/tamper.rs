//! S10: somebody tampers with the ledger (篡改), who may do anything to the database file.
//!
//! Twelve kinds of edit, each on a copy. What the file itself gives away must be found by
//! verifying, with its place; what it cannot give away, because the file was once sound or is
//! signed by the zone's own key, must be found with a head kept elsewhere.

mod edit;

use std::path::Path;
use std::sync::Mutex;

use store::verify::{Expect, Flaw};
use store::{Options, Store};

use self::edit::{KINDS, Kind, Place, tamper};
use super::Setting;
use super::child::ZONE;
use super::lanes::side_by_side;
use super::process::{Scratch, copy_folder};
use super::random::Random;
use super::report::{Outcome, Verdict};
use super::sample::{Making, Sample, close, open, walk};
use super::script;

/// Steps of the script in the sample ledger: more than two tiles.
const STEPS: u64 = 620;
/// Where the older file was kept.
const OLDER: u64 = 400;
/// Edits of each control.
const CONTROL_EDITS: u64 = 10;

/// How an edit was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    ByVerifying,
    ByAHead,
    ByReading,
    ByRebuilding,
    Not,
}

/// The ledger, an older file of it, and another continuation of that.
struct Histories {
    whole: Sample,
    older: Sample,
    fork: Sample,
}

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let each = setting.volume([8, 40, 160]);
    let mut random = setting.random("S10");
    let scratch = Scratch::below(&setting.memory, "S10")?;
    let histories = Histories::make(scratch.path(), random.next())?;
    let seed = random.next();
    let total = each * KINDS.len() as u64;
    let sum = Mutex::new((0, 0, 0, 0, Vec::new()));
    side_by_side(total, |at| {
        let kind = KINDS[at as usize % KINDS.len()];
        let mut random = Random::for_purpose(seed, &format!("edit {at}"));
        let folder = Scratch::below(scratch.path(), &format!("edit-{at}"))?;
        let place = histories.edit(kind, folder.path(), &mut random)?;
        let (found, said) = histories.look(folder.path(), &place)?;
        let mut sum = sum.lock().map_err(|_| "an edit panicked")?;
        match found {
            Found::ByVerifying => sum.0 += 1,
            Found::ByAHead => sum.1 += 1,
            Found::ByReading => sum.2 += 1,
            Found::ByRebuilding => sum.3 += 1,
            Found::Not => {}
        }
        if found != expected(kind) {
            let expected = expected(kind);
            let said = format!("{kind:?} at {place:?}: {found:?}, not {expected:?}: {said}");
            sum.4.push(said);
        }
        Ok(())
    })?;
    let sum = sum.into_inner().map_err(|_| "an edit panicked")?;
    let mut outcome =
        Outcome { volume: format!("{total} edits of 12 kinds"), ..Outcome::default() };
    outcome.figures = vec![
        ("found in place by verifying", sum.0),
        ("with a head kept elsewhere", sum.1),
        ("by reading personal fields", sum.2),
        ("by rebuilding", sum.3),
        ("not found", total - sum.0 - sum.1 - sum.2 - sum.3),
    ];
    outcome.findings = sum.4;
    histories.controls(scratch.path(), seed, &mut outcome)?;
    Ok(Verdict::Done(outcome))
}

/// What must find it.
fn expected(kind: Kind) -> Found {
    match kind {
        Kind::Change
        | Kind::Delete
        | Kind::Insert
        | Kind::Swap
        | Kind::Rehash
        | Kind::Signature
        | Kind::Time => Found::ByVerifying,
        Kind::RehashWithoutHeads | Kind::CutTail | Kind::OlderFile | Kind::Fork => Found::ByAHead,
        Kind::Vault => Found::ByReading,
        Kind::ViewRow => Found::ByRebuilding,
    }
}

impl Histories {
    fn make(scratch: &Path, seed: u64) -> Result<Histories, String> {
        let making = |steps| Making { seed, settled: steps, fresh: 0 };
        let older = Sample::make(&scratch.join("older"), making(OLDER))?;
        let continued = |name: &str, from: u64, until: u64| {
            let folder = scratch.join(name);
            copy_folder(&older.folder, &folder.join("live"))?;
            let store = open(&folder.join("live"))?;
            walk(&store, seed, from..until)?;
            Sample::of(store, &folder, script::quick_moment(until + 1))
        };
        let whole = continued("continued", OLDER, STEPS)?;
        // The fork leaves out a project and goes on with the next.
        let round = OLDER.div_ceil(script::ROUND) * script::ROUND;
        let fork = continued("forked", round + script::ROUND, STEPS + 2 * script::ROUND)?;
        Ok(Histories { whole, older, fork })
    }

    /// Does the edit to a copy; where.
    fn edit(&self, kind: Kind, folder: &Path, random: &mut Random) -> Result<Place, String> {
        let replaced = match kind {
            Kind::OlderFile => Some(&self.older),
            Kind::Fork => Some(&self.fork),
            _ => None,
        };
        copy_folder(&replaced.unwrap_or(&self.whole).folder, folder)?;
        match replaced {
            Some(_) => Ok(Place::Entry(self.older.size + 1)),
            None => tamper(kind, &folder.join("kaiyuan.db"), random),
        }
    }

    /// Looks as an operator would: verify, verify with a head kept elsewhere, rebuild.
    fn look(&self, folder: &Path, place: &Place) -> Result<(Found, String), String> {
        let store = Store::open_reading(Options::folder(folder), &script::capabilities());
        let store = store.map_err(|fault| fault.to_string())?;
        if let Some(flaw) = flaw(&store, &Expect::default())? {
            return Ok(named(Found::ByVerifying, &flaw, place));
        }
        let head = Expect { head: Some(self.whole.head.clone()), ..Expect::default() };
        if let Some(flaw) = flaw(&store, &head)? {
            return Ok(named(Found::ByAHead, &flaw, place));
        }
        drop(store);
        let store = open(folder)?;
        let live = store.dump(ZONE).map_err(|fault| fault.to_string())?;
        let rebuilt = store.rebuild();
        let found = match (rebuilt, place) {
            (Err(fault), Place::Subject(subject)) if fault.to_string().contains(subject) => {
                (Found::ByReading, fault.to_string())
            }
            (Err(fault), _) => (Found::Not, format!("without its place: {fault}")),
            (Ok(()), _) => {
                let rebuilt = store.dump(ZONE).map_err(|fault| fault.to_string())?;
                let mut pairs = live.iter().zip(&rebuilt);
                match pairs.find(|(live, rebuilt)| live != rebuilt) {
                    Some(((name, _), _)) if *place == Place::View(name) => {
                        (Found::ByRebuilding, (*name).to_owned())
                    }
                    other => (Found::Not, format!("{:?}", other.map(|((name, _), _)| name))),
                }
            }
        };
        close(store);
        Ok(found)
    }

    /// What must be missed by whoever looks with half an eye.
    fn controls(&self, scratch: &Path, seed: u64, outcome: &mut Outcome) -> Result<(), String> {
        let missed = |kinds: &[Kind], expect: &Expect| {
            let mut missed = 0;
            for at in 0..CONTROL_EDITS {
                let mut random = Random::for_purpose(seed, &format!("control {at}"));
                let folder = Scratch::below(scratch, "control")?;
                let kind = kinds[at as usize % kinds.len()];
                self.edit(kind, folder.path(), &mut random)?;
                let store = open(folder.path())?;
                missed += u64::from(flaw(&store, expect)?.is_none());
                close(store);
            }
            Ok::<_, String>(missed)
        };
        let lax = Expect { without_roots: true, ..Expect::default() };
        let count = missed(&[Kind::Rehash], &lax)?;
        let said = format!("{count} of {CONTROL_EDITS} edits missed");
        outcome.control("verifying without roots", count == CONTROL_EDITS, said);
        let outside = [Kind::CutTail, Kind::OlderFile, Kind::Fork, Kind::RehashWithoutHeads];
        let count = missed(&outside, &Expect::default())?;
        let said = format!("{count} of {CONTROL_EDITS} edits missed");
        outcome.control("keeping no head elsewhere", count == CONTROL_EDITS, said);
        Ok(())
    }
}

fn flaw(store: &Store, expect: &Expect) -> Result<Option<Flaw>, String> {
    let report = store.verify(ZONE, expect).map_err(|fault| fault.to_string())?;
    Ok(report.flaw)
}

/// Is the place named, or a stretch that holds it?
fn named(found: Found, flaw: &Flaw, place: &Place) -> (Found, String) {
    match place {
        Place::Entry(number) if (flaw.entry..=flaw.or_until).contains(number) => {
            (found, flaw.to_string())
        }
        Place::Entry(_) | Place::Subject(_) | Place::View(_) => {
            (Found::Not, format!("in another place: {flaw}"))
        }
    }
}

//! R8: the same commands give the same state (确定性), on 1, 2 and 8 threads and both databases.
//!
//! Each seed makes eight zones, each with a script of its own. They are asked for in every setting:
//! the order within a zone is kept, how the zones interleave is chance; in one setting commands are
//! repeated, in one they come in bulk. One hash per zone over root and views must come of all of
//! them, and again of the views rebuilt.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use kernel::head::{PublicKey, Signer, SoftwareKey};
use kernel::merkle::Hash;
use store::server::Server;
use store::{Durability, Entropy, Options, Place, Store};

use super::Setting;
use super::child::ENTROPY;
use super::lanes::side_by_side;
use super::process::Scratch;
use super::random::Random;
use super::report::{Outcome, Verdict};
use super::script::{self, Act, Line};

/// Zones of one seed.
const ZONES: u64 = 8;
/// Seeds after which there is a word of how far it is.
const BATCH: u64 = 50;
/// Seeds after which the store is made afresh; on a server each zone keeps a connection.
const SEEDS_OF_ONE_STORE: [usize; 2] = [50, 4];
/// Zones of the control.
const CONTROL_ZONES: u64 = 10;

/// One key for all zones and no signature: a state leaves both out, and they cost most of the time.
struct Stamp;

static KEY: LazyLock<PublicKey> = LazyLock::new(|| {
    let key = SoftwareKey::from_bytes(&[7; 32]);
    key.expect("these bytes are a scalar of the curve").public_key()
});

/// How the commands are asked for.
#[derive(Clone, Copy, Debug)]
struct Manner {
    name: &'static str,
    workers: u64,
    in_bulk: bool,
    repeats: bool,
    on_server: bool,
    /// One seed in so many.
    seeds: usize,
}

/// The manner that the others are held against.
const PLAIN: Manner = Manner {
    name: "1 thread",
    workers: 1,
    in_bulk: false,
    repeats: false,
    on_server: false,
    seeds: 1,
};

const MANNERS: [Manner; 5] = [
    PLAIN,
    Manner { name: "2 threads", workers: 2, ..PLAIN },
    Manner { name: "8 threads", workers: 8, repeats: true, ..PLAIN },
    Manner { name: "in bulk", in_bulk: true, seeds: 4, ..PLAIN },
    Manner { name: "on PostgreSQL", workers: 8, on_server: true, seeds: 4, ..PLAIN },
];

/// The hashes of each seed's zones.
type Hashes = HashMap<u64, Vec<Hash>>;

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let wanted = setting.volume([200, 1_000, 20_000]);
    let mut random = setting.random("R8");
    let server = Server::start(&setting.disk.join("R8-server"))?;
    let manners = MANNERS.iter().filter(|manner| !manner.on_server || server.is_some());
    let manners: Vec<Manner> = manners.copied().collect();
    let mut outcome = Outcome { volume: format!("{wanted} seeds"), ..Outcome::default() };
    let mut compared = [0u64; MANNERS.len()];
    let mut done = 0;
    while done < wanted {
        let seeds: Vec<u64> = (0..BATCH.min(wanted - done)).map(|_| random.next()).collect();
        let all = Mutex::new(vec![Hashes::new(); manners.len()]);
        side_by_side(manners.len() as u64, |at| {
            let hashes = hashes(setting, &seeds, manners[at as usize], server.as_ref())?;
            all.lock().map_err(|_| "a manner panicked")?[at as usize] = hashes;
            Ok(())
        })?;
        let all = all.into_inner().map_err(|_| "a manner panicked")?;
        for ((manner, hashes), compared) in manners.iter().zip(&all).zip(&mut compared) {
            let different = hashes.iter().filter(|(seed, hashes)| all[0].get(seed) != Some(hashes));
            let said = different.map(|(seed, _)| format!("seed {seed:x} differs {}", manner.name));
            outcome.findings.extend(said);
            *compared += hashes.values().map(|zones| zones.len() as u64).sum::<u64>();
        }
        done += seeds.len() as u64;
        println!("R8  {done} of {wanted} seeds");
    }
    let names = ["zones on 1 thread", "on 2", "on 8", "in bulk", "on PostgreSQL"];
    outcome.figures = names.into_iter().zip(compared).collect();
    if server.is_none() {
        outcome.remarks.push("skipped: no PostgreSQL here, SQLite only".into());
    }
    let differing = control(setting, random.next())?;
    let said = format!("{differing} of {CONTROL_ZONES} hashes differ");
    outcome.control("one command changed", differing == CONTROL_ZONES, said);
    Ok(Verdict::Done(outcome))
}

/// The hashes of the zones of these seeds, asked for in one manner.
fn hashes(
    setting: &Setting,
    seeds: &[u64],
    manner: Manner,
    server: Option<&Server>,
) -> Result<Hashes, String> {
    let mut all = Hashes::new();
    let seeds: Vec<u64> = seeds.iter().copied().step_by(manner.seeds).collect();
    for seeds in seeds.chunks(SEEDS_OF_ONE_STORE[usize::from(manner.on_server)]) {
        all.extend(hashes_of_one_store(setting, seeds, manner, server)?);
    }
    Ok(all)
}

fn hashes_of_one_store(
    setting: &Setting,
    seeds: &[u64],
    manner: Manner,
    server: Option<&Server>,
) -> Result<Hashes, String> {
    let folder = Scratch::below(&setting.memory, &format!("R8 {}", manner.name))?;
    let store = open(folder.path(), server.filter(|_| manner.on_server))?;
    for seed in seeds {
        ask(&store, *seed, manner)?;
    }
    let of_all = || -> Result<Hashes, String> {
        let hash = |zone: String| store.state_hash(&zone).map_err(|fault| fault.to_string());
        let of_seed = |seed: &u64| {
            let hashes = (0..ZONES).map(|number| hash(zone(*seed, number)));
            Ok((*seed, hashes.collect::<Result<_, String>>()?))
        };
        seeds.iter().map(of_seed).collect()
    };
    let live = of_all()?;
    store.rebuild().map_err(|fault| fault.to_string())?;
    let rebuilt = of_all()?;
    store.stop();
    if live == rebuilt { Ok(live) } else { Err(format!("{}: rebuilt otherwise", manner.name)) }
}

/// Asks for the zones of one seed.
fn ask(store: &Store, seed: u64, manner: Manner) -> Result<(), String> {
    let workers: Vec<Vec<u64>> = (0..manner.workers)
        .map(|worker| (worker..ZONES).step_by(manner.workers as usize).collect())
        .collect();
    let outcomes = std::thread::scope(|threads| {
        let running =
            workers.iter().map(|zones| threads.spawn(|| work(store, seed, zones, manner)));
        let running: Vec<_> = running.collect();
        running.into_iter().map(|worker| worker.join()).collect::<Vec<_>>()
    });
    outcomes.into_iter().try_for_each(|end| end.unwrap_or(Err("a worker panicked".into())))
}

/// One worker asks for its zones, their commands interleaved by chance.
fn work(store: &Store, seed: u64, zones: &[u64], manner: Manner) -> Result<(), String> {
    let mut random = Random::for_purpose(seed, &format!("{} {zones:?}", manner.name));
    let mut waiting = Vec::new();
    for number in zones {
        waiting.push(acts(store, seed, *number)?.into_iter());
    }
    let mut asked: Vec<Act> = Vec::new();
    while !waiting.is_empty() {
        let at = random.below(waiting.len() as u64) as usize;
        let Some(act) = waiting[at].next() else {
            drop(waiting.remove(at));
            continue;
        };
        if manner.repeats {
            asked.push(act.clone());
        }
        let told = if manner.in_bulk { act.ask_in_bulk(store) } else { act.ask(store) };
        told.unless_broken()?;
        if !asked.is_empty() && random.once_in(4) {
            random.one_of(&asked).clone().ask(store).unless_broken()?;
        }
    }
    Ok(())
}

/// The commands of one zone: its founding, then a part of a round.
fn acts(store: &Store, seed: u64, number: u64) -> Result<Vec<Act>, String> {
    let zone = zone(seed, number);
    let mut acts = script::founding(store, &zone, seed, script::quick_moment(0))?;
    let line = Line { zone: &zone, seed, number };
    let length = Random::for_purpose(seed, &zone).between(4, 13);
    acts.extend((0..length).map(|place| line.act(place, script::quick_moment(place + 1))));
    Ok(acts)
}

fn zone(seed: u64, number: u64) -> String {
    format!("z{seed:x}-{number}")
}

fn open(folder: &Path, server: Option<&Server>) -> Result<Store, String> {
    let folder = PathBuf::from(folder);
    let place = match server {
        None => Place::Folder(folder),
        // Nothing here has to survive anything.
        Some(server) => Place::Postgres {
            address: format!("{}?options=-csynchronous_commit%3Doff", server.database()?),
            folder,
        },
    };
    let mut options = Options::at(place);
    options.entropy = Entropy::Seeded(ENTROPY);
    options.durability = Durability::Off;
    options.signer = Some(|_| Arc::new(Stamp));
    Store::open(options, &script::capabilities()).map_err(|fault| fault.to_string())
}

impl Signer for Stamp {
    fn public_key(&self) -> PublicKey {
        KEY.clone()
    }

    fn sign(&self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }
}

/// How many zones have another hash when one command of theirs is another.
fn control(setting: &Setting, seed: u64) -> Result<u64, String> {
    let differing = Mutex::new(0);
    side_by_side(CONTROL_ZONES, |number| {
        let hash = |is_changed: bool| {
            let name = format!("R8-control-{number}-{is_changed}");
            let folder = Scratch::below(&setting.memory, &name)?;
            let store = open(folder.path(), None)?;
            for mut act in acts(&store, seed, number)? {
                if is_changed {
                    act.change_the_amount();
                }
                act.ask(&store).unless_broken()?;
            }
            let hash = store.state_hash(&zone(seed, number)).map_err(|fault| fault.to_string());
            store.stop();
            hash
        };
        if hash(false)? != hash(true)? {
            *differing.lock().map_err(|_| "a control panicked")? += 1;
        }
        Ok(())
    })?;
    differing.into_inner().map_err(|_| "a control panicked".into())
}

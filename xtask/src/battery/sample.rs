//! A ledger to be damaged or tampered with (样本台账), with everything that is known of it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use store::{Answer, Options, Row, Store};

use super::child::ZONE;
use super::process::copy_folder;
use super::script::{self, Line};

/// The tables that are not views and not derived, with the order of their rows.
const KEPT: [(&str, &str); 7] = [
    ("ledger_head", "zone"),
    ("ledger_entry", "number"),
    ("ledger_tile", "level, tile"),
    ("ledger_signed_head", "size"),
    ("ledger_command", "command"),
    ("ledger_cursor", "name"),
    ("vault", "subject, generation"),
];

/// The follower whose cursor the sample has.
pub const CURSOR: &str = "reactions";

/// A folder as it was when everything in it was right.
pub struct Sample {
    /// A copy that nobody has open.
    pub folder: PathBuf,
    /// The hash over root and views.
    pub state: String,
    /// The newest signed head: the one that somebody keeps elsewhere.
    pub head: String,
    /// How many entries.
    pub size: u64,
    /// Every row that is not derived.
    pub rows: Vec<Vec<Row>>,
}

/// How a sample is made.
#[derive(Clone, Copy)]
pub struct Making {
    /// The seed.
    pub seed: u64,
    /// Steps that end in the database file.
    pub settled: u64,
    /// Steps that are still in the log beside it.
    pub fresh: u64,
}

impl Sample {
    /// Makes a ledger below `parent`.
    pub fn make(parent: &Path, making: Making) -> Result<Sample, String> {
        let live = parent.join("live");
        let Making { seed, settled, fresh } = making;
        let store = open(&live)?;
        script::found(&store, ZONE, seed, script::moment(0))?;
        walk(&store, seed, 0..settled)?;
        close(store);
        let store = open(&live)?;
        walk(&store, seed, settled..settled + fresh)?;
        Sample::of(store, parent, script::quick_moment(settled + fresh + 1))
    }

    /// What is known of an open store, and a copy of its folder `parent/live`.
    pub fn of(store: Store, parent: &Path, at: Timestamp) -> Result<Sample, String> {
        let said = |fault: store::Fault| fault.to_string();
        store.follow(ZONE, CURSOR, &|_| Vec::new()).map_err(said)?;
        store.sign(ZONE, at).map_err(said)?;
        let (_, head) = store.head(ZONE).map_err(said)?.ok_or("no head was signed")?;
        let (size, _) = store.size(ZONE).map_err(said)?;
        let state = store.state_hash(ZONE).map_err(said)?;
        let rows = kept_rows(&store)?;
        let (live, folder) = (parent.join("live"), parent.join("base"));
        copy_folder(&live, &folder)?;
        close(store);
        Ok(Sample { folder, state: kernel::head::hex(&state), head, size, rows })
    }
}

/// Opens a folder whose speed matters more than its safety.
pub fn open(folder: &Path) -> Result<Store, String> {
    let mut options = Options::folder(folder);
    options.durability = store::Durability::Off;
    Store::open(options, &script::capabilities()).map_err(|fault| fault.to_string())
}

/// Stops a store and lets go of its folder.
pub fn close(store: Store) {
    store.stop();
}

/// Asks for the steps of one line.
pub fn walk(store: &Store, seed: u64, places: std::ops::Range<u64>) -> Result<(), String> {
    let line = Line { zone: ZONE, seed, number: 0 };
    for place in places {
        let answer = line.act(place, script::quick_moment(place + 1)).ask(store).0;
        let is_as_scripted = match &answer {
            Answer::Recorded(_) => !script::is_refused(place),
            Answer::Refused(_) => script::is_refused(place),
            Answer::Fault(_) => false,
        };
        if !is_as_scripted {
            return Err(format!("step {place} of the script was answered {answer:?}"));
        }
    }
    Ok(())
}

/// Every row that is not derived.
pub fn kept_rows(store: &Store) -> Result<Vec<Vec<Row>>, String> {
    let tables = KEPT.iter().map(|(table, order)| {
        let sql = format!("SELECT * FROM {table} WHERE zone = ?1 ORDER BY {order}");
        let rows = store.read(ZONE, |views| views.query(&sql, &[]));
        rows.map_err(|fault| fault.to_string())
    });
    tables.collect()
}

/// The tables whose rows are others than they were.
///
/// Signed heads missing from the end are not counted: what the newest says, somebody else keeps.
/// Nor is a cursor that has gone back: its follower asks again, under the same keys.
pub fn changed_tables(before: &[Vec<Row>], after: &[Vec<Row>]) -> Vec<String> {
    let tables = KEPT.iter().zip(before.iter().zip(after));
    let is_changed = |name: &str, before: &[Row], after: &[Row]| match name {
        "ledger_signed_head" => !before.starts_with(after),
        "ledger_cursor" => after.iter().any(|row| before.iter().all(|old| row > old)),
        _ => before != after,
    };
    let changed = tables.filter(|((name, _), (before, after))| is_changed(name, before, after));
    changed.map(|((name, _), _)| (*name).to_owned()).collect()
}

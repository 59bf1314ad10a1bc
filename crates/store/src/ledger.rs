//! The ledger's own tables (台账), loading its right edge, and proofs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use kernel::merkle::{self, Hash, TILE, Tile, Tree};
use kernel::proof::Proof;

use crate::database::Database;
use crate::drawer::DRAWER;
use crate::fault::Fault;
use crate::table::{Kind, Table};
use crate::value::{Row, RowExt, Value};
use crate::vault::VAULT;

/// The head of each zone: the row that a writer locks.
pub(crate) static HEAD: Table = Table {
    name: "ledger_head",
    columns: &[
        ("zone", Kind::Text),
        ("size", Kind::Int),
        ("root", Kind::Bytes),
        ("last_at", Kind::Text),
    ],
    key: 1,
    indexes: &[],
    sparse: &[],
};

/// The entries, as their bytes; `leaf` is kept so that a changed entry can be named.
pub(crate) static ENTRY: Table = Table {
    name: "ledger_entry",
    columns: &[
        ("zone", Kind::Text),
        ("number", Kind::Int),
        ("subject", Kind::Text),
        ("leaf", Kind::Bytes),
        ("body", Kind::Bytes),
    ],
    key: 2,
    indexes: &[&["zone", "subject", "number"]],
    sparse: &[],
};

/// Full tiles.
pub(crate) static TILE_TABLE: Table = Table {
    name: "ledger_tile",
    columns: &[
        ("zone", Kind::Text),
        ("level", Kind::Int),
        ("tile", Kind::Int),
        ("hashes", Kind::Bytes),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// Signed heads, as their notes.
pub(crate) static SIGNED: Table = Table {
    name: "ledger_signed_head",
    columns: &[("zone", Kind::Text), ("size", Kind::Int), ("note", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// Which entries answered a command, so that a repeat gets the first answer.
pub(crate) static COMMAND: Table = Table {
    name: "ledger_command",
    columns: &[
        ("zone", Kind::Text),
        ("command", Kind::Text),
        ("fingerprint", Kind::Bytes),
        ("first", Kind::Int),
        ("entries", Kind::Int),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// What a group looks up in [`COMMAND`]; the dialect adds which commands.
pub(crate) const ANSWERED: &str = "SELECT command, fingerprint, first, entries FROM ledger_command
    WHERE zone = ?1 AND command";

/// What a group looks up in [`ENTRY`]; the dialect adds which subjects.
pub(crate) const ENTRIES_OF: &str =
    "SELECT subject, number, body FROM ledger_entry WHERE zone = ?1 AND subject";

/// How far each follower of the ledger has come.
pub(crate) static CURSOR: Table = Table {
    name: "ledger_cursor",
    columns: &[("zone", Kind::Text), ("name", Kind::Text), ("number", Kind::Int)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// Everything that is not a view: what a backup holds, in the order in which it is copied.
pub(crate) static CORE: &[&Table] =
    &[&HEAD, &ENTRY, &TILE_TABLE, &SIGNED, &COMMAND, &CURSOR, &VAULT, &DRAWER];

/// The tables that stood in every version so far; the others came with the schema beside them.
pub(crate) fn core_of(schema: i64) -> Vec<&'static Table> {
    let came_with = |table: &Table| if std::ptr::eq(table, &DRAWER) { 2 } else { 1 };
    CORE.iter().copied().filter(|table| came_with(table) <= schema).collect()
}

/// The right edge of a zone's ledger.
pub(crate) struct Edge {
    pub tree: Tree,
    pub last_at: Option<Timestamp>,
}

/// Loads the right edge: the entries and tiles that fill no tile, held against the stored root.
pub(crate) fn load(database: &mut Database, zone: &str, head: &Row) -> Result<Edge, Fault> {
    let size = head.int(0).unwrap_or(0) as u64;
    let mut pending = Vec::new();
    let mut level = 0;
    while size >> (8 * level) > 0 {
        let complete = size >> (8 * level);
        let from = complete & !(TILE as u64 - 1);
        pending.push(hashes(database, zone, level, from, complete)?);
        level += 1;
    }
    let tree = Tree::restore(&pending);
    if size > 0 && tree.root()[..] != *head.bytes(1) {
        return Err(Fault::Broken(format!(
            "the last entries of zone {zone} do not make the root of its head at {size}; \
             run kaiyuan ledger verify"
        )));
    }
    let last_at = head.text(2).and_then(|at| at.parse().ok());
    Ok(Edge { tree, last_at })
}

/// Hashes `from..to` of a tile level: leaves from their entries, the others from the tiles below.
fn hashes(
    database: &mut Database,
    zone: &str,
    level: u32,
    from: u64,
    to: u64,
) -> Result<Vec<Hash>, Fault> {
    let range = |from: u64, to: u64| [zone.into(), Value::from(from), Value::from(to)];
    let found = if level == 0 {
        let sql = "SELECT leaf FROM ledger_entry
                   WHERE zone = ?1 AND number > ?2 AND number <= ?3 ORDER BY number";
        database.query(sql, &range(from, to))?
    } else {
        let sql = format!(
            "SELECT hashes FROM ledger_tile WHERE zone = ?1 AND level = {} AND tile >= ?2
             AND tile < ?3 ORDER BY tile",
            level - 1
        );
        database.query(&sql, &range(from, to))?
    };
    let wanted = (to - from) as usize;
    if found.len() != wanted {
        let missing = wanted - found.len();
        return Err(Fault::Broken(format!("{missing} hashes of level {level} are missing")));
    }
    found
        .iter()
        .map(|row| match level {
            0 => hash(row.bytes(0)),
            _ => Ok(merkle::complete_root(&tile_hashes(row.bytes(0))?)),
        })
        .collect()
}

/// A tile as a row.
pub(crate) fn tile_row(zone: &str, tile: &Tile) -> Row {
    let hashes = tile.hashes.concat();
    vec![zone.into(), i64::from(tile.level).into(), tile.index.into(), hashes.into()]
}

/// The 256 hashes of a stored tile.
pub(crate) fn tile_hashes(bytes: &[u8]) -> Result<Vec<Hash>, Fault> {
    if bytes.len() != 32 * TILE {
        return Err(Fault::Broken("a stored tile has another size than 8,192 bytes".into()));
    }
    bytes.chunks(32).map(hash).collect()
}

fn hash(bytes: &[u8]) -> Result<Hash, Fault> {
    bytes.try_into().map_err(|_| Fault::Broken("a stored hash has not 32 bytes".into()))
}

/// The newest signed head: its size and its note.
pub(crate) fn newest_head(
    database: &mut Database,
    zone: &str,
) -> Result<Option<(u64, String)>, Fault> {
    let sql = "SELECT size, note FROM ledger_signed_head WHERE zone = ?1
               ORDER BY size DESC LIMIT 1";
    let found = database.query(sql, &[zone.into()])?.pop();
    Ok(found.map(|row| (row.int(0).unwrap_or(0) as u64, row.text(1).unwrap_or("").to_owned())))
}

/// The bytes of entry `number`.
pub(crate) fn body(
    database: &mut Database,
    zone: &str,
    number: u64,
) -> Result<Option<Vec<u8>>, Fault> {
    let sql = "SELECT body FROM ledger_entry WHERE zone = ?1 AND number = ?2";
    let found = database.query(sql, &[zone.into(), number.into()])?.pop();
    Ok(found.map(|row| row.bytes(0).to_vec()))
}

/// The proof of entry `number` under the newest signed head; nothing where that is older.
pub(crate) fn prove(
    database: &mut Database,
    zone: &str,
    number: u64,
) -> Result<Option<Proof>, Fault> {
    let Some((size, note)) = newest_head(database, zone)? else { return Ok(None) };
    let entry = if number == 0 || number > size { None } else { body(database, zone, number)? };
    let Some(entry) = entry else { return Ok(None) };
    let index = number - 1;
    let mut tiles = HashMap::new();
    let mut hash = |level: u8, index: u64| {
        let at = (level, index / TILE as u64);
        if let Entry::Vacant(vacant) = tiles.entry(at) {
            vacant.insert(tile(database, zone, at, size)?);
        }
        tiles[&at]
            .get((index % TILE as u64) as usize)
            .copied()
            .ok_or_else(|| Fault::Broken(format!("hash {index} of level {level} is missing")))
    };
    let path = merkle::inclusion_path(index, size, &mut hash)?;
    Ok(Some(Proof { entry, index, path, head: note }))
}

/// The hashes of a tile in a tree of `size` leaves, from the stored one or from what is below it.
fn tile(
    database: &mut Database,
    zone: &str,
    (level, tile): (u8, u64),
    size: u64,
) -> Result<Vec<Hash>, Fault> {
    let sql = "SELECT hashes FROM ledger_tile WHERE zone = ?1 AND level = ?2 AND tile = ?3";
    let key = [zone.into(), i64::from(level).into(), Value::from(tile)];
    if let Some(row) = database.query(sql, &key)?.pop() {
        return tile_hashes(row.bytes(0));
    }
    let (from, complete) = (tile * TILE as u64, size >> (8 * level));
    hashes(database, zone, u32::from(level), from, complete.min(from + TILE as u64))
}

/// Reads an entry's bytes as stored; bytes that are none are a broken store.
pub(crate) fn read(bytes: &[u8]) -> Result<kernel::entry::Entry<'_>, Fault> {
    kernel::entry::Entry::read(bytes).map_err(|error| Fault::Broken(error.to_string()))
}

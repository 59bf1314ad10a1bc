//! What somebody with every right over the database file may do to it (篡改手法): twelve kinds.
//!
//! The forger knows the program: leaves, tiles and root are made again where that helps. What the
//! forger lacks is the signing key and what others keep. Where even the key is used (a fork), only
//! a head kept elsewhere tells.

use std::path::Path;

use kernel::merkle::{Tree, leaf_hash};
use rusqlite::{Connection, params};

use super::super::random::Random;

/// A way to tamper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes of an entry are changed.
    Change,
    /// An entry is deleted.
    Delete,
    /// An entry is added at the end.
    Insert,
    /// Two entries change places.
    Swap,
    /// An entry is changed and every hash made again.
    Rehash,
    /// The same, and the signed heads are deleted.
    RehashWithoutHeads,
    /// The last entries are cut off, with everything that speaks of them.
    CutTail,
    /// An older file takes the place of the present one.
    OlderFile,
    /// An older file is continued in another way, with the zone's own key.
    Fork,
    /// A key in the vault is changed.
    Vault,
    /// A row of a view is changed.
    ViewRow,
    /// A signature is changed.
    Signature,
    /// An entry's time is moved, and every hash made again.
    Time,
}

/// Every kind; the fifth comes in two forms.
pub const KINDS: [Kind; 13] = [
    Kind::Change,
    Kind::Delete,
    Kind::Insert,
    Kind::Swap,
    Kind::Rehash,
    Kind::RehashWithoutHeads,
    Kind::CutTail,
    Kind::OlderFile,
    Kind::Fork,
    Kind::Vault,
    Kind::ViewRow,
    Kind::Signature,
    Kind::Time,
];

/// Where it was tampered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first entry that is not what it was.
    Entry(u64),
    /// A subject whose personal fields are concerned.
    Subject(String),
    /// A view.
    View(&'static str),
}

/// Tampers with a closed database; kinds that replace the whole file are not done here.
pub fn tamper(kind: Kind, file: &Path, random: &mut Random) -> Result<Place, String> {
    let database = Connection::open(file).map_err(|fault| fault.to_string())?;
    edit(kind, &database, random).map_err(|fault| format!("{kind:?}: {fault}"))
}

fn edit(kind: Kind, database: &Connection, random: &mut Random) -> rusqlite::Result<Place> {
    let count = "SELECT COUNT(*) FROM ledger_entry";
    let size: i64 = database.query_row(count, [], |row| row.get(0))?;
    // The first entry names the key: it is left alone, as a forger would.
    let number = 5 + below(random, size - 10);
    match kind {
        Kind::Change => {
            let forged = forge(&body(database, number)?, random);
            let sql = "UPDATE ledger_entry SET body = ?1 WHERE number = ?2";
            database.execute(sql, params![forged, number])?;
            Ok(Place::Entry(number as u64))
        }
        Kind::Delete => {
            database.execute("DELETE FROM ledger_entry WHERE number = ?1", [number])?;
            Ok(Place::Entry(number as u64))
        }
        Kind::Insert => {
            let last = text(body(database, size)?);
            let forged =
                last.replace(&format!("\"number\":{size},"), &format!("\"number\":{},", size + 1));
            let sql = "INSERT INTO ledger_entry (zone, number, subject, leaf, body)
                       SELECT zone, number + 1, subject, ?1, ?2 FROM ledger_entry
                       WHERE number = ?3";
            let leaf = leaf_hash(forged.as_bytes()).to_vec();
            database.execute(sql, params![leaf, forged.into_bytes(), size])?;
            Ok(Place::Entry(size as u64 + 1))
        }
        Kind::Swap => {
            let (first, second) = (body(database, number)?, body(database, number + 1)?);
            set(database, number, &second)?;
            set(database, number + 1, &first)?;
            Ok(Place::Entry(number as u64))
        }
        Kind::Rehash => {
            set(database, number, &forge(&body(database, number)?, random))?;
            rehash(database)?;
            Ok(Place::Entry(number as u64))
        }
        Kind::RehashWithoutHeads => {
            set(database, number, &forge(&body(database, number)?, random))?;
            rehash(database)?;
            database.execute("DELETE FROM ledger_signed_head", [])?;
            Ok(Place::Entry(number as u64))
        }
        Kind::CutTail => cut_tail(database, number),
        Kind::Vault => change_vault(database, random),
        Kind::ViewRow => {
            let view = *random.one_of(&["approvals_project", "approvals_case"]);
            let column = if view == "approvals_project" { "industry" } else { "office" };
            let sql = format!(
                "UPDATE {view} SET {column} = 'C1311' WHERE subject =
                 (SELECT subject FROM {view} ORDER BY subject LIMIT 1 OFFSET ?1)"
            );
            let rows = format!("SELECT COUNT(*) FROM {view}");
            let rows: i64 = database.query_row(&rows, [], |row| row.get(0))?;
            database.execute(&sql, [below(random, rows)])?;
            Ok(Place::View(view))
        }
        Kind::Signature => change_signature(database, random),
        Kind::Time => {
            let forged = text(body(database, number)?).replace("\"at\":\"2026-", "\"at\":\"2025-");
            set(database, number, forged.as_bytes())?;
            rehash(database)?;
            Ok(Place::Entry(number as u64))
        }
        Kind::OlderFile | Kind::Fork => unreachable!("the caller replaces the file"),
    }
}

/// Cuts everything after `number` off and makes the rest look whole.
fn cut_tail(database: &Connection, number: i64) -> rusqlite::Result<Place> {
    // Commands with several entries are cut off whole.
    let sql = "SELECT MAX(first + entries - 1) FROM ledger_command
               WHERE first + entries - 1 <= ?1";
    let last: i64 = database.query_row(sql, [number], |row| row.get(0))?;
    database.execute("DELETE FROM ledger_entry WHERE number > ?1", [last])?;
    database.execute("DELETE FROM ledger_command WHERE first > ?1", [last])?;
    database.execute("DELETE FROM ledger_signed_head WHERE size > ?1", [last])?;
    rehash(database)?;
    Ok(Place::Entry(last as u64 + 1))
}

fn change_vault(database: &Connection, random: &mut Random) -> rusqlite::Result<Place> {
    let rows: i64 = database.query_row("SELECT COUNT(*) FROM vault", [], |row| row.get(0))?;
    let sql = "SELECT subject, wrapped FROM vault ORDER BY subject LIMIT 1 OFFSET ?1";
    let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    let (subject, mut wrapped): (String, Vec<u8>) =
        database.query_row(sql, [below(random, rows)], read)?;
    let at = random.below(wrapped.len() as u64) as usize;
    wrapped[at] ^= 1;
    let sql = "UPDATE vault SET wrapped = ?1 WHERE subject = ?2";
    database.execute(sql, params![wrapped, subject])?;
    Ok(Place::Subject(subject))
}

fn change_signature(database: &Connection, random: &mut Random) -> rusqlite::Result<Place> {
    let heads = "SELECT COUNT(*) FROM ledger_signed_head";
    let heads: i64 = database.query_row(heads, [], |row| row.get(0))?;
    let sql = "SELECT size, note FROM ledger_signed_head ORDER BY size LIMIT 1 OFFSET ?1";
    let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    let (size, note): (i64, String) = database.query_row(sql, [below(random, heads)], read)?;
    // A letter in the middle of the signature becomes another.
    let at = note.len() - 30;
    let other = if note.as_bytes()[at] == b'A' { "B" } else { "A" };
    let forged = format!("{}{other}{}", &note[..at], &note[at + 1..]);
    let sql = "UPDATE ledger_signed_head SET note = ?1 WHERE size = ?2";
    database.execute(sql, params![forged, size])?;
    Ok(Place::Entry(size as u64))
}

fn below(random: &mut Random, end: i64) -> i64 {
    random.below(end as u64) as i64
}

fn body(database: &Connection, number: i64) -> rusqlite::Result<Vec<u8>> {
    let sql = "SELECT body FROM ledger_entry WHERE number = ?1";
    database.query_row(sql, [number], |row| row.get(0))
}

/// Puts other bytes in an entry's place, with their own leaf.
fn set(database: &Connection, number: i64, body: &[u8]) -> rusqlite::Result<()> {
    let sql = "UPDATE ledger_entry SET body = ?1, leaf = ?2 WHERE number = ?3";
    database.execute(sql, params![body, leaf_hash(body).to_vec(), number]).map(drop)
}

/// The entry with one hexadecimal digit of its salt another: as JSON, it is as good as before.
fn forge(body: &[u8], random: &mut Random) -> Vec<u8> {
    let mut forged = body.to_vec();
    let mark = b"\"salt\":\"";
    let found = body.windows(mark.len()).position(|window| window == mark);
    let at = found.map_or(body.len() / 2, |at| at + mark.len()) + random.below(32) as usize;
    forged[at] = if forged[at] == b'0' { b'1' } else { b'0' };
    forged
}

/// Makes tiles and head again from the leaves.
fn rehash(database: &Connection) -> rusqlite::Result<()> {
    let mut entries = database.prepare("SELECT zone, body FROM ledger_entry ORDER BY number")?;
    let read = |row: &rusqlite::Row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?));
    let (mut tree, mut last) = (Tree::default(), None);
    database.execute("DELETE FROM ledger_tile", [])?;
    for entry in entries.query_map([], read)? {
        let (zone, body) = entry?;
        for tile in tree.push(leaf_hash(&body)) {
            let sql = "INSERT INTO ledger_tile (zone, level, tile, hashes) VALUES (?1, ?2, ?3, ?4)";
            let hashes = tile.hashes.concat();
            database.execute(sql, params![zone, tile.level, tile.index as i64, hashes])?;
        }
        last = kernel::entry::Entry::read(&body).ok().map(|entry| entry.at.to_string());
    }
    let sql = "UPDATE ledger_head SET size = ?1, root = ?2, last_at = ?3";
    database.execute(sql, params![tree.size() as i64, tree.root().to_vec(), last]).map(drop)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

//! Backing up, restoring, moving (备份、恢复、迁移), and what is known of the last backup.
//!
//! A backup is an SQLite file of the tables that are not views, whatever database it comes from; a
//! restore copies them into whatever database it goes to and rebuilds the views there. So one path
//! serves backup, restore and the move from SQLite to PostgreSQL and back.
//!
//! When and where the last one was made stands in the database and in the backup itself: every node
//! over one server knows it, and a ledger that was filled from a backup knows that backup. It is no
//! entry: a backup is made beside whoever writes the ledger, and none may hold itself.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kernel::merkle::{Hash, Tree};
use serde::{Deserialize, Serialize};

use crate::copy::{check_schema, copy_core, note, prepare, set_note};
use crate::database::Database;
use crate::fault::Fault;
use crate::folder::machine;
use crate::sqlite::{Durability, Sqlite};
use crate::store::Store;
use crate::value::RowExt;
use crate::verify::{Expect, Report, verify};

/// What a backup or restore wrote, per zone, as verified afterwards.
pub type Verified = Vec<(String, Report)>;

/// What a restore wrote (恢复结果).
#[derive(Debug)]
pub struct Restored {
    /// The ledger, per zone, as verified afterwards.
    pub zones: Verified,
    /// Whether every document was copied; the fault names those that were not.
    pub documents: Result<(), Fault>,
}

/// The name under which the last one is noted.
const NOTE: &str = "backup";

/// A backup that was verified (备份).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// When it was begun: what was recorded later is not in it.
    pub at: Timestamp,
    /// The machine whose folder it is.
    pub machine: String,
    /// The folder.
    pub folder: String,
}

impl Backup {
    /// A backup in a folder of this machine.
    pub(crate) fn here(folder: &Path, at: Timestamp) -> Backup {
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
        Backup { at, machine: machine(), folder: whole.display().to_string() }
    }

    /// The one that a database knows.
    pub(crate) fn known(database: &mut Database) -> Result<Option<Backup>, Fault> {
        // A later program may say more of it: what cannot be read is not known.
        Ok(note(database, NOTE)?.and_then(|note| serde_json::from_str(&note).ok()))
    }

    pub(crate) fn note(&self, database: &mut Database) -> Result<(), Fault> {
        set_note(database, NOTE, &serde_json::to_string(self).expect("three words are JSON"))
    }
}

impl Store {
    /// The last backup of this ledger; nothing where none was made.
    pub fn last_backup(&self) -> Result<Option<Backup>, Fault> {
        self.read_raw(Backup::known)
    }

    /// Notes that the backup in `folder`, begun at `at`, is whole; also beside whoever writes.
    pub fn note_backup(&self, folder: &Path, at: Timestamp) -> Result<(), Fault> {
        // One row on a connection of its own: the writer waits for it as for another node.
        Backup::here(folder, at).note(&mut self.shared().connect_writing()?)
    }

    /// Writes a backup into `folder`, which must be empty or absent, and verifies it. Whoever asked
    /// at `at` then lets the ledger know of it by [`Store::note_backup`].
    pub fn back_up(
        &self,
        folder: &Path,
        with_keys: bool,
        at: Timestamp,
    ) -> Result<Verified, Fault> {
        let file = empty_folder(folder)?.join("kaiyuan.db");
        let mut copy = Database::Sqlite(Sqlite::open(&file, Durability::Full)?);
        prepare(&mut copy)?;
        copy.run("BEGIN")?;
        let zones = self.read_raw(|database| {
            // A reader stands beside whatever version serves.
            let schema = check_schema(database)?;
            copy_core(database, &mut copy, schema)
        })?;
        copy.commit()?;
        let verified = verify_all(&mut copy, &zones)?;
        Backup::here(folder, at).note(&mut copy)?;
        drop(copy);
        if with_keys {
            self.copy_keys(folder)?;
        }
        self.copy_documents_to(folder, &verified)?;
        Ok(verified)
    }

    /// Fills this store, which must hold no entries, from the backup in `folder`, and verifies it.
    /// One that was filled from this very backup before is left as it is and given the documents
    /// that it lacks.
    ///
    /// Whatever this folder was told to forget is forgotten again by [`Store::honour_forgotten`].
    pub fn restore(&self, folder: &Path) -> Result<Restored, Fault> {
        let file = folder.join("kaiyuan.db");
        if !file.exists() {
            return Err(Fault::Broken(format!("{} holds no backup", folder.display())));
        }
        let mut backup = Database::Sqlite(Sqlite::open_reading(&file)?);
        let schema = check_schema(&mut backup)?;
        backup.begin_reading()?;
        let mut zones = self.zones()?;
        if zones.is_empty() {
            let mut target = self.shared().connect_writing()?;
            target.run("BEGIN")?;
            zones = copy_core(&mut backup, &mut target, schema)?;
            if let Some(made) = Backup::known(&mut backup)? {
                // It may have been moved since it was made.
                Backup::here(folder, made.at).note(&mut target)?;
            }
            target.commit()?;
        } else if !self.is_filled_from(&mut backup, &zones)? {
            return Err(Fault::Broken(
                "the target holds a ledger already, which is not that of this backup; \
                 restore elsewhere"
                    .into(),
            ));
        }
        // Also where an earlier restore ended in between.
        self.rebuild()?;
        let verified = self.read_raw(|database| verify_all(database, &zones))?;
        let documents = self.copy_documents_from(folder, &verified);
        Ok(Restored { zones: verified, documents })
    }

    /// Does each zone here begin with all that the backup holds of it? More may follow: what was
    /// forgotten again, at least.
    fn is_filled_from(&self, backup: &mut Database, zones: &[String]) -> Result<bool, Fault> {
        let sql = "SELECT zone, size, root FROM ledger_head WHERE size > 0 ORDER BY zone";
        let heads = backup.query(sql, &[])?;
        if !heads.iter().map(|row| row.text(0)).eq(zones.iter().map(|zone| Some(&**zone))) {
            return Ok(false);
        }
        for (zone, head) in zones.iter().zip(&heads) {
            let size = head.int(1).unwrap_or(0);
            if head.bytes(2) != self.read_raw(|database| root_at(database, zone, size))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn copy_keys(&self, folder: &Path) -> Result<(), Fault> {
        let broken = |error: std::io::Error| Fault::Broken(format!("copying keys: {error}"));
        let own = self.folder().keys();
        fs::create_dir_all(folder.join("keys")).map_err(broken)?;
        // Copying keeps the mode, so that the copies stay readable by their owner alone.
        fs::copy(&own.vault, folder.join("vault.key")).map_err(broken)?;
        for key in fs::read_dir(&own.room).map_err(broken)? {
            let key = key.map_err(broken)?;
            if key.path().is_dir() || key.path() == own.vault {
                continue;
            }
            fs::copy(key.path(), folder.join("keys").join(key.file_name())).map_err(broken)?;
        }
        fs::create_dir_all(folder.join("keys/seals")).map_err(broken)?;
        for seal in fs::read_dir(own.room.join("seals")).into_iter().flatten().flatten() {
            let to = folder.join("keys/seals").join(seal.file_name());
            fs::copy(seal.path(), to).map_err(broken)?;
        }
        Ok(())
    }
}

/// The root over a zone's first `size` entries, or over all where there are fewer.
fn root_at(database: &mut Database, zone: &str, size: i64) -> Result<Hash, Fault> {
    let sql = "SELECT number, leaf FROM ledger_entry
               WHERE zone = ?1 AND number > ?2 AND number <= ?3 ORDER BY number LIMIT 4096";
    let (mut tree, mut after) = (Tree::default(), 0);
    loop {
        let rows = database.query(sql, &[zone.into(), after.into(), size.into()])?;
        let Some(last) = rows.last() else { return Ok(tree.root()) };
        after = last.int(0).unwrap_or(size);
        for row in &rows {
            // A leaf of another length is no hash, and makes no root that was ever told.
            drop(tree.push(row.bytes(1).try_into().unwrap_or_default()));
        }
    }
}

fn verify_all(database: &mut Database, zones: &[String]) -> Result<Verified, Fault> {
    let verified = zones.iter().map(|zone| {
        let report = verify(database, zone, &Expect::default())?;
        match &report.flaw {
            Some(flaw) => Err(Fault::Broken(format!("the copy of zone {zone} is flawed: {flaw}"))),
            None => Ok((zone.clone(), report)),
        }
    });
    verified.collect()
}

fn empty_folder(folder: &Path) -> Result<&Path, Fault> {
    let broken = |error: std::io::Error| Fault::Broken(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(broken)?;
    if fs::read_dir(folder).map_err(broken)?.next().is_some() {
        return Err(Fault::Broken(format!("{} is not empty; name another", folder.display())));
    }
    Ok(folder)
}

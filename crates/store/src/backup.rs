//! What is known of the last backup (最近备份): when it was made, and where it was put.
//!
//! It stands in the database and in the backup itself. So every node over one server knows it, and
//! a ledger that was filled from a backup knows that backup.
//!
//! Never: an entry. A backup is made beside whoever writes the ledger, and none may hold itself.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::copy::{note, set_note};
use crate::database::Database;
use crate::fault::Fault;
use crate::folder::machine;
use crate::store::Store;

/// The name under which it is noted.
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
}

//! The write-ahead log on its way to the disk (日志落盘): commits are written one after the other, and
//! one sync takes all that are written by then.
//!
//! A commit does not wait for the disk, so that the next group is decided and written meanwhile.
//! Nobody is answered, and nothing that was read is shown, before what it rests on is synced.
//! SQLite checks each frame of the log together with all before it, so after a power cut the file
//! holds a beginning of what was written, and everything that was synced lies in it.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::fault::Fault;

/// The log beside the file.
pub(crate) struct Log {
    file: File,
    /// Held while a commit is written and counted: what a reader can see is counted by then.
    committing: Mutex<()>,
    /// Commits that are written.
    written: AtomicU64,
    /// So many of them are on the disk; held while the disk is asked.
    synced: Mutex<u64>,
}

impl Log {
    /// The log of a file that a connection has open; nothing where there is none.
    pub fn of(database: &Path) -> Result<Option<Log>, Fault> {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::Broken(error.to_string())),
        };
        let (written, synced) = (AtomicU64::new(0), Mutex::new(0));
        Ok(Some(Log { file, committing: Mutex::new(()), written, synced }))
    }

    /// Writes a commit.
    pub fn commit(&self, commit: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
        let _committing = locked(&self.committing);
        commit()?;
        self.written.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Takes to the disk whatever was written before; an error means that nobody knows what is
    /// there.
    pub fn sync(&self) -> Result<(), Fault> {
        let wanted = self.written.load(Ordering::Acquire);
        let mut synced = locked(&self.synced);
        if *synced >= wanted {
            return Ok(());
        }
        let covered = self.written.load(Ordering::Acquire);
        self.ask()?;
        *synced = covered;
        Ok(())
    }

    /// Takes to the disk whatever somebody may have read before.
    pub fn settle(&self) -> Result<(), Fault> {
        drop(locked(&self.committing));
        self.sync()
    }

    /// Takes to the disk whatever another process has written.
    pub fn ask(&self) -> Result<(), Fault> {
        self.file.sync_data().map_err(|error| Fault::OutcomeUnknown(error.to_string()))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked under it had not counted yet.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

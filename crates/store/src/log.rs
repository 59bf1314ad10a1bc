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
    /// What the disk has; held while it is asked.
    synced: Mutex<Synced>,
}

#[derive(Default)]
struct Synced {
    /// So many commits.
    commits: u64,
    /// It failed once. The system tells that once and then forgets what it lost, so asking again
    /// would find nothing wrong.
    failed: Option<Fault>,
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
        Ok(Some(Log::to(file)))
    }

    fn to(file: File) -> Log {
        let (committing, written, synced) = Default::default();
        Log { file, committing, written, synced }
    }

    /// Writes a commit, which tells whether it changes anything.
    pub fn commit(&self, commit: impl FnOnce() -> Result<bool, Fault>) -> Result<(), Fault> {
        let _committing = locked(&self.committing);
        let has_changed = commit()?;
        self.written.fetch_add(u64::from(has_changed), Ordering::Release);
        Ok(())
    }

    /// Takes to the disk whatever was written before; an error means that nobody knows what is
    /// there.
    pub fn sync(&self) -> Result<(), Fault> {
        self.sync_by(|| self.ask())
    }

    fn sync_by(&self, ask: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
        let wanted = self.written.load(Ordering::Acquire);
        let mut synced = locked(&self.synced);
        if let Some(fault) = &synced.failed {
            return Err(fault.clone());
        }
        if synced.commits >= wanted {
            return Ok(());
        }
        let covered = self.written.load(Ordering::Acquire);
        match ask() {
            Ok(()) => synced.commits = covered,
            Err(fault) => synced.failed = Some(fault),
        }
        synced.failed.clone().map_or(Ok(()), Err)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> Log {
        Log::to(File::open(std::env::temp_dir()).expect("a folder can be opened"))
    }

    #[test]
    fn the_disk_is_asked_once_for_all_that_is_written_and_not_for_what_changes_nothing() {
        let (log, mut asked) = (log(), 0);
        for (changes, wanted) in [(&[][..], 0), (&[false], 0), (&[true, true], 1), (&[false], 1)] {
            for has_changed in changes {
                log.commit(|| Ok(*has_changed)).expect("it is written");
            }
            for _ in 0..2 {
                let count = || {
                    asked += 1;
                    Ok(())
                };
                log.sync_by(count).expect("it is synced");
            }
            assert_eq!(asked, wanted, "{changes:?}");
        }
    }

    #[test]
    fn what_failed_once_is_never_taken_for_synced() {
        let log = log();
        log.commit(|| Ok(true)).expect("it is written");
        let fails = || Err(Fault::OutcomeUnknown("input/output error".into()));
        assert!(log.sync_by(fails).is_err());
        assert!(
            log.sync_by(|| Ok(())).is_err(),
            "the disk is well again, and what was lost is lost"
        );
        assert!(log.settle().is_err());
    }
}

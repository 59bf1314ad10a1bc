//! What the writers, readers and followers of one store share (共用状态): how it is opened, its keys,
//! and whether writing may go on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use kernel::head::Signer;

use crate::capability::Capability;
use crate::database::Database;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::log::Log;
use crate::options::{Durability, Options, Place, Registered};
use crate::sqlite::Sqlite;
use crate::store::Store;
use crate::vault::{Key, Vault};
use crate::writer::Step;
use crate::zone::Zone;

/// What the writers, readers and followers of one store share.
pub(crate) struct Shared {
    pub options: Options,
    pub registry: Vec<Registered>,
    pub vault_key: Key,
    pub folder: Folder,
    pub shelf: crate::shelf::Shelf,
    pub state: Mutex<State>,
    pub is_troubled: AtomicBool,
    pub recorded: Condvar,
    /// Where commits are written before they are synced; none on a server, which syncs each itself.
    pub log: OnceLock<Log>,
}

#[derive(Default)]
pub(crate) struct State {
    /// Writing waits: the disk is full.
    pub read_only: Option<String>,
    /// Writing is over: an outcome is unknown.
    pub stopped: Option<String>,
    /// Writing is over: the store was stopped.
    pub is_over: bool,
    /// Writing waits for a person: the clock went astray.
    pub clock_held: Option<String>,
    /// Counts how often a person confirmed the clock.
    pub clock_confirmations: u64,
    /// Counts commits, so that followers know there is something to read.
    pub commits: u64,
}

impl Shared {
    pub fn connect_writing(&self) -> Result<Database, Fault> {
        match &self.options.place {
            Place::Folder(_) => {
                let path = self.folder.database();
                Ok(Database::Sqlite(Sqlite::open(&path, self.options.durability)?))
            }
            Place::Postgres { address, .. } => connect(address),
        }
    }

    /// The writer's connection: what it commits is on the disk once [`Shared::synced`] says so.
    pub fn connect_committing(&self) -> Result<Database, Fault> {
        let (Place::Folder(_), Durability::Full) = (&self.options.place, self.options.durability)
        else {
            return self.connect_writing();
        };
        let path = self.folder.database();
        let database = Database::Sqlite(Sqlite::open(&path, Durability::Normal)?);
        if self.log.get().is_none() {
            let log = Log::of(&path)?;
            let log = log.ok_or_else(|| Fault::Broken("the file has no write-ahead log".into()))?;
            // One file has one writer: nobody else sets it.
            let _ = self.log.set(log);
        }
        Ok(database)
    }

    pub fn connect_reading(&self) -> Result<Database, Fault> {
        match &self.options.place {
            Place::Folder(_) => {
                Ok(Database::Sqlite(Sqlite::open_reading(&self.folder.database())?))
            }
            Place::Postgres { address, .. } => connect(address),
        }
    }

    pub fn signer(&self, zone: &str) -> Result<Option<Arc<dyn Signer>>, Fault> {
        if let Some(device) = self.options.signer {
            return Ok(Some(device(zone)));
        }
        Ok(Some(Arc::new(self.folder.signer(zone, self.options.entropy)?)))
    }

    pub fn vault(&self) -> Vault {
        Vault::new(self.vault_key, self.options.entropy)
    }

    /// Stops here when a test wants to see what then becomes of the command.
    pub fn step(&self, step: Step) -> Result<(), Fault> {
        match &self.options.interrupt {
            Some(interrupt) if interrupt(step) => {
                Err(Fault::Panicked(format!("interrupted at {step:?}")))
            }
            _ => Ok(()),
        }
    }

    /// Commits; where the disk is asked apart from it, by [`Shared::synced`].
    pub fn commit(&self, database: &mut Database) -> Result<(), Fault> {
        let (Some(log), Database::Sqlite(file)) = (self.log.get(), &mut *database) else {
            return database.commit();
        };
        log.commit(|| {
            let has_changed = file.has_changed();
            file.commit().map(|()| has_changed)
        })
    }

    /// Everything committed so far is on the disk; after an error nothing more is written.
    pub fn synced(&self) -> Result<(), Fault> {
        let synced = self.log.get().map_or(Ok(()), Log::sync);
        synced.inspect_err(|fault| self.note(fault))
    }

    /// Everything that could be read so far is on the disk.
    pub fn settled(&self) -> Result<(), Fault> {
        let settled = match (self.log.get(), &self.options.place) {
            (Some(log), _) => log.settle(),
            (None, Place::Folder(_)) if !self.folder.is_held() => {
                Log::of(&self.folder.database())?.map_or(Ok(()), |log| log.ask())
            }
            (None, _) => Ok(()),
        };
        settled.inspect_err(|fault| self.note(fault))
    }

    /// Remembers what a fault means for the commands to come.
    pub fn note(&self, fault: &Fault) {
        let mut state = self.state();
        match fault {
            Fault::StorageFull(said) => state.read_only = Some(said.clone()),
            Fault::OutcomeUnknown(said) => state.stopped = Some(said.clone()),
            Fault::ClockHeld(_)
            | Fault::Broken(_)
            | Fault::InUse(_)
            | Fault::NewerSchema(_)
            | Fault::Panicked(_)
            | Fault::Stopping => return,
        }
        self.is_troubled.store(true, Ordering::Release);
        self.recorded.notify_all();
    }

    /// A commit went through: the disk has room again.
    pub fn well(&self) {
        let mut state = self.state();
        state.commits += 1;
        state.read_only = None;
        let is_troubled = state.stopped.is_some() || state.clock_held.is_some();
        self.is_troubled.store(is_troubled, Ordering::Release);
        self.recorded.notify_all();
    }

    /// After an unknown outcome nothing more is written.
    pub fn stopped(&self) -> Option<Fault> {
        if !self.is_troubled.load(Ordering::Acquire) {
            return None;
        }
        self.state().stopped.clone().map(Fault::OutcomeUnknown)
    }

    /// Why writing waits or is over, if it does.
    pub fn trouble(&self) -> Option<Fault> {
        if !self.is_troubled.load(Ordering::Acquire) {
            return None;
        }
        let state = self.state();
        let stopped = state.stopped.clone().map(Fault::OutcomeUnknown);
        let held = || state.clock_held.clone().map(Fault::ClockHeld);
        let full = || state.read_only.clone().map(Fault::StorageFull);
        stopped.or_else(held).or_else(full)
    }

    /// Commands wait while the clock is held, save those about the zone itself.
    pub fn may_not<C: Capability>(&self) -> Option<Fault> {
        match self.trouble() {
            Some(Fault::StorageFull(_)) | None => None,
            Some(Fault::ClockHeld(_)) if C::SUBJECT == Zone::SUBJECT => None,
            other => other,
        }
    }

    /// The clock was confirmed: writing goes on.
    pub fn went_on(&self, recorded: &crate::answer::Recorded) {
        if recorded.kinds.iter().any(|kind| kind == "zone.clock_confirmed") {
            let mut state = self.state();
            state.clock_held = None;
            state.clock_confirmations += 1;
            drop(state);
            self.well();
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic while holding this lock left plain values behind: they are still good.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Store {
    /// Writing waits until a person confirms the clock.
    pub fn hold_clock(&self, because: String) {
        self.shared.state().clock_held = Some(because);
        self.shared.is_troubled.store(true, Ordering::Release);
    }

    /// How often a person confirmed the clock through this store since it was opened.
    pub fn clock_confirmations(&self) -> u64 {
        self.shared.state().clock_confirmations
    }

    /// Why writing waits or is over, if it does.
    pub fn trouble(&self) -> Option<Fault> {
        self.shared.trouble()
    }

    /// Waits until something was recorded since `seen`, or for `patience`; the count of commits.
    pub fn wait(&self, seen: u64, patience: Duration) -> u64 {
        let state = self.shared.state();
        let waited = self.shared.recorded.wait_timeout_while(state, patience, |state| {
            state.commits == seen && state.stopped.is_none()
        });
        waited.map_or(seen, |(state, _)| state.commits)
    }
}

#[cfg(feature = "pg")]
pub(crate) fn connect(address: &str) -> Result<Database, Fault> {
    Ok(Database::Postgres(Box::new(crate::postgres::Postgres::open(address)?)))
}

#[cfg(not(feature = "pg"))]
pub(crate) fn connect(_: &str) -> Result<Database, Fault> {
    Err(Fault::Broken("this program was built without PostgreSQL".into()))
}

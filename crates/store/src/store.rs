//! The store (存储): the one door through which commands go in and pages read.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use jiff::Timestamp;
use kernel::entry::Entry;
use kernel::head::Signer;
use kernel::proof::Proof;

use crate::capability::{Capability, Envelope};
use crate::database::Database;
use crate::door::{admit, name_unfit};
use crate::fault::Fault;
use crate::folder::Folder;
use crate::group::{Answer, event};
use crate::ledger;
pub use crate::sqlite::Durability;
use crate::sqlite::Sqlite;
use crate::table::Table;
use crate::value::RowExt;
pub use crate::vault::Entropy;
use crate::vault::{Key, Vault};
use crate::views::{Rows, Views};
use crate::writer::{CommandJob, Interrupt, Writer};
use crate::zone::Zone;

/// The version of the tables that are not views.
pub const SCHEMA: i64 = 1;

/// Where the ledger lives (存放位置).
#[derive(Clone, Debug)]
pub enum Place {
    /// In the embedded file of a data folder.
    Folder(PathBuf),
    /// On a PostgreSQL server; the folder keeps the keys.
    Postgres {
        /// `postgres://…`
        address: String,
        /// The data folder.
        folder: PathBuf,
    },
}

/// Gives the signer of a zone: a certified device's door.
pub type Device = fn(&str) -> Arc<dyn Signer>;

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Where the ledger lives.
    pub place: Place,
    /// Where fresh keys come from.
    pub entropy: Entropy,
    /// How a commit reaches the disk.
    pub durability: Durability,
    /// Stops the engine at a step, for tests.
    pub interrupt: Option<Interrupt>,
    /// Signs heads in place of the software key: a certified device, by zone.
    pub signer: Option<Device>,
}

/// A capability as plain functions, so that a list of them needs no types.
#[derive(Clone, Copy)]
pub struct Registered {
    /// The word that leads its subjects' identifiers.
    pub subject: &'static str,
    /// Its tables.
    pub tables: &'static [&'static Table],
    pub(crate) project: fn(&mut Views, &Entry, &str) -> Result<(), Fault>,
    pub(crate) calendar_moved: fn(&mut Views) -> Result<(), Fault>,
}

/// A past entry with its event in clear (历史条目).
#[derive(Clone, Debug)]
pub struct Past<E> {
    /// The number in the ledger.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Its kind.
    pub kind: String,
    /// Who acted.
    pub actor: kernel::actor::Actor,
    /// On whose word.
    pub asserted_by: kernel::actor::Actor,
    /// Who vouches.
    pub attested_by: Option<kernel::actor::Actor>,
    /// Who may see it.
    pub disclosure: kernel::entry::Disclosure,
    /// What happened.
    pub event: E,
}

/// The store; clones share one engine. When the last is dropped, the writers have stopped and the
/// folder is free.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    writers: Arc<Mutex<HashMap<String, Arc<Writer>>>>,
    readers: Arc<Mutex<Vec<Database>>>,
}

/// What the writers, readers and followers of one store share.
pub(crate) struct Shared {
    pub options: Options,
    pub registry: Vec<Registered>,
    pub vault_key: Key,
    pub folder: Folder,
    state: Mutex<State>,
    is_troubled: AtomicBool,
    recorded: Condvar,
}

#[derive(Default)]
struct State {
    /// Writing waits: the disk is full.
    read_only: Option<String>,
    /// Writing is over: an outcome is unknown.
    stopped: Option<String>,
    /// Writing waits for a person: the clock went astray.
    clock_held: Option<String>,
    /// Counts commits, so that followers know there is something to read.
    commits: u64,
}

impl Options {
    /// A folder, with the system's randomness and every commit synced.
    pub fn folder(path: &Path) -> Options {
        Options::at(Place::Folder(path.into()))
    }

    /// The same for any place.
    pub fn at(place: Place) -> Options {
        let (entropy, durability) = (Entropy::System, Durability::Full);
        Options { place, entropy, durability, interrupt: None, signer: None }
    }
}

impl Registered {
    /// The functions of a capability.
    pub fn of<C: Capability>() -> Registered {
        Registered {
            subject: C::SUBJECT,
            tables: C::TABLES,
            project: |views, entry, clear| {
                C::project(views, entry, &event::<C>(entry.number, clear)?)
            },
            calendar_moved: C::calendar_moved,
        }
    }
}

impl Store {
    /// Opens a store for writing: locks the folder, makes or upgrades the tables.
    pub fn open(options: Options, capabilities: &[Registered]) -> Result<Store, Fault> {
        Store::open_in(Folder::open(options.folder_path())?, options, capabilities)
    }

    /// Opens a store for reading beside the process that writes it.
    pub fn open_reading(options: Options, capabilities: &[Registered]) -> Result<Store, Fault> {
        let folder = Folder::open_reading(options.folder_path())?;
        if let (Place::Folder(_), false) = (&options.place, folder.database().exists()) {
            let path = folder.path().display();
            return Err(Fault::Broken(format!("{path} holds no ledger; run kaiyuan init")));
        }
        Store::open_in(folder, options, capabilities)
    }

    fn open_in(
        folder: Folder,
        options: Options,
        capabilities: &[Registered],
    ) -> Result<Store, Fault> {
        let mut registry = vec![Registered::of::<Zone>()];
        registry.extend_from_slice(capabilities);
        let may_make_keys = folder.is_held() && is_empty(&options.place, &folder)?;
        // A reader without the key verifies everything and opens no personal field.
        let is_blind = !folder.is_held() && !folder.path().join("vault.key").exists();
        let vault_key = match is_blind {
            true => Key::default(),
            false => folder.vault_key(options.entropy, may_make_keys)?,
        };
        let shared = Arc::new(Shared {
            options,
            registry,
            vault_key,
            folder,
            state: Mutex::default(),
            is_troubled: AtomicBool::new(false),
            recorded: Condvar::new(),
        });
        let store = Store { shared, writers: Arc::default(), readers: Arc::default() };
        if store.shared.folder.is_held() {
            store.upgrade()?;
        } else {
            store.read_raw(crate::copy::check_schema)?;
        }
        Ok(store)
    }

    /// Takes a command to its answer: recorded and committed, refused, or broken.
    pub fn execute<C: Capability>(&self, envelope: Envelope<C::Command>) -> Answer {
        if let Some(fault) = self.shared.may_not::<C>() {
            return Answer::Fault(fault);
        }
        let fingerprint = match admit::<C>(&envelope) {
            Ok(fingerprint) => fingerprint,
            Err(answer) => return answer,
        };
        let (reply, answer) = sync_channel(1);
        let zone = envelope.zone.clone();
        let job = CommandJob::<C> { envelope, fingerprint, kept: None, reply };
        let sent = self.writer(&zone).and_then(|writer| writer.send(Box::new(job)));
        if let Err(fault) = sent {
            return Answer::Fault(fault);
        }
        let answer = answer.recv().unwrap_or(Answer::Fault(Fault::Stopping));
        if let Answer::Recorded(recorded) = &answer {
            self.shared.went_on(recorded);
        }
        answer
    }

    /// Takes many commands of one zone to their answers in one transaction: for loading.
    pub fn execute_all<C: Capability>(
        &self,
        zone: &str,
        envelopes: Vec<Envelope<C::Command>>,
    ) -> Result<Vec<Answer>, Fault> {
        if let Some(fault) = self.shared.may_not::<C>() {
            return Err(fault);
        }
        let admitted = |envelope: &Envelope<_>| match envelope.zone == zone {
            true => admit::<C>(envelope),
            false => Err(Answer::Refused(name_unfit())),
        };
        let named: Vec<_> = envelopes.into_iter().map(|e| (admitted(&e), e)).collect();
        self.writer(zone)?.task(zone, move |group| {
            let ids: Vec<_> = named.iter().map(|(_, envelope)| envelope.id).collect();
            let subjects: Vec<_> = named.iter().map(|(_, e)| e.subject.as_str()).collect();
            group.prefetch(&ids, &subjects)?;
            let run = |(admitted, envelope): &(Result<_, Answer>, _)| match admitted {
                Ok(fingerprint) => group.execute::<C>(envelope, *fingerprint),
                Err(answer) => Ok(answer.clone()),
            };
            named.iter().map(run).collect()
        })
    }

    /// Reads with one connection: `read` sees one state of the zone's views.
    pub fn read<T>(
        &self,
        zone: &str,
        read: impl FnOnce(&mut Views) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.read_raw(|database| {
            let mut rows = Rows::default();
            let shipped = Arc::new(kernel::calendar::Calendar::shipped().clone());
            let mut views = Views::new(zone, database, &mut rows, shipped);
            let calendar = crate::zone::calendar(&mut views)?;
            views.set_calendar(calendar);
            read(&mut views)
        })
    }

    /// The history of a subject, in clear.
    pub fn history<C: Capability>(
        &self,
        zone: &str,
        subject: &str,
    ) -> Result<Vec<Past<C::Event>>, Fault> {
        self.read(zone, |views| {
            let mut vault = self.shared.vault();
            let sql = "SELECT body FROM ledger_entry WHERE zone = ?1 AND subject = ?2
                       ORDER BY number";
            let rows = views.query(sql, &[subject.into()])?;
            let past = rows.iter().map(|row| {
                let entry = ledger::read(row.bytes(0))?;
                let clear = vault.open(views, subject, entry.payload.get())?;
                Ok(Past {
                    number: entry.number,
                    at: entry.at,
                    kind: entry.kind.into(),
                    event: event::<C>(entry.number, &clear)?,
                    actor: entry.actor,
                    asserted_by: entry.asserted_by,
                    attested_by: entry.attested_by,
                    disclosure: entry.disclosure,
                })
            });
            past.collect()
        })
    }

    /// The proof of entry `number`; signs the head first where the newest does not cover it.
    pub fn prove(&self, zone: &str, number: u64, at: Timestamp) -> Result<Option<Proof>, Fault> {
        let newest = self.read_raw(|database| ledger::newest_head(database, zone))?;
        let is_covered = newest.is_some_and(|(size, _)| number <= size);
        if !is_covered && self.shared.folder.is_held() {
            self.writer(zone)?.task(zone, move |group| {
                let last = group.state.edge.last_at.unwrap_or(at);
                group.sign(at.max(last))
            })?;
        }
        self.read_raw(|database| ledger::prove(database, zone, number))
    }

    /// The newest signed head of a zone, as its note.
    pub fn head(&self, zone: &str) -> Result<Option<(u64, String)>, Fault> {
        self.read_raw(|database| ledger::newest_head(database, zone))
    }

    /// Signs the head as it is, where it is not signed yet.
    pub fn sign(&self, zone: &str, at: Timestamp) -> Result<(), Fault> {
        self.writer(zone)?.task(zone, move |group| {
            let last = group.state.edge.last_at.unwrap_or(at);
            group.sign(at.max(last))
        })
    }

    /// Writes a row that means nothing: after a full disk, this finds out whether there is room.
    pub fn probe(&self, zone: &str) -> Result<(), Fault> {
        self.writer(zone)?.task(zone, |group| {
            group.views().0.put(&ledger::CURSOR, vec!["probe".into(), 0i64.into()]);
            Ok(())
        })
    }

    /// The zones of this store.
    pub fn zones(&self) -> Result<Vec<String>, Fault> {
        self.read_raw(|database| {
            let sql = "SELECT zone FROM ledger_head WHERE size > 0 ORDER BY zone";
            let rows = database.query(sql, &[])?;
            Ok(rows.iter().map(|row| row.text(0).unwrap_or("").to_owned()).collect())
        })
    }

    /// How many entries a zone has, and when the last was recorded.
    pub fn size(&self, zone: &str) -> Result<(u64, Option<Timestamp>), Fault> {
        self.read_raw(|database| {
            let sql = "SELECT size, last_at FROM ledger_head WHERE zone = ?1";
            let row = database.query(sql, &[zone.into()])?.pop();
            Ok(row.map_or((0, None), |row| {
                let last = row.text(1).and_then(|at| at.parse().ok());
                (row.int(0).unwrap_or(0) as u64, last)
            }))
        })
    }

    /// Deletes the personal fields of a subject, recorded, also for backups restored later. A fault
    /// may mean that a reader still kept the old pages: repeat the command.
    pub fn forget(&self, envelope: Envelope<crate::zone::Command>) -> Answer {
        let answer = self.execute::<Zone>(envelope);
        if let (Answer::Recorded(_), Err(fault)) = (&answer, self.truncate_log()) {
            return Answer::Fault(fault);
        }
        answer
    }

    /// The data folder.
    pub fn folder(&self) -> &Folder {
        &self.shared.folder
    }

    /// The public line of the key that signs a zone's heads.
    pub fn public_key(&self, zone: &str) -> Result<String, Fault> {
        match self.shared.signer(zone)? {
            Some(signer) => Ok(signer.public_key().to_text(zone)),
            None => Err(Fault::Broken(format!("there is no signing key for zone {zone}"))),
        }
    }

    /// Writing waits until a person confirms the clock.
    pub fn hold_clock(&self, because: String) {
        self.shared.state().clock_held = Some(because);
        self.shared.is_troubled.store(true, Ordering::Release);
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

    /// Lets the queues run dry and stops the writers.
    pub fn stop(&self) {
        let writers = self.writers.lock().map(|mut writers| std::mem::take(&mut *writers));
        drop(writers);
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn writer(&self, zone: &str) -> Result<Arc<Writer>, Fault> {
        if !self.shared.folder.is_held() {
            return Err(Fault::Broken("the store was opened for reading".into()));
        }
        // One file has one writer; on a server the zones write side by side.
        let name = match self.shared.options.place {
            Place::Folder(_) => "",
            Place::Postgres { .. } => zone,
        };
        let mut writers = self.writers.lock().map_err(|_| Fault::Stopping)?;
        if let Some(writer) = writers.get(name) {
            return Ok(writer.clone());
        }
        let writer = Arc::new(Writer::start(self.shared.clone())?);
        writers.insert(name.into(), writer.clone());
        Ok(writer)
    }

    pub(crate) fn read_raw<T>(
        &self,
        read: impl FnOnce(&mut Database) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let idle = self.readers.lock().map_err(|_| Fault::Stopping)?.pop();
        // A connection that idled may have been broken by the server meanwhile.
        let begun = idle.and_then(|mut idle| idle.begin_reading().ok().map(|()| idle));
        let mut database = match begun {
            Some(database) => database,
            None => {
                let mut fresh = self.shared.connect_reading()?;
                fresh.begin_reading()?;
                fresh
            }
        };
        // A column of another kind than written is a panic: a damaged file must not end the
        // process.
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&mut database)));
        let outcome = outcome.unwrap_or_else(|panic| Err(Fault::of_panic(&*panic)));
        database.roll_back();
        if outcome.is_ok() {
            self.readers.lock().map_err(|_| Fault::Stopping)?.push(database);
        }
        outcome
    }

    fn truncate_log(&self) -> Result<(), Fault> {
        match self.shared.options.place {
            Place::Folder(_) => {
                Sqlite::open(&self.shared.folder.database(), Durability::Full)?.truncate_log()
            }
            Place::Postgres { .. } => Ok(()),
        }
    }
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

    fn trouble(&self) -> Option<Fault> {
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
    fn may_not<C: Capability>(&self) -> Option<Fault> {
        match self.trouble() {
            Some(Fault::StorageFull(_)) | None => None,
            Some(Fault::ClockHeld(_)) if C::SUBJECT == Zone::SUBJECT => None,
            other => other,
        }
    }

    fn went_on(&self, recorded: &crate::group::Recorded) {
        if recorded.kinds.iter().any(|kind| kind == "zone.clock_confirmed") {
            self.state().clock_held = None;
            self.well();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while holding this lock left plain values behind: they are still good.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Options {
    fn folder_path(&self) -> &Path {
        match &self.place {
            Place::Folder(folder) | Place::Postgres { folder, .. } => folder,
        }
    }
}

/// Does the place hold no ledger yet? Only then are fresh keys right: a ledger whose keys are gone
/// needs them back, not others.
fn is_empty(place: &Place, folder: &Folder) -> Result<bool, Fault> {
    match place {
        Place::Folder(_) => Ok(!folder.database().exists()),
        Place::Postgres { address, .. } => {
            let zones = "SELECT zone FROM ledger_head WHERE size > 0 LIMIT 1";
            // Where even the table is absent, there is no ledger; where nothing answers, who knows.
            Ok(connect(address)?.query(zones, &[]).unwrap_or_default().is_empty())
        }
    }
}

#[cfg(feature = "pg")]
fn connect(address: &str) -> Result<Database, Fault> {
    Ok(Database::Postgres(Box::new(crate::postgres::Postgres::open(address)?)))
}

#[cfg(not(feature = "pg"))]
fn connect(_: &str) -> Result<Database, Fault> {
    Err(Fault::Broken("this program was built without PostgreSQL".into()))
}

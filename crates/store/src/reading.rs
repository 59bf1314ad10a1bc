//! What is read beside the writer (读取): views, histories, heads, proofs.
//!
//! Each read sees one state of the ledger, on a connection of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use kernel::head::SoftwareKey;
use kernel::{calendar::Calendar, entry::Entry};
use kernel::{proof::Proof, status_list::StatusList};

use crate::capability::Capability;
use crate::database::Database;
use crate::fault::Fault;
use crate::journey::event;
use crate::ledger;
use crate::pipeline::Link;
use crate::store::Store;
use crate::together;
use crate::value::RowExt;
use crate::views::{Rows, Views};

/// Entries that are read at once where only the newest are wanted.
const AT_ONCE: u32 = 20;

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

impl Store {
    /// Reads with one connection: `read` sees one state of the zone's views.
    pub fn read<T>(
        &self,
        zone: &str,
        read: impl FnOnce(&mut Views) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.read_raw(|database| {
            let mut rows = Rows::default();
            let shipped = Calendar::shipped().clone();
            let mut views = Views::new(zone, Link::Held(database), &mut rows, shipped);
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
            let mut vault = self.shared().vault();
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

    /// What `tell` says of the newest entries, the newest first: at most `wanted` things, and of
    /// `count` entries at most.
    pub fn newest<T>(
        &self,
        zone: &str,
        (wanted, count): (usize, u32),
        mut tell: impl FnMut(&mut Views, &Entry) -> Result<Option<T>, Fault>,
    ) -> Result<Vec<T>, Fault> {
        self.read(zone, |views| {
            let sql = "SELECT number, body FROM ledger_entry WHERE zone = ?1 AND number < ?2
                       ORDER BY number DESC LIMIT ?3";
            let (mut told, mut before) = (Vec::new(), i64::MAX);
            for from in (0..count).step_by(AT_ONCE as usize) {
                let some = i64::from(AT_ONCE.min(count - from));
                let rows = views.query(sql, &[before.into(), some.into()])?;
                for row in &rows {
                    told.extend(tell(views, &ledger::read(row.bytes(1))?)?);
                    if told.len() >= wanted {
                        return Ok(told);
                    }
                }
                match rows.last().and_then(|row| row.int(0)) {
                    Some(last) => before = last,
                    None => break,
                }
            }
            Ok(told)
        })
    }

    /// The proof of entry `number`; signs the head first where the newest does not cover it.
    pub fn prove(&self, zone: &str, number: u64, at: Timestamp) -> Result<Option<Proof>, Fault> {
        let newest = self.read_raw(|database| ledger::newest_head(database, zone))?;
        let is_covered = newest.is_some_and(|(size, _)| number <= size);
        if !is_covered && self.shared().folder.is_held() {
            self.writer(zone)?.task(zone, move |group| {
                let last = group.state.edge.last_at.unwrap_or(at);
                group.sign(at.max(last))
            })?;
        }
        self.read_raw(|database| ledger::prove(database, zone, number))
    }

    /// Signs the list of papers that no longer stand, with the key of the zone's heads.
    pub fn sign_list(&self, list: &StatusList) -> Result<String, Fault> {
        match self.shared().signer(&list.zone)? {
            Some(signer) => Ok(list.sign(signer.as_ref())),
            None => Err(Fault::Broken(format!("there is no signing key for {}", list.zone))),
        }
    }

    /// The key that seals papers of an organ in software; made on first use.
    pub fn seal_key(&self, zone: &str, organ: &str) -> Result<SoftwareKey, Fault> {
        self.folder().seal(zone, organ, self.shared().options.entropy)
    }

    /// A word for `purpose` that follows from the vault's key: nobody without it can guess it.
    pub fn token(&self, zone: &str, purpose: &str) -> String {
        self.shared().vault().token(&format!("{zone}/{purpose}"))
    }

    /// The newest signed head of a zone, as its note.
    pub fn head(&self, zone: &str) -> Result<Option<(u64, String)>, Fault> {
        self.read_raw(|database| ledger::newest_head(database, zone))
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
                let mut fresh = self.shared().connect_reading()?;
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
            if together::is_alone() {
                self.shared().settled()?;
            }
            self.readers.lock().map_err(|_| Fault::Stopping)?.push(database);
        }
        outcome
    }
}

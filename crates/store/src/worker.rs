//! The worker (联动执行): follows the entries behind a cursor and turns them into commands.
//!
//! Keys of those commands are derived from the entry, so that a repeat, after a crash or by another
//! node, is harmless. Nothing is ever done in direct reaction to the outside.

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::merkle::leaf_hash;
use kernel::refusal::Refused;
use uuid::Uuid;

use crate::answer::Answer;
use crate::capability::{Capability, Envelope};
use crate::fault::Fault;
use crate::ledger;
use crate::store::Store;
use crate::value::RowExt;

/// Entries followed between two moves of the cursor.
const STRIDE: i64 = 500;

/// What asks: the store, the key, the zone and the time.
type Ask = Box<dyn FnOnce(&Store, Uuid, &str, Timestamp) -> Result<Option<Refused>, Fault>>;

/// What an entry calls for (联动指令): a command, or something outside.
pub struct Act {
    subject: String,
    ask: Ask,
}

impl Act {
    /// A command of capability `C` to `subject`.
    pub fn of<C: Capability>(subject: impl Into<String>, command: C::Command) -> Act {
        let subject: String = subject.into();
        let asked = subject.clone();
        let ask: Ask = Box::new(move |store, id, zone, at| {
            answered(store.execute::<C>(Envelope {
                zone: zone.into(),
                id,
                subject,
                actor: Actor::Reaction,
                asserted_by: None,
                attested_by: None,
                at,
                command,
            }))
        });
        Act { subject: asked, ask }
    }

    /// A command in the name of `actor` under a key of its own, for what may be asked from
    /// elsewhere as well: whoever comes second gets the first one's answer.
    pub fn keyed<C: Capability>(
        key: Uuid,
        actor: Actor,
        subject: impl Into<String>,
        command: C::Command,
    ) -> Act {
        let subject: String = subject.into();
        let asked = subject.clone();
        let ask: Ask = Box::new(move |store, _, zone, at| {
            answered(store.execute::<C>(Envelope {
                zone: zone.into(),
                id: key,
                subject,
                actor,
                asserted_by: None,
                attested_by: None,
                at,
                command,
            }))
        });
        Act { subject: asked, ask }
    }

    /// Something done outside the ledger because of an entry of `subject` (对外动作): at least once,
    /// since a fault leaves the follower where it was.
    pub fn outside(
        subject: impl Into<String>,
        work: impl FnOnce() -> Result<(), Fault> + 'static,
    ) -> Act {
        Act { subject: subject.into(), ask: Box::new(move |_, _, _, _| work().map(|()| None)) }
    }
}

fn answered(answer: Answer) -> Result<Option<Refused>, Fault> {
    match answer {
        Answer::Recorded(_) => Ok(None),
        Answer::Refused(refused) => Ok(Some(refused)),
        Answer::Fault(fault) => Err(fault),
    }
}

impl Store {
    /// Follows a zone's entries from the cursor `name` to their end; how many were followed.
    ///
    /// A refused reaction is an answer like any other: it is logged and passed over.
    pub fn follow(
        &self,
        zone: &str,
        name: &'static str,
        react: &dyn Fn(&Entry) -> Vec<Act>,
    ) -> Result<u64, Fault> {
        let mut after = self.cursor(zone, name)?;
        let mut followed = 0;
        loop {
            let sql = "SELECT number, body FROM ledger_entry
                       WHERE zone = ?1 AND number > ?2 ORDER BY number LIMIT 500";
            let rows =
                self.read_raw(|database| database.query(sql, &[zone.into(), after.into()]))?;
            let Some(last) = rows.last() else { return Ok(followed) };
            for row in &rows {
                self.answer_entry(zone, row.bytes(1), react)?;
            }
            after = last.int(0).unwrap_or(after);
            followed += rows.len() as u64;
            debug_assert!(rows.len() as i64 <= STRIDE);
            self.writer(zone)?.task(zone, move |group| {
                let (mut views, _) = group.views();
                views.put(&ledger::CURSOR, vec![name.into(), after.into()]);
                Ok(())
            })?;
        }
    }

    /// Moves the follower `name` past everything there is, without a look at it: for a ledger that
    /// was loaded, whose entries call for nothing any more.
    pub fn pass_over(&self, zone: &str, name: &'static str) -> Result<(), Fault> {
        let (size, _) = self.size(zone)?;
        self.writer(zone)?.task(zone, move |group| {
            let row = vec![name.into(), i64::try_from(size).unwrap_or(i64::MAX).into()];
            group.views().0.put(&ledger::CURSOR, row);
            Ok(())
        })
    }

    /// How far the follower `name` has come.
    pub fn cursor(&self, zone: &str, name: &str) -> Result<i64, Fault> {
        let sql = "SELECT number FROM ledger_cursor WHERE zone = ?1 AND name = ?2";
        let row = self.read_raw(|database| database.query(sql, &[zone.into(), name.into()]))?;
        Ok(row.first().and_then(|row| row.int(0)).unwrap_or(0))
    }

    fn answer_entry(
        &self,
        zone: &str,
        body: &[u8],
        react: &dyn Fn(&Entry) -> Vec<Act>,
    ) -> Result<(), Fault> {
        let entry = ledger::read(body)?;
        for (at, Act { subject, ask }) in react(&entry).into_iter().enumerate() {
            // Two followers of one entry may ask different things, of different subjects.
            let id = derived(&[subject.as_bytes(), b"\n", body].concat(), at);
            if let Some(refused) = ask(self, id, zone, entry.at)? {
                tracing::info!(entry = entry.number, %refused, "a reaction was refused");
            }
        }
        Ok(())
    }
}

/// The key of a command that follows from words.
pub fn key_of(words: &str) -> Uuid {
    derived(words.as_bytes(), 0)
}

/// The key of the command that some bytes, a subject with an entry's, call for as their `at`-th.
pub(crate) fn derived(body: &[u8], at: usize) -> Uuid {
    let hash = leaf_hash(&[body, &at.to_be_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

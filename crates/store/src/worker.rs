//! The worker (联动执行): follows the entries behind a cursor and turns them into commands.
//!
//! Keys of those commands are derived from the entry, so that a repeat, after a crash or by another
//! node, is harmless. Nothing is ever done in direct reaction to the outside.

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::merkle::leaf_hash;
use uuid::Uuid;

use crate::answer::Answer;
use crate::capability::{Capability, Envelope};
use crate::fault::Fault;
use crate::ledger;
use crate::store::{Queued, Store};
use crate::value::{Row, RowExt};

/// Entries followed between two moves of the cursor.
const STRIDE: i64 = 500;

/// Entries whose commands are queued together, so that they share commits: few enough that a
/// person's command does not wait long behind them.
const TOGETHER: usize = 64;

/// What asks: the store, the key, the zone and the time.
type Ask = Box<dyn for<'a> FnOnce(&'a Store, Uuid, &str, Timestamp) -> Asked<'a>>;

/// What was asked, on its way.
enum Asked<'a> {
    /// A command in the queue.
    Queued(Queued<'a>),
    /// Something outside, which is not begun before its turn.
    Outside(Box<dyn FnOnce() -> Result<(), Fault>>),
}

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
            Asked::Queued(store.queue::<C>(Envelope {
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
            Asked::Queued(store.queue::<C>(Envelope {
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
        let ask: Ask = Box::new(move |_, _, _, _| Asked::Outside(Box::new(work)));
        Act { subject: subject.into(), ask }
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
            for some in rows.chunks(TOGETHER) {
                self.answer_entries(zone, some, react)?;
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

    fn answer_entries(
        &self,
        zone: &str,
        rows: &[Row],
        react: &dyn Fn(&Entry) -> Vec<Act>,
    ) -> Result<(), Fault> {
        let mut asked = Vec::new();
        for row in rows {
            let body = row.bytes(1);
            let entry = ledger::read(body)?;
            for (at, Act { subject, ask }) in react(&entry).into_iter().enumerate() {
                // Two followers of one entry may ask different things, of different subjects.
                let id = derived(&[subject.as_bytes(), b"\n", body].concat(), at);
                asked.push((entry.number, ask(self, id, zone, entry.at)));
            }
        }
        for (entry, asked) in asked {
            let refused = match asked {
                Asked::Outside(work) => work().map(|()| None)?,
                Asked::Queued(queued) => match queued.wait() {
                    Answer::Recorded(_) => None,
                    Answer::Refused(refused) => Some(refused),
                    Answer::Fault(fault) => return Err(fault),
                },
            };
            if let Some(refused) = refused {
                tracing::info!(entry, %refused, "a reaction was refused");
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

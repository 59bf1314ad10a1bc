//! One transaction of one zone (一次提交): the commands in it, each on its journey.
//!
//! The journey of a command: seen before? replay, gather, decide, append, project. Gather and
//! decide only read, so a refusal has written nothing and needs no savepoint; a fault or a panic
//! rolls the whole group back, and the writer runs its commands again one by one.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::entry::Entry;
use kernel::head::{Head, Signer};
use kernel::merkle::{Hash, leaf_hash};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::capability::{Capability, Context, Envelope};
use crate::database::{Batch, Database};
use crate::fault::Fault;
use crate::folder::{Folder, Forgotten};
use crate::ledger::{self, Edge};
use crate::store::{Registered, Shared};
use crate::value::{Row, RowExt, Value};
use crate::vault::Vault;
use crate::views::{Rows, Views};
use crate::writer::{Interrupt, Step};
use crate::zone::{self, Zone};

/// Past this many entries a subject takes no command: it should have been split.
const ENTRIES_OF_ONE_SUBJECT: u64 = 10_000;
/// Folded subjects kept by the writer; beyond this many the cache starts afresh.
const SUBJECTS_KEPT: usize = 20_000;
/// Heads are signed at most this often.
const SIGNING_INTERVAL_MS: i64 = 1_000;
/// Callers read the clock before they queue, so times may cross by this much.
const TIMES_MAY_CROSS_MS: i64 = 5_000;

/// What became of a command (答复).
#[derive(Clone, Debug)]
pub enum Answer {
    /// It was decided and stands in the ledger.
    Recorded(Recorded),
    /// The rules say no; nothing was written.
    Refused(Refused),
    /// Something broke.
    Fault(Fault),
}

/// What was recorded; a repeat of the same command gets the same (回执).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The zone.
    pub zone: String,
    /// The subject.
    pub subject: String,
    /// The number of the first entry.
    pub first: u64,
    /// The kinds of the entries, in order.
    pub kinds: Vec<String>,
}

impl Answer {
    /// What was recorded, or the other answer as text.
    pub fn recorded(self) -> Result<Recorded, String> {
        match self {
            Answer::Recorded(recorded) => Ok(recorded),
            Answer::Refused(refused) => Err(refused.to_string()),
            Answer::Fault(fault) => Err(fault.to_string()),
        }
    }
}

/// What the writer knows of a zone between transactions.
pub(crate) struct ZoneState {
    pub zone: String,
    pub edge: Edge,
    pub subjects: HashMap<String, Folded>,
    pub rows: Rows,
    pub vault: Vault,
    pub calendar: Arc<Calendar>,
    pub signer: Option<Arc<dyn Signer>>,
    pub signed: Option<(u64, Timestamp)>,
    /// Another key is in force: everything is loaded afresh.
    pub is_stale: bool,
}

/// A subject's entries folded, and their number.
pub(crate) type Folded = (Box<dyn Any + Send>, u64);

/// A transaction that is open.
pub(crate) struct Group<'a> {
    pub state: &'a mut ZoneState,
    pub database: &'a mut Database,
    pub registry: &'a [Registered],
    interrupt: Option<&'a Interrupt>,
    folder: &'a Folder,
    /// How many entries there were when the transaction began.
    size_before: u64,
    has_written: bool,
    commands: HashMap<Uuid, Known>,
    histories: HashMap<String, Vec<Vec<u8>>>,
    entries: Vec<Row>,
    answered: Vec<Row>,
    tiles: Vec<Row>,
}

struct Known {
    fingerprint: Hash,
    first: u64,
    entries: u64,
}

impl<'a> Group<'a> {
    /// A group in a transaction that has locked the zone's head already.
    pub fn new(
        state: &'a mut ZoneState,
        database: &'a mut Database,
        shared: &'a Shared,
    ) -> Group<'a> {
        Group {
            size_before: state.edge.tree.size(),
            has_written: false,
            state,
            database,
            registry: &shared.registry,
            interrupt: shared.options.interrupt.as_ref(),
            folder: &shared.folder,
            commands: HashMap::new(),
            histories: HashMap::new(),
            entries: Vec::new(),
            answered: Vec::new(),
            tiles: Vec::new(),
        }
    }

    /// Looks up, together, which of these commands were answered before and what their subjects
    /// have behind them.
    pub fn prefetch(&mut self, ids: &[Uuid], subjects: &[&str]) -> Result<(), Fault> {
        let zone = self.state.zone.clone();
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let sql = "SELECT command, fingerprint, first, entries FROM ledger_command
                   WHERE zone = ?1 AND command";
        for row in self.database.query_each(&zone, sql, &ids)? {
            let broken = || Fault::Broken("a command's row".into());
            let id = Uuid::parse_str(row.text(0).unwrap_or("")).map_err(|_| broken())?;
            let known = Known {
                fingerprint: row.bytes(1).try_into().map_err(|_| broken())?,
                first: row.int(2).unwrap_or(0) as u64,
                entries: row.int(3).unwrap_or(0) as u64,
            };
            self.commands.insert(id, known);
        }
        let mut unknown: Vec<String> = subjects
            .iter()
            .filter(|subject| !self.is_known(subject))
            .map(|subject| (*subject).to_owned())
            .collect();
        unknown.sort();
        unknown.dedup();
        let sql = "SELECT subject, number, body FROM ledger_entry WHERE zone = ?1 AND subject";
        let mut rows = self.database.query_each(&zone, sql, &unknown)?;
        rows.sort_by_key(|row| row.int(1));
        for row in rows {
            let subject = row.text(0).unwrap_or("").to_owned();
            self.histories.entry(subject).or_default().push(row.bytes(2).to_vec());
        }
        Ok(())
    }

    /// Is the subject folded, or its history at hand?
    fn is_known(&self, subject: &str) -> bool {
        self.state.subjects.contains_key(subject) || self.histories.contains_key(subject)
    }

    /// Takes one command to its answer.
    pub fn execute<C: Capability>(
        &mut self,
        envelope: &Envelope<C::Command>,
        fingerprint: Hash,
    ) -> Result<Answer, Fault> {
        if let Some(known) = self.commands.get(&envelope.id) {
            if known.fingerprint != fingerprint {
                return Ok(Answer::Refused(key_reused()));
            }
            let (first, entries) = (known.first, known.entries);
            return self.first_answer(envelope, first, entries);
        }
        self.step(Step::Repeated)?;
        let (mut subject, count) = self.fold::<C>(&envelope.subject)?;
        self.step(Step::Replayed)?;
        let answer = self.decide::<C>(envelope, &mut subject, count, fingerprint);
        let recorded = match &answer {
            Ok(Answer::Recorded(recorded)) => recorded.kinds.len() as u64,
            _ => 0,
        };
        let folded = (Box::new(subject) as Box<dyn Any + Send>, count + recorded);
        self.state.subjects.insert(envelope.subject.clone(), folded);
        answer
    }

    /// Writes what is kept back, moves the head, signs it when it is time.
    pub fn finish(&mut self) -> Result<(), Fault> {
        let mut batches = self.take_entries();
        batches.append(&mut self.state.rows.take());
        // Entries may have been sent before: what tells is whether the ledger has grown.
        if self.state.edge.tree.size() > self.size_before {
            let (zone, edge) = (self.state.zone.as_str(), &self.state.edge);
            let at = edge.last_at.map(|at| at.to_string());
            let root = edge.tree.root().to_vec();
            let head = vec![zone.into(), edge.tree.size().into(), root.into(), at.into()];
            batches.push(Batch::upsert(&ledger::HEAD, vec![Arc::new(head)]));
            let now = self.state.edge.last_at.unwrap_or(Timestamp::UNIX_EPOCH);
            let is_stale = self.state.signed.is_none_or(|(_, at)| {
                now.as_millisecond() - at.as_millisecond() >= SIGNING_INTERVAL_MS
            });
            batches.extend(is_stale.then(|| self.signed_head(now)).flatten());
        }
        self.write(&batches)
    }

    /// Signs the head as it is.
    pub fn sign(&mut self, at: Timestamp) -> Result<(), Fault> {
        let signed: Vec<_> = self.signed_head(at).into_iter().collect();
        self.write(&signed)
    }

    /// The signed head, unless there is nothing to sign or it is signed.
    fn signed_head(&mut self, at: Timestamp) -> Option<Batch<'static>> {
        let size = self.state.edge.tree.size();
        let is_signed = self.state.signed.is_some_and(|(signed, _)| signed == size);
        let may_sign = size > 0 && !is_signed && !self.state.is_stale;
        let signer = self.state.signer.clone().filter(|_| may_sign)?;
        let zone = self.state.zone.clone();
        let head = Head { zone: zone.clone(), size, root: self.state.edge.tree.root(), at };
        let row = vec![zone.into(), size.into(), head.sign(&*signer).into()];
        self.state.signed = Some((size, at));
        Some(Batch::upsert(&ledger::SIGNED, vec![Arc::new(row)]))
    }

    /// The views of the open transaction and the vault beside them.
    pub fn views(&mut self) -> (Views<'_>, &mut Vault) {
        let state = &mut *self.state;
        let calendar = state.calendar.clone();
        let views = Views::new(&state.zone, self.database, &mut state.rows, calendar);
        (views, &mut state.vault)
    }

    /// Stops here when a test wants to see what then becomes of the command.
    pub fn step(&self, step: Step) -> Result<(), Fault> {
        match self.interrupt {
            Some(interrupt) if interrupt(step) => {
                Err(Fault::Panicked(format!("interrupted at {step:?}")))
            }
            _ => Ok(()),
        }
    }

    /// Sends entries, answers and tiles that are kept back.
    pub fn flush_entries(&mut self) -> Result<(), Fault> {
        let batches = self.take_entries();
        self.write(&batches)
    }

    /// Does the transaction hold anything to commit?
    pub fn has_written(&self) -> bool {
        self.has_written
    }

    fn write(&mut self, batches: &[Batch]) -> Result<(), Fault> {
        self.has_written |= !batches.is_empty();
        self.database.write(batches)
    }

    fn take_entries(&mut self) -> Vec<Batch<'static>> {
        let kept_back = [
            (&ledger::ENTRY, std::mem::take(&mut self.entries)),
            (&ledger::COMMAND, std::mem::take(&mut self.answered)),
            (&ledger::TILE_TABLE, std::mem::take(&mut self.tiles)),
        ];
        let waiting = kept_back.into_iter().filter(|(_, rows)| !rows.is_empty());
        waiting.map(|(table, rows)| Batch::fresh(table, rows)).collect()
    }

    /// Forgets what is too much to keep; call between transactions.
    pub fn trim(state: &mut ZoneState) {
        state.rows.trim();
        state.vault.trim();
        if state.subjects.len() > SUBJECTS_KEPT {
            state.subjects.clear();
        }
    }

    fn fold<C: Capability>(&mut self, id: &str) -> Result<(C::Subject, u64), Fault> {
        if let Some((subject, count)) = self.state.subjects.remove(id) {
            let subject = subject.downcast::<C::Subject>();
            let mixed = || Fault::Broken(format!("{id} is not a subject of {}", C::NAME));
            return Ok((*subject.map_err(|_| mixed())?, count));
        }
        let history = self.histories.remove(id).unwrap_or_default();
        if history.is_empty() {
            self.state.vault.meet(id);
        }
        let mut subject = C::Subject::default();
        for bytes in &history {
            let entry = ledger::read(bytes)?;
            let (mut views, vault) = self.views();
            let clear = vault.open(&mut views, id, entry.payload.get())?;
            C::apply(&mut subject, &event::<C>(entry.number, &clear)?);
        }
        Ok((subject, history.len() as u64))
    }

    fn decide<C: Capability>(
        &mut self,
        envelope: &Envelope<C::Command>,
        subject: &mut C::Subject,
        count: u64,
        fingerprint: Hash,
    ) -> Result<Answer, Fault> {
        if self.state.edge.tree.size() == 0 && C::SUBJECT != Zone::SUBJECT {
            return Ok(Answer::Refused(zone::Refusal::NotOpen.into()));
        }
        if count >= ENTRIES_OF_ONE_SUBJECT {
            return Ok(Answer::Refused(subject_full()));
        }
        let at = match self.time_of(envelope.at, &envelope.actor) {
            Ok(at) => at,
            Err(refused) => return Ok(Answer::Refused(refused)),
        };
        let facts = C::gather(&mut self.views().0, subject, &envelope.command)?;
        self.step(Step::Gathered)?;
        let calendar = self.state.calendar.clone();
        let context = Context {
            zone: &envelope.zone,
            subject: &envelope.subject,
            actor: &envelope.actor,
            at,
            today: kernel::local_time::day_of(at),
            calendar: &calendar,
        };
        let events = match C::decide(subject, envelope.command.clone(), &facts, &context) {
            Ok(events) => events,
            Err(refusal) => return Ok(Answer::Refused(refusal.into())),
        };
        self.step(Step::Decided)?;
        let first = self.state.edge.tree.size() + 1;
        let mut kinds = Vec::with_capacity(events.len());
        for event in &events {
            C::apply(subject, event);
            kinds.push(self.append::<C>(envelope, at, event)?);
        }
        self.answered.push(vec![
            envelope.zone.as_str().into(),
            envelope.id.to_string().into(),
            fingerprint.to_vec().into(),
            first.into(),
            (kinds.len() as u64).into(),
        ]);
        let known = Known { fingerprint, first, entries: kinds.len() as u64 };
        self.commands.insert(envelope.id, known);
        let (zone, subject) = (envelope.zone.clone(), envelope.subject.clone());
        Ok(Answer::Recorded(Recorded { zone, subject, first, kinds }))
    }

    /// Entries never go back in time: small crossings are straightened, larger ones refused. A
    /// reaction carries the time of what it answers, and happens when its turn comes.
    fn time_of(&self, told: Timestamp, actor: &Actor) -> Result<Timestamp, Refused> {
        let Some(last) = self.state.edge.last_at.filter(|last| told < *last) else {
            return Ok(told);
        };
        let back = last.as_millisecond() - told.as_millisecond();
        let is_straightened = back <= TIMES_MAY_CROSS_MS || *actor == Actor::Reaction;
        if is_straightened { Ok(last) } else { Err(clock_behind()) }
    }

    fn append<C: Capability>(
        &mut self,
        envelope: &Envelope<C::Command>,
        at: Timestamp,
        event: &C::Event,
    ) -> Result<String, Fault> {
        let number = self.state.edge.tree.size() + 1;
        let clear = serde_json::to_string(event).expect("an event is JSON");
        let (mut views, vault) = self.views();
        let sealed = vault.seal(&mut views, &envelope.subject, number, clear)?;
        let salt = vault.salt(&envelope.zone, number);
        let payload = RawValue::from_string(sealed).expect("a payload is JSON");
        let meaning = C::meaning(event);
        let attested = envelope.attested_by.clone().or_else(|| attested_by(&envelope.actor));
        let entry = Entry {
            zone: &envelope.zone,
            number,
            at,
            subject: &envelope.subject,
            kind: meaning.kind,
            asserted_by: envelope.asserted_by.clone().unwrap_or_else(|| envelope.actor.clone()),
            actor: envelope.actor.clone(),
            attested_by: attested,
            disclosure: meaning.disclosure,
            command: envelope.id,
            salt: &salt,
            payload: &payload,
        };
        let body = entry.write();
        let leaf = leaf_hash(&body);
        let filled = self.state.edge.tree.push(leaf);
        self.tiles.extend(filled.iter().map(|tile| ledger::tile_row(&envelope.zone, tile)));
        self.state.edge.last_at = Some(at);
        self.entries.push(vec![
            envelope.zone.as_str().into(),
            number.into(),
            envelope.subject.as_str().into(),
            leaf.to_vec().into(),
            body.into(),
        ]);
        self.step(Step::Appended)?;
        self.project::<C>(&entry, event)?;
        self.step(Step::Projected)?;
        self.state.is_stale |= meaning.kind == "zone.key_changed";
        Ok(meaning.kind.into())
    }

    fn project<C: Capability>(&mut self, entry: &Entry, event: &C::Event) -> Result<(), Fault> {
        let before = self.state.calendar.clone();
        let (mut views, vault) = self.views();
        C::project(&mut views, entry, event)?;
        let after = views.calendar();
        if let Some(forgotten) = forget_where_told(&mut views, vault, entry)? {
            self.folder.note_forgotten(&forgotten)?;
        }
        self.moved(&before, after)
    }

    /// Where the calendar moved, everything derived from it is rewritten in the same transaction.
    pub fn moved(&mut self, before: &Arc<Calendar>, after: Arc<Calendar>) -> Result<(), Fault> {
        if Arc::ptr_eq(before, &after) {
            return Ok(());
        }
        self.state.calendar = after;
        for registered in self.registry {
            (registered.calendar_moved)(&mut self.views().0)?;
        }
        Ok(())
    }

    fn first_answer<C>(
        &mut self,
        envelope: &Envelope<C>,
        first: u64,
        entries: u64,
    ) -> Result<Answer, Fault> {
        self.flush_entries()?;
        let sql = "SELECT body FROM ledger_entry
                   WHERE zone = ?1 AND number >= ?2 AND number < ?3 ORDER BY number";
        let range = [envelope.zone.as_str().into(), first.into(), Value::from(first + entries)];
        let rows = self.database.query(sql, &range)?;
        let kinds = rows.iter().map(|row| Ok(ledger::read(row.bytes(0))?.kind.to_owned()));
        let kinds = kinds.collect::<Result<_, Fault>>()?;
        let (zone, subject) = (envelope.zone.clone(), envelope.subject.clone());
        Ok(Answer::Recorded(Recorded { zone, subject, first, kinds }))
    }
}

/// Reads an entry's payload as an event.
pub(crate) fn event<C: Capability>(number: u64, clear: &str) -> Result<C::Event, Fault> {
    serde_json::from_str(clear)
        .map_err(|error| Fault::Broken(format!("entry {number} is no event of its kind: {error}")))
}

/// An entry that records a forgetting deletes the keys, live and whenever it is read again.
pub(crate) fn forget_where_told(
    views: &mut Views,
    vault: &mut Vault,
    entry: &Entry,
) -> Result<Option<Forgotten>, Fault> {
    if entry.kind != "zone.subject_forgotten" {
        return Ok(None);
    }
    match event::<Zone>(entry.number, entry.payload.get())? {
        zone::Event::SubjectForgotten { subject, .. } => {
            vault.forget(views, &subject, entry.number)?;
            Ok(Some(Forgotten { zone: entry.zone.into(), subject, number: entry.number }))
        }
        zone::Event::Opened { .. }
        | zone::Event::KeyChanged { .. }
        | zone::Event::CalendarAnnounced { .. }
        | zone::Event::ClockConfirmed { .. } => Ok(None),
    }
}

/// An officer vouches for what the officer does; nobody else vouches by acting.
fn attested_by(actor: &Actor) -> Option<Actor> {
    matches!(actor, Actor::Officer { .. }).then(|| actor.clone())
}

fn key_reused() -> Refused {
    Refused {
        code: "store.key_reused",
        sentence: text(
            "这个编号已经用于另一项内容。",
            "This key was used already, with other contents or by somebody else.",
        ),
        remedy: text("请刷新页面后重新提交。", "Reload the page and submit again."),
        basis: "",
        ground: Ground::Content,
    }
}

fn subject_full() -> Refused {
    Refused {
        code: "store.subject_full",
        sentence: text(
            "该对象的台账条目已达一万条。",
            "The subject has reached ten thousand entries.",
        ),
        remedy: text("请另立新档继续办理。", "Open a further file and go on there."),
        basis: "",
        ground: Ground::State,
    }
}

fn clock_behind() -> Refused {
    Refused {
        code: "store.clock_behind",
        sentence: text(
            "提交的时间早于台账最后一条。",
            "The time told is before the ledger's last entry.",
        ),
        remedy: text("请管理员核对系统时间。", "Have the administrator check the clock."),
        basis: "",
        ground: Ground::State,
    }
}

//! One transaction of one zone (一次提交): the commands in it, each on its journey.
//!
//! The journey of a command: seen before? replay, gather, decide, append, project. Gather and
//! decide only read, so a refusal has written nothing and needs no savepoint; a fault or a panic
//! rolls the whole group back, and its commands run again one by one.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::head::Head;
use uuid::Uuid;

use crate::database::Batch;
use crate::fault::Fault;
use crate::ledger;
use crate::pipeline::Link;
use crate::shared::Shared;
use crate::value::{Row, RowExt};
use crate::vault::Vault;
use crate::views::Views;
use crate::writer::{Job, Step};
use crate::zone_state::ZoneState;

/// The calendar, shared.
type Calendar = Arc<kernel::calendar::Calendar>;

/// Heads are signed at most this often.
const SIGNING_INTERVAL_MS: i64 = 1_000;

/// A transaction that is open.
pub(crate) struct Group<'a> {
    pub state: &'a mut ZoneState,
    pub link: Link<'a>,
    pub shared: &'a Shared,
    /// How many entries there were when the transaction began.
    size_before: u64,
    has_written: bool,
    pub commands: Answered,
    pub histories: HashMap<String, Vec<Vec<u8>>>,
    pub entries: Vec<Row>,
    pub answered: Vec<Row>,
    pub tiles: Vec<Row>,
}

/// Commands that were answered before, by their keys.
pub(crate) type Answered = HashMap<Uuid, Known>;

/// A command that was answered before.
pub(crate) struct Known {
    pub fingerprint: kernel::merkle::Hash,
    pub first: u64,
    pub entries: u64,
}

impl<'a> Group<'a> {
    /// A group on top of what is remembered of a zone.
    pub fn new(state: &'a mut ZoneState, link: Link<'a>, shared: &'a Shared) -> Group<'a> {
        Group {
            size_before: state.edge.tree.size(),
            has_written: false,
            state,
            link,
            shared,
            commands: Answered::new(),
            histories: HashMap::new(),
            entries: Vec::new(),
            answered: Vec::new(),
            tiles: Vec::new(),
        }
    }

    /// Takes these jobs to their answers, which wait for the commit.
    pub fn run(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), Fault> {
        let (ids, subjects): (Vec<_>, Vec<_>) = jobs.iter().filter_map(|job| job.names()).unzip();
        self.prefetch(&ids, &subjects)?;
        jobs.iter_mut().try_for_each(|job| job.run(self))
    }

    /// Looks up, together, which of these commands were answered before and what their subjects
    /// have behind them.
    pub fn prefetch(&mut self, ids: &[Uuid], subjects: &[&str]) -> Result<(), Fault> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let unknown = subjects.iter().filter(|subject| !self.is_known(subject));
        let mut unknown: Vec<String> = unknown.map(|subject| (*subject).to_owned()).collect();
        unknown.sort();
        unknown.dedup();
        let database = self.link.reading()?;
        let (answered, mut entries) = database.look_up(&self.state.zone, &ids, &unknown)?;
        for row in answered {
            let broken = || Fault::Broken("a command's row".into());
            let id = Uuid::parse_str(row.text(0).unwrap_or("")).map_err(|_| broken())?;
            let known = Known {
                fingerprint: row.bytes(1).try_into().map_err(|_| broken())?,
                first: row.int(2).unwrap_or(0) as u64,
                entries: row.int(3).unwrap_or(0) as u64,
            };
            self.commands.insert(id, known);
        }
        entries.sort_by_key(|row| row.int(1));
        for row in entries {
            let subject = row.text(0).unwrap_or("").to_owned();
            self.histories.entry(subject).or_default().push(row.bytes(2).to_vec());
        }
        Ok(())
    }

    /// Is the subject folded, or its history at hand?
    fn is_known(&self, subject: &str) -> bool {
        self.state.subjects.contains_key(subject) || self.histories.contains_key(subject)
    }

    /// What is kept back and still to be written; moves the head, signs it when it is time.
    pub fn finish(&mut self) -> Vec<Batch<'static>> {
        let mut batches = self.take_entries();
        batches.append(&mut self.state.rows.take());
        // Entries may have been sent before: what tells is whether the ledger has grown.
        if self.state.edge.tree.size() > self.size_before {
            let (zone, edge) = (self.state.zone.as_str(), &self.state.edge);
            let at = edge.last_at.map(|at| at.to_string());
            let root = edge.tree.root().to_vec();
            let head = vec![zone.into(), edge.tree.size().into(), root.into(), at.into()];
            batches.push(Batch::replacing(&ledger::HEAD, head));
            let now = self.state.edge.last_at.unwrap_or(Timestamp::UNIX_EPOCH);
            let is_stale = self.state.signed.is_none_or(|(_, at)| {
                now.as_millisecond() - at.as_millisecond() >= SIGNING_INTERVAL_MS
            });
            batches.extend(is_stale.then(|| self.signed_head(now)).flatten());
        }
        batches
    }

    /// The next group may begin before this one is committed: it must know these keys.
    pub fn go_ahead(self) {
        self.state.in_flight = self.commands;
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
        Some(Batch::replacing(&ledger::SIGNED, row))
    }

    /// The views of the open transaction and the vault beside them.
    pub fn views(&mut self) -> (Views<'_>, &mut Vault) {
        let state = &mut *self.state;
        let calendar = state.calendar.clone();
        let views = Views::new(&state.zone, self.link.reborrow(), &mut state.rows, calendar);
        (views, &mut state.vault)
    }

    /// Stops here when a test wants to see what then becomes of the command.
    pub fn step(&self, step: Step) -> Result<(), Fault> {
        self.shared.step(step)
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

    /// Sends batches at once.
    pub fn write(&mut self, batches: &[Batch]) -> Result<(), Fault> {
        self.has_written |= !batches.is_empty();
        self.link.held()?.write(batches)
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

    /// Where the calendar moved, everything derived from it is rewritten in the same transaction.
    pub fn moved(&mut self, before: &Calendar, after: Calendar) -> Result<(), Fault> {
        if Arc::ptr_eq(before, &after) {
            return Ok(());
        }
        self.state.calendar = after;
        for registered in &self.shared.registry {
            (registered.calendar_moved)(&mut self.views().0)?;
        }
        Ok(())
    }
}

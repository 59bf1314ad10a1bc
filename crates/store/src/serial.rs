//! One thread alone (单线办理): the zone's head locked first, then commands, commit, answers.
//!
//! This is the way of small groups, of tasks, of a zone that is not in memory yet, and of whatever
//! went wrong on the other way (`pipeline`): here everything is read under the lock. A fault or a
//! panic rolls the whole group back, and its jobs run again one by one.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::database::{Batch, Database};
use crate::fault::Fault;
use crate::group::Group;
use crate::ledger;
use crate::pipeline::Link;
use crate::shared::Shared;
use crate::value::{Row, RowExt, Value};
use crate::writer::{Answers, Job, Step};
use crate::zone_state::ZoneState;

/// The writing connection and what is remembered, in one hand.
pub(crate) struct Alone<'a> {
    pub shared: &'a Shared,
    pub database: &'a mut Database,
    pub zones: &'a mut HashMap<String, ZoneState>,
    pub answers: &'a Answers,
    /// Another node wrote since the zone was last looked at.
    pub has_moved: bool,
}

impl Alone<'_> {
    /// Runs the jobs of one zone together, and one by one where together they fail.
    pub fn serve(&mut self, zone: &str, mut jobs: Vec<Box<dyn Job>>) {
        match self.attempt(zone, &mut jobs) {
            Ok(()) => self.answers.give(jobs),
            Err(fault) => self.again(zone, jobs, fault),
        }
    }

    /// Together these ended in `fault`, and nothing of them stands: they run one by one.
    pub fn again(&mut self, zone: &str, mut jobs: Vec<Box<dyn Job>>, fault: Fault) {
        if let Fault::StorageFull(_) | Fault::OutcomeUnknown(_) = fault {
            self.shared.note(&fault);
            return jobs.iter_mut().for_each(|job| job.answer(Some(fault.clone())));
        }
        for job in &mut jobs {
            let done = self.attempt(zone, std::slice::from_mut(job));
            let fault = done.and_then(|()| self.shared.synced()).err();
            if let Some(fault) = &fault {
                tracing::error!(%fault, zone, "a command ended in a fault");
                self.shared.note(fault);
            }
            job.answer(fault);
        }
    }

    fn attempt(&mut self, zone: &str, jobs: &mut [Box<dyn Job>]) -> Result<(), Fault> {
        if let Some(stopped) = self.shared.stopped() {
            return Err(stopped);
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| self.transact(zone, jobs)));
        let fault = match outcome {
            Ok(Ok(has_written)) => {
                if has_written {
                    self.shared.well();
                }
                return Ok(());
            }
            Ok(Err(fault)) => fault,
            Err(panic) => Fault::of_panic(&*panic),
        };
        // What was remembered may hold what was rolled back.
        self.zones.remove(zone);
        give_up(self.shared, self.database, Some(&fault));
        Err(fault)
    }

    /// One transaction; whether it wrote anything.
    fn transact(&mut self, zone: &str, jobs: &mut [Box<dyn Job>]) -> Result<bool, Fault> {
        let head = self.lock(zone)?;
        let size = |state: &ZoneState| i64::try_from(state.edge.tree.size()).ok();
        let known = self.zones.get(zone).filter(|state| !state.is_stale);
        let is_current = known.is_some_and(|state| head.int(0) == size(state));
        if !is_current {
            self.has_moved |= known.is_some();
            let state = ZoneState::load(self.shared, self.database, zone, &head)?;
            self.zones.insert(zone.into(), state);
        }
        let state = self.zones.get_mut(zone).expect("just loaded");
        state.trim();
        let mut group = Group::new(state, Link::Held(self.database), self.shared);
        group.step(Step::Locked)?;
        group.run(jobs)?;
        let batches = group.finish();
        let has_written = group.has_written() || !batches.is_empty();
        conclude(self.shared, self.database, &batches)?;
        Ok(has_written)
    }

    fn lock(&mut self, zone: &str) -> Result<Row, Fault> {
        if let Some(head) = self.database.lock_head(zone)? {
            return Ok(head);
        }
        // A row to lock must stand before the first entry, also when two nodes meet here.
        self.database.roll_back();
        let root = kernel::merkle::empty_root().to_vec();
        let row = vec![zone.into(), 0i64.into(), root.into(), Value::Null];
        match self.database.write(&[Batch::fresh(&ledger::HEAD, vec![row])]) {
            Ok(()) | Err(Fault::Broken(_)) => {}
            Err(fault) => return Err(fault),
        }
        let head = self.database.lock_head(zone)?;
        head.ok_or_else(|| Fault::Broken(format!("zone {zone} has no head")))
    }
}

/// Writes what is left of a group whose transaction is open, and commits it.
pub(crate) fn conclude(
    shared: &Shared,
    database: &mut Database,
    batches: &[Batch],
) -> Result<(), Fault> {
    database.write(batches)?;
    shared.step(Step::BeforeCommit)?;
    shared.commit(database)?;
    match shared.step(Step::Committed) {
        Ok(()) => Ok(()),
        Err(_) => Err(Fault::OutcomeUnknown("interrupted after the commit".into())),
    }
}

/// Rolls back; a connection that broke is opened afresh.
pub(crate) fn give_up(shared: &Shared, database: &mut Database, fault: Option<&Fault>) {
    database.roll_back();
    if let Some(Fault::Broken(_)) = fault
        && let Ok(fresh) = shared.connect_committing()
    {
        *database = fresh;
    }
}

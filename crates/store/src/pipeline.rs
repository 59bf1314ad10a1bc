//! Two threads over the groups of a zone (两线并行), on a server: while one group is written and
//! committed, the next is decided. A file is written by one thread, which is quicker there.
//!
//! The *pen* (笔) is the one connection that writes. It goes back and forth between the thread that
//! decides and the thread that commits, and whoever has it may write; so at most one group is in
//! flight. What the deciding thread remembers of a zone (right edge, folded subjects, rows, keys)
//! is ahead of the database by that group, and these hold:
//!
//! - Nobody is answered before the commit of the group, nor before that of the group in front of
//!   it: a refusal too may rest on what is in flight.
//! - What is in flight is answered from memory: it is never trimmed before its commit. Keys and
//!   rows that memory does not know are read on a connection of their own, which sees only what is
//!   committed; whatever cannot be answered so (a query, the first answer to a repeat) takes the
//!   pen first, which waits for the commit, and goes on under the lock.
//! - Under the lock the head must stand where the group took it up. Where another node has moved
//!   it, or the group in front failed, what was decided is thrown away with all that is remembered,
//!   and the jobs run again on one thread alone (`serial`), where everything is read under the
//!   lock.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::database::{Batch, Database};
use crate::fault::Fault;
use crate::group::Group;
use crate::options::Place;
use crate::serial::{Alone, conclude, give_up};
use crate::shared::Shared;
use crate::value::RowExt;
use crate::writer::{Answers, FEW, Job, Step};
use crate::zone_state::ZoneState;

/// At most this many commands share a commit.
const GROUP: usize = 512;

/// While the pen is away, so many commands are worth taking up together.
const CHUNK: usize = 16;

/// A commit that takes longer is slow: its disk syncs slowly.
const SLOW: Duration = Duration::from_millis(4);

/// How often the writer lets others run, without a command coming in, before it begins.
const PATIENCE: u32 = 3;

/// After another node has written, so many groups go alone: what is decided ahead would only be
/// thrown away.
const WARY: u32 = 16;

/// How a group reaches the database (通路).
pub(crate) enum Link<'a> {
    /// Its transaction is open, the head locked.
    Held(&'a mut Database),
    /// It runs ahead of the commit in front of it.
    Ahead(&'a mut Ahead),
}

/// A group that runs ahead: what it reads with, and the pen in case it cannot go on without.
pub(crate) struct Ahead {
    shared: Arc<Shared>,
    pen: Pen,
    /// Sees only what is committed; opened when it is first needed.
    reading: Option<Database>,
    /// The zone, and its entries before this group.
    base: (String, u64),
    /// The pen is here, the transaction open.
    is_open: bool,
}

/// The writing connection, here or with the committing thread; and all that comes in meanwhile.
struct Pen {
    here: Option<Database>,
    committing: Sender<Decided>,
    queue: Receiver<Message>,
    /// Jobs that came in and are not taken up yet.
    waiting: Vec<Box<dyn Job>>,
    /// What became of groups since this was last asked.
    setback: Option<Setback>,
    /// The last commits took long.
    is_slow: bool,
    /// Whoever commits lets this core go on: a server does the work.
    overlaps: bool,
    /// No further job comes.
    is_closed: bool,
    /// The committing thread ended with the pen: nothing can be written.
    is_lost: bool,
}

/// What comes in at the deciding thread.
pub(crate) enum Message {
    /// Something to do.
    Job(Box<dyn Job>),
    /// The pen, from a commit; nothing where the committing thread is over.
    Back(Option<Back>),
    /// No further job comes.
    Closed,
}

/// A group that is decided, on its way to the disk.
struct Decided {
    pen: Database,
    base: (String, u64),
    is_open: bool,
    has_written: bool,
    batches: Vec<Batch<'static>>,
    jobs: Vec<Box<dyn Job>>,
}

/// The pen comes back from a commit.
pub(crate) struct Back {
    pen: Database,
    setback: Option<Setback>,
}

/// Why what was decided since must be thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setback {
    /// Another node moved the head.
    Moved,
    /// A fault; the jobs were run again one by one.
    Failed,
}

impl Link<'_> {
    /// The same link for a shorter time.
    pub fn reborrow(&mut self) -> Link<'_> {
        match self {
            Link::Held(database) => Link::Held(database),
            Link::Ahead(ahead) => Link::Ahead(ahead),
        }
    }

    /// To read what is committed, and with the lock also what this group has sent.
    pub fn reading(&mut self) -> Result<&mut Database, Fault> {
        match self {
            Link::Held(database) => Ok(database),
            Link::Ahead(ahead) => match ahead.is_open {
                true => ahead.open(),
                false => ahead.read(),
            },
        }
    }

    /// Waits for further commands of the zone while the group cannot be handed over yet.
    pub fn more(&mut self, zone: &str, at_most: usize) -> Vec<Box<dyn Job>> {
        match self {
            Link::Held(_) => Vec::new(),
            Link::Ahead(ahead) => ahead.pen.more(zone, at_most),
        }
    }

    /// The open transaction: everything in front of this group is committed.
    pub fn held(&mut self) -> Result<&mut Database, Fault> {
        match self {
            Link::Held(database) => Ok(database),
            Link::Ahead(ahead) => ahead.open(),
        }
    }
}

impl Ahead {
    fn read(&mut self) -> Result<&mut Database, Fault> {
        let reading = match self.reading.take() {
            Some(reading) => reading,
            None => self.shared.connect_reading()?,
        };
        Ok(self.reading.insert(reading))
    }

    fn open(&mut self) -> Result<&mut Database, Fault> {
        let pen = self.pen.fetch()?;
        if !self.is_open {
            self.is_open = true;
            if !take_up(&self.shared, pen, &self.base)? {
                self.pen.setback = Some(Setback::Moved);
                return Err(Fault::Broken("another node moved the head".into()));
            }
        }
        self.pen.fetch()
    }
}

impl Pen {
    /// Waits for the pen; an error where what was in flight did not come to stand.
    fn fetch(&mut self) -> Result<&mut Database, Fault> {
        while self.here.is_none() && !self.is_lost {
            self.wait();
        }
        match (self.setback, self.here.as_mut()) {
            (None, Some(pen)) => Ok(pen),
            (Some(setback), _) => Err(Fault::Broken(format!("the group in front: {setback:?}"))),
            (None, None) => Err(Fault::Stopping),
        }
    }

    /// Waits until something comes in.
    fn wait(&mut self) {
        let is_away = self.here.is_none();
        let mut message = self.queue.recv_timeout(SLOW);
        if let Err(RecvTimeoutError::Timeout) = message {
            self.is_slow |= is_away;
            message = self.queue.recv().map_err(RecvTimeoutError::from);
        } else if is_away && matches!(message, Ok(Message::Back(_))) {
            self.is_slow = false;
        }
        match message {
            Ok(message) => self.take_in(message),
            Err(_) => (self.is_closed, self.is_lost) = (true, true),
        }
    }

    /// Takes in what has come, without waiting.
    fn look(&mut self) {
        while let Ok(message) = self.queue.try_recv() {
            self.take_in(message);
        }
    }

    fn take_in(&mut self, message: Message) {
        match message {
            Message::Job(job) => self.waiting.push(job),
            Message::Closed => self.is_closed = true,
            Message::Back(None) => self.is_lost = true,
            Message::Back(Some(Back { pen, setback })) => {
                self.here = Some(pen);
                self.setback = self.setback.or(setback);
            }
        }
    }

    /// Waits for jobs, and takes in what those who are just being answered ask next: a full group
    /// pays for its sync, a group of one does not wait for company. The jobs of one zone; none when
    /// there will be none.
    fn gather(&mut self) -> Vec<Box<dyn Job>> {
        while self.waiting.is_empty() && !self.is_closed {
            self.wait();
        }
        self.look();
        while self.waiting.len() < CHUNK && self.here.is_none() && !self.is_lost {
            self.wait();
        }
        let mut quiet = 0;
        while self.waiting.len() < GROUP && quiet < PATIENCE {
            let before = self.waiting.len();
            self.look();
            quiet = if self.waiting.len() == before { quiet + 1 } else { 0 };
            std::thread::yield_now();
        }
        let zone = self.waiting.first().map(|job| job.zone().to_owned()).unwrap_or_default();
        // With nothing in flight, half goes first, and the other half is decided meanwhile; where
        // a sync takes long, one for all is better.
        let is_halved = self.overlaps && self.here.is_some() && !self.is_slow;
        let is_halved = is_halved && self.waiting.len() >= CHUNK;
        let at_most = if is_halved { self.waiting.len() / 2 } else { GROUP };
        self.take(at_most.min(GROUP), |job| job.zone() == zone)
    }

    /// Waits for further commands of a zone, until the pen is here.
    fn more(&mut self, zone: &str, at_most: usize) -> Vec<Box<dyn Job>> {
        if self.here.is_some() || at_most == 0 {
            return Vec::new();
        }
        let fits = |job: &dyn Job| job.zone() == zone && job.names().is_some();
        self.look();
        while self.here.is_none() && !self.is_lost {
            if self.waiting.iter().filter(|job| fits(&***job)).count() >= CHUNK {
                break;
            }
            self.wait();
        }
        self.take(at_most, fits)
    }

    fn take(&mut self, at_most: usize, fits: impl Fn(&dyn Job) -> bool) -> Vec<Box<dyn Job>> {
        let mut room = at_most;
        let fitting = self.waiting.extract_if(.., |job| {
            let is_taken = room > 0 && fits(&**job);
            room -= usize::from(is_taken);
            is_taken
        });
        fitting.collect()
    }
}

/// The deciding thread: takes groups one after the other, along either way.
pub(crate) struct Deciding {
    shared: Arc<Shared>,
    zones: HashMap<String, ZoneState>,
    ahead: Ahead,
    answers: Answers,
    /// So many groups still go alone.
    wary: u32,
}

/// The committing thread: writes what is decided, commits, and has it answered.
pub(crate) struct Committing {
    shared: Arc<Shared>,
    decided: Receiver<Decided>,
    back: Sender<Message>,
    answers: Answers,
}

/// Both threads' work, around one pen; `back` is where `queue` is filled.
pub(crate) fn pair(
    shared: Arc<Shared>,
    pen: Database,
    (back, queue): (Sender<Message>, Receiver<Message>),
    answers: Answers,
) -> (Deciding, Committing) {
    let (committing, decided) = channel();
    let pen = Pen {
        here: Some(pen),
        committing,
        queue,
        waiting: Vec::new(),
        setback: None,
        is_slow: false,
        overlaps: matches!(shared.options.place, Place::Postgres { .. }),
        is_closed: false,
        is_lost: false,
    };
    let base = (String::new(), 0);
    let ahead = Ahead { shared: shared.clone(), pen, reading: None, base, is_open: false };
    let committing = Committing { shared: shared.clone(), decided, back, answers: answers.clone() };
    (Deciding { shared, zones: HashMap::new(), ahead, answers, wary: 0 }, committing)
}

impl Deciding {
    /// Takes jobs to their answers, until there will be none.
    pub fn run(mut self) {
        loop {
            let jobs = self.ahead.pen.gather();
            let Some(zone) = jobs.first().map(|job| job.zone().to_owned()) else { break };
            let jobs = match self.may_run_ahead(&zone, &jobs) {
                true => self.run_ahead(&zone, jobs),
                false => Some(jobs),
            };
            if let Some(jobs) = jobs {
                self.run_alone(&zone, jobs);
            }
        }
        // What is still in flight is answered before the writer ends.
        let _ = self.ahead.pen.fetch();
    }

    fn may_run_ahead(&mut self, zone: &str, jobs: &[Box<dyn Job>]) -> bool {
        // A file is written by this process: two threads of it would wait for each other, and one
        // is quicker (measured). A few commands and nothing in flight gain nothing by a thread.
        let is_busy = self.ahead.pen.here.is_none() || jobs.len() > FEW;
        let is_worth_it = self.ahead.pen.overlaps && is_busy;
        // A task may do anything.
        let are_commands = jobs.iter().all(|job| job.names().is_some());
        let is_current = self.zones.get(zone).is_some_and(|state| !state.is_stale);
        let is_calm = self.wary == 0 && self.ahead.pen.setback.is_none();
        is_worth_it && are_commands && is_current && is_calm
    }

    /// Decides on top of what is in flight and hands over; the jobs come back where that failed.
    fn run_ahead(&mut self, zone: &str, mut jobs: Vec<Box<dyn Job>>) -> Option<Vec<Box<dyn Job>>> {
        let outcome = catch_unwind(AssertUnwindSafe(|| self.decide(zone, &mut jobs)));
        let outcome = outcome.unwrap_or_else(|panic| Err(Fault::of_panic(&*panic)));
        let is_ready = outcome.is_ok() && self.ahead.pen.fetch().is_ok();
        let pen = self.ahead.pen.here.take_if(|_| is_ready);
        let (Ok((batches, has_written)), Some(pen)) = (outcome, pen) else {
            self.ahead.reading = None;
            self.zones.remove(zone);
            return Some(jobs);
        };
        let (base, is_open) = (self.ahead.base.clone(), std::mem::take(&mut self.ahead.is_open));
        let decided = Decided { pen, base, is_open, has_written, batches, jobs };
        // The committing thread lives as long as this one.
        self.ahead.pen.committing.send(decided).err().map(|unsent| unsent.0.jobs)
    }

    fn decide(
        &mut self,
        zone: &str,
        jobs: &mut Vec<Box<dyn Job>>,
    ) -> Result<(Vec<Batch<'static>>, bool), Fault> {
        let state = self.zones.get_mut(zone).expect("the zone is remembered");
        if state.is_too_much() {
            // Only what is committed may be forgotten.
            self.ahead.pen.fetch()?;
            state.trim();
        }
        self.ahead.base = (state.zone.clone(), state.edge.tree.size());
        let mut group = Group::new(state, Link::Ahead(&mut self.ahead), &self.shared);
        let mut from = 0;
        while from < jobs.len() {
            group.run(&mut jobs[from..])?;
            from = jobs.len();
            jobs.extend(group.link.more(zone, GROUP.saturating_sub(from)));
        }
        let batches = group.finish();
        let has_written = group.has_written() || !batches.is_empty();
        group.go_ahead();
        Ok((batches, has_written))
    }

    /// Waits for what is in flight, then runs the jobs on this thread alone.
    fn run_alone(&mut self, zone: &str, mut jobs: Vec<Box<dyn Job>>) {
        // Whatever failed was answered by the committing thread.
        let _ = self.ahead.pen.fetch();
        if let Some(setback) = self.ahead.pen.setback.take() {
            self.zones.clear();
            self.wary = if setback == Setback::Moved { WARY } else { self.wary };
        }
        let Some(pen) = self.ahead.pen.here.as_mut() else {
            return jobs.iter_mut().for_each(|job| job.answer(Some(Fault::Stopping)));
        };
        if std::mem::take(&mut self.ahead.is_open) {
            pen.roll_back();
        }
        let (shared, zones, answers) = (&*self.shared, &mut self.zones, &self.answers);
        let mut alone = Alone { shared, database: pen, zones, answers, has_moved: false };
        alone.serve(zone, jobs);
        self.wary = if alone.has_moved { WARY } else { self.wary.saturating_sub(1) };
    }
}

impl Committing {
    /// Commits one group after the other, until the deciding thread is gone.
    pub fn run(&self) {
        while let Ok(Decided { mut pen, base, is_open, has_written, batches, jobs }) =
            self.decided.recv()
        {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let stands = is_open || take_up(&self.shared, &mut pen, &base)?;
                if stands {
                    conclude(&self.shared, &mut pen, &batches)?;
                }
                Ok(stands)
            }));
            let outcome = outcome.unwrap_or_else(|panic| Err(Fault::of_panic(&*panic)));
            let setback = match &outcome {
                Ok(true) => {
                    if has_written {
                        self.shared.well();
                    }
                    // The pen first: the next group may be waiting for it.
                    let _ = self.back.send(Message::Back(Some(Back { pen, setback: None })));
                    self.answers.give(jobs);
                    continue;
                }
                Ok(false) => Setback::Moved,
                Err(_) => Setback::Failed,
            };
            let fault = outcome.err();
            give_up(&self.shared, &mut pen, fault.as_ref());
            let (shared, zones, answers) = (&*self.shared, &mut HashMap::new(), &self.answers);
            let mut alone = Alone { shared, database: &mut pen, zones, answers, has_moved: false };
            match fault {
                Some(fault) => alone.again(&base.0, jobs, fault),
                None => alone.serve(&base.0, jobs),
            }
            let _ = self.back.send(Message::Back(Some(Back { pen, setback: Some(setback) })));
        }
    }
}

impl Drop for Committing {
    fn drop(&mut self) {
        // Nobody shall wait for a pen that does not come back.
        let _ = self.back.send(Message::Back(None));
    }
}

/// Opens the transaction and locks the head; whether it stands where the group took it up.
fn take_up(shared: &Shared, pen: &mut Database, base: &(String, u64)) -> Result<bool, Fault> {
    if let Some(stopped) = shared.stopped() {
        return Err(stopped);
    }
    let head = pen.lock_head(&base.0)?;
    let stands = head.and_then(|head| head.int(0)) == i64::try_from(base.1).ok();
    shared.step(Step::Locked)?;
    Ok(stands)
}

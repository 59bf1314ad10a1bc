//! The writer (写入线程): takes whatever is queued, runs it as one group, commits, answers.
//!
//! Commands of one zone run one at a time and share a commit, so nothing races and the cost of
//! syncing is divided by the load. Nobody is answered before the commit. Two ways lead there: one
//! thread alone (`serial`), and one that decides while another commits (`pipeline`).

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::thread::{JoinHandle, Scope};
use std::time::Duration;

use uuid::Uuid;

use crate::answer::Answer;
use crate::capability::{Capability, Envelope};
use crate::database::Database;
use crate::fault::Fault;
use crate::group::Group;
use crate::options::Place;
use crate::pipeline::{Message, pair};
use crate::reply::{Reply, reply};
use crate::shared::Shared;

/// So few need no other thread, neither to be committed nor to be answered: handing them over would
/// take longer.
pub(crate) const FEW: usize = 2;

/// How often it is looked whether the write-ahead log is worth taking into the file.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(100);

/// So many commits make it worth it.
const CHECKPOINT_AFTER: u64 = 64;

/// A point of a command's journey at which a test may stop the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names are the steps of the journey
pub enum Step {
    Locked,
    Repeated,
    Replayed,
    Gathered,
    Decided,
    Appended,
    Projected,
    BeforeCommit,
    Committed,
}

/// Asked at each step; true stops the engine there, as a crash would.
pub type Interrupt = Arc<dyn Fn(Step) -> bool + Send + Sync>;

/// What the writer is asked to do.
pub(crate) trait Job: Send {
    fn zone(&self) -> &str;
    /// The command's key and subject, to look up together with those of its neighbours.
    fn names(&self) -> Option<(Uuid, &str)>;
    /// Does the work, keeping the answer; may be called again after a rollback.
    fn run(&mut self, group: &mut Group) -> Result<(), Fault>;
    /// Hands the answer over: after the commit, or with the fault that prevented it.
    fn answer(&mut self, fault: Option<Fault>);
}

/// A command with the place where its answer is awaited.
pub(crate) struct CommandJob<C: Capability> {
    pub envelope: Envelope<C::Command>,
    pub fingerprint: kernel::merkle::Hash,
    pub kept: Option<Answer>,
    pub reply: Reply<Answer>,
}

impl<C: Capability> Job for CommandJob<C> {
    fn zone(&self) -> &str {
        &self.envelope.zone
    }

    fn names(&self) -> Option<(Uuid, &str)> {
        Some((self.envelope.id, &self.envelope.subject))
    }

    fn run(&mut self, group: &mut Group) -> Result<(), Fault> {
        self.kept = Some(group.execute::<C>(&self.envelope, self.fingerprint)?);
        Ok(())
    }

    fn answer(&mut self, fault: Option<Fault>) {
        let answer = match (fault, self.kept.take()) {
            (Some(fault), _) => Answer::Fault(fault),
            (None, Some(answer)) => answer,
            (None, None) => Answer::Fault(Fault::Broken("a command was never run".into())),
        };
        self.reply.give(answer);
    }
}

/// What a task does, as often as it is run.
type Work<T> = Box<dyn FnMut(&mut Group) -> Result<T, Fault> + Send>;

/// Work on a zone's open transaction that is no command.
pub(crate) struct Task<T> {
    zone: String,
    work: Work<T>,
    kept: Option<T>,
    reply: Reply<Result<T, Fault>>,
}

impl<T: Send> Job for Task<T> {
    fn zone(&self) -> &str {
        &self.zone
    }

    fn names(&self) -> Option<(Uuid, &str)> {
        None
    }

    fn run(&mut self, group: &mut Group) -> Result<(), Fault> {
        self.kept = Some((self.work)(group)?);
        Ok(())
    }

    fn answer(&mut self, fault: Option<Fault>) {
        let answer = match (fault, self.kept.take()) {
            (Some(fault), _) => Err(fault),
            (None, Some(done)) => Ok(done),
            (None, None) => Err(Fault::Broken("a task was never run".into())),
        };
        self.reply.give(answer);
    }
}

/// To the thread that waits for the disk and wakes whoever waits for that.
#[derive(Clone)]
pub(crate) struct Answers {
    shared: Arc<Shared>,
    thread: Sender<Vec<Box<dyn Job>>>,
}

impl Answers {
    /// Answers jobs whose commit is done, once it is on the disk.
    pub fn give(&self, jobs: Vec<Box<dyn Job>>) {
        if jobs.len() <= FEW {
            return answer(&self.shared, jobs);
        }
        // The disk and waking many take longer than running them: another thread does it meanwhile.
        if let Err(unsent) = self.thread.send(jobs) {
            answer(&self.shared, unsent.0);
        }
    }
}

/// A door to a running writer; dropping it lets the queue run dry and waits for the end.
pub(crate) struct Writer {
    queue: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts a writer with a connection of its own.
    pub fn start(shared: Arc<Shared>) -> Result<Writer, Fault> {
        let (sends, queue) = channel();
        let back = sends.clone();
        let (opened, is_open) = sync_channel(1);
        let run = move || match shared.connect_committing() {
            Ok(database) => {
                let _ = opened.send(Ok(()));
                let (thread, committed) = channel();
                let answers = Answers { shared: shared.clone(), thread };
                let (deciding, committing) = pair(shared.clone(), database, (back, queue), answers);
                let own = &*shared;
                std::thread::scope(|threads| {
                    named(threads, "answering", move || hand_over(own, &committed));
                    named(threads, "committing", move || committing.run());
                    let (end, ended) = channel::<()>();
                    if let Place::Folder(_) = shared.options.place {
                        named(threads, "checkpointing", move || checkpoint(own, &ended));
                    }
                    deciding.run();
                    drop(end);
                });
            }
            Err(fault) => {
                let _ = opened.send(Err(fault));
            }
        };
        let thread = std::thread::Builder::new().name("writer".into()).spawn(run);
        let thread = thread.map_err(|error| Fault::Broken(error.to_string()))?;
        is_open.recv().map_err(|_| Fault::Stopping)??;
        Ok(Writer { queue: sends, thread: Some(thread) })
    }

    /// Queues a job.
    pub fn send(&self, job: Box<dyn Job>) -> Result<(), Fault> {
        self.queue.send(Message::Job(job)).map_err(|_| Fault::Stopping)
    }

    /// Runs `work` in a transaction of the zone and waits for its commit.
    pub fn task<T: Send + 'static>(
        &self,
        zone: &str,
        work: impl FnMut(&mut Group) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (reply, answer) = reply();
        let task = Task { zone: zone.into(), work: Box::new(work), kept: None, reply };
        self.send(Box::new(task))?;
        answer.wait().unwrap_or(Err(Fault::Stopping))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A writer that is gone needs no word.
        let _ = self.queue.send(Message::Closed);
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has answered its jobs with a fault already.
            let _ = thread.join();
        }
    }
}

/// Takes the write-ahead log into the file again and again, so that no commit has to.
fn checkpoint(shared: &Shared, ended: &Receiver<()>) {
    let Ok(mut database) = shared.connect_writing() else { return };
    let mut seen = shared.state().commits;
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(CHECKPOINT_EVERY) {
        let commits = shared.state().commits;
        if commits - seen < CHECKPOINT_AFTER {
            continue;
        }
        seen = commits;
        // What the disk says here it would say at the next commit.
        if let Database::Sqlite(file) = &mut database
            && let Err(fault) = file.checkpoint()
        {
            tracing::error!(%fault, "the write-ahead log was not taken into the file");
            shared.note(&fault);
        }
    }
}

/// Answers jobs whose commit is done, all that wait at a time.
fn hand_over(shared: &Shared, committed: &Receiver<Vec<Box<dyn Job>>>) {
    while let Ok(mut jobs) = committed.recv() {
        jobs.extend(committed.try_iter().flatten());
        answer(shared, jobs);
    }
}

fn answer(shared: &Shared, mut jobs: Vec<Box<dyn Job>>) {
    let fault = shared.synced().err();
    jobs.iter_mut().for_each(|job| job.answer(fault.clone()));
}

/// A thread that ends with the writer's.
fn named<'scope>(
    threads: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() + Send + 'scope,
) {
    let spawned = std::thread::Builder::new().name(name.into()).spawn_scoped(threads, work);
    spawned.expect("the system gives a thread");
}

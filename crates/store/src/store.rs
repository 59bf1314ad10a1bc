//! The store (存储): the one door through which commands go in and pages read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::answer::Answer;
use crate::capability::{Capability, Envelope};
use crate::database::Database;
use crate::door::{admit, name_unfit};
use crate::fault::Fault;
use crate::folder::Folder;
use crate::ledger;
use crate::options::Place;
use crate::reply::{Awaited, reply};
use crate::shared::Shared;
use crate::together;
use crate::writer::{CommandJob, Writer};

/// The version of the tables that are not views.
pub const SCHEMA: i64 = 2;

/// The store; clones share one engine. When the last is dropped, the writers have stopped and the
/// folder is free.
#[derive(Clone)]
pub struct Store {
    pub(crate) shared: Arc<Shared>,
    pub(crate) writers: Arc<Mutex<HashMap<String, Arc<Writer>>>>,
    pub(crate) readers: Arc<Mutex<Vec<Database>>>,
}

/// A command on its way (排队的指令); the thread that queued it waits for its answer.
pub struct Queued<'a> {
    shared: &'a Shared,
    answer: Result<Awaited<Answer>, Box<Answer>>,
}

impl Queued<'_> {
    /// Its answer: recorded and committed, refused, or broken.
    pub fn wait(self) -> Answer {
        let answer = match self.answer {
            Ok(awaited) => awaited.wait().unwrap_or(Answer::Fault(Fault::Stopping)),
            Err(answer) => return *answer,
        };
        if !matches!(answer, Answer::Fault(_)) {
            together::settled();
        }
        if let Answer::Recorded(recorded) = &answer {
            self.shared.went_on(recorded);
        }
        answer
    }
}

impl Store {
    /// Takes a command to its answer: recorded and committed, refused, or broken.
    pub fn execute<C: Capability>(&self, envelope: Envelope<C::Command>) -> Answer {
        self.queue::<C>(envelope).wait()
    }

    /// Queues a command, whose answer is awaited later: others may be queued meanwhile and share
    /// its commit. Commands of a zone run in the order in which they are queued.
    pub fn queue<C: Capability>(&self, envelope: Envelope<C::Command>) -> Queued<'_> {
        let answer = self.sent::<C>(envelope).map_err(Box::new);
        Queued { shared: &self.shared, answer }
    }

    fn sent<C: Capability>(
        &self,
        envelope: Envelope<C::Command>,
    ) -> Result<Awaited<Answer>, Answer> {
        if let Some(fault) = self.shared.may_not::<C>() {
            return Err(Answer::Fault(fault));
        }
        let fingerprint = admit::<C>(&envelope)?;
        let (reply, answer) = reply();
        let zone = envelope.zone.clone();
        let job = CommandJob::<C> { envelope, fingerprint, kept: None, reply };
        let sent = self.writer(&zone).and_then(|writer| writer.send(Box::new(job)));
        sent.map(|()| answer).map_err(Answer::Fault)
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

    /// Signs the head as it is, where it is not signed yet.
    pub fn sign(&self, zone: &str, at: Timestamp) -> Result<(), Fault> {
        self.writer(zone)?.task(zone, move |group| {
            let last = group.state.edge.last_at.unwrap_or(at);
            group.sign(at.max(last))
        })
    }

    /// How often the zone's writer, since it started, asked for more than rows by their keys. Each
    /// such question waits for all that is written before it: an ordinary command asks none.
    pub fn questions(&self, zone: &str) -> Result<u64, Fault> {
        self.writer(zone)?.task(zone, |group| Ok(group.state.rows.questions()))
    }

    /// Writes a row that means nothing: after a full disk, this finds out whether there is room.
    pub fn probe(&self, zone: &str) -> Result<(), Fault> {
        self.writer(zone)?.task(zone, |group| {
            group.views().0.put(&ledger::CURSOR, vec!["probe".into(), 0i64.into()]);
            Ok(())
        })
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

    /// Lets the queues run dry and stops the writers, for good.
    pub fn stop(&self) {
        let writers = self.writers.lock().map(|mut writers| {
            self.shared.state().is_over = true;
            std::mem::take(&mut *writers)
        });
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
        // The log of a writer that comes after all others have gone is another file.
        if self.shared.state().is_over {
            return Err(Fault::Stopping);
        }
        let writer = Arc::new(Writer::start(self.shared.clone())?);
        writers.insert(name.into(), writer.clone());
        Ok(writer)
    }
}

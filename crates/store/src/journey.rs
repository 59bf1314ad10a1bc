//! A command's journey (指令办理): seen before? replay, gather, decide, append, project.
//!
//! Gather and decide only read, so a refusal has written nothing and needs no savepoint.

use std::any::Any;

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::merkle::{Hash, leaf_hash};
use kernel::{refusal::Refused, right::Rights};
use serde_json::value::RawValue;

use crate::answer::{Answer, Recorded, clock_behind, key_reused, subject_full};
use crate::capability::{Capability, Context, Envelope};
use crate::fault::Fault;
use crate::group::{Group, Known};
use crate::value::{RowExt, Value};
use crate::writer::Step;
use crate::zone::{self, Zone, forget_where_told};
use crate::{ledger, posts};

/// Past this many entries a subject takes no command: it should have been split.
const ENTRIES_OF_ONE_SUBJECT: u64 = 10_000;
/// Callers read the clock before they queue, so times may cross by this much.
const TIMES_MAY_CROSS_MS: i64 = 5_000;

impl Group<'_> {
    /// Takes one command to its answer.
    pub fn execute<C: Capability>(
        &mut self,
        envelope: &Envelope<C::Command>,
        fingerprint: Hash,
    ) -> Result<Answer, Fault> {
        let known = self.commands.get(&envelope.id);
        if let Some(known) = known.or_else(|| self.state.in_flight.get(&envelope.id)) {
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
        let mut views = self.views().0.of(&envelope.subject);
        let facts = C::gather(&mut views, subject, &envelope.command)?;
        self.step(Step::Gathered)?;
        let calendar = self.state.calendar.clone();
        let context = Context {
            zone: &envelope.zone,
            subject: &envelope.subject,
            actor: &envelope.actor,
            rights: posts::rights_among(&self.state.posts, &envelope.actor),
            at,
            today: kernel::local_time::day_of(at),
            calendar: &calendar,
        };
        let principal = envelope.actor.principal();
        let context = match &principal {
            None => context,
            Some(principal) => {
                let (views, command) = (&mut self.views().0, &envelope.command);
                if let Err(refused) = C::entrusted(views, subject, command, &context)? {
                    return Ok(Answer::Refused(refused));
                }
                Context { actor: principal, rights: Rights::default(), ..context }
            }
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
            asserted_by: asserted_by(envelope.asserted_by.as_ref(), &envelope.actor),
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
        let published = match entry.kind {
            "zone.posts_published" => Some(posts::in_force(&mut views)?),
            _ => None,
        };
        if let Some(forgotten) = forget_where_told(&mut views, vault, entry)? {
            // Noted for ever, so under the lock: the entry's number is sure.
            self.link.held()?;
            self.shared.folder.note_forgotten(&forgotten)?;
        }
        if let Some(published) = published {
            self.state.posts = published;
        }
        self.moved(&before, after)
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
        let rows = self.link.held()?.query(sql, &range)?;
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

/// An assistant's word is the word of whoever gave the mandate.
fn asserted_by(told: Option<&Actor>, actor: &Actor) -> Actor {
    told.cloned().or_else(|| actor.principal()).unwrap_or_else(|| actor.clone())
}

/// An officer vouches for what the officer does; nobody else vouches by acting.
fn attested_by(actor: &Actor) -> Option<Actor> {
    matches!(actor, Actor::Officer { .. }).then(|| actor.clone())
}

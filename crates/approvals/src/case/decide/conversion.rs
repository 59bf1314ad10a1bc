//! A formal case out of a simulated one (模拟审批转正式): opened by the ledger, decided by an officer.

use catalogue::form::Answers;
use kernel::actor::Actor;

use super::{Asked, Event, Refusal, State};
use crate::case::Acceptance;
use crate::case::conversion::{Act, Brought, Fact, Opinion};

/// What a case is opened with that nobody hands in (带入内容).
pub(super) struct Received {
    pub matter: String,
    pub project: String,
    pub applicant: String,
    pub handed_in: Vec<String>,
    pub answers: Answers,
}

impl Asked<'_> {
    pub(super) fn convert(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        let Act::Open(brought) = act;
        let mut events = self.received_of_itself(Received {
            matter: brought.matter.clone(),
            project: brought.project.clone(),
            applicant: brought.applicant.clone(),
            handed_in: brought.handed_in.clone(),
            answers: brought.answers.clone(),
        })?;
        let (on, definition) = (self.now.today, self.definition()?);
        let is_unchanged = brought.is_unchanged(&definition.hash);
        let promised = definition.matter.promised_limit();
        events.push(Event::Conversion(Fact::CarriedOver {
            on,
            simulation: brought.simulation.clone(),
            arrived: brought.arrived.clone(),
            stood_in: brought.stood_in.clone(),
            changed: brought.changed.clone(),
            reopens: numbered(&brought)
                .filter_map(|(at, one)| {
                    let stands = one.standing(&brought.changed).is_some();
                    (!stands).then_some(at)
                })
                .collect(),
        }));
        events.push(Event::CaseAccepted {
            on,
            because: Acceptance::Converted,
            statutory: definition.matter.statutory_limit(),
            promised: if is_unchanged { brought.limit } else { promised },
        });
        events.extend(numbered(&brought).flat_map(|one| self.asked_or_standing(one, &brought)));
        Ok(events)
    }

    /// Opened by the ledger with what was handed in before, and the form.
    pub(super) fn received_of_itself(&self, brought: Received) -> Result<Vec<Event>, Refusal> {
        let Received { matter, project, applicant, mut handed_in, answers } = brought;
        if self.case.state != State::Unknown {
            return Err(Refusal::AlreadySubmitted);
        }
        let definition = self.definition()?;
        let known = self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        if *self.now.actor != Actor::Reaction {
            return Err(Refusal::NotReaction);
        }
        if known.is_closed {
            return Err(Refusal::ProjectClosed);
        }
        let on = self.now.today;
        handed_in.retain(|id| definition.matter.material(id).is_some());
        let mut events = vec![Event::CaseOpened {
            on,
            number: self.next_number(),
            matter,
            definition: definition.hash.clone(),
            project,
            applicant,
            handed_in,
            package: String::new(),
        }];
        if !answers.is_empty() {
            events.push(Event::CaseFormFilled { on, answers });
        }
        Ok(events)
    }

    /// Each question in its place; an opinion that stands beside it.
    fn asked_or_standing(&self, (question, one): (u32, &Opinion), brought: &Brought) -> Vec<Event> {
        let on = self.now.today;
        let asked = Event::OpinionAsked {
            on,
            question,
            office: one.office.clone(),
            words: one.asked.clone(),
            limit: one.limit,
            relies_on: one.relies_on.clone(),
        };
        let stands = one.standing(&brought.changed).map(|said| {
            Event::Conversion(Fact::OpinionStands {
                on,
                question,
                given_on: said.on,
                stance: said.stance,
                words: said.words.clone(),
                rests_on: one.rests_on.clone(),
            })
        });
        std::iter::once(asked).chain(stands).collect()
    }
}

/// The questions in their places, counted from one.
fn numbered(brought: &Brought) -> impl Iterator<Item = (u32, &Opinion)> {
    (1..).zip(&brought.opinions)
}

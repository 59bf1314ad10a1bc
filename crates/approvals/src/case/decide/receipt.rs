//! Receiving (收件): application, package, correction, withdrawal.

use catalogue::form::{Answers, Form, Unfit};
use catalogue::{Mode, Uncorrected};
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::text;
use kernel::time_limit::Limit;

use super::{Asked, Command, Event, Refusal, State};

impl Asked<'_> {
    /// An application that comes by itself may call for the decision of a rule.
    pub(super) fn submit(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let mut events = self.received(command)?;
        events.extend(self.called()?);
        Ok(events)
    }

    pub(super) fn received(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let Command::Submit { matter, project, applicant, handed_in, answers, agent, phone } =
            command
        else {
            unreachable!("the caller matched the command")
        };
        if self.case.state != State::Unknown {
            return Err(Refusal::AlreadySubmitted);
        }
        // What was received while the matter was in force goes on by the definition of then.
        let definition = self.definition()?;
        if !definition.matter.is_in_force(self.now.today) {
            return Err(Refusal::MatterUnknown);
        }
        let owner = self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        let is_own = owner.credit_code == applicant;
        let is_clerk = matches!(self.now.actor, Actor::Officer { .. });
        if !is_own || !(is_clerk || self.now.actor.is_enterprise(&applicant)) {
            return Err(Refusal::NotApplicant);
        }
        if is_clerk {
            self.has_a_right(&super::AT_THE_DESK)?;
        }
        self.is_received_here()?;
        if owner.is_closed {
            return Err(Refusal::ProjectClosed);
        }
        self.are_asked_for(&handed_in)?;
        self.are_fit(&answers)?;
        let on = self.now.today;
        let submitted = Event::CaseSubmitted {
            on,
            number: self.next_number(),
            matter,
            definition: definition.hash.clone(),
            project,
            applicant,
            handed_in,
            agent,
            phone,
        };
        let filled = (!answers.is_empty()).then_some(Event::CaseFormFilled { on, answers });
        Ok(std::iter::once(submitted).chain(filled).collect())
    }

    /// A case of a package calls for the decision of its rule as one that comes by itself does.
    pub(super) fn open(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let Command::Open { matter, project, applicant, handed_in, package, received_on } = command
        else {
            unreachable!("the caller matched the command")
        };
        if self.case.state != State::Unknown {
            return Err(Refusal::AlreadySubmitted);
        }
        let definition = self.definition()?;
        self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        if *self.now.actor != Actor::Reaction {
            return Err(Refusal::NotReaction);
        }
        self.is_received_here()?;
        // One set of materials serves all: each case takes those that its matter asks for.
        let is_own = |id: &String| definition.matter.material(id).is_some();
        let opened = Event::CaseOpened {
            on: received_on,
            number: self.next_number(),
            matter,
            definition: definition.hash.clone(),
            project,
            applicant,
            handed_in: handed_in.into_iter().filter(is_own).collect(),
            package,
        };
        Ok(std::iter::once(opened).chain(self.called()?).collect())
    }

    pub(super) fn correct(&self, handed_in: Vec<String>) -> Result<Vec<Event>, Refusal> {
        self.is_brought_by_them()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        if handed_in.is_empty() {
            return Err(Refusal::NothingMissing);
        }
        self.are_asked_for(&handed_in)?;
        self.is_free(&handed_in)?;
        // While it is examined, what is here already is replaced, not supplemented.
        let (again, new): (Vec<String>, Vec<String>) =
            handed_in.into_iter().partition(|id| self.case.is_relied_on(id));
        let came = new.iter().filter_map(|id| self.came_after(id)).collect::<Vec<_>>();
        let corrected = (!new.is_empty())
            .then_some(Event::CaseCorrected { on: self.now.today, handed_in: new });
        let reviewed = self.review_goes_on(&again);
        let replaced = again.into_iter().map(|id| self.replaced(id, "补充提交".to_owned()));
        let events = corrected.into_iter().chain(replaced).chain(came);
        Ok(events.chain(reviewed).chain(self.what_was_asked_for_came()).collect())
    }

    pub(super) fn withdraw(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_the_applicant()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        Ok(vec![Event::CaseWithdrawn { on: self.now.today, reason }])
    }

    pub(super) fn deem_withdrawn(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        let due = self.case.correct_by.filter(|_| self.case.state == State::Correcting);
        let due = due.filter(|(_, then)| *then == Uncorrected::Withdrawn);
        let (last, _) = due.ok_or(Refusal::LimitNotPassed)?;
        // A last day that is a day off ends on the next working day, once that is announced.
        let last = Limit::natural(0).ends(last, self.now.calendar);
        if last.provisional || self.now.today <= last.date {
            return Err(Refusal::LimitNotPassed);
        }
        Ok(vec![Event::DeemedWithdrawn { on: self.now.today }])
    }

    /// The applicant's own, or brought to the hall or to the office's desk, which enters it on the
    /// applicant's word.
    fn is_brought_by_them(&self) -> Result<(), Refusal> {
        match self.now.actor {
            Actor::Officer { .. } if self.has_a_right(&[Right::Receive]).is_ok() => Ok(()),
            Actor::Officer { .. } => self.is_competent(&super::AT_THE_DESK),
            _ => self.is_the_applicant(),
        }
    }

    /// Of a matter that is only mirrored, nothing is received here.
    fn is_received_here(&self) -> Result<(), Refusal> {
        match self.definition()?.matter.mode {
            Mode::Own | Mode::HandOver => Ok(()),
            Mode::Mirror => {
                Err(Refusal::NotThisMode { mode: text("归集", "kept as another authority's") })
            }
        }
    }

    /// Is every question of the form answered that must be, and each answer of its kind?
    fn are_fit(&self, answers: &Answers) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        // Most forms owe nothing: then none is laid out.
        if answers.is_empty() && !matter.fields.iter().any(|field| field.required) {
            return Ok(());
        }
        match Form::of([matter]).unfit(answers, self.now.today) {
            None => Ok(()),
            Some(Unfit::Missing(field)) => Err(Refusal::AnswerMissing { field }),
            Some(Unfit::Wrong(flaw, remedy)) => Err(Refusal::AnswerUnfit { flaw, remedy }),
        }
    }

    pub(super) fn next_number(&self) -> String {
        let today = self.now.today;
        format!("{}-{:06}", today.year(), self.facts.numbers.next(today))
    }
}

//! A case that opens on the contract for a plot with its scheme (拿地即开工): opened by the ledger,
//! decided by an officer; the scheme changes by a declaration about the plot alone.

use kernel::actor::Actor;

use super::conversion::Received;
use super::{Asked, Event, Refusal, State};
use crate::case::Acceptance;
use crate::case::on_plot::{Act, Fact};
use crate::plot::Carried;

impl Asked<'_> {
    pub(super) fn on_plot(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        let on = self.now.today;
        match act {
            Act::Open(brought) => self.open_on_contract(*brought),
            Act::Hold { version } => {
                self.goes_on_a_plot()?;
                Ok(vec![Event::OnPlot(Fact::SchemeHeld { on, version })])
            }
            Act::Release { version } => {
                self.goes_on_a_plot()?;
                Ok(vec![Event::OnPlot(Fact::SchemeKept { on, version })])
            }
            Act::Take { version, changed, answers } => {
                self.goes_on_a_plot()?;
                let reason = format!("规划方案变更（第{version}版）");
                let replaced = changed.into_iter().map(|id| self.replaced(id, reason.clone()));
                let form = Event::CaseFormFilled { on, answers };
                let taken = Event::OnPlot(Fact::SchemeTaken { on, version });
                Ok(replaced.chain([form, taken]).collect())
            }
            Act::End { contract, reasons } => self.end_with_the_contract(contract, reasons),
        }
    }

    fn open_on_contract(&self, brought: Carried) -> Result<Vec<Event>, Refusal> {
        let Carried { plot, plot_number, contract, review, version, .. } = brought;
        let mut events = self.received_of_itself(Received {
            matter: brought.matter,
            project: brought.project,
            applicant: brought.applicant,
            handed_in: brought.handed_in,
            answers: brought.answers,
        })?;
        self.has_a_filed_project()?;
        let on = self.now.today;
        let ground = Fact::OpenedOnContract {
            on,
            plot,
            plot_number,
            contract,
            review,
            version,
            scheme: brought.scheme,
            met: brought.met,
            held: brought.held,
        };
        events.push(Event::OnPlot(ground));
        events.push(Event::CaseAccepted {
            on,
            because: Acceptance::OnContract,
            statutory: self.definition()?.matter.statutory_limit(),
            promised: brought.limit,
        });
        Ok(events)
    }

    fn end_with_the_contract(
        &self,
        contract: String,
        reasons: String,
    ) -> Result<Vec<Event>, Refusal> {
        // What came out of a simulated case rests on the land, too, though on no contract by name.
        let is_carried_over = self.case.origin.simulation.is_some();
        if self.case.ground.contract != contract && !is_carried_over {
            return Err(Refusal::CaseUnknown);
        }
        if *self.now.actor != Actor::Reaction {
            return Err(Refusal::NotReaction);
        }
        let document = match self.case.state {
            State::Accepted => String::new(),
            State::Granted | State::Delivered | State::Concluded if !self.is_a_denial() => {
                self.case.commitment.document.clone()
            }
            _ => return Err(Refusal::AlreadyConcluded),
        };
        let (on, project) = (self.now.today, self.case.project.clone());
        Ok(vec![Event::OnPlot(Fact::ContractGone { on, contract, reasons, document, project })])
    }

    fn is_a_denial(&self) -> bool {
        self.case.commitment.document.is_empty()
    }

    fn goes_on_a_plot(&self) -> Result<(), Refusal> {
        if self.case.ground.plot.is_none() {
            return Err(Refusal::CaseUnknown);
        }
        if *self.now.actor != Actor::Reaction {
            return Err(Refusal::NotReaction);
        }
        self.is_still_open()
    }

    /// The scheme's papers change by a declaration about the plot, not in a case.
    pub(super) fn is_free(&self, materials: &[String]) -> Result<(), Refusal> {
        let ground = &self.case.ground;
        if materials.iter().any(|id| ground.scheme.contains(id)) {
            return Err(Refusal::SchemeBinds);
        }
        Ok(())
    }
}

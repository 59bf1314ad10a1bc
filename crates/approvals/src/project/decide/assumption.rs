//! What is assumed before the land is obtained (假设条件): assumed, arrived, or lost.

use kernel::actor::Actor;
use kernel::text::text;

use super::{Asked, Event, Refusal, is_a_line};
use crate::project::assumption::{Act, Fact, Key, Values};

impl Asked<'_> {
    pub(super) fn assumption(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        match act {
            Act::Assume { values, source } => {
                self.is_own_or_keeper()?;
                self.are_facts(&values, &source)?;
                Ok(told(Fact::Assumed { on: self.now.today, values, source }))
            }
            Act::Establish { values, source } => {
                if *self.now.actor != Actor::Reaction {
                    self.is_keeper()?;
                }
                self.are_facts(&values, &source)?;
                self.has_its_winner(&values)?;
                Ok(told(Fact::Established { on: self.now.today, values, source }))
            }
            Act::LoseLand { reason } => {
                self.is_keeper()?;
                self.is_open()?;
                let known = &self.project.assumptions;
                let is_to_lose = known.is_land_fixed() || self.is_anothers();
                if known.lost_on.is_some() || !is_to_lose {
                    return Err(Refusal::LandSettled);
                }
                is_a_line(
                    &reason,
                    text("未取得土地的原因", "reason why the land was not obtained"),
                )?;
                Ok(told(Fact::LandLost { on: self.now.today, reason }))
            }
        }
    }

    /// Did another company obtain the land? Without consent to it the reviews are of no use.
    fn is_anothers(&self) -> bool {
        let told = Values::new();
        let owner = self.project.assumptions.arrives(&told, Key::CreditCode);
        owner.is_some_and(|owner| Key::CreditCode.spelled(owner) != self.project.credit_code)
    }

    /// Facts of a project whose land is not lost, none of which has arrived before.
    fn are_facts(&self, values: &Values, source: &str) -> Result<(), Refusal> {
        self.is_open()?;
        let known = &self.project.assumptions;
        if known.lost_on.is_some() {
            return Err(Refusal::LandSettled);
        }
        let arrived = |key| known.all.get(key).is_some_and(|one| one.established.is_some());
        if let Some(key) = values.keys().find(|key| arrived(*key)) {
            return Err(Refusal::AssumptionSettled { of: key.text() });
        }
        let unfit = values.iter().find(|(key, value)| !key.is_fit(value));
        if let Some((key, _)) = unfit {
            return Err(Refusal::FieldUnfit { field: key.text() });
        }
        let nothing = text("假设条件", "fact");
        values.keys().next().ok_or(Refusal::FieldUnfit { field: nothing })?;
        values.iter().try_for_each(|(key, value)| is_a_line(value, key.text()))?;
        is_a_line(source, text("来源", "source"))
    }

    /// A plot arrives with who obtained it, in the same act or before, as the ledger knows it.
    fn has_its_winner(&self, values: &Values) -> Result<(), Refusal> {
        let known = &self.project.assumptions;
        if known.arrives(values, Key::PlotNumber).is_none() {
            return Ok(());
        }
        let winner = known.arrives(values, Key::CreditCode).ok_or(Refusal::WinnerUnnamed)?;
        match &self.facts.sold_to {
            Some(sold_to) if *sold_to != Key::CreditCode.spelled(winner) => {
                Err(Refusal::OtherWinner { winner: sold_to.clone() })
            }
            _ => Ok(()),
        }
    }
}

fn told(fact: Fact) -> Vec<Event> {
    vec![Event::Assumption(fact)]
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Facts;
    use super::super::tests::{OWN, answer, day, registered};
    use super::*;
    use crate::project::Command;

    fn plot() -> Values {
        Values::from([(Key::PlotNumber, "2026-12".to_owned())])
    }

    pub(in crate::project::decide) fn lose() -> Command {
        Command::Assumption(Act::LoseLand { reason: "未竞得".into() })
    }

    pub(in crate::project::decide) fn assume() -> Command {
        Command::Assumption(Act::Assume { values: plot(), source: "出让公告".into() })
    }

    pub(in crate::project::decide) fn arrives(winner: Option<&str>) -> Command {
        let winner = winner.map(|code| (Key::CreditCode, code.to_owned()));
        let values = plot().into_iter().chain(winner).collect();
        Command::Assumption(Act::Establish { values, source: "出让合同".into() })
    }

    pub(in crate::project::decide) fn arrived() -> Event {
        let (on, source) = (day("2026-03-09"), "出让合同".into());
        Event::Assumption(Fact::Established { on, values: plot(), source })
    }

    #[test]
    fn a_plot_arrives_with_who_obtained_it_and_as_the_ledger_knows_it() {
        const OTHER: &str = "91440112MA59T0037U";
        let named = |code: &str| {
            let values = Values::from([(Key::CreditCode, code.to_owned())]);
            Event::Assumption(Fact::Established {
                on: day("2026-03-06"),
                values,
                source: "营业执照".into(),
            })
        };
        let keeper = Actor::officer("development", "desk");
        let sold = |to: Option<&str>| Facts { sold_to: to.map(str::to_owned), ..Facts::default() };
        for (given, winner, sold_to, wanted) in [
            (vec![], None, None, "approvals.winner_unnamed"),
            (vec![], Some("甲公司"), None, "approvals.field_unfit"),
            (vec![], Some(OWN), None, "facts_established"),
            (vec![named(OWN)], None, None, "facts_established"),
            (vec![named(OWN)], None, Some(OTHER), "approvals.other_winner"),
            (vec![], Some(OWN), Some(OTHER), "approvals.other_winner"),
            (vec![], Some("91440112ma59t0037u"), Some(OTHER), "facts_established"),
        ] {
            let all = [vec![registered()], given].concat();
            let found = answer(&all, &keeper, arrives(winner), &sold(sold_to));
            assert!(found.ends_with(wanted), "{winner:?}, sold to {sold_to:?}: {found}");
        }
    }
}

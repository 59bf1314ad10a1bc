//! Steps of a plan that have no case (没有办件的环节): charged, begun, ended.

use kernel::actor::Actor;
use kernel::code::CreditCode;
use kernel::text::text;

use super::{Asked, Event, Refusal, flawed, is_a_line};
use crate::project::node::{Act, Agency, Fact};

impl Asked<'_> {
    pub(super) fn node(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        self.is_on_node(&act)?;
        self.is_open()?;
        let Some(plan) = self.project.plans.last() else { return Err(Refusal::PlanMissing) };
        let node = self.project.nodes.of(act.step());
        let found = plan.steps.iter().find(|step| step.id == *act.step());
        let Some(step) = found else {
            return Err(Refusal::StepUnplanned { step: act.step().to_owned() });
        };
        if !plan.is_recorded(step) {
            return Err(Refusal::StepHasCases { step: step.name() });
        }
        if !step.is_own() && (act.is_charge() || self.is_keeper().is_err()) {
            return Err(Refusal::StepOfOthers { step: step.name() });
        }
        if node.ended.is_some() {
            return Err(Refusal::AlreadyRecorded);
        }
        let on = self.now.today;
        let fact = match act {
            Act::Charge { step, agency } => Fact::Charged { on, step, agency: named(agency)? },
            Act::Begin { step: id, happened_on } => {
                if node.begun.is_some() {
                    return Err(Refusal::AlreadyRecorded);
                }
                if step.needs_agency() && node.agency.is_none() {
                    return Err(Refusal::NobodyCharged);
                }
                if happened_on > on {
                    return Err(Refusal::FieldUnfit {
                        field: text("开始日期", "day of its begin"),
                    });
                }
                Fact::Begun { on, step: id, happened_on }
            }
            Act::End { step, happened_on, result } => {
                let Some(begun) = node.begun else { return Err(Refusal::StepNotBegun) };
                if happened_on > on || happened_on < begun {
                    return Err(Refusal::FieldUnfit {
                        field: text("完成日期", "day of its end")
                    });
                }
                is_a_line(&result, text("成果", "result"))?;
                Fact::Ended { on, step, happened_on, result }
            }
        };
        Ok(vec![Event::Node(fact)])
    }

    /// The enterprise, who keeps projects, or whom it charged; nobody charges in its place.
    fn is_on_node(&self, act: &Act) -> Result<(), Refusal> {
        if let (Actor::Enterprise { credit_code }, Act::Begin { .. } | Act::End { .. }) =
            (self.now.actor, act)
            && *credit_code != self.project.credit_code
        {
            let is_charged = self.project.nodes.is_charged(act.step(), credit_code);
            return if is_charged { Ok(()) } else { Err(Refusal::NotOnStep) };
        }
        self.is_own_or_keeper()
    }
}

/// An intermediary with a name and a code that is one.
fn named(agency: Agency) -> Result<Agency, Refusal> {
    is_a_line(&agency.name, text("中介机构名称", "intermediary's name"))?;
    let code = CreditCode::parse(&agency.credit_code).map_err(flawed)?;
    Ok(Agency { credit_code: code.to_string(), ..agency })
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::Date;

    use super::super::tests::{OWN, answer, day, registered};
    use super::super::{Facts, plan};
    use super::*;
    use crate::project::Command;

    const AGENCY: &str = "91440112MA59T0037U";

    pub(in crate::project::decide) fn charge(step: &str, code: &str) -> Command {
        let agency =
            Agency { name: "某某环境科技有限公司".into(), credit_code: code.into() };
        Command::Node(Act::Charge { step: step.into(), agency })
    }

    pub(in crate::project::decide) fn begin(step: &str, on: &str) -> Command {
        Command::Node(Act::Begin { step: step.into(), happened_on: day(on) })
    }

    pub(in crate::project::decide) fn end(step: &str, on: &str) -> Command {
        let (step, result) = (step.into(), "环境影响报告表".into());
        Command::Node(Act::End { step, happened_on: day(on), result })
    }

    fn charged() -> Event {
        let agency =
            Agency { name: "某某环境科技有限公司".into(), credit_code: AGENCY.into() };
        let (on, step) = (day("2026-03-03"), "survey".into());
        Event::Node(Fact::Charged { on, step, agency })
    }

    fn begun(step: &str) -> Event {
        let (on, happened_on): (Date, Date) = (day("2026-03-04"), day("2026-03-04"));
        Event::Node(Fact::Begun { on, step: step.into(), happened_on })
    }

    fn ended() -> Event {
        let (on, happened_on) = (day("2026-03-09"), day("2026-03-09"));
        Event::Node(Fact::Ended { on, step: "survey".into(), happened_on, result: "报告".into() })
    }

    #[test]
    fn an_own_step_is_recorded_by_the_enterprise_or_by_whom_it_charged() {
        let (own, agency) = (Actor::enterprise(OWN), Actor::enterprise(AGENCY));
        let other = Actor::enterprise("91330421MA2B8K9X0F");
        let keeper = Actor::officer("development", "desk");
        let planned = || vec![registered(), plan::tests::adopted()];
        let and = |more: Vec<Event>| [planned(), more].concat();
        let told = |given: &[Event], actor: &Actor, command: Command| {
            answer(given, actor, command, &Facts::default()).replace("approvals.", "")
        };
        for (given, actor, command, then) in [
            (planned(), &own, charge("survey", AGENCY), "intermediary_charged"),
            (planned(), &keeper, charge("survey", AGENCY), "intermediary_charged"),
            (planned(), &agency, charge("survey", AGENCY), "not_your_enterprise"),
            (planned(), &own, charge("survey", "1"), "code_flawed"),
            (planned(), &own, charge("nowhere", AGENCY), "step_unplanned"),
            (planned(), &own, charge("permit", AGENCY), "step_has_cases"),
            (planned(), &keeper, begin("permit", "2026-03-04"), "step_has_cases"),
            (vec![registered()], &own, charge("survey", AGENCY), "plan_missing"),
            // Who does it stands there before it begins; what the project does itself needs nobody.
            (planned(), &own, begin("survey", "2026-03-04"), "nobody_charged"),
            (planned(), &own, begin("works", "2026-03-04"), "node_begun"),
            (and(vec![charged()]), &agency, begin("survey", "2026-03-04"), "node_begun"),
            (and(vec![charged()]), &agency, begin("works", "2026-03-04"), "not_on_step"),
            (and(vec![charged()]), &other, begin("survey", "2026-03-04"), "not_on_step"),
            (and(vec![charged()]), &own, begin("survey", "2026-03-11"), "field_unfit"),
            (and(vec![charged()]), &own, end("survey", "2026-03-09"), "step_not_begun"),
            (
                and(vec![charged(), begun("survey")]),
                &own,
                begin("survey", "2026-03-05"),
                "already_recorded",
            ),
            (
                and(vec![charged(), begun("survey")]),
                &agency,
                end("survey", "2026-03-09"),
                "node_ended",
            ),
            (
                and(vec![charged(), begun("survey")]),
                &own,
                end("survey", "2026-03-03"),
                "field_unfit",
            ),
            (
                and(vec![charged(), begun("survey"), ended()]),
                &own,
                charge("survey", AGENCY),
                "already_recorded",
            ),
        ] {
            assert_eq!(told(&given, actor, command.clone()), then, "{command:?}");
        }
    }

    #[test]
    fn a_utilitys_step_is_recorded_by_who_keeps_projects_and_nobody_is_charged_with_it() {
        let (own, keeper) = (Actor::enterprise(OWN), Actor::officer("development", "desk"));
        let planned = vec![registered(), plan::tests::adopted()];
        let running = [planned.clone(), vec![begun("supply")]].concat();
        for (given, actor, command, then) in [
            (&planned, &own, begin("supply", "2026-03-04"), "approvals.step_of_others"),
            (&planned, &own, charge("supply", AGENCY), "approvals.step_of_others"),
            (&planned, &keeper, charge("supply", AGENCY), "approvals.step_of_others"),
            (&planned, &keeper, end("supply", "2026-03-09"), "approvals.step_not_begun"),
            (&planned, &keeper, begin("supply", "2026-03-04"), "approvals.node_begun"),
            (&running, &own, end("supply", "2026-03-09"), "approvals.step_of_others"),
            (&running, &keeper, end("supply", "2026-03-09"), "approvals.node_ended"),
        ] {
            let told = answer(given, actor, command.clone(), &Facts::default());
            assert_eq!(told, then, "{command:?}");
        }
    }
}

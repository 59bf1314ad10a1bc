//! Deciding on a plan (确定办理方案): the enterprise, or who keeps projects; each change with a reason.

use catalogue::Route;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::refusal::Refused;
use kernel::text::text;

use super::{Asked, LONGEST, is_a_line};
use crate::project::{Baseline, Event, Refusal};
use crate::route::{self, Grounds, Tempo};

impl Asked<'_> {
    pub(super) fn adopt_plan(
        &self,
        (route, answers): (Option<Box<Route>>, Answers),
        (start, tempo): (Date, Tempo),
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_own_or_keeper()?;
        self.is_open()?;
        let version = self.project.plans.len() + 1;
        if version > 1 || reason.chars().count() > LONGEST {
            is_a_line(&reason, text("调整原因", "reason for the change"))?;
        }
        let Some(route) = route else { return Err(unplannable(route::Refusal::RouteUnknown)) };
        let matters: Vec<_> = self.facts.matters.iter().map(|known| &known.matter).collect();
        let calendar = self.now.calendar;
        let grounds = Grounds { route: &route, matters: &matters, calendar };
        let plan = route::plan(grounds, &answers, start).map_err(unplannable)?;
        if plan.course(tempo).is_none() {
            return Err(unplannable(route::Refusal::NothingSimulated));
        }
        let plan = Baseline::of(&plan, tempo);
        let version = u32::try_from(version).unwrap_or(u32::MAX);
        Ok(vec![Event::PlanAdopted { on: self.now.today, version, plan, answers, reason }])
    }
}

fn unplannable(why: route::Refusal) -> Refusal {
    let Refused { sentence, remedy, .. } = why.into();
    Refusal::Unplannable { why: sentence, remedy }
}

#[cfg(test)]
mod tests {
    use catalogue::Pack;
    use kernel::actor::Actor;
    use kernel::calendar::Calendar;
    use kernel::right::Rights;

    use super::super::decide;
    use super::super::tests::{OWN, day};
    use super::*;
    use crate::Situation;
    use crate::project::{Command, Facts, Project};

    fn adopt(supply: &str, tempo: Tempo, reason: &str) -> Command {
        let route = Pack::shipped().route("power-connection-reformed").cloned();
        let answers = [("supply", supply), ("digs_road", "yes")];
        let answers = answers.map(|(id, answer)| (id.to_owned(), answer.to_owned()));
        Command::AdoptPlan {
            route: route.map(Box::new),
            answers: answers.into(),
            start: day("2026-03-02"),
            tempo,
            reason: reason.into(),
        }
    }

    fn answered(project: &Project, code: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let now = Situation {
            actor: &Actor::enterprise(code),
            today: day("2026-03-02"),
            calendar: Calendar::shipped(),
            rights: &Rights::default(),
        };
        decide(project, command, &Facts::default(), &now)
    }

    #[test]
    fn a_plan_has_versions_and_each_change_has_a_reason() {
        let number = Some("2026-000001".to_owned());
        let mut project = Project { number, credit_code: OWN.into(), ..Project::default() };
        let first = answered(&project, OWN, adopt("low", Tempo::Parallel, ""))
            .expect("the first needs no reason");
        first.iter().for_each(|event| project.apply(event));
        let plan = project.plans.last().expect("the first version");
        assert_eq!(plan.course(Calendar::shipped()).expect("it has steps").days, 10);

        let refused = |code: &str, command| answered(&project, code, command).expect_err("a no");
        let silent = adopt("low", Tempo::Serial, "");
        assert!(matches!(refused(OWN, silent), Refusal::FieldUnfit { .. }));
        let simulated = adopt("low", Tempo::Simulated, "faster");
        assert!(matches!(refused(OWN, simulated), Refusal::Unplannable { .. }));
        let half = adopt("high-single", Tempo::Parallel, "more power");
        assert!(matches!(refused(OWN, half), Refusal::Unplannable { .. }));
        let other = adopt("low", Tempo::Serial, "mine");
        assert_eq!(refused("91440112MA59T0037U", other), Refusal::NotYourEnterprise);

        let second = adopt("low", Tempo::Serial, "one by one");
        let second = answered(&project, OWN, second).expect("a change has its reason");
        assert!(matches!(second[0], Event::PlanAdopted { version: 2, .. }));
    }
}

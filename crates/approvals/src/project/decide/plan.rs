//! Deciding on a plan (确定办理方案): the enterprise, or who keeps projects; each change with a reason.
//!
//! Whom the applicant turns to and which risks stand in it is an officer's to write down. Where the
//! enterprise decides anew, both stay as they were.

use catalogue::form::Answers;
use catalogue::{Route, WITH_SCHEME};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::refusal::Refused;
use kernel::text::text;

use super::{Asked, LONGEST, is_a_line};
use crate::project::{Baseline, Contact, Event, NotedRisk, Refusal};
use crate::route::{self, Grounds, Tempo};

/// Risks that a plan may have written down.
const MOST_RISKS: usize = 50;

impl Asked<'_> {
    pub(super) fn adopt_plan(
        &self,
        (route, answers): (Option<Box<Route>>, Answers),
        (start, tempo): (Date, Tempo),
        contact: Option<Contact>,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_own_or_keeper()?;
        if contact.is_some() {
            self.is_keeper()?;
        }
        self.is_open()?;
        if !self.project.plans.is_empty() || reason.chars().count() > LONGEST {
            is_a_line(&reason, text("调整原因", "reason for the change"))?;
        }
        let Some(route) = route else { return Err(unplannable(route::Refusal::RouteUnknown)) };
        let matters: Vec<_> = self.facts.matters.iter().map(|known| &known.matter).collect();
        let calendar = self.now.calendar;
        let grounds = Grounds { route: &route, matters: &matters, calendar };
        let answers = self.with_what_is_known(&route, answers);
        let plan = route::plan(grounds, &answers, start).map_err(unplannable)?;
        if plan.course(tempo).is_none() {
            return Err(unplannable(route::Refusal::NothingSimulated));
        }
        self.is_contact_known(contact.as_ref())?;
        let mut plan = Baseline::of(&plan, tempo).following(self.project.plans.last());
        plan.contact = contact.or(plan.contact).or_else(|| self.own_post());
        Ok(self.adopted(plan, answers, reason))
    }

    pub(super) fn supplement_plan(
        &self,
        contact: Option<Contact>,
        risks: Vec<NotedRisk>,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        let Some(last) = self.project.plans.last() else { return Err(Refusal::PlanMissing) };
        if last.contact == contact && last.risks == risks {
            return Err(Refusal::AlreadyRecorded);
        }
        is_a_line(&reason, text("调整原因", "reason for the change"))?;
        for risk in &risks {
            is_a_line(&risk.what, text("风险", "risk"))?;
            is_a_line(&risk.measure, text("应对措施", "measure"))?;
            is_a_line(&risk.by, text("由谁应对", "person in charge"))?;
        }
        self.is_contact_known(contact.as_ref())?;
        let steps = risks.iter().filter_map(|risk| risk.step.as_deref());
        if let Some(step) = steps.into_iter().find(|step| !last.has_step(step)) {
            return Err(Refusal::StepUnplanned { step: step.to_owned() });
        }
        if risks.len() > MOST_RISKS {
            return Err(Refusal::RisksTooMany { most: MOST_RISKS });
        }
        let plan = Baseline { contact, risks, ..last.clone() };
        Ok(self.adopted(plan, self.project.answers.clone(), reason))
    }

    /// The answers, with what the ledger knows and nobody has to tell: whether the plot of the
    /// project was sold with its scheme.
    fn with_what_is_known(&self, route: &Route, mut answers: Answers) -> Answers {
        let asks = route.fields.iter().any(|field| field.id == WITH_SCHEME);
        if asks && self.facts.is_on_plot && !answers.contains_key(WITH_SCHEME) {
            answers.insert(WITH_SCHEME.into(), "yes".into());
        }
        answers
    }

    /// A named post has to be one that the zone published.
    fn is_contact_known(&self, contact: Option<&Contact>) -> Result<(), Refusal> {
        let is_known = contact.is_none() || self.facts.is_contact_published;
        if is_known { Ok(()) } else { Err(Refusal::ContactUnknown) }
    }

    /// The officer who decides on a plan is the one to turn to until another is named.
    fn own_post(&self) -> Option<Contact> {
        let Actor::Officer { office, post } = self.now.actor else { return None };
        Some(Contact { office: office.clone(), post: post.clone() })
    }

    fn adopted(&self, plan: Baseline, answers: Answers, reason: String) -> Vec<Event> {
        let version = u32::try_from(self.project.plans.len() + 1).unwrap_or(u32::MAX);
        vec![Event::PlanAdopted { on: self.now.today, version, plan, answers, reason }]
    }
}

fn unplannable(why: route::Refusal) -> Refusal {
    let Refused { sentence, remedy, .. } = why.into();
    Refusal::Unplannable { why: sentence, remedy }
}

#[cfg(test)]
pub(super) mod tests {
    use catalogue::{Pack, TimeOf};
    use kernel::calendar::Calendar;
    use kernel::right::Rights;
    use kernel::time_limit::Limit;

    use super::super::decide;
    use super::super::tests::{OWN, answer, day, registered};
    use super::*;
    use crate::Situation;
    use crate::project::{BaselineStep, Command, Facts, Project};

    fn adopt(supply: &str, tempo: Tempo, reason: &str) -> Command {
        let route = Pack::shipped().route("power-connection-reformed").cloned();
        let answers = [("supply", supply), ("digs_road", "yes")];
        let answers = answers.map(|(id, answer)| (id.to_owned(), answer.to_owned()));
        Command::AdoptPlan {
            route: route.map(Box::new),
            answers: answers.into(),
            start: day("2026-03-02"),
            tempo,
            contact: None,
            reason: reason.into(),
        }
    }

    fn at(office: &str) -> Contact {
        Contact { office: office.into(), post: "window".into() }
    }

    fn noted(step: &str) -> NotedRisk {
        let step = Some(step.to_owned()).filter(|step| !step.is_empty());
        let (what, measure) = ("杆线迁改".into(), "先行会勘".into());
        NotedRisk { step, what, measure, by: "供电公司".into() }
    }

    /// Writes down a post of this office, and a risk for each of the steps.
    pub(in crate::project::decide) fn notes(office: Option<&str>, steps: &[&str]) -> Command {
        let risks = steps.iter().map(|step| noted(step)).collect();
        let reason = "会商意见".into();
        Command::SupplementPlan { contact: office.map(at), risks, reason }
    }

    /// A plan of four steps was decided on, of one of which cases tell; its contact is at the
    /// development bureau.
    pub(in crate::project::decide) fn adopted() -> Event {
        let step = |id: &str, time_of: TimeOf| BaselineStep {
            id: id.into(),
            title: "环节".into(),
            title_en: "A step".into(),
            office: None,
            case_of: None,
            case_office: None,
            authority: String::new(),
            authority_en: String::new(),
            time_of,
            limit: Limit::working(4),
            after: Vec::new(),
            before_land: false,
            needs_no_land: false,
            on_contract: false,
        };
        let plan = Baseline {
            route: "power-connection-reformed".into(),
            tempo: Tempo::Parallel,
            start: day("2026-03-02"),
            land: None,
            conversion_days: 0,
            steps: vec![
                step("supply", TimeOf::Utility),
                step("survey", TimeOf::Intermediary),
                step("works", TimeOf::Applicant),
                BaselineStep {
                    case_of: Some("road-and-greenery-occupation-permit".into()),
                    ..step("permit", TimeOf::Government)
                },
            ],
            spared: Vec::new(),
            contact: Some(at("development")),
            risks: Vec::new(),
            costs: Vec::new(),
        };
        let (on, answers) = (day("2026-03-02"), Answers::new());
        Event::PlanAdopted { on, version: 1, plan, answers, reason: String::new() }
    }

    fn answered(project: &Project, code: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        by(&Actor::enterprise(code), project, command)
    }

    fn by(actor: &Actor, project: &Project, command: Command) -> Result<Vec<Event>, Refusal> {
        let rights = match actor {
            Actor::Officer { .. } => Rights::all(),
            _ => Rights::default(),
        };
        let (today, calendar) = (day("2026-03-02"), Calendar::shipped());
        let now = Situation { actor, today, calendar, rights: &rights };
        let facts = Facts { is_contact_published: true, ..Facts::default() };
        decide(project, command, &facts, &now)
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
        let paid: Vec<_> = plan.paid().iter().map(|cost| (cost.borne_by, cost.fen)).collect();
        assert_eq!(paid, [(TimeOf::Utility, None)], "the user bears nothing of the line");

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
    #[test]
    fn an_officer_names_whom_to_turn_to_and_the_enterprise_changes_neither_it_nor_the_risks() {
        let number = Some("2026-000001".to_owned());
        let mut project = Project { number, credit_code: OWN.into(), ..Project::default() };
        let officer = Actor::officer("development", "window");
        let mut goes_on = |actor: &Actor, command| {
            let events = by(actor, &project, command).expect("it stands");
            events.iter().for_each(|event| project.apply(event));
            project.plans.last().cloned().expect("a version")
        };
        let own = Actor::enterprise(OWN);
        assert_eq!(goes_on(&own, adopt("low", Tempo::Parallel, "")).contact, None);
        let steps = ["line-permit-short", "application-and-design", ""];
        let second = goes_on(&officer, notes(Some("planning"), &steps));
        assert_eq!((second.contact, second.risks.len()), (Some(at("planning")), 3));

        // No road is dug up: the permit is no step any more, and its risk falls away with it.
        let mut otherwise = adopt("low", Tempo::Serial, "外线不占道");
        if let Command::AdoptPlan { answers, .. } = &mut otherwise {
            answers.insert("digs_road".into(), "no".into());
        }
        let third = goes_on(&own, otherwise);
        assert_eq!(third.contact, Some(at("planning")));
        assert_eq!(third.risks, [noted("application-and-design"), noted("")]);

        let mut named = adopt("low", Tempo::Serial, "换人");
        if let Command::AdoptPlan { contact, .. } = &mut named {
            *contact = Some(at("ecology"));
        }
        let refused = by(&own, &project, named.clone()).expect_err("an officer's to name");
        assert_eq!(refused, Refusal::NotOfficer);
        let changed = by(&officer, &project, named).expect("an officer names it");
        assert!(matches!(&changed[0], Event::PlanAdopted { version: 4, plan, .. }
            if plan.contact == Some(at("ecology"))));
    }

    #[test]
    fn whoever_decides_on_it_for_the_zone_is_the_one_to_turn_to_until_another_is_named() {
        let number = Some("2026-000001".to_owned());
        let project = Project { number, credit_code: OWN.into(), ..Project::default() };
        let officer = Actor::officer("development", "window");
        let first = by(&officer, &project, adopt("low", Tempo::Parallel, "")).expect("a plan");
        assert!(matches!(&first[0], Event::PlanAdopted { plan, .. }
            if plan.contact == Some(at("development"))));
    }

    #[test]
    fn what_is_written_down_is_about_a_step_of_the_plan_and_a_published_post() {
        let officer = Actor::officer("development", "window");
        let told = |given: &[Event], actor: &Actor, published: bool, command: Command| {
            let facts = Facts { is_contact_published: published, ..Facts::default() };
            answer(given, actor, command, &facts).replace("approvals.", "")
        };
        let planned = [registered(), adopted()];
        let empty = Command::SupplementPlan {
            contact: None,
            risks: vec![NotedRisk { by: " ".into(), ..noted("supply") }],
            reason: "会商意见".into(),
        };
        for (given, actor, published, command, then) in [
            (&planned[..], &officer, true, notes(Some("planning"), &["supply"]), "plan_adopted"),
            (&planned[..], &officer, false, notes(Some("planning"), &[]), "contact_unknown"),
            (&planned[..], &officer, false, notes(None, &["supply"]), "plan_adopted"),
            (&planned[..], &officer, true, notes(None, &["nowhere"]), "step_unplanned"),
            (&planned[..], &officer, true, notes(Some("development"), &[]), "already_recorded"),
            (&planned[..], &officer, true, empty, "field_unfit"),
            (&planned[..], &Actor::enterprise(OWN), true, notes(None, &[]), "not_officer"),
            (&planned[..1], &officer, true, notes(None, &[]), "plan_missing"),
        ] {
            assert_eq!(told(given, actor, published, command), then);
        }
    }
}

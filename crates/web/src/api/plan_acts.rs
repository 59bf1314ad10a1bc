//! The plan of a project, asked for and decided on by programs (项目办理方案接口).

use std::collections::BTreeMap;

use approvals::project::{Command, Contact, NotedRisk, Projects};
use approvals::route::{
    Forecast, Held, Reckoning, Risk, Standing, Step, Tempo, forecast, hindsight,
};
use approvals::views::history;
use axum::response::Response;
use catalogue::TimeOf;
use kernel::text::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acts::Act;
use super::asked::Asked;
use super::case_acts::Day;
use super::problem::Problem;
use super::route_shown::tempo;
use super::shown::Words;
use crate::{
    Site,
    approvals::{
        clocks, may_see_project, plan,
        planning::tempo_of,
        read_project,
        risks::{self, Beside},
    },
};

/// A decision on a plan (确定办理方案).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanAdoption {
    /// The route's identifier.
    route: String,
    /// The answers to its questions.
    answers: BTreeMap<String, String>,
    /// The day on which it begins; today where it is left out.
    #[serde(default)]
    start: Option<Day>,
    /// How the steps go: serial, parallel or simulated; parallel where it is left out.
    #[serde(default)]
    tempo: Option<String>,
    /// Whom the applicant turns to, where an officer names a post.
    #[serde(default)]
    contact: Option<ContactPost>,
    /// Why it is changed; empty for the first.
    #[serde(default)]
    reason: String,
}

/// Risks and whom to turn to, written down as a new version (登记风险和联系人).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSupplement {
    /// Whom the applicant turns to; nobody where it is left out.
    #[serde(default)]
    contact: Option<ContactPost>,
    /// All the risks that are to stand in the plan.
    risks: Vec<WrittenRisk>,
    /// Why.
    reason: String,
}

/// A post, by its office (岗位).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPost {
    /// The office.
    office: String,
    /// The post within it.
    post: String,
}

/// A risk that an officer writes down (登记的风险).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenRisk {
    /// The step that it is about; the whole plan where it is left out.
    #[serde(default)]
    step: Option<String>,
    /// What may go wrong.
    what: String,
    /// What is done about it.
    measure: String,
    /// By whom.
    by: String,
}

/// The plan of a project with what became of it (项目办理方案).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProjectPlan {
    /// Which version it is; 0 before there is one.
    pub version: usize,
    /// The day on which it was decided on.
    pub adopted_on: Option<String>,
    /// Why it was changed.
    pub reason: String,
    /// The route's identifier.
    pub route: Option<String>,
    /// How the steps go.
    pub tempo: Option<String>,
    /// The planned day of the last result.
    pub ends: Option<String>,
    /// When all of it will be through.
    pub forecast: Option<ForecastShown>,
    /// Whose the working days on the critical path are, as planned.
    pub critical_path: Option<Used>,
    /// Whose the calendar days are, planned and real.
    pub days: Option<DaysShown>,
    /// Whom the applicant turns to.
    pub contact: Option<ContactShown>,
    /// What may go wrong, as the ledger tells today, and as an officer wrote it down.
    pub risks: Vec<RiskShown>,
    /// The steps, planned and real.
    pub steps: Vec<PlannedStep>,
}

/// Whom the applicant turns to (联系人).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactShown {
    /// The office.
    pub office: String,
    /// The post within it.
    pub post: String,
    /// Who holds it today, by name; nothing where nobody does.
    pub name: Option<String>,
}

/// Something that may go wrong (风险).
#[derive(Debug, Serialize, JsonSchema)]
pub struct RiskShown {
    /// The step that it is about; the whole plan where there is none.
    pub step: Option<String>,
    /// Who tells it: the ledger, or an officer who wrote it down.
    pub told_by: String,
    /// Of which sort it is, where the ledger tells it: `ran_late`, `long_lead`, `simulated_only`,
    /// `late`, `stands`, `may_stand` or `assumed`.
    pub kind: Option<String>,
    /// What may go wrong, and why.
    pub what: Words,
    /// What is done about it, where an officer wrote it down.
    pub measure: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// Calendar days by whose they are, planned and real (各方计划与实际用时).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DaysShown {
    /// Of every step, as planned, whether others go beside it or not.
    pub planned: Used,
    /// Of the steps of which a case came in, as planned.
    pub expected: Used,
    /// Of the same steps, what their cases used so far.
    pub used: Used,
}

/// When all of it will be through (办结预测).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ForecastShown {
    /// Half of the ends lie on this day or before.
    pub median: String,
    /// Nine of ten do.
    pub late: String,
    /// Open steps.
    pub open: usize,
    /// Open steps of whose matter cases have been decided here.
    pub known: usize,
    /// The offices whose delay moves the end.
    pub decisive_offices: Vec<String>,
}

/// A step of a project's plan (方案环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlannedStep {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// The office that decides or receives.
    pub office: Option<String>,
    /// Whose time it takes.
    pub clock: TimeOf,
    /// The planned day on which it begins.
    pub planned_start: String,
    /// The planned day of its result.
    pub planned_end: String,
    /// Is it on the chain that decides the end, or without slack?
    pub is_critical: bool,
    /// The day on which its case was accepted.
    pub started: Option<String>,
    /// What was foretold when its case was accepted, from the cases decided by then: the day by
    /// which half of them would have been through.
    pub foretold_median: Option<String>,
    /// The same for nine of ten.
    pub foretold_late: Option<String>,
    /// The day on which it was granted.
    pub ended: Option<String>,
    /// Whose the calendar days of its case were so far, from receipt; nothing where none came in.
    pub used: Option<Used>,
}

/// Days, by whose they are (各方用时).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Used {
    /// The authorities'.
    pub government: u32,
    /// The utility's.
    pub utility: u32,
    /// The project's own.
    pub applicant: u32,
    /// All of them.
    pub total: u32,
}

impl Act for PlanAdoption {
    type Kind = Projects;

    fn command(self, site: &Site) -> Command {
        let today = kernel::local_time::day_of((site.now)());
        let word = self.tempo.as_deref().unwrap_or_default();
        Command::AdoptPlan {
            route: site.pack.route(&self.route).cloned().map(Box::new),
            answers: self.answers,
            start: self.start.map_or(today, |day| day.0),
            tempo: tempo_of(word).unwrap_or(Tempo::Parallel),
            contact: self.contact.map(Contact::from),
            reason: self.reason,
        }
    }
}

impl Act for PlanSupplement {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let risk = |risk: WrittenRisk| {
            let WrittenRisk { step, what, measure, by } = risk;
            NotedRisk { step, what, measure, by }
        };
        Command::SupplementPlan {
            contact: self.contact.map(Contact::from),
            risks: self.risks.into_iter().map(risk).collect(),
            reason: self.reason,
        }
    }
}

impl From<ContactPost> for Contact {
    fn from(ContactPost { office, post }: ContactPost) -> Contact {
        Contact { office, post }
    }
}

/// The plan of a project.
pub async fn shown(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(file) = read_project(site, asked.at("number"))? else { return Ok(None) };
        if !may_see_project(asked.principal(), &file) {
            return Ok(None);
        }
        let versions = plan::versions(&file);
        let (history, calendar) =
            site.store.read(&site.zone, |views| Ok((history(views)?, views.calendar())))?;
        let mut shown = ProjectPlan {
            version: versions.len(),
            adopted_on: None,
            reason: String::new(),
            route: None,
            tempo: None,
            ends: None,
            forecast: None,
            critical_path: None,
            days: None,
            contact: None,
            risks: Vec::new(),
            steps: Vec::new(),
        };
        let last = versions.last();
        let Some((version, course)) = last.and_then(|it| Some((it, it.plan.course(&calendar)?)))
        else {
            return Ok(Some(shown));
        };
        let (actual, steps) = (plan::actual(&file, &version.plan), version.plan.planned());
        let (start, today) = (version.plan.start, kernel::local_time::day_of((site.now)()));
        let standing =
            Standing { steps: &steps, actual: &actual, start, today, calendar: &calendar };
        shown.forecast = forecast(standing, &history).map(ForecastShown::from);
        shown.adopted_on = Some(version.on.to_string());
        shown.reason.clone_from(&version.reason);
        shown.route = Some(version.plan.route.clone());
        shown.tempo = Some(tempo(version.plan.tempo).into());
        shown.ends = Some(course.ends.to_string());
        let used = clocks::used(&file, &version.plan, (&calendar, today));
        shown.critical_path = Some(course.held.into());
        shown.days = Some(clocks::sums(&version.plan, &course, &used).into());
        let beside = Beside::read(site, &file, Some(&version.plan))?;
        let told = risks::told(&file, (standing, &course), (&history, &beside));
        let told = told.iter().map(|risk| RiskShown::told(risk, &steps));
        let noted = version.plan.risks.iter().map(RiskShown::noted);
        shown.risks = told.chain(noted).collect();
        shown.contact = version.plan.contact.as_ref().map(|at| ContactShown {
            office: at.office.clone(),
            post: at.post.clone(),
            name: beside.officer.clone(),
        });
        let recalled = hindsight(&steps, &actual, (&history, &calendar));
        let step = |(at, step): (usize, &approvals::project::BaselineStep)| PlannedStep {
            id: step.id.clone(),
            title: step.name().into(),
            office: step.office.clone(),
            clock: step.time_of,
            planned_start: course.spans[at].start.to_string(),
            planned_end: course.spans[at].end.to_string(),
            is_critical: course.spans[at].is_critical,
            started: actual[at].started.map(|day| day.to_string()),
            foretold_median: recalled[at].map(|told| told.median.to_string()),
            foretold_late: recalled[at].map(|told| told.late.to_string()),
            ended: actual[at].ended.map(|day| day.to_string()),
            used: used[at].map(Used::from),
        };
        shown.steps = version.plan.steps.iter().enumerate().map(step).collect();
        Ok(Some(shown))
    });
    answer.await
}

impl RiskShown {
    fn told(risk: &Risk, steps: &[Step]) -> RiskShown {
        RiskShown {
            step: risk.step.map(|at| steps[at].id.clone()),
            told_by: "ledger".into(),
            kind: Some(risk.why.word().into()),
            what: risk.why.text(steps).into(),
            measure: None,
            by: None,
        }
    }

    fn noted(risk: &NotedRisk) -> RiskShown {
        RiskShown {
            step: risk.step.clone(),
            told_by: "officer".into(),
            kind: None,
            what: text(&risk.what, &risk.what).into(),
            measure: Some(risk.measure.clone()),
            by: Some(risk.by.clone()),
        }
    }
}

impl From<Held> for Used {
    fn from(held: Held) -> Used {
        let (Held { government, utility, applicant }, total) = (held, held.total());
        Used { government, utility, applicant, total }
    }
}

impl From<Reckoning> for DaysShown {
    fn from(days: Reckoning) -> DaysShown {
        let Reckoning { planned, expected, used } = days;
        DaysShown { planned: planned.into(), expected: expected.into(), used: used.into() }
    }
}

impl From<Forecast> for ForecastShown {
    fn from(found: Forecast) -> ForecastShown {
        ForecastShown {
            median: found.median.to_string(),
            late: found.late.to_string(),
            open: found.known.1,
            known: found.known.0,
            decisive_offices: found.decisive,
        }
    }
}

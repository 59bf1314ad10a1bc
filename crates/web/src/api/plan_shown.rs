//! The plan of a project as told to programs (项目办理方案接口数据), with what became of it.

use approvals::project::{Baseline, BaselineStep, NotedRisk, node::Nodes};
use approvals::route::{
    Actual, Course, Forecast, Foretold, Held, Holder, Reckoning, Risk, Standing, Step, forecast,
    hindsight, sum, sums,
};
use approvals::views::history;
use axum::response::Response;
use catalogue::{TimeOf, Zone};
use kernel::{calendar::Calendar, text::text};
use schemars::JsonSchema;
use serde::Serialize;
use store::Fault;

use super::{
    asked::Asked,
    problem::Problem,
    route_shown::{CostShown, SparedShown, tempo},
    shown::Words,
};
use crate::Site;
use crate::approvals::{
    ProjectFile, clocks, may_see_project, nodes,
    plan::{self, Version},
    read_project,
    risks::{self, Beside},
};

/// The plan of a project with what became of it (项目办理方案).
#[derive(Debug, Default, Serialize, JsonSchema)]
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
    /// What has to be paid, and by whom, as it stood when the plan was decided on.
    pub costs: Vec<CostShown>,
    /// What each bears of it.
    pub borne: Vec<Borne>,
    /// All of it in fen; nothing where a part is not known.
    pub costs_fen: Option<i64>,
    /// The steps that need not be taken, and why.
    pub spared: Vec<SparedShown>,
    /// The steps, planned and real.
    pub steps: Vec<PlannedStep>,
}

/// What one bears (各方费用合计).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Borne {
    /// Who.
    pub borne_by: TimeOf,
    /// How much, in fen; nothing where a part is not known.
    pub amount_fen: Option<i64>,
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
    /// All whose delay moves it: these offices, authorities and utilities outside the zone, the
    /// project itself.
    pub decisive: Vec<DecisiveShown>,
}

/// One whose delay moves the end (晚则全程晚的一方).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DecisiveShown {
    /// The office, where it is one of the zone's.
    pub office: Option<String>,
    /// Its name.
    pub title: Words,
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
    /// The authority or the utility that decides, where it is not the zone's.
    pub authority: Option<Words>,
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
    /// Where one case tells of several steps, its days stand with the first.
    pub used: Option<Used>,
    /// What was recorded besides, where the step has no case.
    pub node: Option<NodeShown>,
}

/// A step that has no case (没有办件的环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct NodeShown {
    /// Who was charged with it.
    pub agency: Option<String>,
    /// That intermediary's unified social credit code.
    pub credit_code: Option<String>,
    /// What came of it.
    pub result: Option<String>,
}

/// Days, by whose they are (各方用时).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Used {
    /// The authorities'.
    pub government: u32,
    /// The utility's.
    pub utility: u32,
    /// Those of whom the project charges.
    pub intermediary: u32,
    /// The project's own.
    pub applicant: u32,
    /// All of them.
    pub total: u32,
}
/// The plan of a project.
pub async fn shown(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(file) = read_project(site, asked.at("number"))? else { return Ok(None) };
        if !may_see_project(asked.principal(), &file) {
            return Ok(None);
        }
        let versions = plan::versions(&file);
        let calendar = site.store.read(&site.zone, |views| Ok(views.calendar()))?;
        let shown = ProjectPlan { version: versions.len(), ..ProjectPlan::default() };
        let last = versions.last();
        let found = last.and_then(|version| Some((version, version.plan.course(&calendar)?)));
        let Some((version, course)) = found else { return Ok(Some(shown)) };
        Ok(Some(shown.told(site, (&file, version), (&course, &calendar))?))
    });
    answer.await
}

impl ProjectPlan {
    /// The same with what a version says and what became of it.
    fn told(
        self,
        site: &Site,
        (file, version): (&ProjectFile, &Version),
        (course, calendar): (&Course, &Calendar),
    ) -> Result<ProjectPlan, Fault> {
        let history = site.store.read(&site.zone, history)?;
        let plan = &version.plan;
        let (start, today) = (plan.start, kernel::local_time::day_of((site.now)()));
        let nodes = nodes::of(file);
        let actual = plan::actual(file, plan, &nodes, (calendar, today));
        let steps = plan.planned();
        let standing =
            Standing { steps: &steps, actual: &actual, tempo: plan.tempo, start, today, calendar };
        let used = clocks::used(file, plan, &nodes, (calendar, today));
        let beside = Beside::read(site, file, Some(plan))?;
        let told = risks::told(file, (standing, course), (&history, &beside));
        let told = told.iter().map(|risk| RiskShown::told(risk, &steps));
        let recalled = hindsight(&steps, &actual, (&history, calendar));
        let costs = plan.paid();
        let step = |(at, step): (usize, &BaselineStep)| {
            let known = (&actual[at], recalled[at].as_ref(), used[at]);
            PlannedStep {
                node: NodeShown::of((plan, step), &nodes),
                ..PlannedStep::of((at, step), course, known)
            }
        };
        Ok(ProjectPlan {
            adopted_on: Some(version.on.to_string()),
            reason: version.reason.clone(),
            route: Some(plan.route.clone()),
            tempo: Some(tempo(plan.tempo).into()),
            ends: Some(course.ends.to_string()),
            forecast: forecast(standing, &history)
                .map(|found| ForecastShown::of(found, &site.pack.zone)),
            critical_path: Some(course.held.into()),
            days: Some(clocks::sums(plan, course, &used).into()),
            contact: plan.contact.as_ref().map(|at| ContactShown {
                office: at.office.clone(),
                post: at.post.clone(),
                name: beside.officer.clone(),
            }),
            risks: told.chain(plan.risks.iter().map(RiskShown::noted)).collect(),
            borne: sums(&costs)
                .into_iter()
                .map(|(borne_by, amount_fen)| Borne { borne_by, amount_fen })
                .collect(),
            costs_fen: sum(&costs).filter(|_| !costs.is_empty()),
            costs: costs.iter().map(CostShown::from).collect(),
            spared: plan.relieved().iter().map(SparedShown::from).collect(),
            steps: plan.steps.iter().enumerate().map(step).collect(),
            ..self
        })
    }
}

impl PlannedStep {
    fn of(
        (at, step): (usize, &BaselineStep),
        course: &Course,
        (actual, foretold, used): (&Actual, Option<&Foretold>, Option<Held>),
    ) -> PlannedStep {
        PlannedStep {
            id: step.id.clone(),
            title: step.name().into(),
            office: step.office.clone(),
            authority: step.authority().map(Into::into),
            clock: step.time_of,
            planned_start: course.spans[at].start.to_string(),
            planned_end: course.spans[at].end.to_string(),
            is_critical: course.spans[at].is_critical,
            started: actual.started.map(|day| day.to_string()),
            foretold_median: foretold.map(|told| told.median.to_string()),
            foretold_late: foretold.map(|told| told.late.to_string()),
            ended: actual.ended.map(|day| day.to_string()),
            used: used.map(Used::from),
            node: None,
        }
    }
}

impl NodeShown {
    fn of((plan, step): (&Baseline, &BaselineStep), nodes: &Nodes) -> Option<NodeShown> {
        plan.is_recorded(step).then(|| {
            let node = nodes.of(&step.id);
            NodeShown {
                agency: node.agency.as_ref().map(|agency| agency.name.clone()),
                credit_code: node.agency.map(|agency| agency.credit_code),
                result: node.ended.map(|(_, result)| result),
            }
        })
    }
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
        let (Held { government, utility, intermediary, applicant }, total) = (held, held.total());
        Used { government, utility, intermediary, applicant, total }
    }
}

impl From<Reckoning> for DaysShown {
    fn from(days: Reckoning) -> DaysShown {
        let Reckoning { planned, expected, used } = days;
        DaysShown { planned: planned.into(), expected: expected.into(), used: used.into() }
    }
}

impl ForecastShown {
    fn of(found: Forecast, zone: &Zone) -> ForecastShown {
        let one = |holder: &Holder| DecisiveShown {
            office: holder.office().map(str::to_owned),
            title: holder.name(|id| zone.office_name(id)).into(),
        };
        let offices = found.decisive.iter().filter_map(Holder::office);
        ForecastShown {
            median: found.median.to_string(),
            late: found.late.to_string(),
            open: found.known.1,
            known: found.known.0,
            decisive_offices: offices.map(str::to_owned).collect(),
            decisive: found.decisive.iter().map(one).collect(),
        }
    }
}

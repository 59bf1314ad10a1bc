//! A route and its plan as told to programs (办理路径接口数据); the command line tells the same.

use approvals::route::{
    Cost, Counterpart, Course, Held, Indicators, Paper, Plan, Span, Spared, Step, Tempo,
};
use catalogue::form::Answers;
use catalogue::{FieldKind, Route, TimeOf, Zone};
use jiff::civil::Date;
use kernel::text::text;
use kernel::time_limit::DayUnit;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::shown::Words;

/// A route (办理路径).
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteShown {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// Which projects it is for, and what is in doubt.
    pub about: Words,
    /// Where its steps and days come from.
    pub basis: Vec<String>,
    /// The route that this one reforms.
    pub reforms: Option<String>,
    /// What is asked about the project.
    pub questions: Vec<RouteQuestion>,
}

/// A question of a route (问题).
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteQuestion {
    /// Its identifier: the key of the answer.
    pub id: String,
    /// The question.
    pub title: Words,
    /// What it takes.
    pub kind: FieldKind,
    /// Must it be answered?
    pub is_required: bool,
    /// Asked only where this expression holds.
    pub when: Option<String>,
    /// The answers offered, for a choice.
    pub choices: Vec<String>,
}

/// A plan (办理方案).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanShown {
    /// The route's identifier.
    pub route: String,
    /// Its name.
    pub title: Words,
    /// The day on which it begins.
    pub start: String,
    /// The steps, each after what it waits for.
    pub steps: Vec<StepShown>,
    /// The steps that need not be taken, and why.
    pub spared: Vec<SparedShown>,
    /// Every paper, once.
    pub papers: Vec<RoutePaper>,
    /// What has to be paid, and by whom.
    pub costs: Vec<CostShown>,
    /// The offices, each with how many steps are its own.
    pub offices: Vec<OfficeSteps>,
    /// One after another, side by side, and simulated where the route allows it.
    pub courses: Vec<CourseShown>,
    /// The same project by the route before or after a reform, where there is one.
    pub other: Option<OtherShown>,
}

/// The same project by the route before or after a reform (改革前后对照).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OtherShown {
    /// The other route's identifier.
    pub route: String,
    /// Its name.
    pub title: Words,
    /// Is it the one before the reform?
    pub is_before: bool,
    /// Why it makes no plan of these answers; nothing where it does.
    pub missing: Option<Words>,
    /// Its days, in the same ways.
    pub courses: Vec<CourseShown>,
    /// What has to be paid by it.
    pub costs: Vec<CostShown>,
}

/// A step that need not be taken (免办环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SparedShown {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// Why.
    pub why: Words,
    /// The step with which its result is there.
    pub with: Option<String>,
}

/// A step of a plan (办理环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepShown {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// The office that decides or receives; none where the step is no matter.
    pub office: Option<String>,
    /// The authority that decides, where it is not the zone's.
    pub authority: Option<Words>,
    /// Whose time it takes.
    pub clock: TimeOf,
    /// How many days it takes.
    pub days: u32,
    /// In what they are counted: working or natural.
    pub unit: String,
    /// How many the law allows, where it says.
    pub statutory_days: Option<u32>,
    /// The steps it waits for.
    pub after: Vec<String>,
    /// May it be reviewed before the land is obtained?
    pub before_land: bool,
    /// Does it follow on the contract, the land being offered with its scheme?
    pub on_contract: bool,
    /// How often the applicant has to come; nothing where it is not known.
    pub visits: Option<u32>,
    /// Is that a default that the zone has to confirm?
    pub is_visits_default: bool,
    /// What the matter says of the case of a step that is no matter itself.
    pub of_case: Option<OfCaseShown>,
    /// Are its days a default that the zone has to confirm?
    pub is_default: bool,
}

/// What the matter says of the case of a step that is no matter itself (办件与路径不同之处).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfCaseShown {
    /// The matter.
    pub matter: String,
    /// How many days are promised for the case.
    pub promised_days: u32,
    /// How many the law allows, where it says.
    pub statutory_days: Option<u32>,
    /// What has to be there before it, and no step of the route brings.
    pub beforehand: Vec<Words>,
}

/// A paper of a plan (申请材料).
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoutePaper {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// The steps that need it; it is handed in with the first.
    pub needed_by: Vec<String>,
    /// The step whose result it is: reused, not asked.
    pub reused_from: Option<String>,
    /// May it come after acceptance everywhere it is needed?
    pub may_follow: bool,
}

/// Something that has to be paid (费用).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CostShown {
    /// A word of the route's own.
    pub id: String,
    /// What it is for.
    pub title: Words,
    /// Who bears it.
    pub borne_by: TimeOf,
    /// How much it comes to, in fen; nothing where the zone has told no amount.
    pub amount_fen: Option<i64>,
    /// Is it a default that the zone has to confirm?
    pub is_default: bool,
}

/// An office of a plan (办理部门).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfficeSteps {
    /// Its identifier.
    pub office: String,
    /// Its name.
    pub title: Words,
    /// How many steps are its own.
    pub steps: usize,
}

/// A plan's days at one tempo (办理进度).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CourseShown {
    /// How the steps go: serial, parallel or simulated.
    pub tempo: String,
    /// The day of the last result.
    pub ends: String,
    /// Working days from the start until then.
    pub working_days: u32,
    /// Those of the authorities on the critical path.
    pub government_days: u32,
    /// Those of the utilities.
    pub utility_days: u32,
    /// Those of whom the project charges.
    pub intermediary_days: u32,
    /// Those of the project itself.
    pub applicant_days: u32,
    /// Working days of every step, whether others go beside it or not, by whose they are.
    pub all_steps: HeldShown,
    /// The steps that decide the end, first to last.
    pub critical_path: Vec<String>,
    /// Each step's days.
    pub spans: Vec<SpanShown>,
    /// The figures as B-READY counts them.
    pub indicators: IndicatorsShown,
    /// The count touched days that have not been announced.
    pub is_provisional: bool,
}

/// Working days, by whose they are (各方用时).
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldShown {
    /// The authorities'.
    pub government_days: u32,
    /// The utilities'.
    pub utility_days: u32,
    /// Those of whom the project charges.
    pub intermediary_days: u32,
    /// The project's own.
    pub applicant_days: u32,
}

/// When a step is on its way (起止日期).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SpanShown {
    /// The step.
    pub step: String,
    /// The day on which it begins.
    pub start: String,
    /// The day of its result.
    pub end: String,
    /// By how many working days it may be late without moving the end.
    pub slack_days: u32,
    /// Is it on the chain that decides the end, or without slack?
    pub is_critical: bool,
    /// Is it reviewed before the formal documents that it builds on are there?
    pub is_simulated: bool,
}

/// The figures of a plan (营商环境指标).
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndicatorsShown {
    /// Dealings with anybody outside the project.
    pub procedures: usize,
    /// Calendar days of others than the project on the critical path.
    pub days: u32,
    /// Visits in person; nothing where those of a step are not known.
    pub visits: Option<u32>,
    /// Is a part of them a default that the zone has to confirm?
    pub is_visits_default: bool,
    /// Documents to be handed in.
    pub documents: usize,
}

/// The word of a tempo.
pub fn tempo(tempo: Tempo) -> &'static str {
    match tempo {
        Tempo::Serial => "serial",
        Tempo::Parallel => "parallel",
        Tempo::Simulated => "simulated",
    }
}

/// The word of a unit.
fn unit(unit: DayUnit) -> &'static str {
    match unit {
        DayUnit::Working => "working",
        DayUnit::Natural => "natural",
    }
}

/// Answers from JSON: an object of texts, whole numbers, and yes or no; nothing where it is none.
pub fn answers(json: &Value) -> Option<Answers> {
    let pairs = json.as_object()?.iter().map(|(id, value)| {
        let written = match value {
            Value::String(text) => text.clone(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
            Value::Number(number) if number.is_u64() => number.to_string(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => return None,
        };
        Some((id.clone(), written))
    });
    pairs.collect()
}

impl RouteShown {
    /// A route as it is told.
    pub fn of(route: &Route) -> RouteShown {
        let question = |field: &catalogue::Field| RouteQuestion {
            id: field.id.clone(),
            title: field.name().into(),
            kind: field.kind,
            is_required: field.required,
            when: field.when.clone(),
            choices: field.choices.iter().map(|choice| choice.id.clone()).collect(),
        };
        RouteShown {
            id: route.id.clone(),
            title: route.name().into(),
            about: route.purpose().into(),
            basis: route.basis.clone(),
            reforms: route.reforms.clone(),
            questions: route.fields.iter().map(question).collect(),
        }
    }
}

impl From<&Cost> for CostShown {
    fn from(cost: &Cost) -> CostShown {
        CostShown {
            id: cost.id.clone(),
            title: cost.name.clone().into(),
            borne_by: cost.borne_by,
            amount_fen: cost.fen,
            is_default: cost.is_default,
        }
    }
}

impl PlanShown {
    /// A plan as it is told.
    pub fn of(
        (plan, other): (&Plan, Option<&Counterpart>),
        route: &Route,
        zone: &Zone,
    ) -> PlanShown {
        let id = |at: &usize| plan.steps[*at].id.clone();
        let paper = |paper: &Paper| RoutePaper {
            id: paper.id.clone(),
            title: paper.name.clone().into(),
            needed_by: paper.needed_by.iter().map(id).collect(),
            reused_from: paper.result_of.as_ref().map(id),
            may_follow: paper.may_follow,
        };
        let office = |(office, steps): (&str, usize)| OfficeSteps {
            office: office.into(),
            title: zone.office_name(office).into(),
            steps,
        };
        PlanShown {
            route: plan.route.clone(),
            title: route.name().into(),
            start: plan.start.to_string(),
            steps: plan.steps.iter().map(|step| shown(step, plan)).collect(),
            spared: plan.spared.iter().map(SparedShown::from).collect(),
            papers: plan.papers.iter().map(paper).collect(),
            costs: plan.costs.iter().map(CostShown::from).collect(),
            offices: plan.offices().into_iter().map(office).collect(),
            courses: plan.courses.iter().map(|course| of_course(plan, course)).collect(),
            other: other.map(OtherShown::from),
        }
    }
}

impl From<&Spared> for SparedShown {
    fn from(spared: &Spared) -> SparedShown {
        SparedShown {
            id: spared.id.clone(),
            title: spared.name.clone().into(),
            why: spared.why.clone().into(),
            with: spared.with.clone(),
        }
    }
}

impl From<&Counterpart> for OtherShown {
    fn from(other: &Counterpart) -> OtherShown {
        let made = other.plan.as_ref().ok();
        let courses = made.map(|plan| (plan, plan.courses.iter()));
        OtherShown {
            route: other.route.clone(),
            title: other.name.clone().into(),
            is_before: other.is_before,
            missing: other.missing().map(Into::into),
            courses: courses.map_or_else(Vec::new, |(plan, courses)| {
                courses.map(|course| of_course(plan, course)).collect()
            }),
            costs: made
                .map_or_else(Vec::new, |plan| plan.costs.iter().map(CostShown::from).collect()),
        }
    }
}

fn shown(step: &Step, plan: &Plan) -> StepShown {
    StepShown {
        id: step.id.clone(),
        title: step.name.clone().into(),
        office: step.office.clone(),
        authority: step.authority.clone().map(Into::into),
        clock: step.clock,
        days: step.limit.days,
        unit: unit(step.limit.unit).into(),
        statutory_days: step.statutory.map(|limit| limit.days),
        after: step.after.iter().map(|at| plan.steps[*at].id.clone()).collect(),
        before_land: step.before_land,
        on_contract: step.on_contract,
        visits: step.visits,
        is_visits_default: step.is_visits_default,
        of_case: step.of_case.as_ref().map(|of| OfCaseShown {
            matter: step.told_by().to_owned(),
            promised_days: of.promised.days,
            statutory_days: of.statutory.map(|limit| limit.days),
            beforehand: of.beforehand.iter().cloned().map(Into::into).collect(),
        }),
        is_default: step.is_default,
    }
}

fn of_course(plan: &Plan, course: &Course) -> CourseShown {
    let Held { government, utility, intermediary, applicant } = course.held;
    let Indicators { procedures, days, visits, is_visits_default, documents } =
        plan.indicators(course);
    let span = |(at, span): (usize, &Span)| SpanShown {
        step: plan.steps[at].id.clone(),
        start: day(span.start),
        end: day(span.end),
        slack_days: span.slack,
        is_critical: span.is_critical,
        is_simulated: span.is_simulated,
    };
    CourseShown {
        tempo: tempo(course.tempo).into(),
        ends: day(course.ends),
        working_days: course.days,
        government_days: government,
        utility_days: utility,
        intermediary_days: intermediary,
        applicant_days: applicant,
        all_steps: HeldShown {
            government_days: course.work.government,
            utility_days: course.work.utility,
            intermediary_days: course.work.intermediary,
            applicant_days: course.work.applicant,
        },
        critical_path: course.path.iter().map(|at| plan.steps[*at].id.clone()).collect(),
        spans: course.spans.iter().enumerate().map(span).collect(),
        indicators: IndicatorsShown { procedures, days, visits, is_visits_default, documents },
        is_provisional: course.is_provisional,
    }
}

fn day(day: Date) -> String {
    day.to_string()
}

/// What to say where answers are no object of plain values.
pub fn answers_unreadable() -> kernel::text::Text {
    text(
        "答案应是一个 JSON 对象，值为文字、整数或者 true、false。",
        "The answers are one object of JSON whose values are texts, whole numbers, true or false.",
    )
}

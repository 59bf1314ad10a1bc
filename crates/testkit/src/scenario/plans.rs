//! Plans in stories (场景用语：办理方案).
//!
//! ```text
//! plans by ROUTE from DAY at TEMPO with QUESTION=ANSWER, … [because …]
//! names OFFICE/POST as the contact because …
//! charges NAME CODE with STEP          begins STEP on DAY          ends STEP on DAY: RESULT
//! writes down the risk at STEP: WHAT; MEASURE; BY WHOM because …     (at the plan: of all of it)
//! ```
//!
//! A *page* line about `the plan` has version, tempo, planned end and the forecast of the day, whom
//! to turn to, which steps are spared, how many risks were written down and which the ledger tells
//! (`WHY at STEP`), what each bears of the costs, and whose the days are, always as
//! `AUTHORITIES/UTILITY/PROJECT`, the intermediary's after it where there are any: `path` and
//! `work` in working days, of the critical path and of every step; `planned` of every step,
//! `expected` of those that a case tells of, and `used` by these cases, in calendar days.

use approvals::case::{Case, Cases, State};
use approvals::project::{Baseline, BaselineStep, Command, Contact, NotedRisk, Project, Projects};
use approvals::project::{assumption::Key, node};
use approvals::route::{
    Actual, Cost, Held, Sign, Standing, Step, Tempo, Watch, forecast, reckoned, recorded, risks,
    sums, whose, without_own,
};
use approvals::simulation::State as Simulated;
use approvals::views;
use catalogue::{Mode, Pack, TimeOf};
use jiff::civil::Date;
use kernel::{calendar::Calendar, local_time::day_of, text::text};
use store::Fault;

use super::acts::cut;
use super::{PROJECT, ZONE};
use crate::day;
use crate::sample::{Sample, subject};

/// The command that the line says; nothing where it is about something else.
pub fn command(sample: &Sample, act: &str) -> Result<Option<Command>, String> {
    if let Some(rest) = act.strip_prefix("names ") {
        let Some((post, reason)) = rest.split_once(" as the contact because ") else {
            return Ok(None);
        };
        let (office, post) = cut(post, "/")?;
        let (_, risks) = supplemented(sample)?;
        let contact = Some(Contact { office: office.into(), post: post.into() });
        return Ok(Some(Command::SupplementPlan { contact, risks, reason: reason.into() }));
    }
    if let Some(rest) = act.strip_prefix("writes down the risk at ") {
        let (rest, reason) = cut(rest, " because ")?;
        let (step, rest) = cut(rest, ": ")?;
        let (what, rest) = cut(rest, "; ")?;
        let (measure, by) = cut(rest, "; ")?;
        let step = Some(step.to_owned()).filter(|step| step != "the plan");
        let (what, measure, by) = (what.into(), measure.into(), by.into());
        let (contact, mut risks) = supplemented(sample)?;
        risks.push(NotedRisk { step, what, measure, by });
        return Ok(Some(Command::SupplementPlan { contact, risks, reason: reason.into() }));
    }
    if let Some(act) = of_node(act)? {
        return Ok(Some(Command::Node(act)));
    }
    let Some(rest) = act.strip_prefix("plans by ") else { return Ok(None) };
    let (route, rest) = cut(rest, " from ")?;
    let (start, rest) = cut(rest, " at ")?;
    let (tempo, rest) = cut(rest, " with ")?;
    let (answers, reason) = rest.split_once(" because ").unwrap_or((rest, ""));
    let answers = answers.split(", ").map(|pair| {
        let (question, answer) = cut(pair, "=")?;
        Ok((question.to_owned(), answer.to_owned()))
    });
    let tempo = match tempo {
        "serial" => Tempo::Serial,
        "parallel" => Tempo::Parallel,
        "simulated" => Tempo::Simulated,
        other => return Err(format!("there is no tempo \"{other}\"")),
    };
    Ok(Some(Command::AdoptPlan {
        route: Pack::shipped().route(route).cloned().map(Box::new),
        answers: answers.collect::<Result<_, String>>()?,
        start: day(start),
        tempo,
        contact: None,
        reason: reason.into(),
    }))
}

/// What an act asks of a step that is the project's own to see to.
fn of_node(act: &str) -> Result<Option<node::Act>, String> {
    if let Some((agency, step)) =
        act.strip_prefix("charges ").and_then(|rest| rest.split_once(" with "))
    {
        let (name, credit_code) = cut(agency, " ")?;
        let agency = node::Agency { name: name.into(), credit_code: credit_code.into() };
        return Ok(Some(node::Act::Charge { step: step.into(), agency }));
    }
    if let Some((step, on)) = act.strip_prefix("begins ").and_then(|rest| rest.split_once(" on ")) {
        return Ok(Some(node::Act::Begin { step: step.into(), happened_on: day(on) }));
    }
    let ends = act.strip_prefix("ends ").and_then(|rest| rest.split_once(" on "));
    let Some((step, rest)) = ends else { return Ok(None) };
    let (on, result) = cut(rest, ": ")?;
    let (step, result) = (step.into(), result.into());
    Ok(Some(node::Act::End { step, happened_on: day(on), result }))
}

/// Whom to turn to and which risks are written down by now.
fn supplemented(sample: &Sample) -> Result<(Option<Contact>, Vec<NotedRisk>), String> {
    let project = project(sample).map_err(|fault| fault.to_string())?;
    let last = project.plans.last().cloned();
    Ok(last.map(|plan| (plan.contact, plan.risks)).unwrap_or_default())
}

/// The project as its facts leave it.
fn project(sample: &Sample) -> Result<Project, Fault> {
    let mut project = Project::default();
    for past in sample.store.history::<Projects>(ZONE, &subject("project", PROJECT))? {
        project.apply(&past.event);
    }
    Ok(project)
}

/// What the page about the plan has.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    if what != "the plan" {
        return Ok(None);
    }
    let told = told(sample).map_err(|fault| fault.to_string())?;
    told.map(Some).ok_or_else(|| "the project has no plan".into())
}

fn told(sample: &Sample) -> Result<Option<Vec<String>>, Fault> {
    let project = project(sample)?;
    let (history, calendar, simulations) = sample.store.read(ZONE, |open| {
        let simulations = views::simulations_of_project(open, &subject("project", PROJECT))?;
        Ok((views::history(open)?, open.calendar(), simulations))
    })?;
    let Some(plan) = project.plans.last() else { return Ok(None) };
    let cases = cases(sample, plan)?;
    let (start, today) = (plan.start, day_of(sample.now));
    let mut actual = actual(&cases, (&calendar, today));
    for (step, known) in plan.steps.iter().zip(&mut actual) {
        *known = project.nodes.known((plan, step), *known, (&calendar, today));
    }
    let steps = plan.planned();
    let used = used((&project, plan), &cases, (&calendar, today));
    let (tempo, actual, calendar) = (plan.tempo, &actual, &calendar);
    let standing = Standing { steps: &steps, actual, tempo, start, today, calendar };
    let (Some(course), Some(found)) = (plan.course(calendar), forecast(standing, &history)) else {
        return Ok(None);
    };
    let days = reckoned(&steps, &course.spans, &used);
    let opined = simulations.iter().filter(|row| row.state == Simulated::Issued);
    let opined: Vec<&str> = opined.map(|row| row.matter.as_str()).collect();
    let sign = |(step, case): (&Step, &Case)| Sign {
        is_simulated: opined.contains(&step.told_by()),
        ..Sign::of(case, (calendar, today))
    };
    let signs: Vec<Sign> = steps.iter().zip(&cases).map(sign).collect();
    let assumed: Vec<Key> = project.assumptions.awaited().into_keys().collect();
    let watch = Watch { course: &course, signs: &signs, assumed: &assumed };
    let told = risks(standing, &history, watch).into_iter().map(|risk| match risk.step {
        Some(at) => format!("{} at {}", risk.why.word(), steps[at].id),
        None => risk.why.word().to_owned(),
    });
    let told: Vec<String> = told.collect();
    let office = |id: &str| text(id, id);
    let decisive = found.decisive.iter().map(|holder| holder.name(office).en);
    let decisive: Vec<String> = decisive.collect();
    let spared: Vec<&str> = plan.spared.iter().map(|one| one.id.as_str()).collect();
    let spared = Some(spared.join(", ")).filter(|all| !all.is_empty());
    let contact = plan.contact.as_ref();
    let contact = contact.map_or("none".into(), |at| format!("{}/{}", at.office, at.post));
    let parts = |held: Held| {
        let Held { government, utility, intermediary, applicant } = held;
        let told = format!("{government}/{utility}/{applicant}");
        if intermediary == 0 { told } else { format!("{told}, intermediary {intermediary}") }
    };
    Ok(Some(vec![
        format!("version={}", project.plans.len()),
        format!("ends={}", course.ends),
        format!("days={}", course.days),
        format!("median={}", found.median),
        format!("late={}", found.late),
        format!("decisive={}", decisive.join(", ")),
        format!("contact={contact}"),
        format!("spared={}", spared.as_deref().unwrap_or("none")),
        format!("noted={}", plan.risks.len()),
        format!("costs={}", borne(&plan.paid())),
        format!("risks={}", told.join(", ")),
        format!("path={}", parts(course.held)),
        format!("work={}", parts(course.work)),
        format!("planned={}", parts(days.planned)),
        format!("expected={}", parts(days.expected)),
        format!("used={}", parts(days.used)),
    ]))
}

/// Who used the days of each step, by its case or as they were recorded.
fn used(
    (project, plan): (&Project, &Baseline),
    cases: &[Case],
    (calendar, today): (&Calendar, Date),
) -> Vec<Option<Held>> {
    let (pack, steps) = (Pack::shipped(), plan.planned());
    let known = |step: &BaselineStep| project.nodes.actual((plan, step), (calendar, today));
    let own = plan.steps.iter().zip(&steps);
    let own: Vec<(&Step, Actual)> =
        own.filter_map(|(step, planned)| Some((planned, known(step)?))).collect();
    let of = |(at, case): (usize, &Case)| {
        let step = &plan.steps[at];
        if case.before.came_on.is_none() {
            return recorded(step.time_of, &known(step)?, today);
        }
        let mode = pack.definition(&case.matter).map(|known| known.matter.mode);
        let handler = (step.time_of, mode.unwrap_or(Mode::Own));
        let held = whose(handler, case, (calendar, today))?;
        let held = without_own((&steps[at], held), case, &own, today);
        Some(if plan.is_first(step) { held } else { Held::default() })
    };
    cases.iter().enumerate().map(of).collect()
}

/// What each bears, in fen where all of it is known.
fn borne(costs: &[Cost]) -> String {
    let one = |(of, fen): &(TimeOf, Option<i64>)| {
        let fen = fen.map_or("unknown".to_owned(), |fen| fen.to_string());
        format!("{} {fen}", of.text().en)
    };
    sums(costs).iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What the project's cases tell of each step.
fn actual(cases: &[Case], by: (&Calendar, Date)) -> Vec<Actual> {
    let of = |case: &Case| {
        let is_granted = case.decided_on.is_some() && !matches!(case.state, State::Denied);
        Actual::of(case, is_granted, by)
    };
    cases.iter().map(of).collect()
}

/// The case of each step; an empty one where there is none.
fn cases(sample: &Sample, plan: &Baseline) -> Result<Vec<Case>, Fault> {
    let project = subject("project", PROJECT);
    let rows = sample.store.read(ZONE, |open| views::cases_of_project(open, &project))?;
    let mut all = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let mut case = Case::default();
        for row in rows.iter().filter(|row| row.matter == step.told_by()) {
            for past in sample.store.history::<Cases>(ZONE, &row.subject)? {
                case.apply(&past.event);
            }
        }
        all.push(case);
    }
    Ok(all)
}

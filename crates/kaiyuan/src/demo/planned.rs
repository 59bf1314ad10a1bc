//! Projects of the lived-in zone that decide on a plan (有办理方案的项目): what becomes of them, and
//! whether what was foretold held.

use std::ops::RangeInclusive;

use approvals::case::{Case, Cases, Event};
use approvals::project::{Command, Contact, NotedRisk, Project, Projects};
use approvals::route::{Actual, hindsight};
use approvals::views::{cases_of_project, history, project_by_subject};
use kernel::actor::Actor;
use serde::Serialize;
use store::{Fault, Store};

use super::lives::{BUILD, ECOLOGY_SMALL, PERMIT};
use super::seed::{self, Ask, Life};

/// The projects of the list that decide on a plan.
pub(super) const PLANNED: RangeInclusive<usize> = 6..=9;

/// What an enterprise with a plain plant answers to the questions of the industrial route.
const PLAIN_PLANT: [(&str, &str); 18] = [
    ("project_kind", "filed"),
    ("needs_pre_examination", "no"),
    ("land_area", "40000"),
    ("earthwork", "6000"),
    ("region_assessed", "yes"),
    ("annual_energy", "700"),
    ("annual_electricity", "2600000"),
    ("environmental_document", "registration"),
    ("in_flood_area", "no"),
    ("in_heritage_area", "no"),
    ("has_civil_building", "no"),
    ("has_air_defence_work", "no"),
    ("special_fire_project", "no"),
    ("explosive_site", "no"),
    ("must_tender", "no"),
    ("digs_road", "no"),
    ("drains_sewage", "yes"),
    ("construction_days", "240"),
];

/// Forecasts, in figures (预测小结).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Foretold {
    /// The number of a project whose plan shows them.
    pub project: String,
    /// Steps that are through and of which something was foretold when their case was accepted.
    pub steps: usize,
    /// Those of them that were through by the day that nine times of ten was foretold.
    pub held: usize,
}

/// Plans, then has the planning permit and the environmental registration; the construction permit
/// is applied for.
pub(super) fn may_build_soon(life: &mut Life, from: u32) {
    life.filed(from);
    life.adopt_plan(from - 1, ("industrial-new-land", &PLAIN_PLANT));
    life.plan(
        from - 1,
        (14, 40),
        &Actor::officer("development", "window"),
        Ask::Project(watched()),
    );
    life.accepted("permit", PERMIT, from - 4);
    life.decided("permit", PERMIT, from - 9);
    life.accepted("ecology", ECOLOGY_SMALL, from - 10);
    life.decided("ecology", ECOLOGY_SMALL, from - 10);
    let since = if life.place.is_multiple_of(2) { 2 } else { 1 };
    life.accepted("build", BUILD, since);
}

/// Whom the enterprise turns to, and what the officer saw on the site.
fn watched() -> Command {
    let contact = Contact { office: "development".into(), post: "coordinator".into() };
    let risk = NotedRisk {
        step: Some("construction-permit".into()),
        what: "地块内有10千伏架空线，未迁改不能打桩".into(),
        measure: "与供电公司会勘，迁改排在施工许可之前".into(),
        by: "供电公司、项目单位".into(),
    };
    let (contact, risks) = (Some(contact), vec![risk]);
    Command::SupplementPlan { contact, risks, reason: "现场踏勘后补充".into() }
}

/// Over the projects of the list that have a plan; the last of them is named.
pub(super) fn count(store: &Store, zone: &str) -> Result<Foretold, Fault> {
    let mut counted = Foretold::default();
    for place in PLANNED {
        let subject = seed::subject(place, "project", "file");
        let mut project = Project::default();
        for past in store.history::<Projects>(zone, &subject)? {
            project.apply(&past.event);
        }
        let Some(plan) = project.plans.last() else { continue };
        let steps = plan.planned();
        let (row, rows, known, calendar) = store.read(zone, |views| {
            let row = project_by_subject(views, &subject)?;
            let rows = cases_of_project(views, &subject)?;
            Ok((row, rows, history(views)?, views.calendar()))
        })?;
        let mut actual = Vec::with_capacity(steps.len());
        for step in &steps {
            let of_step = rows.iter().rev().find(|row| row.matter == step.id);
            let subject = of_step.map(|row| row.subject.as_str());
            actual.push(subject.map_or(Ok(Actual::default()), |it| through(store, zone, it))?);
        }
        let recalled = hindsight(&steps, &actual, (&known, &calendar));
        counted.steps += recalled.iter().flatten().count();
        counted.held += recalled.iter().flatten().filter(|told| told.held).count();
        counted.project = row.map_or(counted.project, |row| row.number);
    }
    Ok(counted)
}

/// When a case was accepted and, where it was granted, through.
fn through(store: &Store, zone: &str, subject: &str) -> Result<Actual, Fault> {
    let mut case = Case::default();
    let mut is_granted = false;
    for past in store.history::<Cases>(zone, subject)? {
        is_granted |= matches!(past.event, Event::CaseGranted { .. });
        case.apply(&past.event);
    }
    let clock = case.clock.as_ref().filter(|_| is_granted);
    Ok(Actual {
        started: clock.map(|clock| clock.started),
        ended: clock.and_then(|clock| clock.ended),
        ..Actual::default()
    })
}

//! What an intermediary was charged with (受托环节): the steps of other enterprises' plans that are its
//! to begin and to end, what is open first; as a page and for programs.

use std::sync::Arc;

use approvals::project::{Baseline, Event, Projects};
use approvals::views::{ChargedStep, charged_with, project_by_subject};
use axum::extract::{Extension, State};
use axum::response::Html;
use axum::routing::get;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use crate::lamp::{Shape, lamp};
use crate::policy::{Relation, Row, Who};
use crate::reader::Reader;
use crate::shell::{self, Frame, Room, crumbs};
use crate::{Site, error::Failure, front::Front};

/// The addresses.
pub static ROWS: &[Row] = &[Row::get("/my/nodes", Who::Agent, Relation::Own, || get(list))];

/// A step with the names of it and of its project (受托环节).
pub struct Charged {
    /// What was recorded of it.
    pub row: ChargedStep,
    /// The project's number.
    pub number: String,
    /// The project's name.
    pub title: String,
    /// The step's name.
    pub name: Text,
}

/// What this enterprise is charged with.
pub fn of(site: &Site, agency: &str) -> Result<Vec<Charged>, Fault> {
    let rows = site.store.read(&site.zone, |views| {
        let mut all = Vec::new();
        for row in charged_with(views, agency)? {
            if let Some(project) = project_by_subject(views, &row.project)? {
                all.push((row, project));
            }
        }
        Ok(all)
    })?;
    let named = rows.into_iter().map(|(row, project)| {
        let name = name_of(site, &row)?;
        Ok(Charged { row, number: project.number, title: project.title, name })
    });
    named.collect()
}

/// What the plan calls a step; the last plan that has it.
fn name_of(site: &Site, row: &ChargedStep) -> Result<Text, Fault> {
    let past = site.store.history::<Projects>(&site.zone, &row.project)?;
    let plan = |event: &Event| match event {
        Event::PlanAdopted { plan, .. } => Some(plan.clone()),
        _ => None,
    };
    let plans: Vec<Baseline> = past.iter().filter_map(|past| plan(&past.event)).collect();
    let steps = plans.iter().rev().flat_map(|plan| &plan.steps);
    let known = steps.into_iter().find(|step| step.id == row.step);
    Ok(known.map_or_else(|| text(&row.step, &row.step), |step| step.name()))
}

async fn list(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(own) = frame.principal.credit_code().map(str::to_owned) else { return Ok(None) };
        let all = of(site, &own)?;
        Ok(Some(page(frame, &all)))
    });
    Ok(Html(page.await?.0))
}

fn page(frame: &Frame, all: &[Charged]) -> Markup {
    let heading = frame.t("受托办理的环节", "What we are charged with");
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Work, &[]))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "其他企业委托本企业办理的环节。开始、完成各记一次，用时计在中介机构一方。",
                    "Steps of other enterprises' plans that we were charged with. Begin and end \
                     are recorded once each; the days count as an intermediary's.",
                ))
            }
            section.sheet {
                @if all.is_empty() {
                    p.empty { (frame.t("没有受托办理的环节。", "We are charged with nothing.")) }
                } @else {
                    (table(frame, all))
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn table(frame: &Frame, all: &[Charged]) -> Markup {
    let head = [
        frame.t("环节", "Step"),
        frame.t("项目", "Project"),
        frame.t("委托日期", "Charged on"),
        frame.t("开始", "Begun"),
        frame.t("完成", "Ended"),
        frame.t("状态", "Stands"),
    ];
    let on = |day: Option<jiff::civil::Date>| day.map_or("–".to_owned(), |day| day.to_string());
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for one in all {
                    tr {
                        td.title {
                            a href={ "/approvals/projects/" (one.number) "/nodes" } {
                                (frame.say(&one.name))
                            }
                        }
                        td data-h=(head[1]) {
                            span { (frame.run(&one.title)) " " span.note.n { (one.number) } }
                        }
                        td.n data-h=(head[2]) { (on(one.row.charged_on)) }
                        td.n data-h=(head[3]) { (on(one.row.begun_on)) }
                        td.n data-h=(head[4]) { (on(one.row.ended_on)) }
                        td data-h=(head[5]) { (stands(frame, &one.row)) }
                    }
                }
            }
        }
    }
}

fn stands(frame: &Frame, row: &ChargedStep) -> Markup {
    match (row.begun_on, row.ended_on) {
        (_, Some(_)) => lamp(Shape::Done, frame.t("已完成", "ended")),
        (Some(_), None) => lamp(Shape::Good, frame.t("进行中", "under way")),
        (None, None) => lamp(Shape::Soon, frame.t("等待开始", "waits to begin")),
    }
}

//! Simulated cases as lists (模拟审批列表): an office's, and an applicant's; apart from all others.

use std::sync::Arc;

use approvals::views::{
    ProjectRow, SimulationRow, definition, light_by, projects_sold_elsewhere, simulations_asking,
    simulations_at, simulations_of_applicant,
};
use axum::extract::{Extension, State};
use axum::response::Html;
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::{Fault, Views};

use super::{page, sold_elsewhere, warning};
use crate::desk::ways;
use crate::error::Failure;
use crate::front::Front;
use crate::lamp::{Shape, lamp};
use crate::reader::Reader;
use crate::shell::{self, Frame, Room, crumbs};

/// A simulated case with the name of its matter.
type Named = (SimulationRow, Text);

/// What this office reviews, and what it is asked.
pub async fn of_office(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let keeps = frame.principal.has(Right::Register);
        let (own, asked, sold) = site.store.read(&site.zone, |views| {
            let own = simulations_at(views, &office)?;
            let asked = simulations_asking(views, &office)?;
            let sold = if keeps { projects_sold_elsewhere(views)? } else { Vec::new() };
            Ok((named(views, own)?, named(views, asked)?, sold))
        })?;
        let heading = frame.t("模拟审批", "Simulated reviews");
        let body = html! {
            div.wrap.stack {
                h1 { (heading) }
                (ways(frame, "/todo/simulations"))
                (warning(frame))
                (list(frame, frame.t("我部门审查", "Reviewed by us"), &own))
                (list(frame, frame.t("征求我部门意见", "Opinions asked of us"), &asked))
                @if !sold.is_empty() { (sold_to_others(frame, &sold)) }
            }
        };
        Ok(Some(shell::page(frame, heading, &body)))
    });
    Ok(Html(page.await?.0))
}

/// What this enterprise has asked for.
pub async fn of_applicant(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(own) = frame.principal.credit_code().map(str::to_owned) else { return Ok(None) };
        let rows = site.store.read(&site.zone, |views| {
            let rows = simulations_of_applicant(views, &own)?;
            named(views, rows)
        })?;
        let heading = frame.t("我的模拟审批", "My simulated reviews");
        let body = html! {
            div.wrap.stack {
                (crumbs(frame, Room::Work, &[]))
                h1 { (heading) }
                (warning(frame))
                (list(frame, frame.t("模拟办件", "Simulated cases"), &rows))
            }
        };
        Ok(Some(shell::page(frame, heading, &body)))
    });
    Ok(Html(page.await?.0))
}

fn named(views: &mut Views, rows: Vec<SimulationRow>) -> Result<Vec<Named>, Fault> {
    let name = |row: SimulationRow| {
        let known = definition(views, &row.definition)?;
        let name = known.map_or_else(|| text(&row.matter, &row.matter), |it| it.matter.name());
        Ok((row, name))
    };
    rows.into_iter().map(name).collect()
}

/// The projects whose keepers have to see what becomes of the simulated reviews.
fn sold_to_others(frame: &Frame, projects: &[ProjectRow]) -> Markup {
    html! {
        section.sheet {
            h2 {
                (frame.t("拟用地块已由其他企业取得的项目", "Projects whose plot another company has"))
            }
            ul.rows {
                @for project in projects {
                    li {
                        span {
                            a href={ "/approvals/projects/" (project.number) "/assumptions" } {
                                (frame.run(&project.title))
                            }
                            " " span.note.n { (project.number) }
                        }
                    }
                }
            }
            (sold_elsewhere(frame))
        }
    }
}

fn list(frame: &Frame, heading: &str, rows: &[Named]) -> Markup {
    html! {
        section.sheet {
            h2 { (heading) }
            @if rows.is_empty() {
                p.empty { (frame.t("没有模拟办件。", "There is none.")) }
            } @else {
                ul.rows {
                    @for (row, name) in rows {
                        li {
                            span {
                                a href={ "/approvals/simulations/" (row.number) } {
                                    (frame.say(name))
                                }
                                " " span.note.n { (row.number) }
                            }
                            span {
                                (due(frame, row))
                                (page::state(frame, row.state))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is due next of a simulated case, with its light; nothing while no limit runs.
fn due(frame: &Frame, row: &SimulationRow) -> Markup {
    let silent = row.notice_due.map(|day| (day, ("受理期限 ", "accept by ")));
    let next = silent.or(row.due.map(|day| (day, ("承诺时限 ", "promised by "))));
    let Some((day, (zh, en))) = next else { return html! {} };
    let days = row.limit_days.unwrap_or_default();
    let light = light_by(day, days, (frame.today(), &frame.calendar, &frame.zone.thresholds));
    let said = format!("{}{}", frame.t(zh, en), frame.day(day));
    html! { (lamp(Shape::of(light), &said)) " " }
}

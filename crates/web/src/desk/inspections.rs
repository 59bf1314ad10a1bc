//! What was granted on a commitment and is to be looked at (承诺核查列表), the first due first.

use approvals::case::commitment::Standing;
use approvals::views::{InspectionRow, definition_in_force, inspections as to_inspect};
use axum::extract::{Extension, State};
use axum::response::Html;
use kernel::text::Text;
use kernel::text::text;
use maud::{Markup, html};
use store::{Fault, Views};

use super::inbox::left;
use super::{Reading, Shared, ways};
use crate::error::Failure;
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame};

/// A row with the name of its matter (待核查事项).
pub struct Inspection {
    name: Text,
    row: InspectionRow,
}

/// What this office is to look at.
pub async fn inspections(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let rows = site.store.read(&site.zone, |open| read(open, Some(&office)))?;
        Ok(Some(page(frame, &rows)))
    });
    Ok(Html(page.await?.0))
}

/// What is to be looked at, by one office or by all.
pub fn read(open: &mut Views, office: Option<&str>) -> Result<Vec<Inspection>, Fault> {
    let rows = to_inspect(open, office)?.into_iter();
    rows.map(|row| {
        let known = definition_in_force(open, &row.matter)?;
        let name = known.map_or_else(|| text(&row.matter, &row.matter), |it| it.matter.name());
        Ok(Inspection { name, row })
    })
    .collect()
}

/// Is the office late with its look?
pub fn is_late(frame: &Frame, one: &Inspection) -> bool {
    one.row.due.is_some_and(|due| due < frame.today())
}

fn page(frame: &Frame, rows: &[Inspection]) -> Markup {
    let heading = frame.t("承诺核查", "Inspections of commitments");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/todo/inspections"))
            section.sheet {
                @if rows.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有待核查的承诺。依告知承诺准予的办件显示在这里，按核查期限排序。",
                            "Nothing is to be inspected. What is granted on a commitment will \
                             stand here, by the day of its inspection.",
                        ))
                    }
                } @else { (table(frame, rows, false)) }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The rows as a table, with their office where several stand in it.
pub fn table(frame: &Frame, rows: &[Inspection], with_office: bool) -> Markup {
    let head = [
        frame.t("办件", "Case"),
        frame.t("状态", "Standing"),
        frame.t("期限", "Limit"),
        frame.t("到期日", "Due"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for one in rows {
                    tr {
                        td.title {
                            a href={ "/approvals/cases/" (one.row.number) "/desk" } {
                                (frame.say(&one.name))
                            }
                            br;
                            span.note {
                                @if with_office {
                                    (frame.say(&frame.office(&one.row.office))) " · "
                                }
                                (frame.run(&one.row.project_title)) " · "
                                span.n { (one.row.number) }
                            }
                        }
                        td data-h=(head[1]) { (standing(frame, one)) }
                        td data-h=(head[2]) {
                            span.note.n { (left(frame, one.row.due).unwrap_or_default()) }
                        }
                        td.n data-h=(head[3]) { @if let Some(due) = one.row.due { (due) } }
                    }
                }
            }
        }
    }
}

fn standing(frame: &Frame, one: &Inspection) -> Markup {
    if one.row.state_by.is_some() {
        return lamp(Shape::Soon, frame.t("拟撤销，听取陈述", "to be revoked, being heard"));
    }
    if is_late(frame, one) {
        return lamp(Shape::Late, frame.t("逾期未核查", "not inspected in time"));
    }
    let is_soon = one.row.due.is_some_and(|due| {
        frame.calendar.working_days_between(frame.today(), due).count
            <= frame.zone.thresholds.yellow_days
    });
    let (shape, word) = match one.row.standing.as_str() {
        "rectifying" => (Shape::Still, frame.t("限期整改中", "being put right")),
        "unfit" => {
            let said = Standing::Unfit.text();
            return lamp(Shape::Late, frame.say(&said));
        }
        _ if is_soon => (Shape::Soon, frame.t("待核查，将到期", "due soon")),
        _ => (Shape::Good, frame.t("待核查", "to be inspected")),
    };
    lamp(shape, word)
}

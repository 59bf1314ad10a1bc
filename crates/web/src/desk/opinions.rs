//! The questions of other offices (征求意见列表): what waits for this one's answer, by days left.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::views::{About, After, OpinionRow, definition, opinions_asked_of};
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::Html;
use maud::{Markup, html};
use store::Fault;

use super::inbox::left;
use super::{Query, Reading, Shared, address, ways};
use crate::error::Failure;
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame};

/// Rows of a page.
const PAGE: usize = 50;

/// What other offices asked this one.
pub async fn opinions(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let query = Query::of(&at);
        frame.query = address("", &[("after", query.get("after"))]).replacen('?', "", 1);
        let after = query.get("after").split_once('/');
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let rows = site.store.read(&site.zone, |open| {
            let asked = opinions_asked_of(open, &office, after.as_ref())?.into_iter();
            let with = |row: OpinionRow| {
                let known = match &row.about {
                    About::Case(case) => definition(open, &case.definition)?,
                    About::Plot(_) => None,
                };
                Ok((known, row))
            };
            asked.map(with).collect::<Result<Vec<_>, Fault>>()
        })?;
        Ok(Some(asked(frame, &rows)))
    });
    Ok(Html(page.await?.0))
}

fn asked(frame: &Frame, rows: &[(Option<Arc<Definition>>, OpinionRow)]) -> Markup {
    let heading = frame.t("征求我部门意见", "Opinions asked of us");
    let head = [
        frame.t("问题", "Question"),
        frame.t("来自", "From"),
        frame.t("期限", "Limit"),
        frame.t("到期日", "Due"),
    ];
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/todo/opinions"))
            section.sheet {
                @if rows.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有等我部门答复的问题。其他部门征求意见时显示在这里。",
                            "No question waits for your office. What other offices ask will \
                             stand here.",
                        ))
                    }
                } @else {
                    table.cards.dense {
                        thead { tr { @for name in head { th scope="col" { (name) } } } }
                        tbody {
                            @for (known, row) in rows { (question(frame, (known, row), &head)) }
                        }
                    }
                    @if let Some((_, last)) = rows.get(PAGE - 1) {
                        @let after = After::opinion(last);
                        @let after = format!("{}/{}", after.day, after.number);
                        nav.pages aria-label=(frame.t("翻页", "Pages")) {
                            a.act.second rel="next"
                                href=(address("/todo/opinions", &[("after", &after)])) {
                                (frame.t("下一页", "Next page"))
                            }
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn question(
    frame: &Frame,
    (known, row): (&Option<Arc<Definition>>, &OpinionRow),
    head: &[&str; 4],
) -> Markup {
    let office = match &row.about {
        About::Case(case) => frame.office(&case.office),
        About::Plot(plot) => frame.office(&plot.office),
    };
    let address = match &row.about {
        About::Case(case) => format!("/approvals/cases/{}/desk", case.number),
        About::Plot(plot) => format!("/plots/{}", plot.number),
    };
    let is_late = row.is_overdue || row.due.is_some_and(|due| due < frame.today());
    let (shape, word) = match is_late {
        true => (Shape::Late, frame.t("已超期", "overdue")),
        false => (Shape::Good, frame.t("待答复", "to be answered")),
    };
    html! {
        tr {
            td.title {
                a href=(address) { (frame.run(&row.words)) }
                br;
                span.note { (about(frame, (known, row))) }
            }
            td data-h=(head[1]) { (frame.say(&office)) }
            td data-h=(head[2]) {
                div {
                    (lamp(shape, word))
                    @if let Some(left) = left(frame, row.due) { br; span.note.n { (left) } }
                }
            }
            td.n data-h=(head[3]) { @if let Some(due) = row.due { (due) } }
        }
    }
}

/// What the question is about, in a line.
fn about(frame: &Frame, (known, row): (&Option<Arc<Definition>>, &OpinionRow)) -> Markup {
    let name = known.as_ref().map(|known| known.matter.name());
    html! {
        @match &row.about {
            About::Case(case) => {
                @if let Some(name) = &name { (frame.say(name)) " · " }
                (frame.run(&case.project_title)) " · " span.n { (case.number) }
            }
            About::Plot(plot) => {
                (frame.t("规划方案审查", "Review of a planning scheme")) " · "
                (frame.t("地块 ", "Plot ")) (frame.run(&plot.plot_number)) " · "
                span.n { (plot.number) }
            }
        }
    }
}

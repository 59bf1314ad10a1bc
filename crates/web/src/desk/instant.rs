//! The look at automatic decisions (秒批复核): what was drawn, what each act asks for, and what was
//! found wrong and is not put right yet.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::case::instant::Audit;
use approvals::views::{AuditRow, audits_of_office, definition};
use axum::extract::{Extension, State};
use axum::response::Html;
use maud::{Markup, html};
use store::Fault;

use super::act::Act;
use super::case::Found;
use super::entry::area;
use super::{Reading, Shared, ways};
use crate::approvals::{commitments, instant as receipt, materials};
use crate::{
    error::Failure,
    form::{Field, Filled},
    lamp::{Shape, lamp},
    shell::{self, Frame},
};

/// Rows of the page; an office looks at the oldest first.
const ROWS: u32 = 200;

/// What the office has to look at, or to put right.
pub async fn audits(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let rows = site.store.read(&site.zone, |open| {
            let drawn = audits_of_office(open, &office, ROWS)?.into_iter();
            let with = |row: AuditRow| Ok((definition(open, &row.version)?, row));
            drawn.map(with).collect::<Result<Vec<_>, Fault>>()
        })?;
        Ok(Some(page(frame, &rows)))
    });
    Ok(Html(page.await?.0))
}

fn page(frame: &Frame, rows: &[(Option<Arc<Definition>>, AuditRow)]) -> Markup {
    let heading = frame.t("秒批复核", "Instant decisions to look at");
    let head = [
        frame.t("办件", "Case"),
        frame.t("决定日期", "Decided"),
        frame.t("规则版本", "Version"),
        frame.t("状态", "State"),
    ];
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/todo/audits"))
            section.sheet {
                p {
                    (frame.t(
                        "规则办结的办件按比例抽查，抽中的在此复核：无误的确认，有误的写明理由，\
                         再告知当事人拟撤销、听取陈述申辩后撤销或者维持；可以更正的，更正后登记。",
                        "A share of what rules decide is drawn and looked at here: confirm what \
                         is right; say what is wrong, then tell the party that it is to be \
                         revoked, hear it, and revoke it or let it stand; what can be corrected is \
                         corrected and recorded.",
                    ))
                    " "
                    a href="/instant" { (frame.t("秒批事项", "Instant matters")) }
                }
                @if rows.is_empty() {
                    p.empty { (frame.t("没有待复核的办件。", "Nothing to look at.")) }
                } @else {
                    table.cards.dense {
                        thead { tr { @for name in head { th scope="col" { (name) } } } }
                        tbody { @for row in rows { (drawn(frame, row, &head)) } }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn drawn(
    frame: &Frame,
    (known, row): &(Option<Arc<Definition>>, AuditRow),
    head: &[&str; 4],
) -> Markup {
    let standing = match (row.state, row.state_by) {
        (_, Some(day)) => {
            let day = frame.day(day);
            let (zh, en) = (format!("拟撤销，{day}前陈述"), format!("to be heard until {day}"));
            lamp(Shape::Soon, frame.t(&zh, &en))
        }
        (Audit::Wrong, None) => lamp(Shape::Late, frame.say(&row.state.text())),
        (_, None) => lamp(Shape::Good, frame.say(&row.state.text())),
    };
    html! {
        tr {
            td.title {
                a href={ "/approvals/cases/" (row.number) "/desk" } {
                    @match known {
                        Some(known) => (frame.say(&known.matter.name())),
                        None => (row.matter),
                    }
                }
                br;
                span.note.n { (row.number) }
            }
            td.n data-h=(head[1]) {
                @if let Some(day) = row.decided_on { (frame.day(day)) }
            }
            td data-h=(head[2]) { code { (receipt::short(&row.version)) } }
            td data-h=(head[3]) { (standing) }
        }
    }
}

/// The fields of an act.
pub fn fields(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    match act {
        Act::DecideOnTheSpot => html! {
            p {
                (frame.t(
                    "即来即办：材料齐全、符合条件的，当场受理并准予，一次完成。",
                    "At the counter: where everything is here and fit, accept and grant at once.",
                ))
            }
            (materials::list(&found.of.file, frame))
        },
        Act::FindWrong => {
            let reason = Field::line("finding-reason", ("有误之处", "What is wrong"))
                .hint("将告知申请人", "The applicant is told");
            area(frame, filled, reason, "")
        }
        Act::PutRight => {
            let words = Field::line("remedy-words", ("纠正情况及文号", "How it was put right"))
                .hint(
                    "依法撤销或者更正，写明决定文号",
                    "Revoked or corrected by law, with the number of the decision",
                );
            area(frame, filled, words, "")
        }
        Act::Keep => {
            let reasons = Field::line("upheld-because", ("维持决定的理由", "Why it stands"))
                .hint("写明陈述申辩中被采纳的意见", "Say what of the statement convinced");
            html! {
                (commitments::statement(&found.of.file, frame))
                (area(frame, filled, reasons, ""))
            }
        }
        _ => html! {
            p {
                (frame.t(
                    "核对规则所依据的数据和材料后，确认该办件办理无误。",
                    "Compare what the rule knew with the materials, then confirm the decision.",
                ))
            }
        },
    }
}

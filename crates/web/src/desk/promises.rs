//! What the acts of tolerant acceptance ask for (容缺操作填报项).

use approvals::case::tolerance::Tolerance;
use catalogue::WhileOwed;
use kernel::text::text;
use maud::{Markup, html};

use super::act::Act;
use super::case::Found;
use super::entry::{area, line, ticks};
use crate::approvals::CaseFile;
use crate::approvals::materials::{self, name};
use crate::approvals::promises::{self, came, may_be_promised, terms};
use crate::form::{Field, Filled, select};
use crate::shell::Frame;

/// The fields of an act.
pub fn fields(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    match act {
        Act::AcceptOnPromise => html! {
            p {
                (frame.t(
                    "主要材料齐全，其余材料由申请人承诺补齐。受理后即开始计时，补齐并确认前不能准予。",
                    "What may not follow is there; the rest is promised. The limits start today, \
                     and nothing is granted before the rest has come and is found fit.",
                ))
            }
            (promised(&file.case.tolerance, file, frame))
            (materials::list(file, frame))
        },
        Act::RecordPromise => {
            let offered = may_be_promised(file).into_iter();
            let offered: Vec<(String, String, bool)> =
                offered.map(|one| (one.id.clone(), name(one, frame).to_owned(), true)).collect();
            let what = Field::line("promised", ("承诺补齐的材料", "What is promised"));
            let paper = Field::line("promise-paper", ("签字承诺书编号", "Number of the promise"))
                .hint("申请人在窗口签字的承诺书", "The one that the applicant signed at the desk");
            html! {
                (ticks(frame, filled, what, &offered))
                (line(frame, filled, paper, ""))
                p.note { (terms(file, frame)) }
            }
        }
        Act::Settle | Act::SendBack => {
            let here = came(file);
            let here: Vec<(String, String)> =
                here.map(|one| (one.id.clone(), name(one, frame).to_owned())).collect();
            let which = match act {
                Act::Settle => Field::line("settled", ("已补齐的材料", "Material")),
                _ => Field::line("sent-back", ("退回的材料", "Material")),
            };
            let reason = Field::line("return-reason", ("退回的理由", "Why it is not fit"))
                .hint("将告知申请人；补齐期限不变", "The applicant is told; the last day stays");
            html! {
                (select(frame, filled, which, &here))
                @if act == Act::SendBack { (area(frame, filled, reason, "")) }
            }
        }
        Act::FinishReview => {
            let paper =
                Field::line("review-evidence", ("待补齐告知书文号", "Document that tells it"))
                    .hint(
                        "告知申请人：审查已完成，只待补齐",
                        "It tells the applicant what is awaited",
                    );
            html! {
                p { (awaited(file, frame)) }
                (line(frame, filled, paper, ""))
            }
        }
        _ => {
            let paper = Field::line("repair-evidence", ("信用修复的凭据", "What repairs it"))
                .hint("例如信用修复决定的文号", "For example the number of the decision");
            html! {
                p {
                    (frame.t(
                        "登记后，该企业可以再次适用容缺受理和告知承诺。",
                        "After this the enterprise may promise again.",
                    ))
                }
                (line(frame, filled, paper, ""))
            }
        }
    }
}

/// What is awaited by when, and what the clock does meanwhile.
fn awaited(file: &CaseFile, frame: &Frame) -> String {
    let names: Vec<&str> =
        promises::awaited(file).into_iter().map(|one| name(one, frame)).collect();
    let due = file.case.tolerance.due(&frame.calendar).map(|due| frame.day(due.date));
    let due = due.unwrap_or_default();
    let clock = match file.definition.matter.while_owed.unwrap_or_default() {
        WhileOwed::Stands => text(
            "登记后办理时限暂停，最后一份材料确认补齐之日恢复。",
            "Time then stands still until the last of it is found fit.",
        ),
        WhileOwed::Runs => text("登记后办理时限继续计算。", "Time goes on meanwhile."),
    };
    let zh = format!("只缺承诺的材料：{}，{due}前补齐。{}", names.join("、"), clock.zh);
    let en = format!("Only this is missing: {}, by {due}. {}", names.join(", "), clock.en);
    frame.t(&zh, &en).to_owned()
}

fn promised(tolerance: &Tolerance, file: &CaseFile, frame: &Frame) -> Markup {
    let promise = tolerance.promise.as_ref();
    let names = promise.into_iter().flat_map(|it| &it.materials);
    let names: Vec<&str> = names
        .filter_map(|id| file.definition.matter.material(id))
        .map(|one| name(one, frame))
        .collect();
    html! {
        p {
            (frame.t("已承诺补齐：", "Promised: "))
            b { (names.join(frame.t("、", ", "))) }
            br;
            (terms(file, frame))
        }
    }
}

//! One project, one page (项目页): who holds it, its stages, cases, facts, materials and trail.

use kernel::right::Right;
use kernel::text::{Language, Text};
use maud::{Markup, html};

use super::next::{Next, OnFile, Turn, next, whose};
use super::standing::{Held, Standing, standing};
use super::{CaseFile, ProjectFile, facts, lanes, materials, reliance, trail};
use crate::agreements;
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame};
use crate::words::plural;

/// The four stages of an investment project, by the State Council's reform of 2018.
const STAGES: [(&str, &str); 4] = [
    ("立项用地规划许可", "Project and land-use approval"),
    ("工程建设许可", "Construction-work approval"),
    ("施工许可", "Building permit"),
    ("竣工验收", "Completion and acceptance"),
];

/// Where a stage stands (阶段进度).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Done,
    Current,
    Ahead,
}

/// The page.
pub fn page(frame: &Frame, file: &ProjectFile) -> Markup {
    page_with(frame, file, &html! {})
}

/// The page with what the reader may do about the project.
pub fn page_with(frame: &Frame, file: &ProjectFile, acts: &Markup) -> Markup {
    let body = html! {
        (head(file, frame))
        div.wrap.cols {
            div.stack.first { (reliance::sheets(file, frame)) (coming(file, frame)) (acts) }
            div.stack.most {
                (cases(file, frame))
                (papers(file, frame))
                (agreements::sheet(frame, &file.agreements))
                (facts::sheet(file, frame))
            }
            div.stack.last { (story(file, frame)) }
        }
    };
    let title = match frame.language {
        Language::Chinese => file.row.title.clone(),
        Language::English => format!("Project {}", file.row.number),
    };
    shell::page(frame, &title, &body)
}

fn head(file: &ProjectFile, frame: &Frame) -> Markup {
    let row = &file.row;
    html! {
        div.filehead {
            div.wrap {
                p.code.n {
                    @if let Some(code) = &row.code {
                        span.known { (code) }
                    } @else {
                        span.chip.wait { (frame.t("代码待赋", "no project code yet")) }
                    }
                    @if let Some(filed_on) = row.filed_on {
                        @let day = frame.day(filed_on);
                        @let (zh, en) = (format!("{day}备案"), format!("filed on {day}"));
                        span.chip { (frame.t(&zh, &en)) }
                    } @else {
                        span.chip.wait { (frame.t("未备案", "not filed yet")) }
                    }
                    span.note { (frame.t("项目编号 ", "Project No. ")) (row.number) }
                }
                (shell::headline(frame, &row.title))
                (holder(file, frame))
                p {
                    a href={ "/approvals/projects/" (row.number) "/plan" } {
                        (frame.t("办理方案", "The project's plan"))
                    }
                    " · "
                    a href={ "/approvals/projects/" (row.number) "/assumptions" } {
                        (frame.t("假设条件与模拟审批", "Assumptions and simulated approval"))
                    }
                }
                @if frame.principal.has(Right::Register) {
                    p {
                        a href={ "/approvals/projects/" (row.number) "/desk" } {
                            (frame.t("管理代码和证照", "Codes and licences"))
                        }
                    }
                }
                (stages(file, frame))
            }
        }
    }
}

/// The first line: the case that presses most, who holds it, how many days are left.
fn holder(file: &ProjectFile, frame: &Frame) -> Markup {
    let open = file.cases.iter().filter(|case| !case.case.is_concluded());
    let mut open: Vec<Standing> = open.map(|case| standing(case, frame)).collect();
    open.sort_by_key(|standing| std::cmp::Reverse(standing.urgency()));
    let Some(first) = open.first() else {
        let said = if file.cases.is_empty() {
            frame.t("已登记，还没有办件", "Registered; no case has been opened yet")
        } else {
            frame.t("没有正在办理的事项", "Nothing is being handled at the moment")
        };
        return html! { p.holder { (lamp(Shape::Closed, said)) } };
    };
    let others = u32::try_from(open.len() - 1).unwrap_or(u32::MAX);
    let (zh, en) = (format!("另有{others}件在办"), plural(others, "more open case"));
    html! {
        p.holder {
            (headline(first, frame))
            @if others > 0 { span.note { (frame.t(&zh, &en)) } }
        }
    }
}

/// A lamp with the days left, and who holds the case.
pub fn headline(standing: &Standing, frame: &Frame) -> Markup {
    html! {
        (lamp(standing.shape, frame.say(&standing.headline())))
        @match &standing.held {
            Some(Held::By(office)) => {
                span {
                    (frame.t("现在由 ", "Now with ")) b { (frame.say(office)) }
                    (frame.t(" 办理", ""))
                }
            }
            Some(Held::Awaiting(awaited)) => {
                span { (frame.t("现在等待 ", "Waiting for ")) b { (frame.say(awaited)) } }
            }
            None => {}
        }
    }
}

fn stages(file: &ProjectFile, frame: &Frame) -> Markup {
    let of_stage = |number: u8| -> Vec<&CaseFile> {
        file.cases.iter().filter(|case| case.definition.matter.stage == number).collect()
    };
    let stages = [1, 2, 3, 4].map(of_stage);
    let is_done = stages.each_ref().map(|cases| is_done(cases));
    let is_open = |cases: &Vec<&CaseFile>| cases.iter().any(|case| !case.case.is_concluded());
    let current = stages.iter().position(is_open);
    let current = current.or_else(|| is_done.iter().position(|is_done| !is_done));
    html! {
        ol.stages {
            @for (at, (zh, en)) in STAGES.into_iter().enumerate() {
                @let progress = match (is_done[at], current == Some(at)) {
                    (_, true) => Progress::Current,
                    (true, false) => Progress::Done,
                    (false, false) => Progress::Ahead,
                };
                li.done[progress == Progress::Done]
                    aria-current=[(progress == Progress::Current).then_some("step")] {
                    b { (frame.t(zh, en)) }
                    span { (stage_said(&stages[at], progress, frame)) }
                }
            }
        }
    }
}

/// Something was granted in it, and nothing is open.
fn is_done(cases: &[&CaseFile]) -> bool {
    cases.iter().any(|case| case.is_granted()) && cases.iter().all(|case| case.case.is_concluded())
}

fn stage_said(cases: &[&CaseFile], progress: Progress, frame: &Frame) -> String {
    let open = cases.iter().filter(|case| !case.case.is_concluded()).count();
    let over = u32::try_from(cases.len() - open).unwrap_or(u32::MAX);
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    let (zh, en) = match (progress, open, over) {
        (Progress::Ahead, 0, 0) => ("未开始".into(), "not started".into()),
        (Progress::Current, 0, 0) => ("下一阶段".into(), "comes next".into()),
        (_, 0, over) => (format!("办结{over}件"), format!("{} concluded", plural(over, "case"))),
        (_, open, 0) => (format!("在办{open}件"), format!("{} open", plural(open, "case"))),
        (_, open, over) => {
            (format!("在办{open}件，办结{over}件"), format!("{open} open, {over} concluded"))
        }
    };
    frame.t(&zh, &en).to_owned()
}

fn cases(file: &ProjectFile, frame: &Frame) -> Markup {
    let count = u32::try_from(file.cases.len()).unwrap_or(u32::MAX);
    let (zh, en) = (format!("共{count}件"), plural(count, "case"));
    html! {
        section.sheet {
            header {
                h2 { (frame.t("办件", "Cases")) }
                @if count > 0 { span.note { (frame.t(&zh, &en)) } }
            }
            @if file.cases.is_empty() {
                p {
                    (frame.t(
                        "这里将显示每一件审批的进度。项目刚登记，还没有提交申请；第一件通常是企业投资项目备案。",
                        "The progress of each case will stand here. The project was registered and \
                         nothing has been applied for yet; the first case is usually the filing.",
                    ))
                }
            } @else {
                (lanes::lanes(file, frame))
            }
        }
    }
}

/// What is owed stands open; what is complete opens on demand.
fn papers(file: &ProjectFile, frame: &Frame) -> Markup {
    html! {
        @if !file.cases.is_empty() {
            section.sheet {
                header { h2 { (frame.t("材料", "Materials")) } }
                @for case in &file.cases {
                    @let is_owed = !case.case.is_concluded() && materials::is_owed(case);
                    details.papers-of open[is_owed] {
                        summary {
                            b { (frame.say(&file.name_of(case))) } " "
                            span.note { (materials::summary(case, frame)) }
                        }
                        (materials::list(case, frame))
                    }
                }
            }
        }
    }
}

/// What happens next: first what the applicant must do, also where that is nothing.
fn coming(file: &ProjectFile, frame: &Frame) -> Markup {
    let open: Vec<&CaseFile> = file.cases.iter().filter(|case| !case.case.is_concluded()).collect();
    let on_file =
        OnFile { has_code: file.row.code.is_some(), is_filed: file.row.filed_on.is_some() };
    let mut nexts: Vec<(&CaseFile, Next)> =
        open.into_iter().map(|case| (case, next(case, on_file, frame))).collect();
    nexts.sort_by_key(|(_, next)| next.turn != Turn::Yours);
    let (yours, others) =
        nexts.split_at(nexts.partition_point(|(_, next)| next.turn == Turn::Yours));
    let needs_code = file.row.code.is_none();
    let is_yours = needs_code || file.cases.is_empty() || !yours.is_empty();
    let turn = if is_yours { Turn::Yours } else { Turn::Others };
    html! {
        section.sheet.next {
            header { h2 { (frame.t("接下来", "What happens next")) } }
            (whose(turn, frame))
            @if needs_code { p { (needs_code_said(frame)) } }
            @if file.cases.is_empty() {
                p { (frame.t("请提交企业投资项目备案。", "Apply for the filing of the project.")) }
            }
            @for (case, next) in yours { (todo(&file.name_of(case), next, frame)) }
            @if is_yours && !others.is_empty() {
                p.apart { b { (frame.t("其他方在办", "With others")) } }
            }
            @for (case, next) in others { (todo(&file.name_of(case), next, frame)) }
        }
    }
}

fn todo(name: &Text, next: &Next, frame: &Frame) -> Markup {
    html! {
        div.todo {
            h3 { (frame.say(name)) }
            div { (next.said) }
        }
    }
}

fn needs_code_said(frame: &Frame) -> &str {
    frame.t(
        "请在全国投资项目在线审批监管平台申报赋码，代码下来后由经办部门登记。",
        "Apply for the project code on the national online platform for investment projects; the \
         office records it once it is assigned.",
    )
}

fn story(file: &ProjectFile, frame: &Frame) -> Markup {
    let mut steps = trail::of_project(&file.past, frame);
    for case in &file.cases {
        steps.extend(trail::of_case(case, Some(&file.name_of(case)), frame));
    }
    html! {
        section.sheet {
            header { h2 { (frame.t("办理过程", "What happened")) } }
            (trail::list(steps, frame))
        }
    }
}

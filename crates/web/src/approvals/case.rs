//! One case (办件页): its lamp, its two limits, where the time went, and why, day by day.

use approvals::case::{Event, State};
use approvals::document::AUTHORITYS;
use kernel::text::{Text, text};
use kernel::time_limit::{DayUnit, Due, Holder, LimitKind, due, elapsed};
use maud::{Markup, html};

use super::next::{next, provisional, whose};
use super::project::headline;
use super::standing::{notice_ends, standing};
use super::{CaseFile, CaseOfProject, day_table, filled, instant, materials, messages, trail};
use crate::documents::list;
use crate::hall::visits::sheet;
use crate::shell::{self, Frame, Room, crumbs};
use crate::words::{days, plural};

/// The page.
pub fn page(frame: &Frame, found: &CaseOfProject) -> Markup {
    page_with(frame, found, &html! {})
}

/// The page with what the reader may do about the case.
pub fn page_with(frame: &Frame, found: &CaseOfProject, acts: &Markup) -> Markup {
    let file = &found.file;
    let name = file.definition.matter.name();
    let body = html! {
        (head(found, frame))
        div.wrap.cols {
            div.stack.first {
                (result(file, frame))
                (coming(found, frame))
                @if frame.is_own() { (messages::sheet(file, frame)) }
                (acts)
            }
            div.stack.most {
                (limits(file, frame))
                (spent(file, frame))
                (day_table::sheet(file, frame))
                (instant::sheet(file, frame))
                (filled::sheet(file, found.filled_in.as_ref(), frame))
                (papers(file, frame))
                (list::handed_in(&found.documents, &|id| material(file, id), frame))
                (list::issued(&found.papers, frame))
            }
            div.stack.last {
                (story(found, frame))
                (sheet(found, frame))
                (about(file, frame))
            }
        }
    };
    let title = format!("{} {}", frame.say(&name), file.row.number);
    shell::page(frame, &title, &body)
}

fn head(found: &CaseOfProject, frame: &Frame) -> Markup {
    let file = &found.file;
    html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::of(frame), &[(
                    &found.project_for(frame),
                    html! { (frame.run(&found.project_title)) },
                )]))
                h1 { (frame.say(&file.definition.matter.name())) }
                p.code.n {
                    (frame.t("办件编号 ", "Case No. ")) (file.row.number)
                }
                p.holder { (headline(&standing(file, frame), frame)) }
                @if frame.principal.office() == Some(file.row.office.as_str()) {
                    p {
                        a href={ "/approvals/cases/" (file.row.number) "/desk" } {
                            (frame.t("到办理页", "To the desk"))
                        }
                    }
                }
            }
        }
    }
}

/// A material by its identifier.
pub fn material(file: &CaseFile, id: &str) -> Text {
    let known = file.definition.matter.materials.iter().find(|known| known.id == id);
    match known {
        Some(known) => text(&known.title, &known.title_en),
        None if id == AUTHORITYS => text("上级机关决定文件", "the authority's document"),
        None => text("其他文件", "another document"),
    }
}

/// Promised and statutory, side by side; before acceptance only the limit for the notice.
pub fn limits(file: &CaseFile, frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("时限", "Limits")) } }
            @match &file.case.clock {
                Some(clock) => {
                    @let of = |which| due(clock, which, &frame.calendar, frame.today());
                    div.pair {
                        div.limit {
                            h3 { (frame.t("承诺时限", "Promised limit")) }
                            (limit(of(LimitKind::Promised), clock.unit(), frame))
                        }
                        div.limit {
                            h3 { (frame.t("法定时限", "Statutory limit")) }
                            (limit(of(LimitKind::Statutory), clock.unit(), frame))
                        }
                    }
                    @if let Some(extension) = &clock.extension {
                        @let added = days(frame.language, extension.days, clock.unit());
                        @let (zh, en) =
                            (format!("含延期{added}。"), format!("Includes {added} of extension."));
                        p.note { (frame.t(&zh, &en)) }
                    }
                }
                None => (before_acceptance(file, frame))
            }
        }
    }
}

fn limit(due: Option<Due>, unit: DayUnit, frame: &Frame) -> Markup {
    let Some(due) = due else {
        let none = frame.t("法律没有规定期限", "The law sets no limit for this matter");
        return html! { p.note { (none) } };
    };
    let (used, total) =
        (days(frame.language, due.used, unit), days(frame.language, due.total, unit));
    let (zh, en) = (format!("共{total}，已用{used}"), format!("{used} used of {total}"));
    html! {
        p.date.n { (frame.day(due.date)) (provisional(due.provisional, frame)) }
        @if due.standing_still {
            p.note {
                (frame.t("计时已暂停，按今天恢复推算", "paused; if time ran again today"))
            }
        }
        p.note.n { (frame.t(&zh, &en)) }
        (gauge(&due))
    }
}

/// Days used of the limit, as a bar; the words beside it say the same.
fn gauge(due: &Due) -> Markup {
    let share = f64::from(due.used.min(due.total)) / f64::from(due.total.max(1)) * 100.0;
    let class = if due.overdue { "used late" } else { "used" };
    html! {
        svg.gauge aria-hidden="true" {
            rect.track x="0" y="0" width="100%" height="8" {}
            rect class=(class) x="0" y="0" width=(format!("{share:.1}%")) height="8" {}
        }
    }
}

fn before_acceptance(file: &CaseFile, frame: &Frame) -> Markup {
    let limit = file.definition.notice_limit;
    html! {
        @match (notice_ends(file, &frame.calendar), file.case.state) {
            (Some(ends), _) => {
                @let (day, total) = (
                    frame.day(ends.date),
                    days(frame.language, limit.days, limit.unit),
                );
                @let (zh, en) = (
                    format!(
                        "尚未受理，办理时限还没有开始计算。现在只计一次性告知的期限：{total}，\
                         到{day}为止。"
                    ),
                    format!(
                        "Not accepted yet, so the limits of the case have not started. Only the \
                         limit for the one-time notice runs: {total}, until {day}."
                    ),
                );
                p { (frame.t(&zh, &en)) (provisional(ends.provisional, frame)) }
            }
            (None, State::Correcting) => {
                p {
                    (frame.t(
                        "等待申请人补正，期间没有时限在计算。补正后重新计算一次性告知的期限。",
                        "The applicant is correcting the application and no limit runs. Once that \
                         is done, the limit for the one-time notice starts again.",
                    ))
                }
            }
            (None, _) => {
                p {
                    (frame.t("未受理，没有时限在计算。", "Never accepted, so no limit runs."))
                }
            }
        }
    }
}

/// Calendar days by who had the case.
pub fn spent(file: &CaseFile, frame: &Frame) -> Markup {
    let Some(clock) = &file.case.clock else { return html! {} };
    let elapsed = elapsed(clock, &frame.calendar, frame.today());
    let holders = [Holder::Organ, Holder::Applicant, Holder::ThirdParty, Holder::PublicNotice];
    let total = elapsed.calendar.total();
    let (zh, en) =
        (format!("受理以来共{total}天"), format!("{} since acceptance", plural(total, "day")));
    html! {
        section.sheet {
            header {
                h2 { (frame.t("用时归属", "Who had the time")) }
                span.note.n { (frame.t(&zh, &en)) }
            }
            dl.shares {
                @for holder in holders {
                    @let part = elapsed.calendar.of(holder);
                    @let share = f64::from(part) / f64::from(total.max(1)) * 100.0;
                    @let (zh, en) = (format!("{part}天"), plural(part, "day"));
                    div {
                        dt { (frame.say(&holder.text())) }
                        dd.n {
                            b { (frame.t(&zh, &en)) }
                            svg.gauge aria-hidden="true" {
                                rect.track x="0" y="0" width="100%" height="8" {}
                                rect.share x="0" y="0" width=(format!("{share:.1}%")) height="8" {}
                            }
                        }
                    }
                }
            }
            p.note {
                @let counted = days(frame.language, elapsed.counted, elapsed.unit);
                @let (zh, en) = (
                    format!("按自然日统计，各方之和等于全程。其中计入时限的是{counted}。"),
                    format!(
                        "Calendar days; the parts add up to the whole. Counted against the limit: \
                         {counted}."
                    ),
                );
                (frame.t(&zh, &en)) (frame.t("", " "))
                a href="#days" { (frame.t("逐日说明", "Day by day")) }
            }
        }
    }
}

fn papers(file: &CaseFile, frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header {
                h2 { (frame.t("材料", "Materials")) }
                span.note { (materials::summary(file, frame)) }
            }
            (materials::list(file, frame))
        }
    }
}

/// The document that the case ended with.
fn result(file: &CaseFile, frame: &Frame) -> Markup {
    let Some(document) = &file.row.document else { return html! {} };
    let decided = file
        .last_day(|event| matches!(event, Event::CaseGranted { .. } | Event::CaseDenied { .. }));
    let is_denied = file.is_denied();
    let result = file.definition.matter.result();
    html! {
        section.sheet.result {
            @if frame.is_demo && !is_denied {
                div.seal aria-hidden="true" { (frame.t("演示", "demo")) br; (frame.t("专用章", "seal")) }
            }
            header { h2 { (frame.t("办理结果", "Result")) } }
            p {
                b {
                    @if is_denied { (frame.t("不予许可决定书", "Decision of denial")) }
                    @else { (frame.say(&result)) }
                }
            }
            p.n { (frame.run(document)) }
            @if let Some(day) = decided { p.note.n { (frame.day(day)) } }
        }
    }
}

fn coming(found: &CaseOfProject, frame: &Frame) -> Markup {
    let next = next(&found.file, found.on_file, frame);
    html! {
        section.sheet.next {
            header { h2 { (frame.t("接下来", "What happens next")) } }
            (whose(next.turn, frame))
            div { (next.said) }
        }
    }
}

fn story(found: &CaseOfProject, frame: &Frame) -> Markup {
    let steps = trail::of_case(&found.file, None, frame);
    html! {
        section.sheet {
            header { h2 { (frame.t("办理过程", "What happened")) } }
            (trail::list(steps, frame))
        }
    }
}

/// The matter: who decides, on what basis.
pub fn about(file: &CaseFile, frame: &Frame) -> Markup {
    let matter = &file.definition.matter;
    let office = frame.office(&matter.lead_office);
    html! {
        section.sheet {
            header { h2 { (frame.t("事项", "The matter")) } }
            dl.pairs {
                dt { (frame.t("实施主体", "Decided by")) }
                dd { (frame.say(&office)) }
                dt { (frame.t("设定依据", "Legal basis")) }
                dd {
                    @for basis in &matter.basis { p { (frame.run(basis)) } }
                    @if matter.basis.is_empty() { (frame.t("目录未列", "none listed")) }
                }
            }
        }
    }
}

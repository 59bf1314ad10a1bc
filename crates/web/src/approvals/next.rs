//! What happens next (接下来), and what the applicant must do: said also where it is nothing.

use approvals::case::{Event, State};
use kernel::local_time::day_of;
use kernel::time_limit::{Holder, Pause};
use maud::{Markup, html};

use super::standing::{governing, notice_ends, open_pause, told_end};
use super::{CaseFile, commitments, materials, promises};
use crate::shell::Frame;

/// Whose turn it is (轮到谁).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The applicant's.
    Yours,
    /// Somebody else's.
    Others,
    /// Nobody's: the case is concluded.
    Nobodys,
}

/// What is to be done about a case (下一步).
pub struct Next {
    /// By whom.
    pub turn: Turn,
    /// What, in a sentence or two.
    pub said: Markup,
}

/// How far its project is, where acceptance may ask for it (项目赋码与备案).
#[derive(Clone, Copy, Default)]
pub struct OnFile {
    /// Has it a valid code?
    pub has_code: bool,
    /// Is it filed?
    pub is_filed: bool,
}

/// What is next for `file`, with its project so far.
pub fn next(file: &CaseFile, on_file: OnFile, frame: &Frame) -> Next {
    match file.case.state {
        State::Unknown | State::Received => received(file, on_file, frame),
        State::Correcting => correcting(file, frame),
        State::Accepted if !promises::awaited(file).is_empty() => owing(file, frame),
        State::Accepted => match open_pause(file) {
            Some(pause) => paused(pause, frame),
            None => running(file, frame),
        },
        State::Revoked => commitments::revoked(file, frame),
        State::Cancelled => over(html! {
            (frame.t(
                "土地出让合同已解除，许可随之注销。",
                "The land contract is rescinded, and the permit is void with it.",
            ))
        }),
        State::Granted | State::Delivered | State::Concluded if file.case.commitment.is_open() => {
            commitments::looked_at(file, frame)
        }
        State::Granted => over(html! {
            (frame.t(
                "已办结，办理结果将送达给您。",
                "Concluded. The result is on its way to you.",
            ))
        }),
        State::Delivered | State::Concluded if file.is_denied() => refused(file, frame),
        State::HandedOver => over(html! {
            (frame.t(
                "已转报上级机关，由其作出决定。",
                "Handed over to the authority, which decides.",
            ))
        }),
        State::Terminated => over(html! {
            (frame.t(
                "办理已终止，理由见办理过程。",
                "Terminated; the reason stands in the trail.",
            ))
        }),
        State::Delivered | State::Concluded => over(html! {
            (frame.t("已办结并送达。", "Concluded and delivered."))
        }),
        State::Withdrawn => over(html! {
            (frame.t(
                "申请已撤回，可以重新申请。",
                "The application was withdrawn. You may apply again.",
            ))
        }),
        State::Denied | State::NotAccepted => refused(file, frame),
    }
}

/// What was promised is to be brought by its day; the review goes on meanwhile.
fn owing(file: &CaseFile, frame: &Frame) -> Next {
    let awaited = promises::awaited(file);
    let names: Vec<&str> = awaited.iter().map(|one| materials::name(one, frame)).collect();
    let due = file.case.tolerance.due(&frame.calendar);
    let day = due.map_or_else(String::new, |due| frame.day(due.date));
    let lead = match file.case.tolerance.awaits_since() {
        Some(_) => ("审查已完成，只待补齐。", "The review is through and waits for this alone. "),
        None => ("", ""),
    };
    let (zh, en) = (
        format!("{}请在{day}前补齐承诺的材料：{}。", lead.0, names.join("、")),
        format!("{}By {day}, hand in what you promised: {}.", lead.1, names.join(", ")),
    );
    let said = html! { (frame.t(&zh, &en)) };
    Next { turn: Turn::Yours, said }
}

fn received(file: &CaseFile, on_file: OnFile, frame: &Frame) -> Next {
    let Some(ends) = notice_ends(file, &frame.calendar) else { return over(html! {}) };
    let day = frame.day(ends.date);
    let office = frame.office(&file.row.office);
    let office = frame.say(&office);
    let (zh, en) = (
        format!("{office}最迟{day}答复：受理、一次性告知补正，或不予受理。"),
        format!(
            "The {office} answers by {day}: it accepts the application, tells at once everything \
             that is missing, or does not accept it."
        ),
    );
    let matter = &file.definition.matter;
    let lacks_code = (matter.needs_code || matter.needs_filed_project) && !on_file.has_code;
    let must_wait = matter.needs_filed_project && !on_file.is_filed;
    let owed = materials::owed(file, frame);
    let said = html! {
        (frame.t(&zh, &en)) (provisional(ends.provisional, frame)) (frame.t("", " "))
        @if lacks_code {
            (frame.t(
                "项目还没有项目代码，赋码之后才能受理。",
                "The project has no code yet; only with it can the case be accepted.",
            ))
        } @else if must_wait {
            (frame.t(
                "项目尚未备案，备案之后才能受理。",
                "The project is not filed yet; only after that can the case be accepted.",
            ))
        } @else {
            (frame.t(
                "逾期不告知的，自收到之日起视为受理。",
                "If it stays silent, the case counts as accepted from the day of receipt.",
            ))
        }
        @if !owed.is_empty() {
            (frame.t(
                "缺的材料现在就可以补交，不必等告知。",
                " What is missing may be handed in now, without waiting for the notice.",
            ))
            (still_owed(&owed, frame))
        }
    };
    Next { turn: turn(must_wait || materials::is_required_missing(file)), said }
}

fn correcting(file: &CaseFile, frame: &Frame) -> Next {
    let owed = materials::owed(file, frame);
    let words = file.past.iter().rev().find_map(|past| {
        let (Event::NoticeGiven { words, .. } | Event::NoticeGivenUntil { words, .. }) =
            &past.event
        else {
            return None;
        };
        Some(words.as_str())
    });
    let said = html! {
        (frame.t(
            "请按一次性告知补正，补齐后重新计算答复期限。补正期间不计时。",
            "Please correct the application as told in the notice. No limit runs meanwhile; the \
             office's limit to answer starts again once you have.",
        ))
        @if !owed.is_empty() { (still_owed(&owed, frame)) }
        @if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
            p.quoted { (frame.run(words)) }
        }
    };
    Next { turn: Turn::Yours, said }
}

fn running(file: &CaseFile, frame: &Frame) -> Next {
    let Some((_, due)) = governing(file, frame) else { return over(html! {}) };
    let office = frame.office(&file.row.office);
    let (office, day) = (frame.say(&office), frame.day(due.date));
    let (zh, en) = if due.overdue {
        (
            format!("{office}应在{day}前作出决定，已经超期。"),
            format!("The {office} should have decided by {day} and is late."),
        )
    } else {
        (format!("{office}最迟{day}作出决定。"), format!("The {office} decides by {day}."))
    };
    let owed = materials::owed(file, frame);
    let said = html! {
        (frame.t(&zh, &en)) (provisional(due.provisional, frame))
        @if !owed.is_empty() {
            (frame.t("请在决定前补齐容缺材料。", "Please hand in what is still owed before then."))
            (still_owed(&owed, frame))
        }
    };
    Next { turn: turn(!owed.is_empty()), said }
}

fn paused(pause: &Pause, frame: &Frame) -> Next {
    let (ground, ground_name) = (pause.ground, pause.ground.text());
    let until = told_end(pause, frame);
    let (zh, en) = match ground.holder() {
        Holder::Applicant => (
            format!("计时已暂停，等您提交书面要求的材料{}，收到后继续计时。", until.zh),
            format!(
                "Time stands still until you hand in what was asked for in writing{}.",
                until.en
            ),
        ),
        Holder::ThirdParty | Holder::PublicNotice | Holder::Organ => (
            format!("正在{}{}，暂停计时，完成后继续计时。", ground_name.zh, until.zh),
            format!(
                "Time stands still for the {}{} and runs again afterwards.",
                ground_name.en, until.en
            ),
        ),
    };
    let said = html! {
        (frame.t(&zh, &en))
        @if !pause.evidence.trim().is_empty() { p.quoted { (frame.run(&pause.evidence)) } }
    };
    Next { turn: turn(ground.holder() == Holder::Applicant), said }
}

fn refused(file: &CaseFile, frame: &Frame) -> Next {
    let words = file.past.iter().rev().find_map(|past| {
        if let Event::CaseDenied { reasons, appeal, .. } = &past.event {
            Some((vec![reasons, appeal], past.at))
        } else if let Event::CaseNotAccepted { reason, .. } = &past.event {
            Some((vec![reason], past.at))
        } else {
            None
        }
    });
    let said = html! {
        @if let Some((words, at)) = words {
            @let day = frame.day(day_of(at));
            @let (zh, en) = (
                format!("已于{day}书面答复，理由和救济途径如下："),
                format!("Answered in writing on {day}, with the reasons and the ways to appeal:"),
            );
            (frame.t(&zh, &en))
            @for words in words { p.quoted { (frame.run(words)) } }
        }
    };
    over(said)
}

/// Whose turn it is, in words; nothing where it is nobody's.
pub fn whose(turn: Turn, frame: &Frame) -> Markup {
    let said = match turn {
        Turn::Yours => frame.t("需要您做", "For you to do"),
        Turn::Others => frame.t("现在不用您做什么", "Nothing for you to do now"),
        Turn::Nobodys => return html! {},
    };
    html! { p { b { (said) } } }
}

fn still_owed(owed: &[&str], frame: &Frame) -> Markup {
    html! {
        p.note { (frame.t("尚缺：", "Still owed: ")) (owed.join(frame.t("、", ", "))) }
    }
}

fn over(said: Markup) -> Next {
    Next { turn: Turn::Nobodys, said }
}

/// The applicant's turn where that is so, else somebody else's.
fn turn(is_yours: bool) -> Turn {
    if is_yours { Turn::Yours } else { Turn::Others }
}

/// The mark of a date that a calendar announcement may still move.
pub fn provisional(is_provisional: bool, frame: &Frame) -> Markup {
    html! {
        @if is_provisional {
            " " span.chip.provisional title=(frame.t(
                "所涉年份的节假日安排尚未公布，日期可能变动",
                "the days off of that year are not announced yet, so the date may move",
            )) { (frame.t("暂定", "provisional")) }
        }
    }
}

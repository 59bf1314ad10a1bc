//! What the office told the applicant (给申请人的通知): each with what it asks, the latest first.
//!
//! Never: what offices say among themselves. What another office needs reaches the applicant in the
//! deciding office's own words, or not at all.

use approvals::case::Event;
use approvals::case::tolerance::Fact;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::text::{Text, text};
use kernel::time_limit::Holder;
use maud::{Markup, html};

use super::CaseFile;
use super::materials::{self, Handed};
use crate::shell::Frame;
use crate::words::{moment, number};

/// How long a message counts as new.
const NEW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A message (通知).
struct Message<'a> {
    what: Text,
    from: Text,
    at: Timestamp,
    entry: u64,
    words: Vec<&'a str>,
    missing: &'a [String],
    next: Text,
}

/// The sheet; nothing where nothing was told.
pub fn sheet(file: &CaseFile, frame: &Frame) -> Markup {
    let messages = messages(file, frame);
    html! {
        @if !messages.is_empty() {
            section.sheet #messages {
                header { h2 { (frame.t("部门通知", "What the office told you")) } }
                ol.messages { @for message in &messages { (shown(file, message, frame)) } }
            }
        }
    }
}

fn shown(file: &CaseFile, message: &Message, frame: &Frame) -> Markup {
    let is_new = frame.now.duration_since(message.at) < NEW;
    html! {
        li {
            p {
                b { (frame.say(&message.what)) }
                @if is_new { " " span.chip { (frame.t("新", "new")) } }
            }
            p.note.parts.n {
                span { (frame.say(&message.from)) }
                time datetime=(message.at) { (moment(frame.language, message.at)) }
                span { "№ " (number(message.entry)) }
            }
            @if !message.missing.is_empty() {
                ul.plain-list {
                    @for id in message.missing { (asked(file, id, frame)) }
                }
            }
            @for words in message.words.iter().filter(|words| !words.trim().is_empty()) {
                p.quoted { (frame.run(words)) }
            }
            p { (frame.say(&message.next)) }
        }
    }
}

/// A material that a notice names, and whether it came since.
fn asked(file: &CaseFile, id: &str, frame: &Frame) -> Markup {
    let Some(material) = file.definition.matter.material(id) else { return html! {} };
    let has_come = matches!(materials::handed(file, material), Handed::In(_));
    html! {
        li {
            (materials::name(material, frame))
            span.note {
                @if has_come { (frame.t("（已补）", " (handed in since)")) }
                @else { (frame.t("（待补）", " (still owed)")) }
            }
        }
    }
}

fn messages<'a>(file: &'a CaseFile, frame: &Frame) -> Vec<Message<'a>> {
    let told = file.past.iter().rev().filter_map(|past| {
        let from = match &past.actor {
            Actor::Officer { office, .. } => frame.office(office),
            other => frame.actor(other),
        };
        let bare = told(&past.event, file, frame)?;
        Some(Message { from, at: past.at, entry: past.number, ..bare })
    });
    told.collect()
}

/// What an event tells the applicant; nothing where it is not for the applicant.
fn told<'a>(event: &'a Event, file: &CaseFile, frame: &Frame) -> Option<Message<'a>> {
    let bare = |words: Vec<&'a str>, next: Text| Message {
        what: event.title(),
        from: text("", ""),
        at: Timestamp::UNIX_EPOCH,
        entry: 0,
        words,
        missing: &[],
        next,
    };
    let is_over = file.case.is_concluded();
    let hand_in = || match materials::is_owed(file) && !is_over {
        true => text("请在本页“补正材料”一栏补交。", "Hand it in under \"Hand in what is owed\"."),
        false => {
            text("要求的材料已经补齐，不用再做什么。", "It is all here: nothing is left to do.")
        }
    };
    if let Event::NoticeGiven { missing, words, .. } = event {
        Some(Message { missing, ..bare(vec![words], hand_in()) })
    } else if let Event::NoticeGivenUntil { missing, words, correct_by, .. } = event {
        let day = frame.day(*correct_by);
        let next = text(
            format!("请于{day}前补正。{}", hand_in().zh),
            format!("Correct it by {day}. {}", hand_in().en),
        );
        Some(Message { missing, ..bare(vec![words], next) })
    } else if let Event::CasePaused { ground, evidence, .. } = event
        && ground.holder() == Holder::Applicant
    {
        let next = text(
            "收到您的材料后继续计时。",
            "Time runs again once the office has what it asked for.",
        );
        Some(bare(vec![evidence], next))
    } else if let Event::Tolerance(Fact::Reviewed { materials, evidence, .. }) = event {
        let due = file.case.tolerance.due(&frame.calendar).map(|due| frame.day(due.date));
        let next = due.map_or_else(hand_in, |day| {
            text(
                format!("请于{day}前补齐。{}", hand_in().zh),
                format!("Hand it in by {day}. {}", hand_in().en),
            )
        });
        Some(Message { missing: materials, ..bare(vec![evidence], next) })
    } else if let Event::CaseExtended { reason, .. } = event {
        let next = text("不用您做什么，到期日已顺延。", "Nothing for you to do; it is due later.");
        Some(bare(vec![reason], next))
    } else if let Event::CaseNotAccepted { reason, .. } = event {
        let next = text(
            "可以按理由更正后重新申请，或依法申请行政复议。",
            "You may apply again once that is put right, or ask for review under the law.",
        );
        Some(bare(vec![reason], next))
    } else if let Event::CaseDenied { reasons, appeal, .. } = event {
        let next = text(
            "不服决定的，按上面写明的途径和期限办理。",
            "To contest it, go the way and keep the time that are named above.",
        );
        Some(bare(vec![reasons, appeal], next))
    } else if let Event::DeliveryFailed { reason, .. } = event {
        let next = text("请与窗口联系，约定送达方式。", "Ask the desk how it may reach you.");
        Some(bare(vec![reason], next))
    } else if let Event::CaseTerminated { reason, .. } = event {
        let next = text("情况变化后可以重新申请。", "You may apply again when that has changed.");
        Some(bare(vec![reason], next))
    } else {
        None
    }
}

//! Commitments of a case (告知承诺): what is promised, by when it is looked at, and what comes of it.

use approvals::case::Event;
use approvals::case::commitment::{Fact, Standing};
use catalogue::{Commitment, Matter};
use kernel::text::{Text, text};
use maud::{Markup, html};

use super::CaseFile;
use super::next::{Next, Turn};
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::days;

/// The commitment that may still be made, where the matter knows one and none was.
pub fn offered(file: &CaseFile) -> Option<&Commitment> {
    let is_open = file.case.commitment.promise.is_none();
    file.definition.matter.committable().filter(|_| is_open)
}

/// Each condition, told in full.
pub fn conditions(frame: &Frame, promise: &Commitment) -> Markup {
    html! {
        ol.bullets { @for one in &promise.conditions { li { (frame.say(&one.name())) } } }
    }
}

/// When it is looked at, what is to be handed in all the same, and what comes of it otherwise.
pub fn terms(frame: &Frame, matter: &Matter, promise: &Commitment) -> Markup {
    let of = |limit: kernel::time_limit::Limit| days(frame.language, limit.days, limit.unit);
    let (look, mend) = (of(promise.inspect_limit()), of(promise.rectify_limit()));
    let (zh, en) = (
        format!("部门自决定之日起{look}内核查；不符合承诺的，在{mend}左右的限期内整改。"),
        format!(
            "The office looks within {look} of the decision; what is not met is to be put right \
             by a day, usually within {mend}."
        ),
    );
    let names: Vec<&str> = (promise.in_place_of.iter())
        .filter_map(|id| matter.material(id))
        .map(|one| frame.t(&one.title, &one.title_en))
        .collect();
    html! {
        ul.bullets {
            li {
                (frame.t("提交承诺即当场决定，只作形式审查", "Decided at once, on the form alone"))
                @if !names.is_empty() {
                    (frame.t("；代替的材料：", "; in place of: "))
                    (names.join(frame.t("、", ", ")))
                }
                (frame.t("。", "."))
            }
            li { (frame.t(&zh, &en)) }
            li { (frame.say(&consequence())) }
        }
        @if !promise.basis.is_empty() {
            p.note { (frame.t("依据：", "Basis: ")) (frame.run(&promise.basis.join("；"))) }
        }
    }
}

/// What comes of a commitment that is not kept.
pub fn consequence() -> Text {
    text(
        "整改后仍不符合，或者虚假承诺的，撤销许可，基于许可取得的利益不受保护，记入信用记录；信用修复前\
         不再适用告知承诺和容缺受理。",
        "What is still not met, or was promised falsely, is revoked, its benefits are not \
         protected, and it goes on the credit record: no other promise before that is repaired.",
    )
}

/// Where it stands, as a lamp.
pub fn standing(frame: &Frame, standing: Standing) -> Markup {
    let shape = match standing {
        Standing::Due { .. } => Shape::Good,
        Standing::Rectifying { .. } => Shape::Soon,
        Standing::Unfit => Shape::Late,
        Standing::Fit => Shape::Done,
        Standing::Revoked => Shape::Closed,
    };
    lamp(shape, frame.say(&standing.text()))
}

/// Granted, and to be looked at.
pub fn looked_at(file: &CaseFile, frame: &Frame) -> Next {
    let commitment = &file.case.commitment;
    let due = commitment.due(&frame.calendar).map(|due| frame.day(due.date));
    let due = due.unwrap_or_default();
    if let Some((_, state_by)) = commitment.announced {
        let day = frame.day(state_by);
        let (zh, en) = (
            format!("部门拟撤销该许可。您可以在{day}前陈述申辩。"),
            format!("The office is to revoke the permit. You may state your case until {day}."),
        );
        return Next { turn: Turn::Yours, said: html! { (frame.t(&zh, &en)) } };
    }
    let (turn, zh, en) = match commitment.standing {
        Some(Standing::Rectifying { by }) => {
            let day = frame.day(by);
            (
                Turn::Yours,
                format!("请在{day}前完成整改，部门最迟{due}再次核查。"),
                format!("Put it right by {day}; the office looks again by {due}."),
            )
        }
        Some(Standing::Unfit) => (
            Turn::Others,
            "整改后仍不符合承诺，部门将作出处理。".to_owned(),
            "It was not put right; the office is to decide.".to_owned(),
        ),
        Some(Standing::Due { .. } | Standing::Fit | Standing::Revoked) | None => (
            Turn::Others,
            format!("许可已当场作出。部门最迟{due}核查您的承诺，请保持符合。"),
            format!("Granted at once. The office looks at your promise by {due}; keep to it."),
        ),
    };
    Next { turn, said: html! { (frame.t(&zh, &en)) } }
}

/// What the party said to the notice that the permit is to be revoked.
pub fn statement(file: &CaseFile, frame: &Frame) -> Markup {
    let said = &file.case.commitment.statement;
    html! {
        @if said.is_empty() {
            p.note { (frame.t("当事人尚未陈述申辩。", "The party has stated nothing yet.")) }
        } @else {
            p { (frame.t("当事人陈述：", "The party says: ")) }
            p.quoted { (frame.run(said)) }
        }
    }
}

/// What is proposed besides the revocation, or decided with it, and what allows it.
pub fn penalty(file: &CaseFile, frame: &Frame) -> Markup {
    let commitment = &file.case.commitment;
    let (zh, en) = if commitment.is_revoked() {
        ("处罚：", "Besides: ")
    } else {
        ("拟处罚：", "Proposed: ")
    };
    html! {
        @if let Some(penalty) = &commitment.penalty {
            p { (frame.t(zh, en)) b { (frame.say(&penalty.text())) } }
            @if !penalty.basis.is_empty() {
                p.note { (frame.t("依据：", "Basis: ")) (frame.run(&penalty.basis.join("；"))) }
            }
        }
    }
}

/// Why the permit is to be revoked, as the party was told; nothing where it was not.
pub fn announced(file: &CaseFile) -> Option<&str> {
    file.case.commitment.announced?;
    file.past.iter().rev().find_map(|past| match &past.event {
        Event::Commitment(Fact::RevocationAnnounced { reasons, .. }) => Some(reasons.as_str()),
        _ => None,
    })
}

/// Revoked, with reasons and remedies.
pub fn revoked(file: &CaseFile, frame: &Frame) -> Next {
    let words = file.past.iter().rev().find_map(|past| match &past.event {
        Event::Commitment(Fact::Revoked { reasons, appeal, .. }) => Some([reasons, appeal]),
        _ => None,
    });
    let said = html! {
        (frame.t(
            "许可已撤销，以其为前提的事项不再成立。理由和救济途径如下：",
            "The permit is revoked, and what builds on it holds no more. Reasons and remedies:",
        ))
        @for words in words.iter().flatten() { p.quoted { (frame.run(words)) } }
        (penalty(file, frame))
    };
    Next { turn: Turn::Nobodys, said }
}

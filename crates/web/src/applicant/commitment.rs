//! A commitment in place of its examination (告知承诺): told in full, signed, looked at, answered for.

use approvals::case::commitment::Act;
use approvals::case::{Command, State as Standing};
use axum::extract::{Extension, Path, State};
use catalogue::{Commitment, Matter};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};

use super::case::{put, read, shown_again};
use super::{Reading, Sending, Sent, Shared, parts};
use crate::approvals::{CaseFile, CaseOfProject, commitments};
use crate::form::{Filled, Form, Wrong, hidden};
use crate::{Site, front::Done, reader::Reader, shell::Frame};

/// The tick that signs.
pub const SIGNED: &str = "commitment-signed";

/// The conditions are promised.
pub async fn commitment(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        if form.get(SIGNED).is_empty() {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused: unsigned() }]));
        }
        let command = promised(&found.file.definition.matter);
        put(site, reader, (&found, form), command)
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// The party states its case.
pub async fn statement(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        let words = form.get("statement").to_owned();
        put(site, reader, (&found, form), Command::Commitment(Act::State { words }))
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// The promise of every condition that the matter tells.
pub fn promised(matter: &Matter) -> Command {
    let all = matter.commitment.iter().flat_map(|promise| &promise.conditions);
    let conditions = all.map(|one| one.id.clone()).collect();
    Command::Commitment(Act::Promise { conditions, paper: String::new() })
}

/// What may be promised, what is, and what came of it.
pub fn section(frame: &Frame, found: &CaseOfProject) -> Markup {
    let file = &found.file;
    let is_before = matches!(file.case.state, Standing::Received | Standing::Correcting);
    let offered = commitments::offered(file).filter(|_| is_before);
    html! {
        @if let Some(promise) = offered { (offer(frame, found, promise)) }
        @if file.case.commitment.promise.is_some() {
            (standing(frame, found))
        } @else if is_to_be_heard(file) {
            section.sheet #hearing {
                h2 { (frame.t("拟撤销许可，请陈述申辩", "To be revoked: state your case")) }
                (hearing(frame, found))
            }
        }
    }
}

fn offer(frame: &Frame, found: &CaseOfProject, promise: &Commitment) -> Markup {
    let at = format!("/my/cases/{}/commitment", found.file.row.number);
    html! {
        section.sheet #commitment {
            h2 { (frame.t("当场办好：改为告知承诺", "Decided at once: promise instead")) }
            form.fill action=(at) method="post" {
                (hidden(frame, &Form::default()))
                (choice(frame, &found.file.definition.matter, promise))
                (sign(frame))
                button.act type="submit" { (frame.t("签署承诺书", "Sign the promise")) }
            }
        }
    }
}

/// The choice, with the conditions told in full.
pub fn choice(frame: &Frame, matter: &Matter, promise: &Commitment) -> Markup {
    html! {
        p {
            (frame.t(
                "您可以选择提交材料按一般程序审查，也可以选择承诺符合下列全部条件：",
                "You may hand in the materials and be examined, or promise to meet all of these:",
            ))
        }
        (commitments::conditions(frame, promise))
        (commitments::terms(frame, matter, promise))
        @if matter.unverified.iter().any(|name| name == "commitment") {
            p.note {
                span.chip.provisional {
                    (frame.t("条件和期限为默认值，待园区确认", "defaults, to be confirmed"))
                }
            }
        }
    }
}

/// The tick that signs the promise.
pub fn sign(frame: &Frame) -> Markup {
    html! {
        div.ticks {
            div {
                input type="checkbox" id=(SIGNED) name=(SIGNED) value="1";
                label for=(SIGNED) {
                    (frame.t(
                        "我已知悉全部条件和后果，自愿承诺符合全部条件，愿意承担虚假承诺的责任。",
                        "I know the conditions and what follows, promise to meet all of them, and \
                         answer for it if that is false.",
                    ))
                }
            }
        }
    }
}

fn standing(frame: &Frame, found: &CaseOfProject) -> Markup {
    let file = &found.file;
    let commitment = &file.case.commitment;
    html! {
        section.sheet #committed {
            header {
                h2 { (frame.t("告知承诺", "What you promised")) }
                @match commitment.standing {
                    Some(standing) => (commitments::standing(frame, standing)),
                    None => span.note { (frame.t("等待决定", "waiting for the decision")) },
                }
            }
            @if let Some(promise) = &file.definition.matter.commitment {
                h3 { (frame.t("承诺的条件", "The conditions")) }
                (commitments::conditions(frame, promise))
                h3 { (frame.t("核查和后果", "Inspection, and what follows")) }
                (commitments::terms(frame, &file.definition.matter, promise))
            }
            @if is_to_be_heard(file) { (hearing(frame, found)) }
        }
    }
}

fn is_to_be_heard(file: &CaseFile) -> bool {
    file.case.commitment.announced.is_some() && file.case.is_revocable()
}

fn hearing(frame: &Frame, found: &CaseOfProject) -> Markup {
    let at = format!("/my/cases/{}/statements", found.file.row.number);
    let typed = frame.typed(&at);
    let blank = Form::default();
    let filled = typed.unwrap_or_else(|| Filled::of(&blank, &[]));
    html! {
        @if let Some(reasons) = commitments::announced(&found.file) {
            p { (frame.t("部门告知的理由：", "The office's reasons: ")) }
            p.quoted { (frame.run(reasons)) }
            (commitments::penalty(&found.file, frame))
        }
        form.fill action=(at) method="post" {
            (hidden(frame, &Form::default()))
            (parts::lines(frame, filled, "statement", ("陈述申辩", "Your statement")))
            button.act type="submit" { (frame.t("提交陈述申辩", "State your case")) }
        }
    }
}

/// It was not ticked.
pub fn unsigned() -> Refused {
    Refused {
        code: "web.commitment_unsigned",
        sentence: text("没有勾选承诺。", "The promise is not ticked."),
        remedy: text(
            "请阅读条件和后果，勾选后再签署；不承诺的，请直接提交材料。",
            "Read it, tick it and sign; or hand the materials in instead.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}

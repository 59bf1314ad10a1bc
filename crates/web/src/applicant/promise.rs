//! A promise of what may follow (容缺承诺): what, how, by when, and what comes of it otherwise.

use approvals::case::tolerance::{Act, Promise};
use approvals::case::{Command, State as Standing};
use axum::extract::{Extension, Path, State};
use catalogue::Material;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};

use super::case::{put, read, shown_again};
use super::{Reading, Sending, Sent, Shared};
use crate::approvals::promises::{may_be_promised, terms};
use crate::approvals::{CaseOfProject, materials::name};
use crate::form::{Form, Wrong, hidden};
use crate::lamp::{Shape, lamp};
use crate::{Site, front::Done, reader::Reader, shell::Frame};

/// The promise is signed.
pub async fn promise(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        if form.get("promise").is_empty() {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused: unsigned() }]));
        }
        let offered = may_be_promised(&found.file).into_iter();
        let ticked = offered.filter(|one| !form.get(&field(&one.id)).is_empty());
        let materials = ticked.map(|one| one.id.clone()).collect();
        let act = Act::Promise { materials, paper: String::new() };
        put(site, reader, (&found, form), Command::Tolerance(act))
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// What may be promised, what is, and by when it is due.
pub fn section(frame: &Frame, found: &CaseOfProject) -> Markup {
    let file = &found.file;
    let is_before = matches!(file.case.state, Standing::Received | Standing::Correcting);
    let offered = if is_before { may_be_promised(file) } else { Vec::new() };
    let is_told = is_before || file.case.tolerance.due(&frame.calendar).is_some();
    html! {
        @if let (Some(promise), true) = (&file.case.tolerance.promise, is_told) {
            (promised(frame, found, promise))
        }
        @if !offered.is_empty() { (offer(frame, found, &offered)) }
    }
}

fn promised(frame: &Frame, found: &CaseOfProject, promise: &Promise) -> Markup {
    let file = &found.file;
    let due = file.case.tolerance.due(&frame.calendar);
    html! {
        section.sheet #promised {
            header {
                h2 { (frame.t("容缺承诺", "What you promised")) }
                @if let Some(due) = due {
                    @let is_late = due.date < frame.today();
                    @let day = frame.day(due.date);
                    @let (zh, en) = (format!("{day}前补齐"), format!("due by {day}"));
                    (lamp(if is_late { Shape::Late } else { Shape::Soon }, frame.t(&zh, &en)))
                } @else {
                    (lamp(Shape::Still, frame.t("等待受理", "waiting for acceptance")))
                }
            }
            ul.papers {
                @for id in &promise.materials {
                    @let known = file.definition.matter.material(id);
                    @let is_owed = file.case.tolerance.unsettled().any(|owed| owed == id);
                    @let is_here = file.case.handed_in.contains(id);
                    li {
                        span { (known.map_or(id.as_str(), |one| name(one, frame))) }
                        @match (due.is_some() && !is_owed, is_here) {
                            (true, _) => (lamp(Shape::Done, frame.t("已补齐", "settled"))),
                            (_, true) => (lamp(
                                Shape::Still,
                                frame.t("已提交，待确认", "came, to be looked at"),
                            )),
                            (_, false) => (lamp(Shape::Soon, frame.t("待补", "owed"))),
                        }
                    }
                }
            }
            p.note { (terms(file, frame)) }
        }
    }
}

/// The four things that are told at once: what, how, by when, and what comes of it otherwise.
fn offer(frame: &Frame, found: &CaseOfProject, offered: &[&Material]) -> Markup {
    let at = format!("/my/cases/{}/promise", found.file.row.number);
    html! {
        section.sheet #promise {
            h2 { (frame.t("先受理，后补材料（容缺受理）", "Accepted now, the rest to follow")) }
            p {
                (frame.t(
                    "下列材料可以后补。您承诺按期补齐，部门就可以先受理、先审查。",
                    "These may follow. If you promise them in time, the office may accept and \
                     examine your application now.",
                ))
            }
            form.fill action=(at) method="post" {
                (hidden(frame, &Form::default()))
                fieldset.ticks {
                    legend { (frame.t("承诺补齐的材料", "What you promise")) }
                    @for one in offered {
                        @let id = field(&one.id);
                        div {
                            input type="checkbox" id=(id) name=(id) value="1" checked;
                            label for=(id) { (name(one, frame)) }
                        }
                    }
                }
                ul.bullets {
                    li { (terms(&found.file, frame)) }
                    li {
                        (frame.t(
                            "补齐方式：在本页上传，或到窗口提交；符合法定形式即为补齐。",
                            "How: upload it on this page, or bring it to the desk; it counts once \
                             found fit.",
                        ))
                    }
                    li {
                        (frame.t(
                            "未履行承诺的，记入本园区记录，信用修复前不再适用容缺受理。",
                            "A promise that is not kept is recorded, and no other is taken until \
                             that is repaired.",
                        ))
                    }
                }
                div.ticks {
                    div {
                        input type="checkbox" id="promise-signed" name="promise" value="1";
                        label for="promise-signed" {
                            (frame.t(
                                "我已了解上述内容，自愿承诺按期补齐，并同意将履行情况记入本园区记录。",
                                "I understand this, promise to hand them in in time, and agree \
                                 that it is recorded whether I did.",
                            ))
                        }
                    }
                }
                button.act type="submit" { (frame.t("签署承诺", "Sign the promise")) }
            }
        }
    }
}

fn field(material: &str) -> String {
    format!("promised-{material}")
}

fn unsigned() -> Refused {
    Refused {
        code: "web.promise_unsigned",
        sentence: text("没有勾选承诺。", "The promise is not ticked."),
        remedy: text(
            "请阅读承诺内容，勾选后再签署；不承诺的，请直接提交材料。",
            "Read it, tick it and sign; or hand the materials in instead.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}

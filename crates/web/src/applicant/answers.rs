//! The form of an application (申请表): made from the matters' own questions, saved whatever it holds.

use axum::extract::{Extension, Path, State};
use axum::response::Html;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Opened};
use super::tasks::{saved, ways};
use super::{Page, Reading, Sending, Sent, Shared, known, narrow_as, parts, registers};
use crate::Site;
use crate::form::{Field, Filled, Form, Wrong, field, hidden, restored};
use crate::front::Done;
use crate::reader::Reader;
use crate::shell::Frame;

/// The form.
pub async fn form(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let Some(mut found) = draft::open(site, &frame.principal, &id)? else { return Ok(None) };
        if let Some(typed) = frame.typed(&format!("{}/form", found.draft.address())) {
            write(site, &mut found, typed.form);
        }
        page(frame, site, (&found, None)).map(Some)
    });
    Ok(Html(page.await?.0))
}

/// What was filled in: kept in any case, and said where it does not fit.
pub async fn save(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = id.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(mut found) = draft::open(site, &reader.principal, &asked)? else {
            return Ok(Done::NotFound);
        };
        keep(site, reader, (&mut found, form))
    };
    let show = move |site: &Site, frame: &mut Frame, _: Filled| {
        frame.place = format!("/my/drafts/{id}/form");
        let Some(found) = draft::open(site, &frame.principal, &id)? else { return Ok(None) };
        page(frame, site, (&found, Some(wrongs(site, &found)))).map(Some)
    };
    front.submit((reader, form), act, show).await
}

/// The form once more, with what stands against what was asked beside it.
pub(super) fn shown_again(
    site: &Site,
    frame: &mut Frame,
    (id, refused): (&str, Option<Refused>),
) -> Result<Option<Markup>, Fault> {
    frame.place = format!("/my/drafts/{id}/form");
    let Some(found) = draft::open(site, &frame.principal, id)? else { return Ok(None) };
    let said = refused.map(|refused| (String::new(), refused)).into_iter().collect();
    page(frame, site, (&found, Some(said))).map(Some)
}

fn keep(site: &Site, reader: &Reader, (found, form): (&mut Opened, &Form)) -> Result<Done, Fault> {
    let before = write(site, found, form);
    draft::save(site, &reader.principal, &mut found.draft)?;
    let at = found.draft.address();
    if form.get("then") == "later" {
        return Ok(Done::see(at));
    }
    let wrongs = wrongs(site, found);
    if !wrongs.is_empty() {
        let all = wrongs.into_iter().map(|(_, refused)| Wrong { field: "", refused });
        return Ok(Done::Wrong(all.collect()));
    }
    // An answer may have called for further questions: those are asked before one goes on.
    let after = found.form.questions(&found.draft.answers, draft::today(site));
    if after.iter().any(|field| !before.contains(&field.id)) {
        return Ok(Done::see(format!("{at}/form")));
    }
    Ok(Done::see(at))
}

/// Writes what was typed into the draft; the questions that were asked.
fn write(site: &Site, found: &mut Opened, form: &Form) -> Vec<String> {
    let asked = found.form.questions(&found.draft.answers, draft::today(site));
    let asked: Vec<String> = asked.iter().map(|field| field.id.clone()).collect();
    // What the form did not ask is left alone: another window may have been asked it meanwhile.
    for id in asked.iter().filter(|id| form.names().any(|name| name == id.as_str())) {
        found.draft.answers.insert(id.clone(), form.get(id).to_owned());
    }
    found.draft.agent = form.get("agent").into();
    found.draft.phone = form.get("phone").into();
    asked
}

/// All that is missing or does not fit, each with its field.
pub(crate) fn wrongs(site: &Site, found: &Opened) -> Vec<(String, Refused)> {
    let flaws = found.form.flaws(&found.draft.answers, draft::today(site));
    let mut wrongs: Vec<(String, Refused)> =
        flaws.into_iter().map(|(field, refused)| (field.id.clone(), refused)).collect();
    for (id, written, zh, en) in [
        ("agent", &found.draft.agent, "经办人", "The agent's name"),
        ("phone", &found.draft.phone, "联系电话", "The phone"),
    ] {
        if written.is_empty() {
            wrongs.push((id.into(), missing(zh, en)));
        }
    }
    wrongs
}

fn missing(zh: &str, en: &str) -> Refused {
    Refused {
        code: "web.agent_missing",
        sentence: text(format!("{zh}未填写。"), format!("{en} is missing.")),
        remedy: text("请填写。", "Fill it in."),
        basis: "",
        ground: Ground::Content,
    }
}

fn page(
    frame: &Frame,
    site: &Site,
    (found, said): (&Opened, Option<Vec<(String, Refused)>>),
) -> Result<Markup, Fault> {
    let is_sent = said.is_some();
    let wrongs = said.unwrap_or_default();
    let told: Vec<(&str, &Refused)> =
        wrongs.iter().map(|(id, refused)| (id.as_str(), refused)).collect();
    let at = |id: &str| told.iter().find(|(place, _)| *place == id).map(|(_, refused)| *refused);
    let questions = found.form.questions(&found.draft.answers, draft::today(site));
    let written = |id: &str| found.draft.answers.get(id).map_or("", String::as_str);
    let heading = frame.t("填写申请表", "Fill in the form");
    let known = known::of_project(site, &found.project)?;
    let is_known = questions.iter().any(|field| !written(&field.id).is_empty());
    let body = html! {
        (saved(frame, found))
        @if frame.typed(&format!("{}/form", found.draft.address())).is_some() { (restored(frame)) }
        @else if is_known && !is_sent {
            p.lead {
                (frame.t(
                    "项目档案里已有的内容已经带入，请核对。",
                    "What the project's file knows is filled in already; please check it.",
                ))
            }
        }
        (registers::sheet(frame, site, found))
        section.sheet {
            form.fill action={ (found.draft.address()) "/form" } method="post" novalidate
                data-saving=(frame.t("正在保存", "Saving"))
                data-saved=(frame.t("已保存", "Saved"))
                data-failed=(frame.t(
                    "没有保存，请检查网络后继续填写或点保存",
                    "Not saved: check the network, then go on or press save",
                ))
                data-over=(frame.t(
                    "登录已到期，请点保存，重新登录后继续填写",
                    "The session is over: press save, sign in again and go on",
                )) {
                (parts::summary(frame, &told))
                (hidden(frame, &Form::default()))
                (known::asked(frame, (&questions, &known), (written, at)))
                (bringing(frame, found, &wrongs))
                div.acts {
                    button.act type="submit" { (frame.t("保存并继续", "Save and go on")) }
                    button.act.second type="submit" name="then" value="later" {
                        (frame.t("先存草稿", "Save for later"))
                    }
                }
            }
        }
    };
    let title = match wrongs.is_empty() {
        true => heading.to_owned(),
        false => format!("{}{heading}", frame.t("错误：", "Error: ")),
    };
    Ok(narrow_as(frame, (&title, heading), (&ways(frame, found, true), &body)))
}

/// Who brings it.
fn bringing(frame: &Frame, found: &Opened, wrongs: &[(String, Refused)]) -> Markup {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("agent", &found.draft.agent).append_pair("phone", &found.draft.phone);
    let form = Form::read(pairs.finish().as_bytes());
    let of = |name: &'static str| {
        let wrong = wrongs.iter().find(|(id, _)| id == name);
        wrong.map(|(_, refused)| Wrong { field: name, refused: refused.clone() })
    };
    let said: Vec<Wrong> = ["agent", "phone"].into_iter().filter_map(of).collect();
    let filled = Filled::of(&form, &said);
    let agent = Field::line("agent", ("经办人", "Who brings it"));
    let phone = Field::line("phone", ("联系电话", "Phone"));
    html! {
        fieldset {
            legend { (frame.t("经办人", "Whom to ask")) }
            (field(frame, filled, Field { autocomplete: "name", ..agent }))
            (field(frame, filled, Field { kind: "tel", autocomplete: "tel", ..phone }))
        }
    }
}

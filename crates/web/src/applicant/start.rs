//! An application begins (选择事项): one matter, or several of a stage with one form and one set of
//! materials.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::views::{
    CaseRow, ProjectRow, cases_of_project, definitions_in_force, project_by_number,
};
use axum::extract::{Extension, Path, State};
use catalogue::Mode;
use kernel::local_time::day_of;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Draft};
use super::{Page, Reading, Sending, Sent, Shared, answering, asking, known, narrow, parts};
use crate::{
    Site,
    approvals::is_number,
    form::{Filled, Form, Wrong, fresh_command, hidden},
    front::Done,
    lamp::{Shape, lamp},
    principal::Principal,
    shell::{Frame, Room, crumbs},
    words::days,
};

/// Drafts that an enterprise may have.
const DRAFTS: usize = 100;
/// The stage that binds nothing to an order.
const ANY: u8 = 5;

/// What can be applied for in a project.
struct Found {
    project: ProjectRow,
    matters: Vec<Arc<Definition>>,
    cases: Vec<CaseRow>,
}

/// What can be applied for.
pub async fn matters(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Page {
    asking((front, reader), number, (read, page)).await
}

/// What was chosen: a draft comes of it.
pub async fn begin(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let place = format!("/my/projects/{number}/matters");
    answering((front, reader, form), (number, place), (read, page, choose)).await
}

fn choose(
    site: &Site,
    principal: &Principal,
    (found, form): (&Found, &Form),
) -> Result<Done, Fault> {
    let known = |id: &str| found.matters.iter().find(|one| one.matter.id == id);
    let stage: Option<u8> = form.get("stage").parse().ok();
    let (matters, name) = match stage {
        Some(number) => {
            let Some(stage) = site.pack.zone.stages.iter().find(|one| one.number == number) else {
                return Ok(Done::NotFound);
            };
            let ticked = |one: &&Arc<Definition>| form.get(&one.matter.id) == "yes";
            let ids = found.matters.iter().filter(ticked).map(|one| one.matter.id.clone());
            (ids.collect::<Vec<_>>(), stage.name())
        }
        None => {
            let Some(one) = known(form.get("matter")) else { return Ok(Done::NotFound) };
            (vec![one.matter.id.clone()], one.matter.name())
        }
    };
    if matters.is_empty() {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused: nothing_ticked() }]));
    }
    if draft::all(site, principal)?.len() >= DRAFTS {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused: too_many() }]));
    }
    // The form's own name: sent twice, it is one draft.
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let mut draft = Draft {
        id,
        project: found.project.number.clone(),
        // One matter of a stage is a case like any other.
        stage: stage.filter(|_| matters.len() > 1),
        title: name.zh,
        title_en: name.en,
        matters,
        answers: known::answers(&known::of(site, (&found.project, &found.cases))?),
        agent: String::new(),
        phone: String::new(),
        saved_at: (site.now)(),
    };
    if draft.stage.is_none()
        && let Some(one) = known(&draft.matters[0])
    {
        let name = one.matter.name();
        (draft.title, draft.title_en) = (name.zh, name.en);
    }
    if draft::one(site, principal, &id.to_string())?.is_none() {
        draft::save(site, principal, &mut draft)?;
    }
    Ok(Done::see(draft.address()))
}

fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<Found>, Fault> {
    if !is_number(number) {
        return Ok(None);
    }
    let mine = super::own(principal);
    site.store.read(&site.zone, |open| {
        let project = project_by_number(open, number)?;
        let Some(project) =
            project.filter(|row| row.credit_code == mine && principal.reaches_project(&row.number))
        else {
            return Ok(None);
        };
        let mut matters = definitions_in_force(open)?;
        let today = day_of((site.now)());
        matters.retain(|one| one.matter.is_applied_for(today));
        let cases = cases_of_project(open, &project.subject)?;
        Ok(Some(Found { project, matters, cases }))
    })
}

fn nothing_ticked() -> Refused {
    Refused {
        code: "web.nothing_ticked",
        sentence: text("没有勾选任何事项。", "Nothing is ticked."),
        remedy: text("请勾选要一起申请的事项。", "Tick the matters to apply for together."),
        basis: "",
        ground: Ground::Content,
    }
}

fn too_many() -> Refused {
    Refused {
        code: "web.too_many_drafts",
        sentence: text("草稿已满100份。", "There are 100 drafts already."),
        remedy: text("请先提交或删除一些草稿。", "Submit or delete some of them first."),
        basis: "",
        ground: Ground::State,
    }
}

fn page(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let heading = frame.t("选择要办的事项", "Choose what to apply for");
    let number = &found.project.number;
    let title = html! { (frame.run(&found.project.title)) };
    let ways = crumbs(frame, Room::Work, &[(&format!("/my/projects/{number}"), title)]);
    let body = html! {
        p.lead {
            (frame.t(
                "可以只办一项，也可以勾选同一阶段的几项一起办：填一张表、交一套材料，各部门同时收件、各自决定。",
                "Apply for one matter, or tick several of a stage: one form, one set of materials, \
                 received by all offices at once, decided by each.",
            ))
        }
        (parts::wrongs(frame, filled))
        @if found.project.filed_on.is_none() {
            div.told {
                p {
                    (frame.t(
                        "项目还没有备案。通常先办“企业投资项目备案”，其他事项备案后才能受理。",
                        "The project is not filed yet. The filing usually comes first; other \
                         matters are accepted only after it.",
                    ))
                }
            }
        }
        @for stage in &frame.zone.stages {
            @let name = stage.name();
            (group(frame, found, (stage.number, frame.say(&name))))
        }
        (group(frame, found, (ANY, frame.t("不限阶段", "At any stage"))))
    };
    narrow(frame, heading, (&ways, &body))
}

/// The matters of a stage, to be ticked together or taken one by one.
fn group(frame: &Frame, found: &Found, (number, name): (u8, &str)) -> Markup {
    let of: Vec<_> = found.matters.iter().filter(|one| one.matter.stage == number).collect();
    let action = format!("/my/projects/{}/matters", found.project.number);
    html! {
        @if !of.is_empty() {
            section.sheet {
                header {
                    h2 { (name) }
                }
                form action=(action) method="post" {
                    (hidden(frame, &Form::default()))
                    ul.rows.pick {
                        @for one in &of { (choice(frame, found, (one, number))) }
                    }
                    @if number != ANY && of.len() > 1 {
                        button.act.second type="submit" name="stage" value=(number) {
                            (frame.t("把勾选的一起申请", "Apply for those ticked together"))
                        }
                    }
                }
            }
        }
    }
}

fn choice(frame: &Frame, found: &Found, (one, number): (&Definition, u8)) -> Markup {
    let matter = &one.matter;
    let office = frame.office(&matter.lead_office);
    let limit = days(frame.language, matter.promised_limit_days, matter.limit_unit);
    let limit = match matter.promised_limit_days {
        0 => frame.t("即办", "at once").to_owned(),
        _ => limit,
    };
    let case = found.cases.iter().rev().find(|case| case.matter == matter.id);
    let name = matter.name();
    let typed = frame.typed(&format!("/my/projects/{}/matters", found.project.number));
    let is_ticked = typed.is_some_and(|typed| typed.form.get(&matter.id) == "yes");
    html! {
        li {
            @if number == ANY { span {
                b { (frame.say(&name)) }
                span.note { (frame.say(&office)) " · " (limit) }
            } }
            @else {
                label.answer {
                    input type="checkbox" name=(matter.id) value="yes" checked[is_ticked];
                    span {
                        b { (frame.say(&name)) }
                        span.note {
                            (frame.say(&office)) " · " (limit)
                            @if matter.mode == Mode::HandOver {
                                " · " (frame.t("转报上级", "handed over"))
                            }
                        }
                    }
                }
            }
            @match case {
                Some(case) if case.document.is_some() => {
                    (lamp(Shape::Done, frame.t("已办结", "concluded")))
                }
                Some(case) if case.holding != approvals::views::Holding::Nobody => {
                    a href={ "/my/cases/" (case.number) } { (frame.t("在办", "in process")) }
                }
                Some(_) | None => {
                    button.act.second.small type="submit" name="matter" value=(matter.id) {
                        (frame.t("申请", "Apply"))
                        span.unseen { (frame.t("", " for ")) (frame.say(&name)) }
                    }
                }
            }
        }
    }
}

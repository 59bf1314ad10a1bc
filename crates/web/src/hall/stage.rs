//! A stage received at the desk (窗口收阶段申请): several matters of a stage asked for at once by
//! whoever stands there, with one form, one set of materials and one receipt. Somebody came once.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::package::{Command, Packages};
use approvals::views::{definitions_in_force, package_by_subject, project_by_number};
use axum::extract::{Path, State as Taken};
use axum::http::Uri;
use axum::response::{Html, Response};
use catalogue::form::{Answers, Form as Questions};
use catalogue::{Matter, Stage};
use jiff::civil::Date;
use kernel::{actor::Actor, local_time::day_of, personal::Personal};
use maud::{Markup, html};
use store::Fault;

use super::{Extension, Reading, Shared, Site, came, receiving};
use crate::{
    approvals::instant::decide_within_the_request,
    desk::entry::{line, ticks, unfit_answers},
    desk::{no_project, of_project::OfProject},
    error::Failure,
    form::{self, Field, Filled, Form, Wrong, form, select},
    front::{Done, Shown},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What the name of a box begins with that is ticked for a matter.
const TICK: &str = "matter-";

/// The stage, and what of it is applied for here.
struct Found {
    stage: Stage,
    matters: Vec<Arc<Definition>>,
}

/// The form for a stage.
pub async fn one(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(stage): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let told = Form::read(at.query().unwrap_or_default().as_bytes());
        show(site, frame, &stage, Filled::of(&told, &[]))
    });
    Ok(Html(page.await?.0))
}

/// What is brought is received.
pub async fn receive(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(stage): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let of = stage.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), &of);
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/hall/receiving/stages/{stage}");
        show(site, frame, &stage, filled)
    };
    front.submit((reader, form), act, show).await
}

/// The stages of which several matters can be received at once, each with its number and name.
pub fn offered(frame: &Frame, all: &[Arc<Definition>]) -> Vec<(u8, String)> {
    let of = |stage: &&Stage| {
        all.iter().filter(|one| is_of(one, stage.number, frame.today())).count() > 1
    };
    let stages = frame.zone.stages.iter().filter(of);
    stages.map(|stage| (stage.number, frame.say(&stage.name()).to_owned())).collect()
}

fn is_of(one: &Definition, stage: u8, today: Date) -> bool {
    one.matter.stage == stage && one.matter.is_applied_for(today)
}

fn read(site: &Site, stage: &str) -> Result<Option<Found>, Fault> {
    let number: Option<u8> = stage.parse().ok();
    let stage = site.pack.zone.stages.iter().find(|one| Some(one.number) == number);
    let Some(stage) = stage.cloned() else { return Ok(None) };
    let mut matters = site.store.read(&site.zone, definitions_in_force)?;
    let today = day_of((site.now)());
    matters.retain(|one| is_of(one, stage.number, today));
    Ok((matters.len() > 1).then_some(Found { stage, matters }))
}

impl Found {
    /// The matters that a form ticks.
    fn ticked(&self, form: &Form) -> Vec<&Matter> {
        let is_ticked = |one: &&Matter| !form.get(&format!("{TICK}{}", one.id)).is_empty();
        self.matters.iter().map(|one| &one.matter).filter(is_ticked).collect()
    }
}

fn take(site: &Site, (reader, form): (&Reader, &Form), stage: &str) -> Result<Done, Fault> {
    let Some(found) = read(site, stage)? else { return Ok(Done::NotFound) };
    let number = form.get("of-project");
    let project = site.store.read(&site.zone, |open| project_by_number(open, number))?;
    let Some(project) = project else {
        return Ok(Done::Wrong(vec![Wrong { field: "of-project", refused: no_project() }]));
    };
    let matters = found.ticked(form);
    let is_here = |id: &String| !form.get(&format!("brought-{id}")).is_empty();
    let mut handed_in: Vec<String> = Vec::new();
    for material in matters.iter().flat_map(|matter| &matter.materials) {
        if is_here(&material.id) && !handed_in.contains(&material.id) {
            handed_in.push(material.id.clone());
        }
    }
    let asked = matters.iter().flat_map(|matter| &matter.fields);
    let answers = asked.map(|field| (field.id.clone(), form.get(&field.id).to_owned()));
    let command = Command::Submit {
        project: project.subject,
        stage: found.stage.number,
        lead_office: found.stage.lead_office.clone(),
        applicant: project.credit_code.clone(),
        matters: matters.iter().map(|matter| matter.id.clone()).collect(),
        handed_in,
        answers: answers.filter(|(_, answer)| !answer.is_empty()).collect::<Answers>(),
        agent: Personal::clear(form.get("agent")),
        phone: Personal::clear(form.get("phone")),
    };
    let subject = format!("package:{}", form::named(form, (site.now)()));
    // The desk types it on the enterprise's word.
    let word = Actor::enterprise(&project.credit_code);
    let asked = Asked::of(site, reader, form).on_the_word_of(word);
    if let Err(refused) = asked.ask::<Packages>(&subject, command)? {
        return Ok(wrong("", refused));
    }
    receiving::served(site, (reader, form), &subject)?;
    decide_within_the_request(site, &subject);
    let row = site.store.read(&site.zone, |open| package_by_subject(open, &subject))?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{subject} has no row")))?;
    Ok(Done::see(format!("/hall/packages/{}", row.number)))
}

fn show(site: &Site, frame: &mut Frame, stage: &str, filled: Filled) -> Shown {
    let Some(found) = read(site, stage)? else { return Ok(None) };
    let ticked = found.ticked(filled.form);
    let fields: Vec<_> = ticked.iter().flat_map(|matter| matter.fields.clone()).collect();
    let of = OfProject::told(site, filled.form.get("of-project"), &fields)?;
    let begun = of.begun(filled.form);
    let tickets = receiving::tickets(site, frame)?;
    let filled = Filled::of(&begun, filled.wrongs);
    let unfit = unfit_answers(frame, &ticked, filled);
    let filled = filled.answered(&unfit);
    let to = format!("/hall/receiving/stages/{}", found.stage.number);
    let name = frame.say(&found.stage.name()).to_owned();
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::Desk, &[("/hall/receiving", html! {
                (frame.t("综合收件", "Receive an application"))
            })]))
            h1 { (name) }
            p.lead {
                (frame.t(
                    "先选项目和要一起办的事项，再按申请人当面所说填一张表；材料只收一次，回执一张。",
                    "The project and the matters first, then one form, as the person in front of \
                     you says: each material is taken once, and there is one receipt.",
                ))
            }
            (chosen(frame, (&found, &of), (&to, filled.form)))
            @if of.is_found() && !ticked.is_empty() {
                section.sheet {
                    (form(frame, filled, (&to, frame.t("收件", "Receive")), |filled| {
                        asked(frame, (&ticked, &of), &tickets, filled)
                    }))
                }
            }
        }
    };
    Ok(Some(shell::page(frame, &name, &body)))
}

/// What comes first: the project, and what is asked for.
fn chosen(frame: &Frame, (found, of): (&Found, &OfProject), (to, told): (&str, &Form)) -> Markup {
    let ticked: Vec<&str> = found.ticked(told).into_iter().map(|one| one.id.as_str()).collect();
    html! {
        section.sheet {
            header { h2 { (frame.t("项目和事项", "The project and the matters")) } }
            form.fill role="search" action=(to) method="get" {
                div.field {
                    label for="told-of-project" {
                        (frame.t("项目编号", "Number of the project"))
                    }
                    input id="told-of-project" type="text" name="of-project" maxlength="20"
                        value=(of.number()) autocomplete="off" required;
                }
                fieldset.ticks {
                    legend { (frame.t("一起申请的事项", "What is applied for together")) }
                    @for one in &found.matters {
                        @let matter = &one.matter;
                        @let id = format!("told-{TICK}{}", matter.id);
                        div {
                            input type="checkbox" id=(id) name={ (TICK) (matter.id) } value="1"
                                checked[ticked.contains(&matter.id.as_str())];
                            label for=(id) {
                                (frame.say(&matter.name()))
                                span.note {
                                    " " (frame.say(&frame.office(&matter.lead_office)))
                                }
                            }
                        }
                    }
                }
                button.act.second type="submit" {
                    (frame.t("带入已有信息，继续", "Fill in what is known and go on"))
                }
            }
            div.stack { (of.said(frame)) }
            @if of.is_found() && ticked.is_empty() {
                p.empty role="status" {
                    (frame.t("请勾选要一起申请的事项。", "Tick what is applied for together."))
                }
            }
        }
    }
}

fn asked(
    frame: &Frame,
    (ticked, of): (&[&Matter], &OfProject),
    tickets: &[(String, String)],
    filled: Filled,
) -> Markup {
    let mut materials: Vec<(String, String, bool)> = Vec::new();
    for one in ticked.iter().flat_map(|matter| &matter.materials) {
        if materials.iter().all(|(id, ..)| *id != one.id) {
            materials.push((one.id.clone(), frame.say(&one.name()).to_owned(), false));
        }
    }
    let questions = Questions::of(ticked.iter().copied());
    let brought =
        Field::line("brought", ("收到的材料（共用的只收一份）", "What was brought, once"));
    let agent = Field::line("agent", ("经办人", "Who brings it"));
    let phone = Field::line("phone", ("联系电话", "Phone"));
    html! {
        input type="hidden" name="of-project" value=(of.number());
        @for matter in ticked {
            input type="hidden" name={ (TICK) (matter.id) } value="1";
        }
        (came::asked(frame, filled))
        (select(frame, filled, Field::line("ticket", ("号", "Ticket")), tickets))
        @if !materials.is_empty() { (ticks(frame, filled, brought, &materials)) }
        @for field in questions.questions(&Answers::new(), frame.today()) {
            (of.question(frame, field, filled))
        }
        (line(frame, filled, agent, ""))
        (line(frame, filled, Field { kind: "tel", ..phone }, ""))
    }
}

//! The counter (即来即办窗口): what is brought is received, accepted and granted in one act.
//!
//! One form and one command; the ledger has each fact of it. Nobody but an officer who may do all
//! of it sees the form, and the rules answer as they do everywhere.

use std::sync::Arc;

use approvals::case::instant::{Act, Brought};
use approvals::case::{Cases, Command, Definition};
use approvals::views::{
    case_by_subject, definition_in_force, definitions_in_force, project_by_number,
};
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use catalogue::form::{Answers, Form as Asked};
use kernel::refusal::{Ground, Refused};
use kernel::{actor::Actor, personal::Personal, text::text};
use maud::{Markup, html};
use store::{Answer, Envelope, Fault};

use super::entry::{line, ticks, unfit_answers};
use super::{Reading, Sent, Shared, of_project::OfProject, ways};
use crate::{
    Site,
    error::Failure,
    form::{Field, Filled, Form, Wrong, form, named},
    front::{Done, Shown},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What may be brought to this office's counter.
pub async fn counter(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let all = site.store.read(&site.zone, definitions_in_force)?;
        let office = frame.principal.office().unwrap_or_default();
        let own = |one: &&Arc<Definition>| {
            one.matter.instant.is_some() && one.matter.lead_office == office
        };
        let own: Vec<&Arc<Definition>> = all.iter().filter(own).collect();
        Ok(Some(list(frame, &own)))
    });
    Ok(Html(page.await?.0))
}

/// The form for one matter.
pub async fn brought(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let told = Form::read(at.query().unwrap_or_default().as_bytes());
        shown(site, frame, &matter, Filled::of(&told, &[]))
    });
    Ok(Html(page.await?.0))
}

/// What is brought is decided on the spot.
pub async fn decision(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let of = matter.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), &of);
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/counter/{matter}");
        shown(site, frame, &matter, filled)
    };
    front.submit((reader, form), act, show).await
}

/// The definition in force, where this office may decide it at once.
fn known(
    site: &Site,
    office: Option<&str>,
    matter: &str,
) -> Result<Option<Arc<Definition>>, Fault> {
    let known = site.store.read(&site.zone, |open| definition_in_force(open, matter))?;
    Ok(known.filter(|one| {
        one.matter.instant.is_some() && Some(one.matter.lead_office.as_str()) == office
    }))
}

fn take(site: &Site, (reader, form): (&Reader, &Form), matter: &str) -> Result<Done, Fault> {
    let Some(known) = known(site, reader.principal.office(), matter)? else {
        return Ok(Done::NotFound);
    };
    let number = form.get("counter-project");
    let project = site.store.read(&site.zone, |open| project_by_number(open, number))?;
    let Some(project) = project else {
        return Ok(Done::Wrong(vec![Wrong { field: "counter-project", refused: no_project() }]));
    };
    let materials = known.matter.materials.iter().map(|material| material.id.clone());
    let is_here = |id: &String| !form.get(&format!("brought-{id}")).is_empty();
    let written = |id: &str| form.get(id).to_owned();
    let asked = known.matter.fields.iter().map(|field| (field.id.clone(), written(&field.id)));
    let answers: Answers = asked.filter(|(_, answer)| !answer.is_empty()).collect();
    let brought = Brought {
        matter: known.matter.id.clone(),
        project: project.subject,
        applicant: project.credit_code,
        handed_in: materials.filter(is_here).collect(),
        answers,
        agent: Personal::clear(form.get("agent")),
        phone: Personal::clear(form.get("phone")),
    };
    let actor = reader.principal.actor().cloned();
    let at = (site.now)();
    let id = named(form, at);
    let subject = format!("case:{id}");
    // An officer enters it on the enterprise's word.
    let asserted_by = Some(Actor::enterprise(&brought.applicant));
    let answer = site.store.execute::<Cases>(Envelope {
        zone: site.zone.clone(),
        id,
        subject: subject.clone(),
        actor: actor.expect("the policy lets in only who holds a post"),
        asserted_by,
        attested_by: None,
        at,
        command: Command::Instant(Act::AtTheCounter(Box::new(brought))),
    });
    match answer {
        Answer::Recorded(_) => {
            let row = site.store.read(&site.zone, |open| case_by_subject(open, &subject))?;
            let row = row.ok_or_else(|| Fault::Broken(format!("{subject} has no row")))?;
            Ok(Done::see(format!("/approvals/cases/{}/desk", row.number)))
        }
        Answer::Refused(refused) => {
            Ok(Done::Wrong(vec![Wrong { field: "", refused: site.said(refused) }]))
        }
        Answer::Fault(fault) => Err(fault),
    }
}

/// No project has the number.
pub(crate) fn no_project() -> Refused {
    Refused {
        code: "web.no_project",
        sentence: text("没有这个编号的项目。", "No project has this number."),
        remedy: text("请核对项目编号。", "Check the project's number."),
        basis: "",
        ground: Ground::Content,
    }
}

fn list(frame: &Frame, all: &[&Arc<Definition>]) -> Markup {
    let heading = frame.t("即来即办", "At the counter");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/counter"))
            section.sheet {
                p {
                    (frame.t(
                        "申请人到窗口，材料齐全的当场收件、受理、准予，一次办完。",
                        "Whoever comes with everything is received, accepted and granted on the \
                         spot, in one act.",
                    ))
                }
                @if all.is_empty() {
                    p.empty {
                        (frame.t("本部门没有即来即办的事项。", "No matter of this office."))
                    }
                }
                ul.rows {
                    @for one in all {
                        li {
                            a href={ "/counter/" (one.matter.id) } {
                                (frame.say(&one.matter.name()))
                            }
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn shown(site: &Site, frame: &mut Frame, matter: &str, filled: Filled) -> Shown {
    let Some(known) = known(site, frame.principal.office(), matter)? else { return Ok(None) };
    let number = filled.form.get("counter-project");
    let of = OfProject::told(site, number, &known.matter.fields)?;
    let begun = of.begun(filled.form);
    Ok(Some(page(frame, (&known, &of), Filled::of(&begun, filled.wrongs))))
}

fn page(frame: &Frame, (known, of): (&Definition, &OfProject), filled: Filled) -> Markup {
    let matter = &known.matter;
    let name = matter.name();
    let to = format!("/counter/{}", matter.id);
    let unfit = unfit_answers(frame, &[matter], filled);
    let filled = filled.answered(&unfit);
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::Desk, &[("/counter", html! {
                (frame.t("即来即办", "At the counter"))
            })]))
            h1 { (frame.say(&name)) }
            @if let Some(instant) = &matter.instant { p.lead { (frame.say(&instant.said())) } }
            (of.asked(frame, (&to, "counter-project")))
            section.sheet {
                (form(frame, filled, (&to, frame.t("当场办结", "Decide on the spot")), |filled| {
                    fields(frame, (known, of), filled)
                }))
            }
        }
    };
    shell::page(frame, frame.say(&name), &body)
}

fn fields(frame: &Frame, (known, of): (&Definition, &OfProject), filled: Filled) -> Markup {
    let materials: Vec<(String, String, bool)> = (known.matter.materials.iter())
        .map(|one| (one.id.clone(), frame.say(&one.name()).to_owned(), false))
        .collect();
    let project = Field::line("counter-project", ("项目编号", "Number of the project"))
        .hint("申请人由项目确定", "The project says who applies");
    let asked = Asked::of([&known.matter]);
    let agent = Field::line("agent", ("经办人", "Who brings it"));
    let phone = Field::line("phone", ("联系电话", "Phone"));
    html! {
        (line(frame, filled, project, of.number()))
        (ticks(frame, filled, Field::line("brought", ("收到的材料", "What was brought")), &materials))
        @for field in asked.questions(&Answers::new(), frame.today()) {
            (of.question(frame, field, filled))
        }
        (line(frame, filled, agent, ""))
        (line(frame, filled, Field { kind: "tel", ..phone }, ""))
    }
}

//! The receiving screen (综合收件): an application for any matter, typed at the desk on the word of
//! whoever stands there, which is the visit; or one that is here already, found by its number.

use std::sync::Arc;

use approvals::case::{Cases, Command, Definition};
use approvals::ticket::{self, State, Tickets};
use approvals::views::{
    TicketRow, case_by_subject, definition_in_force, definitions_in_force, project_by_number,
    ticket, tickets_of_day,
};
use approvals::visit::{self, Cause, Visits, Way, book_of};
use axum::extract::{Path, State as Taken};
use axum::http::Uri;
use axum::response::{Html, Response};
use catalogue::form::{Answers, Form as Questions};
use kernel::{actor::Actor, local_time::day_of, personal::Personal};
use maud::{Markup, html};
use store::{Answer, Envelope, Fault};

use super::{Extension, Reading, Shared, Site, came, stage};
use crate::{
    approvals::instant::decide_within_the_request,
    desk::entry::{line, ticks, unfit_answers},
    desk::{no_project, of_project::OfProject, ways},
    error::Failure,
    form::{Field, Filled, Form, Wrong, form, named, select},
    front::{Done, Shown},
    people::Asked,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What may be received.
pub async fn all(
    Taken(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let number: String = query.get("number").chars().take(20).collect();
        let number = number.to_uppercase();
        let is_here = !number.is_empty() && crate::approvals::read_case(site, &number)?.is_some();
        let all = site.store.read(&site.zone, definitions_in_force)?;
        Ok(Some(list(frame, &all, (&number, is_here))))
    });
    Ok(Html(page.await?.0))
}

/// The form for one matter.
pub async fn one(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let told = Form::read(at.query().unwrap_or_default().as_bytes());
        show(site, frame, &matter, Filled::of(&told, &[]))
    });
    Ok(Html(page.await?.0))
}

/// What is brought is received.
pub async fn receive(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let of = matter.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), &of);
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/hall/receiving/{matter}");
        show(site, frame, &matter, filled)
    };
    front.submit((reader, form), act, show).await
}

fn known(site: &Site, matter: &str) -> Result<Option<Arc<Definition>>, Fault> {
    site.store.read(&site.zone, |open| definition_in_force(open, matter))
}

fn take(site: &Site, (reader, form): (&Reader, &Form), matter: &str) -> Result<Done, Fault> {
    let Some(known) = known(site, matter)? else { return Ok(Done::NotFound) };
    let number = form.get("of-project");
    let project = site.store.read(&site.zone, |open| project_by_number(open, number))?;
    let Some(project) = project else {
        return Ok(Done::Wrong(vec![Wrong { field: "of-project", refused: no_project() }]));
    };
    let materials = known.matter.materials.iter().map(|material| material.id.clone());
    let is_here = |id: &String| !form.get(&format!("brought-{id}")).is_empty();
    let asked = known.matter.fields.iter();
    let answers = asked.map(|field| (field.id.clone(), form.get(&field.id).to_owned()));
    let command = Command::Submit {
        matter: known.matter.id.clone(),
        project: project.subject,
        applicant: project.credit_code.clone(),
        handed_in: materials.filter(is_here).collect(),
        answers: answers.filter(|(_, answer)| !answer.is_empty()).collect::<Answers>(),
        agent: Personal::clear(form.get("agent")),
        phone: Personal::clear(form.get("phone")),
    };
    let at = (site.now)();
    let id = named(form, at);
    let subject = format!("case:{id}");
    let actor = reader.principal.actor().cloned();
    let answer = site.store.execute::<Cases>(Envelope {
        zone: site.zone.clone(),
        id,
        subject: subject.clone(),
        actor: actor.expect("the policy lets in only who holds a post"),
        // The desk types it on the enterprise's word.
        asserted_by: Some(Actor::enterprise(&project.credit_code)),
        attested_by: None,
        at,
        command,
    });
    match answer {
        Answer::Recorded(_) => {}
        Answer::Refused(refused) => {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused: site.said(refused) }]));
        }
        Answer::Fault(fault) => return Err(fault),
    }
    served(site, (reader, form), &subject)?;
    decide_within_the_request(site, &subject);
    let row = site.store.read(&site.zone, |open| case_by_subject(open, &subject))?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{subject} has no row")))?;
    Ok(Done::see(format!("/hall/cases/{}", row.number)))
}

/// Whoever stands at the desk with a ticket that was called is served under it. That they came is
/// recorded by reaction, here at once under the ticket's number; a ticket that moved on meanwhile
/// leaves it to the reaction. What came by post is no visit.
pub(super) fn served(
    site: &Site,
    (reader, form): (&Reader, &Form),
    about: &str,
) -> Result<(), Fault> {
    if came::is_by_post(form) {
        return came::by_post(site, (reader, form), about);
    }
    let asked = |word| Asked::of(site, reader, form).for_part(word);
    let (about, cause) = (about.to_owned(), Cause::Submit);
    let (required_by, reason) = (String::new(), String::new());
    let subject = form.get("ticket");
    let found = site.store.read(&site.zone, |open| ticket(open, subject))?;
    let Some(ticket) = found else { return Ok(()) };
    let served = ticket::Served {
        about: about.clone(),
        cause,
        required_by: required_by.clone(),
        reason: reason.clone(),
    };
    let command = ticket::Command::Serve(served);
    if asked("served").ask::<Tickets>(subject, command)?.is_err() {
        return Ok(());
    }
    let (book, on) = (book_of(&about), day_of((site.now)()));
    let (way, ticket) = (Way::Hall, ticket.number);
    let command = visit::Command::Record { about, on, cause, way, ticket, required_by, reason };
    asked("visit").ask::<Visits>(&book, command).map(drop)
}

fn list(frame: &Frame, all: &[Arc<Definition>], (number, is_here): (&str, bool)) -> Markup {
    let heading = frame.t("综合收件", "Receive an application");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/receiving"))
            section.sheet {
                header { h2 { (frame.t("已有办件", "One that is here")) } }
                form.find role="search" action="/hall/receiving" method="get" {
                    label.jump for="number" { (frame.t("办件编号", "Number of the case")) }
                    input id="number" type="text" name="number" maxlength="20" value=(number)
                        autocomplete="off" placeholder="2026-000001";
                    button type="submit" { (frame.t("查找", "Find")) }
                }
                @if is_here {
                    p { a href={ "/hall/cases/" (number) } { span.n { (number) } } }
                } @else if !number.is_empty() {
                    p.empty role="status" {
                        (frame.t(
                            "没有这个编号的办件，请核对后重新输入。",
                            "There is no case with this number. Check it.",
                        ))
                    }
                }
            }
            section.sheet {
                header { h2 { (frame.t("收一个阶段", "A whole stage")) } }
                ul.rows {
                    @for (number, name) in stage::offered(frame, all) {
                        li {
                            a href={ "/hall/receiving/stages/" (number) } {
                                (name)
                                span.note {
                                    (frame.t("几项一起收，一张回执", "several at once, one receipt"))
                                }
                            }
                        }
                    }
                }
            }
            section.sheet {
                header { h2 { (frame.t("新收一件", "A new one")) } }
                ul.rows {
                    @for one in all.iter().filter(|one| one.matter.is_applied_for(frame.today())) {
                        li {
                            a href={ "/hall/receiving/" (one.matter.id) } {
                                (frame.say(&one.matter.name()))
                                span.note { (frame.say(&frame.office(&one.matter.lead_office))) }
                            }
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn show(site: &Site, frame: &mut Frame, matter: &str, filled: Filled) -> Shown {
    let Some(known) = known(site, matter)? else { return Ok(None) };
    let of = OfProject::told(site, filled.form.get("of-project"), &known.matter.fields)?;
    let begun = of.begun(filled.form);
    let filled = Filled::of(&begun, filled.wrongs);
    let tickets = tickets(site, frame)?;
    Ok(Some(page(frame, (&known, &of), &tickets, filled)))
}

/// The tickets that were called, to choose from.
pub(super) fn tickets(site: &Site, frame: &Frame) -> Result<Vec<(String, String)>, Fault> {
    let today = frame.today();
    let rows = site.store.read(&site.zone, |open| tickets_of_day(open, today))?;
    let is_at_desk = |row: &TicketRow| matches!(row.state, State::Called | State::Serving);
    let at_desk = rows.into_iter().filter(is_at_desk);
    let none = (String::new(), frame.t("没有取号", "no ticket").to_owned());
    let tickets = at_desk.map(|row| (row.subject, format!("{} → {}", row.number, row.desk)));
    Ok(std::iter::once(none).chain(tickets).collect())
}

fn page(
    frame: &Frame,
    (known, of): (&Definition, &OfProject),
    tickets: &[(String, String)],
    filled: Filled,
) -> Markup {
    let matter = &known.matter;
    let name = matter.name();
    let to = format!("/hall/receiving/{}", matter.id);
    let unfit = unfit_answers(frame, &[matter], filled);
    let filled = filled.answered(&unfit);
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::Desk, &[("/hall/receiving", html! {
                (frame.t("综合收件", "Receive an application"))
            })]))
            h1 { (frame.say(&name)) }
            p.lead {
                (frame.t(
                    "按申请人当面所说填写；收件后扫描件在下一页上传，回执当场打印。",
                    "As the person in front of you says. Scans follow on the next page; the \
                     receipt is printed at once.",
                ))
            }
            (of.asked(frame, (&to, "of-project")))
            section.sheet {
                (form(frame, filled, (&to, frame.t("收件", "Receive")), |filled| {
                    fields(frame, (known, of), tickets, filled)
                }))
            }
        }
    };
    shell::page(frame, frame.say(&name), &body)
}

fn fields(
    frame: &Frame,
    (known, of): (&Definition, &OfProject),
    tickets: &[(String, String)],
    filled: Filled,
) -> Markup {
    let materials: Vec<(String, String, bool)> = (known.matter.materials.iter())
        .map(|one| (one.id.clone(), frame.say(&one.name()).to_owned(), false))
        .collect();
    let project = Field::line("of-project", ("项目编号", "Number of the project"))
        .hint("申请人由项目确定", "The project says who applies");
    let questions = Questions::of([&known.matter]);
    let brought = Field::line("brought", ("收到的材料", "What was brought"));
    let agent = Field::line("agent", ("经办人", "Who brings it"));
    let phone = Field::line("phone", ("联系电话", "Phone"));
    html! {
        (line(frame, filled, project, of.number()))
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

//! The officer's page of a case (办件办理页): what it is about, its documents, opinions, time and trail,
//! and beside them the acts that this post may do now.

use std::sync::Arc;

use approvals::case::{Cases, Point};
use approvals::project::Projects;
use approvals::views::{PackageRow, findings, packages_of_project, places_of, project_by_number};
use axum::extract::{Extension, Path, State};
use axum::http::{Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::MethodRouter;
use kernel::{actor::Actor, refusal::Refused};
use maud::{Markup, html};
use store::posts::{Published, posts};
use store::{Fault, Recorded};

use super::{
    Reading, Shared, act::Act, act_fields, acting, confirmed, contact, delivery, sent_to, shown,
    thread,
};
use crate::approvals::{
    self as room, CaseOfProject, ProjectFile, case as public, day_table, facts, filled, inquired,
    materials, standing::standing, trail,
};
use crate::{
    Site,
    documents::{answers, download, list},
    error::Failure,
    form::{Filled, Form, form, form_with_a_file},
    front::{Done, Front, Shown},
    hall::visits::sheet,
    lamp::lamp,
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What the page shows (办理页内容).
pub struct Found {
    /// The case.
    pub of: CaseOfProject,
    /// What stands against a grant, point by point.
    pub findings: Vec<(Point, Option<Refused>)>,
    /// The posts of the zone.
    pub posts: Vec<Published>,
    project: Option<ProjectFile>,
    package: Option<PackageRow>,
}

/// The case at the desk, with the acts of this post.
pub async fn desk(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    shown((front, reader), (number, at), show).await
}

/// A document of the case, as a download.
pub async fn document(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ready = front.read(move |site| {
        let Some(found) = room::read_case(site, &number)? else { return Ok(None) };
        if !room::may_see_case(site, &reader.principal, &found)? {
            return Ok(None);
        }
        let subject = format!("document:{id}");
        // One document may serve several cases: it is here where any of its places is.
        let places = site.store.read(&site.zone, |open| places_of(open, &subject))?;
        let here = [&found.file.row.subject, &found.file.row.project];
        let package = found.file.row.package.as_ref();
        let is_here = |place: &String| here.contains(&place) || package == Some(place);
        if !places.iter().any(is_here) {
            return Ok(None);
        }
        Ok(download::open(site, &subject, false)?.ok())
    });
    Ok(answers::send(ready.await?.ok_or(Failure::NotFound)?).into_response())
}

/// The proof that an entry of the case stands in the ledger, as a file.
pub async fn proof(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, entry)): Path<(String, u64)>,
) -> Result<Response, Failure> {
    let of = number.clone();
    let found = front.read(move |site| {
        let Some(found) = room::read_case(site, &of)? else { return Ok(None) };
        let is_of_case = found.file.past.iter().any(|past| past.number == entry);
        if !is_of_case || !room::may_see_case(site, &reader.principal, &found)? {
            return Ok(None);
        }
        site.store.prove(&site.zone, entry, (site.now)())
    });
    let proof = found.await?.ok_or(Failure::NotFound)?;
    let name = download::disposition(&format!("{number}-{entry}.proof"));
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, proof.to_text()).into_response())
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    acting(act, take, show)
}

/// Puts the command of an act.
pub fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(found) = room::read_case(site, number)? else { return Ok(Done::NotFound) };
    // What another office does is not there: neither to be seen nor to be acted on.
    if !room::may_see_case(site, &reader.principal, &found)? {
        return Ok(Done::NotFound);
    }
    let command = match act.command(form, &found.file, &site.pack.zone) {
        Ok(command) => command,
        Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
    };
    let subject = &found.file.row.subject;
    Ok(match Asked::of(site, reader, form).ask::<Cases>(subject, command)? {
        Ok(Recorded { first, .. }) => {
            Done::see(format!("/approvals/cases/{number}/desk?entry={first}"))
        }
        Err(refused) => wrong(act.field_of(&refused, form), refused),
    })
}

fn package_of(site: &Site, found: &CaseOfProject) -> Result<Option<PackageRow>, Fault> {
    if found.file.row.package.is_none() {
        return Ok(None);
    }
    site.store.read(&site.zone, |open| {
        let packages = packages_of_project(open, &found.file.row.project)?;
        Ok(packages.into_iter().find(|one| Some(&one.subject) == found.file.row.package.as_ref()))
    })
}

fn read(site: &Site, frame: &Frame, of: CaseOfProject) -> Result<Found, Fault> {
    let package = package_of(site, &of)?;
    let (findings, posts, row) = site.store.read(&site.zone, |open| {
        let found = findings(open, &of.file.case, frame.today())?;
        Ok((found, posts(open)?, project_by_number(open, &of.project_number)?))
    })?;
    let said = |(point, no): (Point, Option<Refused>)| (point, no.map(|no| site.said(no)));
    let findings = findings.into_iter().map(said).collect();
    let project = match row {
        Some(row) => {
            let past = site.store.history::<Projects>(&site.zone, &row.subject)?;
            let (cases, packages, agreements) = (Vec::new(), Vec::new(), Vec::new());
            Some(ProjectFile { row, past, cases, packages, agreements })
        }
        None => None,
    };
    Ok(Found { of, findings, posts, project, package })
}

/// Shows the page with its forms; nothing where the case is not this office's.
pub fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(of) = room::read_case(site, number)? else { return Ok(None) };
    if !room::may_see_case(site, &frame.principal, &of)? {
        return Ok(None);
    }
    let found = read(site, frame, of)?;
    frame.place = format!("/approvals/cases/{number}/desk");
    if let Some(entry) = entry {
        frame.query = format!("entry={entry}");
    }
    Ok(Some(page(frame, &found, entry, filled)))
}

fn page(frame: &Frame, found: &Found, entry: Option<u64>, filled: Filled) -> Markup {
    let file = &found.of.file;
    let name = file.definition.matter.name();
    let body = html! {
        (head(found, frame))
        div.wrap {
            @if let Some(past) = file.past.iter().find(|past| Some(past.number) == entry) {
                (confirmed(frame, past.number, frame.say(&past.event.title())))
            }
        }
        div.wrap.cols.desk {
            div.stack.first {
                (acts(found, frame, filled))
                (delivery::leading(&found.of, frame))
            }
            div.stack.most {
                (about(found, frame, filled))
                div.beside {
                    (filled::sheet(file, found.of.filled_in.as_ref(), frame))
                    (documents(found, frame))
                }
                (thread::sheet(file, frame))
                (public::limits(file, frame))
                (public::spent(file, frame))
                (day_table::sheet(file, frame))
            }
            div.stack.last {
                section.sheet {
                    header {
                        h2 { (frame.t("办理过程", "What happened")) }
                        @if let Some(last) = file.past.last() {
                            a href={
                                "/approvals/cases/" (file.row.number) "/proofs/" (last.number)
                            } {
                                (frame.t("最后一条的台账证明", "Ledger proof of the last entry"))
                            }
                        }
                    }
                    (trail::list(trail::of_case(file, None, frame), frame))
                }
                (sheet(&found.of, frame))
                (public::about(file, frame))
                (list::issued(&found.of.papers, frame))
            }
        }
    };
    let title = format!("{} {} {}", frame.t("办理", "Desk:"), frame.say(&name), file.row.number);
    shell::page(frame, &title, &body)
}

fn head(found: &Found, frame: &Frame) -> Markup {
    let file = &found.of.file;
    let standing = standing(file, frame);
    let place = match &file.row.post {
        Some(post) => frame.actor(&Actor::officer(&file.row.office, post)),
        None => frame.office(&file.row.office),
    };
    html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::Desk, &[(
                    &found.of.project_for(frame),
                    html! { (frame.run(&found.of.project_title)) },
                )]))
                h1 { (frame.say(&file.definition.matter.name())) }
                p.code.n { (frame.t("办件编号 ", "Case No. ")) (file.row.number) }
                p.holder {
                    (lamp(standing.shape, frame.say(&standing.word)))
                    @if let Some(left) = &standing.left { b { (frame.say(left)) } }
                    span.note {
                        (frame.t("承办：", "With: ")) (frame.say(&place))
                        (frame.t("；当前在", "; now in the hands of "))
                        (frame.say(&file.row.holding.text()))
                    }
                }
            }
        }
    }
}

/// The acts, the first of them open; where a form came back, that one.
fn acts(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    let shown = Act::ALL.into_iter().filter(|act| act.is_shown(file, &frame.principal));
    let mut shown: Vec<Act> = shown.collect();
    let path = |act: Act| format!("/approvals/cases/{}/{}", file.row.number, act.noun());
    let sent = sent_to(frame);
    let came_back = Act::ALL.into_iter().find(|act| path(*act) == sent);
    // A form that came back is shown with what it says, also where it no longer fits.
    shown.extend(came_back.filter(|act| !shown.contains(act)));
    let open = came_back.or(shown.iter().copied().find(|act| !act.is_against()));
    html! {
        section.sheet.deeds #acts {
            header { h2 { (frame.t("办理", "What you can do")) } }
            @if shown.is_empty() {
                p.empty {
                    (frame.t(
                        "本岗位现在没有可办的操作：状态或岗位权限不允许。",
                        "Nothing to do here for this post now: neither the state nor the rights \
                         of the post allow it.",
                    ))
                }
            }
            @for act in shown {
                @let name = act.name();
                details.act-of name="acts" open[open == Some(act)] {
                    summary { (frame.say(&name)) }
                    @let to = (path(act), frame.say(&name));
                    @let fields = |filled: Filled| act_fields::fields(act, found, frame, filled);
                    @if act.takes_a_file() {
                        (form_with_a_file(frame, filled, (&to.0, to.1), fields))
                    } @else {
                        (form(frame, filled, (&to.0, to.1), fields))
                    }
                }
            }
        }
    }
}

/// The project and, where there is one, the package that the case came in.
fn about(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    html! {
        @if let Some(package) = &found.package {
            section.sheet {
                header { h2 { (frame.t("并联申请", "Package")) } }
                p {
                    span.n { (package.number) } " · "
                    (frame.t("牵头：", "led by the ")) (frame.say(&frame.office(&package.lead_office)))
                }
            }
        }
        @if let Some(project) = &found.project {
            (facts::sheet(project, frame))
            section.sheet { (contact::asking(frame, &found.of.file.row.number, filled)) }
        }
    }
}

/// What was asked for, and what came: each document opens.
fn documents(found: &Found, frame: &Frame) -> Markup {
    let file = &found.of.file;
    let number = &file.row.number;
    html! {
        section.sheet {
            header {
                h2 { (frame.t("材料和文件", "Materials and documents")) }
                span.note { (materials::summary(file, frame)) }
            }
            (materials::list(file, frame))
            (inquired::licences(frame, &found.of.told, &file.definition.matter))
            @if found.of.documents.is_empty() {
                p.note { (frame.t("没有上传的文件。", "No file was uploaded.")) }
            } @else {
                ul.papers {
                    @for row in &found.of.documents {
                        @let id = row.subject.strip_prefix("document:").unwrap_or_default();
                        li {
                            a href={ "/approvals/cases/" (number) "/desk/" (id) } {
                                (frame.say(&public::material(file, &row.material)))
                            }
                            span.note { (frame.say(&list::handed_state(row))) }
                        }
                    }
                }
            }
        }
    }
}

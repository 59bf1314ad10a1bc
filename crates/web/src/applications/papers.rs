//! The papers of an application (一件事材料): handed in as files, each open to whoever needs it.
//!
//! Never: a paper shown to an office whose links do not need it.

use approvals::assistance::Act;
use approvals::bundle::{Application, Refusal};
use approvals::views::{ApplicationRow, DocumentRow, documents_of};
use axum::extract::{Extension, Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use kernel::actor::Actor;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;

use super::{Reading, Sent, Shared, file, word};
use crate::{
    Site,
    api::application_acts::application,
    applicant::{
        held::{self, Held},
        papers::refusals,
        parts,
    },
    documents::upload::{Asked, all_from_form},
    documents::{answers, answers::send, download, list},
    error::Failure,
    form::{Filled, Form, TOKEN, fresh_command, hidden},
    front::{Done, see_other},
    people::wrong,
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// Files for one paper.
pub async fn upload(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, paper)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (principal, of, wanted) = (reader.principal.clone(), number.clone(), paper.clone());
    let found = front.read(move |site| {
        let found = application(site, &principal, &of)?;
        Ok(found.filter(|(_, application)| asks_for(application, &wanted)))
    });
    let (row, application) = found.await?.ok_or(Failure::NotFound)?;
    let query = reader.at.split_once('?').map_or("", |(_, query)| query);
    let named = Form::read(query.as_bytes()).command();
    let actor = reader.principal.actor().cloned().ok_or(Failure::NotFound)?;
    let is_brought = word::receives(&reader.principal, &row);
    let is_for = is_own(&reader.principal, &row) || is_brought;
    let asked = Asked {
        id: named.unwrap_or_else(|| fresh_command((front.site.now)())),
        actor,
        asserted_by: is_brought.then(|| Actor::parse(&row.applicant).ok()).flatten(),
        owner: row.applicant.strip_prefix("enterprise:").unwrap_or(&row.applicant).into(),
        to: row.subject,
        material: paper.clone(),
        name: String::new(),
    };
    let wrongs = match (is_for, application.is_over()) {
        (false, _) => vec![Refusal::NotApplicant.into()],
        (true, true) => vec![Refusal::ApplicationOver.into()],
        (true, false) => refusals(&all_from_form(front.clone(), asked, form).await?),
    };
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/applications/{number}#papers"), &[]));
    }
    let page = front.page(reader, move |site, frame| {
        file::show(site, frame, &number, (Filled::of(&Form::default(), &[]), &wrongs))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.await?.0)).into_response())
}

/// What the applicant holds already serves as one of the papers: choosing it is the consent.
pub async fn reuse(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, paper)): Path<(String, String)>,
    headers: HeaderMap,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let (of, origin) = (number.clone(), answers::origin(&headers));
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let found = application(site, &reader.principal, &of)?;
        let found = found.filter(|(row, application)| {
            is_own(&reader.principal, row) && asks_for(application, &paper)
        });
        let Some((row, application)) = found else { return Ok(Done::NotFound) };
        if application.is_over() {
            return Ok(wrong("", Refusal::ApplicationOver.into()));
        }
        let (chosen, to) = (form.get("document"), row.subject.as_str());
        let document = match held::document(site, (reader, &origin), (chosen, to, &paper))? {
            Ok(Some(document)) => document,
            Ok(None) => return Ok(Done::NotFound),
            Err(refused) => return Ok(wrong("", refused)),
        };
        let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
        Ok(match held::attach(site, (&reader.principal, id), (&document, to, &paper))? {
            Ok(()) => Done::see(format!("/applications/{of}#papers")),
            Err(refused) => wrong("", refused),
        })
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        file::show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), take, again).await
}

/// One of the files.
pub async fn document(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ready = front.read(move |site| {
        let subject = format!("document:{id}");
        let Some((row, application)) = application(site, &reader.principal, &number)? else {
            return Ok(None);
        };
        let rows = documents(site, &reader.principal, (&row, &application))?;
        match rows.iter().any(|row| row.subject == subject) {
            true => Ok(download::open(site, &subject, false)?.ok()),
            false => Ok(None),
        }
    });
    Ok(send(ready.await?.ok_or(Failure::NotFound)?).into_response())
}

/// The files that this reader may open: the applicant, the office that received it and whoever
/// supervises all of them, an office of links those that its links need.
pub fn documents(
    site: &Site,
    reader: &Principal,
    (row, application): (&ApplicationRow, &Application),
) -> Result<Vec<DocumentRow>, Fault> {
    let mut rows = site.store.read(&site.zone, |open| documents_of(open, &row.subject))?;
    let office = reader.office().unwrap_or_default();
    let links = || application.links.iter().filter(|one| one.link.office == office);
    let is_needed = |paper: &String| links().any(|one| one.link.papers.contains(paper));
    let sees_all = is_own(reader, row)
        || office == application.lead_office
        || reader.has(kernel::right::Right::Supervise);
    rows.retain(|row| sees_all || is_needed(&row.material));
    Ok(rows)
}

/// May this reader open a file that was handed in for the application with this subject?
pub fn opens(
    site: &Site,
    reader: &Principal,
    (subject, document): (&str, &str),
) -> Result<bool, Fault> {
    use crate::api::seen::Seen;
    let number = approvals::bundle::Applications::number(site, subject)?.unwrap_or_default();
    let Some((row, application)) = application(site, reader, &number)? else { return Ok(false) };
    let rows = documents(site, reader, (&row, &application))?;
    Ok(rows.iter().any(|row| row.subject == document))
}

/// Is it the reader's own application?
pub(super) fn is_own(reader: &Principal, row: &ApplicationRow) -> bool {
    reader.applies_as().as_ref() == Some(&row.applicant)
}

/// May this reader hand in a file for it: the applicant, or the desk on the applicant's word?
fn adds(reader: &Principal, row: &ApplicationRow) -> bool {
    is_own(reader, row) && reader.is_entrusted_to(Act::HandIn) || word::receives(reader, row)
}

/// Is it among the papers that were said to be ready?
fn asks_for(application: &Application, paper: &str) -> bool {
    application.handed_in.iter().any(|id| id == paper)
}

/// The papers with their files, and where the applicant adds to them.
pub fn section(
    site: &Site,
    frame: &Frame,
    (row, application): (&ApplicationRow, &Application),
    wrongs: &[Refused],
) -> Result<Markup, Fault> {
    let files = documents(site, &frame.principal, (row, application))?;
    let who = &frame.principal;
    let adds = adds(who, row) && !application.is_over();
    let office = frame.principal.office();
    let sees_all = adds || office.is_none_or(|office| office == application.lead_office);
    let of_office = |paper: &String| {
        let mut links = application.links.iter().filter(|one| Some(&*one.link.office) == office);
        links.any(|one| one.link.papers.contains(paper))
    };
    let asked: Vec<&String> =
        application.handed_in.iter().filter(|paper| sees_all || of_office(paper)).collect();
    let bundle = site.pack.bundle(&application.bundle);
    let name = |id: &str| {
        let known = bundle.and_then(|bundle| bundle.materials.iter().find(|one| one.id == id));
        known.map_or_else(|| id.to_owned(), |one| frame.say(&one.name()).to_owned())
    };
    let wrongs: Vec<(&str, &Refused)> = wrongs.iter().map(|wrong| ("", wrong)).collect();
    let held = if adds && is_own(who, row) { held::held(site, who, "")? } else { Vec::new() };
    let is_here = |one: &&Held| files.iter().any(|file| file.subject == one.value);
    let held: Vec<&Held> = held.iter().filter(|one| !is_here(one)).collect();
    let material = |id: &str| bundle.and_then(|it| it.materials.iter().find(|one| one.id == id));
    Ok(html! {
        @if !asked.is_empty() {
            section.sheet id="papers" {
                header { h2 { (frame.t("材料", "Materials")) } }
                (parts::summary(frame, &wrongs))
                @for paper in asked {
                    @let of: Vec<&DocumentRow> =
                        files.iter().filter(|file| file.material == *paper).collect();
                    div.owed {
                        h3 id={ "paper-" (paper) } { (name(paper)) }
                        @if of.is_empty() {
                            p.note {
                                (frame.t("已备好，尚未上传文件。", "Ready; no file was uploaded yet."))
                            }
                        } @else {
                            ul.papers { @for file in of { (line(frame, row, file, &name(paper))) } }
                        }
                        @if adds {
                            (adding(frame, row, paper))
                            @if let Some(material) = material(paper) {
                                @let at = format!("/applications/{}/papers/{paper}", row.number);
                                @let to = format!("{at}/reuse");
                                (held::offered(frame, &to, (material, &held)))
                            }
                        }
                    }
                }
            }
        }
    })
}

fn line(frame: &Frame, row: &ApplicationRow, file: &DocumentRow, name: &str) -> Markup {
    let id = file.subject.strip_prefix("document:").unwrap_or_default();
    html! {
        li {
            a href={ "/applications/" (row.number) "/documents/" (id) } { (name) }
            span.note { (frame.say(&list::handed_state(file))) }
        }
    }
}

fn adding(frame: &Frame, row: &ApplicationRow, paper: &str) -> Markup {
    let at = format!("/applications/{}/papers/{paper}", row.number);
    let field = format!("file-{paper}");
    html! {
        form.fill action={ (at) "?" (TOKEN) "=" (frame.token) } method="post"
            enctype="multipart/form-data" {
            (hidden(frame, &Form::default()))
            div.field {
                label for=(field) { (frame.t("上传文件", "Upload a file")) }
                input id=(field) name="file" type="file" multiple required
                    aria-describedby={ "paper-" (paper) };
            }
            button.plain type="submit" { (frame.t("上传", "Upload")) }
        }
    }
}

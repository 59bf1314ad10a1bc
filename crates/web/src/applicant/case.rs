//! A case for its applicant (我的办件): the same page, and what can be done: correct, withdraw.

use approvals::assistance::Act;
use approvals::case::{Cases, Command, Event, State as Standing, tolerance::Fact};
use approvals::document::{Documents, Event as Attached};
use approvals::views::DocumentRow;
use axum::extract::{Extension, Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse};
use catalogue::Material;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;

use super::held::{self, Held};
use super::papers::{asked as upload_of, no_file, picker, refusals};
use super::{
    Asked, Page, Reading, Sending, Sent, Shared, commitment, delivery, own, parts, promise, rating,
    replacement,
};
use crate::{
    Site,
    approvals::{self as pages, CaseOfProject, deliveries, materials},
    documents::upload::all_from_form,
    documents::{answers::origin, list, told},
    error::Failure,
    form::{Filled, Form, Wrong, fresh_command, hidden},
    front::{Done, see_other},
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// The case.
pub async fn case(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| show(site, frame, (&number, &[])));
    Ok(Html(page.await?.0))
}

/// Files for one material that is owed.
pub async fn upload(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Sending {
    let (principal, wanted, of) = (reader.principal.clone(), number.clone(), material.clone());
    let found = front.read(move |site| {
        let found = read(site, &principal, &wanted)?;
        let is_asked = |found: &CaseOfProject| {
            let is_open = !found.file.case.is_concluded();
            let is_known = found.file.definition.matter.material(&of).is_some();
            // A file that is examined is replaced, with a word on what is different.
            let is_filed = found.documents.iter().any(|one| one.material == of && one.is_usable());
            is_open && is_known && !(is_filed && found.file.case.is_relied_on(&of))
        };
        Ok(found.filter(is_asked))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    let asked = upload_of(&front.site, &reader, (&found.file.row.subject, &material));
    let wrongs = refusals(&all_from_form(front.clone(), asked, form).await?);
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/my/cases/{number}#correct"), &[]));
    }
    let page = front.page(reader, move |site, frame| {
        frame.place = format!("/my/cases/{number}");
        show(site, frame, (&number, &wrongs))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.await?.0)).into_response())
}

/// What is here already serves as a material that is owed.
pub async fn reuse(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    headers: HeaderMap,
    Extension(form): Sent,
) -> Sending {
    let (asked, origin) = (number.clone(), origin(&headers));
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        let (material, chosen) = (form.get("material"), form.get("document"));
        let is_owed = owed(&found).iter().any(|one| one.id == material);
        if found.file.case.is_concluded() || !is_owed {
            return Ok(Done::NotFound);
        }
        if chosen.is_empty() {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused: no_file() }]));
        }
        let to = found.file.row.subject.as_str();
        let document = match held::document(site, (reader, &origin), (chosen, to, material))? {
            Ok(Some(document)) => document,
            Ok(None) => return Ok(Done::NotFound),
            Err(refused) => return Ok(Done::Wrong(vec![Wrong { field: "", refused }])),
        };
        let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
        let who = (&reader.principal, id);
        Ok(match held::attach(site, who, (&document, to, material))? {
            Ok(()) => Done::see(format!("/my/cases/{asked}#correct")),
            Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
        })
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// What was uploaded is handed in.
pub async fn correction(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        let handed_in = ready(site, &found)?.iter().map(|material| material.id.clone()).collect();
        put(site, reader, (&found, form), Command::Correct { handed_in })
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// The application is taken back.
pub async fn withdrawal(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        let reason = form.get("reason").to_owned();
        put(site, reader, (&found, form), Command::Withdraw { reason })
    };
    front.submit((reader, form), act, shown_again(number)).await
}

pub(super) fn put(
    site: &Site,
    reader: &Reader,
    (found, form): (&CaseOfProject, &Form),
    command: Command,
) -> Result<Done, Fault> {
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let row = &found.file.row;
    let answer = Asked::of(site, &reader.principal, id).ask::<Cases>(&row.subject, command)?;
    Ok(match answer {
        Ok(()) => Done::see(format!("/my/cases/{}", row.number)),
        Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
    })
}

pub(super) fn shown_again(
    number: String,
) -> impl FnOnce(&Site, &mut Frame, Filled) -> Result<Option<Markup>, Fault> + Send + 'static {
    move |site, frame, filled| {
        frame.place = format!("/my/cases/{number}");
        let wrongs: Vec<Refused> =
            filled.wrongs.iter().map(|wrong| wrong.refused.clone()).collect();
        show(site, frame, (&number, &wrongs))
    }
}

pub(super) fn read(
    site: &Site,
    principal: &Principal,
    number: &str,
) -> Result<Option<CaseOfProject>, Fault> {
    let found = pages::read_case(site, number)?;
    let found = found.filter(|found| {
        let row = &found.file.row;
        let package = row.package.as_deref().unwrap_or_default();
        let is_reached = principal.reaches(&row.project, &row.subject, package);
        row.applicant == own(principal) && is_reached
    });
    let Some(mut found) = found else { return Ok(None) };
    found.documents = told(site, found.documents)?;
    Ok(Some(found))
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, wrongs): (&str, &[Refused]),
) -> Result<Option<Markup>, Fault> {
    let Some(found) = read(site, &frame.principal, number)? else { return Ok(None) };
    let (ready, held) =
        (ready(site, &found)?, held::held(site, &frame.principal, &found.file.case.project)?);
    let delivery = deliveries::read(site, &found.file.row.subject)?;
    let graded = rating::steps(site, &found)?;
    let acts = html! {
        @let told: Vec<(&str, &Refused)> = wrongs.iter().map(|refused| ("", refused)).collect();
        (parts::summary(frame, &told))
        @match frame.principal.mandate() {
            Some(_) => (crate::assistance::signing(frame, &found)),
            None => (commitment::section(frame, &found)),
        }
        @if !found.file.case.is_concluded() && found.file.case.state != Standing::Unknown {
            @if frame.principal.mandate().is_none() { (promise::section(frame, &found)) }
            (correct(frame, &found, (&ready, &held)))
            (replacement::section(frame, &found))
            (delivery::section(frame, &found, &delivery))
            @if may_withdraw(frame) { (withdraw(frame, &found)) }
        } @else {
            (delivery::section(frame, &found, &delivery))
        }
        @if frame.principal.mandate().is_none() { (rating::section(frame, &found, &graded)) }
    };
    Ok(Some(pages::case::page_with(frame, &found, &acts)))
}

/// The materials that are owed and for which a usable file came, or was chosen again, since they
/// were asked for.
fn ready<'a>(site: &Site, found: &'a CaseOfProject) -> Result<Vec<&'a Material>, Fault> {
    let file = &found.file;
    let asked = file.past.iter().rev().find(|past| {
        matches!(
            past.event,
            Event::NoticeGiven { .. }
                | Event::NoticeGivenUntil { .. }
                | Event::CaseSubmitted { .. }
                | Event::CaseOpened { .. }
                | Event::Tolerance(Fact::Returned { .. })
        )
    });
    let since = asked.map_or(0, |past| past.number);
    let mut came = Vec::new();
    for row in found.documents.iter().filter(|row| row.is_usable()) {
        if row.entry > since || was_chosen(site, row, (&file.row.subject, since))? {
            came.push(row.material.as_str());
        }
    }
    let owed = owed(found).into_iter();
    Ok(owed.filter(|material| came.contains(&material.id.as_str())).collect())
}

/// Was a document that had come before attached to the case since this entry?
fn was_chosen(site: &Site, row: &DocumentRow, (case, since): (&str, u64)) -> Result<bool, Fault> {
    let past = site.store.history::<Documents>(&site.zone, &row.subject)?;
    Ok(past.iter().any(|past| {
        let is_to = |to: &str| to == case && past.number > since;
        matches!(&past.event, Attached::DocumentAttached { to, .. } if is_to(to))
    }))
}

fn owed(found: &CaseOfProject) -> Vec<&Material> {
    let all = found.file.definition.matter.materials.iter();
    let is_here = |one: &Material| {
        use materials::Handed::{Held, In, StoodIn};
        matches!(materials::handed(&found.file, one), In(_) | Held | StoodIn { is_met: true })
    };
    all.filter(|one| !is_here(one)).collect()
}

fn correct(frame: &Frame, found: &CaseOfProject, (ready, held): (&[&Material], &[Held])) -> Markup {
    let owed = owed(found);
    let is_here = |one: &&Held| found.documents.iter().any(|row| row.subject == one.value);
    let held: Vec<&Held> = held.iter().filter(|one| !is_here(one)).collect();
    let at = format!("/my/cases/{}", found.file.row.number);
    html! {
        @if !owed.is_empty() {
            section.sheet #correct {
                h2 {
                    @if found.file.case.tolerance.due(&frame.calendar).is_some() {
                        (frame.t("补齐承诺的材料", "Hand in what you promised"))
                    } @else {
                        (frame.t("补正材料", "Hand in what is owed"))
                    }
                }
                @for material in &owed {
                    @let name = material.name();
                    div.owed {
                        h3 { (frame.say(&name)) }
                        @let came = found.documents.iter();
                        @for row in came.filter(|row| row.material == material.id) {
                            @let state = list::handed_state(row);
                            p.note {
                                @if let Some(day) = row.received_on { (frame.day(day)) " · " }
                                (frame.say(&state))
                            }
                        }
                        (picker(
                            frame,
                            &format!("{at}/materials/{}", material.id),
                            (&material.id, frame.say(&name)),
                        ))
                        (held::offered(frame, &format!("{at}/reuse"), (material, &held)))
                    }
                }
                @if ready.is_empty() {
                    p.note {
                        (frame.t(
                            "上传或选用后在这里提交补正。",
                            "Upload or choose the files, then hand in the correction here.",
                        ))
                    }
                } @else {
                    form action={ (at) "/correction" } method="post" {
                        (hidden(frame, &Form::default()))
                        button.act type="submit" { (frame.t("提交补正", "Hand in the correction")) }
                    }
                }
            }
        }
    }
}

/// Whoever acts under a mandate withdraws only where it says so.
fn may_withdraw(frame: &Frame) -> bool {
    let mandate = frame.principal.mandate();
    mandate.is_none_or(|mandate| mandate.row.terms.acts.contains(&Act::Withdraw))
}

fn withdraw(frame: &Frame, found: &CaseOfProject) -> Markup {
    let at = format!("/my/cases/{}", found.file.row.number);
    let typed = frame.typed(&format!("{at}/withdrawal"));
    let reason = typed.map_or("", |typed| typed.form.get("reason"));
    html! {
        details.sheet.withdraw open[typed.is_some()] {
            summary { (frame.t("撤回申请", "Withdraw the application")) }
            p.note {
                (frame.t(
                    "决定作出之前可以撤回，撤回后办件即结束；需要时可以重新申请。",
                    "You may withdraw until it is decided; the case then ends, and you may apply \
                     again.",
                ))
            }
            form.fill action={ (at) "/withdrawal" } method="post" {
                (hidden(frame, &Form::default()))
                div.field {
                    label for="reason" {
                        (frame.t("撤回原因", "Reason"))
                        span.note { (frame.t("（可不填）", " (optional)")) }
                    }
                    input #reason name="reason" type="text" value=(reason)
                        autocomplete="off";
                }
                button.act.danger type="submit" {
                    (frame.t("撤回申请", "Withdraw the application"))
                }
            }
        }
    }
}

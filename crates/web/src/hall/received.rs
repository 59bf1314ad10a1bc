//! What the desk has of a case (窗口办件): which materials are here, the scanned files that it puts in
//! for whoever stands there, the receipt to print, and where it goes from here.
//!
//! Never: what an office thinks of it. The desk receives, and the office decides.

use approvals::delivery::Delivery;
use approvals::views::{Deliverable, DocumentRow, PaperRow};
use axum::extract::{Multipart, Path, State as Taken};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use catalogue::Material;
use kernel::actor::Actor;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;

use super::visits::standing;
use super::{Extension, Reading, Shared, Site, collected, corrected, reused};
use crate::{
    applicant::{held::Held, picker, refusals},
    approvals::{CaseOfProject, deliveries, read_case},
    desk::ways,
    documents::list::{handed_state, issued},
    documents::upload::{Asked, all_from_form},
    error::Failure,
    form::{Filled, Form, fresh_command},
    front::see_other,
    lamp::{Shape, lamp},
    reader::Reader,
    shell::{self, Frame},
};

/// The page.
pub async fn received(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        shown(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// Scanned files for one material, on the word of the enterprise.
pub async fn scan(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (wanted, of) = (number.clone(), material.clone());
    let found = front.read(move |site| {
        let found = read_case(site, &wanted)?;
        Ok(found.filter(|found| {
            let is_open = !found.file.case.is_concluded();
            is_open && found.file.definition.matter.material(&of).is_some()
        }))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    let asked = scan_of(&front.site, &reader, (&found, &material));
    let wrongs = refusals(&all_from_form(front.clone(), asked, form).await?);
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/hall/cases/{number}#{material}"), &[]));
    }
    let answer = front.page(reader, move |site, frame| {
        frame.place = format!("/hall/cases/{number}");
        let blank = Form::default();
        let Some(found) = read_case(site, &number)? else { return Ok(None) };
        let file = deliveries::read(site, &found.file.row.subject)?;
        let (filled, held) = (Filled::of(&blank, &[]), reused::held(site, &found)?);
        Ok(Some(page(frame, (&found, &held, &file.delivery), (&wrongs, filled))))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(answer.await?.0)).into_response())
}

fn scan_of(site: &Site, reader: &Reader, (found, material): (&CaseOfProject, &str)) -> Asked {
    let row = &found.file.row;
    scanned(site, reader, (&row.applicant, &row.subject, material))
}

/// A scan of an applicant's material for a thing, on its word.
pub fn scanned(
    site: &Site,
    reader: &Reader,
    (applicant, to, material): (&str, &str, &str),
) -> Asked {
    let query = reader.at.split_once('?').map_or("", |(_, query)| query);
    let named = Form::read(query.as_bytes()).command();
    Asked {
        id: named.unwrap_or_else(|| fresh_command((site.now)())),
        actor: reader.principal.actor().cloned().expect("the policy lets in only who holds a post"),
        asserted_by: Some(Actor::enterprise(applicant)),
        owner: applicant.into(),
        to: to.into(),
        material: material.into(),
        name: String::new(),
    }
}

/// The page after an act that was not taken.
pub fn again(
    site: &Site,
    frame: &mut Frame,
    (number, _): (&str, Option<u64>),
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    shown(site, frame, number, filled)
}

/// The page with a form of it as it was sent.
pub fn shown(
    site: &Site,
    frame: &mut Frame,
    number: &str,
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    let Some(found) = read_case(site, number)? else { return Ok(None) };
    frame.place = format!("/hall/cases/{number}");
    let file = deliveries::read(site, &found.file.row.subject)?;
    let held = reused::held(site, &found)?;
    Ok(Some(page(frame, (&found, &held, &file.delivery), (&[], filled))))
}

fn page(
    frame: &Frame,
    (found, held, delivery): (&CaseOfProject, &[Held], &Delivery),
    (wrongs, filled): (&[Refused], Filled),
) -> Markup {
    let row = &found.file.row;
    let matter = &found.file.definition.matter;
    let name = matter.name();
    let is_open = !found.file.case.is_concluded();
    let of = Deliverable::Case(Box::new(row.clone()));
    let slip = format!("/hall/slips?office={}&case={}", row.office, row.number);
    let body = html! {
        div.wrap.stack {
            h1 { (frame.say(&name)) }
            (ways(frame, "/hall/receiving"))
            (not_taken(frame, wrongs))
            section.sheet {
                header {
                    h2 { (frame.run(&found.project_title)) }
                    span.note.n { (row.number) }
                }
                p { (standing(frame, found.visits)) }
                p {
                    a href={ "/hall/visits/" (row.number) } {
                        (frame.t("到场记录", "Record of visits"))
                    }
                    " · "
                    a href=(slip) { (frame.t("移交审批部门", "Hand it to its office")) }
                }
            }
            (receipts(frame, &found.papers, 1))
            h2 { (frame.t("材料和扫描件", "Materials and scans")) }
            @for material in &matter.materials { (one(frame, found, (material, held, is_open))) }
            (corrected::sheet(frame, found, filled))
            (collected::sheet(frame, (&of, delivery), filled))
        }
    };
    shell::page(frame, frame.say(&name), &body)
}

/// Why files were not taken; nothing where all were.
pub fn not_taken(frame: &Frame, wrongs: &[Refused]) -> Markup {
    html! {
        @if !wrongs.is_empty() {
            div.wrongs role="alert" aria-labelledby="wrongs" tabindex="-1" {
                h2 #wrongs { (frame.t("文件没有收下", "Not taken")) }
                ul {
                    @for one in wrongs {
                        li { (frame.say(&one.sentence)) " " (frame.say(&one.remedy)) }
                    }
                }
            }
        }
    }
}

/// The papers issued, and the first of them to print: the receipts.
pub fn receipts(frame: &Frame, papers: &[(PaperRow, String)], first: usize) -> Markup {
    html! {
        (issued(papers, frame))
        @if papers.is_empty() {
            p.note {
                (frame.t(
                    "回执正在生成，刷新后可以打印。",
                    "The receipt is being made: load the page again to print it.",
                ))
            }
        } @else {
            @for (paper, token) in papers.iter().take(first) {
                p {
                    a.act href={ "/verify/" (token) "/paper" } {
                        (frame.t("打印回执", "Print the receipt")) " "
                        span.n { (frame.run(&paper.number)) }
                    }
                }
            }
        }
    }
}

/// One material: is it here, which files are, and where further ones go.
fn one(
    frame: &Frame,
    found: &CaseOfProject,
    (material, held, is_open): (&Material, &[Held], bool),
) -> Markup {
    let is_brought = found.file.case.handed_in.contains(&material.id);
    let at = format!("/hall/cases/{}", found.file.row.number);
    sheet(frame, &at, (material, is_brought), (&found.documents, held, is_open))
}

/// The same of anything that stands `at` an address of the desk.
pub fn sheet(
    frame: &Frame,
    at: &str,
    (material, is_brought): (&Material, bool),
    (documents, held, is_open): (&[DocumentRow], &[Held], bool),
) -> Markup {
    let files: Vec<&DocumentRow> =
        documents.iter().filter(|row| row.material == material.id).collect();
    let id = &material.id;
    let path = format!("{at}/materials/{id}");
    html! {
        section.sheet.material id=(id) {
            header {
                h2 { (frame.say(&material.name())) }
                @if is_brought { (lamp(Shape::Good, frame.t("已收", "here"))) }
                @else { (lamp(Shape::Still, frame.t("未收", "not here"))) }
            }
            @if !files.is_empty() {
                ul.plain-list {
                    @for row in &files {
                        li {
                            @if let Some(on) = row.received_on { (frame.day(on)) " · " }
                            (frame.say(&handed_state(row)))
                        }
                    }
                }
            }
            @if is_open && files.is_empty() {
                (reused::offered(frame, at, (material, held)))
            }
            @if is_open { (picker(frame, &path, (id, frame.say(&material.name())))) }
        }
    }
}

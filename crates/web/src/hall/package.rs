//! What the desk has of a stage that was asked for at once (窗口阶段申请): one set of materials with the
//! scans put in once for all its cases, one receipt to print, and which cases go to which office.
//!
//! Never: what an office thinks of it. The desk receives, and each office decides.

use std::sync::Arc;

use approvals::document::{Command, Documents};
use approvals::package::{Package, Packages, case_of};
use approvals::views::{self, CaseRow, DocumentRow, PackageRow, PaperRow};
use approvals::{case::Definition, visit::Tally};
use axum::extract::{Multipart, Path, State as Taken};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use catalogue::Material;
use kernel::{actor::Actor, refusal::Refused};
use maud::{Markup, html};
use store::Fault;

use super::visits::standing;
use super::{Extension, Reading, Shared, Site, received as desk, reused};
use crate::{
    applicant::{held::Held, refusals},
    desk::{inbox::stage_name, ways},
    documents::{answers::origin, papers_of, upload::Outcome, upload::all_from_form},
    error::Failure,
    form::{Filled, Form},
    front::{Done, Shown, see_other},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame},
};

/// A package with what its page shows.
struct Found {
    row: PackageRow,
    project: String,
    package: Package,
    cases: Vec<CaseRow>,
    definitions: Vec<Arc<Definition>>,
    papers: Vec<(PaperRow, String)>,
    documents: Vec<DocumentRow>,
    visits: Tally,
}

impl Found {
    /// Is something of it still open?
    fn is_open(&self) -> bool {
        self.package.members.iter().any(|one| one.ended.is_none())
    }

    /// What its matters ask for, each material once.
    fn materials(&self) -> Vec<Material> {
        let mut all: Vec<Material> = Vec::new();
        for one in self.definitions.iter().flat_map(|known| &known.matter.materials) {
            if all.iter().all(|known| known.id != one.id) {
                all.push(one.clone());
            }
        }
        all
    }

    /// Where a material serves: the package, and each of its cases that asks for it.
    fn places(&self, material: &str) -> Vec<String> {
        let asking = self.definitions.iter().map(|known| &known.matter);
        let asking = asking.filter(|matter| matter.material(material).is_some());
        let subject = &self.row.subject;
        let cases = asking.map(|matter| case_of(subject, &matter.id));
        std::iter::once(subject.clone()).chain(cases).collect()
    }
}

/// The page.
pub async fn received(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, (&[], Filled::of(&Form::default(), &[])))
    });
    Ok(Html(page.await?.0))
}

/// Scanned files for one material, on the word of the enterprise; they serve in each of the cases.
pub async fn scan(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (wanted, of) = (number.clone(), material.clone());
    let found = front.read(move |site| {
        let found = read(site, &wanted)?.filter(Found::is_open);
        Ok(found.filter(|found| found.places(&of).len() > 1))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    let of = (found.row.applicant.as_str(), found.row.subject.as_str(), material.as_str());
    let asked = desk::scanned(&front.site, &reader, of);
    let outcomes = all_from_form(front.clone(), asked, form).await?;
    let mut wrongs = refusals(&outcomes);
    let kept = outcomes.into_iter().filter_map(|(_, outcome)| match outcome {
        Outcome::Kept(row) => Some(row.subject),
        Outcome::Refused(_) | Outcome::Broke => None,
    });
    let kept: Vec<String> = kept.collect();
    let (to, by) = (material.clone(), reader.clone());
    let served = front.read(move |site| {
        let mut refused = Vec::new();
        for document in &kept {
            refused.extend(serves(site, (&by, &Form::default()), &found, (document, &to))?);
        }
        Ok(refused)
    });
    wrongs.extend(served.await?);
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/hall/packages/{number}#{material}"), &[]));
    }
    let answer = front.page(reader, move |site, frame| {
        show(site, frame, &number, (&wrongs, Filled::of(&Form::default(), &[])))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(answer.await?.0)).into_response())
}

/// What the enterprise holds serves as a material of all of it, on its word and by reference.
pub async fn reuse(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    headers: HeaderMap,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let (of, origin) = (number.clone(), origin(&headers));
    let act =
        move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), (&of, &origin));
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        show(site, frame, &number, (&[], filled))
    };
    front.submit((reader, form), act, again).await
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (number, origin): (&str, &str),
) -> Result<Done, Fault> {
    let (material, chosen) = (form.get("material"), form.get("document"));
    let found = read(site, number)?.filter(Found::is_open);
    let Some(found) = found.filter(|found| found.places(material).len() > 1) else {
        return Ok(Done::NotFound);
    };
    let row = &found.row;
    let place = (chosen, row.subject.as_str(), material);
    let document = match reused::chosen_of(site, (reader, origin), &row.applicant, place)? {
        Ok(document) => document,
        Err(done) => return Ok(done),
    };
    match serves(site, (reader, form), &found, (&document, material))? {
        Some(refused) => Ok(wrong("", refused)),
        None => Ok(Done::see(format!("/hall/packages/{number}#{material}"))),
    }
}

/// Lets a document serve in the package and in each case that asks for it; what was said where it
/// may not.
fn serves(
    site: &Site,
    (reader, form): (&Reader, &Form),
    found: &Found,
    (document, material): (&str, &str),
) -> Result<Option<Refused>, Fault> {
    for to in found.places(material) {
        let word = Actor::enterprise(&found.row.applicant);
        let part = format!("{document} {to} {material}");
        let asked = Asked::of(site, reader, form).on_the_word_of(word).for_part(&part);
        let command = Command::Attach { to, material: material.into() };
        match asked.ask::<Documents>(document, command)? {
            Err(refused) if refused.code != "approvals.document_already_attached" => {
                return Ok(Some(refused));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(None)
}

fn read(site: &Site, number: &str) -> Result<Option<Found>, Fault> {
    let found = site.store.read(&site.zone, |open| {
        let Some(row) = views::package_by_number(open, number)? else { return Ok(None) };
        let cases = views::cases_of_package(open, &row.subject)?;
        let project = views::project_by_subject(open, &row.project)?;
        let project = project.map(|project| project.title).unwrap_or_default();
        // What serves a case alone is here, too: it is not asked for again.
        let mut documents = views::documents_of(open, &row.subject)?;
        for case in &cases {
            let here: Vec<String> = documents.iter().map(|one| one.subject.clone()).collect();
            let of_case = views::documents_of(open, &case.subject)?.into_iter();
            documents.extend(of_case.filter(|one| !here.contains(&one.subject)));
        }
        let visits = views::visits_of(open, &row.subject)?.map(|row| row.tally);
        Ok(Some((row, cases, project, documents, visits.unwrap_or_default())))
    })?;
    let Some((row, cases, project, documents, visits)) = found else { return Ok(None) };
    let mut package = Package::default();
    let past = site.store.history::<Packages>(&site.zone, &row.subject)?;
    past.iter().for_each(|past| package.apply(&past.event));
    let definitions = site
        .store
        .read(&site.zone, |open| views::definitions_of_package(open, &package, &cases))?;
    let mut papers = papers_of(site, &row.subject)?;
    for case in &cases {
        papers.extend(papers_of(site, &case.subject)?);
    }
    Ok(Some(Found { row, project, package, cases, definitions, papers, documents, visits }))
}

fn show(
    site: &Site,
    frame: &mut Frame,
    number: &str,
    (wrongs, filled): (&[Refused], Filled),
) -> Shown {
    let Some(found) = read(site, number)? else { return Ok(None) };
    frame.place = format!("/hall/packages/{number}");
    let held = if found.is_open() {
        let row = &found.row;
        reused::unused(site, (&row.applicant, &row.project), &found.documents)?
    } else {
        Vec::new()
    };
    Ok(Some(page(frame, (&found, &held), (wrongs, filled))))
}

fn page(
    frame: &Frame,
    (found, held): (&Found, &[Held]),
    (wrongs, filled): (&[Refused], Filled),
) -> Markup {
    let row = &found.row;
    let name = stage_name(frame, row.stage);
    let at = format!("/hall/packages/{}", row.number);
    let is_open = found.is_open();
    let body = html! {
        div.wrap.stack {
            h1 { (name) }
            (ways(frame, "/hall/receiving"))
            (desk::not_taken(frame, wrongs))
            @for wrong in filled.wrongs {
                p.error role="alert" {
                    (frame.say(&wrong.refused.sentence)) " " (frame.say(&wrong.refused.remedy))
                }
            }
            section.sheet {
                header { h2 { (frame.run(&found.project)) } span.note.n { (row.number) } }
                p { (standing(frame, found.visits)) }
                p {
                    a href={ "/hall/visits/" (row.number) } {
                        (frame.t("到场记录", "Record of visits"))
                    }
                }
            }
            (desk::receipts(frame, &found.papers, 1))
            (offices(frame, found))
            h2 { (frame.t("材料和扫描件（全部事项共用）", "Materials and scans, for all of it")) }
            @for material in &found.materials() {
                @let is_brought = found.package.handed_in.contains(&material.id);
                (desk::sheet(
                    frame, &at, (material, is_brought), (&found.documents, held, is_open),
                ))
            }
        }
    };
    shell::page(frame, &name, &body)
}

/// Which office handles what of it, and the way to hand its cases over together.
fn offices(frame: &Frame, found: &Found) -> Markup {
    let mut offices: Vec<&str> = Vec::new();
    for member in &found.package.members {
        if !offices.contains(&member.part.office.as_str()) {
            offices.push(&member.part.office);
        }
    }
    html! {
        section.sheet {
            header { h2 { (frame.t("各部门的办件", "What goes to which office")) } }
            @for office in offices {
                @let cases: Vec<&CaseRow> =
                    found.cases.iter().filter(|case| case.office == *office).collect();
                @let numbers: Vec<&str> = cases.iter().map(|case| case.number.as_str()).collect();
                div.organ {
                    h3 { (frame.say(&frame.office(office))) }
                    ul.papers {
                        @for member in &found.package.members {
                            @if member.part.office == office {
                                li { (matter(frame, found, &member.part.matter)) }
                            }
                        }
                    }
                    @if !numbers.is_empty() {
                        p {
                            a href={
                                "/hall/slips?office=" (office) "&case=" (numbers.join("%0A"))
                            } {
                                (frame.t("移交该部门", "Hand them to this office"))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matter(frame: &Frame, found: &Found, id: &str) -> Markup {
    let known = found.definitions.iter().find(|known| known.matter.id == id);
    let name = known.map(|known| frame.say(&known.matter.name()).to_owned());
    let name = name.unwrap_or_else(|| id.to_owned());
    let case = found.cases.iter().find(|case| case.matter == id);
    let member = found.package.member(id);
    html! {
        @match case {
            Some(case) => {
                a href={ "/hall/cases/" (case.number) } {
                    (name) " " span.note.n { (case.number) }
                }
            }
            None if member.is_some_and(|one| one.started_on.is_some()) => {
                div {
                    (name) br;
                    span.note {
                        (frame.t("办件正在开立，刷新后可见。", "Its case is being opened: reload."))
                    }
                }
            }
            None => {
                div {
                    (name) br;
                    span.note {
                        (frame.t(
                            "前置事项办结后自动开立。",
                            "Its case opens by itself when what must come first is granted.",
                        ))
                    }
                }
            }
        }
    }
}

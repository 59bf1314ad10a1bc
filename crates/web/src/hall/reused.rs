//! What the enterprise holds already, used again at the desk (窗口调用已有材料): whoever stands there
//! says so, and nothing is scanned a second time.
//!
//! Never: a choice by the desk itself. It is entered on the applicant's word, by reference, with
//! who entered it.

use approvals::document::{Command, Documents};
use approvals::views::DocumentRow;
use axum::extract::{Path, State as Taken};
use axum::http::HeaderMap;
use axum::response::Response;
use catalogue::Material;
use kernel::actor::Actor;
use maud::Markup;
use store::Fault;

use super::{Extension, Reading, Shared, Site, received};
use crate::{
    applicant::held::{self, Held},
    applicant::papers::no_file,
    approvals::{CaseOfProject, read_case},
    documents::answers::origin,
    error::Failure,
    form::{Filled, Form},
    front::Done,
    people::{Asked, wrong},
    reader::Reader,
    shell::Frame,
};

/// What the applicant of a case holds and has not put in for it, while it is open.
pub fn held(site: &Site, found: &CaseOfProject) -> Result<Vec<Held>, Fault> {
    if found.file.case.is_concluded() {
        return Ok(Vec::new());
    }
    let row = &found.file.row;
    unused(site, (&row.applicant, &row.project), &found.documents)
}

/// What an applicant holds for a project and is not here yet.
pub fn unused(site: &Site, of: (&str, &str), here: &[DocumentRow]) -> Result<Vec<Held>, Fault> {
    let mut held = held::held_by(site, of, |_, _| Ok(true))?;
    held.retain(|one| here.iter().all(|row| row.subject != one.value));
    Ok(held)
}

/// The choice for one material of what stands `at` an address of the desk.
pub fn offered(frame: &Frame, at: &str, (material, held): (&Material, &[Held])) -> Markup {
    let to = format!("{at}/reuse");
    held::offered(frame, &to, (material, &held.iter().collect::<Vec<_>>()))
}

/// What is chosen serves as the material, on the applicant's word.
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
        received::shown(site, frame, &number, filled)
    };
    front.submit((reader, form), act, again).await
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (number, origin): (&str, &str),
) -> Result<Done, Fault> {
    let (material, chosen) = (form.get("material"), form.get("document"));
    let Some(found) = read_case(site, number)? else { return Ok(Done::NotFound) };
    let is_asked = found.file.definition.matter.material(material).is_some();
    if found.file.case.is_concluded() || !is_asked {
        return Ok(Done::NotFound);
    }
    let row = &found.file.row;
    let place = (chosen, row.subject.as_str(), material);
    let document = match chosen_of(site, (reader, origin), &row.applicant, place)? {
        Ok(document) => document,
        Err(done) => return Ok(done),
    };
    let word = Actor::enterprise(&row.applicant);
    let command = Command::Attach { to: row.subject.clone(), material: material.into() };
    let asked = Asked::of(site, reader, form).on_the_word_of(word);
    Ok(match asked.ask::<Documents>(&document, command)? {
        Err(refused) if refused.code != "approvals.document_already_attached" => wrong("", refused),
        Ok(_) | Err(_) => Done::see(format!("/hall/cases/{number}#{material}")),
    })
}

/// The document that was chosen for a material of a thing, on the applicant's word; what is
/// answered where there is none.
pub fn chosen_of(
    site: &Site,
    (reader, origin): (&Reader, &str),
    applicant: &str,
    place: (&str, &str, &str),
) -> Result<Result<String, Done>, Fault> {
    if place.0.is_empty() {
        return Ok(Err(wrong("", no_file())));
    }
    let actor = reader.principal.actor().cloned().expect("the policy lets in who holds a post");
    let of = (applicant, (actor, Some(Actor::enterprise(applicant))), |_: &str| Ok(true));
    Ok(match held::document_of(site, (reader, origin), of, place)? {
        Ok(Some(document)) => Ok(document),
        Ok(None) => Err(Done::NotFound),
        Err(refused) => Err(wrong("", refused)),
    })
}

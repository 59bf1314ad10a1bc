//! Files of a simulated case (模拟办件的文件): they lie with the formal case that it is to become.

use std::sync::Arc;

use approvals::case::Command as Step;
use approvals::simulation::{Command, Simulations, State as Standing, formal_of};
use axum::extract::{Extension, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use super::{File, page, read};
use crate::applicant::{papers, replacement};
use crate::documents::upload::all_from_form;
use crate::error::Failure;
use crate::form::{Filled, Form, Wrong};
use crate::front::{Done, Front, see_other};
use crate::people::{Asked, wrong};
use crate::{Site, principal::Principal, reader::Reader, shell::Frame};

/// Files for one of its materials, of whoever applied.
pub async fn upload(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let found = of_applicant(&front, &reader, (&number, &material)).await?;
    // A file that is examined is replaced, with a word on what is different.
    let found = found.filter(|file| !is_examined(file, &material)).ok_or(Failure::NotFound)?;
    let to = formal_of(&found.row.subject);
    let asked = papers::asked(&front.site, &reader, (&to, &material));
    let refused = papers::refusals(&all_from_form(front.clone(), asked, form).await?);
    if refused.is_empty() {
        return Ok(see_other(&format!("/approvals/simulations/{number}#materials"), &[]));
    }
    let wrongs: Vec<Wrong> =
        refused.into_iter().map(|refused| Wrong { field: "", refused }).collect();
    let page = front.page(reader, move |site, frame| {
        shown_again(site, frame, &number, Filled::of(&Form::default(), &wrongs))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.await?.0)).into_response())
}

/// Another file for a material that is examined, with what is different about it.
pub async fn replace(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let found = of_applicant(&front, &reader, (&number, &material)).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let to = formal_of(&found.row.subject);
    let asked = papers::asked(&front.site, &reader, (&to, &material));
    // Where it cannot stand, no file is taken in, and the rule says why.
    let asked = is_examined(&found, &material).then_some(asked);
    let (form, unfit) = replacement::taken_in(&front, asked, form).await?;
    let at = format!("/approvals/simulations/{number}#materials");
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        if let Some(refused) = unfit {
            return Ok(wrong("", refused));
        }
        let step = Step::Replace { material, reason: replacement::reason(form) };
        let (asked, command) = (Asked::of(site, reader, form), Command::Review(Box::new(step)));
        Ok(match asked.ask::<Simulations>(&found.row.subject, command)? {
            Ok(_) => Done::see(at),
            Err(refused) => wrong("", refused),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        shown_again(site, frame, &number, filled)
    };
    front.submit((reader, form), act, show).await
}

/// Is a file for this material here, and examined?
pub fn is_examined(file: &File, material: &str) -> bool {
    let mut filed = file.documents.iter().filter(|one| one.material == material);
    file.simulation.review.is_relied_on(material) && filed.any(|one| one.is_usable())
}

/// The way in for a file of this material: another one takes the place of one that is examined.
pub fn way_in(frame: &Frame, file: &File, one: &catalogue::Material) -> Markup {
    let at = format!("/approvals/simulations/{}", file.row.number);
    let to = format!("{at}/materials/{}", one.id);
    html! {
        @if is_examined(file, &one.id) {
            details {
                summary { (frame.t("替换", "Replace")) }
                (replacement::form(frame, &at, one))
            }
        } @else {
            (papers::picker(frame, &to, (&one.id, frame.say(&one.name()))))
        }
    }
}

/// The simulated case, as far as its applicant may bring a file for this material.
async fn of_applicant(
    front: &Arc<Front>,
    reader: &Reader,
    (number, material): (&str, &str),
) -> Result<Option<File>, Failure> {
    let (principal, number, of) =
        (reader.principal.clone(), number.to_owned(), material.to_owned());
    front.read(move |site| Ok(own(site, &principal, &number)?.filter(|file| asks(file, &of)))).await
}

fn own(site: &Site, principal: &Principal, number: &str) -> Result<Option<File>, store::Fault> {
    let found = read(site, principal, number)?;
    Ok(found.filter(|file| principal.acts_for() == Some(file.row.applicant.as_str())))
}

fn asks(file: &File, material: &str) -> bool {
    let is_open = file.simulation.state == Standing::UnderReview;
    is_open && file.definition.matter.material(material).is_some()
}

fn shown_again(
    site: &Site,
    frame: &mut Frame,
    number: &str,
    filled: Filled,
) -> Result<Option<Markup>, store::Fault> {
    let Some(file) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = format!("/approvals/simulations/{number}");
    Ok(Some(page::page(frame, &file, filled)))
}

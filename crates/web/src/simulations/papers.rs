//! Files of a simulated case (模拟办件的文件): they lie with the formal case that it is to become.

use std::sync::Arc;

use approvals::simulation::{State as Standing, formal_of};
use axum::extract::{Extension, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::{page, read};
use crate::applicant::papers::{asked as upload_of, refusals};
use crate::documents::upload::all_from_form;
use crate::error::Failure;
use crate::form::{Filled, Form, Wrong};
use crate::front::{Front, see_other};
use crate::reader::Reader;

/// Files for one of its materials, of whoever applied.
pub async fn upload(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (principal, wanted, of) = (reader.principal.clone(), number.clone(), material.clone());
    let found = front.read(move |site| {
        let found = read(site, &principal, &wanted)?;
        Ok(found.filter(|file| {
            let is_own = principal.acts_for() == Some(file.row.applicant.as_str());
            let is_asked = file.definition.matter.material(&of).is_some();
            is_own && is_asked && file.simulation.state == Standing::UnderReview
        }))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    let to = formal_of(&found.row.subject);
    let asked = upload_of(&front.site, &reader, (&to, &material));
    let wrongs = refusals(&all_from_form(front.clone(), asked, form).await?);
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/approvals/simulations/{number}#materials"), &[]));
    }
    let wrongs: Vec<Wrong> =
        wrongs.into_iter().map(|refused| Wrong { field: "", refused }).collect();
    let page = front.page(reader, move |site, frame| {
        let Some(file) = read(site, &frame.principal, &number)? else { return Ok(None) };
        frame.place = format!("/approvals/simulations/{number}");
        Ok(Some(page::page(frame, &file, Filled::of(&Form::default(), &wrongs))))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.await?.0)).into_response())
}

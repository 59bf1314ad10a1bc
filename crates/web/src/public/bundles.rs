//! The addresses of bundles (一件事页面): the list, the table to tick, the plan.

use approvals::bundle::{plan, proposed};
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use kernel::local_time::day_of;
use kernel::refusal::Refused;

use super::bundle::{self, Ticked};
use super::{Reading, Shared};
use crate::{error::Failure, form::Form};

/// The list.
pub async fn all(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page =
        front.page(reader, move |site, frame| Ok(Some(bundle::list(frame, &site.pack.bundles))));
    Ok(Html(page.await?.0))
}

/// The table of one, with what is ticked or proposed.
pub async fn one(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let form = Form::read(address.query().unwrap_or_default().as_bytes());
    let page = front.page(reader, move |site, frame| {
        let Some(known) = site.pack.bundle(&id) else { return Ok(None) };
        let ticked = Ticked::read(known, &form);
        frame.query = ticked.query();
        let chosen = match ticked.chosen.is_empty() {
            true => {
                let rows = proposed(known, &ticked.answers, frame.today());
                rows.iter().map(|row| row.id.clone()).collect()
            }
            false => ticked.chosen.clone(),
        };
        Ok(Some(bundle::table(frame, (known, &ticked), &chosen, None)))
    });
    Ok(Html(page.await?.0))
}

/// The plan of what the address ticks; the table again where none can be made.
pub async fn planned(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    address: Uri,
) -> Result<Response, Failure> {
    let form = Form::read(address.query().unwrap_or_default().as_bytes());
    let known = front.site.pack.bundle(&id).ok_or(Failure::NotFound)?;
    let ticked = Ticked::read(known, &form);
    let today = day_of((front.site.now)());
    let wrong = plan(known, &ticked.chosen, &ticked.answers, today).err().map(Refused::from);
    let status = match wrong {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = front.page(reader, move |site, frame| {
        let Some(known) = site.pack.bundle(&id) else { return Ok(None) };
        frame.query = ticked.query();
        Ok(Some(match plan(known, &ticked.chosen, &ticked.answers, today) {
            Ok(plan) => bundle::plan_page(frame, (&plan, &ticked)),
            Err(_) => bundle::table(frame, (known, &ticked), &ticked.chosen, wrong.as_ref()),
        }))
    });
    Ok((status, Html(page.await?.0)).into_response())
}

//! Pages for anybody (公开页面): guides, routes, bundles, progress, search, and how to count.
//!
//! Never: a name, a code or a project of somebody else's. `home` is the first of them.

pub mod bundle;
mod bundles;
pub mod figures;
mod gantt;
pub mod guide;
pub mod guides;
pub mod instant;
mod plan;
pub mod progress;
mod route;
mod routes;
pub mod search;
mod sitemap;
pub mod spared;

use std::sync::Arc;

use approvals::matter::Command;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::documents::encoded;
use crate::error::Failure;
use crate::form::{Filled, Form};
use crate::front::Front;
use crate::policy::{Relation, Row, Who};
use crate::reader::Reader;

/// The addresses that anybody may reach.
pub static ROWS: &[Row] = &[
    Row::get("/guides", Who::Anyone, Relation::None, || get(all_guides)),
    Row::get("/guides/{matter}", Who::Anyone, Relation::None, || get(one_guide)),
    Row::get("/instant", Who::Anyone, Relation::None, || get(instant_matters)),
    Row::post("/instant/{matter}/rule-stops", Who::SignedIn, Relation::Zone, || post(stop_rule)),
    Row::post("/instant/{matter}/rule-resumptions", Who::SignedIn, Relation::Zone, || {
        post(resume_rule)
    }),
    Row::get("/routes", Who::Anyone, Relation::None, || get(routes::all)),
    Row::get("/routes/{route}", Who::Anyone, Relation::None, || get(routes::one)),
    Row::get("/routes/{route}/plan", Who::Anyone, Relation::None, || get(routes::planned)),
    Row::get("/bundles", Who::Anyone, Relation::None, || get(bundles::all)),
    Row::get("/bundles/{bundle}", Who::Anyone, Relation::None, || get(bundles::one)),
    Row::get("/bundles/{bundle}/plan", Who::Anyone, Relation::None, || get(bundles::planned)),
    Row::get("/progress", Who::Anyone, Relation::None, || get(ask_progress)),
    Row::post("/progress", Who::Anyone, Relation::None, || post(tell_progress)),
    Row::get("/search", Who::Anyone, Relation::None, || get(find)),
    Row::get("/figures/{figure}", Who::Anyone, Relation::None, || get(figure)),
    Row::get("/sitemap.xml", Who::Anyone, Relation::None, || get(map_of_pages)),
    Row::get("/robots.txt", Who::Anyone, Relation::None, || get(robots)),
];

pub use plan::tempo as plan_words;
pub use route::answers_of;

type Shared = State<Arc<Front>>;
type Reading = Extension<Reader>;

/// What is looked for.
#[derive(Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

async fn all_guides(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let found = guides::read(site)?;
        Ok(Some(guides::page(frame, &found, &site.pack.bundles)))
    });
    Ok(Html(page.await?.0))
}

async fn one_guide(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = guide::read(site, &matter)?;
        Ok(found.map(|found| guide::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn instant_matters(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let found = instant::read(site)?;
        Ok(Some(instant::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The head of the office, or who runs the installation, stops a version of a rule.
async fn stop_rule(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let command = |version, reason| Command::StopRule { version, reason };
    instant::said((front, reader, form), (matter, command)).await
}

/// The same lets it decide again.
async fn resume_rule(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let command = |version, reason| Command::ResumeRule { version, reason };
    instant::said((front, reader, form), (matter, command)).await
}

async fn ask_progress(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front
        .page(reader, |_, frame| Ok(Some(progress::ask(frame, Filled::of(&Form::default(), &[])))));
    Ok(Html(page.await?.0))
}

/// Reads alone: it is sent as a form, so that no part of a phone number stands in an address.
async fn tell_progress(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let tried = front.limiter.try_once(&progress::counted_as(&form), reader.caller);
    let (answer, status) = match tried {
        Err(_) => (Err(progress::Flaw::TooOften), StatusCode::TOO_MANY_REQUESTS),
        Ok(()) => {
            let asked = form.clone();
            let found = front.read(move |site| progress::read(site, &asked)).await?;
            let status = match &found {
                Ok(_) => StatusCode::OK,
                Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (found, status)
        }
    };
    let page = front.page(reader, move |_, frame| {
        frame.place = "/progress".into();
        Ok(Some(match &answer {
            Ok(found) => progress::page(frame, found),
            Err(flaw) => {
                let wrongs = [flaw.wrong()];
                progress::ask(frame, Filled::of(&form, &wrongs))
            }
        }))
    });
    Ok((status, Html(page.await?.0)).into_response())
}

async fn find(
    State(front): Shared,
    Extension(reader): Reading,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let wanted = Query::<Wanted>::try_from_uri(&address);
    let wanted = wanted.map(|Query(wanted)| wanted.q).unwrap_or_default();
    let page = front.page(reader, move |site, frame| {
        let words: String = wanted.trim().chars().take(search::LONGEST).collect();
        if !words.is_empty() {
            frame.query = format!("q={}", encoded(&words));
        }
        let found = search::read(site, &frame.principal, &words)?;
        Ok(Some(search::page(frame, &words, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn figure(
    State(front): Shared,
    Extension(reader): Reading,
    Path(figure): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(known) = figures::named(&figure) else { return Ok(None) };
        let found = figures::read(site, known)?;
        Ok(Some(figures::page(frame, known, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn map_of_pages(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Response, Failure> {
    let pages = front.read(sitemap::pages).await?;
    let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    Ok((kind, sitemap::map(&reader.origin, &pages)).into_response())
}

async fn robots(Extension(reader): Reading) -> String {
    sitemap::robots(&reader.origin)
}

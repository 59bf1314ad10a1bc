//! The addresses of a project's plan (项目办理方案页面): it is shown, and it is decided on.

use std::sync::Arc;

use approvals::project::{Command, Projects};
use approvals::route::Tempo;
use approvals::views::history;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use axum::routing::{get, post};
use kernel::right::Right;
use store::Fault;

use super::{
    may_see_project, plan, read_project,
    risks::{self, Beside},
};
use crate::form::{Filled, Form};
use crate::front::{Done, Front, Shown};
use crate::people::{Asked, wrong};
use crate::policy::{Relation, Row, Who};
use crate::{Site, error::Failure, public::answers_of, reader::Reader, shell::Frame};

/// The addresses.
pub static ROWS: &[Row] = &[
    Row::get("/approvals/projects/{number}/plan", Who::SignedIn, Relation::Parties, || get(shown)),
    Row::post("/approvals/projects/{number}/plan", Who::SignedIn, Relation::Parties, || {
        post(adopted)
    }),
    Row::post(
        "/approvals/projects/{number}/plan/risks",
        Who::Holder(Right::Register),
        Relation::Zone,
        || post(supplemented),
    ),
];

/// The word of a tempo, as forms and programs write it.
pub fn tempo_of(word: &str) -> Option<Tempo> {
    Tempo::ALL.into_iter().find(|tempo| crate::api::route_shown::tempo(*tempo) == word)
}

/// The plan with what became of it.
async fn shown(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// Decides on a plan, as the form under it asks.
async fn adopted(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| adopt(site, (reader, form), &asked);
    let show =
        move |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, &number, filled);
    front.submit((reader, form), act, show).await
}

/// Writes down risks and whom to turn to, as a new version.
async fn supplemented(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(file) = read_project(site, &asked)? else { return Ok(Done::NotFound) };
        let last = plan::versions(&file).pop();
        let command = risks::supplement(last.as_ref().map(|version| &version.plan), form);
        let subject = &file.row.subject;
        Ok(match Asked::of(site, reader, form).ask::<Projects>(subject, command)? {
            Ok(_) => Done::see(format!("/approvals/projects/{asked}/plan")),
            Err(refused) => wrong("", refused),
        })
    };
    let show =
        move |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, &number, filled);
    front.submit((reader, form), act, show).await
}

fn adopt(site: &Site, (reader, form): (&Reader, &Form), number: &str) -> Result<Done, Fault> {
    let Some(file) = read_project(site, number)? else { return Ok(Done::NotFound) };
    if !may_see_project(&reader.principal, &file) || reader.principal.actor().is_none() {
        return Ok(Done::NotFound);
    }
    let route = site.pack.route(form.get("route"));
    let today = kernel::local_time::day_of((site.now)());
    let command = Command::AdoptPlan {
        answers: route.map(|route| answers_of(route, form)).unwrap_or_default(),
        route: route.cloned().map(Box::new),
        start: form.day("start").ok().flatten().unwrap_or(today),
        tempo: tempo_of(form.get("tempo")).unwrap_or(Tempo::Parallel),
        contact: risks::contact_of(form),
        reason: form.get("reason").into(),
    };
    let subject = &file.row.subject;
    Ok(match Asked::of(site, reader, form).ask::<Projects>(subject, command)? {
        Ok(_) => Done::see(format!("/approvals/projects/{number}/plan")),
        Err(refused) => wrong("", refused),
    })
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(file) = read_project(site, number)? else { return Ok(None) };
    if !may_see_project(&frame.principal, &file) {
        return Ok(None);
    }
    frame.place = format!("/approvals/projects/{number}/plan");
    let history = site.store.read(&site.zone, history)?;
    let last = plan::versions(&file).pop();
    let beside = Beside::read(site, &file, last.as_ref().map(|version| &version.plan))?;
    Ok(Some(plan::page(frame, &file, (&history, &beside), filled)))
}

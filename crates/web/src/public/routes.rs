//! The addresses of routes (办理路径页面): the list, the questions, the plan.

use std::collections::BTreeMap;

use approvals::route::{Counterpart, Grounds, Plan, Refusal, counterpart, plan};
use approvals::views::definitions_in_force;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use catalogue::{Route, form::Answers};
use jiff::civil::Date;
use kernel::local_time::day_of;
use store::Fault;

use super::route::Told;
use super::{Reading, Shared, plan as plan_page, route};
use crate::applicant::known::{self, Known};
use crate::approvals::{is_number, may_see_project, read_project};
use crate::{Site, error::Failure, form::Form, shell::Frame};

/// The list.
pub async fn all(
    State(front): Shared,
    Extension(reader): Reading,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let form = Form::read(address.query().unwrap_or_default().as_bytes());
    let page = front.page(reader, move |site, frame| {
        let project = form.get("project");
        let project = if is_number(project) { project } else { "" };
        if !project.is_empty() {
            frame.query = format!("project={project}");
        }
        Ok(Some(route::list(frame, &site.pack.routes, project)))
    });
    Ok(Html(page.await?.0))
}

/// The questions.
pub async fn one(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let form = Form::read(address.query().unwrap_or_default().as_bytes());
    let page = front.page(reader, move |site, frame| {
        let Some(known) = site.pack.route(&id) else { return Ok(None) };
        let mut told = Told::read(known, &form);
        told.offer(known, held(site, frame, &told.project)?);
        frame.query = told.query();
        Ok(Some(route::ask(frame, known, &told)))
    });
    Ok(Html(page.await?.0))
}

/// The plan by the answers in the address; the questions again where it cannot be made.
pub async fn planned(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    address: Uri,
) -> Result<Response, Failure> {
    let form = Form::read(address.query().unwrap_or_default().as_bytes());
    let asked = id.clone();
    let tried = front.read(move |site| attempt(site, &asked, &form)).await?;
    let (mut told, made) = tried.ok_or(Failure::NotFound)?;
    let status = match made {
        Some(_) => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = front.page(reader, move |site, frame| {
        frame.query = told.query();
        told.held = held(site, frame, &told.project)?;
        Ok(site.pack.route(&id).map(|known| match &made {
            Some((made, other)) => plan_page::page(frame, known, (&told, made), other.as_ref()),
            None => route::ask(frame, known, &told),
        }))
    });
    Ok((status, Html(page.await?.0)).into_response())
}

/// What is known of the project that the plan is for, to those who may see it.
fn held(site: &Site, frame: &Frame, project: &str) -> Result<BTreeMap<String, Known>, Fault> {
    if !is_number(project) {
        return Ok(BTreeMap::new());
    }
    let file = read_project(site, project)?.filter(|file| may_see_project(&frame.principal, file));
    file.map_or_else(|| Ok(BTreeMap::new()), |file| known::of_project(site, &file.row))
}

/// What was told, and the plan where one can be made of it.
type Attempt = (Told, Option<Made>);

/// A plan, and what stands beside it before or after a reform.
type Made = (Plan, Option<Counterpart>);

fn attempt(site: &Site, id: &str, form: &Form) -> Result<Option<Attempt>, Fault> {
    let Some(known) = site.pack.route(id) else { return Ok(None) };
    let today = day_of((site.now)());
    let mut told = Told::read(known, form);
    let start = told.start(today).unwrap_or(today);
    let made = make(site, known, (&told.answers, start))?;
    told.judge(known, made.as_ref().err().cloned(), today);
    let made = made.ok().filter(|_| told.wrongs.is_empty());
    Ok(Some((told, made)))
}

fn make(
    site: &Site,
    route: &Route,
    (answers, start): (&Answers, Date),
) -> Result<Result<Made, Refusal>, Fault> {
    site.store.read(&site.zone, |views| {
        let known = definitions_in_force(views)?;
        let matters: Vec<_> = known.iter().map(|known| &known.matter).collect();
        let calendar = views.calendar();
        let grounds = Grounds { route, matters: &matters, calendar: &calendar };
        let other = counterpart(&site.pack.routes, grounds, (answers, start));
        Ok(plan(grounds, answers, start).map(|made| (made, other)))
    })
}

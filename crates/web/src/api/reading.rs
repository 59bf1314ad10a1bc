//! What is read by its number or as a list (查阅).

use std::sync::Arc;

use approvals::views::{self, After};
use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{actor::Actor, local_time::day_of, right::Right};
use store::Fault;

use super::asked::{Asked, json};
use super::case_shown::CaseAlone;
use super::shown::{
    CaseShown, DocumentShown, LeadWordShown, MatterShown, PackageShown, Page, PaperShown,
    ProjectShown, QuestionShown, SessionShown, ZoneShown,
};
use super::{application_acts::application, problem::Problem, seen};
use crate::approvals::read_case;
use crate::documents::list::reads;
use crate::{
    Site,
    documents::{papers_of, token_of, told},
    reader::Reader,
    session,
};
use crate::{error::Failure, front::Front};

/// Rows of a page, as the queries give them.
const PAGE: usize = 50;

/// The document that describes all this.
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], super::openapi::text()).into_response()
}

/// The page that tells of all this.
pub async fn page(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |_, frame| Ok(Some(super::page::page(frame))));
    Ok(Html(page.await?.0))
}

/// The zone.
pub async fn zone(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let (entries, _) = site.store.size(&site.zone)?;
        Ok(Some(ZoneShown { entries, ..ZoneShown::from(&site.pack.zone) }))
    });
    answer.await
}

/// Who asks.
pub async fn session(asked: Asked) -> Result<Response, Problem> {
    let signed_in = asked.principal().signed_in.as_ref().ok_or(Failure::SignInNeeded)?;
    let right = |right: &Right| serde_json::to_value(right).ok()?.as_str().map(str::to_owned);
    let secret = asked.reader.secret.as_deref().filter(|_| !asked.reader.is_bearer);
    let shown = SessionShown {
        name: signed_in.name.clone(),
        actor: signed_in.actor.as_ref().map(ToString::to_string),
        rights: signed_in.rights.0.iter().filter_map(right).collect(),
        csrf_token: secret.map(session::token),
    };
    Ok(json(StatusCode::OK, &shown))
}

/// The matters in force.
pub async fn matters(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let known = site.store.read(&site.zone, views::definitions_in_force)?;
        let rows = known.iter().map(|it| MatterShown::of(&it.matter, &it.hash)).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// A matter.
pub async fn matter(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let id = asked.at("id");
        let found = site.store.read(&site.zone, |open| views::definition_in_force(open, id))?;
        Ok(found.map(|it| MatterShown::of(&it.matter, &it.hash)))
    });
    answer.await
}

/// The projects: an enterprise's own, or all for whoever records or supervises them.
pub async fn projects(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let (reader, before) = (asked.principal(), asked.reader.before.as_deref());
        let sees_all = reader.has(Right::Register) || reader.has(Right::Supervise);
        let rows = site.store.read(&site.zone, |open| match reader.credit_code() {
            Some(code) => views::projects_of_enterprise(open, code, before),
            None if sees_all => views::projects(open, before),
            None => Ok(Vec::new()),
        })?;
        let next = rows.get(PAGE - 1).map(|row| format!("before={}", row.number));
        Ok(Some(Page { rows: rows.into_iter().map(ProjectShown::from).collect(), next }))
    });
    answer.await
}

/// A project.
pub async fn project(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::project(site, asked.principal(), asked.at("number"))?;
        Ok(found.map(ProjectShown::from))
    });
    answer.await
}

/// A project's cases, as far as this reader may know of each.
pub async fn cases_of_project(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let found = seen::project(site, reader, asked.at("number"))?;
        let Some(project) = found else { return Ok(None) };
        let cases =
            site.store.read(&site.zone, |open| views::cases_of_project(open, &project.subject))?;
        let mut rows = Vec::new();
        for case in cases {
            rows.extend(seen::case(site, reader, &case.number)?.map(CaseShown::from));
        }
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// A project's packages, as far as this reader may know of each.
pub async fn packages_of_project(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let found = seen::project(site, reader, asked.at("number"))?;
        let Some(project) = found else { return Ok(None) };
        let packages = site
            .store
            .read(&site.zone, |open| views::packages_of_project(open, &project.subject))?;
        let mut rows = Vec::new();
        for row in packages {
            let found = seen::package(site, reader, &row.number)?;
            rows.extend(found.map(|(row, cases)| PackageShown::of(row, cases)));
        }
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The enterprise's own cases.
pub async fn cases(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let before = asked.reader.before.as_deref();
        let code = asked.principal().credit_code().unwrap_or_default();
        let rows =
            site.store.read(&site.zone, |open| views::cases_of_applicant(open, code, before))?;
        let next = rows.get(PAGE - 1).map(|row| format!("before={}", row.number));
        Ok(Some(Page { rows: rows.into_iter().map(CaseShown::from).collect(), next }))
    });
    answer.await
}

/// A case.
pub async fn case(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let Some(row) = seen::case(site, reader, asked.at("number"))? else { return Ok(None) };
        let calendar = site.store.read(&site.zone, |open| Ok(open.calendar()))?;
        let found = read_case(site, &row.number)?;
        Ok(found.map(|found| CaseAlone::of(found.file, reader, &calendar)))
    });
    answer.await
}

/// What the office or the post has to do, by days left.
pub async fn inbox(asked: Asked) -> Result<Response, Problem> {
    let is_own = match asked.query("of") {
        None | Some("office") => false,
        Some("post") => true,
        Some(_) => return Err(Problem::parameter("of")),
    };
    let answer = asked.answer(move |site, asked| {
        let after = asked.query("after_day").zip(asked.query("after"));
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let Some(Actor::Officer { office, post }) = asked.principal().actor() else {
            return Ok(None);
        };
        let rows = site.store.read(&site.zone, |open| match is_own {
            true => views::inbox_of_post(open, (office, post), after.as_ref()),
            false => views::inbox_of_office(open, office, after.as_ref()),
        })?;
        let next = rows.get(PAGE - 1).map(|row| {
            let After { day, number } = After::case(row);
            let of = if is_own { "post" } else { "office" };
            format!("of={of}&after_day={day}&after={number}")
        });
        Ok(Some(Page { rows: rows.into_iter().map(CaseShown::from).collect(), next }))
    });
    answer.await
}

/// What lead offices remind the office of, and the reviews to come, the newest first.
pub async fn reminders(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let office = asked.principal().office().unwrap_or_default();
        let today = day_of((site.now)());
        let rows =
            site.store.read(&site.zone, |open| views::words_of_leads(open, office, today))?;
        let rows = rows.into_iter().map(LeadWordShown::from).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The questions that the office has not answered, by days left.
pub async fn questions(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let office = asked.principal().office().unwrap_or_default();
        let after = asked.query("after_day").zip(asked.query("after"));
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let rows = site
            .store
            .read(&site.zone, |open| views::opinions_asked_of(open, office, after.as_ref()))?;
        let next = rows.get(PAGE - 1).map(|row| {
            let After { day, number } = After::opinion(row);
            format!("after_day={day}&after={number}")
        });
        Ok(Some(Page { rows: rows.into_iter().map(QuestionShown::from).collect(), next }))
    });
    answer.await
}

/// The packages that the office coordinates and that are not through.
pub async fn packages(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let office = asked.principal().office().unwrap_or_default();
        let after = asked.query("after");
        let rows =
            site.store.read(&site.zone, |open| views::packages_led_by(open, office, after))?;
        let next = rows.get(PAGE - 1).map(|row| format!("after={}", row.number));
        let rows = rows.into_iter().map(|row| PackageShown::of(row, Vec::new())).collect();
        Ok(Some(Page { rows, next }))
    });
    answer.await
}

/// A package.
pub async fn package(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::package(site, asked.principal(), asked.at("number"))?;
        Ok(found.map(|(row, cases)| PackageShown::of(row, cases)))
    });
    answer.await
}

/// The documents of a case.
pub async fn documents_of_case(asked: Asked) -> Result<Response, Problem> {
    documents::<approvals::case::Cases>(asked).await
}

/// The documents of a project.
pub async fn documents_of_project(asked: Asked) -> Result<Response, Problem> {
    documents::<approvals::project::Projects>(asked).await
}

/// The documents of a package.
pub async fn documents_of_package(asked: Asked) -> Result<Response, Problem> {
    documents::<approvals::package::Packages>(asked).await
}

async fn documents<K: seen::Seen>(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let place = K::subject(site, asked.principal(), asked.at("number"))?;
        let Some(place) = place else { return Ok(None) };
        let rows = site.store.read(&site.zone, |open| views::documents_of(open, &place))?;
        let is_enterprise = asked.principal().credit_code().is_some();
        let rows = if is_enterprise { told(site, rows)? } else { rows };
        let rows = rows.into_iter().map(DocumentShown::from).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// A document's state.
pub async fn document(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::document(site, asked.principal(), asked.at("id"))?;
        Ok(found.map(DocumentShown::from))
    });
    answer.await
}

/// The papers of a case.
pub async fn papers(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::case(site, asked.principal(), asked.at("number"))?;
        let Some(case) = found else { return Ok(None) };
        Ok(Some(read_papers(site, asked, &case.subject)?))
    });
    answer.await
}

/// The papers of a package: its one receipt.
pub async fn papers_of_package(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::package(site, asked.principal(), asked.at("number"))?;
        let Some((row, _)) = found else { return Ok(None) };
        Ok(Some(read_papers(site, asked, &row.subject)?))
    });
    answer.await
}

/// The papers of an application for a bundle.
pub async fn papers_of_application(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = application(site, asked.principal(), asked.at("number"))?;
        let Some((row, _)) = found else { return Ok(None) };
        Ok(Some(read_papers(site, asked, &row.subject)?))
    });
    answer.await
}

/// The papers that this reader may read.
fn read_papers(site: &Site, asked: &Asked, subject: &str) -> Result<Page<PaperShown>, Fault> {
    let read = |row: &views::PaperRow| reads(asked.principal(), row.is_internal());
    let rows = papers_of(site, subject)?.into_iter().filter(|(row, _)| read(row));
    let rows = rows.map(|(row, token)| PaperShown::of(row, &token)).collect();
    Ok(Page { rows, next: None })
}

/// A paper by its number.
pub async fn paper(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let number = asked.at("number");
        let row = site.store.read(&site.zone, |open| views::paper_by_number(open, number))?;
        let Some(row) = row else { return Ok(None) };
        let sees = seen::place(site, asked.principal(), &row.case)?;
        let sees = sees && reads(asked.principal(), row.is_internal());
        Ok(sees.then(|| paper_of(site, row)))
    });
    answer.await
}

fn paper_of(site: &Site, row: views::PaperRow) -> PaperShown {
    let token = token_of(&site.store, &site.zone, row.entry);
    PaperShown::of(row, &token)
}

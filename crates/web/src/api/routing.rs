//! Routes and plans, asked for by programs (办理路径查询).

use approvals::route::{Grounds, counterpart, plan};
use approvals::views::definitions_in_force;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::refusal::Refused;
use store::Fault;

use super::asked::{Asked, json};
use super::problem::Problem;
use super::route_shown::{PlanShown, RouteShown, answers};
use super::shown::Page;
use crate::Site;
use crate::error::Failure;

/// The routes.
pub async fn routes(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.pack.routes.iter().map(RouteShown::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// A route with its questions.
pub async fn route(asked: Asked) -> Result<Response, Problem> {
    let answer =
        asked.answer(|site, asked| Ok(site.pack.route(asked.at("id")).map(RouteShown::of)));
    answer.await
}

/// The plan by these answers.
pub async fn planned(asked: Asked) -> Result<Response, Problem> {
    let is_known = asked.front.site.pack.route(asked.at("id")).is_some();
    if !is_known {
        return Err(Failure::NotFound.into());
    }
    let told = asked.query("answers").map(serde_json::from_str);
    let told = told.transpose().map_err(|error| Problem::unreadable(&error))?;
    let told = answers(&told.unwrap_or_default()).ok_or_else(|| Problem::parameter("answers"))?;
    let start = match asked.query("start") {
        None => kernel::local_time::day_of((asked.front.site.now)()),
        Some(day) => day.parse().map_err(|_| Problem::parameter("start"))?,
    };
    let (front, id) = (asked.front.clone(), asked.at("id").to_owned());
    let made = front.read(move |site| make(site, &id, (&told, start))).await?;
    Ok(json(StatusCode::OK, &made.ok_or(Failure::NotFound)??))
}

fn make(
    site: &Site,
    id: &str,
    (told, start): (&Answers, Date),
) -> Result<Option<Result<PlanShown, Refused>>, Fault> {
    let Some(route) = site.pack.route(id) else { return Ok(None) };
    let (known, calendar) = site
        .store
        .read(&site.zone, |views| Ok((definitions_in_force(views)?, views.calendar())))?;
    let matters: Vec<_> = known.iter().map(|known| &known.matter).collect();
    let grounds = Grounds { route, matters: &matters, calendar: &calendar };
    let other = counterpart(&site.pack.routes, grounds, (told, start));
    let made = plan(grounds, told, start);
    let shown = made.map(|plan| PlanShown::of((&plan, other.as_ref()), route, &site.pack.zone));
    Ok(Some(shown.map_err(|refusal| site.said(refusal.into()))))
}

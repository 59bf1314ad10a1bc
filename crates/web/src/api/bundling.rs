//! Bundles and their plans, asked for by programs (一件事查询).

use approvals::bundle::{Refusal, plan};
use axum::http::StatusCode;
use axum::response::Response;

use super::asked::{Asked, json};
use super::bundle_shown::{BundlePlanShown, BundleShown, named};
use super::problem::Problem;
use super::route_shown::answers;
use super::shown::Page;
use crate::error::Failure;

/// The bundles.
pub async fn bundles(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.pack.bundles.iter().map(BundleShown::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// A bundle with its table.
pub async fn bundle(asked: Asked) -> Result<Response, Problem> {
    let answer =
        asked.answer(|site, asked| Ok(site.pack.bundle(asked.at("id")).map(BundleShown::of)));
    answer.await
}

/// What these certificates ask.
pub async fn planned(asked: Asked) -> Result<Response, Problem> {
    let site = &asked.front.site;
    let bundle = site.pack.bundle(asked.at("id")).ok_or(Failure::NotFound)?;
    let told = asked.query("answers").map(serde_json::from_str);
    let told = told.transpose().map_err(|error| Problem::unreadable(&error))?;
    let told = told.map_or_else(|| Some(Default::default()), |told| answers(&told));
    let told = told.ok_or_else(|| Problem::parameter("answers"))?;
    let chosen = named(asked.query("certificates").unwrap_or_default());
    let today = kernel::local_time::day_of((site.now)());
    let refused = |refusal: Refusal| Problem::from(site.said(refusal.into()));
    let made = plan(bundle, &chosen, &told, today).map_err(refused)?;
    Ok(json(StatusCode::OK, &BundlePlanShown::of(&made, &told, today)))
}

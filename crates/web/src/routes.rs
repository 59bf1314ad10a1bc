//! Which address is which page, and who may reach it (路由与权限).

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::error::Failure;
use crate::front::Front;
use crate::metrics::Standing;
use crate::policy::{Relation, Row, Who};
use crate::reader::Reader;
use crate::{
    Site, administration, agreements, api, applicant, applications, approvals, assets, assistance,
    demo, desk, documents, guard, hall, health, home, layers, people, plots, public, simulations,
};

type Shared = State<Arc<Front>>;

/// Every address of the zone, room by room. There is no other way to mount a page.
pub static TABLES: &[&[Row]] = &[
    ROWS,
    public::ROWS,
    approvals::nodes::ROWS,
    approvals::charged::ROWS,
    approvals::planning::ROWS,
    applicant::ROWS,
    desk::ROWS,
    simulations::ROWS,
    plots::ROWS,
    hall::ROWS,
    assistance::ROWS,
    agreements::ROWS,
    documents::ROWS,
    api::ABOUT,
    &api::READING_ROWS,
    &api::ACTING_ROWS,
    &api::DELIVERY_ROWS,
    &api::INQUIRY_ROWS,
    &api::AGREEMENT_ROWS,
    &api::APPLYING_ROWS,
    applications::ROWS,
    &api::COMMITMENT_ROWS,
    &api::SIMULATION_ROWS,
    &api::PLAN_ROWS,
    &api::PLOT_ROWS,
    &api::HALL_ROWS,
    &api::ASSISTING_ROWS,
    people::ROWS,
    administration::ROWS,
];

/// The addresses of no room in particular.
static ROWS: &[Row] = &[
    Row::get("/", Who::Anyone, Relation::None, || get(first)),
    Row::get("/approvals/projects/{number}", Who::SignedIn, Relation::Parties, || get(project)),
    Row::get("/approvals/cases/{number}", Who::SignedIn, Relation::Parties, || get(case)),
    Row::post("/demo/role", Who::Anyone, Relation::None, || post(demo::role)).in_demo(),
    Row::get("/health", Who::Anyone, Relation::None, || get(healthy)),
    Row::get("/metrics", Who::Anyone, Relation::None, || get(metrics)),
    Row::get("/assets/{name}", Who::Anyone, Relation::None, || get(asset)),
];

/// Every row of every room.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().flat_map(|rows| rows.iter())
}

/// The pages of the rows, and no others.
pub fn router(site: Site) -> axum::Router {
    mount(site, rows())
}

/// A router made from other rows: so that a test can show what a changed table would let in.
pub fn mount(site: Site, rows: impl IntoIterator<Item = &'static Row>) -> axum::Router {
    let front = Arc::new(Front::of(site));
    let mut pages = axum::Router::new();
    for row in rows.into_iter().filter(|row| !row.is_demo || front.site.is_demo) {
        let at_the_door = from_fn_with_state((front.clone(), row), guard::guard);
        let page = (row.page)().layer(at_the_door);
        pages = pages.route(row.path, layers::limited(page, row.takes_files));
    }
    let pages = pages.fallback(async || Failure::NotFound).with_state(front.clone());
    layers::around(pages, &front)
}

async fn first(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
) -> Result<Response, Failure> {
    let own = front.clone();
    let page = front.page(reader, move |site, frame| {
        frame.is_home = true;
        let found = home::read(site, &own.last, frame.now)?;
        Ok(Some(home::page(frame, &found)))
    });
    // Nothing personal stands on it for an anonymous visitor, who may keep it for going back.
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(page.await?.0)).into_response())
}

async fn project(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(found) = approvals::read_project(site, &number)? else { return Ok(None) };
        let may_see = approvals::may_see_project(&frame.principal, &found);
        Ok(may_see.then(|| approvals::project::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn case(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(found) = approvals::read_case(site, &number)? else { return Ok(None) };
        let may_see = approvals::may_see_case(site, &frame.principal, &found)?;
        Ok(may_see.then(|| approvals::case::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn healthy(State(front): Shared) -> Response {
    match front.read(health::read).await {
        Ok(health) => health.into_response(),
        Err(_) => health::unreadable(&front.site.zone),
    }
}

async fn metrics(State(front): Shared) -> Result<Response, Failure> {
    let read = |site: &Site| {
        let backup = site.store.last_backup()?;
        Ok(Standing {
            entries: site.store.size(&site.zone)?.0,
            is_troubled: site.store.trouble().is_some(),
            free_bytes: site.store.folder().room().map(|room| room.free_bytes),
            backup_at: backup.map(|backup| backup.at.as_second()),
        })
    };
    Ok(front.meters.answer(&front.read(read).await?))
}

async fn asset(Path(name): Path<String>) -> Result<Response, Failure> {
    let asset = assets::named(&name).ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.bytes).into_response())
}

//! Which address is which page, and who may reach it (路由与权限).

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use kernel::right::Right;

use crate::{
    Site, approvals, assets, demo,
    error::Failure,
    front::Front,
    guard, health, home, layers,
    people::accounts::{
        account, accounts, administration, appointment, disabling, enabling, open_account, person,
        relief, reset,
    },
    people::enterprises::{attestation, enterprise, enterprises, mandate, mandate_end},
    people::me::{capacity, change_password, me, password},
    people::posts::posts,
    people::register::{register, registration},
    people::sign_in::{sign_in, sign_out, signing_in},
    policy::{Relation, Row, Who},
    reader::Reader,
};

type Shared = State<Arc<Front>>;

/// Every address of the zone. There is no other way to mount a page.
pub static ROWS: &[Row] = &[
    Row::get("/", Who::Anyone, Relation::None, || get(first)),
    Row::get("/approvals/projects/{number}", Who::Anyone, Relation::None, || get(project)),
    Row::get("/approvals/cases/{number}", Who::Anyone, Relation::None, || get(case)),
    Row::get("/sign-in", Who::Anyone, Relation::None, || get(sign_in)),
    Row::post("/sign-in", Who::Anyone, Relation::None, || post(signing_in)),
    Row::post("/sign-out", Who::SignedIn, Relation::Own, || post(sign_out)),
    Row::get("/register", Who::Anyone, Relation::None, || get(register)),
    Row::post("/register", Who::Anyone, Relation::None, || post(registration)),
    Row::get("/me", Who::SignedIn, Relation::Own, || get(me)),
    Row::post("/me/capacity", Who::SignedIn, Relation::Own, || post(capacity)),
    Row::get("/me/password", Who::SignedIn, Relation::Own, || get(password)),
    Row::post("/me/password", Who::SignedIn, Relation::Own, || post(change_password)),
    Row::get("/people/enterprise", Who::Agent, Relation::Own, || get(enterprise)),
    Row::post("/people/enterprise/mandates", Who::Agent, Relation::Own, || post(mandate)),
    Row::post("/people/enterprise/endings", Who::Agent, Relation::Own, || post(mandate_end)),
    Row::get("/people/enterprises", ACCEPT, Relation::Zone, || get(enterprises)),
    Row::post("/people/enterprises/{code}/attestation", ACCEPT, Relation::Zone, || {
        post(attestation)
    }),
    Row::get("/people/accounts", ADMIN, Relation::Zone, || get(accounts)),
    Row::post("/people/accounts", ADMIN, Relation::Zone, || post(open_account)),
    Row::get("/people/accounts/{name}", ADMIN, Relation::Zone, || get(account)),
    Row::post("/people/accounts/{name}/appointments", ADMIN, Relation::Zone, || post(appointment)),
    Row::post("/people/accounts/{name}/relief", ADMIN, Relation::Zone, || post(relief)),
    Row::post("/people/accounts/{name}/disabling", ADMIN, Relation::Zone, || post(disabling)),
    Row::post("/people/accounts/{name}/enabling", ADMIN, Relation::Zone, || post(enabling)),
    Row::post("/people/accounts/{name}/password", ADMIN, Relation::Zone, || post(reset)),
    Row::post("/people/accounts/{name}/person", ADMIN, Relation::Zone, || post(person)),
    Row::post("/people/accounts/{name}/administration", ADMIN, Relation::Zone, || {
        post(administration)
    }),
    Row::get("/people/posts", ADMIN, Relation::Zone, || get(posts)),
    Row::post("/demo/role", Who::Anyone, Relation::None, || post(demo::role)).in_demo(),
    Row::get("/health", Who::Anyone, Relation::None, || get(healthy)),
    Row::get("/metrics", Who::Anyone, Relation::None, || get(metrics)),
    Row::get("/assets/{name}", Who::Anyone, Relation::None, || get(asset)),
];

const ADMIN: Who = Who::Administrator;
const ACCEPT: Who = Who::Holder(Right::Accept);

/// The pages of the rows, and no others.
pub fn router(site: Site) -> axum::Router {
    mount(site, ROWS)
}

/// A router made from other rows: so that a test can show what a changed table would let in.
pub fn mount(site: Site, rows: &'static [Row]) -> axum::Router {
    let front = Arc::new(Front::of(site));
    let mut pages = axum::Router::new();
    for row in rows.iter().filter(|row| !row.is_demo || front.site.is_demo) {
        let at_the_door = from_fn_with_state((front.clone(), row), guard::guard);
        pages = pages.route(row.path, (row.page)().layer(at_the_door));
    }
    let pages = pages.fallback(async || Failure::NotFound).with_state(front.clone());
    layers::around(pages, &front)
}

async fn first(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
) -> Result<Response, Failure> {
    let before = reader.before.clone();
    let page = front.page(reader, move |site, frame| {
        frame.is_home = true;
        let found = home::read(site, before.as_deref())?;
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
        let found = approvals::read_project(site, &number)?;
        Ok(found.map(|found| approvals::project::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn case(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = approvals::read_case(site, &number)?;
        Ok(found.map(|found| approvals::case::page(frame, &found)))
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
    let (entries, _) = front.read(|site| site.store.size(&site.zone)).await?;
    Ok(front.meters.answer(entries, front.site.store.trouble().is_some()))
}

async fn asset(Path(name): Path<String>) -> Result<Response, Failure> {
    let asset = assets::named(&name).ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.text).into_response())
}
